"""`postmortems explain`: a rule, from its own documentation."""

from __future__ import annotations

import click

from ..core.vocabulary import nearest
from ..rules import ALL_RULES, find_rule
from .opening import UnusableError


def explain_rule(name: str | None) -> None:
    """Print one rule, or all of them in a line each. Raises UnusableError for an unknown one."""
    if name is None:
        for rule in ALL_RULES:
            click.echo(f"{click.style(rule.code, bold=True)} {rule.name}: {rule.summary}")
        return
    found = find_rule(name)
    if found is None:
        guess = nearest(name, (word for rule in ALL_RULES for word in (rule.code, rule.name)))
        hint = f"; did you mean {guess}?" if guess else "; `postmortems explain` lists them all"
        raise UnusableError(f"there is no rule `{name}`{hint}")
    draft = "" if found.draft_level is found.level else f", {found.draft_level} in drafts"
    click.echo(click.style(f"{found.code} {found.name}", bold=True) + f" ({found.level}{draft})")
    click.echo()
    click.echo(found.documentation)
