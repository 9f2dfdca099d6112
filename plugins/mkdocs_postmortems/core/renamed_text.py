"""Texts that name a postmortem, when it gets another id or its file another place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote

from .references import PATTERN
from .text_edits import Edit
from .unread_text import Stretches, UnreadText

_REFERENCE = re.compile(PATTERN)
_DESTINATION = re.compile(
    r"(?:(?P<inline>\]\([ \t]*\n?[ \t]*)|^[ \t>]*\[(?!\^)(?P<label>[^\]\n]+)\]:[ \t]*"
    r"|(?P<html>(?:href|src)=[\"']))"
    r"(?:<(?P<angled>[^<>\n]*)>|(?P<plain>[^\s<>\"'()]*(?:\([^\s<>\"'()]*\)[^\s<>\"'()]*)*))",
    re.MULTILINE,
)
"""Where a link, an image or the definition of one leads."""
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s<>\"'|]+")
_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}\n]*\}")
_HEADING = re.compile(r"^[ \t>]*#{2,6}.*$|^[^\n]+\n[ \t>]*-+[ \t]*$", re.MULTILINE)
"""Below the title, with marks before it or a line of hyphens below it."""
_DIRECTIVE = re.compile(r"^[ \t>]*(?::{3,}|-+8<-+)[ \t].*$", re.MULTILINE)
"""What takes in a file or an object by its name: `::: x`, `--8<-- "x"`."""
_LABEL = re.compile(r"\[(?P<label>[^\[\]]+)\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


@dataclass(frozen=True)
class Renamed:
    """A postmortem's former and new id and file; the same where only the other one changes."""

    old: str
    new: str
    old_uri: str = ""
    """Its Markdown file, relative to the folder of the site's documents."""
    new_uri: str = ""

    @cached_property
    def id(self) -> re.Pattern[str]:
        """The former id as a word; `PM-2026-007-A1` begins with it, `PM-2026-007.png` is a file,
        and beside `/`, `\\` or `@` it is part of a path or an address.
        """
        behind = r"\w|[\w-]{0,99}\.\w|[\w.-]{0,99}(?:[/@]|\\\w)"
        return re.compile(rf"(?<![\w/\\@-]){re.escape(self.old)}(?!{behind})")

    @property
    def has_moved(self) -> bool:
        """Whether its file has."""
        return self.old_uri != self.new_uri


def edit_text(
    text: str, uri: str, renamed: Renamed, is_file: Callable[[str], bool]
) -> tuple[Edit, ...]:
    """What in a text names a postmortem by its former id, or leads to its former file.

    `uri` is the text's own file, before it moves; `is_file` tells whether there is a file, by
    its path from the folder of the site's documents. Code, comments, addresses, paths, labels
    of links that the text defines, and headings below the title stay as they are: a heading's
    anchor is an address too.
    """
    edits: list[Edit] = []
    if renamed.old != renamed.new:
        edits += _rename_references(text, renamed)
        edits += _rename_words(text, renamed, tuple(edits))
    if renamed.has_moved:
        edits += _lead_on(text, uri, renamed, is_file)
    if not edits:
        return ()
    unread = UnreadText(text)
    return tuple(edit for edit in edits if not unread.holds(edit.begin))


def _rename_references(text: str, renamed: Renamed) -> Iterator[Edit]:
    """References such as `[[pm-2026-007#a1|that night]]`, in whatever case, and to its items."""
    for match in _REFERENCE.finditer(text) if "[[" in text else ():
        written = match["name"].strip()
        rest = written[len(renamed.old) :]
        if written.casefold().startswith(renamed.old.casefold()) and not rest[:1].isalnum():
            begin = match.start("name") + match["name"].index(written)
            yield Edit(begin=begin, end=begin + len(renamed.old), new=renamed.new)


def _rename_words(text: str, renamed: Renamed, references: tuple[Edit, ...]) -> Iterator[Edit]:
    """Bare ids, and those of its action items."""
    found = tuple(renamed.id.finditer(text))
    if not found:
        return
    kept = [(edit.begin, edit.end) for edit in references]
    kept += (match.span("anchor") for match in _REFERENCE.finditer(text) if match["anchor"])
    kept += (
        match.span()
        for pattern in (_DESTINATION, ADDRESS, _TAG, _ATTRIBUTES, _HEADING, _DIRECTIVE)
        for match in pattern.finditer(text)
    )
    defined = {_fold_label(match) for match in _DESTINATION.finditer(text) if match["label"]}
    kept += (match.span() for match in _LABEL.finditer(text) if _fold_label(match) in defined)
    stretches = Stretches.of(kept)
    for match in found:
        if not stretches.hold(match.start()):
            yield Edit(begin=match.start(), end=match.end(), new=renamed.new)


def _fold_label(match: re.Match[str]) -> str:
    """A label as Markdown compares it."""
    return " ".join(match["label"].split()).casefold()


def _lead_on(
    text: str, uri: str, renamed: Renamed, is_file: Callable[[str], bool]
) -> Iterator[Edit]:
    """Links to the file that moves; and in that file, its own links to others."""
    is_it = uri == renamed.old_uri
    folder = posixpath.dirname(renamed.new_uri if is_it else uri)
    for match in _DESTINATION.finditer(text):
        group = "plain" if match["angled"] is None else "angled"
        path = re.split("[?#]", match[group], maxsplit=1)[0]
        if not path or _SCHEME.match(path):
            continue
        is_absolute = path.startswith("/")
        beside = "" if is_absolute else posixpath.dirname(uri)
        target = posixpath.normpath(posixpath.join(beside, unquote(path).lstrip("/")))
        # Browsers read other addresses of raw HTML from the page's address, which stays.
        is_page = target.lower().endswith(_MARKDOWN)
        if target == renamed.old_uri:
            target = renamed.new_uri
        elif not is_it or is_absolute or not (is_page or (is_file(target) and not match["html"])):
            continue
        new = f"/{target}" if is_absolute else posixpath.relpath(target, folder or ".")
        special = r"[%?#<>]" if group == "angled" else r"[%?#<>()\"'\s]"
        new = re.sub(special, lambda found: quote(found[0]), new)
        if unquote(new) == posixpath.normpath(unquote(path)):
            continue
        begin = match.start(group)
        yield Edit(begin=begin, end=begin + len(path), new=new)
