from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.timeline import Phase, Timeline, TimelineEvent
from mkdocs_postmortems.views.strip import Strip, lay_strip

from ..chart_gallery import RELAPSE, timeline
from ..documents import TIMELINE

START = datetime(2026, 1, 8, 10, tzinfo=UTC)


def table(*rows: str) -> str:
    return "\n".join(("| Time | Event | Phase |", "|---|---|---|", *rows, ""))


def lay(text: str, **fields: str) -> Strip:
    strip = lay_strip(timeline(text, **fields))
    assert strip is not None
    return strip


def lengths(strip: Strip) -> list[list[str]]:
    return [
        [f"{one.short} {one.length} {one.since}".strip() for one in mark.lengths]
        for mark in strip.marks
    ]


def event(minutes: float, *phases: Phase) -> TimelineEvent:
    return TimelineEvent(
        at=START + timedelta(minutes=minutes),
        written="",
        text="",
        phases=phases,
        approximate=False,
        line=1,
    )


def test_each_part_says_until_what_it_lasted_and_how_long() -> None:
    """Of 22 minutes, 3 until detected, 2 until acknowledged, 10 until mitigated."""
    parts = lay(TIMELINE).parts
    assert [part.says for part in parts] == [
        "Until detected: 3 min, from 10:00 UTC to 10:03 UTC",
        "Until acknowledged: 2 min, from 10:03 UTC to 10:05 UTC",
        "Until mitigated: 10 min, from 10:05 UTC to 10:15 UTC",
        "Until resolved: 7 min, from 10:15 UTC to 10:22 UTC",
    ]
    assert [part.width for part in parts] == [13.64, 9.09, 45.45, 31.82]
    assert [part.state for part in parts] == ["started", "detected", "acknowledged", "mitigated"]


def test_times_with_a_name_are_told_once_with_the_phase_that_they_end_at() -> None:
    assert lengths(lay(TIMELINE)) == [
        [],
        ["TTD 3 min from started"],
        ["TTA 2 min from detected"],
        ["10 min from acknowledged", "TTM 15 min from started"],
        ["7 min from mitigated", "TTR 22 min from started"],
    ]


def test_a_time_without_its_end_point_is_unknown() -> None:
    strip = lay(table("| 10:00 | It began | started |"))
    assert [one.short for one in strip.unknown] == ["TTD", "TTA", "TTM", "TTR"]
    assert strip.unknown[1].ends == "detected to acknowledged"
    assert strip.parts == ()
    assert [mark.at for mark in strip.marks] == ["8 January 2026, 10:00 UTC"]


def test_phases_in_local_time_are_shown_in_utc() -> None:
    marks = lay(TIMELINE, timezone="Europe/Berlin").marks
    assert (marks[0].name, marks[0].at) == ("Started", "8 January 2026, 09:00 UTC")
    assert marks[-1].at == "09:22 UTC"


def test_a_fault_that_came_in_days_before_is_told_and_not_drawn() -> None:
    strip = lay(RELAPSE)
    assert (strip.marks[0].name, strip.marks[0].letter) == ("Introduced", "")
    assert lengths(strip)[0] == ["6 d 1 h before it started"]
    assert strip.parts[0].says.startswith("Until detected")


def test_a_relapse_is_a_part_of_its_own() -> None:
    parts = lay(RELAPSE).parts
    assert [part.state for part in parts[2:]] == [
        "acknowledged", "mitigated", "relapsed", "mitigated",
    ]  # fmt: skip
    assert parts[3].says == "Until relapsed: 35 min, from 10:45 UTC to 11:20 UTC"
    assert parts[4].says == "Relapsed, until mitigated: 30 min, from 11:20 UTC to 11:50 UTC"


def test_an_approximate_time_makes_the_lengths_on_both_sides_approximate() -> None:
    strip = lay(RELAPSE)
    assert strip.parts[0].says == "Until detected: about 3 min, from 10:00 UTC to 10:03 UTC"
    assert lengths(strip)[2:4] == [
        ["TTD about 3 min from started"],
        ["TTA about 2 min from detected"],
    ]
    assert strip.marks[2].at == "about 10:03 UTC"
    assert strip.parts[2].says.startswith("Until mitigated: 40 min")


