"""The words of a postmortem that may tell what it is about, whatever their form.

Read are symptoms, title, root cause, summary and mitigation. Names of people, dates,
numbers, ids and addresses are no words here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from enum import StrEnum
from itertools import chain

from .postmortem import Postmortem
from .stop_words import EVERYDAY_WORDS, STOP_WORDS
from .word_stems import stem_of

_WORDS = re.compile(r"[^\W_]\w*(?:[-'’]\w+)*")
_PUNCTUATION = ".,;:!?()[]\"'“”‘’"
_ADDRESS = re.compile(r"@|://")
_POSSESSIVE = re.compile(r"['’]s?$")
_NUMBERED = re.compile(r"[A-Z]+(?:-\d+)+")
"""`INC-4412`, `PM-2026-007`."""
_TAIL = re.compile(r"-\w*\d.*")
"""What tells one of many from the others: `ledger-db-2`, `search-api-7d9f8-x2x4k`."""
_IDENTIFIER = re.compile(
    r"[^\W\d_]\w*_[^\W_]\w*|[^\W\d]\w*[a-z]{2}[A-Z]\w*|[^\W\d]*[A-Z]{3}[a-z]{3}\w*|[A-Z]{7,}"
)
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*|(?!(?:v|p|q|h|sev|pm)\d)[a-z]+\d{1,3}[a-z]{0,2}")
"""Those with a number are no version, percentile, priority, quarter or severity."""
_NUMBER = re.compile(r"\d+")
_JOINT = re.compile(r"[-_]")
_LONG = 80
"""Letters; what has more is no name of anything."""
_SHORT = 6
"""Letters of `reply` and `supply`, which are no adverbs."""
_OF_TIME = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday mon tue wed thu fri sat sun second minute hour day week month quarter year
    today yesterday tomorrow morning noon afternoon evening night weekend utc gmt cet cest bst
    est edt pst pdt
"""
_OF_ADDRESSES = "http https www com org net"
_OF_UNITS = "byte kib mib gib tib bps rps eur usd gbp"
_NO_WORDS = frozenset(
    map(stem_of, (*STOP_WORDS, *EVERYDAY_WORDS, *f"{_OF_TIME} {_OF_ADDRESSES} {_OF_UNITS}".split()))
)


class WordKind(StrEnum):
    """What a text may have in common with another one."""

    WORD = "word"
    IDENTIFIER = "identifier"
    """A name as programs write it, that of an error among them: `tax_region`, `ECONNRESET`."""
    SYMPTOM = "symptom"
    """One that is declared, in full; numbers in it count as the same."""


_MARKS = {"=": WordKind.IDENTIFIER, '"': WordKind.SYMPTOM}


def kind_of(key: str) -> WordKind:
    """What a key stands for."""
    return _MARKS.get(key[0], WordKind.WORD)


