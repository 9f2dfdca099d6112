"""`/actions/closed/`: what was done, by whom, and how long it took."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.cohorts import ClosingTime, measure_closing
from ..core.follow_up import FollowUp
from ..core.library import Library, OwnedAction
from ..core.month import month_of
from ..core.quarter import quarter_of
from .closures import list_closures
from .questions import QuestionList, ask_about_all_effects
from .reference import Ref, refer_to_team
from .rows import ActionRow
from .wording import count_of, long_date, long_month

NEWEST = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthOfClosures:
    """What was done in a month."""

    month: str
    """`March 2026`."""
    is_running: bool
    count: int
    teams: tuple[Ref, ...]
    """Whose items they were, by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamClosures:
    """What a team has done; `team` is None for items that no team owns."""

    team: Ref | None
    count: int
    time: ClosingTime


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterClosures:
    """How many items were done in a quarter."""

    quarter: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ClosedActionsView:
    """All items that are done."""

    title: str
    as_of: str
    """`16 March 2026`."""
    total: int
    months: tuple[MonthOfClosures, ...]
    """This month and the one before."""
    time: ClosingTime
    rows: tuple[ActionRow, ...]
    """The newest ones of known days."""
    dated: int
    """Items whose day is known."""
    undated: int
    """Items that are done on a day that no document says."""
    unverified: QuestionList | None
    """What has been done for long, and not verified; None where there is nothing."""
    done_some_day: str
    """How many are not asked about, as nobody knows for how long they have been done."""
    teams: tuple[TeamClosures, ...]
    """By name."""
    quarters: tuple[QuarterClosures, ...]
    """Those with a closure, the newest first."""
    declined: int


def view_closed_actions(library: Library) -> ClosedActionsView:
    """What the page of closed action items shows."""
    done = tuple(owned for owned in library.actions if owned.action.is_done)
    closed = (library.courses[owned.action.id].closed for owned in done)
    days = [day for day in closed if day]
    quarters = Counter(map(quarter_of, days))
    return ClosedActionsView(
        title="Closed action items",
        as_of=long_date(library.as_of),
        total=len(done),
        months=tuple(_month(day, done, library) for day in _this_month_and_last(library.as_of)),
        time=_closing_time(done, library),
        rows=list_closures(done, library, NEWEST),
        dated=len(days),
        undated=len(done) - len(days),
        unverified=ask_about_all_effects(library),
        done_some_day=_done_some_day(library.follow_up),
        teams=_by_team(done, library),
        quarters=tuple(
            QuarterClosures(quarter=quarter, count=quarters[quarter])
            for quarter in sorted(quarters, reverse=True)
        ),
        declined=sum(not o.action.is_open and not o.action.is_done for o in library.actions),
    )


def _done_some_day(asked: FollowUp) -> str:
    number = asked.done_some_day
    if not number:
        return ""
    more = f"{number:,} more" if asked.unverified else count_of(number, "item")
    if number == 1:
        return f"{more} is done on a day that no document says, so it is not asked about."
    return f"{more} are done on days that no document says, so they are not asked about."


def _this_month_and_last(as_of: date) -> tuple[date, ...]:
    """A day of each; the calendar's first month has none before."""
    first = as_of.replace(day=1)
    return (as_of, first - timedelta(days=1)) if first > date.min else (as_of,)


def _month(day: date, done: tuple[OwnedAction, ...], library: Library) -> MonthOfClosures:
    month = month_of(day)
    found = [
        owned.action
        for owned in done
        if (closed := library.courses[owned.action.id].closed) and month_of(closed) == month
    ]
    teams = {refer_to_team(action.team, library) for action in found if action.team}
    return MonthOfClosures(
        month=long_month(month),
        is_running=day == library.as_of,
        count=len(found),
        teams=tuple(sorted(teams, key=lambda team: (team.title, team.key))),
    )


def _by_team(done: tuple[OwnedAction, ...], library: Library) -> tuple[TeamClosures, ...]:
    found: dict[str | None, list[OwnedAction]] = {}
    for owned in done:
        found.setdefault(owned.action.team, []).append(owned)
    teams = [
        TeamClosures(
            team=refer_to_team(team, library) if team else None,
            count=len(own),
            time=_closing_time(own, library),
        )
        for team, own in found.items()
    ]
    teams.sort(key=lambda share: (share.team is None, share.team.title if share.team else ""))
    return tuple(teams)


def _closing_time(
    actions: tuple[OwnedAction, ...] | list[OwnedAction], library: Library
) -> ClosingTime:
    return measure_closing(library.courses[owned.action.id] for owned in actions)
