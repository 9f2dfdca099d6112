"""The file of page views, `page-views.csv` or `page-views.json`, as values."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .delimited import Record, read_delimited, unusable
from .diagnostics import Problem
from .page_views import PageViews, add_up
from .vocabulary import fold

PAGE_COLUMNS = (
    "url", "page", "path", "page path", "page url", "page location", "address", "name", "label",
    "page path and screen class", "page path + query string", "page path and query string",
    "pathname", "url path", "request path", "full page url", "pages", "top pages", "value",
)  # fmt: skip
"""What the column of addresses is called; of several the first is used."""
VIEW_COLUMNS = (
    "views", "pageviews", "screen page views", "hits", "nb hits", "count", "total views",
    "total pageviews", "unique pageviews", "requests", "visits", "nb visits", "sessions",
    "visitors", "unique visitors", "uniques", "active users", "total users", "users",
)  # fmt: skip
"""What the column of numbers is called; of several the first is used."""
_PAGES = frozenset(map(fold, PAGE_COLUMNS))
_VIEWS = frozenset(map(fold, VIEW_COLUMNS))
_TITLE_COLUMNS = (
    "page title and screen class", "page title and screen name", "page title", "title",
)  # fmt: skip
"""Columns of what pages are called, by which none of them can be found."""
_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?P<apart>[,.'\u2019 \u00a0\u202f])\d{3}(?:(?P=apart)\d{3}){0,4}|\d{1,15})"
    r"(?:[.,]0+)?"
)
_COMMENT = re.compile(rb"^#[^\r\n]*", re.MULTILINE)
"""Some exports have lines of their own about the account and the days, before the head and
between their tables."""
_MOST_NAMED = 10
_SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, kw_only=True)
class PageViewsReading:
    """What the file says, and what of it cannot be used."""

    views: PageViews = field(default_factory=PageViews)
    """Of no rows where the whole file cannot be used."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    line: int
    address: str
    number: str


def read_page_views(data: bytes, name: str) -> PageViewsReading:
    """Read the views; a row that cannot be used costs itself alone. Never raises."""
    problems: list[Problem] = []
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    rows = (_json_rows if name.endswith(".json") else _csv_rows)(data, problems)
    if rows is None:
        return PageViewsReading(problems=tuple(problems))
    views = add_up(_read_rows(rows, problems))
    return PageViewsReading(
        views=replace(views, left_out=len(problems)), problems=_name_first(problems)
    )


def _name_first(problems: list[Problem]) -> tuple[Problem, ...]:
    """The first of them; of the others how many there are, as one wrong column spoils every row."""
    ordered = sorted(problems, key=lambda p: p.finding.line)
    more = ordered[_MOST_NAMED:]
    if len(more) < 2:
        return tuple(ordered)
    message = f"{len(more):,} more rows from here on cannot be used"
    return (*ordered[:_MOST_NAMED], unusable(more[0].finding.line, message))


def _lacking(names: Collection[str], line: int) -> Problem:
    """What keeps a file with these columns from being used at all."""
    missing, known = "views", VIEW_COLUMNS
    if not _pick(PAGE_COLUMNS, names):
        missing, known = "pages", PAGE_COLUMNS
    hint = f"name it one of {', '.join(known)}"
    if missing == "pages" and _pick(_TITLE_COLUMNS, names):
        hint = "a title is no address: export the report by the path of the page"
    message = f"there is no column of {missing}, so nothing of the file can be used"
    return unusable(line, message, hint)


def _pick(wanted: Iterable[str], names: Collection[str]) -> str | None:
    return next((fold(name) for name in wanted if fold(name) in names), None)


def _read_rows(rows: Iterable[_Row], problems: list[Problem]) -> Iterator[tuple[str, int]]:
    for row in rows:
        if not row.address:
            message = "no page; the row is left out"
            problems.append(unusable(row.line, message, "a row of totals can be deleted"))
        elif not (written := _NUMBER.fullmatch(row.number)):
            said = f"`{row.number[:40]}` is no number" if row.number else "no number"
            message = f"{said} of views; the row is left out"
            problems.append(unusable(row.line, message, "a whole number, such as 1204"))
        else:
            yield row.address, int(re.sub(r"\D", "", written["whole"]))


