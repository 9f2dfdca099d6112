"""What called for a postmortem and whether it was in time, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..core.durations import format_duration
from ..core.library import Library
from ..core.owed import Obligation, find_obligations
from ..core.policy import Policy
from ..core.postmortem import Postmortem
from ..core.triggers import Verdict, ordinal
from .wording import count_of, listing, long_instant

NO_DEADLINE = "no deadline in the policy"
_IN_HOURS = timedelta(hours=100)
"""Below this a length is written in hours, as deadlines are."""


def explain_call(verdict: Verdict, policy: Policy) -> tuple[str, ...]:
    """The triggers that are met; else what would have to be known; else that there is none."""
    if verdict.met:
        return verdict.met
    if verdict.possible:
        wanted = ordinal(policy.owed_occurrence)
        return (*verdict.unknown, f"perhaps the {wanted} occurrence of its cause, or a later one")
    return verdict.unknown or ("none of the triggers; written by choice",)


def say_due(one: Obligation) -> str:
    """`8 March 2026, 14:47 UTC`, or what there is instead of an instant."""
    if one.deadline is not None:
        return long_instant(one.deadline)
    hours = one.verdict.due_hours
    if hours is None:
        return NO_DEADLINE
    return f"{count_of(hours, 'hour') if hours else 'as soon'} {'after' if hours else 'as'} it ends"


def called_for_by(postmortem: Postmortem, library: Library) -> str:
    """What called for a postmortem; of several incidents that it covers, all of it."""
    policy = library.settings.policy
    found = _by_deadline(postmortem, library)
    called = [one for one in found if one.verdict.met] or found[:1]
    clauses: dict[str, None] = {}
    for one in called:
        earlier = listing(one.verdict.possible)
        also = f", if it is also that of {earlier}" if earlier else ""
        clauses["; ".join(explain_call(one.verdict, policy)) + also] = None
    return "; ".join(clauses)


def say_in_time(postmortem: Postmortem, library: Library) -> str:
    """Whether a postmortem was published by its deadline; empty where it has none.

    Of several incidents, the one that it is due for first counts.
    """
    found = _by_deadline(postmortem, library)
    one = next((one for one in found if one.verdict.met), found[0])
    if postmortem.status != "final":
        return f"due {say_due(one)}" if one.verdict.due_hours is not None else ""
    if one.deadline is None:
        return ""
    if postmortem.published is None:
        return "unknown: the document does not say when it was published"
    return _compare(postmortem.published, one.deadline, one)


def _by_deadline(postmortem: Postmortem, library: Library) -> list[Obligation]:
    """The incidents that a document covers, the one due first first."""
    return sorted(
        find_obligations(library).by_document[postmortem.id],
        key=lambda one: one.deadline.timestamp() if one.deadline else float("inf"),
    )


def _compare(published: datetime, deadline: datetime, one: Obligation) -> str:
    if published > deadline:
        return f"published {format_duration(published - deadline)} after the deadline"
    left = f"{_in_hours(deadline - published)} before the deadline"
    end = one.facts.end
    if end is None or published < end:
        return f"published {left}"
    of_what = "the end of its day" if one.facts.end_is_day else "the end"
    return f"published {_in_hours(published - end)} after {of_what}, {left}"


def _in_hours(length: timedelta) -> str:
    """`25 h 13 min`; a longer length in days."""
    if length >= _IN_HOURS:
        return format_duration(length)
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    parts = (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "")
    return " ".join(part for part in parts if part)
