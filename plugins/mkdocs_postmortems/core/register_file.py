"""The register of incidents, `incidents.csv` or `incidents.yml`, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from .cell_values import LIST_SEPARATOR, parse_minutes, parse_moment, parse_yes
from .data_table import VISIBILITY, Cell, Guesses, Row, read_csv_table, read_yaml_table
from .delimited import unusable
from .diagnostics import Finding, Problem
from .field_words import MAX_WORDS, describe_unknown
from .front_matter import DEFAULT_VISIBILITY
from .register import RegisteredIncident
from .settings import Settings
from .vocabulary import MAX_ID, Vocabulary, fold

REGISTER_COLUMNS = (
    "id",
    "title",
    "start",
    "end",
    "severity",
    "customer_impact_minutes",
    "near_miss",
    "potential_severity",
    "category",
    "contributing_factors",
    "services",
    "teams",
    "recurrence_of",
    "visibility",
)
"""In the order in which they are written."""
NO_RECURRENCE = "none"
"""What `recurrence_of` says where people have decided that it is another cause."""

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class RegisterReading:
    """The incidents that the register has, and what of it cannot be used."""

    incidents: tuple[RegisteredIncident, ...] = ()
    """In the order of the file, each id once."""
    problems: tuple[Problem, ...] = ()


def vocabularies_of(settings: Settings) -> Mapping[str, Vocabulary]:
    """The vocabularies of those columns that hold words of the library."""
    return {
        "severity": settings.severities,
        "potential_severity": settings.severities,
        "category": settings.categories,
        "contributing_factors": settings.contributing_factors,
        "services": settings.services,
        "teams": settings.team_names,
    }


def read_register(data: bytes, name: str, settings: Settings) -> RegisterReading:
    """Read the register; a name that ends in `.csv` means CSV, any other YAML.

    Of each row, whatever can be used is used. Never raises for what the file holds.
    """
    read = read_csv_table if name.lower().endswith(".csv") else read_yaml_table
    table = read(data, REGISTER_COLUMNS, "id")
    reader = _RowReader(settings=settings)
    found: dict[str, RegisteredIncident] = {}
    for row in table.rows:
        incident = reader.read(row)
        if incident is None:
            continue
        key = fold(incident.id)
        first = found.setdefault(key, incident)
        if first is not incident:
            message = f"`{incident.id}` stands on line {first.line} already"
            reader.report(row, message, "an incident has one row; the first is used")
            # What either row keeps from an audience is kept.
            narrower = max(first.visibility, incident.visibility, key=settings.audiences.index)
            found[key] = replace(first, visibility=narrower)
    problems = sorted((*table.problems, *reader.problems), key=lambda p: p.finding.line)
    return RegisterReading(incidents=tuple(found.values()), problems=tuple(problems))


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What the words of a cell are."""

    ids: tuple[str, ...]
    faults: tuple[Finding, ...]


