"""Action items that were open when their incident came back, or may have."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .actions import ActionItem
from .course import Course
from .postmortem import Postmortem
from .settings import UNDETERMINED, Settings

_COMPARED_PER_CAUSE = 10


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
    however long before. It may have where both have the same category and share a
    factor or service, lie no further apart than the policy's window, and neither
    names the other as related: then people have said that it was another cause.
    Of those that share one factor or service, the ten before it are looked at, so
    that the work grows with the library and not with its square.
    The newest incident comes first, of its items the confirmed ones, then the
    longest open.
    """
    dated = sorted((p for p in postmortems if p.date), key=lambda p: (p.date, p.id))
    recent = _Recent(timedelta(days=settings.policy.recurrence_window_days))
    by_incident: list[list[OpenAtTheTime]] = []
    for later in dated:
        linked = same_cause.get(later.id, ())
        settled = {*(earlier.id for earlier in linked), *later.related}
        alike = [
            earlier
            for earlier in recent.alike(later)
            if earlier.id not in settled and later.id not in earlier.related
        ]
        asked = [
            *_open_items(linked, later, courses, is_confirmed=True),
            *_open_items(alike, later, courses, is_confirmed=False),
        ]
        asked.sort(key=lambda o: (not o.is_confirmed, -o.days, o.item.id))
        by_incident.append(asked)
        recent.add(later)
    return tuple(one for asked in reversed(by_incident) for one in asked)


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


class _Recent:
    """The postmortems of the last so many days, by what makes two causes alike."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._by_key: dict[tuple[str, str], deque[Postmortem]] = defaultdict(
            lambda: deque(maxlen=_COMPARED_PER_CAUSE)
        )

    def alike(self, later: Postmortem) -> tuple[Postmortem, ...]:
        """Those of the same category that share a factor or service, each once."""
        found: dict[str, Postmortem] = {}
        for key in _causes(later):
            recent = self._by_key[key]
            while recent and _days_between(recent[0], later) > self._window:
                recent.popleft()
            found |= {p.id: p for p in recent}
        return tuple(found.values())

    def add(self, postmortem: Postmortem) -> None:
        """Count one that is no earlier than those before it."""
        if postmortem.actions:
            for key in _causes(postmortem):
                self._by_key[key].append(postmortem)


def _days_between(earlier: Postmortem, later: Postmortem) -> timedelta:
    return (later.date or date.max) - (earlier.date or date.max)


def _causes(postmortem: Postmortem) -> Iterator[tuple[str, str]]:
    category = postmortem.category
    if category and category != UNDETERMINED.id:
        for factor in postmortem.contributing_factors:
            yield category, f"factor:{factor}"
        for service in postmortem.services:
            yield category, f"service:{service}"


def _common(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in some if word in others)
