"""A table of a data file, from CSV or YAML: rows with the cells of known columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from .cell_values import unguard_text
from .delimited import Record, read_delimited, unusable
from .diagnostics import Problem
from .located_yaml import CONTROL_CHARACTERS, Entry, Items, Node, Scalar, read_yaml
from .located_yaml import Mapping as LocatedMapping
from .vocabulary import fold, nearest

VISIBILITY = "visibility"
_OWN = "x-"
"""What the name of a column begins with that is the organisation's own."""
_MOST_GUESSES = 200
"""Words for which the nearest known one is looked for: it takes a millisecond, and a
faulty file can have hundreds of thousands."""

Cell = str | tuple[str, ...]
"""A text, or the texts of a list in YAML."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row."""

    line: int
    cells: Mapping[str, Cell]
    """By column; empty ones are not in it."""
    is_doubtful: bool = False
    """Whether what it says of its visibility may stand elsewhere, or be another column's."""


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """The rows of a file, and what could not be read."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(kw_only=True)
class Guesses:
    """How often something near may still be looked for."""

    left: int = _MOST_GUESSES

    def take(self) -> bool:
        """Whether it may be looked for once more."""
        self.left -= 1
        return self.left >= 0


@dataclass(kw_only=True)
class _Columns:
    """The columns of a file, by the names that it gives them."""

    known: tuple[str, ...]
    problems: list[Problem]
    guesses: Guesses = field(default_factory=Guesses)
    _by_name: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._by_name = {fold(column): column for column in self.known}

    def find(self, name: str) -> str | None:
        """The column of that name, whatever its case, spaces and hyphens."""
        return self._by_name.get(fold(name))

    def resembling(self, name: str, line: int, column: int) -> str | None:
        """The column that an unknown name resembles; notes the name unless it is `x-…`."""
        if name.strip().lower().startswith(_OWN):
            return None
        guess = nearest(name, self.known) if self.guesses.take() else None
        listed = f"there are {', '.join(self.known)}; one of your own begins with `{_OWN}`"
        hint = f"did you mean `{guess}`?" if guess else listed
        if guess == VISIBILITY and VISIBILITY in self.known:
            hint += " until then what it says counts as for the narrowest audience"
        shown = " ".join(name.split())[:80]
        message = f"`{shown}` is no column of this file" if shown else "a column has no name"
        self.problems.append(unusable(line, message, hint, column=column))
        return guess


def read_csv_table(data: bytes, columns: tuple[str, ...], required: str) -> DataTable:
    """The rows of a CSV file with a header. Never raises for what it holds."""
    reading = read_delimited(data)
    problems = list(reading.problems)
    if not reading.records:
        if not problems:
            problems.append(_empty(", ".join(columns[:3])))
        return DataTable(problems=tuple(problems))
    header, *records = reading.records
    known = _Columns(known=columns, problems=problems)
    places: dict[str, int] = {}
    is_doubtful = False
    # Spreadsheets add columns without a name; those with something in them are a slip.
    filled = _filled(records) if not all(map(str.strip, header.cells)) else frozenset()
    for index, name in enumerate(header.cells):
        column = known.find(name)
        if column is None:
            if name.strip() or index in filled:
                is_doubtful |= known.resembling(name, header.line, 1) == VISIBILITY
        elif column in places:
            message = f"the column `{column}` stands twice"
            problems.append(unusable(header.line, message, "keep one; the first is used"))
            is_doubtful |= column == VISIBILITY
        else:
            places[column] = index
    if required not in places:
        message = f"there is no column `{required}`, so nothing of the file can be used"
        hint = f"name the columns in the first line, such as {', '.join(columns[:3])}"
        problems.append(unusable(header.line, message, hint))
        return DataTable(problems=tuple(problems))
    rows = []
    for record in records:
        beyond = record.cells[len(header.cells) :]
        is_shifted = bool(beyond) and any(map(str.strip, beyond))
        if is_shifted:
            message = f"{len(record.cells)} cells, and the header has {len(header.cells)} columns"
            hint = "put quotes around a cell with a comma or semicolon in it"
            problems.append(unusable(record.line, message, hint))
        cells = _cells(record.cells, places, record.line, problems)
        doubt = is_doubtful or (is_shifted and VISIBILITY in places)
        rows.append(Row(line=record.line, cells=cells, is_doubtful=doubt))
    return DataTable(rows=tuple(rows), problems=tuple(problems))


def _filled(records: Iterable[Record]) -> frozenset[int]:
    """The columns that have something in them."""
    return frozenset(
        index for record in records for index, cell in enumerate(record.cells) if cell.strip()
    )


def _cells(
    written: tuple[str, ...], places: Mapping[str, int], line: int, problems: list[Problem]
) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    size = len(written)
    for column, index in places.items():
        if index >= size or not written[index] or not (text := written[index].strip()):
            continue
        if not text.isprintable():
            text = _clean(text, column, line, problems)
        if text:
            cells[column] = unguard_text(text) if text[0] == "'" else text
    return cells


def _clean(text: str, column: str, line: int, problems: list[Problem]) -> str:
    """The text in one line; bytes that are no text are reported and marked."""
    marked = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    if marked != text:
        message = f"`{column}`: a byte that is not UTF-8"
        problems.append(unusable(line, message, "save the file as CSV in UTF-8"))
    return CONTROL_CHARACTERS.sub("", " ".join(marked.split()))


def read_yaml_table(data: bytes, columns: tuple[str, ...], required: str) -> DataTable:
    """The rows of a YAML list of mappings. Never raises for what it holds."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return DataTable(problems=(unusable(line, "not UTF-8", "save the file as UTF-8"),))
    reading = read_yaml(text, malformed="PM901")
    problems = [replace(problem, code="PM901") for problem in reading.problems]
    root = reading.root
    if root is None or (isinstance(root, Scalar) and root.text is None):
        if not problems:
            problems.append(_empty(f"`- {required}: …`"))
        return DataTable(problems=tuple(problems))
    if not isinstance(root, Items):
        message = "not a list; nothing of the file is used"
        hint = f"begin each entry with `- {required}: …`"
        return DataTable(problems=(*problems, unusable(root.line, message, hint)))
    known = _Columns(known=columns, problems=problems)
    rows = tuple(_yaml_rows(root, known))
    return DataTable(rows=rows, problems=tuple(problems))


