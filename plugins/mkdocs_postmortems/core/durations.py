"""Lengths of time as people write them."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

DURATION_UNITS = {
    "w": "weeks", "week": "weeks", "weeks": "weeks",
    "d": "days", "day": "days", "days": "days",
    "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours",
    "m": "minutes", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "s": "seconds", "sec": "seconds", "secs": "seconds", "second": "seconds", "seconds": "seconds",
}  # fmt: skip
_PART = re.compile(r"\s*(?:,|and\s)?\s*(\d+(?:\.\d+)?)\s*([a-z]+)\.?", re.IGNORECASE)
_ISO = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


def parse_duration(text: str) -> timedelta:
    """Read `22 minutes`, `2 h 5 min`, `1 day 3 hours` or `PT22M`.

    Raises ValueError for anything else, and for a length over ten years.
    """
    text = text.strip()
    parts: dict[str, float] = {}
    iso = _ISO.fullmatch(text)
    if iso and any(iso.groupdict().values()):
        parts = {unit: float(number) for unit, number in iso.groupdict().items() if number}
    else:
        position = 0
        while position < len(text):
            part = _PART.match(text, position)
            unit = DURATION_UNITS.get(part[2].lower()) if part else None
            if part is None or unit is None or unit in parts:
                parts = {}
                break
            parts[unit] = float(part[1])
            position = part.end()
    if not parts or any(number > 1_000_000 for number in parts.values()):
        raise ValueError(f"`{text}` is no duration; write it as `22 minutes` or `2 h 5 min`")
    length = timedelta(**parts)
    if length > timedelta(days=3660):
        raise ValueError(f"`{text}` is longer than ten years")
    return length


@lru_cache(maxsize=4096)
def format_duration(length: timedelta) -> str:
    """Write a length in its two largest units: `22 min`, `2 h 5 min`, `1 d 3 h`."""
    units = _divide(length)
    first = next((index for index, (number, _) in enumerate(units) if number), 2)
    return _join(units[first : first + 2])


@lru_cache(maxsize=1024)
def format_exactly(length: timedelta) -> str:
    """Write a length to the second: `1 d 3 h 5 min`."""
    return _join(_divide(length))


def _divide(length: timedelta) -> tuple[tuple[int, str], ...]:
    seconds = round(length.total_seconds())
    return ((seconds // 86400, "d"), (seconds % 86400 // 3600, "h"),
            (seconds % 3600 // 60, "min"), (seconds % 60, "s"))  # fmt: skip


def _join(units: tuple[tuple[int, str], ...]) -> str:
    return " ".join(f"{number} {unit}" for number, unit in units if number) or "0 min"


def whole_minutes(length: timedelta | None) -> int | float | None:
    """Minutes for JSON: an integer where the length is one, else one decimal."""
    if length is None:
        return None
    minutes = length.total_seconds() / 60
    return int(minutes) if minutes.is_integer() else round(minutes, 1)
