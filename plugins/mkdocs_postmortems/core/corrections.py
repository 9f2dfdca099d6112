"""What was meant where only one thing can have been: a date in another form, a slip of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from .diagnostics import Replacement
from .vocabulary import Vocabulary

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# The year first, or the month by name: what 03/04/2026 means depends on the country.
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def correct_date(text: str) -> Replacement | None:
    """The date as 2026-03-04, or None where it is one already, or may be several."""
    text = text.strip()
    found: tuple[str, str, str] | None = None
    if match := _YEAR_FIRST.fullmatch(text):
        found = (match[1] or match[4], match[2] or match[5], match[3] or match[6])
    elif match := _DAY_FIRST.fullmatch(text):
        found = (match[3], match[2], match[1])
    elif match := _MONTH_FIRST.fullmatch(text):
        found = (match[3], match[1], match[2])
    if found is None:
        return None
    year, month, day = found
    try:
        meant = date(int(year), _month(month), int(day)).isoformat()
    except ValueError:
        return None
    return Replacement(old=text, new=meant) if meant != text else None


def _month(text: str) -> int:
    """The number of a month given by number or name. Raises ValueError for neither."""
    if text.isdigit():
        return int(text)
    word = text.lower().replace("sept", "sep")
    fitting = [n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    if len(fitting) != 1:
        raise ValueError(f"`{text}` is no month")
    return fitting[0]


def correct_word(word: str, known: Iterable[str]) -> Replacement | None:
    """The only known word that is one letter away: added, left out, changed or swapped."""
    near = [other for other in known if _is_slip(word.lower(), other.lower())]
    return Replacement(old=word, new=near[0]) if len(near) == 1 else None


def correct_term(word: str, vocabulary: Vocabulary) -> Replacement | None:
    """The id of the only term in use whose id, title or alias is one letter away."""
    near = {
        term.id
        for term in vocabulary.current
        for name in (term.id, term.title, *term.aliases)
        if _is_slip(word.lower(), name.lower())
    }
    return Replacement(old=word, new=near.pop()) if len(near) == 1 else None


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter is off that is none of a number or name: `shop-2` is not `shop-1`."""
    if not is_one_letter_off(word, other):
        return False
    if re.sub(r"[^0-9]", "", word) != re.sub(r"[^0-9]", "", other):
        return False
    parts, others = re.split(r"[\W_]+", word), re.split(r"[\W_]+", other)
    if len(parts) != len(others):
        return True  # the slip is a hyphen or a space
    return all(a == b or min(len(a), len(b)) > 2 for a, b in zip(parts, others, strict=True))


def is_one_letter_off(word: str, other: str) -> bool:
    """Whether one letter was added, left out or changed, or two neighbours swapped.

    The Damerau-Levenshtein distance of 1, for words of three letters and more.
    """
    if word == other or abs(len(word) - len(other)) > 1 or min(len(word), len(other)) < 3:
        return False
    if len(word) == len(other):
        at = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
        swapped = len(at) == 2 and at[1] == at[0] + 1
        return len(at) == 1 or (
            swapped and word[at[0]] == other[at[1]] and word[at[1]] == other[at[0]]
        )
    longer, shorter = sorted((word, other), key=len, reverse=True)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