def _yaml_rows(root: Items, known: _Columns) -> Iterator[Row]:
    for item in root.items:
        if not isinstance(item, LocatedMapping):
            message = "an entry is no mapping of keys to values"
            known.problems.append(unusable(item.line, message, "write `key: value` lines"))
            continue
        cells: dict[str, Cell] = {}
        is_doubtful = VISIBILITY in item.repeated
        for entry in item.entries:
            column = known.find(entry.key)
            if column is None:
                guess = known.resembling(entry.key, entry.line, entry.column)
                is_doubtful |= guess == VISIBILITY
            elif column in cells:
                message = f"`{column}` stands twice"
                known.problems.append(unusable(entry.line, message, "the first is used"))
                is_doubtful |= column == VISIBILITY
            elif cell := _yaml_cell(entry, known.problems):
                cells[column] = cell
            else:
                is_doubtful |= column == VISIBILITY and _says_something(entry.value)
        yield Row(line=item.line, cells=cells, is_doubtful=is_doubtful)


def _yaml_cell(entry: Entry, problems: list[Problem]) -> Cell | None:
    value: Node = entry.value
    if isinstance(value, Scalar):
        return " ".join(value.text.split()) if value.text else None
    texts = value.items if isinstance(value, Items) else ()
    words = tuple(" ".join(t.text.split()) for t in texts if isinstance(t, Scalar) and t.text)
    if len(words) < len(texts) or isinstance(value, LocatedMapping):
        message = f"`{entry.key}`: a text or a list of texts is expected here"
        problems.append(unusable(entry.line, message))
    return tuple(word for word in words if word) or None


def _says_something(value: Node) -> bool:
    return not (isinstance(value, Scalar) and not value.text)


def _empty(example: str) -> Problem:
    return unusable(1, "the file is empty", f"begin it with {example}, or delete it")
