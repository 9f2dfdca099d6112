"""The fields of documents when a postmortem gets another id: edits of their own lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .header import HEADER_LINE, Head, field_name, find_head, read_header
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


def edit_head(text: str, renamed: Renamed, *, is_it: bool) -> tuple[Edit, ...]:
    """The fields of a document that name a postmortem by its former id.

    With `is_it`, the document is that postmortem: it gets the new id and keeps the former one
    among its aliases. What the edits make is read again, so that a form that nobody thought of
    is refused, never spoilt. Raises UneditableError.
    """
    if renamed.old == renamed.new:
        return ()
    head = find_head(text)
    before = plain_value(read_header(text).fields)
    if head.form == "yaml":
        edits = tuple(_edit_yaml(text, head, renamed, is_it=is_it))
    elif head.form == "lines":
        edits = tuple(_edit_lines(text, head, renamed, is_it=is_it))
    else:
        edits = ()
    if not edits:
        return ()
    after = plain_value(read_header(_apply(text, edits)).fields)
    if after != _expected(before, renamed, is_it=is_it):
        raise UneditableError("its front matter has a form that is not edited")
    return edits


def aliases_after(aliases: Iterable[str], renamed: Renamed) -> tuple[str, ...]:
    """The former names of a renamed postmortem, the oldest first: its new id is none of them."""
    kept = tuple(alias for alias in aliases if not _is(alias, renamed.new))
    return kept if any(_is(alias, renamed.old) for alias in kept) else (*kept, renamed.old)


def _is(alias: str, name: str) -> bool:
    return alias.casefold() == name.casefold()


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
        expected["id"] = renamed.new
        expected["aliases"] = list(aliases_after(listed, renamed))
    return expected


def _replaced(value: Any, renamed: Renamed) -> Any:
    if isinstance(value, list):
        return [_replaced(item, renamed) for item in value]
    return renamed.id.sub(renamed.new, value) if isinstance(value, str) else value


def _edit_yaml(text: str, head: Head, renamed: Renamed, *, is_it: bool) -> Iterator[Edit]:
    yaml = text[head.begin : head.end]
    parts = {part.path: part for part in reversed(read_parts(yaml))}  # of two alike the first

    def edit(begin: int, end: int, new: str) -> Edit:
        return Edit(begin=head.begin + begin, end=head.begin + end, new=new)

    for part in parts.values():
        if part.kind == "scalar" and part.path[:1] and part.path[0] in (*_REFERRING, *_PROSE):
            for found in renamed.id.finditer(yaml, part.begin, part.end):
                yield edit(found.start(), found.end(), renamed.new)
    if not is_it:
        return
    identifier = parts.get(("id",))
    named = renamed.id.search(yaml, identifier.begin, identifier.end) if identifier else None
    if identifier is None or named is None:
        raise UneditableError("its `id` has a form that is not edited")
    yield edit(named.start(), named.end(), renamed.new)
    aliases = parts.get(("aliases",))
    if aliases is None:
        yield _add_aliases(yaml, parts[()], identifier, renamed, edit)
    elif aliases.kind == "list":
        items = [part for path, part in parts.items() if path[:-1] == ("aliases",)]
        items.sort(key=lambda part: part.begin)
        yield from _change_list(yaml, aliases, items, renamed, edit)
    else:
        yield _change_scalar(yaml, aliases, renamed, edit)


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


def _change_scalar(yaml: str, aliases: YamlPart, renamed: Renamed, edit: _MakeEdit) -> Edit:
    """A list in the place of one alias, or of none."""
    written = yaml[aliases.begin : aliases.end]
    if _NOTHING.fullmatch(written):
        space = "" if yaml[aliases.begin - 1 : aliases.begin] == " " else " "
        return edit(aliases.begin, aliases.end, f"{space}[{renamed.old}]")
    kept = aliases_after((aliases.text,), renamed)
    if len(kept) == 1:
        return edit(aliases.begin, aliases.end, f"[{renamed.old}]")
    if aliases.style in ("|", ">"):
        return edit(aliases.begin, aliases.end, f"[{_quoted(aliases.text)}, {renamed.old}]\n")
    if not aliases.style and _FLOW_MARKS.search(written):
        written = _quoted(aliases.text)
    return edit(aliases.begin, aliases.end, f"[{written}, {renamed.old}]")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _change_list(
    yaml: str, aliases: YamlPart, items: list[YamlPart], renamed: Renamed, edit: _MakeEdit
) -> Iterator[Edit]:
    """The list with the former id at its end, and without the new one."""
    gone = [item for item in items if _is(item.text, renamed.new)]
    if gone and gone == items[-1:]:  # the way back: the last name is the id again
        yield edit(gone[0].begin, gone[0].end, renamed.old)
        return
    for item in gone:
        if aliases.style == "flow":
            yield edit(item.begin, items[items.index(item) + 1].begin, "")
        else:
            begin = yaml.rfind("\n", 0, item.begin) + 1
            yield edit(begin, yaml.find("\n", item.end) + 1, "")
    if any(_is(item.text, renamed.old) for item in items):
        return
    kept = [item for item in items if item not in gone]
    if aliases.style == "flow":
        at = kept[-1].end if kept else aliases.end - 1
        yield edit(at, at, f", {renamed.old}" if kept else renamed.old)
        return
    last = items[-1]
    line_end = yaml.find("\n", last.end)
    mark = yaml[yaml.rfind("\n", 0, last.begin) + 1 : last.begin]
    yield edit(line_end, line_end, f"\n{mark}{renamed.old}")


def _edit_lines(text: str, head: Head, renamed: Renamed, *, is_it: bool) -> Iterator[Edit]:
    """The edits of a head of lines `**Key**: value`."""
    seen: set[str] = set()
    at = head.begin
    missing: Edit | None = None
    for line in text[head.begin : head.end].split("\n"):
        begin, at = at, at + len(line) + 1
        match = HEADER_LINE.match(line)
        key = field_name(match["key"]) if match else ""
        if match is None or key in seen:
            continue
        seen.add(key)
        value_begin, value = begin + match.start("value"), match["value"]
        if key in (*_REFERRING, *_PROSE) or (key == "id" and is_it):
            for found in renamed.id.finditer(value):
                place = value_begin + found.start()
                yield Edit(begin=place, end=place + len(renamed.old), new=renamed.new)
        if key == "id":
            name, said = match.span("key"), match.span("value")
            added = (
                f"{line[: name[0]]}Aliases{line[name[1] : said[0]]}{renamed.old}{line[said[1] :]}"
            )
            missing = Edit(begin=at - 1, end=at - 1, new=f"\n{added}")
        elif key == "aliases" and is_it:
            listed = (part.strip() for part in value.strip().strip("`").split(",") if part.strip())
            gap = "" if line[match.start("value") - 1] == " " else " "
            new = gap + ", ".join(aliases_after(listed, renamed))
            yield Edit(begin=value_begin, end=value_begin + len(value), new=new)
    if is_it and missing and "aliases" not in seen:
        yield missing
