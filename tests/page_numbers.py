"""The numbers that a page shows, taken from it piece by piece until none is left.

A test takes each table and figure from the page, holds it against what it has
counted itself, and in the end asks for the numbers that nobody has looked at.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

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

    def __init__(self, page: str | Tag) -> None:
        """Read a whole page, or take a part of one."""
        self.root: Tag = page if isinstance(page, Tag) else _read(page)

    def take(self, selector: str) -> list[Tag]:
        """The elements of a selector, which are taken from the page; at least one."""
        found = self.root.select(selector)
        assert found, f"the page has no {selector}"
        return [element.extract() for element in found]

    def section(self, identifier: str) -> PageNumbers:
        """A heading with all that follows it up to the next one of its level; taken from the page."""
        heading = self.root.find(id=identifier)
        assert isinstance(heading, Tag), f"the page has no heading {identifier}"
        parts = [heading]
        for element in heading.find_next_siblings():
            if element.name == heading.name:
                break
            parts.append(element)
        section = Tag(name="div")
        section.extend(part.extract() for part in parts)
        return PageNumbers(section)

    def rest(self) -> list[str]:
        """The numbers that are left, each with the words around it."""
        return numbers_in(words_of(self.root))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, each with the words around it; ids, days and the like are none."""
    text = _NAMES.sub(" ", text)
    return [text[max(match.start() - 40, 0) : match.end() + 30] for match in _NUMBER.finditer(text)]


def _read(html: str) -> Tag:
    ours = SoupStrainer(class_=re.compile(r"^pm( |$)"))  # the theme's menus are not even parsed
    found = BeautifulSoup(html, "html.parser", parse_only=ours).select_one(".pm")
    assert found is not None, "the page has nothing of ours"
    for hidden in found.select("script, style, template"):
        hidden.extract()
    return found


def numbers_of(element: Tag | str) -> list[int]:
    """The whole numbers in a text, in its order, those in names and days left out."""
    text = element if isinstance(element, str) else words_of(element)
    return [int(found.replace(",", "")) for found in _NUMBER.findall(_NAMES.sub(" ", text))]


def words_of(element: Tag) -> str:
    """The text of an element, in one line."""
    return " ".join(element.get_text(" ").split())


def table_rows(table: Tag) -> list[list[str]]:
    """The body of a table, cell by cell, as text."""
    return [[words_of(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
