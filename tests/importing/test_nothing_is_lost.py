"""Every word of a source is in the document that it becomes, whatever its form."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.diagnostics import Diagnostic, Level
from mkdocs_postmortems.core.postmortem import PostmortemReading
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.importing.silencing import Objection, silence
from mkdocs_postmortems.pipeline import read_document
from mkdocs_postmortems.rules import CheckedDocument, check_document

from .imports import Result, imported

HEADINGS = ("Summary", "Issue summary", "Timeline", "Key events", "Root cause", "Action items",
            "Review actions", "Lessons learned", "What went well", "Background", "Stats")  # fmt: skip
TIMES = ("10:30", "9.15 am", "2:45 PM", "2020-03-04 10:30", "2020-03-04T10:30:00Z", "March 5, 10:30",
         "~10:30", "10:30–10:40", "10:30 UTC", "1030 CET", "around 10:30", "10:??", "03/04/2020",
         "2020-03-04", "_3/25/20_", "**10:30**", "`10:30`", "[10:30]")  # fmt: skip
MARKS = ("", "[x] ", "[ ] ", "[done] ", "@ada: ", "[P1] ", "~~", "**")
FRAGMENTS = (
    "# ", "## ", "### ", "- ", "* ", "1. ", "    ", "  ", "| ", " | ", "|---|---|\n", "\n", "\n\n",
    "```\n", "~~~\n", "`", "**", "__", "*", "~~", "[", "](", "]", "(", ")", "> ", "<!-- ", " -->",
    "<pre>", "</pre>", "<br>", "[ref]: ", "---\n", "===\n", "\\", "&amp;", "\t", "title: ",
    "| Time | Event |\n|---|---|\n", "| Action | Owner |\n|---|---|\n", "- **Timeline**\n",
    "**Impact**: ", "(Owner: ", "INC-12", " UTC", " – ", ": ", "until ", "at ", "Date: ",
    *HEADINGS, *TIMES, *MARKS,
)  # fmt: skip


def words(text: str) -> set[str]:
    """The words that the strategies below number: no time, date or mark is among them."""
    return set(re.findall(r"word\d+x", text))


def check(text: str, result: Result) -> None:
    """Nothing is lost, and a strict build would not fail: what the source's own words
    have of errors is silenced with a reason, as the command does."""
    assert words(text) - words(result.text) == set()
    found = errors_of(result.reading)
    objections = (Objection(code=d.code, line=d.line) for d in found)
    silenced = silence(result.text, result.reading.document, objections).encode()
    source = Source(path="a.md", uri="incidents/a.md", data=silenced, size=len(silenced))
    assert errors_of(read_document(source, Settings())) == []


def errors_of(reading: PostmortemReading) -> list[Diagnostic]:
    subject = CheckedDocument(reading=reading, settings=Settings())
    return [d for d in check_document(subject) if d.level is Level.ERROR]


class Words:
    """Words that each stand once in a text."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self, number: int = 1) -> str:
        return " ".join(f"word{next(self._numbers)}x" for _ in range(number))


@st.composite
def timelines(draw: st.DrawFn, word: Words) -> str:
    """A timeline as a list, table, paragraphs or headings."""
    times = draw(st.lists(st.sampled_from(TIMES), min_size=1, max_size=4))
    form = draw(
        st.sampled_from(("list", "table", "wide", "paragraphs", "lines", "headings", "trailing"))
    )
    more = draw(st.sampled_from(("", "paragraph", "points", "code")))
    match form:
        case "table":
            rows = "".join(f"| {time} | {word(2)} |\n" for time in times)
            return f"| Time | Event |\n|---|---|\n{rows}"
        case "wide":
            rows = "".join(
                f"| {word()} | {time} | {word()} | {word()} | {word()}\n" for time in times
            )
            return f"| {word()} | Time ({word()}) | Note | {word()} |\n|---|---|---|---|\n{rows}"
        case "lines":
            return "".join(f"{time} - {word(2)}\n" for time in times)
        case "trailing":
            return "".join(f"- {word()}: {time}\n" for time in times)
    events = []
    for time in times:
        extra = {
            "": "",
            "paragraph": f"\n\n{word(2)}\n{word()}",
            "points": f"\n\n- {word()}\n    - {word()}\n- {word()}",
            "code": f"\n\n```\n# {word()}\n```\n\n{word()}",
        }[more]
        if form == "list":
            events.append(f"- {time} {word(2)}{extra}".replace("\n", "\n  "))
        elif form == "headings":
            events.append(f"### {time}\n\n{word(2)}{extra}\n")
        else:
            events.append(f"{time}: {word(2)}{extra}\n")
    return "\n".join([word(2), "", *events, "", word()])


