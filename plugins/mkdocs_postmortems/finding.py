"""The search: which postmortems have the most of what somebody typed, and where.

Each term gives a postmortem what Okapi's BM25 gives (k1 = 1.2, b = 0.75; Robertson and
Zaragoza, "The Probabilistic Relevance Framework", 2009), the fields weighted. A term with
synonyms counts as one word: as often as the best of them, as rare as all together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from .core.facets import Facets, Selection
from .core.found import Card, Found, Sentence
from .core.search_field import SearchField
from .core.search_query import SearchQuery, SearchTerm
from .core.spelling import nearest_name, nearest_word
from .word_index import WordIndex

_SCALE = 0.1
"""Of the weights as BM25 takes them, which are then at most 1: with larger ones, a match in
the text would say nearly as much as one in the title."""
_HALF = 0.5
_ENDINGS = 20
"""So many longer words are tried for one that is not finished."""
_UNFINISHED = 3
"""From so many letters on a word may be the beginning of another."""

_GUESSES = 5
"""So many words are guessed at; a log that is pasted has dozens that nothing has."""


@dataclass(frozen=True, kw_only=True)
class Unmatched:
    """A term that nothing matches."""

    typed: str
    nearest: str | None
    """The word of the library that may be meant."""


@dataclass(frozen=True, kw_only=True)
class Relaxed:
    """What would be found with fewer wishes."""

    facets: tuple[str, ...]
    """Those that are not asked for any more."""
    number: int
    """Of postmortems; never 0."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was found."""

    found: tuple[Found, ...]
    """The best first, up to the limit."""
    total: int
    """All that have any of the terms; without terms, all selected."""
    complete: int | None
    """Those of them that have all of the terms; None where there are no terms."""
    size: int
    """All postmortems that there are."""
    unmatched: tuple[Unmatched, ...]
    without: tuple[Relaxed, ...]
    """Where nothing was found: what would be without one of the facets asked for; where that is
    nothing either, without all of them."""


@dataclass(frozen=True, kw_only=True)
class _Matches:
    """What matches one term."""

    term: SearchTerm
    phrases: tuple[str, ...]
    """All that was looked for, longer words included."""
    scores: dict[int, float]
    """By the row of the postmortem."""
    weight: float
    """How much the term says: the rarer, the more."""


@dataclass(frozen=True, kw_only=True)
class _Weighed:
    """A sentence of the cause."""

    sentence: Sentence
    worth: float
    """How much the terms say that it has."""


def find(index: WordIndex, query: SearchQuery, selection: Selection, *, limit: int) -> Answer:
    """The postmortems selected that have any term: those called so first, then the best.

    Equal ones come newest first; without terms, all selected are equal.
    """
    matches = [_look_for(term, index) for term in query.terms]
    entries = index.entries
    named = index.named(query.names)
    scores = dict.fromkeys(named if matches else entries, 0.0)
    for match in matches:
        for row, score in match.scores.items():
            scores[row] = scores.get(row, 0.0) + score
    # Rounded, for the order of adding up must not decide.
    candidates = [
        (row in named, round(score, 6), *entries[row][:2], row)
        for row, score in scores.items()
        if row in entries
    ]
    chosen = sorted((c for c in candidates if selection.holds(entries[c[-1]][2])), reverse=True)
    unmatched = tuple(m.term for m in matches if not m.scores and m.term.part_of is None)
    return Answer(
        found=tuple(
            _describe(row, score, matches, index) for _, score, _, _, row in chosen[:limit]
        ),
        total=len(chosen),
        complete=sum(next(_missing(c[-1], matches), None) is None for c in chosen)
        if matches
        else None,
        size=len(entries),
        unmatched=tuple(
            Unmatched(
                typed=term.typed,
                nearest=_guess(term, index) if place < _GUESSES else None,
            )
            for place, term in enumerate(unmatched)
        ),
        without=() if chosen else _relax(selection, [entries[c[-1]][2] for c in candidates]),
    )


def _relax(selection: Selection, candidates: Sequence[Facets]) -> tuple[Relaxed, ...]:
    each = (
        Relaxed(facets=(name,), number=sum(map(selection.without(name).holds, candidates)))
        for name in selection.wanted
    )
    helping = tuple(relaxed for relaxed in each if relaxed.number)
    if helping or not candidates:
        return helping
    return (Relaxed(facets=tuple(selection.wanted), number=len(candidates)),)


