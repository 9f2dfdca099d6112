"""PM604: the process around a postmortem."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.located_yaml import place_of
from .rule import CheckedDocument, rule


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
