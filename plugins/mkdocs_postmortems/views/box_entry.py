"""What the site's own search box knows of a page.

Themes fetch the whole index of the box on every page, so an entry is a few lines, and
shorter in a library of many postmortems. The words of all texts are the search page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.plain_text import first_sentences, plain_text
from ..core.postmortem import Postmortem
from .rule import RuleView
from .team import TeamView
from .term import TermView

_LETTERS = 1_600_000
"""Of all postmortems together; compressed, 10,000 then stay below 1 MB with their addresses."""
_MOST_LETTERS = 500
"""Of one postmortem, title and text, however few there are."""
_LEAST_TEXT = 60
"""Letters that are left for the text, however long the title."""
_CAUSE_LETTERS = 160
"""A first sentence of the cause that is shorter is followed by the next."""
_SHORTEST = 20
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
    """A postmortem, its symptoms before its cause and the summary, in about so many letters.

    Its id stands in the title, where matches count a thousand times as much: among
    titles with the number of a year an id would be lost in the text.
    """
    p = postmortem
    room = max(letters - len(p.title), _LEAST_TEXT)
    # Symptoms first: an error message, typed as it stands on a screen.
    symptoms = _cut(_PAUSE.join(p.symptoms), room if not p.root_cause else room * 2 // 3)
    cause = _cut(first_sentences(p.root_cause or "", _CAUSE_LETTERS), room - len(symptoms))
    summary = _cut(p.summary or "", room - len(symptoms) - len(cause))
    text = _PAUSE.join(filter(None, (symptoms, cause, summary)))
    title = f"{p.id} {p.title}"
    return BoxEntry(title=title, text=" ".join((text, *_find_inner_words(text, title))).strip())


def describe_page(title: str, key: str, view: object) -> BoxEntry:
    """A generated page: what it is about, and what the library says that this means."""
    meaning = ""
    if isinstance(view, TermView | TeamView):
        meaning = plain_text(view.description)
    elif isinstance(view, RuleView):
        meaning = plain_text(view.summary)
    name = "" if key in title else key
    return BoxEntry(title=title, text=_PAUSE.join(filter(None, (name, meaning))))


def _cut(text: str, letters: int) -> str:
    """A text on one line, cut between words where it is longer; empty where little would be left."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    kept, _, _ = line[: max(letters, 0)].rpartition(" ")
    return f"{kept}…" if len(kept) >= _SHORTEST else ""


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
