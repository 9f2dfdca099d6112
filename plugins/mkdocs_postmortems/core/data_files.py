"""The data files beside `library.yml`: which there are, and all of them as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .data_file import DATA_FILE_NAMES, PAGE_VIEWS_NAMES, REGISTER_NAMES, TICKETS_NAME, DataFile
from .delimited import unusable
from .diagnostics import Problem
from .page_views import PageViews
from .page_views_file import read_page_views
from .register import RegisteredIncident
from .register_file import RegisterReading, read_register
from .settings import Settings
from .tickets import Ticket
from .tickets_file import TicketsReading, read_tickets


@dataclass(frozen=True, kw_only=True)
class PlacedProblem:
    """What cannot be used of a data file."""

    path: str
    problem: Problem


@dataclass(frozen=True, kw_only=True)
class DataReading:
    """What the data files say, and what of them cannot be used."""

    register: tuple[RegisteredIncident, ...] = ()
    tickets: Mapping[str, Ticket] = field(default_factory=lambda: MappingProxyType({}))
    page_views: PageViews | None = None
    """None where there is no file of them."""
    problems: tuple[PlacedProblem, ...] = ()


def read_data_files(files: Iterable[DataFile], settings: Settings) -> DataReading:
    """Read all data files; of two for the same, one. Never raises for what they hold."""
    # A name in lower case comes first where the disk tells the two apart.
    ordered = sorted(files, key=lambda f: (DATA_FILE_NAMES.index(f.name), f.path.swapcase()))
    problems: list[PlacedProblem] = []
    register, tickets, views = RegisterReading(), TicketsReading(), None
    for file in _first(tuple(f for f in ordered if f.name in REGISTER_NAMES), problems):
        register = read_register(file.data, file.name, settings)
        problems += (PlacedProblem(path=file.path, problem=p) for p in register.problems)
    for file in _first(tuple(f for f in ordered if f.name == TICKETS_NAME), problems):
        tickets = read_tickets(file.data, settings)
        problems += (PlacedProblem(path=file.path, problem=p) for p in tickets.problems)
    for file in _first(tuple(f for f in ordered if f.name in PAGE_VIEWS_NAMES), problems):
        read = read_page_views(file.data, file.name)
        views = read.views
        problems += (PlacedProblem(path=file.path, problem=p) for p in read.problems)
    return DataReading(
        register=register.incidents,
        tickets=tickets.tickets,
        page_views=views,
        problems=tuple(problems),
    )


def _first(files: tuple[DataFile, ...], problems: list[PlacedProblem]) -> tuple[DataFile, ...]:
    """The first file, where there is one; notes the others."""
    for other in files[1:]:
        message = f"{files[0].path} is there too, and is used; this file is not"
        doubled = unusable(1, message, "put together what the two have, and delete one")
        problems.append(PlacedProblem(path=other.path, problem=doubled))
    return files[:1]
