"""What a quarter's incidents did to customers, how long phases took, and what stopped near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from ..core.durations import whole_minutes
from ..core.impact import Impact
from ..core.intervals import Measured, Spread
from ..core.library import Library
from ..core.patterns import Patterns
from ..core.postmortem import Postmortem
from .behind import BehindList, BehindRow, list_behind
from .charts import Cell
from .reference import Ref, refer_to_incident
from .rows import SeverityMark, mark_severity
from .wording import count_of, iso_date, length, sentence_case, tell_ends

ALL_INCIDENTS = "pm-incidents"
"""The list of the quarter's incidents: what a figure leads to that all of them are behind."""
_HOUR = 60
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class DurationRow:
    """An interval over the incidents of a quarter."""

    short: str
    """`TTD`."""
    name: str
    """`Time to detect`."""
    ends: str
    """`started to detected`."""
    median: str
    """Of none, `unknown`."""
    shortest: Cell
    """With the incident that it was measured in."""
    longest: Cell
    measured: int
    """n."""
    unknown: int
    """Incidents that lack one of the two phases."""
    anchor: str
    """Of the list of the incidents measured; where these are all, that of the quarter's."""
    unknown_anchor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ImpactRow:
    """Something that was felt or hit, added up."""

    label: str
    """`Requests`."""
    total: str
    """`2,300`, `3,200 USD`, `320 minutes (5 h 20 min)`."""
    incidents: int
    """So many give a number."""
    anchor: str
    """Of the list of these incidents; empty where there are none."""


@dataclass(frozen=True, kw_only=True)
class ImpactView:
    """What customers felt, as far as the documents say."""

    rows: tuple[ImpactRow, ...]
    """The time for which customers were affected, then each count, that of most incidents first."""
    remarks: tuple[ImpactRow, ...]
    """Incidents that were not felt, do not say, or have a value that cannot be added; `total` is
    empty."""
    behind: BehindList


@dataclass(frozen=True, kw_only=True, slots=True)
class NearMissRow:
    """A near miss, and what kept it from being an incident."""

    incident: Ref
    date: str | None
    severity: SeverityMark | None
    """The one that it would have had."""
    kind: str
    status: str
    stopped_by: str
    """Empty where the document does not say."""


def tell_durations(
    patterns: Patterns, incidents: tuple[Postmortem, ...], library: Library
) -> tuple[tuple[DurationRow, ...], BehindList]:
    """Each interval in numbers, and the incidents behind them."""
    rows: list[DurationRow] = []
    behind: list[BehindRow] = []
    for spread in patterns.intervals:
        known = {one.postmortem for one in spread.measured}
        short = spread.interval.short
        anchor = f"durations-{short.lower()}"
        for suffix, title, members in (
            ("", f"{short} measured", [p.id for p in incidents if p.id in known]),
            ("-unknown", f"{short} unknown", [p.id for p in incidents if p.id not in known]),
        ):
            if suffix or len(members) < len(incidents):
                row = list_behind(f"{anchor}{suffix}", title, members, library)
                behind.extend((row,) if row else ())
        is_all = not spread.unknown
        anchor_of_known = ALL_INCIDENTS if is_all else anchor
        rows.append(_duration(spread, anchor_of_known, f"{anchor}-unknown", library))
    return tuple(rows), BehindList(id="durations", title="Durations", rows=tuple(behind))


def _duration(spread: Spread, anchor: str, unknown_anchor: str, library: Library) -> DurationRow:
    interval, measured = spread.interval, spread.measured
    return DurationRow(
        short=interval.short,
        name=interval.name,
        ends=tell_ends(interval),
        median=length(spread.median),
        shortest=_measured(measured[:1], library),
        longest=_measured(measured[-1:], library),
        measured=len(measured),
        unknown=spread.unknown,
        anchor=anchor,
        unknown_anchor=unknown_anchor,
    )


