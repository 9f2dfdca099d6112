"""Values by what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

Member = TypeVar("Member")


def group_by(
    members: Iterable[Member], keys: Callable[[Member], Iterable[str]]
) -> Mapping[str, tuple[Member, ...]]:
    """The members under each of their keys, in their order."""
    groups: dict[str, list[Member]] = {}
    for member in members:
        for key in keys(member):
            groups.setdefault(key, []).append(member)
    return {key: tuple(found) for key, found in groups.items()}
