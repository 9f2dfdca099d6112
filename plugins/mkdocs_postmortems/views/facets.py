"""What a list is filtered by, as its form offers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NONE = "-"
"""What stands in an address for what has no value: no id is only a hyphen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetValue:
    """A value to filter by."""

    value: str
    """As it stands in an address."""
    label: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """What the list can be filtered by."""

    name: str
    """As it stands in an address."""
    title: str
    values: tuple[FacetValue, ...]

    @property
    def is_given(self) -> bool:
        """Whether anything in the list has a value."""
        return any(value.value != NONE for value in self.values)


def count_facet(name: str, title: str, values: Iterable[str], labels: Mapping[str, str]) -> Facet:
    """The values in the order of their labels, each with how often it is there; empty for none."""
    counts = Counter(values)
    return Facet(
        name=name,
        title=title,
        values=tuple(
            FacetValue(value=value or NONE, label=label, count=counts[value])
            for value, label in labels.items()
            if counts[value]
        ),
    )
