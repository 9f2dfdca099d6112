"""PM201–PM203: the sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.document import Document, Section
from ..core.plain_text import plain_text
from ..core.sections import SectionNames
from ..core.template import HINT_MARK
from .rule import CheckedDocument, rule

_HINT = re.compile(rf"<!--[ \t]*{re.escape(HINT_MARK)}")
_RESIDUE = re.compile(
    # A to-do list is an ordinary word; in capitals it is a placeholder.
    r"\b(?:TO(?:DO|(?-i:-DO))|TBD|FIX-?ME|HH:MM|YYYY-MM-DD)\b|\blorem ipsum\b",
    flags=re.IGNORECASE,
)
_DEEPER = re.compile(r" {0,3}(#{3,6})\s")
_LEVELS = {3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
_STEMS = ("<!--", "todo", "to-do", "tbd", "fixme", "fix-me", "hh:mm", "yyyy-mm-dd", "lorem ipsum")
"""Without one of these, neither pattern matches: looking for them takes a tenth of the time."""
_CODE = re.compile(r"`[^`]*`")


@rule("PM201", "missing-section", Level.ERROR, draft_level=Level.INFO)
def missing_section(subject: CheckedDocument) -> Iterator[Finding]:
    """A required section is missing.

    ## What it does

    Looks for Summary, Timeline, Root Cause, Impact, Contributing Factors,
    What Went Well and Action Items as second-level headings, under their usual
    synonyms or the organisation's own headings. `library.yml: sections` names
    others, for all or for some severities. Information while the document is a
    draft.

    ## Why it matters

    Each section answers a question that readers come with; a missing one is
    noticed at 3 a.m.

    ## Example

    ```markdown
    ## Summary
    ## Root Cause
    ```

    ## Use instead

    ```markdown
    ## Summary
    ## Timeline
    ## Root Cause
    ## Impact
    ## Contributing Factors
    ## What Went Well
    ## Action Items
    ```
    """
    reading = subject.reading
    if not reading.document.is_readable:
        return
    names = subject.settings.sections
    term = subject.settings.severities.resolve(reading.front_matter.values.severity or "")
    missing = [
        name
        for name in names.required_for(term.id if term else None)
        if name not in reading.sections
    ]
    deeper = _deeper_headings(reading.document, names) if missing else {}
    for name in missing:
        yield Finding(
            line=reading.document.body_line,
            message=f"the section {names.preferred(name)} is missing",
            hint=deeper.get(name, f"add the heading `## {names.preferred(name)}`"),
        )


def _deeper_headings(document: Document, names: SectionNames) -> dict[str, str]:
    """By section, what to do about a heading of its name that is not at the second level."""
    lines = document.body.split("\n")
    found: dict[str, str] = {}
    for block in document.blocks():
        name = names.canonical(plain_text(block.text)) if block.kind == "heading" else None
        marks = _DEEPER.match(lines[block.line - document.body_line])
        if name and marks:
            level = _LEVELS[len(marks[1])]
            found.setdefault(
                name,
                f"a heading of that name stands on line {block.line} at the {level} level; "
                "write it with two `#`",
            )
    return found


@rule("PM202", "empty-section", Level.WARNING, draft_level=Level.INFO)
def empty_section(subject: CheckedDocument) -> Iterator[Finding]:
    """A section has a heading and nothing else, or nothing that can be read.

    ## What it does

    Reports each section without text, table or list; comments do not count.
    Under Timeline and Action Items it reports what looks like events or items
    and is not read: a table without a column Time or Item, or without rows;
    lines outside of a table that begin with a time; a list of items beside a
    table. Information while the document is a draft.

    ## Why it matters

    An empty section reads as "there was nothing", which is rarely what is
    meant. Events that are not read are in no duration, and action items that are
    not read are followed up by nobody.

    ## Example

    ```markdown
    ## What Went Well

    ## Action Items
    ```

    ## Use instead

    ```markdown
    ## What Went Well

    The alert named the failing query, so nobody had to search for it.
    ```

    Where there is truly nothing to say, a sentence that says so is enough.
    """
    for section in subject.reading.document.sections:
        if section.is_empty and not _hints(section):
            yield Finding(
                line=section.line,
                message=f"the section {section.title} is empty",
                hint="write what belongs there, or that there was nothing and how you know",
            )
    yield from subject.reported("PM202")


@rule("PM203", "template-residue", Level.WARNING, draft_level=Level.INFO)
def template_residue(subject: CheckedDocument) -> Iterator[Finding]:
    """Text of the template was left in.

    ## What it does

    Finds the template's hints (comments that begin with `hint:`) and
    placeholders such as TBD, HH:MM and YYYY-MM-DD, outside of code.
    Information while the document is a draft or in review.

    ## Why it matters

    A reader cannot tell a placeholder from a fact that is missing.

    ## Example

    ```markdown
    ## Impact

    TBD
    ```

    ## Use instead

    ```markdown
    ## Impact

    2,300 requests of 180 customers failed; no order was lost.
    ```
    """
    document = subject.reading.document
    lowered = document.body.lower()
    if not any(stem in lowered for stem in _STEMS):
        return
    for block in document.blocks():
        texts = [(block.text, block.line)] if block.kind != "code" else []
        texts += [(cell, row.line) for row in block.rows for cell in row.cells]
        for text, line in texts:
            prose = _CODE.sub(lambda code: re.sub(r".", " ", code[0]), text)
            for number, content in enumerate(prose.split("\n"), start=line):
                if _HINT.search(content):
                    yield Finding(
                        line=number,
                        message="a hint of the template was left in",
                        hint="write the section, then delete the comment",
                    )
                elif block.kind != "html" and (residue := _RESIDUE.search(content)):
                    yield Finding(
                        line=number,
                        message=f"the placeholder `{residue[0]}` was left in",
                        hint="write what is known, or that it is not known",
                    )


def _hints(section: Section) -> bool:
    return any(block.kind == "html" and _HINT.search(block.text) for block in section.blocks)
