"""PM501, PM504, PM505: words that end the search for causes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.located_yaml import place_of
from ..core.people import PersonKind
from ..core.sections import CONTRIBUTING_FACTORS, ROOT_CAUSE
from .rule import CheckedDocument, rule
from .verdicts import HUMAN_ERROR

# A "no" reaches as far as the next comma or "but": "not the disk but human error" is a verdict.
_QUESTIONED = re.compile(
    r"\b(?:not?|never|isn['’]t|wasn['’]t|nor)\b(?:(?!\bbut\b)[^.,;:!?]){0,40}$"
    r"|\b(?:than|assumed|assume|suspected|blamed|blaming|labelled|called|calling|supposed|"
    r"so-called|beyond|instead of|titled|labels?|between|headed|called it)\b[^.;:!?]{0,40}$",
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
# Not verdicts: counts of them ("user errors per minute"), and what keeps them out.
_NO_VERDICT_BEFORE = re.compile(
    r"\b(?:prevents?|preventing|against|reduces?|reducing|avoids?|avoiding|risk of|room for|"
    r"prone to|chance of|possibility of|potential for|opportunity for|catch(?:es)?|guards?|if|"
    r"looked for|returns?|shows?|displays?|logs?|prints?|makes?|could be|may be|might be|whether|hard to make|harder to make|eliminates?)\b[^.;:!?]{0,40}$",
    re.IGNORECASE,
)
_NO_VERDICT_AFTER = re.compile(
    r"^[ \n]+(?:messages?|rates?|budgets?|codes?|pages?|logs?|reports?|handling|counts?|per\b|"
    r"reporting|tracking|prevention|prone|visible|(?:are|were|is|was)[ \n]+(?:counted|logged|shown|reported)|"
    r"\(\w+[ \n]*\d)",
    re.IGNORECASE,
)
_SLIP = re.compile(
    r"\b(?:(?:was|were|been|being|got|is|are)[ \n]+(?:\w+[ \n]+)?)?"
    r"(?P<adverb>accidentally|mistakenly|inadvertently|unintentionally|erroneously)[ \n]+"
    r"(?:\w+ed|\w+en|set|put|cut|shut|sent|left|run|ran|lost|built|made|hit|overwrote|took)\b"
    r"|\b(?:was|were|been|got)[ \n]+(?:simply[ \n]+)?(?:forgotten|overlooked)\b"
    r"|\b(?:was|were|been|got)[ \n]+(?!stuck|left|put|set|held|kept)(?:[\w%-]+[ \n]+){1,6}?in[ \n]+error\b"
    r"(?![ \n]+(?:state|mode|status))"
    r"|(?-i:\bby)[ \n]+(?:mistake|accident)\b",
    re.IGNORECASE,
)
_WHO_STEMS = (
    "human", "user", "operator", "pilot", "engineer", "developer", "admin", "people", "personnel",
)  # fmt: skip
_WHAT_STEMS = ("error", "mistake", "fault", "failing")
_SLIP_STEMS = (
    "accidentally", "mistakenly", "inadvertently", "unintentionally", "erroneously", "forgotten",
    "overlooked", "by mistake", "by accident", "in error",
)  # fmt: skip
_NO_SLIP = re.compile(
    r"\b(?:harder|hard|easy|easier|possible|impossible|prevents?|prevented|preventing|avoids?|"
    r"avoided|avoiding|protects?|protected|guards?|stops?|could|can|cannot|can['’]t|couldn['’]t|may|"
    r"might|would|if|when|whenever|unless|from|against|without|not|never|n['’]t|nothing|no)\b"
    r"[^.;:!?]{0,50}$",
    re.IGNORECASE,
)
_REACH = 100
"""Letters before and after a phrase that may put it in question."""


@rule("PM501", "human-error-root-cause", Level.ERROR)
def human_error_root_cause(subject: CheckedDocument) -> Iterator[Finding]:
    """Human, user or operator error is given as a cause.

    ## What it does

    Finds "human error" and its relatives: as an error in the sections Root
    Cause and Contributing Factors and in the fields `category` and
    `contributing_factors`, as a warning elsewhere. Headings, code, block quotes
    and pasted chats are not read. Text that questions the verdict ("assumed to
    be user error at the time") or explains it as a symptom passes.

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
    hint = (
        "a facilitator would ask: What did the screen show at that moment, and what would have "
        "had to be different for the same action to be harmless?"
    )
    may_be = subject.says_any(_WHO_STEMS) and subject.says_any(_WHAT_STEMS)
    for passage in subject.prose if may_be else ():
        is_cause = passage.section in (ROOT_CAUSE, CONTRIBUTING_FACTORS)
        for match in _verdicts(passage.text):
            place = passage.place(match.start())
            yield Finding(
                line=place.line,
                column=place.column,
                message=f"“{' '.join(match[0].split())}” is given as a cause; it is a symptom",
                hint=hint,
                at_most=None if is_cause else Level.WARNING,
            )
    values = subject.reading.front_matter.values
    fields = [("category", 0, values.category or "")]
    fields += [("contributing_factors", i, v) for i, v in enumerate(values.contributing_factors)]
    for name, index, value in fields:
        if HUMAN_ERROR.search(value):
            at = place_of(subject.reading.document.fields, (name, index))
            yield Finding(
                line=at.line,
                column=at.column,
                message=f"`{name}`: “{value}” is given as a cause; it is a symptom",
                hint=hint,
            )


def _verdicts(text: str) -> Iterator[re.Match[str]]:
    """Matches that neither the words before nor those after put in question."""
    for match in HUMAN_ERROR.finditer(text):
        before = text[max(match.start() - _REACH, 0) : match.start()]
        after = text[match.end() : match.end() + _REACH]
        if not (
            _QUESTIONED.search(before)
            or _NO_VERDICT_BEFORE.search(before)
            or _EXPLAINED.search(after)
            or _NO_VERDICT_AFTER.search(after)
        ):
            yield match


@rule("PM504", "slip", Level.INFO)
def slip(subject: CheckedDocument) -> Iterator[Finding]:
    """A slip is told, with nobody named.

    ## What it does

    Finds "accidentally", "mistakenly", "inadvertently", "by mistake" and the
    like where no person is the subject. What a change makes harder, prevents or
    could do passes: that is the language of design.

    ## Why it matters

    "Was accidentally deleted" blames nobody, and explains nothing either: the
    sentence stands where the one belongs that says how the deletion was
    possible, and looked right to whoever did it.

    ## Example

    ```markdown
    The production bucket was accidentally deleted.
    ```

    ## Use instead

    ```markdown
    The clean-up script takes the bucket's name from the environment; in a shell
    that was open on production, it deleted the production bucket.
    ```
    """
    for passage in subject.prose if subject.says_any(_SLIP_STEMS) else ():
        for match in _SLIP.finditer(passage.text):
            if _NO_SLIP.search(passage.text, max(match.start() - _REACH, 0), match.start()):
                continue
            person = subject.people.subject_before(passage.text, match.start())
            if person is not None and person.kind is not PersonKind.LOOSE:
                continue  # PM502's
            place = passage.place(match.start())
            said = " ".join(match[0].split())
            yield Finding(
                line=place.line,
                column=place.column,
                message=f"“{said}” says that it was a slip, not how it could happen",
                hint="a facilitator would ask: What did the command or the form look like, and "
                "what made the harmful action as easy as the harmless one?",
            )


@rule("PM505", "house-style", Level.ERROR)
def house_style(subject: CheckedDocument) -> Iterator[Finding]:
    """A pattern of the organisation's own matches.

    ## What it does

    Holds the running text against the patterns under `language` in
    `library.yml`. They have the keys that Vale gives its rules: `existence` with
    `tokens`, `substitution` with `swap`; each has its own level. The rule's own
    level is the highest that a pattern can have.

    ## Why it matters

    Every organisation has words that stop its people from talking, and words
    that only half of them understand.

    ## Example

    ```yaml
    language:
      - extends: existence
        message: "“%s” hides that it was not obvious then"
        suggestion: say what was seen at the time
        level: warning
        ignorecase: true
        tokens: [obviously, of course]
      - extends: substitution
        message: "write “%s” instead of “%s”"
        level: info
        swap: {blast radius: reach}
    ```

    ```markdown
    Obviously the limit was too low.
    ```

    ## Use instead

    ```markdown
    The limit was below the load of an ordinary Monday.
    ```
    """
    for pattern in subject.settings.language:
        for passage in subject.prose:
            for found in pattern.find(passage.text):
                place = passage.place(found.start)
                yield Finding(
                    line=place.line,
                    column=place.column,
                    message=found.message,
                    hint=pattern.suggestion,
                    at_most=pattern.level,
                )
