"""Regular expressions for what may be written, in the dialect that Python and JavaScript share.

Editors run them at every keystroke, so nothing in them can match in two ways.
"""

from __future__ import annotations

from .durations import DURATION_UNITS
from .vocabulary import Vocabulary, fold

DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
INSTANT = (
    r"\s*(?:[0-9]{4}-?[0-9]{2}-?[0-9]{2}|[0-9]{4}-?W[0-9]{2}(?:-?[1-7])?)"
    r"(?:.[0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?)?"
    r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2}(?:\.[0-9]+)?)?)?)?)?\s*"
)
"""What `datetime.fromisoformat` reads."""
ID = r"[A-Z][A-Z0-9]*-[0-9]{4}-[0-9]{3,}"

_LETTERS = "0-9A-Za-z\u00c0-\u024f"
_OTHERS = "[^0-9A-Za-z]*"
_OTHERS_BUT_COMMA = "[^,0-9A-Za-z]*"


def word_of(vocabulary: Vocabulary) -> str:
    """A name of one of the terms, of which letters and digits count; of an open list any word."""
    return _names(vocabulary, rf"[^{_LETTERS}]*[{_LETTERS}][\s\S]*", _OTHERS)


def words_of(vocabulary: Vocabulary) -> str:
    """Such words with commas between them."""
    return listed(_names(vocabulary, f"[^,{_LETTERS}]*[{_LETTERS}][^,]*", _OTHERS_BUT_COMMA))


def spelling_of(*names: str) -> str:
    """One of these names, of which letters and digits count."""
    return "|".join(_spelling(name, _OTHERS) for name in names)


def listed(pattern: str) -> str:
    """What has that form, and more of it after commas."""
    return f"(?:{pattern})(?:,(?:{pattern}))*"


def _names(vocabulary: Vocabulary, any_word: str, others: str) -> str:
    if vocabulary.open:
        return any_word
    names = (name for term in vocabulary.terms for name in (term.id, term.title, *term.aliases))
    by_fold = {fold(name): name for name in names if fold(name)}
    return "|".join(_spelling(name, others) for name in by_fold.values()) or "(?!)"


def _spelling(name: str, others: str) -> str:
    letters = (_either_case(character) for character in name if character.isalnum())
    return others + others.join(letters) + others


def ignoring_case(word: str) -> str:
    """The word in any case; JavaScript has no flag for a part of a pattern."""
    return "".join(map(_either_case, word))


def _either_case(character: str) -> str:
    cases = dict.fromkeys((character, character.lower(), character.upper()))
    single = [case for case in cases if len(case) == 1]
    return f"[{''.join(single)}]" if len(single) > 1 else single[0]


_UNITS = "|".join(ignoring_case(unit) for unit in sorted(DURATION_UNITS, key=len, reverse=True))
_PART = (
    rf"(?:\s*(?:,|{ignoring_case('and')}\s)\s*|\s*)"
    rf"[0-9]+(?:\.[0-9]+)?\s*(?:{_UNITS})(?![a-zA-Z])\.?"
)
_ISO = (
    r"\s*P(?=.*[0-9])(?:[0-9]+W)?(?:[0-9]+D)?"
    r"(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?"
)
DURATION = rf"(?:(?:{_PART})+|{_ISO})\s*"
NAME = r"\s*[^,\s][^,]*"
ADDRESS = rf"\s*(?:{ignoring_case('http')}[sS]?://|{ignoring_case('mailto')}:|/)"
