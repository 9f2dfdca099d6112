"""PM301–PM304: the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..core.diagnostics import Finding, Level
from ..core.durations import format_duration
from ..core.located_yaml import place_of
from ..core.timeline import Phase, Timeline, TimelineEvent, time_between
from .rule import CheckedDocument, rule

_TOLERANCE = timedelta(minutes=5)
_TOLERATED_SHARE = 0.1
_REPEATABLE = (Phase.MITIGATED, Phase.RELAPSED)
_ORDERS = (
    (Phase.INTRODUCED, Phase.STARTED),
    (Phase.STARTED, Phase.DETECTED),
    (Phase.DETECTED, Phase.ACKNOWLEDGED),
    (Phase.STARTED, Phase.MITIGATED),
    (Phase.MITIGATED, Phase.RESOLVED),
    (Phase.STARTED, Phase.RESOLVED),
)


@rule("PM301", "unreadable-time", Level.ERROR)
def unreadable_time(subject: CheckedDocument) -> Iterator[Finding]:
    """A time in the timeline cannot be read.

    ## What it does

    Reads `HH:MM`, `HH:MM:SS` and `YYYY-MM-DD HH:MM`, with or without an offset
    such as `+02:00`, `~14:30` for about, and `14:30–14:35` for a range. An
    event whose time cannot be read takes part in no duration. Where the head of
    the column names a zone that is not known, or another one than `timezone`,
    all its times are of an unknown zone.

    ## Why it matters

    Times to detect and to resolve are computed from the timeline; a row that
    cannot be read makes them unknown.

    ## Example

    ```markdown
    | Time | Event | Phase |
    |---|---|---|
    | 2.25pm | Error rate rose | started |
    ```

    ## Use instead

    ```markdown
    | Time | Event | Phase |
    |---|---|---|
    | 14:25 | Error rate rose | started |
    ```
    """
    yield from subject.reported("PM301")


@rule("PM302", "timeline-out-of-order", Level.WARNING)
def timeline_out_of_order(subject: CheckedDocument) -> Iterator[Finding]:
    """An event is earlier than the one before it.

    ## What it does

    Compares each event with the one above. An undated row is of the same day
    as the row above, so the first row after midnight needs its date.

    ## Why it matters

    The order in which things became known is the story; and a missing date
    turns ten minutes into minus a day.

    ## Example

    ```markdown
    | 23:50 | Rollback began | |
    | 00:10 | Service restored | resolved |
    ```

    ## Use instead

    ```markdown
    | 23:50 | Rollback began | |
    | 2026-03-05 00:10 | Service restored | resolved |
    ```
    """
    previous: TimelineEvent | None = None
    for event in subject.reading.timeline.timeline.events:
        if event.at is None:
            continue
        if previous is not None and _is_before(event.at, previous.at):
            yield Finding(
                line=event.line,
                message=f"{event.written} is earlier than {previous.written} in the row above",
                hint="put the rows in order; an event of a later day needs its date "
                "(YYYY-MM-DD HH:MM)",
            )
        previous = event


def _is_before(at: datetime, earlier: datetime | None) -> bool:
    if earlier is None or (at.tzinfo is None) != (earlier.tzinfo is None):
        return False
    return (
        at - earlier < timedelta(0) if at.tzinfo is None else at.timestamp() < earlier.timestamp()
    )


@rule("PM303", "duration-mismatch", Level.WARNING)
def duration_mismatch(subject: CheckedDocument) -> Iterator[Finding]:
    """The stated duration and the timeline's disagree.

    ## What it does

    Compares `duration` with the time from `started` to `resolved`, and allows
    five minutes or a tenth, whichever is longer. A timeline without any phase
    is measured from its first event to its last: the incident cannot have been
    longer, nor less than half of it without a word about where it began.

    A comment in the front matter keeps a difference that has a reason:
    `duration: 47 minutes  # postmortems: ignore PM303 because half the shops
    were back earlier`.

    ## Why it matters

    One of the two is wrong, and the quarter's figures are made of them.

    ## Example

    `duration: 2 hours`, while the timeline goes from 14:25 to 14:47.

    ## Use instead

    `duration: 22 minutes`
    """
    stated = subject.reading.front_matter.values.duration
    timeline = subject.reading.timeline.timeline
    if stated is None:
        return
    if (measured := timeline.time_to_resolve) is not None:
        where, hint = "from started to resolved", "correct the one that is wrong"
        allowed = max(_TOLERANCE, measured * _TOLERATED_SHARE)
        differs = abs(stated - measured) > allowed
    elif (measured := _whole_span(timeline)) is not None:
        where = "from its first event to its last"
        hint = "correct the one that is wrong, or mark the rows `started` and `resolved` in a column Phase"
        allowed = max(_TOLERANCE, measured * _TOLERATED_SHARE)
        differs = stated - measured > allowed or measured - 2 * stated > allowed
    else:
        return
    if differs:
        place = place_of(subject.reading.document.fields, ("duration",))
        yield Finding(
            line=place.line,
            column=place.column,
            message=f"`duration` says {format_duration(stated)}, "
            f"the timeline has {format_duration(measured)} {where}",
            hint=hint,
        )


def _whole_span(timeline: Timeline) -> timedelta | None:
    """From the first event to the last; None with a phase, or with fewer than two times."""
    moments = [event.at for event in timeline.events if event.at is not None]
    if len(moments) < 2 or any(event.phases for event in timeline.events):
        return None
    return time_between(moments[0], moments[-1])


@rule("PM304", "phase-order", Level.ERROR)
def phase_order(subject: CheckedDocument) -> Iterator[Finding]:
    """The phases are in an order that cannot be.

    ## What it does

    Holds the phases to introduced ≤ started ≤ detected ≤ acknowledged and
    started ≤ mitigated ≤ resolved. `mitigated` and `relapsed` may repeat in
    turn; every other phase stands once.

    ## Why it matters

    Times to detect, acknowledge, mitigate and resolve are measured between
    phases; an impossible order would give a negative time.

    ## Example

    ```markdown
    | 14:25 | Alert fired | detected |
    | 14:30 | Error rate rose | started |
    ```

    ## Use instead

    ```markdown
    | 14:25 | Error rate rose | started |
    | 14:30 | Alert fired | detected |
    ```
    """
    timeline = subject.reading.timeline.timeline
    yield from _repeated_phases(timeline)
    for first, second in _ORDERS:
        earlier, later = timeline.at(first), timeline.at(second)
        if second is Phase.RESOLVED and first is Phase.MITIGATED:
            earlier = timeline.last(first)
        if earlier is not None and later is not None and _is_before(later, earlier):
            event = next(e for e in timeline.events if second in e.phases)
            yield Finding(
                line=event.line,
                message=f"`{second}` is before `{first}`",
                hint="check the times and the words in the column Phase",
            )


def _repeated_phases(timeline: Timeline) -> Iterator[Finding]:
    seen: dict[Phase, int] = {}
    last: Phase | None = None
    for event in timeline.events:
        for phase in event.phases:
            if phase not in _REPEATABLE:
                if phase in seen:
                    yield Finding(
                        line=event.line,
                        message=f"`{phase}` stands on line {seen[phase]} already",
                        hint="only mitigated and relapsed may repeat, in turn",
                    )
                seen.setdefault(phase, event.line)
            elif phase is last or (phase is Phase.RELAPSED and last is None):
                other = Phase.RELAPSED if phase is Phase.MITIGATED else Phase.MITIGATED
                yield Finding(
                    line=event.line,
                    message=f"`{phase}` without a `{other}` before it",
                    hint="mitigated and relapsed follow each other in turn",
                )
            if phase in _REPEATABLE:
                last = phase
