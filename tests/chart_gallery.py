"""One chart of each form with awkward values, and a page under a built site's theme that shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from mkdocs_postmortems.core.timeline import Timeline
from mkdocs_postmortems.pages import Addresses
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.views.charts import (
    Cell,
    ChartRow,
    ChartTable,
    Key,
    LineChart,
    Mark,
    Part,
    RowChart,
    height_of,
    lay_bars,
    lay_dots,
    lay_line,
    round_scale,
)
from mkdocs_postmortems.views.reference import Ref
from mkdocs_postmortems.views.scales import (
    lay_heights,
    lay_ticks,
    lay_time_ticks,
    lay_times,
    round_time_scale,
)
from mkdocs_postmortems.views.strip import Strip, lay_strip

from .documents import postmortem
from .libraries import load

LABELS = (
    "Configuration error", "Deployment", "Capacity limit", "Third party", "Testing",
    "Data", "A cause whose name is as long as any organisation would ever write", "Others",
)  # fmt: skip
LETTERS = "ABCDEFG…"
QUARTERS = tuple(f"{year}-Q{n}" for year in (2024, 2025) for n in (1, 2, 3, 4))
COUNTS = {
    "2025-Q2": (2, 1, 0, 0, 1, 0, 0, 0),
    "2025-Q3": (3, 2, 2, 1, 1, 1, 1, 2),
    "2025-Q4": (5, 3, 2, 2, 0, 0, 0, 0),
}
MINUTES = (0, 1, 2, 2, 3, 8, 12, 22, 47, 95, 180, 181, 183, 412)


def table(caption: str) -> ChartTable:
    """A table that stands for a chart's values."""
    return ChartTable(
        caption=caption,
        head=("Quarter", "Incidents"),
        rows=((Cell(text="2025-Q4"), Cell(text="12", ref=Ref(kind="incidents"))),),
    )


def bars() -> RowChart:
    """Counts of one tone, each of which leads somewhere."""
    scale, steps = round_scale(5)
    rows = tuple(
        ChartRow(
            label=label,
            ref=Ref(kind="category", key=f"c{n}", title=label),
            value=str(count),
            marks=lay_bars(
                (Part(amount=count, tone=0, text="", says=f"{label}: {count} of 12 incidents",
                      ref=Ref(kind="incidents")),), scale
            ),
            height=26,
        )
        for n, (label, count) in enumerate(zip(LABELS, (5, 3, 2, 1, 1, 0, 1, 1), strict=True))
    )  # fmt: skip
    return RowChart(
        id="pm-bars", title="Root causes, 2025-Q4", description="Root causes by count.",
        form="bars", keys=(), ticks=lay_ticks(steps), rows=rows, table=table("Root causes"),
    )  # fmt: skip


def stacked() -> RowChart:
    """All eight tones, some of them in narrow parts."""
    scale, steps = round_scale(13)
    rows = tuple(
        ChartRow(
            label=quarter,
            ref=Ref(kind="quarter", key=quarter, title=quarter),
            value=str(sum(counts)),
            marks=lay_bars(
                (Part(amount=count, tone=tone, text=LETTERS[tone],
                      says=f"{quarter}, {LABELS[tone]}: {count} of {sum(counts)} incidents",
                      ref=Ref(kind="incidents") if tone != 6 else None)
                 for tone, count in enumerate(counts)), scale
            ),
            height=26,
        )
        for quarter, counts in COUNTS.items()
    )  # fmt: skip
    keys = tuple(Key(text=LETTERS[n], tone=n, label=label) for n, label in enumerate(LABELS))
    return RowChart(
        id="pm-stacked", title="Causes by quarter", description="Each bar is a quarter.",
        form="bars", keys=keys, ticks=lay_ticks(steps), rows=rows, table=table("Causes"),
    )  # fmt: skip


