"""PM701, PM702, PM703: references to what there is not, and lists that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..core.diagnostics import Finding, Level
from ..core.facets import FACETS, vocabularies_of
from ..core.identities import Identities, Name
from ..core.live_list import UnreadableListError, read_live_list
from ..core.references import Reference, find_references, find_slips, is_id
from ..core.settings import Settings
from ..core.vocabulary import is_nearly, nearest
from .rule import rule

_SLUG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")


@dataclass(frozen=True, kw_only=True)
class CheckedReferences:
    """What the rule looks at: the names by which one text refers to postmortems."""

    referred: tuple[Name, ...]
    """Those with `is_id` stand where nothing but a postmortem is named."""
    identities: Identities
    settings: Settings


@dataclass(frozen=True, kw_only=True)
class CheckedText:
    """A text that may have references, which begins at a line of its file."""

    markdown: str
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
        is_meant = one.is_id or is_id(one.text, prefix)
        if one.text.lower() in claims or not (is_meant or _SLUG.fullmatch(one.text)):
            continue
        guess = nearest(one.text, subject.identities.names)
        if is_meant or (guess and is_nearly(one.text, guess)):
            yield Finding(
                line=one.line,
                column=one.column,
                message=f"there is no postmortem `{one.text}`",
                hint=f"did you mean `{guess}`?" if guess else "write the id of one that there is",
            )


@rule("PM702", "unreadable-reference", Level.ERROR)
def unreadable_reference(subject: CheckedText) -> Iterator[Finding]:
    """A reference to a postmortem, or a live list, cannot be read.

    ## What it does

    Reads every `[[PM-2026-007]]` and `[[find: …]]` of postmortems and of the site's
    other pages. A reference closes with two brackets in the same paragraph. The keys
    of a list must be `category`, `team`, `service`, `factor`, `severity`, `kind`,
    `status` or `limit`, and its values those of `library.yml`, by id, title or alias.
    Text in code is left alone.

    ## Why it matters

    What cannot be read stands on the page as it was typed, and leads its readers
    nowhere.

    ## Example

    ```markdown
    [[find: categorie=capacity team=payments]]
    ```

    ## Use instead

    ```markdown
    [[find: category=capacity team=payments]]
    ```
    """
    vocabularies, prefix = vocabularies_of(subject.settings), subject.settings.id_prefix
    above = subject.first_line - 1
    for one in find_references(subject.markdown):
        if one.query is None:
            continue
        try:
            read_live_list(one.query, vocabularies)
        except UnreadableListError as error:
            yield Finding(
                line=one.line + above, column=one.column, message=error.message, hint=error.hint
            )
    for slip in find_slips(subject.markdown, prefix, FACETS):
        yield Finding(
            line=slip.line + above,
            column=slip.column,
            message=f"`{slip.typed}…` is no list that can be read"
            if slip.is_list
            else f"`{slip.typed}…` is no reference that can be read",
            hint="write `[[find: category=capacity]]`"
            if slip.is_list
            else f"write `[[{prefix}-2026-007]]`, or `[[{prefix}-2026-007|words]]`",
        )


@dataclass(frozen=True, kw_only=True)
class CheckedSections:
    """The references of a text, and what their pages have."""

    references: tuple[Reference, ...]
    first_line: int
    anchors_of: Callable[[str], frozenset[str] | None]
    """The anchors on the page of a name; None where it has no page."""


@rule("PM703", "unknown-section", Level.WARNING)
def unknown_section(subject: CheckedSections) -> Iterator[Finding]:
    """A reference leads to a section that the postmortem's page does not have.

    ## What it does

    Looks up the anchor of every `[[PM-2026-007#root-cause]]` on the page that it
    leads to: headings and action items. As anchors come about when the site is
    built, `mkdocs build` finds this, and `postmortems check` does not.

    ## Why it matters

    Who follows the reference stands at the top of a long page, and does not know
    which part of it was meant.

    ## Example

    ```markdown
    The cause was [[PM-2026-007#rootcause|the same]].
    ```

    ## Use instead

    ```markdown
    The cause was [[PM-2026-007#root-cause|the same]].
    ```
    """
    for one in subject.references:
        anchors = subject.anchors_of(one.name) if one.anchor else None
        if anchors is None or one.anchor in anchors:
            continue
        guess = nearest(one.anchor, sorted(anchors))
        yield Finding(
            line=one.line + subject.first_line - 1,
            column=one.column,
            message=f"the page of `{one.name}` has no section `#{one.anchor}`",
            hint=f"did you mean `#{guess}`?" if guess else "take the anchor from the page",
        )
