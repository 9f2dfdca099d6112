"""`postmortems digest`: what a period holds, as text for a channel or an e-mail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..core.month import month_of
from ..core.period import Period
from ..core.review import review_periods
from ..outputs.digest import format_digest
from ..pages import Addresses
from ..views.digest import view_digest
from .loading import visible_library
from .opening import UnusableError, open_project
from .teams import find_team


def print_digest(
    *, config_file: Path | None, team: str | None, since: date | None, output_format: str
) -> None:
    """Print the digest from a day, by default the first of the month, until today.

    It is for a channel, so it says what the site's audience may see and no more.
    Raises UnusableError.
    """
    project = open_project(config_file)
    library = visible_library(project, with_history=True)
    today = library.as_of
    if since and since > today:
        raise UnusableError(f"--since {since} is after today, which is {today}")
    identifier = find_team(team, library) if team is not None else None
    period = Period(first=since or month_of(today).first, last=today)
    (review,) = review_periods([period], library)
    addresses = Addresses(directory_urls=project.use_directory_urls, site_url=project.site_url)
    view = view_digest(review, library, identifier)
    click.echo(format_digest(view, output_format, addresses), nl=False)
