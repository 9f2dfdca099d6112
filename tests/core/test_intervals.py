from __future__ import annotations

from datetime import timedelta

from mkdocs_postmortems.core.intervals import spread_intervals

from ..documents import postmortem
from ..libraries import load

HEAD = "| Time | Event | Phase |\n|---|---|---|\n| 10:00 | Slow | started |\n"


def minutes(*lengths: float) -> list[timedelta]:
    return [timedelta(minutes=length) for length in lengths]


def test_each_incident_counts_where_both_phases_are_known() -> None:
    texts = [
        postmortem({"Timeline": f"{HEAD}{rows}"}, id=f"PM-2026-00{number}")
        for number, rows in enumerate(
            (
                "| 10:04 | Alert | detected |\n| 10:30 | Over | resolved |\n",
                "| 10:02 | Alert | detected |\n| 10:05 | Seen | acknowledged |\n",
                "| 10:11 | Over | mitigated, resolved |\n",
            ),
            start=1,
        )
    ]
    detect, acknowledge, mitigate, resolve = spread_intervals(load(texts).library.incidents)
    assert [one.length for one in detect.measured] == minutes(2, 4)
    assert [one.postmortem for one in detect.measured] == ["PM-2026-002", "PM-2026-001"]
    assert (detect.median, detect.unknown) == (timedelta(minutes=3), 1)
    assert (acknowledge.median, acknowledge.unknown) == (timedelta(minutes=3), 2)
    assert (mitigate.median, mitigate.unknown) == (timedelta(minutes=11), 2)
    assert (resolve.median, resolve.unknown) == (timedelta(minutes=20.5), 1)


def test_of_nothing_there_is_no_median() -> None:
    assert {spread.median for spread in spread_intervals(())} == {None}
