"""Items that are done, and items that were declined: in the order in which that happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..core.actions import ActionStatus
from ..core.library import Library, OwnedAction
from .rows import ActionRow, list_actions


def list_closures(
    actions: Iterable[OwnedAction], library: Library, limit: int
) -> tuple[ActionRow, ...]:
    """The items done last, of those whose day is known; the newest first."""
    dated = (o for o in actions if o.action.is_done and library.courses[o.action.id].closed)
    return list_actions(_newest_first(dated, library)[:limit], library)


def find_decisions(actions: Iterable[OwnedAction], library: Library) -> tuple[OwnedAction, ...]:
    """The items that were declined, the newest decision first; those of unknown days last."""
    declined = (o for o in actions if o.action.status is ActionStatus.WONT_DO)
    return _newest_first(declined, library)


def _newest_first(actions: Iterable[OwnedAction], library: Library) -> tuple[OwnedAction, ...]:
    def closed(owned: OwnedAction) -> date:
        return library.courses[owned.action.id].closed or date.min

    # Items come by postmortem, the newest first: among equals that order stays.
    return tuple(sorted(actions, key=closed, reverse=True))