@pytest.mark.parametrize(
    "rows",
    [
        ("| 10:00 | It began | started |", "| 10:22 | It ended | mitigated, resolved |"),
        (
            "| 10:00 | It began | started |",
            "| 10:22 | Rolled back | mitigated |",
            "| 10:22 | Well again | resolved |",
        ),
    ],
)
def test_phases_of_one_moment_are_one_mark(rows: tuple[str, ...]) -> None:
    strip = lay(table(*rows))
    assert [mark.name for mark in strip.marks] == ["Started", "Mitigated and resolved"]
    assert lengths(strip)[1] == ["TTM 22 min from started", "TTR 22 min from started"]
    assert [part.width for part in strip.parts] == [100]


def test_what_was_noticed_once_it_was_mitigated_stays_mitigated() -> None:
    strip = lay(
        table(
            "| 10:00 | It began | started |",
            "| 10:05 | It healed | mitigated |",
            "| 10:30 | Seen | detected |",
            "| 11:00 | Over | resolved |",
        )
    )
    assert [part.state for part in strip.parts] == ["started", "mitigated", "mitigated"]


def test_without_a_zone_the_parts_are_known_and_the_instants_say_so() -> None:
    strip = lay(TIMELINE, timezone="unknown")
    assert [part.width for part in strip.parts] == [13.64, 9.09, 45.45, 31.82]
    assert strip.marks[0].at == "8 January 2026, 10:00 (zone unknown)"


def test_a_strip_over_days_says_the_days() -> None:
    strip = lay(RELAPSE.replace("12:22", "2026-01-12 09:00"))
    assert strip.parts[-1].says == (
        "Until resolved: 3 d 21 h, from 8 January 2026, 11:50 UTC to 12 January 2026, 09:00 UTC"
    )
    assert strip.says.endswith("3 d 23 h")


def test_the_shortest_part_of_a_long_incident_can_still_be_seen() -> None:
    """Three minutes of four days would be a twentieth of a percent."""
    widths = [p.width for p in lay(RELAPSE.replace("12:22", "2026-01-12 09:00")).parts]
    assert min(widths) == 1.5
    assert sum(widths) == pytest.approx(100, abs=0.05)


def test_phases_that_do_not_follow_each_other_are_listed_and_not_drawn() -> None:
    backwards = Timeline(events=(event(5, Phase.STARTED), event(3, Phase.DETECTED)))
    strip = lay_strip(backwards)
    assert strip is not None
    assert strip.parts == ()
    assert [mark.name for mark in strip.marks] == ["Started", "Detected"]
    assert "TTD" in [one.short for one in strip.unknown]


def test_a_timeline_of_which_one_zone_alone_is_known_is_not_drawn() -> None:
    naive = TimelineEvent(
        at=START.replace(hour=11, tzinfo=None), written="", text="", phases=(Phase.RESOLVED,),
        approximate=False, line=2,
    )  # fmt: skip
    strip = lay_strip(Timeline(events=(event(0, Phase.STARTED), naive)))
    assert strip is not None
    assert strip.parts == ()
    assert len(strip.unknown) == 4


def test_a_timeline_without_phases_has_no_strip() -> None:
    assert lay_strip(Timeline(events=(event(0), event(4)))) is None


@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=120),
    st.lists(st.sampled_from([Phase.RELAPSED, Phase.MITIGATED]), min_size=120, max_size=120),
)
def test_the_parts_add_up_to_the_whole_in_their_order(gaps: list[int], phases: list[Phase]) -> None:
    reached = accumulate(gaps)
    events = [event(0, Phase.STARTED), *map(event, reached, phases)]
    strip = lay_strip(Timeline(events=tuple(events)))
    assert strip is not None
    parts = strip.parts
    assert len(parts) == len(gaps)
    assert parts[0].left == 0
    assert parts[-1].left + parts[-1].width == pytest.approx(100, abs=0.02)
    assert all(b.left == pytest.approx(a.left + a.width, abs=0.02) for a, b in pairwise(parts))
    assert all(part.width > 0 for part in parts)
