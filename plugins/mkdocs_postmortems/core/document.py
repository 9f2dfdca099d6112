"""The text of a postmortem as a value: fields, sections, blocks and tables, each with its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any

from .blocks import Block, read_blocks
from .diagnostics import Finding, Problem
from .header import EMPTY, Header, read_header
from .located_yaml import CONTROL_CHARACTERS, Mapping
from .nesting import find_deep_nesting
from .source import MAX_BYTES, Source

_IGNORE = re.compile(r"<!--\s*postmortems:\s*ignore\b(?P<rest>.*?)-->", re.DOTALL)
_HEAD_IGNORE = re.compile(r"(?:^|\s)#\s*postmortems:\s*ignore\b(?P<rest>.*)$")
_SAYS_SOMETHING = re.compile(r"\s*[^\s#]")
_NESTED_LINE = re.compile(r"\s|-\s")
_IGNORE_CODE = re.compile(r"\s*(PM\d{3})\b[\s,]*")
_ATTRIBUTES = re.compile(r"[ \t]+\{(?::|[ \t]*[#.])[^{}\n]*\}\s*$")
"""As the extension `attr_list` takes them: `{#cause .wide}`, `{: #cause }`."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading of the second level (or a later first-level one) and what follows it."""

    title: str
    """The heading without its attributes (`{#cause}`); may be empty."""
    line: int
    end_line: int
    blocks: tuple[Block, ...]

    def joined_with(self, other: Section) -> Section:
        """This section, with the blocks of another one that means the same."""
        return replace(self, blocks=(*self.blocks, *other.blocks))

    @property
    def is_empty(self) -> bool:
        """Whether nothing but headings and comments stands in it."""
        return all(block.kind == "heading" or _is_comment(block) for block in self.blocks)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ignore:
    """A comment that silences a rule on the next block."""

    codes: tuple[str, ...]
    reason: str
    line: int
    first_line: int
    """First line silenced."""
    end_line: int
    """First line no longer silenced."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A postmortem's text, taken apart; nothing is interpreted yet."""

    source: Source
    fields: Mapping
    heading: str | None
    """The first-level heading that opens the text."""
    body: str
    """The text after front matter and opening heading, line ends as `\\n`."""
    body_line: int
    """The line of the file at which the body begins, from 1."""
    sections: tuple[Section, ...]
    preamble: tuple[Block, ...]
    """Blocks before the first section."""
    ignores: tuple[Ignore, ...]
    environment: AnyMapping[str, Any]
    """What the parser of Markdown knows of the whole text: the definitions of links."""
    problems: tuple[Problem, ...]

    @property
    def is_readable(self) -> bool:
        """Whether a record can be built: no PM105 and no PM902."""
        return not any(problem.code in ("PM105", "PM902") for problem in self.problems)

    def blocks(self) -> Iterator[Block]:
        """All blocks of the body in order."""
        yield from self.preamble
        for section in self.sections:
            yield from section.blocks


