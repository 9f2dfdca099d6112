"""The words of a document's fields as the library's ids, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from .corrections import correct_term
from .diagnostics import Finding, Problem, Replacement
from .document import Document
from .located_yaml import place_of
from .settings import Settings
from .vocabulary import MAX_ID, Vocabulary

_MAX_WORDS = 50
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
        if len(words) > _MAX_WORDS:
            message = f"{len(words)} words; those after the first {_MAX_WORDS} are not read"
            hint = "keep those that this incident was about"
            self._report("PM103", (field, _MAX_WORDS), message, hint)
        for index, word in enumerate(words[:_MAX_WORDS]):
            term = vocabulary.resolve(word)
            if term is not None:
                found[term.id] = None
            elif vocabulary.open:
                shown = word if len(word) <= MAX_ID else f"{word[:MAX_ID]}…"
                hint = (
                    f"a word has letters or digits, and not more than {MAX_ID} of them; "
                    "the sentence belongs into the text"
                )
                message = f"`{shown}` cannot be used as a word"
                self._report("PM103", (field, index), message, hint)
            else:
                self._report_unknown(field, index, word, vocabulary)
        return tuple(found)

    def others(self, field: str, ids: tuple[str, ...], own: str) -> tuple[str, ...]:
        """The ids of other documents; a document is no recurrence of itself."""
        for index, identifier in enumerate(ids):
            if identifier == own:
                message = f"`{own}` is this postmortem itself"
                self._report("PM103", (field, index), message, "write the id of the other one")
        return tuple(identifier for identifier in ids if identifier != own)

    def check_prefix(self, identifier: str, prefix: str) -> bool:
        """Whether an id begins as those of the library do; notes one that does not."""
        if identifier and not identifier.startswith(f"{prefix}-"):
            message = f"`{identifier}` does not begin with `{prefix}-`"
            hint = f"ids of this library are written as {prefix}-2026-007"
            self._report("PM103", ("id",), message, hint)
        return identifier.startswith(f"{prefix}-")

    def _report_unknown(self, field: str, index: int, word: str, vocabulary: Vocabulary) -> None:
        known = tuple(term.id for term in vocabulary.terms)
        noun, key = _LISTS.get(field, (field, field))
        listed = ", ".join(known[:_SHOWN]) + (" …" if len(known) > _SHOWN else "")
        if vocabulary in _BUILT_IN:
            message = f"there is no {noun} `{word}`"
            hint = f"there are {listed}; `{key}` in library.yml can give others"
        else:
            message, hint = f"library.yml has no `{word}`", f"it has {listed}"
        guess = vocabulary.nearest(word)
        hint = f"did you mean `{guess}`?" if guess else hint
        self._report("PM102", (field, index), message, hint, correct_term(word, vocabulary))

    def _report(
        self,
        code: str,
        path: tuple[str | int, ...],
        message: str,
        hint: str,
        replacement: Replacement | None = None,
    ) -> None:
        place = place_of(self.document.fields, path)
        finding = Finding(
            line=place.line,
            column=place.column,
            message=f"`{path[0]}`: {message}",
            hint=hint,
            replacement=replacement,
        )
        self.problems.append(Problem(code=code, finding=finding))
