"""`postmortems find`: whether this has happened before, by what is known so far."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from ..core.facets import Facets, join_facets
from ..core.found import Found, Sentence
from ..core.search_query import parse_query
from ..finding import Answer, find
from .first_line import first_line
from .opening import (
    UnusableError,
    mention_left_out,
    mention_problems,
    open_project,
    quote,
    select_or_refuse,
    shorten,
)
from .search_index import open_index

_NAMED = 5
"""So many words that a postmortem lacks are named; of a log that is pasted there are dozens."""


def find_postmortems(
    text: str,
    *,
    config_file: Path | None,
    facets: Facets,
    limit: int,
    output_format: str,
    cache: bool,
) -> None:
    """Print the postmortems that have the most of what was typed, or all where nothing was.

    Raises UnusableError, also where neither anything was typed nor a facet is asked for.
    """
    project = open_project(config_file)
    opened = open_index(project, cache=cache and project.cache)
    mention_problems(opened.words.problems, project.library)
    mention_left_out(opened.index.left_out)
    query = parse_query(text, opened.words.synonyms)
    if not query.terms and (text or not any(facets.values())):
        raise UnusableError(
            "there is no word to look for; give a symptom, a service or an error, or an option "
            "such as --service"
        )
    in_use = join_facets(facets for _, _, facets in opened.index.entries.values())
    selection = select_or_refuse(facets, opened.words.vocabularies, in_use)
    answer = find(opened.index, query, selection, limit=limit)
    if output_format == "json":
        rows = [asdict(as_value(found)) for found in answer.found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        emphasise = sys.stdout.isatty()
        blocks = ("\n".join(describe(found, emphasise=emphasise)) for found in answer.found)
        click.echo("\n\n".join(blocks), nl=bool(answer.found))
    for remark in remarks(answer):
        click.echo(remark, err=True)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A declared link."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class FoundPostmortem:
    """A postmortem that a search found, for tools."""

    id: str
    title: str
    date: str | None
    severity: str | None
    kind: str
    status: str
    category: str | None
    teams: tuple[str, ...]
    score: float
    matched: tuple[str, ...]
    missing: tuple[str, ...]
    cause: str | None
    says: str | None
    mitigation: str | None
    channel: Link | None
    runbook: Link | None
    source: str
    url: str | None


def as_value(found: Found) -> FoundPostmortem:
    """A postmortem found, for tools."""
    card = found.card
    return FoundPostmortem(
        id=card.id,
        title=card.title,
        date=card.date,
        severity=card.severity,
        kind=card.kind,
        status=card.status,
        category=card.category,
        teams=card.teams,
        score=round(found.score, 3),
        matched=found.matched,
        missing=found.missing,
        cause=found.cause.text if found.cause else None,
        says=found.says.text if found.says else None,
        mitigation=card.mitigation,
        channel=link_of(card.channel),
        runbook=link_of(card.runbook),
        source=card.source,
        url=card.url,
    )


def link_of(link: tuple[str, str] | None) -> Link | None:
    """A declared link, for tools."""
    return Link(label=link[0], address=link[1]) if link else None


def describe(found: Found, *, emphasise: bool) -> Iterator[str]:
    """A postmortem found, for people: what it was, and what helps now."""
    card = found.card
    yield first_line(card.id, card.title, card.date, card.severity, card.kind, card.status)
    told = (
        ("Cause", _show(found.cause, emphasise=emphasise) if found.cause else None),
        ("Says", _show(found.says, emphasise=emphasise) if found.says else None),
        ("Stopped by", card.mitigation),
        ("Channel", card.channel and card.channel[1]),
        ("Runbook", card.runbook and card.runbook[1]),
        ("Page", card.url),
        ("File", card.path),
    )
    yield from (_line(label, text) for label, text in told if text)
    if found.missing:
        without = _line("Without", _list_missing(found.missing))
        yield click.style(without, dim=True) if emphasise else without


def _line(label: str, text: str) -> str:
    return f"    {label + ':':11} {text}"


def _list_missing(words: tuple[str, ...]) -> str:
    named = ", ".join(f"“{shorten(word)}”" for word in words[:_NAMED])
    return f"{named} and {len(words) - _NAMED} more" if len(words) > _NAMED else named


def _show(sentence: Sentence, *, emphasise: bool) -> str:
    """The sentence, on request with what matches in bold."""
    if not emphasise:
        return sentence.text
    pieces, end = [], 0
    for first, last in sentence.spans:
        pieces += [sentence.text[end:first], click.style(sentence.text[first:last], bold=True)]
        end = last
    return "".join((*pieces, sentence.text[end:]))


def remarks(answer: Answer, dashes: str = "--") -> Iterator[str]:
    """What would find more, a sentence each; options are named with dashes before them."""
    for word in answer.unmatched:
        hint = f"did you mean `{word.nearest}`?" if word.nearest else ""
        if " " in word.typed:
            hint = "without quotation marks, its words are looked for one by one."
        yield f"No postmortem says {quote(word.typed)}{'; ' + hint if hint else '.'}"
    if answer.total:
        shown = len(answer.found)
        more = (
            f"; {dashes}limit {answer.total} shows the others too" if shown < answer.total else ""
        )
        yield f"{_count(answer)}{more}."
        return
    for relaxed in answer.without:
        options = " and ".join(f"{dashes}{name}" for name in relaxed.facets)
        yield f"Nothing found; {relaxed.number} without {options}."
    if not answer.without:
        yield f"Nothing found in {answer.size} postmortems."


def _count(answer: Answer) -> str:
    """How many have all that was typed, and how many some of it; of a mere list, how many it has."""
    some = answer.total - (answer.complete or 0)
    number = answer.complete or some
    postmortems = "postmortem" if answer.size == 1 else "postmortems"
    if answer.complete is None:
        return f"{answer.total} of {answer.size} {postmortems}"
    have = f"{number} of {answer.size} {postmortems} {'has' if number == 1 else 'have'}"
    if not answer.complete:
        return f"{have} some of it, none all"
    return f"{have} all of it, {some} some" if some else f"{have} all of it"
