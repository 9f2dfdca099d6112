"""`/incidents/<id>/`: one postmortem; the author's text stands between these parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.library import Library, OwnedAction
from ..core.postmortem import Postmortem
from ..core.similarity import Similarity
from .calling import called_for_by, say_in_time
from .cited_by import CitedBy, list_cited_by
from .copying import CopyLink, offer_copies
from .questions import Piece, QuestionList, ask_about_effect, ask_about_recurrences
from .recurring import refer_to_chain
from .reference import (
    Ref,
    refer_to_category,
    refer_to_factors,
    refer_to_incident,
    refer_to_known,
    refer_to_meeting,
    refer_to_quarter,
    refer_to_services,
    refer_to_teams,
)
from .rows import ActionRow, SeverityMark, list_actions, mark_severity
from .story import StoryPart, tell_story
from .strip import Strip, lay_strip
from .wording import length, listing, long_date, long_instant, with_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A fact's value: a text, with the page or address that it leads to."""

    text: str
    ref: Ref | None = None
    address: str = ""
    """Address outside of the library."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A label and its values."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SimilarRow:
    """A postmortem like this one, and why."""

    incident: Ref
    date: str | None
    reason: tuple[Piece, ...]
    """A sentence, with links to the pages of what both have."""


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    """What stands before and after an author's text."""

    id: str
    title: str
    kind: str
    status: str
    severity: SeverityMark | None
    copy_link: CopyLink
    story: tuple[StoryPart, ...]
    facts: tuple[Fact, ...]
    strip: Strip | None
    """The phases; None where the timeline names none."""
    actions: tuple[ActionRow, ...]
    """In the order of the document."""
    questions: tuple[QuestionList, ...]
    """What follow-up leaves to be asked; none of them is empty."""
    occurrence: Ref | None
    """Which one of its cause it is; None where nobody has linked it."""
    recurrence_of: tuple[Ref, ...]
    recurred_as: tuple[Ref, ...]
    related: tuple[Ref, ...]
    cited_by: CitedBy
    similar: tuple[SimilarRow, ...]
    """Without those that the document or another one connects with it."""
    similar_all: Ref | None
    """The page of the category."""
    previous: Ref | None
    next: Ref | None
    meeting: Ref | None
    """The script for its meeting, until it is final."""


def view_incident(postmortem: Postmortem, library: Library) -> IncidentView:
    """What the page of one postmortem shows around its text."""
    before, after = library.previous_and_next(postmortem.id)
    owned = tuple(OwnedAction(action=a, postmortem=postmortem) for a in postmortem.actions)
    actions = list_actions(owned, library)
    return IncidentView(
        id=postmortem.id,
        title=postmortem.title,
        kind=postmortem.kind,
        status=postmortem.status,
        severity=mark_severity(postmortem, library),
        copy_link=offer_copies(postmortem, library),
        story=tell_story(postmortem, actions, library),
        facts=tuple(fact for fact in _facts(postmortem, library) if fact.values),
        strip=lay_strip(postmortem.timeline),
        actions=actions,
        questions=(
            *ask_about_recurrences(postmortem, library),
            *ask_about_effect(postmortem, library),
        ),
        occurrence=refer_to_chain(postmortem, library),
        recurrence_of=refer_to_known(postmortem.recurrence_of, library),
        recurred_as=tuple(refer_to_incident(p) for p in library.recurrences.get(postmortem.id, ())),
        related=refer_to_known(postmortem.related, library),
        cited_by=list_cited_by(postmortem, library),
        similar=_similar(postmortem, library),
        similar_all=refer_to_category(postmortem.category, library),
        previous=refer_to_incident(before) if before else None,
        next=refer_to_incident(after) if after else None,
        meeting=refer_to_meeting(postmortem),
    )


