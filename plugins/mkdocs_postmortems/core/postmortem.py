"""One postmortem as a record: what its document says, in the library's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from .action_section import ActionsReading, read_actions
from .actions import ActionItem
from .diagnostics import Problem
from .document import Document, Section
from .field_words import FieldWords
from .front_matter import UNKNOWN_ZONE, FrontMatterReading, read_front_matter
from .plain_text import first_sentences, plain_text, section_text
from .quarter import quarter_of
from .sections import ACTION_ITEMS, ROOT_CAUSE, SUMMARY, TIMELINE, SectionNames
from .settings import Settings
from .timeline import Timeline
from .timeline_section import TimelineReading, read_timeline
from .visibility import read_visibility

_CAUSE_LETTERS = 160
"""A first sentence of the cause that is shorter is followed by the next."""


@dataclass(frozen=True, kw_only=True)
class Postmortem:
    """A postmortem in the library. None means unknown: not said, or not readable."""

    id: str
    title: str
    """Plain text."""
    date: date | None
    """The day on which impact began, in the library's time zone."""
    kind: str
    """`incident` or `near-miss`."""
    severity: str | None
    potential_severity: str | None
    status: str
    """`draft`, `in-review` or `final`."""
    category: str | None
    trigger: str | None
    detection: str | None
    contributing_factors: tuple[str, ...]
    teams: tuple[str, ...]
    """Ids."""
    owner: str | None
    """Id of the first team, which owns the postmortem; None where that one is unknown."""
    services: tuple[str, ...]
    symptoms: tuple[str, ...]
    mitigation: str | None
    duration: timedelta | None
    """From the start of impact to resolution, as stated; else the timeline's TTR."""
    customer_impact: timedelta | None
    impact: Mapping[str, str]
    incidents: tuple[str, ...]
    authors: tuple[str, ...]
    responders: tuple[str, ...]
    reviewers: tuple[str, ...]
    facilitator: str | None
    published: datetime | None
    timezone: str
    """IANA name of the timeline's zone, or `unknown`; the column's head may name another."""
    visibility: str
    """An audience of the library."""
    recurrence_of: tuple[str, ...]
    related: tuple[str, ...]
    former_names: tuple[str, ...]
    """Its `aliases` as written; its id too, where it had another one and got it back."""
    links: Mapping[str, str]
    tags: tuple[str, ...]
    summary: str | None
    """Plain text, one line for each paragraph."""
    root_cause: str | None
    """Plain text, one line for each paragraph."""
    timeline: Timeline
    actions: tuple[ActionItem, ...]
    actions_complete: bool
    """Whether `actions` are all; else some of the section could not be read."""
    uri: str
    """The document's file, relative to the folder of the site's documents."""

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """The other names that it goes by."""
        return tuple(name for name in self.former_names if name.lower() != self.id.lower())

    @property
    def quarter(self) -> str | None:
        """The calendar quarter of the date: `2025-Q4`."""
        return quarter_of(self.date) if self.date else None

    @property
    def is_near_miss(self) -> bool:
        """Whether nobody was hit; near misses are in no totals."""
        return self.kind == "near-miss"

    @property
    def short_cause(self) -> str | None:
        """The root cause in a sentence or two, as every search shows it; None if there is no prose."""
        return first_sentences(self.root_cause or "", _CAUSE_LETTERS) or None

    @property
    def open_actions(self) -> tuple[ActionItem, ...]:
        """Action items still to be decided or done."""
        return tuple(action for action in self.actions if action.is_open)


@dataclass(frozen=True, kw_only=True)
class PostmortemReading:
    """Everything read from one document: what the rules look at.

    `record` is None where the document has no valid id or title, or could not
    be read at all.
    """

    document: Document
    front_matter: FrontMatterReading
    sections: Mapping[str, Section]
    """By canonical name; two alike are one, with the blocks of both."""
    timeline: TimelineReading
    actions: ActionsReading
    vocabulary_problems: tuple[Problem, ...]
    visibility: str
    """The audience declared; the narrowest one where that is in doubt."""
    record: Postmortem | None

    @property
    def is_final(self) -> bool:
        """Whether the status is `final`; an unreadable one is a draft's."""
        return self.front_matter.values.status == "final"

    @property
    def problems(self) -> Iterator[Problem]:
        """What all the readers found."""
        yield from self.document.problems
        yield from self.front_matter.problems
        yield from self.vocabulary_problems
        yield from self.timeline.problems
        yield from self.actions.problems


