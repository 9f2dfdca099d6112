"""`postmortems find`: whether this has happened before, by what is known so far."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..core.facets import Facets, join_facets
from ..core.found import Found, Sentence
from ..core.search_query import parse_query
from ..finding import Answer, find
from .first_line import first_line
from .opening import UnusableError, mention_left_out, open_project, select_or_refuse
from .search_index import open_index


def find_postmortems(
    text: str,
    *,
    config_file: Path | None,
    facets: Facets,
    limit: int,
    output_format: str,
    cache: bool,
) -> None:
    """Print the postmortems that have the most of what was typed. Raises UnusableError."""
    project = open_project(config_file)
    opened = open_index(project, cache=cache and project.cache)
    mention_left_out(opened.index.left_out)
    query = parse_query(text, opened.words.synonyms)
    if not query.terms:
        raise UnusableError("there is no word to look for; give a symptom, a service or an error")
    in_use = join_facets(facets for _, _, facets in opened.index.entries().values())
    selection = select_or_refuse(facets, opened.words.vocabularies, in_use)
    answer = find(opened.index, query, selection, limit=limit)
    if output_format == "json":
        click.echo(json.dumps([as_json(f) for f in answer.found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join("\n".join(_lines(found)) for found in answer.found), nl=False)
        click.echo("\n" if answer.found else "", nl=False)
    for remark in remarks(answer):
        click.echo(remark, err=True)


def as_json(found: Found) -> dict[str, object]:
    """A postmortem found, for tools."""
    card = found.card
    return {
        "id": card.id,
        "title": card.title,
        "date": card.date,
        "severity": card.severity,
        "kind": card.kind,
        "status": card.status,
        "category": card.category,
        "teams": list(card.teams),
        "score": round(found.score, 3),
        "matched": list(found.matched),
        "cause": found.cause.text if found.cause else None,
        "mitigation": card.mitigation,
        "channel": _link(card.channel),
        "runbook": _link(card.runbook),
        "source": card.source,
        "url": card.url,
    }


def _link(link: tuple[str, str] | None) -> dict[str, str] | None:
    return {"label": link[0], "address": link[1]} if link else None


def _lines(found: Found) -> Iterator[str]:
    card = found.card
    yield first_line(card.id, card.title, card.date, card.severity, card.kind, card.status)
    told = (
        ("Cause", _emphasise(found.cause) if found.cause else None),
        ("Stopped by", card.mitigation),
        ("Channel", card.channel and card.channel[1]),
        ("Runbook", card.runbook and card.runbook[1]),
        ("File", card.path),
    )
    yield from (f"    {label + ':':11} {text}" for label, text in told if text)


def _emphasise(sentence: Sentence) -> str:
    """The sentence with what matches in bold, on a terminal."""
    if not sys.stdout.isatty():
        return sentence.text
    pieces, end = [], 0
    for first, last in sentence.spans:
        pieces += [sentence.text[end:first], click.style(sentence.text[first:last], bold=True)]
        end = last
    return "".join((*pieces, sentence.text[end:]))


def remarks(answer: Answer) -> Iterator[str]:
    """What would find more, a sentence each."""
    for word in answer.unmatched:
        hint = f"did you mean `{word.nearest}`?" if word.nearest else ""
        if " " in word.typed:
            hint = "without quotation marks, its words are looked for one by one."
        yield f"No postmortem says `{word.typed}`{'; ' + hint if hint else '.'}"
    if answer.total:
        shown = len(answer.found)
        more = f"; --limit {answer.total} shows the others too" if shown < answer.total else ""
        yield f"{answer.total} of {answer.size} postmortems have some of it{more}."
        return
    for name, number in answer.without:
        yield f"Nothing found; {number} without --{name}."
    if not answer.without:
        yield f"Nothing found in {answer.size} postmortems."
