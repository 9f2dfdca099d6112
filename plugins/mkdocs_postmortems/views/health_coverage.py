"""Only SEV-1s are written up: what is, and of how much."""

from __future__ import annotations

from ..core.health_coverage import Coverage, SeverityCoverage
from ..core.library import Library
from .charts import Cell, ChartTable
from .health_figures import (
    Figure,
    HealthSection,
    Way,
    glance_at,
    lead_to,
    list_behind,
    say_change,
    say_each,
    say_tally,
    tabulate_quarters,
)
from .reference import Ref
from .wording import count_of, with_id

_OWED = Ref(kind="owed", title="What is owed a postmortem, and what is not")
_SEVEREST = "the severest"
_NO_SEVERITIES = "library.yml has no severities, so nobody can tell which incidents are severe."
_NO_REGISTER = (
    "There is no register of incidents, so nobody can tell how many have none: "
    "incidents.csv beside library.yml, or postmortems register import."
)


def show_coverage(found: Coverage, library: Library) -> HealthSection:
    """What share the severest have, near misses, and the register."""
    severest = found.severest or _SEVEREST
    counted = f"Share of {severest} among postmortems of incidents"
    return HealthSection(
        id="coverage",
        title=f"Only {found.severest}s are written up"
        if found.severest
        else "Only the worst is written up",
        glance=glance_at(counted, found.share, "less is better"),
        meaning="Every document is about an outage that made the rounds. So an organisation "
        "learns only from what has become expensive, and from few cases.",
        figures=(
            _share(found, counted, library),
            _near_misses(found),
            _milder(found, library),
        ),
        tables=_tables(found, library),
        behind=tuple(
            list_behind(identifier, title, documents)
            for identifier, title, documents in (
                ("severest", f"Postmortems of {severest}", found.behind),
                ("near-misses", "Near misses written up", found.near_misses),
                (
                    "milder-written",
                    f"Postmortems of what was milder than {severest}",
                    found.written,
                ),
            )
            if documents
        ),
        misleads=(
            f"A small share of {severest} may mean that milder ones are written up, or that "
            "incidents are rated lower than they were.",
            "Not every mild incident is worth a document: what the policy calls for is on the "
            "page of what is owed. More postmortems are not the aim; more kinds of them are.",
            "The register holds what somebody registered. What nobody noticed is in neither.",
        ),
        remedy="Write up what nearly happened and what keeps happening, in a page if a page is "
        "enough, and thank those who report near misses.",
        ways=(Way(ref=_OWED),),
    )


def _share(found: Coverage, counted: str, library: Library) -> Figure:
    unknown = f"{count_of(found.unknown, 'postmortem')} without a severity, in none of the figures."
    return Figure(
        id="severest-share",
        title=counted,
        value=say_tally(found.share.whole, nothing="no postmortem yet"),
        definition="Postmortems of any status about incidents whose severity is known, by the "
        "quarter of the incident. Near misses are not among them.",
        remarks=(
            *(() if found.severest else (_NO_SEVERITIES,)),
            *((unknown,) if found.unknown else ()),
            *say_change(found.share, library),
        ),
    )


def _near_misses(found: Coverage) -> Figure:
    beside = found.share.whole.total + found.unknown if found.share.whole else found.unknown
    return Figure(
        id="near-miss-count",
        title="Near misses written up",
        value=f"{len(found.near_misses):,} beside {count_of(beside, 'incident')}",
        definition="Postmortems of kind near-miss. They are counted beside incidents, and are in "
        "no total.",
    )


def _milder(found: Coverage, library: Library) -> Figure:
    trend = found.milder
    return Figure(
        id="milder",
        title=f"Milder than {found.severest or _SEVEREST}, and written up",
        value=say_tally(trend.whole, nothing="none in the register") if trend else "unknown",
        definition="Of the incidents of the register that are milder than "
        f"{found.severest or _SEVEREST} and no near misses: those with a document, of any status.",
        remarks=say_change(trend, library) if trend else (_NO_REGISTER,),
        ways=(*lead_to("milder-written", found.written, "are written up"), Way(ref=_OWED)),
    )


def _tables(found: Coverage, library: Library) -> tuple[ChartTable, ...]:
    if not (found.share.whole and found.share.whole.total) and not found.near_misses:
        by_quarter: tuple[ChartTable, ...] = ()
    else:
        columns = [
            (found.severest or "The severest", say_each(found.share.quarters)),
            ("Near misses", say_each(found.beside, "beside")),
        ]
        if found.milder:
            columns.append(("Milder, of the register", say_each(found.milder.quarters)))
        caption = "What was written up, by quarter"
        by_quarter = (tabulate_quarters(caption, found.share.quarters, tuple(columns), library),)
    if not found.by_severity:
        return by_quarter
    return (
        *by_quarter,
        ChartTable(
            caption="The register by severity",
            head=("Severity", "Written up", "Without one", "Registered"),
            rows=tuple(_row(one, library) for one in found.by_severity),
        ),
    )


def _row(one: SeverityCoverage, library: Library) -> tuple[Cell, ...]:
    if one.is_near_miss:
        label = "Near misses"
    elif one.severity is None:
        label = "Unknown"
    else:
        label = with_id(one.severity, library.settings.severities.title_of(one.severity))
    missing = one.registered - one.written
    return (
        Cell(text=label),
        Cell(text=f"{one.written:,}"),
        Cell(text=f"{missing:,}", ref=Ref(kind="owed") if missing else None),
        Cell(text=f"{one.registered:,}"),
    )
