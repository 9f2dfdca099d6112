"""Links to files beside the source, which have not moved with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_CODE = re.compile(
    r"(?P<fence>^[ ]*(?P<edge>`{3,}|~{3,})[^\n]*\n(?:.*?\n)??[ ]*(?P=edge)[`~]*[ ]*$)"
    r"|(?P<span>(?P<ticks>`+)(?!`)(?:(?!\n[ ]*\n).)*?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
# The limits keep a text of nothing but opening brackets from taking minutes.
_LINK = re.compile(
    r"(?<!\\)(?P<image>!?)\[(?P<text>(?:\\.|[^\[\]\\\n]|\n(?!\s*\n)|\[[^\[\]\n]{0,500}\]){0,500})\]"
    r"\((?P<target>(?:[^()\n]|\([^()\n]{0,500}\)){0,500})\)"
)
_DEFINITION = re.compile(r"^(?P<name>[ ]{0,3}\[[^\]\n]+\]:)[ \t]*(?P<target>\S.*)$", re.MULTILINE)
_ELSEWHERE = re.compile(r"<?(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|/|#|$)")


@dataclass(frozen=True, kw_only=True)
class UnlinkedText:
    """A text without the links that would lead nowhere from its new place."""

    text: str
    targets: tuple[str, ...]
    """What they led to, in order."""


def unlink_files(text: str) -> UnlinkedText:
    """Write relative links as text with their target in code marks, images too.

    `[the dump](dump.txt)` becomes ``the dump (`dump.txt`)``. What is in code, and
    links to other sites, to the site's root and to headings stay.
    """
    targets: list[str] = []

    def replace_link(match: re.Match[str]) -> str:
        target = match["target"].strip()
        if _ELSEWHERE.match(target):
            return match[0]
        targets.append(target)
        label = match["text"].strip()
        return f"{label} (`{target}`)" if label else f"`{target}`"

    def replace_definition(match: re.Match[str]) -> str:
        if _ELSEWHERE.match(match["target"]) or match["name"].lstrip().startswith("[^"):
            return match[0]
        targets.append(match["target"])
        return f"`{match['name'].strip()} {match['target']}`"

    pieces, position = [], 0
    for code in _CODE.finditer(text):
        pieces += [_replace(text[position : code.start()], replace_link, replace_definition)]
        pieces += [code[0]]
        position = code.end()
    pieces.append(_replace(text[position:], replace_link, replace_definition))
    return UnlinkedText(text="".join(pieces), targets=tuple(targets))


def _replace(
    text: str,
    link: Callable[[re.Match[str]], str],
    definition: Callable[[re.Match[str]], str],
) -> str:
    once = _LINK.sub(link, text)
    # Again, as an image can be the text of a link.
    return _DEFINITION.sub(definition, once if once == text else _LINK.sub(link, once))
