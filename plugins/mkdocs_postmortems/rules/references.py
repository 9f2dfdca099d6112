"""PM701, PM702: references to postmortems that there are not, lists that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.diagnostics import Finding, Level
from ..core.facets import vocabularies_of
from ..core.identities import Identities, Name
from ..core.live_list import UnreadableListError, read_live_list
from ..core.references import Reference, is_id
from ..core.settings import Settings
from ..core.vocabulary import nearest
from .rule import rule


@dataclass(frozen=True, kw_only=True)
class CheckedReferences:
    """What the rule looks at: the names by which one text refers to postmortems."""

    referred: tuple[Name, ...]
    """Those with `is_id` stand where nothing but a postmortem is named."""
    identities: Identities
    settings: Settings


@dataclass(frozen=True, kw_only=True)
class CheckedLists:
    """The references of a text, which begins at a line of its file."""

    references: tuple[Reference, ...]
    first_line: int
    settings: Settings


@rule("PM701", "unknown-reference", Level.ERROR)
def unknown_reference(subject: CheckedReferences) -> Iterator[Finding]:
    """A reference leads to a postmortem that there is not.

    ## What it does

    Looks up every id under `recurrence_of` and `related`, every name under
    `read_first` in `library.yml`, and every `[[PM-2026-007]]` in a text, of
    postmortems and of the site's other pages.
    Aliases count, whatever their case. Text in code is left alone, and so are
    double brackets around anything that does not look like an id.

    ## Why it matters

    Who follows the reference wants to learn from that incident, and finds
    nothing. A recurrence of an incident that there is not is counted nowhere.

    ## Example

    ```markdown
    The same migration as in [[PM-2026-070]].
    ```

    ## Use instead

    ```markdown
    The same migration as in [[PM-2026-007]].
    ```
    """
    claims, prefix = subject.identities.claims, subject.settings.id_prefix
    for one in subject.referred:
        if one.text.lower() in claims or not (one.is_id or is_id(one.text, prefix)):
            continue
        guess = nearest(one.text, subject.identities.ids)
        yield Finding(
            line=one.line,
            column=one.column,
            message=f"there is no postmortem `{one.text}`",
            hint=f"did you mean `{guess}`?" if guess else "write the id of one that there is",
        )


@rule("PM702", "unreadable-list", Level.ERROR)
def unreadable_list(subject: CheckedLists) -> Iterator[Finding]:
    """A live list asks for something that cannot be read.

    ## What it does

    Reads every `[[find: …]]` of postmortems and of the site's other pages: its keys
    must be `category`, `team`, `service`, `factor`, `severity`, `kind`, `status` or
    `limit`, and its values those of `library.yml`, by id, title or alias. Text in code
    is left alone.

    ## Why it matters

    Where a list cannot be read, the page shows what was typed, and its readers learn
    nothing of the incidents that it was to show.

    ## Example

    ```markdown
    [[find: categorie=capacity team=payments]]
    ```

    ## Use instead

    ```markdown
    [[find: category=capacity team=payments]]
    ```
    """
    vocabularies = vocabularies_of(subject.settings)
    for one in subject.references:
        if one.query is None:
            continue
        try:
            read_live_list(one.query, vocabularies)
        except UnreadableListError as error:
            yield Finding(
                line=one.line + subject.first_line - 1,
                column=one.column,
                message=error.message,
                hint=error.hint,
            )
