"""The scales of charts: from zero, in steps that people count in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..core.durations import format_duration

_MOST_STEPS = 5
_MOST_TIMES = 10
"""So many labels of times stand beside each other on a desk's screen."""
_DAY = 86400
_TIME_STEPS = (
    *(1, 2, 5, 10, 15, 30),
    *(60 * n for n in (1, 2, 5, 10, 15, 30)),
    *(3600 * n for n in (1, 2, 3, 6, 12)),
    *(_DAY * n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
)
"""Seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A place on the scale."""

    left: float
    """Percent."""
    label: str


def round_scale(most: float) -> tuple[int, tuple[int, ...]]:
    """A scale of counts from zero that holds `most`, and up to six whole numbers on it.

    They are 1, 2 or 5 times ten apart.
    """
    unit = 1
    while most > _MOST_STEPS * 5 * unit:
        unit *= 10
    step = next(f * unit for f in (1, 2, 5) if most <= _MOST_STEPS * f * unit)
    count = max(int(-(-most // step)), 1)
    return count * step, tuple(step * n for n in range(count + 1))


def round_time_scale(most: timedelta) -> tuple[timedelta, tuple[timedelta, ...]]:
    """The same for lengths of time, in natural steps: a quarter of an hour, six hours, two days."""
    seconds = most.total_seconds()
    longest = _TIME_STEPS[-1]
    step = next((s for s in _TIME_STEPS if seconds <= _MOST_STEPS * s), longest)
    if seconds > _MOST_STEPS * longest:
        step = longest * int(-(-seconds // (_MOST_STEPS * longest)))
    count = max(int(-(-seconds // step)), 1)
    return timedelta(seconds=count * step), tuple(
        timedelta(seconds=n * step) for n in range(count + 1)
    )


def lay_ticks(steps: Sequence[float]) -> tuple[Tick, ...]:
    """Numbers on the scale under bars and dots, the last of which fills it."""
    return tuple(Tick(left=_place(n, steps), label=f"{n:,}") for n in steps)


def lay_time_ticks(steps: Sequence[timedelta]) -> tuple[Tick, ...]:
    """Lengths of time on the scale under bars and dots; zero is `0`."""
    amounts = [step.total_seconds() for step in steps]
    return tuple(
        Tick(left=_place(amount, amounts), label=format_duration(step) if amount else "0")
        for step, amount in zip(steps, amounts, strict=True)
    )


def lay_heights(steps: Sequence[float], height: int) -> tuple[Tick, ...]:
    """Numbers on the scale at the left of lines: `LineChart.up`."""
    return tuple(
        Tick(left=round(height - height * _place(n, steps) / 100), label=f"{n:,}") for n in steps
    )


def lay_times(labels: Sequence[str]) -> tuple[Tick, ...]:
    """Times under lines, `LineChart.across`: all of them, or each nth, among them the last."""
    last = max(len(labels) - 1, 1)
    every = -(-len(labels) // _MOST_TIMES) or 1
    return tuple(
        Tick(left=round(100 * index / last, 2), label=label)
        for index, label in enumerate(labels)
        if (len(labels) - 1 - index) % every == 0
    )


def _place(amount: float, steps: Sequence[float]) -> float:
    return round(100 * amount / steps[-1], 2) if steps[-1] else 0.0
