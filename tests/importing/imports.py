"""Sources for the tests of the importer, and what becomes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mkdocs_postmortems.core.postmortem import PostmortemReading
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.importing.composing import compose, seal
from mkdocs_postmortems.importing.importer import SourceText, import_document
from mkdocs_postmortems.importing.report import Report
from mkdocs_postmortems.pipeline import read_document


@dataclass(frozen=True, kw_only=True)
class Result:
    """An imported document, and how the library reads it."""

    text: str
    reading: PostmortemReading
    report: Report

    @property
    def day(self) -> str | None:
        """The date of the incident."""
        found = self.reading.front_matter.values.date
        return found.isoformat() if found else None

    @property
    def timezone(self) -> str:
        """The time zone of the timeline."""
        return self.reading.front_matter.values.timezone

    @property
    def rows(self) -> list[list[str]]:
        """The cells of the timeline's table."""
        return table_rows(self.section("Timeline"))

    @property
    def actions(self) -> list[dict[str, str]]:
        """The rows of the table of action items, by head."""
        return table_records(self.section("Action Items"))

    @property
    def headings(self) -> list[str]:
        """The second-level headings."""
        return re.findall(r"^## (.+)$", self.text, re.MULTILINE)

    def section(self, heading: str) -> str:
        """The text below a second-level heading."""
        found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", self.text, re.MULTILINE | re.DOTALL)
        assert found, f"no section {heading} in\n{self.text}"
        return found[1].strip()


def imported(text: str, *, path: str = "old/outage.md", form: str = "auto") -> Result:
    """Import a source with the default settings."""
    settings = Settings()
    found = import_document(SourceText(text=text, path=path, form=form), settings)
    document = seal(compose(found.composition, found.id or "PM-2020-001"))
    data = document.encode()
    source = Source(path="a.md", uri="incidents/a.md", data=data, size=len(data))
    reading = read_document(source, settings)
    assert reading.record is not None, document
    return Result(text=document, reading=reading, report=found.report)


def timeline(
    text: str, *, heading: str = "Timeline", title: str = "Mail was late, 2020-03-04"
) -> Result:
    """Import a document of that timeline, of 4 March 2020."""
    return imported(f"# {title}\n\n## {heading}\n\n{text}\n")


def actions(text: str) -> list[dict[str, str]]:
    """The rows of the table that a section of action items becomes."""
    return imported(f"# Mail was late\n\n## Action Items\n\n{text}\n").actions


def table_rows(text: str) -> list[list[str]]:
    """The cells of the first table, without its head."""
    lines = [line for line in text.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def table_records(text: str) -> list[dict[str, str]]:
    """The rows of the first table by head, empty cells left out."""
    head = next(line for line in text.split("\n") if line.startswith("|"))
    heads = [cell.strip() for cell in head.split("|")[1:-1]]
    rows = (dict(zip(heads, row, strict=True)) for row in table_rows(text))
    return [{head: cell for head, cell in row.items() if cell} for row in rows]
