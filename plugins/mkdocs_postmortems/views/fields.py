"""The fields that quarters and years are compared by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..core.patterns import Breakdown, Patterns
from ..core.settings import Settings
from ..core.vocabulary import Vocabulary
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
    words: Callable[[Settings], Vocabulary]
    """The words that its values come from."""
    is_exclusive: bool = True
    """Whether an incident counts once; if not, the percentages add up to more than 100."""
    by_name: bool = False
    """Whether the values are in the order of their names, as they are not to be ranked."""
    note: str = ""
    """What is to be kept in mind."""

    def anchor(self, identifier: str = "") -> str:
        """Where the incidents of a value stand on the page of a quarter; of all, the table."""
        return share_anchor(self.id, identifier) if identifier else f"pm-{self.id}"

    @property
    def unknown_anchor(self) -> str:
        """Where the incidents that do not say stand on the page of a quarter."""
        return share_anchor(self.id, "unknown-value")

    @property
    def drafts_anchor(self) -> str:
        """Where those of them that are not final stand."""
        return share_anchor(self.id, "unknown-in-drafts")

    def refer_to(self, identifier: str, title: str) -> Ref:
        """A value, and its page if it has one."""
        return Ref(kind=self.kind, key=identifier, title=title)


CAUSES = Field(
    id="root-causes",
    key="root_causes",
    title="Root cause",
    kind="category",
    breakdown=lambda patterns: patterns.root_causes,
    words=lambda settings: settings.categories,
)
FACTORS = Field(
    id="factors",
    key="contributing_factors",
    title="Contributing factor",
    kind="factor",
    breakdown=lambda patterns: patterns.contributing_factors,
    words=lambda settings: settings.contributing_factors,
    is_exclusive=False,
)
DETECTION = Field(
    id="detection",
    key="detection",
    title="Detected by",
    kind="",
    breakdown=lambda patterns: patterns.detection,
    words=lambda settings: settings.detection_methods,
)
TRIGGERS = Field(
    id="triggers",
    key="triggers",
    title="Trigger",
    kind="",
    breakdown=lambda patterns: patterns.triggers,
    words=lambda settings: settings.triggers,
)
SEVERITIES = Field(
    id="severities",
    key="severities",
    title="Severity",
    kind="",
    breakdown=lambda patterns: patterns.severities,
    words=lambda settings: settings.severities,
    by_name=True,
)
TEAMS = Field(
    id="teams",
    key="teams",
    title="Team",
    kind="team",
    breakdown=lambda patterns: patterns.teams,
    words=lambda settings: settings.team_names,
    is_exclusive=False,
    by_name=True,
    note="By name. A team is here because it helped, or because it writes up what others "
    "do not: these counts do not compare teams.",
)
SERVICES = Field(
    id="services",
    key="services",
    title="Service",
    kind="service",
    breakdown=lambda patterns: patterns.services,
    words=lambda settings: settings.services,
    is_exclusive=False,
)
ALL = (CAUSES, DETECTION, FACTORS, TRIGGERS, SEVERITIES, TEAMS, SERVICES)
"""In the order in which a review goes through them."""