@st.composite
def action_items(draw: st.DrawFn, word: Words) -> str:
    """Action items as bullets, numbers, a checklist, groups, a table or prose."""
    form = draw(st.sampled_from(("- ", "1. ", "- [x] ", "groups", "nested", "table", "prose")))
    mark = draw(st.sampled_from(MARKS))
    closing = mark if mark in ("~~", "**") else ""
    match form:
        case "groups":
            return f"### {word()}\n\n- {mark}{word(2)}{closing}\n\n### {word()}\n\n1. {word()}\n"
        case "nested":
            return f"- {word()}\n    - {mark}{word()}{closing}\n- {word()}\n    - {word()}\n      {word()}\n"
        case "table":
            return (
                f"| Action | Owner | Due | State | {word()} |\n|---|---|---|---|---|\n"
                f"| {mark}{word()} | {word()} | {word()} | {word()} | {word()} | {word()} |\n"
            )
        case "prose":
            return f"{word(3)}.\n"
    return f"{form}{mark}{word(2)}{closing}\n{form}{word()}\n  {word()}\n\n{word()}\n"


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A whole document of any of the forms."""
    word = Words()
    parts = [draw(st.sampled_from((f"---\n{word()}: {word()}\ntitle: {word()}\n---\n", "")))]
    parts += [
        draw(
            st.sampled_from(
                (f"# {word(2)}\n", f"# 2020-03-04 {word()}\n", f"# [{word()}](a.md)\n", "")
            )
        )
    ]
    parts += [draw(st.sampled_from((f"{word(2)}\n", f"**{word()}**: {word()}\n", "")))]
    for heading in draw(st.lists(st.sampled_from(HEADINGS), max_size=4)):
        mark = draw(
            st.sampled_from(("## {}", "### {}", "- **{}**:", "**{}**", "# {}", "## {} ({})"))
        )
        parts.append(mark.format(heading, word()))
        text = draw(
            st.one_of(
                timelines(word),
                action_items(word),
                st.builds(lambda: f"[{word()}]({word()}.md) `{word()}` > {word()}\n"),
                st.builds(lambda: f"[{word()}]: {word()}.md\n\n> {word()}\n"),
            )
        )
        parts.append(text)
    return "\n\n".join(parts)


@settings(deadline=None, max_examples=300)
@given(sources(), st.sampled_from(("auto", "headings", "labels")))
def test_nothing_is_lost_of_documents_of_any_form(text: str, form: str) -> None:
    check(text, imported(text, form=form))


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from((*(None,) * 40, *FRAGMENTS)), max_size=60))
def test_nothing_is_lost_of_any_markdown(fragments: list[str | None]) -> None:
    word = Words()
    text = "".join(f"{word()} " if fragment is None else fragment for fragment in fragments)
    check(text, imported(text))


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200))
def test_any_text_can_be_imported(text: str) -> None:
    imported(text)


@settings(deadline=None, max_examples=100)
@given(sources())
def test_an_import_is_the_same_each_time(text: str) -> None:
    assert imported(text).text == imported(text).text