def _look_for(term: SearchTerm, index: WordIndex) -> _Matches:
    exact = _how_often(term.phrases, term, index)
    others = [*term.near]
    word = term.phrases[0].lower()
    is_long = len(word) >= _UNFINISHED and word.isalnum() and not word.isdigit()
    if is_long and (term.may_go_on or not exact):
        others += index.words_from(word, _ENDINGS)
    loose = _how_often(others, term, index)
    scores = {row: often * _rarity(len(exact), term, index) for row, often in exact.items()}
    rarity = _rarity(len(exact.keys() | loose.keys()), term, index)
    for row, often in loose.items():
        scores[row] = max(scores.get(row, 0.0), often * rarity * _HALF)
    return _Matches(
        term=term,
        phrases=(*term.phrases, *others),
        scores=scores,
        weight=_rarity(len(scores), term, index),
    )


def _rarity(number: int, term: SearchTerm, index: WordIndex) -> float:
    """How much it says to be one of so many that have a term."""
    return term.share * log(1 + (index.size - number + 0.5) / (number + 0.5))


def _how_often(phrases: Iterable[str], term: SearchTerm, index: WordIndex) -> dict[int, float]:
    """BM25's measure of how much of a phrase is in a postmortem, of the best of these."""
    weights = {field: weight * _SCALE for field, weight in term.weights.items()}
    often: dict[int, float] = {}
    for phrase in phrases:
        found = index.match(phrase, weights)
        # FTS5's own measure of how rare the phrase is, of which the rest is left.
        rarity = log((index.size - len(found) + 0.5) / (len(found) + 0.5))
        for row, score in found.items():
            often[row] = max(often.get(row, 0.0), score / (rarity if rarity > 0 else 1e-6))
    return often


def _describe(row: int, score: float, matches: Sequence[_Matches], index: WordIndex) -> Found:
    card = index.card(row)
    own = [match for match in matches if row in match.scores]
    cause = _weigh_sentences(row, card, own, index)
    best = max(cause, key=lambda one: one.worth, default=None)
    whole = {match.term.typed for match in own if match.term.part_of is None}
    return Found(
        card=card,
        score=score,
        matched=tuple(dict.fromkeys(m.term.typed for m in own if m.term.part_of not in whole)),
        missing=tuple(dict.fromkeys(_missing(row, matches))),
        cause=cause[0].sentence if cause else None,
        says=best.sentence if best and best.worth > cause[0].worth else None,
    )


def _missing(row: int, matches: Sequence[_Matches]) -> Iterator[str]:
    """The terms that a postmortem lacks; of one that it has some words of, the other words."""
    for match in matches:
        if match.term.part_of is None and row not in match.scores:
            words = [other for other in matches if other.term.part_of == match.term.typed]
            lacking = [word.term.typed for word in words if row not in word.scores]
            yield from lacking if len(lacking) < len(words) else (match.term.typed,)


def _weigh_sentences(
    row: int, card: Card, matches: list[_Matches], index: WordIndex
) -> list[_Weighed]:
    """The cause in short, then its other sentences; none where there is no cause."""
    if not card.cause:
        return []
    texts = (card.cause, *card.more_of_cause)
    worth = [0.0] * len(texts)
    spans: list[set[tuple[int, int]]] = [set() for _ in texts]
    for match in matches:
        marked = index.mark(row, SearchField.CAUSE, match.phrases)
        for place, line in zip(range(len(worth)), marked.split("\n"), strict=False):
            if "\1" in line:
                worth[place] += match.weight
                spans[place].update(_spans(line))
    return [
        _Weighed(sentence=Sentence(text=text, spans=tuple(_merge(sorted(own)))), worth=much)
        for text, own, much in zip(texts, spans, worth, strict=True)
    ]


def _spans(marked: str) -> Iterator[tuple[int, int]]:
    """Where matches are, counted without the marks."""
    begin = place = 0
    for character in marked:
        if character == "\1":
            begin = place
        elif character == "\2":
            yield begin, place
        else:
            place += 1


def _merge(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begin, end = 0, 0
    for first, last in spans:
        if first > end:
            if end:
                yield begin, end
            begin = first
        elif not end:
            begin = first
        end = max(end, last)
    if end:
        yield begin, end


def _guess(term: SearchTerm, index: WordIndex) -> str | None:
    word = term.typed.casefold()
    if word.isalnum():
        return nearest_word(word, index.words_like(word))
    return None if " " in word else nearest_name(word, index.names())