def read_postmortem(document: Document, settings: Settings) -> PostmortemReading:
    """Interpret a document. Never raises: what cannot be read is unknown and a problem."""
    front_matter = read_front_matter(document.fields, settings.id_prefix)
    values = front_matter.values
    words = FieldWords(document=document, problems=[])
    sections = join_sections(document.sections, settings.sections)
    zone = _stated_zone(front_matter)
    timeline = read_timeline(sections.get(TIMELINE), values.date, zone)
    # A title in YAML is a text, one in a heading is Markdown.
    title = " ".join((values.title or "").split()) or plain_text(document.heading or "")
    teams = words.each("teams", values.teams, settings.team_names)
    owner = settings.team_names.resolve(values.teams[0]) if values.teams else None
    postmortem_id = values.id or ""
    actions = read_actions(sections.get(ACTION_ITEMS), postmortem_id, settings, teams)
    visibility = read_visibility(document, front_matter, settings.audiences)
    severity = words.one("severity", values.severity, settings.severities)
    potential = words.one("potential_severity", values.potential_severity, settings.severities)
    record = Postmortem(
        id=postmortem_id,
        title=title,
        date=values.date,
        kind=values.kind,
        severity=severity,
        potential_severity=potential,
        status=values.status,
        category=words.one("category", values.category, settings.categories),
        trigger=words.one("trigger", values.trigger, settings.triggers),
        detection=words.one("detection", values.detection, settings.detection_methods),
        contributing_factors=words.each(
            "contributing_factors", values.contributing_factors, settings.contributing_factors
        ),
        teams=teams,
        owner=owner.id if owner else None,
        services=words.each("services", values.services, settings.services),
        symptoms=values.symptoms,
        mitigation=" ".join(values.mitigation.split()) if values.mitigation else None,
        duration=_duration(front_matter, timeline.timeline),
        customer_impact=values.customer_impact,
        impact=values.impact,
        incidents=values.incidents,
        authors=values.authors,
        responders=values.responders,
        reviewers=values.reviewers,
        facilitator=values.facilitator,
        published=values.published,
        timezone=zone or values.timezone,
        visibility=visibility.audience,
        recurrence_of=words.others("recurrence_of", values.recurrence_of, postmortem_id),
        related=words.others("related", values.related, postmortem_id),
        former_names=values.aliases,
        links=values.links,
        tags=values.tags,
        summary=section_text(sections.get(SUMMARY), document.environment),
        root_cause=section_text(sections.get(ROOT_CAUSE), document.environment),
        timeline=timeline.timeline,
        actions=_with_due_dates(actions, values.date, severity or potential, settings),
        actions_complete=actions.is_complete,
        uri=document.source.uri,
    )
    if document.is_readable:
        words.problems.extend(visibility.problems)
    prefixed = words.check_prefix(postmortem_id, settings.id_prefix)
    is_readable = document.is_readable and bool(title) and prefixed
    return PostmortemReading(
        document=document,
        front_matter=front_matter,
        sections=sections,
        timeline=timeline,
        actions=actions,
        vocabulary_problems=tuple(words.problems),
        visibility=visibility.audience,
        record=record if is_readable else None,
    )


def _with_due_dates(
    actions: ActionsReading, incident_day: date | None, severity: str | None, settings: Settings
) -> tuple[ActionItem, ...]:
    """The items, with the policy's date where the document gives none."""
    unread = {problem.finding.line for problem in actions.problems if problem.code == "PM103"}
    dated = []
    for item in actions.items:
        due = settings.policy.action_due(incident_day, item.priority, severity)
        inherits = item.due is None and due is not None and item.line not in unread
        known = replace(item, policy_due=due)
        dated.append(replace(known, due=due, due_by_policy=True) if inherits else known)
    return tuple(dated)


def _duration(reading: FrontMatterReading, timeline: Timeline) -> timedelta | None:
    """As stated, else as measured; unknown where what is stated cannot be read."""
    if reading.values.duration is not None or "duration" in reading.refused:
        return reading.values.duration
    return timeline.time_to_resolve


def _stated_zone(reading: FrontMatterReading) -> str | None:
    """The field `timezone`; None where there is none, `unknown` where it cannot be read."""
    if "timezone" in reading.refused:
        return UNKNOWN_ZONE
    return reading.values.timezone if "timezone" in reading.values.model_fields_set else None


def join_sections(sections: Iterable[Section], names: SectionNames) -> Mapping[str, Section]:
    """The sections that have a canonical name, by that name; two alike are one."""
    joined: dict[str, Section] = {}
    for section in sections:
        name = names.canonical(plain_text(section.title))
        if name:
            first = joined.get(name)
            joined[name] = first.joined_with(section) if first else section
    return joined
