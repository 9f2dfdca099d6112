"""The head of a document: its fields with their places, from YAML or from header lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from .diagnostics import Finding, Problem
from .located_yaml import Entry, Items, Mapping, Scalar, YamlReading, read_yaml

EMPTY = Mapping(entries=(), line=1, column=1)

_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
_FENCE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
HEADER_LINE = re.compile(
    r"^(?P<indent>[ ]{0,3}(?:[-*+][ ]+)?)\*\*(?P<key>[^*:]{1,40})(?::\*\*|\*\*[ ]*:)[ ]*(?P<value>.*?)[ \\]*$"
)
"""One field in the form `**Key**: value`."""
_LISTS = frozenset(
    ("contributing_factors", "teams", "services", "symptoms", "incidents", "authors", "responders",
     "reviewers", "recurrence_of", "related", "aliases", "tags")
)  # fmt: skip
_KEYS = {
    "postmortem_id": "id",
    "incident_date": "date",
    "date_of_incident": "date",
    "author": "authors",
    "reviewer": "reviewers",
    "responder": "responders",
    "team": "teams",
    "service": "services",
    "affected_services": "services",
    "root_cause_category": "category",
    "detection_method": "detection",
    "detected_by": "detection",
    "incident": "incidents",
    "factors": "contributing_factors",
    "tag": "tags",
}


@dataclass(frozen=True, kw_only=True)
class Header:
    """The fields of a document, wherever they were written."""

    fields: Mapping
    form: str
    """`yaml`, `lines` or `none`."""
    problems: tuple[Problem, ...]
    body: str
    """The text after the head, without a first-level heading that opens it."""
    body_line: int
    """The line of the file at which `body` begins, from 1."""
    heading: str | None
    """The first-level heading that opens the document."""


class LocatedYAMLHandler(BaseHandler):
    """A handler for python-frontmatter that keeps places and swallows nothing.

    The stock handler takes an unclosed fence or a list for a document without
    front matter; this one leaves `reading` and `problem` for the caller.
    """

    FM_BOUNDARY = _FENCE

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.first_line = first_line
        self.body_line = first_line
        self.body = ""
        self.reading: YamlReading | None = None
        self.unclosed = False

    def detect(self, text: str) -> bool:
        """Whether the text opens with a fence."""
        return _FENCE.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The YAML and the body; without a closing fence, all of it is YAML."""
        opening = _FENCE.match(text)
        assert opening is not None, "split is called after detect"
        closing = _FENCE.search(text, opening.end())
        if closing is None:
            self.unclosed = True
            return "", ""
        self.body = text[closing.end() + 1 :]
        self.body_line = self.first_line + text.count("\n", 0, closing.end()) + 1
        return text[opening.end() + 1 : closing.start()], self.body

    def load(self, fm: str, **kwargs: object) -> Any:
        """Read the YAML with places; the library is given no values to merge."""
        self.reading = read_yaml(fm, first_line=self.first_line + 1)
        return {}

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:
        """Refuse: documents are written from their template, never from parsed values."""
        raise TypeError("this handler reads only")


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where the fields of a document stand in its text."""

    form: str
    """`yaml`, `lines` or `none`."""
    begin: int
    """From 0; without the fence."""
    end: int
    """Behind the line end of the last field."""
    fields: Mapping


def find_head(text: str) -> Head:
    """The stretch of the fields; an empty one where there are none, or their fence is not closed."""
    header = read_header(text)
    if header.form == "yaml":
        opening = _FENCE.search(text)
        closing = _FENCE.search(text, opening.end()) if opening else None
        if opening and closing:
            return Head(
                form="yaml",
                begin=opening.end() + 1,
                end=closing.start(),
                fields=header.fields,
            )
    elif header.form == "lines":
        begins = [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
        first = min(entry.line for entry in header.fields.entries)
        end = begins[header.body_line - 1]
        return Head(form="lines", begin=begins[first - 1], end=end, fields=header.fields)
    return Head(form="none", begin=0, end=0, fields=EMPTY)


def read_header(text: str) -> Header:
    """Split a document into its fields and its body. Never raises for bad input."""
    blank = _BLANK_LINES.match(text)
    skipped = blank[0] if blank else ""
    stripped, first_line = text[len(skipped) :], skipped.count("\n") + 1
    handler = LocatedYAMLHandler(first_line)
    if handler.detect(stripped):
        return _read_yaml_header(stripped, handler)
    return _read_header_lines(stripped, first_line)


def _read_yaml_header(text: str, handler: LocatedYAMLHandler) -> Header:
    frontmatter.parse(text, handler=handler)
    line = handler.first_line
    problems: tuple[Problem, ...] = ()
    fields = EMPTY
    if handler.unclosed:
        problems = (
            _malformed(
                line,
                "the front matter is not closed",
                "put a line of three hyphens (---) after its last key",
            ),
        )
    elif handler.reading is not None:
        problems = handler.reading.problems
        root = handler.reading.root
        if isinstance(root, Mapping):
            fields = root
        elif not problems:
            form = "a list" if isinstance(root, Items) else "a text" if _says(root) else "empty"
            problems = (
                _malformed(
                    root.line if root else line,
                    f"the front matter is {form}, not a mapping of keys to values",
                    "write `key: value` lines between the fences",
                ),
            )
    heading, body, body_line = _cut_heading(handler.body, handler.body_line)
    return Header(
        fields=fields,
        form="yaml",
        problems=problems,
        body=body,
        body_line=body_line,
        heading=heading,
    )


def _says(root: object) -> bool:
    return isinstance(root, Scalar) and root.text is not None


def _malformed(line: int, message: str, hint: str) -> Problem:
    return Problem(code="PM105", finding=Finding(line=line, message=message, hint=hint))


def _cut_heading(body: str, line: int) -> tuple[str | None, str, int]:
    """Take a first-level heading off the beginning of the body."""
    stripped = body.lstrip("\n")
    start = line + len(body) - len(stripped)
    head, _, rest = stripped.partition("\n")
    match = re.fullmatch(r"#[ \t]+(.*?)[ \t]*#*[ \t]*", head)
    if match:
        return match[1], rest, start + 1
    underline, _, after = rest.partition("\n")
    if head.strip() and re.fullmatch(r"=+[ \t]*", underline):
        return head.strip(), after, start + 2
    return None, body, line


def _read_header_lines(text: str, first_line: int) -> Header:
    """Read `**Key**: value` lines that stand directly under the first heading."""
    heading, body, line = _cut_heading(text, first_line)
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    repeated: list[str] = []
    lines = body.split("\n")
    taken = 0
    for index, content in enumerate(lines):
        match = HEADER_LINE.match(content)
        if match is None:
            if content.strip() or (entries and _resumes(lines, index)):
                break
            continue
        taken = index + 1
        at = line + index
        key = field_name(match["key"])
        if key in entries:
            message = f"the key `{key}` stands on line {entries[key].line} already"
            finding = Finding(
                line=at, message=message, hint="keep one of the two; the first is used until then"
            )
            problems.append(Problem(code="PM106", finding=finding))
            repeated.append(key)
            continue
        value = _header_value(key, match["value"], at, match.start("value") + 1)
        entries[key] = Entry(key=key, value=value, line=at, column=match.start("key") + 1)
    form = "lines" if entries else "none"
    return Header(
        fields=Mapping(
            entries=tuple(entries.values()),
            line=first_line,
            column=1,
            repeated=tuple(repeated),
        ),
        form=form,
        problems=tuple(problems),
        body="\n".join(lines[taken:]),
        body_line=line + taken,
        heading=heading,
    )


def _resumes(lines: list[str], index: int) -> bool:
    """Whether a blank line ends the header lines: the next text is none of them."""
    following = next((content for content in lines[index:] if content.strip()), "")
    return HEADER_LINE.match(following) is None


def field_name(key: str) -> str:
    """The field that a key stands for, in whatever case and with spaces: `Incident date`."""
    name = re.sub(r"[\s-]+", "_", key.strip().lower())
    return _KEYS.get(name, name)


def _header_value(key: str, text: str, line: int, column: int) -> Scalar | Items:
    text = text.strip().strip("`")
    if key not in _LISTS:
        return Scalar(text=text or None, line=line, column=column)
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    return Items(
        items=tuple(Scalar(text=part, line=line, column=column) for part in parts),
        line=line,
        column=column,
    )
