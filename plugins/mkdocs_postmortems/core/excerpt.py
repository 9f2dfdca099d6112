"""The sentences in which a text leads to postmortems, as its readers see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .inline_references import REFERENCE, add_references
from .passages import strip_marks
from .plain_text import has_marks, sentences
from .postmortem import Postmortem
from .references import PATTERN

_REFERENCE = re.compile(PATTERN)
_LONGEST = 300
"""Letters of a sentence that are shown on either side of what it is about."""
_FEW = 2
"""Words beside what a sentence is about; with fewer it says nothing of it."""
_LONG_PASSAGE = 4_000
"""Letters; a longer passage is read in parts of half as many."""
_STAND_IN = re.compile("X([\ue000-\uf8ff])")
"""A capital letter, so that a sentence may begin with it, and a number."""
_STAND_INS = 0x1900
_HREF = re.compile(r"<a\b[^>]*?\bhref=(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_FLOWING = re.compile(r"</?(?:a|abbr|b|code|em|i|kbd|mark|s|small|span|strong|sub|sup|u)\b", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """A sentence, and what it is about; plain text."""

    before: str
    cited: str
    after: str

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than what it is about."""
        return len(re.findall(r"\w+", f"{self.before} {self.after}")) >= _FEW


@dataclass(frozen=True, kw_only=True)
class Leads:
    """What names and addresses in a text lead to; None where that is no postmortem."""

    name: Callable[[str], Postmortem | None]
    """In double brackets."""
    address: Callable[[str], Postmortem | None]
    """Of a link."""
    ids: Callable[[str], Iterator[tuple[int, int, Postmortem]]]
    """The ids in a text without marks: where they begin and end."""


@dataclass(frozen=True, kw_only=True)
class CitedSentence:
    """A postmortem, and the first sentence of a passage that leads to it."""

    postmortem: Postmortem
    excerpt: Excerpt


class PassageReader:
    """Reads passages of one text, in which `definitions` are those of links by their label."""

    def __init__(self, leads: Leads, definitions: Mapping[str, Mapping[str, str]]) -> None:
        self._leads = leads
        self._definitions = definitions

    def read(self, source: str) -> Iterator[CitedSentence]:
        """Each postmortem that a passage leads to, once, in its order."""
        found: dict[str, CitedSentence] = {}
        for part in _split_long(source):
            for one in self._read_part(part):
                found.setdefault(one.postmortem.id, one)
        yield from found.values()

    def _read_part(self, source: str) -> Iterator[CitedSentence]:
        line, source = _Line(self._leads), strip_marks(source)
        if has_marks(_REFERENCE.sub(lambda found: found["text"] or "", source)):
            environment = {"leads": self._leads, "references": dict(self._definitions)}
            for token in _inline_parser().parseInline(source, environment):
                line.add(token.children or ())
        else:
            line.add_unmarked(source)
        text = " ".join(line.text().split())
        for sentence in sentences(text):
            for stand_in in _STAND_IN.finditer(sentence):
                cited, words = line.cited[ord(stand_in[1]) - 0xE000]
                before, after = sentence[: stand_in.start()], sentence[stand_in.end() :]
                yield CitedSentence(
                    postmortem=cited,
                    excerpt=Excerpt(
                        before=_shorten_before(line.spell(before)),
                        cited=" ".join(words.split()),
                        after=_shorten_after(line.spell(after)),
                    ),
                )


class _Line:
    """The words of inline Markdown, with a stand-in for each place that leads to a postmortem."""

    def __init__(self, leads: Leads) -> None:
        self._leads = leads
        self._pieces: list[str] = []
        self._links: list[tuple[Postmortem | None, int]] = []
        self.cited: list[tuple[Postmortem, str]] = []

    def text(self) -> str:
        return "".join(self._pieces)

    def spell(self, text: str) -> str:
        """A text with the words of each place in that place."""
        return _STAND_IN.sub(lambda found: self.cited[ord(found[1]) - 0xE000][1], text)

    def add(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type in ("text", "code_inline"):
                self._add_words(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self._pieces.append(" ")
            elif token.type == "image":
                self._pieces.append(token.content)
            elif token.type == "link_open":
                self._open(str(token.attrGet("href") or ""))
            elif token.type == "link_close":
                self._close()
            elif token.type == "html_inline":
                self._add_tag(token.content)
            elif token.type == REFERENCE:
                self._add_reference(token)

    def add_unmarked(self, text: str) -> None:
        """A text in which only references are marked, as most are, which needs no parse."""
        place = 0
        for match in _REFERENCE.finditer(text):
            self._add_words(text[place : match.start()])
            place = match.end()
            if postmortem := self._leads.name(match["name"].strip()):
                self._cite(postmortem, match["text"] or postmortem.title)
            else:
                self._pieces.append(match[0])
        self._add_words(text[place:])

    def _add_words(self, text: str) -> None:
        if any(cited for cited, _ in self._links):
            self._pieces.append(text)  # what the words of a link lead to is the link's
            return
        place = 0
        for begin, end, postmortem in self._leads.ids(text):
            self._pieces.append(text[place:begin])
            self._cite(postmortem, text[begin:end])
            place = end
        self._pieces.append(text[place:])

    def _add_reference(self, token: Token) -> None:
        postmortem = self._leads.name(token.meta["name"])
        words = _Line(self._leads)
        words.add(token.children or ())
        if postmortem:
            self._cite(postmortem, words.spell(words.text()) or postmortem.title)

    def _add_tag(self, tag: str) -> None:
        if match := _HREF.match(tag):
            self._open(next(filter(None, match.groups()), ""))
        elif tag.lower().startswith("</a"):
            self._close()
        elif not _FLOWING.match(tag):
            self._pieces.append(" ")

    def _open(self, address: str) -> None:
        self._links.append((self._leads.address(address), len(self._pieces)))

    def _close(self) -> None:
        if not self._links:
            return
        postmortem, place = self._links.pop()
        if postmortem:
            words = "".join(self._pieces[place:])
            del self._pieces[place:]
            self._cite(postmortem, self.spell(words))

    def _cite(self, postmortem: Postmortem, words: str) -> None:
        if len(self.cited) == _STAND_INS:
            self._pieces.append(words)
            return
        self._pieces.append(f"X{chr(0xE000 + len(self.cited))}")
        self.cited.append((postmortem, words))


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    return add_references(MarkdownIt("commonmark"), _leads_somewhere)


def _leads_somewhere(name: str, environment: MutableMapping[str, Any]) -> bool:
    leads: Leads = environment["leads"]
    return leads.name(name) is not None


def _split_long(source: str) -> Iterator[str]:
    place = 0
    while len(source) - place > _LONG_PASSAGE:
        end = source.rfind(" ", place, place + _LONG_PASSAGE // 2)
        end = place + _LONG_PASSAGE // 2 if end <= place else end
        yield source[place:end]
        place = end
    yield source[place:]


def _shorten_before(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return "… " + text[-_LONGEST:].partition(" ")[2]


def _shorten_after(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " …"
