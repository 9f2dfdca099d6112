"""The library: all postmortems that may be seen, and the indexes over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from .actions import ActionItem
from .audience import Holdings, LeftOut, select_visible
from .citing_text import CitingText
from .course import Course, trace_courses
from .follow_up import FollowUp, find_follow_up
from .grouping import group_by
from .history import ItemHistory
from .language import LanguageCount
from .page_views import PageViews
from .patterns import Patterns, find_patterns
from .postmortem import Postmortem
from .rare_words import RareWords
from .register import RegisteredIncident
from .settings import Settings
from .similarity import Similarity, file_by_likeness, find_similar
from .tickets import Ticket
from .unread import Unread
from .vocabulary import fold


@dataclass(frozen=True, kw_only=True)
class OwnedAction:
    """An action item with the postmortem that it comes from."""

    action: ActionItem
    postmortem: Postmortem


@dataclass(frozen=True, eq=False)
class Library:
    """Postmortems, newest first, with everything that looks at all of them."""

    settings: Settings
    as_of: date
    """The day that counts as today."""
    postmortems: tuple[Postmortem, ...]
    left_out: tuple[LeftOut, ...] = ()
    unread: tuple[Unread, ...] = ()
    """Of documents in the library and of those left out."""
    register: tuple[RegisteredIncident, ...] = ()
    """All incidents, with a postmortem or without, in the order of the register."""
    tickets: Mapping[str, Ticket] = field(default_factory=lambda: MappingProxyType({}))
    """Those whose state is known, by their number."""
    histories: Mapping[str, ItemHistory] = field(default_factory=lambda: MappingProxyType({}))
    """Of action items, by their id; empty where there is no git."""
    language: Mapping[str, LanguageCount] = field(default_factory=lambda: MappingProxyType({}))
    """By the id of the postmortem; for totals, never for one document."""
    texts: tuple[CitingText, ...] = ()
    """What may name a postmortem: those of the postmortems, and of a site's own pages."""
    page_views: PageViews | None = None
    """None where no file of them is there."""

    def visible_to(self, audience: str) -> Library:
        """The library as an audience may see it, references to the rest removed."""
        seen = select_visible(
            Holdings(
                postmortems=self.postmortems,
                left_out=self.left_out,
                unread=self.unread,
                register=self.register,
            ),
            self.settings,
            audience,
        )
        ids = {p.id for p in seen.postmortems}
        hidden = {p.uri for p in self.postmortems if p.id not in ids}
        return replace(
            self,
            postmortems=seen.postmortems,
            left_out=seen.left_out,
            unread=seen.unread,
            register=seen.register,
            language={one: count for one, count in self.language.items() if one in ids},
            texts=tuple(text for text in self.texts if text.uri not in hidden),
        )

    @cached_property
    def by_id(self) -> Mapping[str, Postmortem]:
        """Postmortems by id."""
        return {postmortem.id: postmortem for postmortem in self.postmortems}

    @cached_property
    def incidents(self) -> tuple[Postmortem, ...]:
        """Those of kind `incident`: what totals count."""
        return tuple(p for p in self.postmortems if not p.is_near_miss)

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """By id of the category."""
        return group_by(self.postmortems, lambda p: (p.category,) if p.category else ())

    @cached_property
    def by_factor(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """By id of the contributing factor."""
        return group_by(self.postmortems, lambda p: p.contributing_factors)

    @cached_property
    def by_service(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """By id of the service."""
        return group_by(self.postmortems, lambda p: p.services)

    @cached_property
    def by_team(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """By id of the team, owning or involved."""
        return group_by(self.postmortems, lambda p: p.teams)

    @cached_property
    def by_quarter(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """By calendar quarter, the newest first; undated postmortems are in none."""
        groups = group_by(self.postmortems, lambda p: (p.quarter,) if p.quarter else ())
        return {quarter: groups[quarter] for quarter in sorted(groups, reverse=True)}

    @cached_property
    def patterns(self) -> Mapping[str, Patterns]:
        """What repeats in each quarter, the newest first."""
        return {
            quarter: find_patterns(quarter, postmortems, self.settings)
            for quarter, postmortems in self.by_quarter.items()
        }

    @cached_property
    def actions(self) -> tuple[OwnedAction, ...]:
        """All action items, those of the newest postmortem first."""
        return tuple(
            OwnedAction(action=a, postmortem=p) for p in self.postmortems for a in p.actions
        )

    @cached_property
    def actions_by_team(self) -> Mapping[str, tuple[OwnedAction, ...]]:
        """All items, closed ones included, by the id of the team that owns them."""
        return group_by(self.actions, lambda o: (o.action.team,) if o.action.team else ())

    @cached_property
    def open_actions(self) -> tuple[OwnedAction, ...]:
        """Open items in the order of their urgency."""
        return self.in_order_of_urgency(o for o in self.actions if o.action.is_open)

    def in_order_of_urgency(self, actions: Iterable[OwnedAction]) -> tuple[OwnedAction, ...]:
        """Overdue and early ones first, undated last."""
        return tuple(
            sorted(
                actions,
                key=lambda o: (
                    not o.action.is_overdue(self.as_of),
                    o.action.due or date.max,
                    o.action.id,
                ),
            )
        )

    @cached_property
    def published_days(self) -> Mapping[str, date]:
        """The day on which each postmortem was published, in the library's time zone, by its id."""
        zone = ZoneInfo(self.settings.timezone)
        return {p.id: p.published.astimezone(zone).date() for p in self.postmortems if p.published}

    @cached_property
    def courses(self) -> Mapping[str, Course]:
        """The course of every action item, by its id."""
        courses = trace_courses(self.postmortems, self.published_days, self.histories, self.as_of)
        return {course.item.id: course for course in courses}

    @cached_property
    def follow_up(self) -> FollowUp:
        """What the course of all action items leaves to be asked."""
        return find_follow_up(self.postmortems, self.courses, self.settings, self.as_of)

    @cached_property
    def postmortems_by_incident(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """By the number of an incident in the register, folded as `fold` does."""
        return group_by(self.postmortems, lambda p: {fold(number) for number in p.incidents})

    @cached_property
    def open_actions_by_team(self) -> Mapping[str, tuple[OwnedAction, ...]]:
        """Open items by the id of the team that owns them."""
        return group_by(self.open_actions, lambda o: (o.action.team,) if o.action.team else ())

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[str | None, str | None]]:
        order = [p.id for p in reversed(self.postmortems)]
        return {
            identifier: (
                order[index - 1] if index else None,
                order[index + 1] if index + 1 < len(order) else None,
            )
            for index, identifier in enumerate(order)
        }

    def previous_and_next(self, identifier: str) -> tuple[Postmortem | None, Postmortem | None]:
        """The postmortems before and after one, by date."""
        before, after = self._neighbours[identifier]
        return (self.by_id[before] if before else None, self.by_id[after] if after else None)

    @cached_property
    def _likeness(self) -> Mapping[tuple[str, ...], tuple[Postmortem, ...]]:
        return file_by_likeness(self.postmortems)

    @cached_property
    def _rare_words(self) -> RareWords:
        return RareWords(self.postmortems, self.settings.members)

    def similar_to(
        self, postmortem: Postmortem, without: frozenset[str] = frozenset()
    ) -> tuple[Similarity, ...]:
        """Up to five postmortems like one, by cause, factors and words; ids to leave out."""
        return find_similar(postmortem, self._likeness, self._rare_words, without)

    @cached_property
    def recurrences(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """Postmortems by the id that they are a recurrence of."""
        return group_by(self.postmortems, lambda p: p.recurrence_of)


def build_library(
    postmortems: Iterable[Postmortem],
    settings: Settings,
    as_of: date,
    left_out: Iterable[LeftOut] = (),
    *,
    unread: Iterable[Unread] = (),
    register: Iterable[RegisteredIncident] = (),
    tickets: Mapping[str, Ticket] = MappingProxyType({}),
    histories: Mapping[str, ItemHistory] = MappingProxyType({}),
    language: Mapping[str, LanguageCount] = MappingProxyType({}),
    texts: Iterable[CitingText] = (),
    page_views: PageViews | None = None,
) -> Library:
    """Order postmortems by date, the newest first, undated last, then by id."""
    ordered = sorted(postmortems, key=lambda p: (p.date or date.min, p.id), reverse=True)
    return Library(
        settings=settings,
        as_of=as_of,
        postmortems=tuple(ordered),
        left_out=tuple(sorted(left_out, key=lambda left: left.path)),
        unread=tuple(unread),
        register=tuple(register),
        tickets=tickets,
        histories=histories,
        language=language,
        texts=tuple(texts),
        page_views=page_views,
    )
