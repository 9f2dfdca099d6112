"""PM501: words that end the search for causes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.located_yaml import place_of
from ..core.sections import CONTRIBUTING_FACTORS, ROOT_CAUSE
from .rule import CheckedDocument, rule

_WHO = r"(?:human|user|operator|pilot|engineer|developer|administrator|admin|people|personnel)"
_PHRASE = re.compile(
    rf"\b{_WHO}(?:['’]s)?[\s-]+(?:errors?|mistakes?|faults?|failings?)\b", re.IGNORECASE
)
# A "no" reaches as far as the next comma or "but": "not the disk but human error" is a verdict.
_QUESTIONED = re.compile(
    r"\b(?:not?|never|isn['’]t|wasn['’]t|nor)\b(?:(?!\bbut\b)[^.,;:!?]){0,40}$"
    r"|\b(?:than|assumed|assume|suspected|blamed|blaming|labelled|called|calling|supposed|"
    r"so-called|beyond|instead of)\b[^.;:!?]{0,40}$",
    re.IGNORECASE,
)
# After the phrase, a "not" counts that is its own or of a clause about it: "human error is not …".
_EXPLAINED = re.compile(
    r"^(?:\s+(?:is|are|was|were|do|does|did|can|could|has|had|been|alone|itself|played)){0,3}"
    r"(?:\s+(?:not|never|no|cannot)\b|n?['’]t\b)"
    r"|^\s+(?:that|which|when|where)\b[^.;:!?]{0,60}\b(?:not|never|nothing|\w+n['’]t)\b"
    r"|^[^.;:!?]{0,60}\b(?:symptoms?|no root cause|at the time|was ruled out|"
    r"impossible|harder|possible|easy|easier|guard(?:s|ed)? against|protect(?:s|ed)?)\b",
    re.IGNORECASE,
)
_REACH = 100
"""Letters before and after a phrase that may put it in question."""


@rule("PM501", "human-error-root-cause", Level.ERROR)
def human_error_root_cause(subject: CheckedDocument) -> Iterator[Finding]:
    """Human, user or operator error is given as a cause.

    ## What it does

    Finds "human error" and its relatives in the sections Root Cause and
    Contributing Factors and in the fields `category` and
    `contributing_factors`, outside of code and block quotes. Text that questions
    the verdict ("assumed to be user error at the time") or explains it as a
    symptom passes.

    ## Why it matters

    People do what makes sense to them with what they see at the time. A cause
    that names a person ends the search where it begins to be useful: at what
    in the system made the slip easy to make, and hard to notice.

    ## Example

    ```markdown
    ## Root Cause

    Human error: the wrong flag was passed to the migration tool.
    ```

    ## Use instead

    ```markdown
    ## Root Cause

    The migration tool took `--env` from the last command in the shell's
    history and asked for no confirmation, so a run meant for staging reached
    production.
    ```

    A facilitator would ask: what did the screen show at that moment, and what
    would have had to be different for the same action to be harmless?
    """
    hint = "ask how the system allowed it: what was seen, what was expected, what did not stop it"
    reading = subject.reading
    for section in (ROOT_CAUSE, CONTRIBUTING_FACTORS):
        if section not in reading.sections:
            continue
        for block in reading.sections[section].blocks:
            if block.quoted or block.kind not in (
                "heading",
                "paragraph",
                "item",
                "nested",
                "table",
            ):
                continue
            texts = [(block.text, block.line)]
            texts += [(cell, row.line) for row in block.rows for cell in row.cells]
            for text, line in texts:
                for match in _verdicts(text):
                    yield Finding(
                        line=line + text.count("\n", 0, match.start()),
                        column=match.start() - text.rfind("\n", 0, match.start())
                        if block.kind == "paragraph"
                        else 1,
                        message=f"“{match[0]}” is given as a cause; it is a symptom",
                        hint=hint,
                    )
    values = reading.front_matter.values
    fields = [("category", 0, values.category or "")]
    fields += [("contributing_factors", i, v) for i, v in enumerate(values.contributing_factors)]
    for name, index, value in fields:
        if _PHRASE.search(value):
            place = place_of(reading.document.fields, (name, index))
            yield Finding(
                line=place.line,
                column=place.column,
                message=f"`{name}`: “{value}” is given as a cause; it is a symptom",
                hint=hint,
            )


def _verdicts(text: str) -> Iterator[re.Match[str]]:
    """Matches that neither the words before nor those after put in question."""
    if not _PHRASE.search(text):
        return
    plain = re.sub(r"`[^`]*`", lambda code: " " * len(code[0]), text)
    for match in _PHRASE.finditer(plain):
        before = plain[max(match.start() - _REACH, 0) : match.start()]
        after = plain[match.end() : match.end() + _REACH]
        if not _QUESTIONED.search(before) and not _EXPLAINED.search(after):
            yield match
