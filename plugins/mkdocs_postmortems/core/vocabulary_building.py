"""The lists of `library.yml` as vocabularies."""

from __future__ import annotations

from collections.abc import Set

from .diagnostics import Problem
from .located_yaml import Node
from .settings_contract import SeverityEntry, TeamEntry, TermEntry
from .unusable import did_you_mean, unusable_at
from .vocabulary import Term, Vocabulary, fold, nearest


def build_vocabulary(
    entries: tuple[TermEntry, ...] | None,
    key: str,
    default: Vocabulary,
    root: Node,
    problems: list[Problem],
) -> Vocabulary:
    """The vocabulary that a list of the file gives, or the default where it gives none."""
    if entries is None:
        return default
    ids = {entry.id for entry in entries}
    terms = tuple(
        Term(
            id=entry.id,
            title=entry.title or entry.id.replace("-", " ").capitalize()
            if not isinstance(entry, SeverityEntry)
            else entry.title or entry.id,
            description=entry.description,
            aliases=entry.aliases,
            retired=entry.retired,
            successor=known_successor(
                entry, ids, (key, index), root, problems, f"another id of `{key}`"
            ),
        )
        for index, entry in enumerate(entries)
    )
    report_shared_names(terms, key, root, problems)
    first = {term.id: term for term in reversed(terms)}
    return Vocabulary(terms=tuple(term for term in terms if first[term.id] is term))


def report_shared_names(
    terms: tuple[Term, ...], key: str, root: Node, problems: list[Problem]
) -> None:
    """Note each id or alias that an earlier entry has."""
    owner: dict[str, tuple[int, str]] = {}
    for index, term in enumerate(terms):
        for name in (term.id, *term.aliases):
            first = owner.setdefault(fold(name), (index, term.id))
            if first[0] != index:
                problems.append(
                    unusable_at(
                        root,
                        (key, index),
                        f"`{name}` names `{first[1]}` already",
                        "an id or alias belongs to one entry; the first is used. To merge two, "
                        "delete the entry of the one whose id is an alias of the other",
                    )
                )


def known_successor(
    entry: TermEntry | TeamEntry,
    ids: Set[str],
    path: tuple[str | int, ...],
    root: Node,
    problems: list[Problem],
    wanted: str,
) -> str | None:
    """The successor of an entry, if it is another one of the list; `wanted` says what it is not."""
    successor = entry.successor
    if successor is None or (successor in ids and successor != entry.id):
        return successor
    problems.append(
        unusable_at(
            root,
            (*path, "successor"),
            f"the successor `{successor}` of `{entry.id}` is not {wanted}",
            did_you_mean(nearest(successor, ids - {entry.id})),
        )
    )
    return None
