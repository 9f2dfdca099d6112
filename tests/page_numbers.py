"""The numbers that a page shows, taken from it piece by piece until none is left.

A test takes each table and figure from the page, holds it against what it has
counted itself, and in the end asks for the numbers that nobody has looked at.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

_NAMES = re.compile(
    r"""
    [A-Z]+-\d{4}-\d{3,}(?:-[A-Z]\d+)?   # an id, of an action item too
    | \d{4}-Q[1-4]                      # a quarter
    | \d{4}-\d{2}(?:-\d{2})?            # a month or a day
    | \d{1,2}\ (?:January|February|March|April|May|June|July|August|September|October
        |November|December)(?:\ \d{4})? # a day in words
    | \bSEV-\d | \bP\d\b | \bPM\d{3}\b  # a severity, a priority, a rule
    | \bA\d+\b                          # the short id of an action item
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


class PageNumbers:
    """What our part of a page shows."""

    def __init__(self, html: str) -> None:
        """Read a whole page."""
        found = BeautifulSoup(html, "html.parser").select_one(".pm")
        assert found is not None, "the page has nothing of ours"
        self.root: Tag = found
        for hidden in found.select("script, style, template"):
            hidden.extract()

    def take(self, selector: str) -> list[Tag]:
        """The elements of a selector, which are taken from the page; at least one."""
        found = self.root.select(selector)
        assert found, f"the page has no {selector}"
        return [element.extract() for element in found]

    def rest(self) -> list[str]:
        """The numbers that are left, each with the words around it."""
        return numbers_in(words_of(self.root))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, each with the words around it; ids, days and the like are none."""
    text = _NAMES.sub(" ", text)
    return [text[max(match.start() - 40, 0) : match.end() + 30] for match in _NUMBER.finditer(text)]


def words_of(element: Tag) -> str:
    """The text of an element, in one line."""
    return " ".join(element.get_text(" ").split())


def table_rows(table: Tag) -> list[list[str]]:
    """The body of a table, cell by cell, as text."""
    return [[words_of(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
