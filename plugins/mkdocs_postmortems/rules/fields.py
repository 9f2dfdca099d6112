"""PM101–PM103, PM107 and PM109: the fields of the front matter."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.front_matter import REQUIRED_WHEN_FINAL
from ..core.located_yaml import place_of
from ..core.plain_text import plain_text
from .rule import CheckedDocument, rule


@rule("PM101", "missing-field", Level.ERROR, draft_level=Level.INFO)
def missing_field(subject: CheckedDocument) -> Iterator[Finding]:
    """A required field of the front matter is missing.

    ## What it does

    Asks for `id` and `title` at once, and for `date`, `category`, `detection`,
    `teams` and, of an incident, `severity` before a postmortem is `final`.
    While it is a draft or in review, what is missing of the latter is listed
    as information.

    ## Why it matters

    These fields are what a reader browses by. A postmortem without a category
    is in no pattern, one without a team is nobody's.

    ## Example

    ```yaml
    id: PM-2026-007
    title: Checkout failed after the schema migration ran late
    status: final
    ```

    ## Use instead

    ```yaml
    id: PM-2026-007
    title: Checkout failed after the schema migration ran late
    date: 2026-03-04
    severity: SEV-1
    status: final
    category: deployment
    detection: automated-alerting
    teams: [platform, checkout]
    ```
    """
    reading = subject.reading
    if not reading.document.is_readable:
        return
    values, refused = reading.front_matter.values, reading.front_matter.refused
    place = place_of(reading.document.fields, ())
    present = {entry.key for entry in reading.document.fields.entries}
    if values.id is None and "id" not in refused:
        yield Finding(
            line=place.line,
            message="`id` is missing",
            hint=f"write `id: {subject.settings.id_prefix}-<year>-<number>`; "
            "`postmortems new` picks the next free one",
            binding=True,
        )
    title = (values.title or "").strip() or plain_text(reading.document.heading or "")
    if not title and "title" not in refused:
        yield Finding(
            line=place.line,
            message="`title` is missing",
            hint="say in a line what was seen",
            binding=True,
        )
    required = [*REQUIRED_WHEN_FINAL]
    if values.kind == "incident":
        required.append("severity")
    for name in required:
        if not getattr(values, name) and name not in refused:
            empty = " (the key is there, its value is empty)" if name in present else ""
            yield Finding(
                line=place_of(reading.document.fields, (name,)).line,
                message=f"`{name}` is missing{empty}",
                hint="a final postmortem needs it",
            )


@rule("PM102", "unknown-value", Level.ERROR)
def unknown_value(subject: CheckedDocument) -> Iterator[Finding]:
    """A value is not in the library's vocabulary.

    ## What it does

    Holds severity, category, trigger, detection, contributing factors, teams,
    services and visibility against the lists in `library.yml`, by id, title or
    alias, and suggests the nearest entry. A list that `library.yml` does not
    give is not held against anything.

    ## Why it matters

    `deploy`, `deployment` and `deployments` are three causes to a machine. A
    pattern is only seen where one word is used for one thing.

    ## Example

    ```yaml
    category: deploymnet
    ```

    ## Use instead

    ```yaml
    category: deployment
    ```

    A word that is missing from the list is added in `library.yml`.
    """
    yield from subject.reported("PM102")


@rule("PM103", "invalid-value", Level.ERROR)
def invalid_value(subject: CheckedDocument) -> Iterator[Finding]:
    """A value has the wrong form.

    ## What it does

    Reads dates (`2026-03-04`), times (`2026-03-05T16:00Z`), durations
    (`22 minutes`, `2 h 5 min`, `PT22M`), ids (`PM-2026-007`), time zones,
    phases and the fixed words of `kind` and `status`. A value that cannot be
    read counts as unknown.

    ## Why it matters

    An unreadable date drops the incident out of its quarter; an unreadable
    duration drops it out of every median.

    ## Example

    ```yaml
    date: 4 March 2026
    duration: about twenty minutes
    ```

    ## Use instead

    ```yaml
    date: 2026-03-04
    duration: 22 minutes
    ```
    """
    yield from subject.reported("PM103")


@rule("PM107", "unknown-field", Level.WARNING)
def unknown_field(subject: CheckedDocument) -> Iterator[Finding]:
    """The front matter has a key that a postmortem does not have.

    ## What it does

    Compares the keys with the contract and suggests the nearest one. What an
    unknown key holds is used nowhere.

    ## Why it matters

    `detected: alert` looks right in the file and is missing from every page.

    ## Example

    ```yaml
    catagory: deployment
    ```

    ## Use instead

    ```yaml
    category: deployment
    ```

    Words of your own go under `tags`, counts under `impact`, addresses under
    `links`.
    """
    yield from subject.reported("PM107")


@rule("PM109", "retired-value", Level.WARNING)
def retired_value(subject: CheckedDocument) -> Iterator[Finding]:
    """A document that is not final yet uses a word that is retired.

    ## What it does

    Looks for severities, categories, triggers, detection methods, contributing
    factors, teams and services that `library.yml` marks as `retired`, and names
    the successor, if there is one. A final postmortem keeps its words.

    ## Why it matters

    A word is retired when it was too wide, or two words meant one thing. Each new
    document that uses it makes the pattern of its successor look smaller.

    ## Example

    ```yaml
    contributing_factors: [human-process]   # retired, successor: manual-step
    ```

    ## Use instead

    ```yaml
    contributing_factors: [manual-step]
    ```
    """
    if not subject.reading.is_final:
        yield from subject.reported("PM109")
