"""Contributing factors that a document tells of and does not declare, by the words that match.

Each sentence is held against the words of every factor: those of its id, title
and aliases count whole, those of its description three quarters. A word weighs
by how few factors of the vocabulary have it, log(1 + n / m) where m of n do
(after K. Spärck Jones, "A statistical interpretation of term specificity", 1972),
as a share of the weight of a word that one factor alone has. A factor is
suggested where two words that no more than two factors have, one of them of its
names, weigh one and a half together, or where one of its names stands in full.
What reads most like a factor that is declared explains that one, and no other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .blocks import Block
from .document import Section
from .sections import CONTRIBUTING_FACTORS, ROOT_CAUSE
from .stop_words import STOP_WORDS
from .vocabulary import Term
from .word_stems import stem_of

ENOUGH = 1.5
"""What the words have to weigh together; 1 is a word of a name that one factor alone has."""
SHARED_BY = 2
"""A word that more factors have tells none of them apart."""
MOST = 3
"""Suggestions for one document."""

_LOOKED_AT = (CONTRIBUTING_FACTORS, ROOT_CAUSE)
_KINDS = frozenset({"heading", "paragraph", "item", "nested"})
_OF_DESCRIPTION = 0.75
_NAMED = 1_000.0
_MAX_BLOCK = 8_000
"""Letters of a block that are looked at."""
_ROUNDING = 1e-9
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”')*_]*\s+")
_MARKED = re.compile(r"[`<\]\"“]|://")
# Code, comments, addresses, and longer quotations, which are somebody else's words. Each
# ends within some hundred letters, so that a block of opening marks takes no longer than any.
_NO_PROSE = re.compile(
    r"(?<!`)(`++).{,300}?(?<!`)\1(?!`)|<!--.{,1000}?-->|(?<=\])\([^()\s]*\)|\b[a-z]+://\S+"
    r"|\"[^\"\n]{20,}\"|“[^”]{20,}”",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorSuggestion:
    """A factor that a block of a document reads like."""

    term: Term
    words: tuple[str, ...]
    """What matched, in lower case and in the order of the text: words, or one name in full."""
    line: int
    """First line of the block in the file."""
    weight: float
    """How much they weigh together; the more, the likelier."""


def suggest_factors(
    sections: Mapping[str, Section], terms: tuple[Term, ...], declared: Iterable[str]
) -> tuple[FactorSuggestion, ...]:
    """Factors among `terms` that the prose reads like and `declared` lacks, in reading order.

    `sections` are a document's, by canonical name, `declared` ids. Each factor
    is suggested once, where it matches best.
    """
    known, table = frozenset(declared), weigh_words(terms)
    best: dict[str, FactorSuggestion] = {}
    for block in _blocks(sections):
        for found in _suggest(block, table, known):
            before = best.get(found.term.id)
            if before is None or found.weight > before.weight:
                best[found.term.id] = found
    likeliest = sorted(best.values(), key=lambda one: (-one.weight, one.term.id))[:MOST]
    return tuple(sorted(likeliest, key=lambda one: (one.line, one.term.id)))


def _blocks(sections: Mapping[str, Section]) -> Iterator[Block]:
    for name in _LOOKED_AT:
        section = sections.get(name)
        for block in section.blocks if section else ():
            if block.kind in _KINDS and not block.quoted:
                yield block


@dataclass(frozen=True, kw_only=True)
class WeighedWords:
    """The words of a vocabulary's factors."""

    terms: tuple[Term, ...]
    weights: Mapping[str, tuple[tuple[int, float, bool], ...]]
    """By stem, the factors that have it: number, weight, whether a name has it."""
    names: Mapping[str, tuple[tuple[int, int, tuple[str, ...]], ...]]
    """By their longest stem, names of several words: number of the factor, where that stem
    stands in the name, all stems."""


