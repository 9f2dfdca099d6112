"""`postmortems patterns`: what repeats in any period."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..core.library import Library
from ..core.period import Period, days_of_quarter
from ..core.period_patterns import find_period_patterns
from ..core.quarter import quarter_before
from ..outputs.data import data_head
from ..outputs.patterns import period_json
from ..outputs.patterns_csv import period_csv
from ..outputs.patterns_text import period_text
from ..views.wording import count_of
from .loading import visible_library
from .opening import UnusableError, open_project


def print_patterns(
    *, config_file: Path | None, begin: Period | None, end: Period | None, output_format: str
) -> None:
    """Print what repeats between the first day of `begin` and the last one of `end`.

    They are figures to show around, so they are those of the site: what its
    audience may see, and no more. Raises UnusableError.
    """
    library = visible_library(open_project(config_file))
    period = choose_period(begin, end, library)
    found = find_period_patterns(period, library)
    undated = sum(p.date is None for p in library.postmortems)
    if output_format == "json":
        data = {**data_head(library), **period_json(found)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif output_format == "csv":
        click.echo(period_csv(found), nl=False)
    else:
        click.echo(period_text(found), nl=False)
    if not found.postmortems:
        _point_to_last_quarter(library)
    if undated:
        has = "has" if undated == 1 else "have"
        click.echo(f"{count_of(undated, 'postmortem')} {has} no date, and no period.", err=True)


def _point_to_last_quarter(library: Library) -> None:
    last = next(iter(library.patterns), None)
    if last:
        command = f"postmortems patterns --from {last} --to {last}"
        click.echo(f"The last quarter with a postmortem is {last}: {command}", err=True)


def choose_period(begin: Period | None, end: Period | None, library: Library) -> Period:
    """The period of the options; by default the last complete quarter.

    Without an end it goes until today, without a beginning from the first
    postmortem on. Raises UnusableError where it would end before it begins.
    """
    today = library.as_of
    if begin is None and end is None:
        quarter = quarter_before(today)
        if quarter is None:
            raise UnusableError("no quarter is over yet; say which period with --from and --to")
        return days_of_quarter(quarter)
    last = end.last if end else today
    if begin is None:
        days = [p.date for p in library.postmortems if p.date and p.date <= last]
        return Period(first=min(days, default=end.first if end else today), last=last)
    if begin.first > last:
        after = f"--to, which is {last}" if end else f"today, which is {last}"
        raise UnusableError(f"--from {begin.first} is after {after}")
    return Period(first=begin.first, last=last)
