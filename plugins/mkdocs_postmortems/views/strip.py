"""The phases of an incident: a strip from the start of impact to the end, and when each was reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from string import ascii_uppercase

from ..core.intervals import INTERVALS, Interval
from ..core.timeline import Phase, Timeline, time_between
from .charts import has_room
from .wording import clock_time, length, listing, long_date, tell_ends

_NARROWEST = 1.5
"""Percent: a part that would be narrower is drawn so wide, so that it can be seen at all."""

_NAMES = {i.short: f"{i.name}, {tell_ends(i)}" for i in INTERVALS}
_DESK = 1.8
"""How much wider the page is on a desk's screen, and on paper, than on a phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StripPart:
    """What lies between two phases that follow each other."""

    left: float
    """Percent."""
    width: float
    """Percent."""
    state: str
    """How far the incident was: `started`, `detected`, `acknowledged`, `mitigated`, `relapsed`,
    or `resolved`, where it was noticed only after its end."""
    wide: str
    """Stands in it: its letter and length, as far as there is room."""
    narrow: str
    """The same on a phone."""
    says: str
    """`Until detected: 2 min, from 14:25 UTC to 14:27 UTC`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseLength:
    """How long it took to reach a phase."""

    short: str
    """`TTD`, where it is one of the four times that have a name."""
    name: str
    length: str
    """`2 min`, `about 2 min`."""
    since: str
    """`from started`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseMark:
    """A moment at which a phase was reached, or several at once."""

    letter: str
    """That of the part of the strip that ends here; empty where none does."""
    state: str
    """The state of that part."""
    name: str
    """`Mitigated and resolved`."""
    at: str
    """`4 March 2026, 14:25 UTC`; on the day of the mark before, `14:27 UTC`."""
    lengths: tuple[PhaseLength, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownTime:
    """One of the four times, of which the timeline lacks an end point, or has both in reverse."""

    short: str
    name: str
    ends: str
    """`detected to acknowledged`."""


_UNKNOWN = {i.short: UnknownTime(short=i.short, name=i.name, ends=tell_ends(i)) for i in INTERVALS}


@dataclass(frozen=True, kw_only=True)
class Strip:
    """All that an incident's page says of its phases."""

    says: str
    """The whole strip in words."""
    parts: tuple[StripPart, ...]
    """Their widths add up to the whole. Empty where fewer than two moments are known,
    or where they do not follow each other in time."""
    marks: tuple[PhaseMark, ...]
    """In the order of the document."""
    unknown: tuple[UnknownTime, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Moment:
    at: datetime
    phases: tuple[Phase, ...]
    is_approximate: bool
    state: str
    """How far the incident is from then on."""
    names: str
    """`mitigated and resolved`."""
    clock: str
    """`14:25 UTC`."""

    @property
    def instant(self) -> str:
        """`4 March 2026, 14:25 UTC`."""
        return f"{long_date(self.at.date())}, {self.clock}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Measured:
    """One of the four times with its ends."""

    interval: Interval
    first: _Moment
    last: _Moment


def lay_strip(timeline: Timeline) -> Strip | None:
    """The phases of a timeline; None where it names none.

    `introduced` may lie weeks before the start of impact: it is told, and not drawn.
    """
    moments = tuple(_moments(timeline))
    if not moments:
        return None
    drawn = [moment for moment in moments if moment.phases != (Phase.INTRODUCED,)]
    drawn = drawn if _follow_each_other(drawn) else []
    measured = _measure(moments)
    return Strip(
        says=f"{_range(drawn[0], drawn[-1])}: {_span(drawn[0], drawn[-1])}" if drawn else "",
        parts=_lay_parts(drawn),
        marks=tuple(_tell_marks(moments, drawn, measured)),
        unknown=tuple(unknown for i, unknown in _UNKNOWN.items() if i not in measured),
    )


def _moments(timeline: Timeline) -> Iterator[_Moment]:
    """Phases with their times; those of one instant are one moment."""
    rows = (event for event in timeline.events if event.at is not None and event.phases)
    state = ""
    for at, events in groupby(rows, key=lambda event: event.at):
        together = tuple(events)
        phases = together[0].phases
        if len(together) > 1:
            phases = tuple(dict.fromkeys(phase for event in together for phase in event.phases))
        assert at is not None, "rows without a time are left out"
        state = _state_after(state, phases)
        yield _Moment(
            at=at,
            phases=phases,
            is_approximate=any(event.approximate for event in together),
            state=state,
            names=phases[0] if len(phases) == 1 else listing(phases),
            clock=clock_time(at),
        )


def _state_after(state: str, phases: Sequence[Phase]) -> str:
    """Noticing changes nothing for customers: what is mitigated stays so when it is detected."""
    for phase in phases:
        is_noticing = phase in (Phase.DETECTED, Phase.ACKNOWLEDGED)
        if phase is Phase.INTRODUCED or (
            is_noticing and state in (Phase.MITIGATED, Phase.RELAPSED, Phase.RESOLVED)
        ):
            continue
        state = phase.value
    return state


def _follow_each_other(moments: Sequence[_Moment]) -> bool:
    gaps = [time_between(a.at, b.at) for a, b in pairwise(moments)]
    return bool(gaps) and all(gaps)


def _lay_parts(moments: Sequence[_Moment]) -> tuple[StripPart, ...]:
    pairs = tuple(pairwise(moments))
    parts = []
    left = 0.0
    widths = _share_out([(b.at - a.at).total_seconds() for a, b in pairs])
    for index, ((a, b), width) in enumerate(zip(pairs, widths, strict=True)):
        letter, span = _letter(index), _span(a, b)
        texts = (f"{letter} {span}", letter)
        until = "Relapsed, until" if Phase.RELAPSED in a.phases else "Until"
        parts.append(
            StripPart(
                left=round(left, 2),
                width=round(width, 2),
                state=a.state,
                wide=next((text for text in texts if has_room(_DESK * width, text)), ""),
                narrow=next((text for text in texts if has_room(width, text)), ""),
                says=f"{until} {b.names}: {span}, {_range(a, b)}",
            )
        )
        left += width
    return tuple(parts)


def _share_out(amounts: Sequence[float]) -> list[float]:
    """Percent of the width for each; what the shortest get beyond their due the others give."""
    narrowest = min(_NARROWEST, 50 / max(len(amounts), 1))
    narrow: set[int] = set()
    while True:
        rest = sum(amount for i, amount in enumerate(amounts) if i not in narrow)
        unit = (100 - narrowest * len(narrow)) / rest if rest else 0.0
        more = {i for i, a in enumerate(amounts) if i not in narrow and a * unit < narrowest}
        if not more:
            return [narrowest if i in narrow else a * unit for i, a in enumerate(amounts)]
        narrow |= more


def _measure(moments: Sequence[_Moment]) -> dict[str, _Measured]:
    """Those of the four times whose ends are known, by their short names."""
    known = {phase: moment for moment in reversed(moments) for phase in moment.phases}
    found = {}
    for interval in INTERVALS:
        first, last = known.get(interval.start), known.get(interval.end)
        if first and last and time_between(first.at, last.at) is not None:
            found[interval.short] = _Measured(interval=interval, first=first, last=last)
    return found


def _tell_marks(
    moments: Sequence[_Moment], drawn: Sequence[_Moment], measured: Mapping[str, _Measured]
) -> Iterator[PhaseMark]:
    ended = {id(b): (_letter(index), a) for index, (a, b) in enumerate(pairwise(drawn))}
    shown: date | None = None
    for moment in moments:
        letter, before = ended.get(id(moment), ("", None))
        at = moment.clock if shown == moment.at.date() else moment.instant
        shown = moment.at.date()
        ending = [one for one in measured.values() if one.last is moment]
        lengths = [_tell_measured(one) for one in ending]
        if before and not any(one.first is before for one in ending):
            lengths.insert(0, _tell_span(before, moment, f"from {before.names}"))
        if moment.phases == (Phase.INTRODUCED,):
            lengths += _tell_lead(moment, moments)
        yield PhaseMark(
            letter=letter,
            state=before.state if before else "",
            name=moment.names.capitalize(),
            at=f"about {at}" if moment.is_approximate else at,
            lengths=tuple(lengths),
        )


def _tell_measured(one: _Measured) -> PhaseLength:
    return PhaseLength(
        short=one.interval.short,
        name=_NAMES[one.interval.short],
        length=_span(one.first, one.last),
        since=f"from {one.interval.start}",
    )


def _tell_span(first: _Moment, last: _Moment, since: str) -> PhaseLength:
    return PhaseLength(short="", name="", length=_span(first, last), since=since)


def _tell_lead(introduced: _Moment, moments: Sequence[_Moment]) -> list[PhaseLength]:
    """How long a fault was there before anybody was hit."""
    start = next((moment for moment in moments if Phase.STARTED in moment.phases), None)
    if start is None or not time_between(introduced.at, start.at):
        return []
    return [_tell_span(introduced, start, "before it started")]


def _span(first: _Moment, last: _Moment) -> str:
    return _about(last.at - first.at, first.is_approximate or last.is_approximate)


@lru_cache(maxsize=1024)
def _about(duration: timedelta, is_approximate: bool) -> str:
    return f"about {length(duration)}" if is_approximate else length(duration)


def _range(first: _Moment, last: _Moment) -> str:
    if first.at.date() == last.at.date():
        return f"from {first.clock} to {last.clock}"
    return f"from {first.instant} to {last.instant}"


def _letter(index: int) -> str:
    return ascii_uppercase[index] if index < len(ascii_uppercase) else ""
