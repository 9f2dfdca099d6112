"""PM403: action items of which no one could tell when they are done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.plain_text import plain_text
from .rule import CheckedDocument, rule

_ALWAYS = re.compile(
    r"(?:be|being)\s+(?:more\s+|extra\s+)?(?:careful|mindful|vigilant|aware|cautious|diligent|proactive)\b"
    r"|(?:be|stay)\s+more\s+\w+"
    r"|(?:pay|take)\s+(?:more|better|closer|extra)\s+(?:attention|care)\b"
    r"|(?:raise|increase|build|create)\s+(?:\w+\s+)?awareness\b"
    r"|(?:communicate|coordinate|collaborate|cooperate|test|plan|document|prepare|react|respond|"
    r"monitor|review)\s+(?:\w+\s+)?(?:better|more|faster|earlier|sooner|carefully|thoroughly|properly)\b"
    r"|better\s+(?!than\b)[\w\s-]+$|more\s+(?!than\b)[\w\s-]+$|try\s+(?:to|harder)\b"
    r"|remind\s+\w+|(?:do|work)\s+better\b|learn\s+from\b|avoid\s+(?:this|such|similar)\b"
    r"|(?:prevent|make\s+sure|ensure)\s+(?:that\s+)?(?:this|it)\s+(?:does\s*n[o']t|never|won['’]t|from|will)\b"
    r"|(?:no|none|nothing|n/a|tbd|\?+)$",
    re.IGNORECASE,
)
# What is never done, unless the item says how far it goes.
_OPEN_ENDED = re.compile(
    r"(?:improve|enhance|strengthen|optimi[sz]e|increase|reduce|refine|tighten|harden|streamline|"
    r"stabili[sz]e|clean\s+up|modernise|modernize|rework|refactor|address|tackle|handle)\b",
    re.IGNORECASE,
)
# What ends in knowing, unless the item says what comes of it.
_INQUIRY = re.compile(
    r"(?:look(?:ing)?\s+(?:in)?to|investigate|explore|consider|evaluate|examine|think\s+about|"
    r"discuss|talk\s+(?:to|about|with)|research|assess|check\s+(?:if|whether)|see\s+if|"
    r"figure\s+out|find\s+out|understand|revisit|review|analy[sz]e)\b",
    re.IGNORECASE,
)
# Things to add that are none before it is said for what.
_BARE = re.compile(
    r"(?:add|create|write|set\s+up|implement|introduce|update|fix|extend|do|have|provide|get|"
    r"make|define|enable|automate)?\s*"
    r"(?:(?:some|more|better|additional|further|new|proper|the|an?|our|all|good|missing|extra|"
    r"appropriate|necessary|automated|unit|integration|end-to-end|regression)\s+)*"
    r"(?:monitoring|alert(?:s|ing)?|tests?|test\s+coverage|testing|documentation|docs?|runbooks?|"
    r"metrics?|logs?|logging|dashboards?|observability|checks?|validations?|training|process(?:es)?|"
    r"procedures?|communications?|visibility|automation|tooling|safeguards?|guard\s?rails?|code)\.?",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:and\s+(?:write|document|decide|report|publish|present|file|propose|fix|add|record|create)|"
    r"write\s+up|decision|so\s+that|until|proposal|design\s+doc|report\s+(?:to|in)|why)\b|:\s+\S",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\d|\b(?:every|each|all|no\s+longer|below|above|under|within|at\s+least|at\s+most|until|"
    r"half|twice|zero|instead\s+of|so\s+that|by\s+\w+ing)\b|%",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"`[^`]+`|\b\w+_\w+\b|\b[a-z]+[A-Z]\w+|\b\w+\.\w{2,}\b|--\w+|/\w+/")
_PLACE = re.compile(
    r"\b(?:in|on|of|for|to|at|from|with|when|where|between|before|after|into|across)\s+"
    r"(?!(?:future|general|this|that|it|these|them|such|similar|place|time)\b)\w",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:\W*\[[ xX]\]\s*)?(?:(?:we|the\s+team|someone|everyone|engineers?|all)\s+)?(?:(?:should|must|will|"
    r"need\s+to|needs\s+to|have\s+to|please|generally|also|to)\s+)*",
    re.IGNORECASE,
)


@rule("PM403", "vague-action", Level.WARNING)
def vague_action(subject: CheckedDocument) -> Iterator[Finding]:
    """No one could tell when an action item is done.

    ## What it does

    Finds items without a verb or an object that could be seen to be done: "be
    more careful", "improve monitoring", "communicate better", "look into
    timeouts", "more tests". An item passes that says what is built or changed,
    where, and the measure that shows it: a threshold, a name, an outcome.

    ## Why it matters

    Nobody can finish, review or decline what has no end. Vague items are the
    ones that are still open a year later, and that let the same cause return.

    ## Example

    ```markdown
    | A1 | Improve monitoring | Platform Team | P1 | 2026-04-01 |
    ```

    ## Use instead

    ```markdown
    | A1 | Alert when orders-table schema errors exceed 5 a minute | Platform Team | P1 | 2026-04-01 |
    ```
    """
    for action in subject.reading.actions.items:
        missing = _missing_from(action.item)
        if missing and action.is_open:
            yield Finding(
                line=action.line,
                message=f"{action.short_id}: no one could tell when “{_shown(action.item)}” is done",
                hint=f"say {missing}",
            )


def _shown(item: str) -> str:
    text = plain_text(item)
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


def _missing_from(item: str) -> str:
    """What an item leaves open, as the end of "say …"; empty for one that says enough."""
    text = _LEAD.sub("", plain_text(item), count=1).strip()
    has_measure = bool(_MEASURE.search(text))
    has_place = bool(_PLACE.search(text) or _IDENTIFIER.search(item))
    if _ALWAYS.match(text):
        return "what exactly is built or changed, where, and the measure that shows it is done"
    if _INQUIRY.match(text) and not (_OUTCOME.search(text) or has_measure):
        return "what comes of it: what is written, decided or changed, where, and until when"
    if (_OPEN_ENDED.match(text) or _BARE.fullmatch(text)) and not has_measure:
        if _OPEN_ENDED.match(text) and _IDENTIFIER.search(item) and has_place and len(text) > 60:
            return ""
        where = "" if has_place else "where, "
        return f"what exactly is built or changed, {where}and the measure that shows it is done"
    return ""
