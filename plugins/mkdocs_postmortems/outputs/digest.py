"""A digest as text for a channel or an e-mail: Markdown, Slack's mrkdwn, HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..pages import Addresses
from ..rendering import find_overrides
from ..views.digest import DigestEntry, DigestView
from ..views.reference import Ref

FORMATS = ("markdown", "slack", "html")

_MARKED = re.compile(r"([\\`*_\[\]<>&|~#!$])")
# What names somebody, and what calls a whole channel wherever it stands; no address of an e-mail.
_CALL = re.compile(r"(?<![^\W_])@|@(?=(?:all|channel|everyone|group|here|team)\b)", re.IGNORECASE)
_IN_ADDRESS = ":/?#[]@!$&'*+,;=%~"
"""What stays as it is in an address: not brackets, bars and spaces, which would end a link."""


@dataclass(frozen=True, kw_only=True)
class _Dialect:
    """A way of marking text up."""

    title: str
    heading: str
    list_head: str
    """Of the heading of a list, and what is said of its items."""
    gap_before_list: bool
    item: str
    link: str
    escape: Callable[[str], str]


def format_digest(view: DigestView, form: str, addresses: Addresses) -> str:
    """The digest in one of `FORMATS`, with a line break at its end.

    Links are absolute; where nobody says where the site is, texts stand without them.
    """
    if form == "html":
        return _as_html(view, addresses)
    dialect = _MARKDOWN if form == "markdown" else _SLACK
    return "\n".join(_lines(view, dialect, addresses)) + "\n"


def _lines(view: DigestView, dialect: _Dialect, addresses: Addresses) -> Iterator[str]:
    escape = dialect.escape
    yield dialect.title.format(escape(view.title))
    yield ""
    yield escape(view.sentence)
    for section in view.sections:
        yield ""
        heading = dialect.heading.format(escape(f"{section.title}: {section.total}"))
        yield dialect.list_head.format(heading, escape(section.says)).strip()
        yield from [""] * dialect.gap_before_list
        for entry in section.entries:
            yield dialect.item.format(_entry(entry, dialect, addresses))
        if section.more:
            more_in = _link(section.more_in, dialect, addresses)
            yield dialect.item.format(f"and {section.more} more: {more_in}")
    if addresses.absolute(view.review):
        yield ""
        yield f"More: {_link(view.review, dialect, addresses)}"


def _entry(entry: DigestEntry, dialect: _Dialect, addresses: Addresses) -> str:
    details = f" ({', '.join(entry.details)})" if entry.details else ""
    note = f". {entry.note}" if entry.note else ""
    link = _link(entry.ref, dialect, addresses)
    return f"{link} {dialect.escape(f'{entry.text}{details}{note}')}"


def _link(ref: Ref, dialect: _Dialect, addresses: Addresses) -> str:
    text = dialect.escape(ref.title)
    url = addresses.absolute(ref)
    if url is None:
        return text
    quoted = quote(url, safe=_IN_ADDRESS)
    return dialect.link.format(url=quoted.replace("&", "&amp;"), text=text)


def _as_html(view: DigestView, addresses: Addresses) -> str:
    environment = Environment(
        loader=FileSystemLoader(find_overrides()),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals["absolute"] = addresses.absolute
    return environment.get_template("postmortems/digest.html").render(view=view) + "\n"


def _without_calls(text: str) -> str:
    """On one line, and with nothing in it that a chat would call anybody for."""
    return _CALL.sub("@\u200b", " ".join(text.split()))


def _escape_markdown(text: str) -> str:
    return _MARKED.sub(r"\\\1", _without_calls(text))


def _escape_slack(text: str) -> str:
    """Slack reads `&`, `<` and `>` as its own, and has no way to escape other marks.

    Three backticks would swallow the lines that follow, so each becomes an apostrophe.
    """
    plain = _without_calls(text).replace("`", "'")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARKDOWN = _Dialect(
    title="## {}",
    heading="### {}",
    list_head="{}\n\n{}",
    gap_before_list=True,
    item="- {}",
    link="[{text}]({url})",
    escape=_escape_markdown,
)
_SLACK = _Dialect(
    title="*{}*",
    heading="*{}*",
    list_head="{} {}",
    gap_before_list=False,
    item="• {}",
    link="<{url}|{text}>",
    escape=_escape_slack,
)
