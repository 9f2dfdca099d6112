"""How a quarter's incidents divide by each field, beside the quarter before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.comparison import MIN_INCIDENTS, SIGNIFICANCE, Change, Verdict, compare_shares
from ..core.library import Library
from ..core.patterns import Breakdown, Patterns, Share
from ..core.quarter import percent
from ..core.vocabulary import Vocabulary
from .behind import BehindList, BehindRow, list_behind, list_incidents_of
from .figures import share_anchor
from .reference import Ref, refer_to_quarter
from .wording import listing, with_id

_WORDS = {
    Verdict.MORE: "more than chance would bring",
    Verdict.FEWER: "fewer than chance would bring",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedRow:
    """How many incidents have a value, and how many had it in the quarter before."""

    term: Ref
    """The value's page; `kind` is empty where it has none."""
    count: int
    percent: int
    anchor: str
    """Id of the list behind the number, on the page of either quarter."""
    before: int
    before_percent: int
    verdict: str
    """In words where the change is more than chance; else empty."""


@dataclass(frozen=True, kw_only=True)
class ComparedTable:
    """A field, and how the incidents of two quarters divide by it."""

    id: str
    """`root-causes`."""
    title: str
    """`Root cause`."""
    rows: tuple[ComparedRow, ...]
    """Values that either quarter has, the largest share first; teams and severities by name."""
    total: int
    """Incidents that the percentages are of."""
    before_total: int
    unknown: int
    """Incidents that do not say, or name none."""
    unknown_anchor: str
    exclusive: bool
    """Whether an incident counts once; if not, the percentages add up to more than 100."""
    note: str
    """What is to be kept in mind; may be empty."""
    behind: BehindList


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    id: str
    title: str
    kind: str
    """Of the values' own pages; empty where they have none."""
    now: Breakdown
    before: Breakdown
    words: Vocabulary
    exclusive: bool = True
    by_name: bool = False
    """Whether the values are in the order of their names, as they are not to be ranked."""
    note: str = ""


def compare_quarters(
    now: Patterns, before: Patterns, library: Library
) -> tuple[ComparedTable, ...]:
    """A table for every field, in the order in which a review goes through them."""
    incidents = tuple(p.id for p in library.by_quarter[now.period] if not p.is_near_miss)
    return tuple(_table(one, incidents, library) for one in _fields(now, before, library))


def _fields(now: Patterns, before: Patterns, library: Library) -> Iterator[_Field]:
    words = library.settings
    yield _Field(
        id="root-causes", title="Root cause", kind="category",
        now=now.root_causes, before=before.root_causes, words=words.categories,
    )  # fmt: skip
    yield _Field(
        id="detection", title="Detected by", kind="",
        now=now.detection, before=before.detection, words=words.detection_methods,
    )  # fmt: skip
    yield _Field(
        id="factors", title="Contributing factor", kind="factor", exclusive=False,
        now=now.contributing_factors, before=before.contributing_factors,
        words=words.contributing_factors,
    )  # fmt: skip
    yield _Field(
        id="triggers", title="Trigger", kind="",
        now=now.triggers, before=before.triggers, words=words.triggers,
    )  # fmt: skip
    yield _Field(
        id="severities", title="Severity", kind="",
        now=now.severities, before=before.severities, words=words.severities, by_name=True,
    )  # fmt: skip
    yield _Field(
        id="teams", title="Team", kind="team", exclusive=False, by_name=True,
        now=now.teams, before=before.teams, words=words.team_names,
        note="By name. A team is here because it helped, or because it writes up what others "
        "do not: these counts do not compare teams.",
    )  # fmt: skip
    yield _Field(
        id="services", title="Service", kind="service", exclusive=False,
        now=now.services, before=before.services, words=words.services,
    )  # fmt: skip


def _table(field: _Field, incidents: tuple[str, ...], library: Library) -> ComparedTable:
    changes = compare_shares(field.before, field.now)
    shares = {share.id: share for share in field.now.shares}
    rows = sorted(
        (_row(field, change) for change in changes.values()),
        key=lambda row: (
            (row.term.title, row.term.key)
            if field.by_name
            else (-row.count, -row.before, row.term.title, row.term.key)
        ),
    )
    told = {identifier for share in field.now.shares for identifier in share.postmortems}
    silent = list_behind(
        f"{field.id}-unknown-value",
        "Not known yet" if field.exclusive else "None named",
        tuple(identifier for identifier in incidents if identifier not in told),
        library,
    )
    return ComparedTable(
        id=field.id,
        title=field.title,
        rows=tuple(rows),
        total=field.now.total,
        before_total=field.before.total,
        unknown=silent.count if silent else 0,
        unknown_anchor=silent.anchor if silent else "",
        exclusive=field.exclusive,
        note=field.note,
        behind=BehindList(
            id=field.id,
            title=field.title,
            rows=(*_behind(rows, shares, library), *((silent,) if silent else ())),
        ),
    )


def _row(field: _Field, change: Change) -> ComparedRow:
    title = field.words.title_of(change.id)
    shown = with_id(change.id, title) if field.id == "severities" else title
    return ComparedRow(
        term=Ref(kind=field.kind, key=change.id, title=shown),
        count=change.now,
        percent=percent(change.now, change.now_total),
        anchor=share_anchor(field.id, change.id),
        before=change.before,
        before_percent=percent(change.before, change.before_total),
        verdict=_WORDS.get(change.verdict, ""),
    )


def _behind(
    rows: list[ComparedRow], shares: Mapping[str, Share], library: Library
) -> Iterator[BehindRow]:
    for row in rows:
        if row.count:
            ids = shares[row.term.key].postmortems
            yield list_incidents_of(row.term, row.anchor, ids, library)


def refer_to_before(before: Patterns, library: Library) -> Ref | None:
    """The page of the quarter before; None where nothing was written up in it."""
    return refer_to_quarter(before.period) if before.period in library.patterns else None


def tell_changes(tables: tuple[ComparedTable, ...], now: Patterns, before: Patterns) -> str:
    """What of all shares changed, in a sentence; what few incidents allow to say."""
    if not before.period:
        return ""
    if not before.total:
        return f"Nothing is compared: {before.period} has no incidents."
    if min(now.total, before.total) < MIN_INCIDENTS:
        return (
            f"No change is claimed: {now.period} has {now.total:,} incidents and {before.period} "
            f"{before.total:,}, and a change is told from chance only where both have at least "
            f"{MIN_INCIDENTS}."
        )
    claims = tuple(
        f"{row.term.title} {row.verdict}" for table in tables for row in table.rows if row.verdict
    )
    if claims:
        return f"Since {before.period}: {listing(claims)}."
    return f"No share differs from {before.period} by more than chance would bring."


TEST = (
    f"A change counts as more than chance where each quarter has at least {MIN_INCIDENTS} "
    "incidents whose value is known, and Fisher’s exact test, two-sided (R. A. Fisher, The logic "
    "of inductive inference, 1935), corrected for the number of rows as S. Holm does (A simple "
    "sequentially rejective multiple test procedure, 1979), gives less than "
    f"{SIGNIFICANCE:.0%}."
).replace("5%", "5\u00a0%")
"""How a change is told from chance, with the sources."""
