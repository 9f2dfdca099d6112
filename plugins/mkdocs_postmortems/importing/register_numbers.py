"""Whether a document is about several incidents, and their numbers in the register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .headings import Section

_NUMBER = re.compile(r"(?<![\w/-])(?:INC|IR|INCIDENT|OUTAGE|P1)[-#]?\d{2,}(?![\w-])", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:multiple|several|two|three|four|five|series of|[2-9]|both)[ ](?:\w+[ ])?(?:incidents|outages)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(?:incident|outage|event)[ ]#?(?P<number>\d{1,2}|[A-D])\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class CoveredIncidents:
    """The incidents that a document covers."""

    numbers: tuple[str, ...]
    """As written, each once."""
    is_several: bool


def find_incidents(
    title: str, sections: Sequence[Section], stated: Sequence[str]
) -> CoveredIncidents:
    """Read title, headings and what stands above the first section; `stated` are fields."""
    opening = sections[0].text if sections else ""
    headings = [section.written for section in sections]
    places = "\n".join((title, opening, *headings))
    numbers = tuple(dict.fromkeys((*stated, *(m[0] for m in _NUMBER.finditer(places)))))
    numbered = {m["number"].upper() for h in headings if (m := _NUMBERED.match(h.strip("*_ ")))}
    several = len(numbers) > 1 or len(numbered) > 1 or bool(_SEVERAL.search(title))
    return CoveredIncidents(numbers=numbers, is_several=several)
