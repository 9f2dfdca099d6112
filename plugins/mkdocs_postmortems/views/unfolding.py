"""What a link to a page says of it where it is pasted: in a chat, a wiki, a result of a search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.library import Library
from ..core.plain_text import cut_at_word, first_sentences, plain_text
from ..core.postmortem import Postmortem
from .home import HomeView
from .incidents import IncidentsView
from .quarter import QuarterView
from .rows import mark_severity
from .rule import RuleView
from .search_facets import TITLES
from .team import TeamView
from .teams import TeamsView
from .term import TermView
from .vocabulary import VocabularyView
from .wording import length, long_date, sentence_case, utc_instant

TITLE_LETTERS = 150
DESCRIPTION_LETTERS = 200
"""Chats and wikis show no more, and some cut in the middle of a word."""
_FIELDS = 2
"""Slack shows so many, side by side; the others show none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfolding:
    """A page in a few words, all plain text."""

    title: str
    description: str
    """What happened, or what the page holds; may be empty."""
    is_article: bool = False
    """Whether it is the page of a postmortem."""
    published: str | None = None
    """`2026-03-05T16:00:00Z`."""
    section: str | None = None
    """Title of the root-cause category."""
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Pairs of label and value, at most two."""


def unfold_postmortem(postmortem: Postmortem, library: Library) -> Unfolding:
    """What a link to a postmortem says."""
    p = postmortem
    return Unfolding(
        title=cut_at_word(f"{p.id} {p.title}", TITLE_LETTERS),
        description=tell_what_happened(p),
        is_article=True,
        published=utc_instant(p.published),
        section=library.settings.categories.title_of(p.category) if p.category else None,
        tags=list_tags(p, library),
        fields=tuple(_fields(p, library))[:_FIELDS],
    )


def unfold_page(title: str, view: object) -> Unfolding:
    """What a link to a generated page says."""
    return Unfolding(
        title=cut_at_word(f"{_kind_of(view)}{title}", TITLE_LETTERS),
        description=_shorten(" ".join(filter(None, _describe(view)))),
    )


def _kind_of(view: object) -> str:
    """What stands before the title of a page that is called by a name alone."""
    match view:
        case TeamView():
            return "Team: "
        case TermView():
            return f"{TITLES[view.axis]}: "
    return ""


def tell_what_happened(postmortem: Postmortem) -> str:
    """The summary's first sentences; without one what else says it, and at least kind and date."""
    p = postmortem
    told = p.summary or p.root_cause or "; ".join(p.symptoms)
    if not told:
        kind = sentence_case(p.kind)
        return f"{kind} of {long_date(p.date)}." if p.date else f"{kind}."
    return _shorten(told)


def _shorten(text: str) -> str:
    return cut_at_word(first_sentences(text, DESCRIPTION_LETTERS), DESCRIPTION_LETTERS)


def list_tags(postmortem: Postmortem, library: Library) -> tuple[str, ...]:
    """What a postmortem can be filed under: factors, services and its own tags, by their titles."""
    settings = library.settings
    factors = map(settings.contributing_factors.title_of, postmortem.contributing_factors)
    services = map(settings.services.title_of, postmortem.services)
    return tuple(dict.fromkeys((*factors, *services, *postmortem.tags)))


def _fields(postmortem: Postmortem, library: Library) -> Iterator[tuple[str, str]]:
    p = postmortem
    if severity := mark_severity(p, library):
        yield "Potential severity" if severity.potential else "Severity", severity.id
    if p.status != "final":
        yield "Status", sentence_case(p.status)
    if p.duration is not None:
        yield "Duration", length(p.duration)
    if p.category:
        yield "Root cause", library.settings.categories.title_of(p.category)


def _describe(view: object) -> Iterator[str]:
    """Sentences."""
    match view:
        case TermView() | TeamView():
            yield _sentence(plain_text(view.description))
            yield _sentence(view.counts)
        case VocabularyView():
            yield view.explanation
        case RuleView():
            yield plain_text(view.summary)
        case HomeView():
            whose = f" of {view.organisation}" if view.organisation else ""
            yield f"The postmortems{whose}: {view.counts}."
        case IncidentsView() | TeamsView():
            yield _sentence(view.counts)
        case QuarterView():
            yield "".join(piece.text for piece in view.sentence)


def _sentence(text: str) -> str:
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")
