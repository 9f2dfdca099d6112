"""Where in a postmortem words are looked for, and how much a match there says."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SearchField(StrEnum):
    """Where in a postmortem words are looked for."""

    NAMES = "names"
    """Its id, former ids and numbers in the register."""
    SYMPTOMS = "symptoms"
    TITLE = "title"
    CAUSE = "cause"
    """The section that tells the root cause."""
    FACTORS = "factors"
    """The contributing factors declared, with their other names."""
    MITIGATION = "mitigation"
    SUMMARY = "summary"
    DECLARED = "declared"
    """What else the front matter says in the library's words: category, services, teams."""
    TEXT = "text"
    """All other sections."""


WEIGHTS: Mapping[SearchField, float] = MappingProxyType(
    {
        SearchField.NAMES: 10,
        SearchField.SYMPTOMS: 9,
        SearchField.TITLE: 7,
        SearchField.CAUSE: 6,
        SearchField.FACTORS: 5,
        SearchField.MITIGATION: 3,
        SearchField.SUMMARY: 3,
        SearchField.DECLARED: 3,
        SearchField.TEXT: 1,
    }
)
"""How many times as much a match there says as one in the text; at most 10."""
