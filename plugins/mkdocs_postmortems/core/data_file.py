"""A data file beside `library.yml`: its names, and its bytes."""

from __future__ import annotations

from dataclasses import dataclass

REGISTER_NAMES = ("incidents.csv", "incidents.yml", "incidents.yaml")
"""The first that is there is used."""
TICKETS_NAME = "tickets.csv"
PAGE_VIEWS_NAMES = ("page-views.csv", "page-views.json")
"""The first that is there is used."""
DATA_FILE_NAMES = (*REGISTER_NAMES, TICKETS_NAME, *PAGE_VIEWS_NAMES)
"""In lower case; a file is known by its name in any case."""


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """A data file as it lies on the disk."""

    path: str
    """As findings name it, with `/` between folders."""
    data: bytes

    @property
    def name(self) -> str:
        """One of the fixed names."""
        return self.path.rpartition("/")[2].lower()