def dots() -> RowChart:
    """Lengths of time that lie close to each other, with a median."""
    scale, steps = round_time_scale(timedelta(minutes=max(MINUTES)))
    unit = scale / timedelta(minutes=1)
    rows = []
    for name, minutes in (("Time to detect", MINUTES[:7]), ("Time to resolve", MINUTES)):
        marks = lay_dots(
            (Part(amount=m, tone=0, text="", says=f"{name}, incident {n}: {m} min",
                  ref=Ref(kind="incident", key=f"PM-2025-{n:03d}"))
             for n, m in enumerate(minutes)), unit
        )  # fmt: skip
        middle = minutes[len(minutes) // 2]
        median = Mark(left=round(100 * middle / unit, 2), width=0, top=0, tone=0, text="",
                      says=f"{name}: median {middle} min", ref=None)  # fmt: skip
        rows.append(
            ChartRow(
                label=f"{name}, started to end", ref=None, value=f"median {middle} min, n {len(minutes)}",
                marks=marks, height=height_of(marks), median=median,
            )
        )  # fmt: skip
    return RowChart(
        id="pm-dots", title="How long phases took", description="One dot for each incident.",
        form="dots", keys=(), ticks=lay_time_ticks(steps), rows=tuple(rows),
        table=table("Lengths"),
    )  # fmt: skip


def lines() -> LineChart:
    """Three series, two of which end at one place."""
    scale, steps = round_scale(24)
    series = {
        "Open items": (3, 8, 12, 11, 16, 20, 24, 22),
        "Closed items": (0, 2, 5, 9, 10, 14, 19, 21),
        "Overdue items": (0, 0, 1, 3, 2, 4, 6, 5),
    }
    height = 180
    return LineChart(
        id="pm-lines", title="Open against closed items", description="Three lines over quarters.",
        height=height,
        lines=tuple(
            lay_line(
                label, tone,
                [Part(amount=n, tone=tone, text="", says=f"{quarter}, {label}: {n}",
                      ref=Ref(kind="quarter", key=quarter))
                 for quarter, n in zip(QUARTERS, numbers, strict=True)],
                scale, height,
            )
            for tone, (label, numbers) in enumerate(series.items())
        ),
        across=lay_times(QUARTERS), up=lay_heights(steps, height), table=table("Items"),
    )  # fmt: skip


RELAPSE = """\
| Time | Event | Phase |
|---|---|---|
| 2026-01-02 09:00 | Flag merged | introduced |
| 2026-01-08 10:00 | Errors rose | started |
| ~10:03 | Alert | detected |
| 10:05 | Page answered | acknowledged |
| 10:45 | Rolled back | mitigated |
| 11:20 | Errors rose again | relapsed |
| 11:50 | Rolled back for good | mitigated |
| 12:22 | Queue empty | resolved |
"""
TIMELINES = {
    "relapse": RELAPSE,
    "short parts in a long one": RELAPSE.replace("12:22", "2026-01-12 09:00"),
    "at once": """\
| Time | Event | Phase |
|---|---|---|
| 2026-01-08 10:00 | It began | introduced, started |
| 10:22 | It ended | mitigated, resolved |
""",
}


def timeline(text: str, **fields: str) -> Timeline:
    """A timeline as a document would have it."""
    return load([postmortem({"Timeline": text}, **fields)]).library.by_id["PM-2026-001"].timeline


TEMPLATE = """\
{% import "postmortems/charts.html" as charts %}
<div class="pm"><h1>Charts</h1>
{% for chart in rows %}{{ charts.row_chart(chart) }}{% endfor %}
{{ charts.line_chart(lines) }}
{% if strip %}{{ charts.phase_strip(strip) }}{% endif %}
</div>
"""


def render_charts(
    folder: Path, rows: Sequence[RowChart], lines: LineChart, strip: Strip | None
) -> str:
    """Charts as HTML; `folder` is for the template."""
    (folder / "gallery.html").write_text(TEMPLATE, encoding="utf-8")
    renderer = Renderer((folder, find_overrides()), Addresses(directory_urls=True))
    return renderer.render_template("gallery.html", "gallery/", rows=rows, lines=lines, strip=strip)


def write_gallery(site: Path, folder: Path, name: str = "gallery", strip: str = RELAPSE) -> None:
    """Add the page `/<name>/` to a site built under Material: another page's with other content."""
    page = (site / "incidents/index.html").read_text(encoding="utf-8")
    before, article, rest = re.split(r"(<article\b[^>]*>)", page, maxsplit=1)
    after = rest[rest.index("</article>") :]
    charts = render_charts(folder, (bars(), stacked(), dots()), lines(), lay_strip(timeline(strip)))
    (site / name).mkdir(exist_ok=True)
    (site / name / "index.html").write_text(before + article + charts + after, encoding="utf-8")
