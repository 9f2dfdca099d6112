"""One action item as people write it: done marks, owner, priority, due date, tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .dates import Calendar, find_dates

_BOX = re.compile(r"^\[(?P<mark>[ xX✓✔~-])\][ ]+")
_DONE = re.compile(
    r"^(?:[\[(]done[!.]?[\])]|[✅✔☑]️?)[ :–-]*|[ ]*[\[(]done[!.]?[\])][.]?$|[ ]*[✅✔☑]️?$"
    r"|^done[ ]*[:–—-][ ]+|[ ]+[–—-][ ]+done\.?$",
    re.IGNORECASE,
)
# Other words than ours stay in the text too.
_CALLED_DONE = re.compile(
    r"[\[(](?:completed?|fixed|closed|merged)[!.]?[\])]|^(?:closed|completed)[ ]*[:–—-][ ]"
    r"|[ ][–—-][ ]+(?:closed|completed)\.?$",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"^[\[(](?:in[ -]progress|wip|ongoing)[\])]|[\[(](?:in[ -]progress|wip|ongoing)[\])]\.?$",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"^~~.+~~[ ,;:–—(-]*(?:won['’]?t[ ](?:do|fix)|cancell?ed|rejected|dropped|declined)\b",
    re.IGNORECASE | re.DOTALL,
)
_SHOUTED = re.compile(r"(?<![\w-])DONE(?![\w-])")
_STRUCK = re.compile(r"^~~(?P<text>.+)~~[.]?$", re.DOTALL)
_OWNER = re.compile(r"[ ]*[(\[](?i:owners?)[ ]*:[ ]*(?P<owner>[^()\[\]]+)[)\]]")
# What follows the owner in the same brackets stays in the text.
_OWNER_AND_DAY = re.compile(
    r"(?<=[(\[])(?i:owners?)[ ]*:[ ]*(?P<owner>[^()\[\],;]+),[ ]*(?=(?i:by|due|until|before|eta)\b)"
)
_OWNER_END = re.compile(
    r"[ ]*[,;–—-]?[ ]*(?<!\w)(?i:owners?)[ ]*:[ ]*(?P<owner>[^.,;:()\n]{2,60})\.?$"
)
_AT_OWNER = re.compile(
    r"^[(\[]?(?P<first>@[\w.-]+(?:/[\w.-]+)?)[)\]]?[ ]*[:–—-][ ]*"
    r"|^(?P<leading>@[\w.-]*\w)[ ]+(?=[A-Z`])"
    r"|[ ]*[–—-][ ]+(?P<dashed>@[\w.-]*\w)(?=$|,[ ]*(?i:due|by)\b)|[ ]*[(\[](?P<last>@[\w.-]*\w)[)\]]\.?$"
)
_PRIORITY = re.compile(r"^[(\[](?P<first>P\d)[)\]][ :–-]*|[ ]*[(\[](?P<last>P\d)[)\]]\.?$")
_DUE = re.compile(
    r"[(\[]?\b(?i:due(?:[ ]+date)?|deadline)\b[ ]*:?[ ]*(?:(?i:on|by)[ ]+)?(?=\w)"
    r"|\b(?i:by)[ ]+(?=\d{4}-\d{2}-\d{2})"
)
_LINK = re.compile(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)")
_ADDRESS = re.compile(r"<?(?P<target>https?://[^\s<>)\]]*[^\s<>)\].,;:])>?")
_TICKET_ADDRESS = re.compile(
    r"/(?:issues|pull|pulls|merge_requests|work_items|discussions)/(?P<number>\d+)\b"
    r"|/browse/(?P<key>[A-Z][A-Z0-9]+-\d+)|show_bug\.cgi\?id=(?P<bug>\d+)|/T(?P<task>\d{3,})$"
)
_BARE = re.compile(
    r"(?<![\w/&#\[-])(?P<ticket>#\d{1,7}|[A-Z][A-Z0-9]{1,9}-\d+|(?i:bug|issue|ticket)[ ]#?\d{2,8})\b"
)
# Standards and the like, which look like tickets.
_NO_TICKET = re.compile(
    r"^(?:UTF|ISO|SHA|RFC|CVE|AES|TLS|SEV|P|PM|COVID|IPV|HTTP|MD)-", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Action:
    """What an entry of a list says; empty texts where it does not say."""

    item: str
    """Markdown, without the marks that are in the other fields."""
    owner: str = ""
    priority: str = ""
    due: date | None = None
    status: str = ""
    """`done`, `in-progress`, `wont-do`, `open` for an empty box, or nothing."""
    ticket: str = ""


def read_action(text: str, calendar: Calendar) -> Action:
    """Read an entry. Links, tickets and due dates stay in the text as well."""
    status = ""
    box = _BOX.match(text)
    if box:
        status = {" ": "open", "-": "wont-do", "~": "wont-do"}.get(box["mark"], "done")
        text = text[box.end() :]
    head, tail = _first_paragraph(text)
    owner = ""
    for pattern in (_OWNER_AND_DAY, _OWNER, _OWNER_END, _AT_OWNER):
        if not owner:
            owner, head = _take(pattern, head)
    priority, head = _take(_PRIORITY, head)
    struck = _STRUCK.match(head)
    if _DECLINED.match(head):
        status, struck = "wont-do", None
    elif struck or is_called_done(head):
        status = "done"
    head = struck["text"] if struck and not tail else head
    if _DONE.search(head):
        status, head = "done", _DONE.sub("", head, count=1).strip()
    elif _CALLED_DONE.search(head):
        status = "done"
    elif _UNDER_WAY.search(head) and status != "wont-do":
        status = "in-progress"
    return Action(
        item=head + tail,
        owner=owner.strip(" *_"),
        priority=priority,
        due=_find_due(head, calendar),
        status=status,
        ticket=", ".join(dict.fromkeys(find_tickets(head))),
    )


def is_called_done(text: str) -> bool:
    """Whether a text has the word in capital letters."""
    return _SHOUTED.search(text) is not None


def find_tickets(text: str) -> Iterator[str]:
    """The tickets of a text, as links where they are links."""
    addresses = [match["target"] for match in _LINK.finditer(text)]
    rest = _LINK.sub(lambda match: f" {match['text']} ", text)
    addresses += [match["target"] for match in _ADDRESS.finditer(rest)]
    known = set()
    for address in addresses:
        match = _TICKET_ADDRESS.search(address)
        if match:
            number = match["key"] or f"#{match['number'] or match['bug'] or match['task']}"
            known.add(number.lstrip("#"))
            yield f"[{number}]({address})"
    for match in _BARE.finditer(_ADDRESS.sub(" ", rest)):
        if re.sub(r"\D+(?=\d+$)", "", match["ticket"]) in known or match["ticket"] in known:
            continue
        if not _NO_TICKET.match(match["ticket"]):
            yield match["ticket"]


def _first_paragraph(text: str) -> tuple[str, str]:
    end = re.search(r"\n[ ]*(?:\n|[-*+][ ]|\d+[.)][ ]|```)", text)
    return (text[: end.start()], text[end.start() :]) if end else (text, "")


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first named group that is there, and the text without the match."""
    match = pattern.search(text)
    if match is None:
        return "", text
    found = next(group for group in match.groups() if group)
    return found.strip(), (text[: match.start()] + text[match.end() :]).strip()


def _find_due(text: str, calendar: Calendar) -> date | None:
    word = _DUE.search(text)
    if word is None:
        return None
    mention = next(find_dates(text[word.end() :]), None)
    return calendar.resolve(mention) if mention and mention.start == 0 else None
