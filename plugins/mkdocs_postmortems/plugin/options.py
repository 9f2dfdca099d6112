"""The plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from datetime import date

from mkdocs.config import config_options as options
from mkdocs.config.base import Config


class PostmortemsConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """The plugin's options in `mkdocs.yml`."""

    incidents = options.Type(str, default="incidents")
    """Folder of the postmortems, below `docs_dir`."""
    library = options.Type(str, default="library.yml")
    """The organisation's settings, below `docs_dir`."""
    as_of: options.Optional[date | str] = options.Optional(options.Type((date, str)))
    """The day that counts as today; default `SOURCE_DATE_EPOCH`, else today."""
    audience = options.Type(str, default="internal")
    """For whom the site is built; documents for a narrower audience are left out."""
    cache = options.Type(bool, default=True)
    """Keep what was found in documents that have not changed, and the history from git;
    while serving, also what was read of them."""
