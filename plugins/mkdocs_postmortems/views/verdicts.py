"""What a comparison found, and how it was made, in words: no other module has any for it."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.comparison import MIN_INCIDENTS, SIGNIFICANCE, Verdict, has_few
from ..core.patterns import Patterns
from .wording import listing

BEYOND_CHANCE = "by more than chance would bring"
NOT_OVER = "the quarter is not over, so no change is claimed"
ONE_HAS_FEW = (
    f"One of the two has fewer than {MIN_INCIDENTS} incidents: too few to call any difference a "
    "change."
)
"""Of two periods of which nothing at all can be said."""

_TEST = "Fisher’s exact test, two-sided (R. A. Fisher, The logic of inductive inference, 1935)"
_LIMIT = f"gives less than {100 * SIGNIFICANCE:g}\u00a0%"
METHOD = (
    f"A change counts as more than chance where both periods have at least {MIN_INCIDENTS} "
    f"incidents whose value is known, and {_TEST}, corrected for the number of rows as S. Holm does "
    f"(A simple sequentially rejective multiple test procedure, 1979), {_LIMIT}."
)
"""How a change is told from chance in tables of shares, with the sources."""
METHOD_OF_ONE = (
    f"A change counts as more than chance where both quarters have at least {MIN_INCIDENTS} to "
    f"count, and {_TEST}, {_LIMIT}."
)
"""The same of a figure that is tested with no other."""

_IN_TABLES = {
    Verdict.TOO_FEW: "too few to tell",
    Verdict.UNCLEAR: "no more than chance",
    Verdict.MORE: "more than chance would bring",
    Verdict.FEWER: "fewer than chance would bring",
}
_IN_SENTENCES = {
    Verdict.TOO_FEW: "too few to call it a change",
    Verdict.UNCLEAR: "no more of a change than chance would bring",
    Verdict.MORE: "more often now than chance would bring",
    Verdict.FEWER: "less often now than chance would bring",
}


def say_verdict(verdict: Verdict) -> str:
    """A few words for a cell of a table."""
    return _IN_TABLES[verdict]


def mark_change(verdict: Verdict) -> str:
    """A word for a change, where only changes are marked; else empty."""
    return verdict.value if verdict.is_change else ""


def tell_verdict(verdict: Verdict) -> str:
    """The end of a sentence that gave the count of the earlier period."""
    return _IN_SENTENCES[verdict]


def tell_both(verdict: Verdict) -> str:
    """The same for two figures at once, neither of which is a change.

    Raises ValueError for a change, which is claimed of one figure at a time.
    """
    if verdict.is_change:
        raise ValueError(f"{verdict} is to be said of each")
    return tell_verdict(verdict).replace("call it a change", "call either a change")


def tell_move(title: str, verdict: Verdict, before: str, now: str) -> str:
    """`Capacity limit fell from 100 % to 17 %`, of a change."""
    return f"{title} {'rose' if verdict is Verdict.MORE else 'fell'} from {before} to {now}"


def tell_unchanged(verdicts: Iterable[Verdict]) -> str:
    """What holds of the rows of a table in which only changes are marked; may be empty."""
    found = set(verdicts)
    if Verdict.TOO_FEW in found:
        return f"Too few to call any difference a change: fewer than {MIN_INCIDENTS} that say."
    if Verdict.UNCLEAR in found:
        only = "Where nothing is said" if len(found) > 1 else "Everywhere"
        return f"{only}, the difference is no more than chance."
    return ""


def tell_unclaimed(now: Patterns, before: Patterns, *, is_over: bool) -> str:
    """Why no change at all is claimed of a period; empty where one can be."""
    if not before.total:
        return f"Nothing is compared: {before.period} has no incidents."
    if has_few(before.total, now.total):
        return (
            f"No change is claimed: {now.period} has {now.total:,} incidents and {before.period} "
            f"{before.total:,}, and a change is told from chance only where both have at least "
            f"{MIN_INCIDENTS}."
        )
    return "" if is_over else f"No change is claimed, as {now.period} is not over."


def tell_unjudged(titles: tuple[str, ...]) -> str:
    """The fields that too few incidents give; empty without one."""
    if not titles:
        return ""
    fields = listing(tuple(f"“{title}”" for title in titles))
    return f"Not judged, as fewer than {MIN_INCIDENTS} incidents of a quarter say: {fields}."
