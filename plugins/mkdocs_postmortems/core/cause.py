"""What makes the causes of two incidents alike, so that they may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .settings import UNDETERMINED


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """A root-cause category, and what it may share with others of that category."""

    category: str | None
    """Id; None where it is unknown or undetermined, which is like no other."""
    features: tuple[str, ...]
    """Contributing factors and services, as `factor:` and `service:` with the id."""

    @property
    def keys(self) -> Iterator[tuple[str, str]]:
        """The category with each feature: what incidents that may have one cause share."""
        if self.category:
            for feature in self.features:
                yield self.category, feature

    def may_be(self, other: Cause) -> bool:
        """Whether both have the same category, and a factor or service in common."""
        return not set(self.keys).isdisjoint(other.keys)

    def filled_from(self, other: Cause) -> Cause:
        """This cause, with what it leaves open as the other one has it."""
        return Cause(
            category=self.category or other.category, features=self.features or other.features
        )


def cause_of(category: str | None, factors: Iterable[str], services: Iterable[str]) -> Cause:
    """The cause that a document, or a row of the register, gives in ids."""
    return Cause(
        category=category if category != UNDETERMINED.id else None,
        features=(*(f"factor:{one}" for one in factors), *(f"service:{one}" for one in services)),
    )
