"""Options that several commands take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..core.period import Period, read_period

CONFIG_FILE = click.option(
    "--config-file",
    "-f",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml; by default the nearest one, upwards from the current folder.",
)
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)

_FACETS = (
    ("category", "with this root cause"),
    ("team", "with this team"),
    ("service", "with this service"),
    ("factor", "with this contributing factor"),
    ("severity", "of this severity"),
    ("kind", "of this kind: incident, near-miss"),
    ("status", "with this status: draft, in-review, final"),
)


def facet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each facet, which it takes by the facet's name."""
    for name, which in reversed(_FACETS):
        option = click.option(f"--{name}", name, multiple=True, help=f"Only {which}.")
        command = option(command)
    return command


def read_day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    """The day of `2026-03-04`."""
    why = "is no date; write it as YYYY-MM-DD, such as 2026-03-04"
    try:
        if text is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text) if text else None
    except ValueError as error:
        why = f"is no day of the calendar: {error}"
    raise click.BadParameter(f"`{text}` {why}")


def read_days(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> Period | None:
    """The days of `2026-03-04`, `2026-03`, `2025-Q4` or `2025`."""
    try:
        return read_period(text) if text is not None else None
    except ValueError as error:
        raise click.BadParameter(f"`{text}` is no day, month, quarter or year: {error}") from None
