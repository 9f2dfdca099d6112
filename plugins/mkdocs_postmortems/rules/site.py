"""PM901–PM903: settings, limits and addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ..core.diagnostics import Finding, Level
from ..core.identities import Identities
from ..core.settings import Settings
from ..core.settings_file import SettingsReading
from ..core.vocabulary import nearest
from .disclosure import has_secrets_scanner, secret
from .rule import CheckedDocument, rule


@dataclass(frozen=True, kw_only=True)
class CheckedSettings:
    """What the rule about `library.yml` looks at."""

    reading: SettingsReading
    identities: Identities
    known_codes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class AddressCollision:
    """Two pages with one address."""

    address: str
    """Relative to the site's root."""
    kept: str
    """What is published there."""
    dropped: str
    """What is not."""


@rule("PM901", "invalid-settings", Level.ERROR)
def invalid_settings(subject: CheckedSettings) -> Iterator[Finding]:
    """`library.yml` or another data file cannot be used, in whole or in part.

    ## What it does

    Reports unknown keys, values of the wrong form, ids that are given twice
    and references to what is not there, each with its line. The entry is left
    out; everything else in the file is used. A postmortem under `read_first`
    that there is not is PM701. A path under `links` of a team names a Markdown
    file of the site that is no postmortem.

    ## Why it matters

    Every document is held against these lists: one slip here would look like
    hundreds of faults elsewhere.

    ## Example

    ```yaml
    categories:
      - id: Configuration Error
    ```

    ## Use instead

    ```yaml
    categories:
      - id: configuration
        title: Configuration error
    ```
    """
    yield from (p.finding for p in subject.reading.problems if p.code == "PM901")
    for code, line, column in subject.reading.settings.rule_places:
        if code not in subject.known_codes:
            guess = nearest(code, subject.known_codes)
            yield Finding(
                line=line,
                column=column,
                message=f"`rules.{code}`: there is no such rule",
                hint=f"did you mean `{guess}`?" if guess else "",
            )
        wants_secrets = subject.reading.settings.rule_levels.get(code, "off") != "off"
        if code == secret.code and wants_secrets and not has_secrets_scanner():
            yield Finding(
                line=line,
                column=column,
                message=f"`rules.{code}`: detect-secrets is not installed, so no credential is found",
                hint='pip install "mkdocs-postmortems[secrets]", or take the entry out',
            )
    yield from _repeated_pins(subject)


def _repeated_pins(subject: CheckedSettings) -> Iterator[Finding]:
    """Postmortems that stand twice among those to be read first, by another name too."""
    claims = subject.identities.claims
    for team in subject.reading.settings.teams:
        seen: dict[str, str] = {}
        for pin in team.read_first:
            name = pin.postmortem.lower()
            key = claims[name][0].path if name in claims else name
            if key in seen:
                other = "" if seen[key].lower() == name else f", as `{seen[key]}`"
                yield Finding(
                    line=pin.line,
                    column=pin.column,
                    message=f"`read_first` of `{team.id}` has `{pin.postmortem}` already{other}",
                    hint="keep one of the two; the first is used until then",
                )
            seen.setdefault(key, pin.postmortem)


def missing_team_pages(settings: Settings, uris: Collection[str]) -> Iterator[Finding]:
    """Pages that teams lead to and the site does not have; `uris` are those of its own."""
    for team in settings.teams:
        for page in team.pages:
            if page.uri not in uris:
                guess = nearest(page.uri, uris)
                yield Finding(
                    line=page.line,
                    column=page.column,
                    message=f"`links` of `{team.id}` leads to `{page.uri}`, which is no page of "
                    "the site",
                    hint=f"did you mean `{guess}`?"
                    if guess
                    else "write the path from the folder of the site's documents; "
                    "a postmortem goes under `read_first`",
                )


@rule("PM902", "too-large", Level.ERROR)
def too_large(subject: CheckedDocument) -> Iterator[Finding]:
    """A file is over the limit of size or nesting.

    ## What it does

    Refuses a document over 1 MB, front matter nested more than 20 levels deep,
    more than 100 brackets, quote or list marks in a row, and lists nested more
    than 100 levels deep. Such a document is left out of the site.

    ## Why it matters

    A file of that kind is a log or a slip, and can take a renderer of Markdown
    minutes, or down.

    ## Example

    A postmortem with the whole log of a service pasted in.

    ## Use instead

    The ten lines that matter in a code block, and a link to the rest.
    """
    yield from subject.reported("PM902")


@rule("PM903", "address-collision", Level.ERROR)
def address_collision(subject: Iterable[AddressCollision]) -> Iterator[Finding]:
    """Two pages have the same address.

    ## What it does

    Compares the addresses of all pages, written and generated, without regard
    to case. A written page wins over a generated one. A home page of your own
    is expected in a site that had one before, and so is a page of a team's own
    for its newcomers, so these collisions are only information.

    ## Why it matters

    One of the two would overwrite the other without a word, and every link to
    it would lead to the wrong page.

    ## Example

    A page `categories/index.md` of your own, beside the generated list of
    categories.

    ## Use instead

    Another name for the page, such as `about-categories.md`.
    """
    for collision in subject:
        yield Finding(
            line=1,
            message=f"{collision.kept} has the address /{collision.address}, "
            f"so {collision.dropped} is not published",
            hint="rename or move one of the two"
            if collision.address
            else f"delete {collision.kept} to have the library's home page",
        )
