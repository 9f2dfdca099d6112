from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mkdocs_postmortems.as_of import choose_as_of, epoch_of

LATE = datetime(2026, 3, 15, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "epoch", "zone", "expected"),
    [
        (date(2026, 3, 16), "0", "UTC", date(2026, 3, 16)),
        ("2026-03-16", None, "UTC", date(2026, 3, 16)),
        (None, "1773619200", "UTC", date(2026, 3, 16)),
        (None, "1773619200", "America/New_York", date(2026, 3, 15)),
        (None, None, "UTC", date(2026, 3, 15)),
        (None, None, "Europe/Berlin", date(2026, 3, 16)),
    ],
)
def test_the_day_is_given_or_the_builds_or_the_librarys_today(
    given: date | str | None, epoch: str | None, zone: str, expected: date
) -> None:
    assert choose_as_of(given, epoch, zone, LATE) == expected


def test_a_day_is_handed_on_as_its_beginning_in_utc() -> None:
    assert epoch_of(date(2026, 3, 16)) == "1773619200"


@pytest.mark.parametrize(
    ("given", "epoch"),
    [("yesterday", None), ("9999-12-31", None), (date(1969, 12, 31), None), (None, "soon"),
     (None, "-1"), (None, "9" * 30), (None, "9" * 5000), (None, "99999999999")],
)  # fmt: skip
def test_what_is_no_day_is_refused(given: date | str | None, epoch: str | None) -> None:
    with pytest.raises(ValueError, match=r"date|SOURCE_DATE_EPOCH|no day"):
        choose_as_of(given, epoch, "UTC", LATE)