def _csv_rows(data: bytes, problems: list[Problem]) -> Iterator[_Row] | None:
    reading = read_delimited(_COMMENT.sub(b"", data.removeprefix(BOM_UTF8)), ",;\t")
    problems += reading.problems
    records = reading.records
    if not records:
        if not problems:
            problems.append(unusable(1, "the file is empty", "begin it with page,views"))
        return None
    # An export may begin with another table, such as that of a chart.
    heads = (n for n, record in enumerate(records) if _is_head(record))
    head = next(heads, 0)
    names = [fold(cell) for cell in records[head].cells]
    page, count = _pick(PAGE_COLUMNS, names), _pick(VIEW_COLUMNS, names)
    if not (page and count):
        problems.append(_lacking(names, records[head].line))
        return None
    # Of two columns with one name the first counts.
    places = names.index(page), names.index(count)
    return (
        _Row(line=record.line, address=_cell(record, places[0]), number=_cell(record, places[1]))
        for record in records[head + 1 :]
    )


def _cell(record: Record, place: int) -> str:
    return record.cells[place].strip() if place < len(record.cells) else ""


def _is_head(record: Record) -> bool:
    names = {fold(cell) for cell in record.cells}
    return not (names.isdisjoint(_PAGES) or names.isdisjoint(_VIEWS))


def _json_rows(data: bytes, problems: list[Problem]) -> Iterator[_Row] | None:
    hint = 'a list of objects, such as [{"page": "/", "views": 3}]'
    try:
        text = data.decode("utf-8-sig")
        rows = tuple(_place_objects(text))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(unusable(line, "not UTF-8; nothing of the file is used"))
        return None
    except json.JSONDecodeError as error:
        message = "not JSON; nothing of the file is used"
        problems.append(unusable(error.lineno, message, hint, column=error.colno))
        return None
    except (ValueError, RecursionError) as error:
        message = str(error) if isinstance(error, _NoListError) else "not JSON that can be read"
        problems.append(unusable(1, f"{message}; nothing of the file is used", hint))
        return None
    found = tuple(_objects(rows, problems))
    names = {name for row in found for name in row.cells}
    page, count = _pick(PAGE_COLUMNS, names), _pick(VIEW_COLUMNS, names)
    if not (page and count):
        problems.append(_lacking(names, found[0].line if found else 1))
        return None
    return (
        _Row(line=row.line, address=row.cells.get(page, ""), number=row.cells.get(count, ""))
        for row in found
    )


class _NoListError(ValueError):
    """The file has no list of rows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Placed:
    line: int
    value: object


def _place_objects(text: str) -> Iterator[_Placed]:
    """The entries of the list that the text is, or of the first one that its object has.

    Python's own reader tells no lines, so it is asked for one entry after another.
    """
    decoder = json.JSONDecoder()
    root = decoder.decode(text)
    start = _skip(text, 0)
    if isinstance(root, dict):
        start = _find_list(text, start + 1, decoder)
    elif not isinstance(root, list):
        raise _NoListError("no list of rows")
    line = 1 + text.count("\n", 0, start)
    position = start + 1
    while text[begin := _skip(text, position)] != "]":
        line += text.count("\n", start, begin)
        start = begin
        value, end = decoder.raw_decode(text, begin)
        yield _Placed(line=line, value=value)
        position = _skip(text, end)
        position += text[position] == ","


def _find_list(text: str, position: int, decoder: json.JSONDecoder) -> int:
    """Where the first list in an object begins; the text is known to be JSON."""
    while text[position := _skip(text, position)] != "}":
        _, end = decoder.raw_decode(text, position)
        position = _skip(text, _skip(text, end) + 1)
        if text[position] == "[":
            return position
        _, end = decoder.raw_decode(text, position)
        position = _skip(text, end)
        position += text[position] == ","
    raise _NoListError("no list of rows")


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


@dataclass(frozen=True, kw_only=True, slots=True)
class _Object:
    line: int
    cells: Mapping[str, str]
    """By the folded name of the column."""


def _objects(rows: Iterable[_Placed], problems: list[Problem]) -> Iterator[_Object]:
    folded = lru_cache(maxsize=1000)(fold)  # all rows have the same few keys
    for row in rows:
        if not isinstance(row.value, dict):
            message = "an entry is no object; it is left out"
            problems.append(unusable(row.line, message))
            continue
        cells = {
            folded(key): _say(value).strip()
            for key, value in row.value.items()
            if isinstance(value, str | int | float) and not isinstance(value, bool)
        }
        yield _Object(line=row.line, cells=cells)


def _say(value: str | float) -> str:
    """A number with a part behind its point is no number of views, and none of thousands."""
    return f"{value:.9f}" if isinstance(value, float) and not value.is_integer() else str(value)
