"""What repeats in a period, as text of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ..core.comparison import Change, has_few
from ..core.impact import Impact
from ..core.intervals import Spread
from ..core.patterns import Breakdown, Patterns, Share, breakdowns_of
from ..core.period import Period
from ..core.period_patterns import Earlier, PeriodPatterns
from ..core.quarter import percent
from ..views.verdicts import ONE_HAS_FEW, mark_change, tell_unchanged
from ..views.wording import count_of, length, stretch_of, tell_ends, with_id

WIDTH = 80
_TITLE = 41
_TITLES = {
    "root_causes": "Root cause",
    "detection": "Detected by",
    "contributing_factors": "Contributing factor",
    "triggers": "Trigger",
    "severities": "Severity",
    "teams": "Team, by name",
    "services": "Service",
}


def period_text(found: PeriodPatterns) -> str:
    """A period for a terminal; one without an incident in a sentence or two."""
    lines = list(_head(found))
    if found.patterns.total:
        for field in breakdowns_of(found.patterns):
            lines += ["", *_breakdown(field, found.patterns, found.before)]
        lines += ["", *_durations(found.patterns.intervals), "", *_impact(found.patterns.impact)]
    return "\n".join(lines) + "\n"


def _head(found: PeriodPatterns) -> Iterator[str]:
    patterns, days = found.patterns, stretch_of(found.period.first, found.period.last)
    if not patterns.total and not patterns.near_misses:
        yield from _paragraph(f"No postmortem of an incident or a near miss: {days}.")
        return
    yield from _paragraph(_name(found.period, patterns))
    near = f"{count_of(patterns.near_misses, 'near miss')} beside them, in no other figure"
    drafts = f", {patterns.drafts} of them not final" if patterns.drafts else ""
    counts = f"{count_of(patterns.total, 'incident')}{drafts}; {near}."
    yield from _paragraph(counts[0].upper() + counts[1:])
    if found.is_running:
        yield from _paragraph("It is not over yet, and so is not compared.")
    elif found.before:
        name = _name(found.before.period, found.before.patterns)
        total = count_of(found.before.patterns.total, "incident")
        yield from _paragraph(f"Before it: {name}, {total}.")
        if _has_few(found.patterns, found.before):
            yield from _paragraph(ONE_HAS_FEW)
    elif patterns.total:
        yield "There is no incident in the period before it to compare with."
    yield "More postmortems are not worse: more is written down."


def _name(period: Period, patterns: Patterns) -> str:
    days = stretch_of(period.first, period.last)
    is_named = len(patterns.period) <= len("2025-Q4")
    return f"{patterns.period}, {days}" if is_named else days


def _has_few(patterns: Patterns, before: Earlier) -> bool:
    """Whether nothing at all can be said of changes."""
    return has_few(before.patterns.total, patterns.total)


def _breakdown(field: str, patterns: Patterns, before: Earlier | None) -> Iterator[str]:
    breakdown = breakdowns_of(patterns)[field]
    changes = before.changes.get(field, {}) if before else {}
    earlier = breakdowns_of(before.patterns)[field] if before and changes else None
    of_now = f"of {breakdown.total:,}"
    of_before = f"before: of {earlier.total:,}" if earlier else ""
    yield f"{_TITLES[field]:<{_TITLE}} {of_now:>13} {of_before:>17}".rstrip()
    shares = breakdown.shares
    if field == "teams":
        shares = tuple(sorted(shares, key=lambda share: (share.title, share.id)))
    if not shares:
        yield "  None named."
    for share in shares:
        yield from _row(_call(field, share), share.count, share.percent, changes.get(share.id))
    for share in _gone(breakdown, earlier):
        yield from _row(_call(field, share), 0, 0, changes[share.id])
    if breakdown.unknown:
        yield f"  {breakdown.unknown:,} not yet known, in no figure above"
    if before and not _has_few(patterns, before):
        unchanged = tell_unchanged(change.verdict for change in changes.values())
        yield from (f"  {unchanged}",) if unchanged else ()


def _gone(now: Breakdown, before: Breakdown | None) -> tuple[Share, ...]:
    """What was there before and is no more."""
    known = {share.id for share in now.shares}
    return tuple(s for s in before.shares if s.id not in known) if before else ()


def _call(field: str, share: Share) -> str:
    """People know severities by their ids."""
    return with_id(share.id, share.title) if field == "severities" else share.title


def _row(title: str, count: int, share: int, change: Change | None) -> Iterator[str]:
    first, *rest = wrap(title, _TITLE - 2) or [""]
    line = f"  {first:<{_TITLE - 2}} {count:>7,} {_percent(share)}"
    if change:
        was = percent(change.before, change.before_total)
        line += f" {change.before:>11,} {_percent(was)}"
        line = f"{line}  {mark_change(change.verdict)}".rstrip()
    yield line
    yield from (f"  {part}" for part in rest)


def _percent(share: int) -> str:
    return f"{share:>3}\u00a0%"


def _durations(spreads: tuple[Spread, ...]) -> Iterator[str]:
    yield "Durations: no measure of severity, and not compared with the period before"
    for spread in spreads:
        n, unknown = len(spread.measured), spread.unknown
        yield f"  {spread.interval.name} ({tell_ends(spread.interval)})"
        if n:
            ends = f"{length(spread.measured[0].length)} to {length(spread.measured[-1].length)}"
            yield f"    median {length(spread.median)}, n = {n:,}, from {ends}; {unknown:,} unknown"
        else:
            yield f"    unknown in all {unknown:,}"


def _impact(impact: Impact) -> Iterator[str]:
    time = impact.customer_time
    yield "Customers: incident time, not multiplied by customers"
    felt = count_of(len(time.postmortems), "incident")
    yield from _paragraph(
        f"{length(time.total)} in {felt}; {time.unfelt:,} not felt by customers, "
        f"{time.unknown:,} unknown",
        indent="  ",
    )
    for count in impact.counts:
        unit = f" {count.unit}" if count.unit else ""
        incidents = count_of(len(count.postmortems), "incident")
        yield from _paragraph(f"{count.key}: {count.total:,f}{unit} in {incidents}", indent="  ")
    if impact.unreadable:
        some = count_of(len(impact.unreadable), "incident")
        yield f"  {some} with a value that is no number"


def _paragraph(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
