"""PM601–PM604: the process around a postmortem."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.durations import format_duration
from ..core.incident_facts import end_of
from ..core.located_yaml import place_of
from ..core.triggers import deadline_of, due_hours
from ..core.vocabulary import fold
from .rule import CheckedDocument, CheckedEntry, rule

_SHOWN = 3


@rule("PM601", "late-postmortem", Level.INFO)
def late_postmortem(subject: CheckedDocument) -> Iterator[Finding]:
    """A postmortem was published later than the policy's deadline.

    ## What it does

    Compares `published` with the end of the incident and the hours that
    `library.yml: policy.postmortem_due_hours` gives its severity: 48 for SEV-1
    and 120 for SEV-2 by default. A near miss has `policy.near_miss_due_hours`,
    120, whatever it would have been. The end is the phase `resolved`; without
    it, the end of the day of `date`.

    ## Why it matters

    Memory of what was seen and believed fades in days. A late postmortem is no
    fault of its author; if many are late, the policy or the load is.

    ## Example

    A SEV-1 resolved on 2026-03-04 at 14:47 UTC, with
    `published: 2026-03-09T09:00Z`.

    ## Use instead

    `published: 2026-03-05T16:00Z`. What happened cannot be changed afterwards:
    leave the finding, it is information.
    """
    record, settings = subject.reading.record, subject.settings
    if record is None or record.published is None:
        return
    hours = due_hours(settings.policy, severity=record.severity, is_near_miss=record.is_near_miss)
    end, _ = end_of(record, settings)
    due = deadline_of(end, hours)
    if due is not None and record.published > due:
        place = place_of(subject.reading.document.fields, ("published",))
        whose = "a near miss" if record.is_near_miss else record.severity
        yield Finding(
            line=place.line,
            column=place.column,
            message=f"published {format_duration(record.published - due)} after the {hours} hours "
            f"that {whose} has",
            hint="ask what took the time: the meeting, the review, or the load of those who write",
        )


@rule("PM602", "possible-recurrence", Level.INFO)
def possible_recurrence(subject: CheckedEntry) -> Iterator[Finding]:
    """A cause occurred perhaps for the third time or more, and no earlier one is linked.

    ## What it does

    Counts earlier postmortems of the same category that share a contributing
    factor or a service, no more than `library.yml: policy.recurrence_window_days`
    before: 365 by default. Where the document would be the third occurrence or a later
    one, it asks for a link to one of them in `recurrence_of` or `related`.

    ## Why it matters

    Whether it is the same cause again is for people to say. If it is, the
    action items of the earlier ones did not reach it, and that is what the
    next meeting is about.

    ## Example

    ```yaml
    category: deployment
    contributing_factors: [staging-parity]   # as PM-2025-012 and PM-2025-031
    ```

    ## Use instead

    ```yaml
    category: deployment
    contributing_factors: [staging-parity]
    recurrence_of: [PM-2025-031]   # the same cause; or `related`, if it is another
    ```
    """
    entry, identities = subject.entry, subject.identities
    window = subject.settings.policy.recurrence_window_days
    earlier = identities.earlier_occurrences(entry, window=window, limit=_SHOWN)
    if len(earlier) < 2 or identities.is_settled(entry):
        return
    yield Finding(
        line=entry.category_line,
        message="perhaps the 3rd occurrence of its cause, or a later one, if it is also that of "
        f"{', '.join(earlier)}: all are `{entry.cause.category}`, with factors or services in common",
        hint="is it the same cause? If so, say so in `recurrence_of`, else name them in `related`",
    )


@rule("PM603", "facilitator-involved", Level.INFO)
def facilitator_involved(subject: CheckedDocument) -> Iterator[Finding]:
    """The facilitator was in the incident, or wrote the document.

    ## What it does

    Looks for `facilitator` among `authors` and `responders`.

    ## Why it matters

    Whoever facilitates asks the naive questions and keeps blame out of the
    room. Both are hard for somebody who has a part in the story.

    ## Example

    ```yaml
    responders: [Ada Osei, Tom Reyes]
    facilitator: Ada Osei
    ```

    ## Use instead

    ```yaml
    responders: [Ada Osei, Tom Reyes]
    facilitator: Sam Ito
    ```
    """
    values = subject.reading.front_matter.values
    if values.facilitator is None:
        return
    roles = {"an author": values.authors, "a responder": values.responders}
    parts = [
        role
        for role, names in roles.items()
        if fold(values.facilitator) in {fold(name) for name in names}
    ]
    if parts:
        place = place_of(subject.reading.document.fields, ("facilitator",))
        yield Finding(
            line=place.line,
            column=place.column,
            message=f"the facilitator is {' and '.join(parts)} as well",
            hint="ask somebody without a part in the incident to facilitate",
        )


@rule("PM604", "final-without-review", Level.WARNING)
def final_without_review(subject: CheckedDocument) -> Iterator[Finding]:
    """A postmortem is final and names no reviewer.

    ## What it does

    Asks for at least one name under `reviewers` once `status` is `final`.

    ## Why it matters

    Whoever was in the incident cannot see what the document takes for granted.
    A reviewer from another team can.

    ## Example

    ```yaml
    status: final
    authors: [Ada Osei]
    ```

    ## Use instead

    ```yaml
    status: final
    authors: [Ada Osei]
    reviewers: [Lin Berg]
    ```
    """
    reading = subject.reading
    values = reading.front_matter.values
    if (
        reading.is_final
        and not values.reviewers
        and "reviewers" not in reading.front_matter.refused
    ):
        place = place_of(reading.document.fields, ("status",))
        yield Finding(
            line=place.line,
            column=place.column,
            message="the postmortem is final and names no reviewer",
            hint="add `reviewers`, or set the status to in-review",
        )
