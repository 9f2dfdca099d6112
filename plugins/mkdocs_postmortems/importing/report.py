"""What was taken from where, and what is left for a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Report:
    """About one imported document; every entry is a phrase without a full stop."""

    taken: tuple[str, ...]
    """What was taken from where: `date: 2020-03-04, from the title`."""
    checks: tuple[str, ...]
    """What could not be settled, and has to be looked at."""
    missing: tuple[str, ...]
    """Fields and sections that a finished postmortem needs and the source does not have."""
