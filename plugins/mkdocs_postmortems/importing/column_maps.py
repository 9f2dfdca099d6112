"""Which columns of an export become which of ours, and what their values are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..core.vocabulary import fold, nearest
from .exports import Export, ExportRow


class WrongMapError(Exception):
    """An entry of `--map` that cannot be used; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Maps:
    """What the entries of `--map` say."""

    columns: Mapping[str, str]
    """Their name by our column; empty for a column that is not to be taken."""
    values: Mapping[tuple[str, str], str]
    """Our value by our column and their value, which is folded to lower case."""


def parse_maps(entries: Iterable[str], columns: tuple[str, ...]) -> Maps:
    """Read `start=Created On` and `severity.P1=SEV-1`. Raises WrongMapError."""
    names: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    for entry in entries:
        ours, equals, theirs = entry.partition("=")
        column, dot, value = ours.strip().partition(".")
        if not equals:
            raise WrongMapError(f"`{entry}` is not of the form OURS=THEIRS, as `start=Created On`")
        if column not in columns:
            guess = nearest(column, columns)
            hint = f"did you mean `{guess}`?" if guess else f"there are {', '.join(columns)}"
            raise WrongMapError(f"there is no column `{column}`; {hint}")
        if dot:
            values[column, value.strip().casefold()] = theirs.strip()
        else:
            names[column] = theirs.strip()
    return Maps(columns=names, values=values)


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """Where each of our columns comes from."""

    sources: Mapping[str, tuple[str, ...]]
    """Their names by our column; of several the first that has something in a row is taken."""
    values: Mapping[tuple[str, str], str]

    def text(self, row: ExportRow, column: str) -> str:
        """What a row has for one of our columns, as the export writes it."""
        found = (row.cells.get(name, "") for name in self.sources.get(column, ()))
        return next(filter(None, found), "")

    def mapped(self, column: str, text: str) -> str | None:
        """The value that `--map` gives for one of theirs; None where it gives none."""
        return self.values.get((column, text.casefold()))

    def describe(self) -> str:
        """`id from Incident Number, start from Created On`."""
        return ", ".join(
            f"{column} from {', else '.join(names)}" for column, names in self.sources.items()
        )


def plan_columns(
    export: Export, known: Mapping[str, tuple[str, ...]], maps: Maps, columns: tuple[str, ...]
) -> ColumnPlan:
    """Find our columns in an export: by `--map`, else by the names in `known`.

    The first of `columns` holds the number. Names are compared without regard to case, spaces and hyphens. Raises WrongMapError.
    """
    present: dict[str, str] = {}
    for name in export.names:
        present.setdefault(fold(name), name)
    sources: dict[str, tuple[str, ...]] = {}
    for column in columns:
        if column in maps.columns:
            wanted = maps.columns[column]
            if wanted and fold(wanted) not in present:
                guess = nearest(wanted, export.names)
                there = f"there are {', '.join(export.names[:20])}"
                hint = f"did you mean `{guess}`?" if guess else there
                raise WrongMapError(f"the export has no column `{wanted}`; {hint}")
            candidates = [present[fold(wanted)]] if wanted else []
        else:
            found = (present.get(fold(name)) for name in known.get(column, ()))
            candidates = [name for name in found if name]
        names = tuple(dict.fromkeys(candidates))
        if column == columns[0]:
            names = names[:1]  # two kinds of numbers would be two incidents
        if names:
            sources[column] = names
    return ColumnPlan(sources=sources, values=maps.values)
