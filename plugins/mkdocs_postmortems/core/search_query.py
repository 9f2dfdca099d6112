"""What somebody types into the search, as terms to look for.

A term is a word, a phrase in quotation marks, an identifier or an error code, whatever
signs are in it. Of a term with several words in it, such as `orders_v2`, the whole is
looked for, and each word for less. Words of the library's synonyms stand for each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .search_field import WEIGHTS, SearchField
from .search_words import SMALL_WORDS, WORDS, families, key_of, merge_synonyms

MAX_TERMS = 60
"""More of a log that somebody pastes is not looked for."""
MAX_LETTERS = 20_000
"""Nor is more of it read."""
_QUOTED = re.compile(r'["“”„]([^"“”„]*)["“”„]')
_SURROGATES_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_IS_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_IDENTIFIER = re.compile(r"[A-Za-z]+-(?:\d{4}-\d+|\d{3,})")
"""Of a postmortem or an incident: a part of it would find all others too."""
_STATUS = re.compile(r"([45])(?:\d\d|xx)s?", re.IGNORECASE)
_LOOKS_LIKE_ERROR = re.compile(
    r"\d|[A-Za-z0-9][._:/=][A-Za-z0-9]|[a-z][A-Z]|^[A-Z]{3,}|"
    r"^(?:alert|crash|denied|error|exception|fail|fatal|panic|refused|timeout|unreachable)",
)
_PART = 0.5
_PLAIN_WEIGHTS = {**WEIGHTS, SearchField.SYMPTOMS: 4}
"""A plain word among the symptoms says less than in what came to be known as the cause."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchTerm:
    """Something that is looked for."""

    typed: str
    """As typed, without marks around it."""
    phrases: tuple[str, ...]
    """What counts as the term itself; words one after another."""
    near: tuple[str, ...] = ()
    """What counts half: `5xx` for `503`."""
    share: float = 1
    """Of a whole term's weight."""
    part_of: str | None = None
    """The term, as typed, of which it is a word."""
    may_go_on: bool = False
    """Whether it was typed last, so that longer words may be meant."""
    looks_like_error: bool = False
    """Whether it may come from an alert, a log or a message."""

    @property
    def weights(self) -> Mapping[SearchField, float]:
        """How much a match in each field says."""
        return WEIGHTS if self.looks_like_error else _PLAIN_WEIGHTS


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchQuery:
    """All that is looked for; a postmortem need not have all of it."""

    terms: tuple[SearchTerm, ...]
    names: tuple[str, ...]
    """In lower case, what may be the id of a postmortem or a number in the register."""


