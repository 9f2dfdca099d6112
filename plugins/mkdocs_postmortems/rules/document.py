"""PM104–PM106 and PM108: whether a document can be read, named and trusted."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from .rule import CheckedDocument, CheckedEntry, rule


@rule("PM104", "duplicate-id", Level.ERROR)
def duplicate_id(subject: CheckedEntry) -> Iterator[Finding]:
    """An id or alias belongs to another document too.

    ## What it does

    Compares the ids and aliases of all documents, the faulty ones included,
    without regard to case, and the ids of action items within a document.
    Every document that shares an id is left out of the site until the id is
    settled: none of them is silently preferred.

    ## Why it matters

    The id is the permalink. Two documents behind one link means that every
    reference to it may lead to the wrong incident.

    ## Example

    ```yaml
    id: PM-2026-007   # another file has this id
    ```

    ## Use instead

    ```yaml
    id: PM-2026-008
    ```

    `postmortems new` always takes the next free number.
    """
    entry = subject.entry
    for name in entry.names:
        others = subject.identities.others(name.text, entry.path)
        is_own_id = not name.is_id and entry.id and name.text.lower() == entry.id.lower()
        for other in others[:1] if not is_own_id else ():
            yield Finding(
                line=name.line,
                column=name.column,
                message=f"`{name.text}` is the {'id' if other.is_id else 'alias'} of {other.path}",
                hint="an id names one document and is never used again",
            )
    yield from entry.repeated


@rule("PM105", "malformed-front-matter", Level.ERROR)
def malformed_front_matter(subject: CheckedDocument) -> Iterator[Finding]:
    """The front matter cannot be read.

    ## What it does

    Reports a file that is empty or not UTF-8, an opening `---` without a
    closing one, YAML that cannot be parsed, and YAML that is a list or a text
    instead of `key: value` lines. Such a document is left out of the site, and
    the home page says so.

    ## Why it matters

    Without front matter there is no id, and so no address for the page.

    ## Example

    ```yaml
    ---
    title: Checkout: failed after a migration
    ---
    ```

    ## Use instead

    ```yaml
    ---
    title: "Checkout: failed after a migration"
    ---
    ```
    """
    yield from subject.reported("PM105")


@rule("PM106", "duplicate-key", Level.ERROR)
def duplicate_key(subject: CheckedDocument) -> Iterator[Finding]:
    """The same key stands twice in the front matter.

    ## What it does

    Reports the second and every later occurrence of a key; the first one is
    used until the document says one thing.

    ## Why it matters

    Readers of YAML differ in which of the two they take, so the page and
    another tool can tell different stories.

    ## Example

    ```yaml
    severity: SEV-2
    status: final
    severity: SEV-1
    ```

    ## Use instead

    ```yaml
    severity: SEV-1
    status: final
    ```
    """
    yield from subject.reported("PM106")


@rule("PM108", "ignore-without-reason", Level.WARNING)
def ignore_without_reason(subject: CheckedDocument) -> Iterator[Finding]:
    """A rule is silenced without saying why, or without naming it.

    ## What it does

    Reads comments of the form `<!-- postmortems: ignore PM501 because … -->`,
    which silence a rule on the next block. Without a reason the comment has no
    effect.

    ## Why it matters

    The next person to edit the document has to know whether the exception
    still holds.

    ## Example

    ```markdown
    <!-- postmortems: ignore PM501 -->
    ```

    ## Use instead

    ```markdown
    <!-- postmortems: ignore PM501 because the phrase quotes the vendor's report -->
    ```
    """
    for ignore in subject.reading.document.ignores:
        if not ignore.codes:
            yield Finding(
                line=ignore.line,
                message="the comment names no rule",
                hint="write <!-- postmortems: ignore PM501 because … -->",
            )
        elif not ignore.reason:
            codes = ", ".join(ignore.codes)
            yield Finding(
                line=ignore.line,
                message=f"{codes} is silenced without a reason, so it is not silenced",
                hint=f"write <!-- postmortems: ignore {codes} because … -->",
            )