def _facts(postmortem: Postmortem, library: Library) -> tuple[Fact, ...]:
    p, settings = postmortem, library.settings
    severity = mark_severity(p, library)
    category = refer_to_category(p.category, library)
    in_time = say_in_time(p, library)
    return (
        Fact(label="Date", values=(Value(text=long_date(p.date)),) if p.date else ()),
        Fact(
            label="Potential severity" if p.is_near_miss else "Severity",
            values=(Value(text=with_id(severity.id, settings.severities.title_of(severity.id))),)
            if severity
            else (),
        ),
        Fact(
            label="Duration",
            values=(Value(text=length(p.duration)),) if p.duration is not None else (),
        ),
        Fact(
            label="Customers affected",
            values=(Value(text=length(p.customer_impact)),)
            if p.customer_impact is not None
            else (),
        ),
        Fact(label="Root cause", values=_linked((category,) if category else ())),
        Fact(
            label="Trigger",
            values=(Value(text=settings.triggers.title_of(p.trigger)),) if p.trigger else (),
        ),
        Fact(
            label="Detected by",
            values=(Value(text=settings.detection_methods.title_of(p.detection)),)
            if p.detection
            else (),
        ),
        Fact(
            label="Contributing factors",
            values=_linked(refer_to_factors(p.contributing_factors, library)),
        ),
        Fact(label="Teams", values=_linked(refer_to_teams(p.teams, library))),
        Fact(label="Services", values=_linked(refer_to_services(p.services, library))),
        Fact(label="Symptoms", values=tuple(Value(text=text) for text in p.symptoms)),
        Fact(
            label="Quarter",
            values=_linked((refer_to_quarter(p.quarter),)) if p.quarter else (),
        ),
        Fact(label="Authors", values=tuple(Value(text=name) for name in p.authors)),
        Fact(label="Responders", values=tuple(Value(text=name) for name in p.responders)),
        Fact(label="Reviewers", values=tuple(Value(text=name) for name in p.reviewers)),
        Fact(label="Facilitator", values=(Value(text=p.facilitator),) if p.facilitator else ()),
        Fact(
            label="Published",
            values=(Value(text=long_instant(p.published)),) if p.published else (),
        ),
        Fact(label="Called for by", values=(Value(text=called_for_by(p, library)),)),
        Fact(label="In time", values=(Value(text=in_time),) if in_time else ()),
        Fact(label="Incident", values=tuple(Value(text=number) for number in p.incidents)),
        Fact(
            label="Links",
            values=tuple(Value(text=name, address=address) for name, address in p.links.items()),
        ),
        Fact(label="Tags", values=tuple(Value(text=tag) for tag in p.tags)),
    )


def _linked(refs: tuple[Ref, ...]) -> tuple[Value, ...]:
    return tuple(Value(text=ref.title, ref=ref) for ref in refs)


def _similar(postmortem: Postmortem, library: Library) -> tuple[SimilarRow, ...]:
    connected = {p.id for p in library.recurrences.get(postmortem.id, ())}
    connected |= {*postmortem.recurrence_of, *postmortem.related}
    return tuple(
        SimilarRow(
            incident=refer_to_incident(found.postmortem),
            date=found.postmortem.date.isoformat() if found.postmortem.date else None,
            reason=tuple(_tell_likeness(found, library)),
        )
        for found in library.similar_to(postmortem, without=frozenset(connected))
    )


def _tell_likeness(found: Similarity, library: Library) -> Iterator[Piece]:
    """`same root cause; both: Growth without a limit and Search; both say “tax_region”`."""
    shared = (
        *refer_to_factors(found.factors, library), *refer_to_services(found.services, library),
    )  # fmt: skip
    parts = (
        (Piece(text="same root cause"),) if found.same_category else (),
        (Piece(text=f"same symptom {_quoted(found.symptoms)}"),) if found.symptoms else (),
        (Piece(text="both: "), *_listed(shared)) if shared else (),
        (Piece(text=f"both say {_quoted(found.said)}"),) if found.said else (),
    )
    for number, part in enumerate(filter(None, parts)):
        if number:
            yield Piece(text="; ")
        yield from part


def _quoted(texts: tuple[str, ...]) -> str:
    return listing(tuple(f"“{text}”" for text in texts))


def _listed(refs: tuple[Ref, ...]) -> Iterator[Piece]:
    for number, ref in enumerate(refs, 1):
        yield Piece(text=ref.title, ref=ref)
        if number < len(refs):
            yield Piece(text=", " if number < len(refs) - 1 else " and ")
