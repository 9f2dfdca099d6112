from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.comparison import Verdict, compare_shares, fisher_exact
from mkdocs_postmortems.core.patterns import Breakdown, Share


def breakdown(total: int, **counts: int) -> Breakdown:
    shares = (
        Share(id=name, title=name, count=count, percent=0, postmortems=())
        for name, count in counts.items()
    )
    return Breakdown(shares=tuple(shares), total=total, unknown=0)


@pytest.mark.parametrize(
    ("table", "probability"),
    [
        # The lady tasting tea: of 70 ways, 16 and 16 are as likely as 3 of 4 right, 1 and 1 less.
        ((3, 4, 1, 4), 34 / 70),
        # 5 of 10 against none: 252 of 15,504 ways, and as many the other way round.
        ((5, 10, 0, 10), 504 / 15_504),
        # 4 of 10 against none: 210 of 4,845 ways, twice.
        ((4, 10, 0, 10), 420 / 4_845),
        ((0, 10, 0, 10), 1.0),
        ((3, 3, 7, 7), 1.0),
        ((0, 0, 4, 9), 1.0),
    ],
)
def test_the_probability_is_that_of_all_tables_no_more_likely(
    table: tuple[int, int, int, int], probability: float
) -> None:
    assert fisher_exact(*table) == pytest.approx(probability)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_ways_are_those_of_the_hypergeometric_distribution(
    some: int, rest: int, others: int, other_rest: int
) -> None:
    of, of_others, both = some + rest, others + other_rest, some + others
    ways = [comb(of, n) * comb(of_others, both - n) for n in range(both + 1)]
    expected = sum(way for way in ways if way <= ways[some]) / comb(of + of_others, both)
    assert fisher_exact(some, of, others, of_others) == pytest.approx(expected)


@pytest.mark.parametrize("table", [(5, 4, 0, 1), (-1, 4, 0, 1), (1, 4, 2, 1)])
def test_what_is_no_table_is_refused(table: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="are no counts"):
        fisher_exact(*table)


def test_no_change_is_claimed_from_few_incidents() -> None:
    changes = compare_shares(breakdown(9, queue=0), breakdown(40, queue=40))
    assert changes["queue"].verdict is Verdict.TOO_FEW
    assert (changes["queue"].before, changes["queue"].now) == (0, 40)


def test_a_change_is_told_from_chance() -> None:
    # p = 0.0325 for 5 of 10 against none, 0.087 for 4 of 10.
    assert compare_shares(breakdown(10), breakdown(10, a=5))["a"].verdict is Verdict.MORE
    assert compare_shares(breakdown(10, a=5), breakdown(10))["a"].verdict is Verdict.FEWER
    assert compare_shares(breakdown(10), breakdown(10, a=4))["a"].verdict is Verdict.UNCLEAR


def test_many_rows_are_held_to_more() -> None:
    """Alone 5 of 10 against none is a change; beside a second row it needs p below 0.025."""
    changes = compare_shares(breakdown(10, b=3), breakdown(10, a=5, b=3))
    assert changes["a"].verdict is Verdict.UNCLEAR
    assert changes["b"].verdict is Verdict.UNCLEAR
