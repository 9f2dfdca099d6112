"""`postmortems factors`: the contributing factors, and those that documents tell of without declaring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..build_process import without_garbage_collection
from ..core.factor_suggestions import FactorSuggestion
from ..core.library import Library
from ..core.postmortem import PostmortemReading
from ..core.vocabulary import Term
from ..pipeline import LoadedLibrary
from ..rules import is_silenced
from ..rules.factors import describe_suggestion, find_undeclared, undeclared_factor
from ..views.rows import count_kinds
from ..views.vocabulary import FACTORS, terms_of
from .loading import open_library, visible_library
from .opening import mention_left_out, open_project


@dataclass(frozen=True, kw_only=True)
class PlacedSuggestion:
    """A suggestion, and the document that it is about."""

    reading: PostmortemReading
    suggestion: FactorSuggestion


def list_factors(*, config_file: Path | None, suggest: bool, output_format: str) -> None:
    """Print the factors of the library; with `suggest`, those that documents read like.

    Counted is what the site's audience may see. Suggestions are for the authors, as
    findings are, and come from all documents.
    """
    project = open_project(config_file)
    if not suggest:
        _print_factors(visible_library(project), output_format)
        return
    with without_garbage_collection():
        loaded = open_library(project)
    mention_left_out(len(loaded.library.left_out))
    _print_suggestions(tuple(find_suggestions(loaded)), loaded, output_format)


def find_suggestions(loaded: LoadedLibrary) -> Iterator[PlacedSuggestion]:
    """What every document tells of and does not declare, but for what it silences.

    Where `library.yml` lists no factors, those in use are the ones to choose from.
    """
    terms = tuple(term for term in terms_of(FACTORS, loaded.library) if not term.retired)
    vocabulary = loaded.library.settings.contributing_factors
    for reading in loaded.readings:
        for suggestion in find_undeclared(reading, vocabulary, terms):
            finding = describe_suggestion(suggestion)
            if not is_silenced(undeclared_factor.code, finding, reading.document.ignores):
                yield PlacedSuggestion(reading=reading, suggestion=suggestion)


def _print_suggestions(
    found: tuple[PlacedSuggestion, ...], loaded: LoadedLibrary, output_format: str
) -> None:
    if output_format == "json":
        rows = [
            {
                "path": one.reading.document.source.path,
                "line": one.suggestion.line,
                "factor": one.suggestion.term.id,
                "title": one.suggestion.term.title,
                "words": list(one.suggestion.words),
            }
            for one in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in found:
        words = ", ".join(f"“{word}”" for word in one.suggestion.words)
        path = one.reading.document.source.path
        click.echo(f"{path}:{one.suggestion.line}: {one.suggestion.term.id}: {words}")
    suggestions = "1 suggestion" if len(found) == 1 else f"{len(found):,} suggestions"
    click.echo(
        f"{suggestions} in {len(loaded.readings):,} documents; declare each, or leave it.", err=True
    )


def _print_factors(library: Library, output_format: str) -> None:
    terms = sorted(
        terms_of(FACTORS, library),
        key=lambda term: (term.retired, -len(library.by_factor.get(term.id, ())), term.id),
    )
    if output_format == "json":
        rows = [_as_json(term, library) for term in terms]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for term in terms:
        _print_factor(term, library)
    retired = sum(term.retired for term in terms)
    ended = f", {retired:,} of them retired" if retired else ""
    click.echo(f"{len(terms):,} contributing factors{ended}.", err=True)


def _print_factor(term: Term, library: Library) -> None:
    row = _as_json(term, library)
    click.echo(f"{term.id}  {term.title}")
    parts = [count_kinds(library.by_factor.get(term.id, ()))]
    if row["last_used"]:
        parts.append(f"last on {row['last_used']}")
    if term.aliases:
        parts.append(f"also {', '.join(term.aliases)}")
    if term.retired:
        use = f", use {row['successor']}" if row["successor"] else ""
        parts.append(f"retired{use}")
    click.echo(f"    {'; '.join(parts)}")


def _as_json(term: Term, library: Library) -> dict[str, Any]:
    postmortems = library.by_factor.get(term.id, ())
    near_misses = sum(p.is_near_miss for p in postmortems)
    last = max((p.date for p in postmortems if p.date), default=None)
    successor = library.settings.contributing_factors.successor_of(term)
    return {
        "id": term.id,
        "title": term.title,
        "incidents": len(postmortems) - near_misses,
        "near_misses": near_misses,
        "last_used": last.isoformat() if last else None,
        "aliases": list(term.aliases),
        "retired": term.retired,
        "successor": successor.id if successor else None,
    }