class TellingWords:
    """Gives the words of postmortems as keys: what the forms of a word have in common.

    `people` are names that are no words, whatever their capitals.
    """

    def __init__(self, people: Iterable[str]) -> None:
        self._names = frozenset(_parts_of_names(people))
        self._chunks = _Chunks(self._names)
        self._in_symptoms: dict[str, frozenset[str]] = {}
        """The keys of the words in each symptom; none where it names somebody."""
        self._in_ids: dict[str, frozenset[str]] = {}

    def keys_of(self, postmortem: Postmortem) -> set[str]:
        """The keys of all words, and of each symptom in full."""
        chunks = map(self._chunks.__getitem__, set(_text_of(postmortem).split()))
        keys = set(chain.from_iterable(chunks))
        keys.update(key for key, _ in self._symptoms(postmortem))
        return keys

    def keys_at_head(self, postmortem: Postmortem) -> set[str]:
        """The keys of the words in its title and symptoms."""
        text = " ".join((postmortem.title, *postmortem.symptoms))
        return set(chain.from_iterable(map(self._chunks.__getitem__, text.split())))

    def keys_in_symptom(self, key: str) -> frozenset[str]:
        """The keys of the words in a symptom that was read before."""
        return self._in_symptoms[key]

    def keys_in_id(self, identifier: str) -> frozenset[str]:
        """The keys of a word of the vocabulary and of its parts: `search-api`, `search`, `api`."""
        if identifier not in self._in_ids:
            parts = (identifier, *identifier.split("-"))
            self._in_ids[identifier] = frozenset(
                chain.from_iterable(map(self._chunks.__getitem__, parts))
            )
        return self._in_ids[identifier]

    def forms_in(self, postmortem: Postmortem, keys: Set[str]) -> Mapping[str, str]:
        """How it writes those of the words and symptoms: the first form, in small letters if any."""
        if not keys:
            return {}
        forms = {key: text for key, text in self._symptoms(postmortem) if key in keys}
        for chunk in dict.fromkeys(_text_of(postmortem).split()):
            found = self._chunks[chunk]
            if not keys.isdisjoint(found):
                for key, form in found.items():
                    if key not in forms or (form.islower() and not forms[key].islower()):
                        forms[key] = form
        return forms

    def _symptoms(self, postmortem: Postmortem) -> Iterator[tuple[str, str]]:
        """The key and the text of each symptom that has a word and names nobody."""
        for text in postmortem.symptoms:
            plain = " ".join(text.split())
            key = f'"{_NUMBER.sub("0", plain.casefold())}'
            if key not in self._in_symptoms:
                self._in_symptoms[key] = self._read_symptom(text)
            if self._in_symptoms[key]:
                yield key, plain

    def _read_symptom(self, text: str) -> frozenset[str]:
        words = (_bare(word).casefold() for word in _WORDS.findall(text))
        if _ADDRESS.search(text) or not self._names.isdisjoint(words):
            return frozenset()
        return frozenset(chain.from_iterable(map(self._chunks.__getitem__, text.split())))


class _Chunks(dict[str, Mapping[str, str]]):
    """Of what stands between spaces in texts, the words: their forms by their keys."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, chunk: str) -> Mapping[str, str]:
        plain = chunk.strip(_PUNCTUATION)
        if plain.isalpha() and plain[1:].islower():  # as most are
            words = [plain]
        elif _ADDRESS.search(chunk):
            words = []
        else:
            words = list(map(_bare, _WORDS.findall(chunk)))
        self[chunk] = found = {key: word for word in words if (key := self._key_of(word))}
        return found

    def _key_of(self, word: str) -> str | None:
        """The key of a word; None for what is none."""
        folded = word.casefold()
        if len(word) > _LONG or folded in self._names:
            return None
        if not word.isalpha() and not self._names.isdisjoint(_JOINT.split(folded)):
            return None
        if not (word.isalpha() and word[1:].islower()) and _IDENTIFIER.fullmatch(word):
            return f"={folded}"
        if not _WORD.fullmatch(folded) or (len(folded) > _SHORT and folded.endswith("ly")):
            return None  # an adverb says how, not what
        stem = stem_of(folded)
        return None if stem in _NO_WORDS else stem


def _text_of(postmortem: Postmortem) -> str:
    own = postmortem
    texts = (*own.symptoms, own.title, own.root_cause, own.summary, own.mitigation)
    return "\n".join(filter(None, texts))


def _bare(word: str) -> str:
    """A word without `'s` and without what numbers one of many; empty for a number itself."""
    if _NUMBERED.fullmatch(word):
        return ""
    return _TAIL.sub("", _POSSESSIVE.sub("", word))


def _parts_of_names(people: Iterable[str]) -> Iterator[str]:
    for name in set(people):
        for part in _WORDS.findall(name.casefold()):
            yield part
            yield from part.split("-")


def people_of(postmortem: Postmortem) -> Iterator[str]:
    """The people that a postmortem names in its fields and as owners of its action items."""
    own = postmortem
    owners = (action.owner for action in own.actions if action.team is None)
    people = chain(own.authors, own.responders, own.reviewers, (own.facilitator,), owners)
    return filter(None, people)