def parse_query(text: str, synonyms: Iterable[Iterable[str]] = ()) -> SearchQuery:
    """The terms of what was typed, whatever it is; without a word in it there are none.

    `synonyms` are groups of words and phrases. Words that say nothing fall away,
    unless there are no others.
    """
    text = unicodedata.normalize("NFC", text[:MAX_LETTERS])
    chunks = list(_split(_SURROGATES_AND_CONTROLS.sub(" ", text)))
    if chunks and not chunks[-1].quoted and not text[-1:].isspace():
        chunks[-1] = replace(chunks[-1], is_last=True)
    terms: dict[tuple[str, bool], SearchTerm] = {}
    for term in _terms(chunks, _file_synonyms(synonyms)):
        terms.setdefault((term.typed.casefold(), term.part_of is None), term)
        if len(terms) == 2 * MAX_TERMS:  # of which at most half are parts that fall away
            break
    whole = {typed for typed, is_whole in terms if is_whole}
    kept = [term for (typed, is_whole), term in terms.items() if is_whole or typed not in whole]
    return SearchQuery(
        terms=tuple(kept[:MAX_TERMS]),
        names=tuple(dict.fromkeys(chunk.text.casefold() for chunk in chunks)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chunk:
    """What stands between spaces, or in quotation marks."""

    text: str
    words: tuple[str, ...]
    quoted: bool
    is_last: bool = False

    @property
    def says_nothing(self) -> bool:
        return not self.quoted and all(_says_nothing(word) for word in self.words)


def _says_nothing(word: str) -> bool:
    return word.lower() in SMALL_WORDS


def _split(text: str) -> Iterator[_Chunk]:
    end = 0
    for quoted in _QUOTED.finditer(text):
        yield from _unquoted(text[end : quoted.start()])
        yield from _chunk(quoted[1], quoted=True)
        end = quoted.end()
    yield from _unquoted(text[end:])


def _unquoted(text: str) -> Iterator[_Chunk]:
    for piece in text.split():
        yield from _chunk(piece, quoted=False)


def _chunk(text: str, *, quoted: bool) -> Iterator[_Chunk]:
    words = tuple(WORDS.finditer(text))
    if words:
        inner = text[words[0].start() : words[-1].end()]
        yield _Chunk(text=inner, words=tuple(word[0] for word in words), quoted=quoted)


_Synonyms = Mapping[tuple[str, ...], tuple[str, ...]]
"""All phrases of a group by the words of each of them."""


def _file_synonyms(synonyms: Iterable[Iterable[str]]) -> _Synonyms:
    return {
        key_of(WORDS.findall(phrase)): group
        for group in merge_synonyms(synonyms)
        for phrase in group
    }


def _terms(chunks: Sequence[_Chunk], synonyms: _Synonyms) -> Iterator[SearchTerm]:
    longest = max(map(len, synonyms), default=0)
    are_small = all(chunk.says_nothing for chunk in chunks)
    index = 0
    while index < len(chunks):
        taken = _match(chunks, index, synonyms, longest)
        if taken:
            some = chunks[index : index + taken]
            words = tuple(word for chunk in some for word in chunk.words)
            joined = replace(some[-1], text=" ".join(c.text for c in some), words=words)
            yield from _of_chunk(joined, synonyms)
        elif are_small or not chunks[index].says_nothing:
            yield from _of_chunk(chunks[index], synonyms)
        index += taken or 1


def _match(chunks: Sequence[_Chunk], start: int, synonyms: _Synonyms, longest: int) -> int:
    """How many chunks from `start` on are a phrase of the synonyms; as many as possible."""
    found = 0
    words: tuple[str, ...] = ()
    for number, chunk in enumerate(chunks[start : start + longest], start=1):
        if len(words) + len(chunk.words) > longest or (chunk.quoted and number > 1):
            break
        words = (*words, *key_of(chunk.words))
        if words in synonyms:
            found = number
        if chunk.quoted:
            break
    return found


def _of_chunk(chunk: _Chunk, synonyms: _Synonyms) -> Iterator[SearchTerm]:
    """The term itself, then the words in it."""
    term = SearchTerm(
        typed=chunk.text,
        phrases=_phrases(chunk, synonyms),
        near=tuple(_near(chunk.text)),
        may_go_on=chunk.is_last and len(chunk.words) == 1,
        looks_like_error=chunk.quoted or bool(_LOOKS_LIKE_ERROR.search(chunk.text)),
    )
    yield term
    if len(chunk.words) == 1 or chunk.quoted or _IDENTIFIER.fullmatch(chunk.text):
        return
    for word in chunk.words:
        if len(word) > 1 and not _says_nothing(word) and not (word.isdigit() and len(word) < 3):
            part = _Chunk(text=word, words=(word,), quoted=False)
            yield replace(
                term,
                typed=word,
                phrases=_phrases(part, synonyms),
                near=tuple(_near(word)),
                share=_PART,
                part_of=chunk.text,
                may_go_on=chunk.is_last and word == chunk.words[-1],
            )


def _phrases(chunk: _Chunk, synonyms: _Synonyms) -> tuple[str, ...]:
    same = synonyms.get(key_of(chunk.words), ())
    phrases = (" ".join(chunk.words), *same, split_joined(chunk.text))
    return tuple(phrase for phrase in dict.fromkeys(phrases) if phrase)


def _near(text: str) -> Iterator[str]:
    status = _STATUS.fullmatch(text)
    if status:
        family = f"{status[1]}xx"
        yield from families()[family] if text.lower().startswith(family) else (family,)


def split_joined(text: str) -> str:
    """The words of a name written as one: `out of memory error` of `OutOfMemoryError`.

    Empty where it is no such name.
    """
    if not _IS_CAMEL.search(text) or not WORDS.fullmatch(text):
        return ""
    words = _CAMEL.findall(text)
    return " ".join(words).lower() if len(words) > 1 else ""
