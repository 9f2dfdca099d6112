"""The fields of documents when a postmortem gets another id: edits of their own lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .header import HEADER_LINE, Head, field_name, read_header
from .located_yaml import plain_value
from .renamed_text import Renamed
from .text_edits import Edit
from .yaml_parts import YamlPart, read_parts

_REFERRING = ("recurrence_of", "related")
_PROSE = ("title", "mitigation")
_FLOW_MARKS = re.compile(r"[\[\]{},\n]")
_NOTHING = re.compile(r"(?:~|null|Null|NULL|\"\"|'')?")


class UneditableError(Exception):
    """The fields of a document have a form that is not edited; says why, for its author."""


def edit_head(text: str, head: Head, renamed: Renamed, *, is_it: bool) -> tuple[Edit, ...]:
    """The fields of a document, `head`, that name a postmortem by its former id.

    With `is_it`, the document is that postmortem: it gets the new id and keeps the former one
    among its aliases. What the edits make is read again, so that a form that nobody thought of
    is refused, never spoilt. Raises UneditableError.
    """
    is_named = renamed.id.search(text, head.begin, head.end)
    if renamed.old == renamed.new or not (is_it or is_named):
        return ()
    if head.form == "yaml":
        edits = tuple(_edit_yaml(text, head, renamed, is_it=is_it))
    elif head.form == "lines":
        edits = tuple(_edit_lines(text, head, renamed, is_it=is_it))
    else:
        edits = ()
    if not edits and not is_it:
        return ()
    after = plain_value(read_header(_apply(text, edits)).fields)
    if after != _expected(plain_value(head.fields), renamed, is_it=is_it):
        raise UneditableError("its front matter has a form that is not edited")
    return edits


def aliases_after(aliases: Iterable[str], renamed: Renamed) -> tuple[str, ...]:
    """The aliases of a renamed postmortem: the former id is the last, unless it is one already.

    None is taken out, its new id neither: the first one tells for good what it was called first.
    """
    given = tuple(aliases)
    is_there = any(alias.casefold() == renamed.old.casefold() for alias in given)
    return given if is_there else (*given, renamed.old)


def _apply(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: (edit.begin, edit.end), reverse=True):
        text = text[: edit.begin] + edit.new + text[edit.end :]
    return text


def _expected(fields: Any, renamed: Renamed, *, is_it: bool) -> Any:
    """The fields as they are to be read."""
    expected = dict(fields)
    for key in (*_REFERRING, *_PROSE):
        if key in expected:
            expected[key] = _replaced(expected[key], renamed)
    if is_it:
        aliases = expected.get("aliases") or []
        listed = [aliases] if isinstance(aliases, str) else aliases
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise UneditableError("its `aliases` are no list of texts")
        after = list(aliases_after(listed, renamed))
        expected["id"] = renamed.new
        if after != listed:
            expected["aliases"] = after
    return expected


def _replaced(value: Any, renamed: Renamed) -> Any:
    if isinstance(value, list):
        return [_replaced(item, renamed) for item in value]
    return renamed.id.sub(renamed.new, value) if isinstance(value, str) else value


def _edit_yaml(text: str, head: Head, renamed: Renamed, *, is_it: bool) -> Iterator[Edit]:
    yaml = text[head.begin : head.end]
    parts = read_parts(yaml)

    def edit(begin: int, end: int, new: str) -> Edit:
        return Edit(begin=head.begin + begin, end=head.begin + end, new=new)

    keys = (*_REFERRING, *_PROSE, *(("id",) if is_it else ()))
    for part in parts:
        if part.kind == "scalar" and part.path[:1] and part.path[0] in keys:
            for found in renamed.id.finditer(yaml, part.begin, part.end):
                yield edit(found.start(), found.end(), renamed.new)
    if not is_it:
        return
    # Of a key that stands twice the first is read.
    identifier = next((part for part in parts if part.path == ("id",)), None)
    aliases = next((part for part in parts if part.path == ("aliases",)), None)
    if identifier is None:
        raise UneditableError("its `id` has a form that is not edited")
    if aliases is None:
        root = next(part for part in parts if not part.path)
        yield _add_aliases(yaml, root, identifier, renamed, edit)
        return
    if aliases.kind == "scalar":
        items = [aliases] if aliases.text else []
    else:
        items = [p for p in parts if p.path[:-1] == ("aliases",) and p.begin < aliases.end]
    given = tuple(item.text for item in items)
    if aliases_after(given, renamed) != given:
        add = _add_to_scalar if aliases.kind == "scalar" else _add_to_list
        yield add(yaml, aliases, items, renamed, edit)


_MakeEdit = Callable[[int, int, str], Edit]


def _add_aliases(
    yaml: str, root: YamlPart, identifier: YamlPart, renamed: Renamed, edit: _MakeEdit
) -> Edit:
    """The field `aliases`, behind the id."""
    if root.style == "flow":
        return edit(identifier.end, identifier.end, f", aliases: [{renamed.old}]")
    line_end = yaml.find("\n", identifier.end)
    indent = " " * (root.begin - yaml.rfind("\n", 0, root.begin) - 1)
    return edit(line_end, line_end, f"\n{indent}aliases: [{renamed.old}]")


def _add_to_scalar(
    yaml: str, aliases: YamlPart, items: list[YamlPart], renamed: Renamed, edit: _MakeEdit
) -> Edit:
    """A list in the place of one alias, or of none."""
    written = yaml[aliases.begin : aliases.end]
    if not items or _NOTHING.fullmatch(written):
        space = "" if yaml[aliases.begin - 1 : aliases.begin] == " " else " "
        return edit(aliases.begin, aliases.end, f"{space}[{renamed.old}]")
    if aliases.style in ("|", ">"):
        raise UneditableError("its `aliases` are no list")
    if not aliases.style and _FLOW_MARKS.search(written):
        written = json.dumps(aliases.text, ensure_ascii=False)
    return edit(aliases.begin, aliases.end, f"[{written}, {renamed.old}]")


def _add_to_list(
    yaml: str, aliases: YamlPart, items: list[YamlPart], renamed: Renamed, edit: _MakeEdit
) -> Edit:
    """The list with the former id at its end."""
    if aliases.style == "flow":
        at = items[-1].end if items else aliases.end - 1
        return edit(at, at, f", {renamed.old}" if items else renamed.old)
    last = items[-1]
    line_end = yaml.find("\n", last.end)
    mark = yaml[yaml.rfind("\n", 0, last.begin) + 1 : last.begin]
    return edit(line_end, line_end, f"\n{mark}{renamed.old}")


def _edit_lines(text: str, head: Head, renamed: Renamed, *, is_it: bool) -> Iterator[Edit]:
    """The edits of a head of lines `**Key**: value`, of which the first of a key is read."""
    keys = (*_REFERRING, *_PROSE, *(("id",) if is_it else ()))
    seen: set[str] = set()
    at = head.begin
    missing: Edit | None = None
    for line in text[head.begin : head.end].split("\n"):
        begin, at = at, at + len(line) + 1
        match = HEADER_LINE.match(line)
        if match is None:
            continue
        key, value, place = field_name(match["key"]), match["value"], match.start("value")
        is_first = key not in seen
        seen.add(key)
        if key in keys:
            for found in renamed.id.finditer(line, place, match.end("value")):
                yield Edit(begin=begin + found.start(), end=begin + found.end(), new=renamed.new)
        if key == "id" and is_first:
            name, said = match.span("key"), match.span("value")
            added = (
                f"{line[: name[0]]}Aliases{line[name[1] : said[0]]}{renamed.old}{line[said[1] :]}"
            )
            missing = Edit(begin=at - 1, end=at - 1, new=f"\n{added}")
        elif key == "aliases" and is_first and is_it:
            given = tuple(part.strip() for part in value.strip("` ").split(",") if part.strip())
            if aliases_after(given, renamed) != given:
                end = len(line[: place + len(value)].rstrip("`, "))
                new = f", {renamed.old}" if given else f" {renamed.old}"
                yield Edit(begin=begin + end, end=begin + end, new=new)
    if is_it and missing and "aliases" not in seen:
        yield missing
