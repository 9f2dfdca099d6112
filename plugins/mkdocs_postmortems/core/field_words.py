"""The words of a document's fields as the library's ids, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .corrections import correct_term
from .diagnostics import Finding, Problem, Replacement
from .document import Document
from .located_yaml import place_of
from .settings import Settings
from .vocabulary import MAX_ID, Term, Vocabulary

MAX_WORDS = 50
"""Words of a list that are read; incidents are compared by pairs of their factors."""
_SHOWN = 12
"""Known words that a hint lists."""
_DEFAULTS = Settings()
_BUILT_IN = (_DEFAULTS.severities, _DEFAULTS.detection_methods, _DEFAULTS.triggers)
_LISTS = {
    "severity": ("severity", "severities"),
    "potential_severity": ("severity", "severities"),
    "category": ("category", "categories"),
    "trigger": ("trigger", "triggers"),
    "detection": ("detection method", "detection_methods"),
}
"""What a word of a field is called, and its list in `library.yml`, where that differs."""


@dataclass(frozen=True, kw_only=True)
class FieldWords:
    """Turns the document's words into the library's ids, noting those it does not know."""

    document: Document
    problems: list[Problem]

    def one(self, field: str, word: str | None, vocabulary: Vocabulary) -> str | None:
        """The id of a word; None where there is none, or no such one."""
        return next(iter(self.each(field, (word,) if word else (), vocabulary)), None)

    def each(self, field: str, words: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
        """The ids of the words that are known, each once."""
        found: dict[str, None] = {}
        if len(words) > MAX_WORDS:
            message = f"{len(words)} words; those after the first {MAX_WORDS} are not read"
            hint = "keep those that this incident was about"
            self._report("PM103", (field, MAX_WORDS), _about(field, message, hint))
        for index, word in enumerate(words[:MAX_WORDS]):
            term = vocabulary.resolve(word)
            if term is not None:
                found[term.id] = None
                if term.retired:
                    finding = describe_retired(field, word, term, vocabulary)
                    self._report("PM109", (field, index), finding)
            else:
                finding = describe_unknown(field, word, vocabulary)
                self._report("PM103" if vocabulary.open else "PM102", (field, index), finding)
        return tuple(found)

    def others(self, field: str, ids: tuple[str, ...], own: str) -> tuple[str, ...]:
        """The ids of other documents; a document is no recurrence of itself."""
        for index, identifier in enumerate(ids):
            if identifier == own:
                message = f"`{own}` is this postmortem itself"
                finding = _about(field, message, "write the id of the other one")
                self._report("PM103", (field, index), finding)
        return tuple(identifier for identifier in ids if identifier != own)

    def check_prefix(self, identifier: str, prefix: str) -> bool:
        """Whether an id begins as those of the library do; notes one that does not."""
        if identifier and not identifier.startswith(f"{prefix}-"):
            message = f"`{identifier}` does not begin with `{prefix}-`"
            hint = f"ids of this library are written as {prefix}-2026-007"
            self._report("PM103", ("id",), _about("id", message, hint))
        return identifier.startswith(f"{prefix}-")

    def _report(self, code: str, path: tuple[str | int, ...], finding: Finding) -> None:
        place = place_of(self.document.fields, path)
        placed = replace(finding, line=place.line, column=place.column)
        self.problems.append(Problem(code=code, finding=placed))


def describe_unknown(
    field: str, word: str, vocabulary: Vocabulary, *, may_guess: bool = True
) -> Finding:
    """What there is to say of a word that a vocabulary does not have; its place is the caller's.

    To guess what was meant takes a millisecond.
    """
    if vocabulary.open:
        shown = word if len(word) <= MAX_ID else f"{word[:MAX_ID]}…"
        return _about(
            field,
            f"`{shown}` cannot be used as a word",
            f"a word has letters or digits, and not more than {MAX_ID} of them; "
            "the sentence belongs into the text",
        )
    known = tuple(term.id for term in vocabulary.current)
    noun, key = _LISTS.get(field, (field, field))
    listed = ", ".join(known[:_SHOWN]) + (" …" if len(known) > _SHOWN else "")
    if vocabulary in _BUILT_IN:
        message = f"there is no {noun} `{word}`"
        hint = f"there are {listed}; `{key}` in library.yml can give others"
    else:
        message, hint = f"library.yml has no `{word}`", f"it has {listed}"
    guess = vocabulary.nearest(word) if may_guess else None
    hint = f"did you mean `{guess}`?" if guess else hint
    return _about(field, message, hint, correct_term(word, vocabulary) if may_guess else None)


def describe_retired(field: str, word: str, term: Term, vocabulary: Vocabulary) -> Finding:
    """What there is to say of a word whose term is used no longer; its place is the caller's."""
    called = f"`{word}`" if word == term.id else f"`{word}`, which is `{term.id}`,"
    successor = vocabulary.successor_of(term)
    hint = f"use `{successor.id}`: {successor.title}" if successor else "choose another one"
    return _about(field, f"{called} is retired", hint)


def _about(field: str, message: str, hint: str, replacement: Replacement | None = None) -> Finding:
    return Finding(line=1, message=f"`{field}`: {message}", hint=hint, replacement=replacement)