@lru_cache(maxsize=4)
def weigh_words(terms: tuple[Term, ...]) -> WeighedWords:
    """The table that texts are held against; made once for a vocabulary."""
    of_names = [frozenset(_telling(" ".join(_names(term)))) for term in terms]
    of_all = [
        own | frozenset(_telling(term.description))
        for own, term in zip(of_names, terms, strict=True)
    ]
    owners: dict[str, list[int]] = {}
    for number, stems in enumerate(of_all):
        for stem in stems:
            owners.setdefault(stem, []).append(number)
    whole = math.log(1 + len(terms))
    weights = {}
    for stem, numbers in owners.items():
        if len(numbers) <= SHARED_BY:
            weight = math.log(1 + len(terms) / len(numbers)) / whole
            weights[stem] = tuple(
                (number, weight * (1 if named else _OF_DESCRIPTION), named)
                for number in numbers
                for named in (stem in of_names[number],)
            )
    names: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
    for number, term in enumerate(terms):
        for name in _names(term):
            parts = tuple(map(stem_of, _WORD.findall(name.lower())))
            if len(parts) > 1 and any(_telling(name)):
                longest = max(parts, key=len)
                names.setdefault(longest, []).append((number, parts.index(longest), parts))
    return WeighedWords(
        terms=terms, weights=weights, names={stem: tuple(some) for stem, some in names.items()}
    )


def _names(term: Term) -> tuple[str, ...]:
    return (term.id, term.title, *term.aliases)


def _telling(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        if len(word) > 2 and word not in STOP_WORDS:
            yield stem_of(word)


def _suggest(
    block: Block, table: WeighedWords, declared: frozenset[str]
) -> Iterator[FactorSuggestion]:
    """Of one block: factors named in full, and the one it reads most like."""
    text = block.text[:_MAX_BLOCK].lower()
    if _MARKED.search(text):
        text = _NO_PROSE.sub(" ", text)
    if not _may_match(set(map(stem_of, _WORD.findall(text))), table):
        return  # as of most blocks
    found: dict[int, tuple[float, tuple[str, ...]]] = {}
    for sentence in _SENTENCE_END.split(text):
        for number, matched in _match(_WORD.findall(sentence), table):
            if number not in found or matched[0] > found[number][0]:
                found[number] = matched
    if not found:
        return
    first = max(found, key=lambda number: (found[number][0], -number))
    is_explained = table.terms[first].id in declared
    for number, (weight, words) in found.items():
        term = table.terms[number]
        if term.id not in declared and (weight >= _NAMED or (number == first and not is_explained)):
            yield FactorSuggestion(term=term, words=words, line=block.line, weight=weight)


def _may_match(stems: set[str], table: WeighedWords) -> bool:
    """Whether a sentence of a block with these words can read like a factor; quickly said."""
    if not stems.isdisjoint(table.names):
        return True
    weights: dict[int, float] = {}
    for stem in stems & table.weights.keys():
        for number, weight, _ in table.weights[stem]:
            weights[number] = weights.get(number, 0) + weight
    return max(weights.values(), default=0) >= ENOUGH - _ROUNDING


def _match(
    words: list[str], table: WeighedWords
) -> Iterator[tuple[int, tuple[float, tuple[str, ...]]]]:
    """The factors that a sentence reads like: number, weight and words."""
    stems = list(map(stem_of, words))
    matched: dict[int, dict[str, tuple[str, float, bool]]] = {}
    for index, stem in enumerate(stems):
        for number, offset, name in table.names.get(stem, ()):
            place = slice(index - offset, index - offset + len(name))
            if index >= offset and tuple(stems[place]) == name:
                yield number, (_NAMED, (" ".join(words[place]),))
        if (owners := table.weights.get(stem)) and words[index] not in STOP_WORDS:
            for number, weight, named in owners:
                matched.setdefault(number, {}).setdefault(stem, (words[index], weight, named))
    for number, own in matched.items():
        weight = sum(weight for _, weight, _ in own.values())
        if len(own) > 1 and weight >= ENOUGH and any(named for _, _, named in own.values()):
            yield number, (weight, tuple(word for word, _, _ in own.values()))
