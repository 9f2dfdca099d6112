"""The organisation's own words, teams, policy and levels of rules, as values with defaults."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from .grouping import group_by
from .house_style import HousePattern
from .policy import Policy
from .sections import SectionNames
from .vocabulary import Term, Vocabulary

UNDETERMINED = Term(
    id="undetermined",
    title="Undetermined",
    description="The cause could not be established; the document says what was tried.",
)
_DEFAULT_SEVERITIES = (
    Term(id="SEV-1", title="Critical"),
    Term(id="SEV-2", title="Major"),
    Term(id="SEV-3", title="Minor"),
    Term(id="SEV-4", title="Low"),
)
_DEFAULT_DETECTION = (
    Term(id="automated-alerting", title="Automated alerting", aliases=("alert", "monitoring")),
    Term(id="customer-report", title="Customer report", aliases=("customer", "support")),
    Term(id="internal-report", title="Internal report", aliases=("internal",)),
    Term(id="vendor-notice", title="Vendor notice", aliases=("vendor",)),
)
_DEFAULT_TRIGGERS = (
    Term(id="binary-push", title="Release of software", aliases=("deploy", "release")),
    Term(id="configuration-push", title="Change of configuration", aliases=("config-push",)),
    Term(id="schema-migration", title="Schema migration"),
    Term(id="feature-flag", title="Feature flag or experiment", aliases=("experiment",)),
    Term(id="traffic-change", title="Change in traffic", aliases=("load",)),
    Term(id="dependency-failure", title="Failure of a dependency"),
    Term(id="scheduled-job", title="Scheduled job"),
    Term(id="data-input", title="Unexpected input"),
    Term(id="expiry", title="Expiry of a certificate or credential"),
    Term(id="infrastructure-event", title="Event in the infrastructure"),
    Term(id="manual-operation", title="Manual operation"),
)
_DEFAULT_AUDIENCES = ("public", "internal", "restricted")


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A postmortem that a team has its newcomers read, whatever the library says of it."""

    postmortem: str
    """Its id, or an alias, as written."""
    reason: str
    """Inline Markdown; may be empty."""
    line: int
    """In `library.yml`, from 1."""
    column: int
    """From 1."""


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """A page of the site's own that a team leads to."""

    label: str
    uri: str
    """Its Markdown file, relative to the folder of the site's documents."""
    anchor: str
    """Of a heading on it; may be empty."""
    line: int
    """In `library.yml`, from 1."""
    column: int
    """From 1."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team; a retired one keeps its history, its open items go to the successor."""

    id: str
    name: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """People whose action items are the team's."""
    services: tuple[str, ...] = ()
    """Ids of the services that the team runs."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of label and address."""
    pages: tuple[TeamPage, ...] = ()
    """Links that name a file instead of an address."""
    read_first: tuple[Pin, ...] = ()
    """In the order in which they are to be read."""
    retired: bool = False
    successor: str | None = None
    """Id of the team that took over."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All of `library.yml`, with defaults for what it leaves out."""

    organisation: str = ""
    timezone: str = "UTC"
    """IANA name; decides the day that is today."""
    id_prefix: str = "PM"
    severities: Vocabulary = field(default_factory=lambda: Vocabulary(terms=_DEFAULT_SEVERITIES))
    """From the severest to the least."""
    categories: Vocabulary = field(
        default_factory=lambda: Vocabulary(terms=(UNDETERMINED,), open=True)
    )
    detection_methods: Vocabulary = field(
        default_factory=lambda: Vocabulary(terms=_DEFAULT_DETECTION)
    )
    triggers: Vocabulary = field(default_factory=lambda: Vocabulary(terms=_DEFAULT_TRIGGERS))
    contributing_factors: Vocabulary = field(
        default_factory=lambda: Vocabulary(terms=(), open=True)
    )
    services: Vocabulary = field(default_factory=lambda: Vocabulary(terms=(), open=True))
    team_names: Vocabulary = field(default_factory=lambda: Vocabulary(terms=(), open=True))
    """The teams as terms: ids, names and aliases."""
    teams: tuple[Team, ...] = ()
    audiences: tuple[str, ...] = _DEFAULT_AUDIENCES
    """From the widest to the narrowest."""
    sections: SectionNames = field(default_factory=SectionNames)
    policy: Policy = field(default_factory=Policy)
    language: tuple[HousePattern, ...] = ()
    """The organisation's own patterns, beside those of the rules."""
    allowed_personal_data: tuple[str, ...] = ()
    """Domains, e-mail and IP addresses, networks and phone numbers that are nobody's."""
    rule_levels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Levels by rule code: `error`, `warning`, `info` or `off`."""
    trackers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Address of a ticket by the prefix of its number, `{ticket}` standing for the whole."""
    quarterly_reviews: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    """The day on which the patterns of a quarter were reviewed, by the quarter: `2025-Q4`."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words and phrases that mean the same where somebody searches."""
    rule_places: tuple[tuple[str, int, int], ...] = ()
    """Code, line and column of each entry under `rules`."""

    def team(self, identifier: str) -> Team | None:
        """The team of that id, if the settings list it."""
        return self._teams_by_id.get(identifier)

    def with_pages(self, uris: Container[str]) -> Settings:
        """The same, where teams lead to none but these pages."""
        teams = (
            replace(team, pages=tuple(page for page in team.pages if page.uri in uris))
            for team in self.teams
        )
        return replace(self, teams=tuple(teams))

    def who_runs(self, service: str) -> tuple[Team, ...]:
        """The teams that list a service, by its id, in the order of the settings."""
        return self._teams_by_service.get(service, ())

    @cached_property
    def _teams_by_service(self) -> Mapping[str, tuple[Team, ...]]:
        return group_by(self.teams, lambda team: team.services)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names of all members of teams."""
        return tuple(dict.fromkeys(name for team in self.teams for name in team.members))

    @cached_property
    def _teams_by_id(self) -> Mapping[str, Team]:
        return {team.id: team for team in self.teams}

    def is_visible(self, visibility: str, audience: str) -> bool:
        """Whether a document of that visibility is for the audience.

        An unknown visibility counts as the narrowest.
        """
        if audience not in self.audiences:
            return False
        known = visibility in self.audiences
        narrowness = self.audiences.index(visibility) if known else len(self.audiences) - 1
        return narrowness <= self.audiences.index(audience)