@dataclass(kw_only=True)
class _RowReader:
    """Reads rows, and notes what cannot be used of them."""

    settings: Settings
    problems: list[Problem] = field(default_factory=list)
    guesses: Guesses = field(default_factory=Guesses)
    known: dict[tuple[str, Cell], _Words] = field(default_factory=dict)
    """The words of cells met before: a register repeats a few thousand times the same ones."""

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.settings.timezone)
        self.vocabularies = vocabularies_of(self.settings)

    def report(self, row: Row, message: str, hint: str = "") -> None:
        """Note what cannot be used of a row."""
        self.problems.append(unusable(row.line, message, hint))

    def read(self, row: Row) -> RegisteredIncident | None:
        """The incident of a row; None without a number."""
        identifier = self._text(row, "id")
        if not 0 < len(fold(identifier)) <= MAX_ID or len(identifier) > MAX_ID:
            message = (
                f"`{identifier[:MAX_ID]}` is no number of an incident" if identifier else "no `id`"
            )
            self.report(row, f"{message}; the row is left out", "such as INC-4412")
            return None
        start = self._value(row, "start", self._parse_moment)
        end = self._value(row, "end", self._parse_moment)
        if start and end and end < start:
            written = f"`end`: `{row.cells['end']}` is before `start`, `{row.cells['start']}`"
            self.report(row, written, "until one of the two is right, the end is unknown")
            end = None
        return RegisteredIncident(
            id=identifier,
            title=self._text(row, "title"),
            start=start,
            end=end,
            severity=self._word(row, "severity"),
            customer_impact=self._value(row, "customer_impact_minutes", parse_minutes),
            is_near_miss=self._value(row, "near_miss", parse_yes) or False,
            potential_severity=self._word(row, "potential_severity"),
            category=self._word(row, "category"),
            contributing_factors=self._words(row, "contributing_factors"),
            services=self._words(row, "services"),
            teams=self._words(row, "teams"),
            recurrence_of=self._recurrence(row, identifier),
            visibility=self._visibility(row),
            line=row.line,
        )

    def _text(self, row: Row, column: str) -> str:
        cell = row.cells.get(column, "")
        return cell if isinstance(cell, str) else ", ".join(cell)

    def _parse_moment(self, text: str) -> datetime:
        return parse_moment(text, self.zone)

    def _value(self, row: Row, column: str, parse: Callable[[str], Value]) -> Value | None:
        if column not in row.cells:
            return None
        try:
            return parse(self._text(row, column))
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            self.report(row, f"`{column}`: {message}", hint)
            return None

    def _word(self, row: Row, column: str) -> str | None:
        """The id of a cell's one word; unknown where it has another one or several."""
        if column not in row.cells:
            return None
        return next(iter(self._resolve(row, column, (self._text(row, column),))), None)

    def _words(self, row: Row, column: str) -> tuple[str, ...]:
        return self._resolve(row, column, row.cells[column]) if column in row.cells else ()

    def _resolve(self, row: Row, column: str, cell: Cell) -> tuple[str, ...]:
        words = self.known.get((column, cell))
        if words is None:
            words = self.known[column, cell] = self._look_up(column, cell)
        for fault in words.faults:
            self.report(row, fault.message, fault.hint)
        return words.ids

    def _look_up(self, column: str, cell: Cell) -> _Words:
        vocabulary = self.vocabularies[column]
        words = _split(cell)
        ids: dict[str, None] = {}
        faults = []
        for word in words[:MAX_WORDS]:
            term = vocabulary.resolve(word)
            if term is not None:
                ids[term.id] = None
                continue
            may_guess = self.guesses.take()
            faults.append(describe_unknown(column, word, vocabulary, may_guess=may_guess))
        if len(words) > MAX_WORDS:
            message = f"`{column}`: {len(words)} words; those after {MAX_WORDS} are not read"
            faults.append(Finding(line=1, message=message))
        return _Words(ids=tuple(ids), faults=tuple(faults))

    def _recurrence(self, row: Row, own: str) -> tuple[str, ...] | None:
        cell = row.cells.get("recurrence_of")
        if cell is None:
            return None
        words = _split(cell)
        if tuple(word.casefold() for word in words) == (NO_RECURRENCE,):
            return ()
        others = tuple(dict.fromkeys(word for word in words if fold(word) != fold(own)))
        if len(others) < len(set(words)):
            self.report(row, f"`recurrence_of`: `{own}` is this incident itself")
        # `or None`: of a cell with nothing to go by, nobody has decided anything.
        return others[:MAX_WORDS] or None

    def _visibility(self, row: Row) -> str:
        narrowest = self.settings.audiences[-1]
        if row.is_doubtful:
            return narrowest
        text = self._text(row, VISIBILITY) or DEFAULT_VISIBILITY
        if text in self.settings.audiences:
            return text
        known = ", ".join(self.settings.audiences)
        hint = f"it has {known}; until then the row counts as for the narrowest audience"
        self.report(row, f"`{VISIBILITY}`: library.yml has no `{text[:MAX_ID]}`", hint)
        return narrowest


def _split(cell: Cell) -> tuple[str, ...]:
    """The words of a cell; those of a list in YAML are apart already."""
    if not isinstance(cell, str):
        return cell
    return tuple(word for part in LIST_SEPARATOR.split(cell) if (word := part.strip()))