def parse_document(source: Source) -> Document:
    """Take a file apart. Never raises: what cannot be read is among the problems."""
    if len(source.data) > MAX_BYTES:
        message = f"the file has {source.size / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:g} MB"
        return _unreadable(
            source, "PM902", 1, message, "put logs and dumps in files of their own and link them"
        )
    try:
        text = decode_text(source.data)
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 (byte {source.data[error.start]:#04x})"
        return _unreadable(source, "PM105", line, message, "save the file as UTF-8")
    if not text.strip():
        return _unreadable(
            source, "PM105", 1, "the file is empty", "`postmortems new` writes a template"
        )
    header = read_header(text)
    nested = find_deep_nesting(header.body)
    if nested:
        line, hint = (
            header.body_line + nested.line,
            "put such text in a file of its own and link it",
        )
        return _unreadable(source, "PM902", line, nested.message, hint, header)
    environment: dict[str, Any] = {}
    sections, preamble = split_sections(read_blocks(header.body, header.body_line, environment))
    ignores = (
        *_read_head_ignores(text.split("\n")[: header.body_line - 1], header.form),
        *_read_ignores(header.body, header.body_line, sections, preamble),
    )
    return Document(
        source=source,
        fields=header.fields,
        heading=header.heading,
        body=header.body,
        body_line=header.body_line,
        sections=sections,
        preamble=preamble,
        ignores=ignores,
        environment=environment,
        problems=header.problems,
    )


def decode_text(data: bytes) -> str:
    """The text of a file, line ends as `\\n`. Raises UnicodeDecodeError."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    # Pasted logs bring them along; no page, feed or parser has a use for them.
    return CONTROL_CHARACTERS.sub("", text)


def _unreadable(
    source: Source, code: str, line: int, message: str, hint: str, header: Header | None = None
) -> Document:
    problem = Problem(code=code, finding=Finding(line=line, message=message, hint=hint))
    return Document(
        source=source,
        fields=header.fields if header else EMPTY,
        heading=None,
        body="",
        body_line=1,
        sections=(),
        preamble=(),
        ignores=(),
        environment={},
        problems=(*(header.problems if header else ()), problem),
    )


def split_sections(
    blocks: Iterator[tuple[Block, int]],
) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """The sections that blocks with their heading levels make, and the blocks before them."""
    preamble: list[Block] = []
    opened: list[tuple[Block, list[Block]]] = []
    end = 1
    for block, level in blocks:
        end = max(end, block.end_line)
        if 0 < level <= 2:
            opened.append((block, []))
        elif opened:
            opened[-1][1].append(block)
        else:
            preamble.append(block)
    ends = [heading.line for heading, _ in opened[1:]] + [end]
    sections = (
        tuple(
            Section(
                title=_ATTRIBUTES.sub("", heading.text),
                line=heading.line,
                end_line=last,
                blocks=tuple(inner),
            )
            for (heading, inner), last in zip(opened, ends, strict=True)
        )
        if opened
        else ()
    )
    return sections, tuple(preamble)


def _read_ignores(
    body: str, body_line: int, sections: tuple[Section, ...], preamble: tuple[Block, ...]
) -> Iterator[Ignore]:
    if "postmortems:" not in body:
        return
    lines = body.split("\n")
    blocks = [*preamble]
    spans = [(block.line, block.end_line) for block in preamble if not _is_comment(block)]
    for section in sections:
        blocks += section.blocks
        spans.append((section.line, section.line + 1))
        spans.extend((b.line, b.end_line) for b in section.blocks if not _is_comment(b))
    starts = [first for first, _ in spans]  # in the order of the text
    for block in blocks:
        if block.kind != "html":
            continue
        text = "\n".join(lines[block.line - body_line : block.end_line - body_line])
        for match in _IGNORE.finditer(text):
            line = block.line + text.count("\n", 0, match.start())
            following = bisect_right(starts, line)
            nothing = (block.end_line, block.end_line)
            first, last = spans[following] if following < len(spans) else nothing
            codes, reason = _read_directive(match["rest"])
            yield Ignore(codes=codes, reason=reason, line=line, first_line=first, end_line=last)


def _is_comment(block: Block) -> bool:
    return block.kind == "html" and not _COMMENT.sub("", block.text).strip()


def _read_head_ignores(lines: list[str], form: str) -> Iterator[Ignore]:
    """Comments of YAML: behind a value for its line, on a line of their own for the next entry."""
    for number, text in enumerate(lines, start=1) if form == "yaml" else ():
        match = _HEAD_IGNORE.search(text)
        if match is None:
            continue
        first = number
        if not text[: match.start()].strip():
            entries = (
                n
                for n, later in enumerate(lines, start=1)
                if n > number and _SAYS_SOMETHING.match(later)
            )
            first = next(entries, number)
        following = (
            n
            for n, later in enumerate(lines, start=1)
            if n > first and not _NESTED_LINE.match(later)
        )
        codes, reason = _read_directive(match["rest"])
        yield Ignore(
            codes=codes,
            reason=reason,
            line=number,
            first_line=first,
            end_line=next(following, first + 1),
        )


def _read_directive(text: str) -> tuple[tuple[str, ...], str]:
    codes = []
    position = 0
    while match := _IGNORE_CODE.match(text, position):
        codes.append(match[1])
        position = match.end()
    reason = text[position:].strip()
    for opening in ("because", ":", "--", "-"):
        if reason.lower().startswith(opening):
            reason = reason[len(opening) :].strip()
            break
    return tuple(codes), reason
