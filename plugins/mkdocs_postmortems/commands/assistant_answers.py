"""What an assistant is answered: short values for programs, and the same as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..core.contacts import channel_of, runbook_of
from ..core.facets import Facets, UnknownWordError, join_facets, select
from ..core.library import Library, OwnedAction
from ..core.owners import current_team
from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from ..core.search_query import parse_query
from ..core.similarity import Similarity
from ..finding import find
from ..outputs.data import postmortem_record
from ..pages import Addresses
from ..views.reference import refer_to_incident
from ..views.wording import count_of, iso_date
from .assistant_library import SeenLibrary
from .find import FoundPostmortem, Link, as_value, describe, link_of, remarks
from .first_line import first_line
from .opening import UnusableError
from .search_index import OpenIndex
from .teams import find_team


@dataclass(frozen=True, kw_only=True)
class SearchAnswer:
    """The best results, how many there are, and what would find more."""

    results: tuple[FoundPostmortem, ...]
    total: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SectionText:
    """A section of a document, as plain text."""

    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ActionAnswer:
    """An action item."""

    id: str
    postmortem: str
    item: str
    owner: str | None
    team: str | None
    priority: str | None
    due: str | None
    overdue: bool
    status: str
    ticket: str | None
    url: str | None


@dataclass(frozen=True, kw_only=True)
class PostmortemAnswer:
    """A postmortem: its record, without what is unknown, its sections and action items."""

    postmortem: dict[str, Any]
    sections: tuple[SectionText, ...]
    actions: tuple[ActionAnswer, ...]
    channel: Link | None
    runbook: Link | None
    url: str | None


@dataclass(frozen=True, kw_only=True)
class SimilarPostmortem:
    """A postmortem that is like another, and why."""

    id: str
    title: str
    date: str | None
    severity: str | None
    mitigation: str | None
    reasons: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, kw_only=True)
class SimilarAnswer:
    """The postmortems that share the most with one."""

    postmortem: str
    similar: tuple[SimilarPostmortem, ...]


@dataclass(frozen=True, kw_only=True)
class ActionsAnswer:
    """Open action items, the most urgent first."""

    as_of: str
    actions: tuple[ActionAnswer, ...]
    total: int


def answer_search(
    opened: OpenIndex, query: str, words: Facets, limit: int
) -> tuple[SearchAnswer, str]:
    """What was found, as values and as text. Raises UnusableError."""
    parsed = parse_query(query, opened.words.synonyms)
    if not parsed.terms:
        raise UnusableError("the query has no word to look for")
    in_use = join_facets(facets for _, _, facets in opened.index.entries.values())
    try:
        selection = select(words, opened.words.vocabularies, in_use)
    except UnknownWordError as error:
        raise UnusableError(str(error)) from None
    answer = find(opened.index, parsed, selection, limit=limit)
    said = (*selection.remarks, *remarks(answer, dashes=""))
    blocks = ("\n".join(describe(found, emphasise=False)) for found in answer.found)
    data = SearchAnswer(
        results=tuple(as_value(found) for found in answer.found),
        total=answer.total,
        remarks=said,
    )
    return data, "\n\n".join((*blocks, "\n".join(said)))


def answer_postmortem(seen: SeenLibrary, name: str) -> tuple[PostmortemAnswer, str]:
    """One postmortem, as values and as text. Raises UnusableError."""
    p = seen.find(name)
    library, addresses = seen.library, seen.addresses
    known = {
        key: value
        for key, value in _known(postmortem_record(p, addresses)).items()
        if key not in ("summary", "root_cause", "url")
    }
    sections = tuple(SectionText(heading=part.heading, text=part.text) for part in seen.parts[p.id])
    data = PostmortemAnswer(
        postmortem=known,
        sections=sections,
        actions=tuple(
            _action(OwnedAction(action=action, postmortem=p), library, addresses)
            for action in p.actions
        ),
        channel=link_of(channel_of(p, library.settings)),
        runbook=link_of(runbook_of(p, library.settings)),
        url=_url(p, addresses),
    )
    page = (f"Page: {data.url}",) if data.url else ()
    text = (f"## {section.heading}\n\n{section.text}" for section in sections)
    return data, "\n\n".join((f"# {_line(p)}", *page, *text))


def answer_similar(seen: SeenLibrary, name: str) -> tuple[SimilarAnswer, str]:
    """What is like one postmortem, as values and as text. Raises UnusableError."""
    p = seen.find(name)
    found = tuple(_similar(one, p, seen) for one in seen.library.similar_to(p))
    by_id = seen.library.by_id
    lines = (
        line
        for one in found
        for line in (_line(by_id[one.id]), *(f"    {reason}" for reason in one.reasons))
    )
    text = "\n".join(lines) or f"No postmortem has enough in common with {p.id}."
    return SimilarAnswer(postmortem=p.id, similar=found), text


def answer_actions(
    seen: SeenLibrary, *, teams: tuple[str, ...], overdue: bool, limit: int
) -> tuple[ActionsAnswer, str]:
    """Open action items of any of these teams, or of all, as values and as text.

    Raises UnusableError.
    """
    library = seen.library
    wanted = {current_team(find_team(team, library), library.settings) for team in teams}
    found = [
        owned
        for owned in library.open_actions
        if (not wanted or owned.action.team in wanted)
        and (owned.action.is_overdue(library.as_of) or not overdue)
    ]
    actions = tuple(_action(owned, library, seen.addresses) for owned in found[:limit])
    data = ActionsAnswer(as_of=library.as_of.isoformat(), actions=actions, total=len(found))
    count = count_of(len(found), "overdue action item" if overdue else "open action item")
    return data, "\n".join((*map(_action_line, actions), f"{count[0].upper()}{count[1:]}."))


def _known(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what nobody said."""
    inner = {key: _known(v) if isinstance(v, dict) else v for key, v in record.items()}
    return {key: value for key, value in inner.items() if value not in (None, [], {})}


