"""A section of action items in our form: tables in the place of lists, everything else kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..core.plain_text import plain_text
from .action_items import read_action
from .action_tables import TableAction, read_action_table
from .cells import fit_cell, write_table
from .chunks import Chunk, below_sections, closed, split_chunks
from .dates import Calendar

_HEADS = ("ID", "Item", "Owner", "Priority", "Due Date", "Status", "Ticket", "Closed")


@dataclass(frozen=True, kw_only=True)
class WrittenActions:
    """The section's text, and what was found in it."""

    text: str
    count: int
    done: int
    forms: tuple[str, ...]
    """`list`, `numbered list`, `checklist`, `table`; each once."""
    unread: tuple[str, ...]
    """What the source says of the state of items, where that is none of ours."""
    renamed: tuple[str, ...]
    """Heads of columns that are called otherwise in ours."""


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """An action item and the subheading that it stood under."""

    found: TableAction
    group: str


@dataclass(kw_only=True)
class _Collector:
    """What has been read so far."""

    calendar: Calendar
    before: list[str] = field(default_factory=list)
    """Markdown above the first item."""
    after: list[str] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    group: str = ""
    heading: str = ""
    """The source of a subheading under which nothing has stood yet."""

    def take(self, chunk: Chunk) -> None:
        """Read one block: items of lists and tables, anything else is kept as it stands."""
        table = read_action_table(chunk, self.calendar) if chunk.kind == "table" else None
        if chunk.kind == "heading":
            self._keep_heading()
            self.group, self.heading = plain_text(chunk.text), chunk.source
        elif chunk.kind == "list":
            self._take_list(chunk)
        elif table is not None:
            self.renamed += table.renamed
            self._add("table", table.actions)
        else:
            self._keep_heading()
            self._keep(chunk.source)

    def finish(self) -> None:
        """Keep a subheading with nothing under it."""
        self._keep_heading()

    def _take_list(self, chunk: Chunk) -> None:
        groups = [split_chunks(item.source) for item in chunk.items]
        if len(groups) > 1 and all(_is_group(group) for group in groups):
            for group in groups:
                self.group = plain_text(group[0].source).strip(" :")
                for inner in group[1:]:
                    self.take(inner)
            self.group = ""
            return
        sources = [item.source for item in chunk.items]
        boxed = all(source.startswith(("[ ]", "[x]", "[X]")) for source in sources)
        numbered = chunk.items[0].marker[0].isdigit()
        form = "checklist" if boxed else "numbered list" if numbered else "list"
        self._add(form, [TableAction(action=read_action(s, self.calendar)) for s in sources])

    def _add(self, form: str, found: Sequence[TableAction]) -> None:
        self.forms.append(form)
        self.entries += [_Entry(found=action, group=self.group) for action in found]
        self.heading = ""

    def _keep(self, source: str) -> None:
        (self.after if self.entries else self.before).append(source)

    def _keep_heading(self) -> None:
        if self.heading:
            self._keep(self.heading)
        self.heading = ""


def write_actions(markdown: str, calendar: Calendar) -> WrittenActions | None:
    """The section's text with one table; None where it has neither list nor table of items.

    A page shows all items in one table, so a subheading moves into the note of
    its items, unless it has a text of its own.
    """
    collector = _Collector(calendar=calendar)
    for chunk in split_chunks(markdown):
        collector.take(chunk)
    collector.finish()
    if not collector.entries:
        return None
    actions = [entry.found.action for entry in collector.entries]
    parts = (*collector.before, *_write_table(collector.entries), *collector.after)
    return WrittenActions(
        text="\n\n".join(parts),
        count=len(actions),
        done=sum(action.status == "done" for action in actions),
        unread=tuple(
            dict.fromkeys(e.found.unread_status for e in collector.entries if e.found.unread_status)
        ),
        forms=tuple(dict.fromkeys(collector.forms)),
        renamed=tuple(dict.fromkeys(collector.renamed)),
    )


def _write_table(entries: Sequence[_Entry]) -> Iterator[str]:
    """The table, then what does not fit into its cells."""
    optional = {
        "Type": [entry.found.type for entry in entries],
        "Note": ["; ".join(filter(None, (entry.group, entry.found.note))) for entry in entries],
    }
    more = {head: cells for head, cells in optional.items() if any(cells)}
    rows, details, used = [], [], set[str]()
    for index, entry in enumerate(entries):
        found, action = entry.found, entry.found.action
        identifier = _free_id(found.id, index, used)
        # The page renders items without HTML, so a `<br>` would be shown.
        cell = fit_cell(action.item, line_break=" ")
        if not cell.is_whole:
            details.append(closed(below_sections(f"**{identifier}**:\n\n{action.item.strip()}")))
        due = action.due.isoformat() if action.due else ""
        others = (action.owner, action.priority, due, action.status, action.ticket, found.closed,
                  *(cells[index] for cells in more.values()))  # fmt: skip
        rows.append(
            [identifier, cell.text, *(fit_cell(text, line_break=" ").text for text in others)]
        )
    yield write_table((*_HEADS, *more), rows)
    yield from details


def _free_id(wished: str, index: int, used: set[str]) -> str:
    names = (wished, *(f"A{number}" for number in range(index + 1, index + len(used) + 2)))
    identifier = next(name for name in names if name and name.upper() not in used)
    used.add(identifier.upper())
    return identifier


def _is_group(chunks: Sequence[Chunk]) -> bool:
    """An item that is a name with a list of items under it, and no sentence."""
    kinds = [chunk.kind for chunk in chunks]
    if kinds != ["paragraph", "list"]:
        return False
    name = chunks[0].source.strip()
    return "\n" not in name and len(name) <= 60 and not name.endswith((".", "!", "?"))