def _measured(one: Sequence[Measured], library: Library) -> Cell:
    """A length with its incident; `unknown` of none."""
    if not one:
        return Cell(text=length(None))
    return Cell(text=length(one[0].length), ref=refer_to_incident(library.by_id[one[0].postmortem]))


def tell_impact(impact: Impact, incidents: tuple[Postmortem, ...], library: Library) -> ImpactView:
    """The sums with the incidents that they are of."""
    felt = impact.customer_time
    are_all = len(felt.postmortems) == len(incidents)
    felt_at = ALL_INCIDENTS if are_all else "impact-customer-time"
    rows = [
        ImpactRow(
            label="Customers affected for",
            total=_minutes(felt.total) if felt.postmortems else "no time that is written down",
            incidents=len(felt.postmortems),
            anchor=felt_at if felt.postmortems else "",
        )
    ]
    behind = [
        None
        if are_all
        else list_behind("impact-customer-time", "Felt by customers", felt.postmortems, library)
    ]
    # An anchor keeps the number of its place by name, whatever the order on the page.
    by_incidents = sorted(enumerate(impact.counts), key=lambda one: -len(one[1].postmortems))
    for number, count in by_incidents:
        label = sentence_case(count.key.replace("_", " "))
        anchor = f"impact-{number}-{_NOT_IN_IDS.sub('-', count.key.lower()).strip('-')}"
        rows.append(
            ImpactRow(
                label=label,
                total=f"{_number(count.total)} {count.unit}".strip(),
                incidents=len(count.postmortems),
                anchor=anchor,
            )
        )
        title = f"{label}, {count.unit}" if count.unit else label
        behind.append(list_behind(anchor, title, count.postmortems, library))
    remarks = tuple(_remarks(impact, incidents, library))
    return ImpactView(
        rows=tuple(rows),
        remarks=tuple(remark for remark, _ in remarks),
        behind=BehindList(
            id="impact",
            title="What customers felt",
            rows=tuple(row for row in (*behind, *(row for _, row in remarks)) if row),
        ),
    )


def _remarks(
    impact: Impact, incidents: tuple[Postmortem, ...], library: Library
) -> Iterator[tuple[ImpactRow, BehindRow | None]]:
    kinds = (
        ("not felt by customers", "impact-unfelt",
         [p.id for p in incidents if p.customer_impact is not None and not p.customer_impact]),
        ("do not say how long customers were affected", "impact-unknown",
         [p.id for p in incidents if p.customer_impact is None]),
        ("have a value under impact that is no number with a unit", "impact-unreadable",
         list(impact.unreadable)),
    )  # fmt: skip
    for words, anchor, members in kinds:
        if members:
            label = f"{count_of(len(members), 'incident')} {_agree(words, len(members))}"
            row = ImpactRow(label=label, total="", incidents=len(members), anchor=anchor)
            yield row, list_behind(anchor, sentence_case(words), members, library)


def _agree(words: str, number: int) -> str:
    if words.startswith("not"):
        return f"{'was' if number == 1 else 'were'} {words}"
    if number > 1:
        return words
    return words.replace("do not", "does not").replace("have", "has")


def _minutes(total: timedelta) -> str:
    """`2,345 minutes (1 d 15 h)`; short times need no second unit."""
    minutes = whole_minutes(total) or 0
    words = f"{minutes:,} {'minute' if minutes == 1 else 'minutes'}"
    return f"{words} ({length(total)})" if minutes >= _HOUR else words


def _number(total: Decimal) -> str:
    text = f"{total:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def list_near_misses(
    near_misses: tuple[Postmortem, ...], library: Library
) -> tuple[NearMissRow, ...]:
    """What stopped each, in the order given."""
    return tuple(
        NearMissRow(
            incident=refer_to_incident(p),
            date=iso_date(p.date),
            severity=mark_severity(p, library),
            kind="incident",
            status=p.status,
            stopped_by=p.mitigation or "",
        )
        for p in near_misses
    )
