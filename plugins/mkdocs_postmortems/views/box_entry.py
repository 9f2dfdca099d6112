"""What the site's own search box knows of a page.

Themes fetch the whole index of the box on every page, so an entry is a few lines, and
shorter in a library of many postmortems. The words of all texts are the search page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from .onboarding import OnboardingView
from .rule import RuleView
from .team import TeamView
from .term import TermView

_LETTERS = 1_650_000
"""Of all postmortems together; with their addresses 10,000 of them then take less than 1 MB,
compressed."""
_MOST_LETTERS = 500
"""Of one postmortem, title and text, however few there are."""
_LEAST_TEXT = 60
"""Letters that are left for the text, however long the title."""
_LEAST_TITLE = 60
"""Letters of a title that are there, however many postmortems there are."""
_SHORTEST = 12
"""A text that had to be cut to fewer letters says nothing."""
_PAUSE = " · "
_BREAK = re.compile(r"[\s-]+")
_INNER = re.compile(r"(?<=[^\w-])(?=\w*[^\W\d])\w{3,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class BoxEntry:
    """A page in the box, in plain text."""

    title: str
    text: str


def share_letters(postmortems: int) -> int:
    """Letters that each of so many postmortems may have."""
    return min(_MOST_LETTERS, _LETTERS // max(postmortems, 1))


def view_box_entry(postmortem: Postmortem, letters: int) -> BoxEntry:
    """A postmortem in about so many letters: its symptoms, then its cause, then the summary.

    Its id stands in the title, as themes rank titles first: in the text it would come after
    all titles that have the number of its year.
    """
    p = postmortem
    title = f"{p.id} {_cut(p.title, max(letters - len(p.id) - _LEAST_TEXT, _LEAST_TITLE))}"
    room = max(letters - len(title), _LEAST_TEXT)
    names = _fit((*p.incidents, *p.aliases), _PAUSE, room // 2)
    room -= len(names)
    text = _tell(p, room)
    inner = " ".join(_find_inner_words(f"{text} {names}", title))
    if len(text) + len(inner) > room:
        text = _tell(p, room - min(len(inner), room // 3))
        inner = _fit(_find_inner_words(f"{text} {names}", title), " ", room // 3)
    return BoxEntry(title=title, text=_PAUSE.join(filter(None, (text, names, inner))))


def _tell(postmortem: Postmortem, room: int) -> str:
    p = postmortem
    # Most of the room is for what somebody copies from a screen.
    symptoms = _cut(_PAUSE.join(p.symptoms), room * 2 // 3 if p.root_cause else room)
    cause = _cut(p.short_cause or "", room - len(symptoms))
    summary = _cut(p.summary or "", room - len(symptoms) - len(cause))
    return _PAUSE.join(filter(None, (symptoms, cause, summary)))


def describe_page(title: str, key: str, view: object) -> BoxEntry:
    """A generated page: what it is about, and what the library says that this means."""
    meaning = ""
    if isinstance(view, TermView | TeamView):
        meaning = plain_text(view.description)
    elif isinstance(view, RuleView):
        meaning = plain_text(view.summary)
    elif isinstance(view, OnboardingView):
        meaning = f"What newcomers to {view.name} read first"
    name = "" if key in title else key
    return BoxEntry(title=title, text=_PAUSE.join(filter(None, (name, meaning))))


def _cut(text: str, letters: int) -> str:
    """A text on one line, cut between words if it is longer; empty if little would be left."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    kept, _, _ = line[: max(letters, 0)].rpartition(" ")
    return f"{kept}…" if len(kept) >= _SHORTEST else ""


def _fit(words: Iterable[str], between: str, letters: int) -> str:
    """As many of some words as fit, joined."""
    joined = ""
    for word in words:
        longer = f"{joined}{between}{word}" if joined else word
        if len(longer) <= letters:
            joined = longer
    return joined


def _find_inner_words(text: str, title: str) -> Iterator[str]:
    """Words within others, as in `orders.tax_region` and `[fielddata]`, that begin none.

    A box finds words by their beginnings, and takes for words what stands between
    spaces and hyphens.
    """
    known = [word.lower() for word in _BREAK.split(f"{title} {text}")]
    for word in _BREAK.split(text):
        for inner in _INNER.findall(word):
            if not any(other.startswith(inner.lower()) for other in known):
                known.append(inner.lower())
                yield inner