def _action(owned: OwnedAction, library: Library, addresses: Addresses) -> ActionAnswer:
    action = owned.action
    return ActionAnswer(
        id=action.id,
        postmortem=owned.postmortem.id,
        item=plain_text(action.item),
        owner=action.owner,
        team=action.team,
        priority=action.priority,
        due=iso_date(action.due),
        overdue=action.is_overdue(library.as_of),
        status=action.status.value,
        ticket=action.ticket,
        url=addresses.absolute(refer_to_incident(owned.postmortem, action.anchor)),
    )


def _action_line(action: ActionAnswer) -> str:
    late = " OVERDUE" if action.overdue else ""
    owner = action.owner or "no owner"
    return f"{action.id}  due {action.due or 'no date'}{late}  {owner}: {action.item}"


def _similar(similarity: Similarity, own: Postmortem, seen: SeenLibrary) -> SimilarPostmortem:
    p = similarity.postmortem
    return SimilarPostmortem(
        id=p.id,
        title=p.title,
        date=iso_date(p.date),
        severity=p.severity,
        mitigation=p.mitigation,
        reasons=tuple(_reasons(similarity, own, seen)),
        url=_url(p, seen.addresses),
    )


def _reasons(similarity: Similarity, own: Postmortem, seen: SeenLibrary) -> Iterator[str]:
    settings, other = seen.library.settings, similarity.postmortem
    if other.id in own.recurrence_of or own.id in other.recurrence_of:
        yield "people recorded one as a recurrence of the other"
    elif other.id in own.related or own.id in other.related:
        yield "people linked the two as related"
    if similarity.same_category and own.category:
        yield f"same root-cause category: {settings.categories.title_of(own.category)}"
    if similarity.factors:
        titles = map(settings.contributing_factors.title_of, similarity.factors)
        yield f"same contributing factors: {'; '.join(titles)}"
    if similarity.services:
        yield f"same services: {', '.join(similarity.services)}"
    if similarity.symptoms:
        yield f"same symptom: {'; '.join(similarity.symptoms)}"
    if similarity.said:
        yield f"both say: {', '.join(similarity.said)}"


def _line(p: Postmortem) -> str:
    return first_line(p.id, p.title, iso_date(p.date), p.severity, p.kind, p.status)


def _url(postmortem: Postmortem, addresses: Addresses) -> str | None:
    return addresses.absolute(refer_to_incident(postmortem))
