"""What may have been meant by a word that there is not."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.core.spelling import nearest_name, nearest_word

WORDS = ("third", "bus", "column", "redis", "a", "connection")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("colunm", "column"),  # two letters changed places
        ("redsi", "redis"),
        ("conection", "connection"),
        ("Collumns", "column"),  # two letters too many
        ("bogus", None),  # two letters too many, of five
        ("tapir", None),
        ("b", "a"),
        ("x" * 10_000, None),
    ],
)
def test_a_word_was_meant_if_one_letter_in_three_is_wrong_at_most(
    typed: str, meant: str | None
) -> None:
    assert nearest_word(typed, WORDS) == meant


def test_the_word_with_the_fewest_slips_is_meant_and_of_equal_ones_the_first() -> None:
    assert nearest_word("retires", ("retried", "retries", "rewires")) == "retries"
    assert nearest_word("pod", ("pad", "pid")) == "pad"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PM-2026-7", "PM-2026-007"),
        ("PN-2026-007", "PM-2026-007"),
        ("pm2026-007", "PM-2026-007"),
        ("orders-marhc", "orders-march"),
        ("PM-2026-050", None),
        ("PM-2026-017", None),
        ("INC-7", None),
        (f"PM-2026-{'9' * 10_000}", None),
    ],
)
def test_a_name_with_another_number_is_never_meant(typed: str, meant: str | None) -> None:
    assert (
        nearest_name(typed, ("PM-2026-003", "PM-2026-007", "PM-2026-008", "orders-march")) == meant
    )
