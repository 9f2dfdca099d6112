"""PM401–PM407: action items."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.actions import ActionStatus
from ..core.diagnostics import Finding, Level
from .rule import CheckedDocument, rule


@rule("PM401", "action-without-owner", Level.ERROR, draft_level=Level.INFO)
def action_without_owner(subject: CheckedDocument) -> Iterator[Finding]:
    """An action item has no owner.

    ## What it does

    Asks for a team or a person in the column Owner of every item. Information
    while the document is a draft: owners come out of the meeting.

    ## Why it matters

    What belongs to everybody is done by nobody; items without an owner are the
    ones found open a year later.

    ## Example

    ```markdown
    | ID | Item | Owner | Priority | Due Date |
    |---|---|---|---|---|
    | A1 | Alert on replication lag over 30 s | | P1 | 2026-04-01 |
    ```

    ## Use instead

    ```markdown
    | ID | Item | Owner | Priority | Due Date |
    |---|---|---|---|---|
    | A1 | Alert on replication lag over 30 s | Platform Team | P1 | 2026-04-01 |
    ```
    """
    for action in subject.reading.actions.items:
        if action.owner is None:
            yield Finding(
                line=action.line,
                message=f"{action.short_id} has no owner",
                hint="name one team or person in the column Owner of a table with the columns "
                "ID, Item, Owner, Priority, Due Date",
            )


@rule("PM402", "action-without-due-date", Level.ERROR, draft_level=Level.INFO)
def action_without_due_date(subject: CheckedDocument) -> Iterator[Finding]:
    """An open action item has no due date.

    ## What it does

    Asks for a date in the column Due Date of every item that is not yet done
    or declined. Information while the document is a draft. Where the policy
    gives the item's priority or severity a number of days
    (`library.yml: policy.action_due_days`), the pages count with that date
    until the document has one.

    ## Why it matters

    Without a date nothing is ever overdue, and the next incident pushes the
    item out.

    ## Example

    ```markdown
    | A1 | Alert on replication lag over 30 s | Platform Team | P1 | |
    ```

    ## Use instead

    ```markdown
    | A1 | Alert on replication lag over 30 s | Platform Team | P1 | 2026-04-01 |
    ```
    """
    unreadable = {finding.line for finding in subject.reported("PM103")}
    for action in subject.reading.actions.items:
        if action.due is None and action.is_open and action.line not in unreadable:
            yield Finding(
                line=action.line,
                message=f"{action.short_id} has no due date",
                hint="write the day in the column Due Date, as 2026-04-01",
            )


@rule("PM404", "unknown-action-status", Level.ERROR)
def unknown_action_status(subject: CheckedDocument) -> Iterator[Finding]:
    """The status of an action item is none that is known.

    ## What it does

    Reads `proposed`, `open`, `in-progress`, `done`, `verified` and `wont-do`.
    An item with another status counts as open.

    ## Why it matters

    Open, overdue and closed items are counted by their status; a word of its
    own would be counted nowhere.

    ## Example

    ```markdown
    | A1 | Alert on replication lag | Platform Team | P1 | 2026-04-01 | finished |
    ```

    ## Use instead

    ```markdown
    | A1 | Alert on replication lag | Platform Team | P1 | 2026-04-01 | done |
    ```
    """
    yield from subject.reported("PM404")


@rule("PM405", "due-before-incident", Level.WARNING)
def due_before_incident(subject: CheckedDocument) -> Iterator[Finding]:
    """An action item is due before the incident.

    ## What it does

    Compares the due date with the day on which impact began.

    ## Why it matters

    It is usually last year's number, and makes the item overdue from its first
    day.

    ## Example

    An incident of 2026-01-07 with an item due on 2025-01-21.

    ## Use instead

    The item due on 2026-01-21.
    """
    day = subject.reading.front_matter.values.date
    for action in subject.reading.actions.items:
        if day is not None and action.due is not None and action.due < day:
            yield Finding(
                line=action.line,
                message=f"{action.short_id} is due on {action.due}, before the incident of {day}",
                hint="check the year",
            )


@rule("PM406", "wont-do-without-reason", Level.WARNING)
def wont_do_without_reason(subject: CheckedDocument) -> Iterator[Finding]:
    """An action item was declined without a reason.

    ## What it does

    Asks for a text in the column Note of every item with the status `wont-do`.

    ## Why it matters

    Declining is a decision that is worth as much as an action, as long as the
    next reader learns what was weighed.

    ## Example

    ```markdown
    | A3 | Second SMS vendor | Identity | P2 | 2026-05-01 | wont-do | |
    ```

    ## Use instead

    ```markdown
    | A3 | Second SMS vendor | Identity | P2 | 2026-05-01 | wont-do | App codes cover 96 % of sign-ins |
    ```
    """
    for action in subject.reading.actions.items:
        if action.status is ActionStatus.WONT_DO and not action.note:
            yield Finding(
                line=action.line,
                message=f"{action.short_id} is declined without a reason",
                hint="say in the column Note what was weighed",
            )


@rule("PM407", "action-without-ticket", Level.WARNING, draft_level=Level.INFO)
def action_without_ticket(subject: CheckedDocument) -> Iterator[Finding]:
    """An action item that is being worked on has no ticket.

    ## What it does

    Asks for a ticket in the column Ticket of every item that is open or in
    progress, where `library.yml` has `trackers`. A proposal needs none: nobody
    has promised it yet. Information while the document is a draft.

    ## Why it matters

    An action that lives only in the document is a wish: work is planned from
    the tracker, and what is not there is not planned.

    ## Example

    ```markdown
    | ID | Item | Owner | Priority | Due Date | Ticket |
    |---|---|---|---|---|---|
    | A1 | Alert on replication lag over 30 s | Platform Team | P1 | 2026-04-01 | |
    ```

    ## Use instead

    ```markdown
    | ID | Item | Owner | Priority | Due Date | Ticket |
    |---|---|---|---|---|---|
    | A1 | Alert on replication lag over 30 s | Platform Team | P1 | 2026-04-01 | GH-412 |
    ```
    """
    if not subject.settings.trackers:
        return
    prefixes = " or ".join(f"`{prefix}`" for prefix in subject.settings.trackers)
    for action in subject.reading.actions.items:
        if action.is_promised and action.ticket is None:
            yield Finding(
                line=action.line,
                message=f"{action.short_id} has no ticket",
                hint=f"write its number in the column Ticket; a tracker has {prefixes}",
            )
