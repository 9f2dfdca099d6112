"""What the pages of patterns say of a quarter in words, made of what was counted."""

from __future__ import annotations

from .pattern_counts import Counts, length, outcomes, percent, quarter_before

MAX_NAMED = 3
"""Leaders that the first sentence names."""


def plural(number: int, word: str) -> str:
    ending = "" if number == 1 else "es" if word.endswith("s") else "s"
    return f"{number} {word}{ending}"


def expected_lead(counts: Counts, quarter: str) -> list[int]:
    """The numbers of the first sentence: the leading factors, how they were found, the change."""
    shares, detection = counts.shares("factors", quarter), counts.shares("detection", quarter)
    before = counts.shares("factors", quarter_before(quarter))
    leaders = shares.leaders()
    most = shares.count(leaders[0])
    assert most > 1, "another sentence"
    wanted = detection.members["Automated alerting"]
    alerted = [len(wanted), detection.total]
    works = 2 * len(wanted) >= detection.total
    behind = frozenset[str]().union(*(shares.members[leader] for leader in leaders))
    found = len(behind & wanted)
    numbers = [most, shares.total, percent(most, shares.total)]
    numbers += [percent(*alerted), *alerted] if works else [*alerted, percent(*alerted)]
    if found == len(behind):  # `both of these` or `all 3 of these`
        numbers += [] if found == 2 else [found]
    else:
        numbers += [found, len(behind)] if found else [len(behind)]
    if len(leaders) > MAX_NAMED:
        numbers.insert(0, len(leaders))
    if not before.total:
        return numbers
    return [*numbers, *_factors_before(counts, quarter), *_found_before(counts, quarter)]


def _factors_before(counts: Counts, quarter: str) -> list[int]:
    """How often what leads was there in the quarter before."""
    leaders = counts.shares("factors", quarter).leaders()
    before = counts.shares("factors", quarter_before(quarter))
    if len(leaders) == 1:
        number = before.count(leaders[0])
        return [number, before.total, before.share(leaders[0])] if number else [before.total]
    # Several have their counts in the order of their names; of more, the fewest and the most.
    earlier = [before.count(leader) for leader in sorted(leaders)]
    if len(leaders) > MAX_NAMED:
        earlier = sorted({min(earlier), max(earlier)})
    return [*earlier, before.total]


def _found_before(counts: Counts, quarter: str) -> list[int]:
    """What alerting found in the quarter before."""
    before = counts.shares("detection", quarter_before(quarter))
    found = before.count("Automated alerting")
    return [found, before.total, before.share("Automated alerting")] if found else [before.total]


CHAIN = ("PM-2025-019", "PM-2025-031", "PM-2026-007")
"""The one cause that people say came back, by their `recurrence_of`."""


def expected_again(postmortems: list[str]) -> list[str]:
    """Which of the chain's incidents a quarter names, and the place and number it gives."""
    here = [one for one in CHAIN if one in postmortems]
    if not here:
        return []
    place = ("1st", "2nd", "3rd")[CHAIN.index(here[-1])]
    last = [] if here[-1] == CHAIN[-1] else [CHAIN[-1]]
    return [here[-1], f"the {place} of {len(CHAIN)} known occurrences of its cause", *last]


def told(quarter: str, counts: Counts) -> str:
    """What became of the items first due in a quarter, in a sentence."""
    promised = counts.items_of(quarter)["promised"]
    *most, last = [f"{number} {words}" for number, words in outcomes(promised)]
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"Of {plural(len(promised), 'item')} first due in {quarter}: {listed}."


def felt_rows(counts: Counts, quarter: str) -> list[str]:
    """The time for which customers were affected, then each count by its name and unit."""
    felt = [minutes for minutes in _customer_minutes(counts, quarter) if minutes]
    time = f"{sum(felt):,.0f} minutes ({length(sum(felt))})"
    found = [
        f"Customers affected for: {time} , in {plural(len(felt), 'incident')}"
        " incident time, not multiplied by customers"
    ]
    rows = counts.impact(quarter).items()
    for (key, unit), (total, members) in sorted(rows, key=lambda row: -len(row[1][1])):
        amount = f"{total:,} {unit}".strip()
        name = key.replace("_", " ").capitalize()
        found.append(f"{name}: {amount} , in {plural(len(members), 'incident')}")
    return found


def felt_remarks(counts: Counts, quarter: str) -> list[int]:
    """How many incidents customers did not feel, and how many do not say."""
    minutes = _customer_minutes(counts, quarter)
    return [number for number in (minutes.count(0), minutes.count(None)) if number]


def _customer_minutes(counts: Counts, quarter: str) -> list[float | None]:
    query = "SELECT customer_impact_minutes FROM incident WHERE period = ?"
    return counts.column(query, quarter)
