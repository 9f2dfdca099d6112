"""The script of a meeting as Markdown, for a terminal, a printer or a shared document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..views.meeting import MeetingView, Part

_MARKED = re.compile(r"[\\`*<\[]|(?<!\w)_|_(?!\w)")
_BREAK = re.compile(r"\s*\n\s*|<br\s*/?>")
_TICKED = re.compile(r"(`[^`]+`)")
_CHECKED = {"done": "x"}


def meeting_markdown(view: MeetingView) -> str:
    """The whole script; what the page shows, and nothing else."""
    return "\n".join(_lines(view))


def _lines(view: MeetingView) -> Iterator[str]:
    yield f"# {_plain(view.title)}"
    yield ""
    severity = f", {view.severity.id}" if view.severity else ""
    kind = ", near miss" if view.kind == "near-miss" else ""
    yield f"{view.incident.key}, {view.date}{severity}{kind}, {view.status.replace('-', ' ')}. 60 minutes."
    if view.note:
        yield from ("", f"> {view.note}")
    yield from _heading(2, "Ready before")
    yield from (view.missing, "")
    for check in view.checks:
        yield f"- [{_CHECKED.get(check.state, ' ')}] {_plain(check.text)} ({check.word})"
    yield from _heading(2, "Who should be there")
    yield from (view.guests_note, "")
    for guest in view.guests:
        yield f"- [ ] {_plain(guest.who)}: {_plain(guest.why)}"
    yield from _heading(2, "The hour")
    for number, part in enumerate(view.agenda):
        yield from _heading(3, f"{part.minutes} {part.title}", first=number == 0)
        yield from _part(part, view)
    yield from _heading(2, "Open questions")
    for question in view.questions:
        found = _ticked(" ".join(question.findings))
        yield f"- [ ] {_plain(question.section)}: {found} **{question.question}**"
    if not view.questions:
        yield "The rules find nothing in the document that the room has to settle."
    yield from _heading(2, "What is said, what to ask instead")
    for turn in view.turns:
        yield f"- {turn.said} {turn.ask}"
    yield ""


def _part(part: Part, view: MeetingView) -> Iterator[str]:
    yield f"Led by: {_plain(part.leader)}. Comes out: {part.outcome}."
    yield ""
    for number, step in enumerate(part.steps, start=1):
        yield f"{number}. {step}" if part.key == "discussion" else f"- {step}"
    if part.key == "timeline":
        yield from _heading(4, "The rows")
        for row in view.timeline:
            notes = ", ".join(filter(None, (row.phases, row.gap)))
            yield f"- {_plain(row.at)} {_one_line(row.text)}{f' ({notes})' if notes else ''}"
        if not view.timeline:
            yield "The document has no timeline that can be read. It is written before the meeting."
        yield from _asked("Phases", view.phases, marked=True)
        yield from _asked("Where nothing is written", view.silences)
    if part.key == "discussion":
        yield from _asked("Decision points", view.decisions)
        yield from _asked("What would have gone otherwise", view.counterfactuals)
        yield from _asked("Items of earlier incidents", view.earlier_items)
    if part.key == "actions":
        yield from _heading(4, "The items")
        for item in view.proposals:
            known = (
                f"owner {_plain(item.owner) or '____'}",
                f"priority {_plain(item.priority) or '____'}",
                f"due {item.due or '____'}",
                *filter(None, (item.state.lower(),)),
            )
            yield f"- [ ] {item.short_id} {_one_line(item.item)} ({', '.join(known)})"
        if not view.proposals:
            yield "The document proposes none yet; begin with what the discussion brought up."


def _heading(level: int, title: str, *, first: bool = False) -> tuple[str, ...]:
    line = f"{'#' * level} {title}"
    return (line, "") if first else ("", line, "")


def _asked(title: str, questions: Iterable[str], *, marked: bool = False) -> Iterator[str]:
    """Boxes to tick; `marked` questions are Markdown already."""
    lines = [f"- [ ] {question if marked else _plain(question)}" for question in questions]
    if lines:
        yield from (*_heading(4, title), *lines)


def _plain(text: str) -> str:
    """A plain text as Markdown that reads the same."""
    return _MARKED.sub(lambda mark: f"\\{mark[0]}", text)


def _ticked(text: str) -> str:
    """What stands between backticks stays code, everything else a plain text."""
    parts = _TICKED.split(text)
    return "".join(part if place % 2 else _plain(part) for place, part in enumerate(parts))


def _one_line(markdown: str) -> str:
    return _BREAK.sub(" ", markdown)
