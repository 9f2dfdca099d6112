"""Action items that were open when their incident came back, or may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .actions import ActionItem
from .cause import Cause, cause_of
from .course import Course
from .postmortem import Postmortem
from .recurrence import EarlierCauses, Moment
from .settings import Settings
from .settled import find_unrelated

COMPARED = 10
"""Of so many incidents before it, of either kind, the action items are looked at."""


@dataclass(frozen=True, kw_only=True)
class OpenAtTheTime:
    """An action item that was open when an incident happened that it may have prevented."""

    item: ActionItem
    earlier: Postmortem
    """Whose item it is."""
    later: Postmortem
    """What happened while it was open."""
    days: int
    """For how long it had been open by then."""
    is_confirmed: bool
    """Whether people have said that it was the same cause; else it may have been."""

    @property
    def shared_factors(self) -> tuple[str, ...]:
        """Ids of the contributing factors of both."""
        return _common(self.later.contributing_factors, self.earlier.contributing_factors)

    @property
    def shared_services(self) -> tuple[str, ...]:
        """Ids of the services of both."""
        return _common(self.later.services, self.earlier.services)


def find_open_at_the_time(
    postmortems: Iterable[Postmortem],
    courses: Mapping[str, Course],
    settings: Settings,
    same_cause: Mapping[str, tuple[Postmortem, ...]],
) -> tuple[OpenAtTheTime, ...]:
    """Each item that was open while its incident recurred, or may have.

    It recurred where `same_cause` has the earlier one of the later one's id,
    however long before. It may have where the causes may be one, both lie no
    further apart than the policy's window, and neither names the other as related:
    then people have said that it was another cause. Of either the ten before it are
    looked at, so that the work grows with the library and not with its square.
    The newest incident comes first, of its items the confirmed ones, then the
    longest open.
    """
    dated = sorted((p for p in postmortems if p.date), key=_moment)
    by_id = {p.id: p for p in dated}
    causes = EarlierCauses((_cause(p), _moment(p)) for p in dated)
    unrelated = find_unrelated(dated)
    window = settings.policy.recurrence_window_days
    by_incident: list[list[OpenAtTheTime]] = []
    for later in dated:
        linked = same_cause.get(later.id, ())
        settled = unrelated[later.id] | {earlier.id for earlier in linked}
        alike = causes.before(
            _cause(later), _moment(later), window=window, limit=COMPARED, without=settled
        )
        asked = [
            *_open_items(linked[-COMPARED:], later, courses, is_confirmed=True),
            *_open_items((by_id[i] for i in alike), later, courses, is_confirmed=False),
        ]
        asked.sort(key=lambda o: (not o.is_confirmed, -o.days, o.item.id))
        by_incident.append(asked)
    return tuple(one for asked in reversed(by_incident) for one in asked)


def _cause(postmortem: Postmortem) -> Cause:
    return cause_of(postmortem.category, postmortem.contributing_factors, postmortem.services)


def _moment(postmortem: Postmortem) -> Moment:
    return (postmortem.date or date.max, 0.0, postmortem.id)


def _open_items(
    earlier: Iterable[Postmortem],
    later: Postmortem,
    courses: Mapping[str, Course],
    *,
    is_confirmed: bool,
) -> Iterator[OpenAtTheTime]:
    for postmortem in earlier:
        for item in postmortem.actions:
            course = courses[item.id]
            if later.date and course.agreed and course.is_open_on(later.date):
                days = (later.date - course.agreed).days
                if days:  # what was agreed on the same day had no time to be done
                    yield OpenAtTheTime(
                        item=item,
                        earlier=postmortem,
                        later=later,
                        days=days,
                        is_confirmed=is_confirmed,
                    )


def _common(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in some if word in others)
