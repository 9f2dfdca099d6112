"""The fields that quarters and years are compared by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..core.patterns import Breakdown, Patterns
from .figures import share_anchor
from .reference import Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field by which incidents divide."""

    id: str
    """Of its table on the page of a quarter: `root-causes`."""
    key: str
    """What other tools call it: `root_causes`."""
    title: str
    """`Root cause`."""
    kind: str
    """The pages of its values; empty where they have none."""
    breakdown: Callable[[Patterns], Breakdown]

    def anchor(self, identifier: str = "") -> str:
        """Where the incidents of a value stand on the page of a quarter; of all, the table."""
        return share_anchor(self.id, identifier) if identifier else f"pm-{self.id}"

    @property
    def unknown_anchor(self) -> str:
        """Where the incidents that do not say stand on the page of a quarter."""
        return share_anchor(self.id, "unknown-value")

    def refer_to(self, identifier: str, title: str) -> Ref:
        """A value, and its page if it has one."""
        return Ref(kind=self.kind, key=identifier, title=title)


CAUSES = Field(
    id="root-causes",
    key="root_causes",
    title="Root cause",
    kind="category",
    breakdown=lambda patterns: patterns.root_causes,
)
FACTORS = Field(
    id="factors",
    key="contributing_factors",
    title="Contributing factor",
    kind="factor",
    breakdown=lambda patterns: patterns.contributing_factors,
)
DETECTION = Field(
    id="detection",
    key="detection",
    title="Detected by",
    kind="",
    breakdown=lambda patterns: patterns.detection,
)
