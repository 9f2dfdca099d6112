"""Which words of a postmortem may tell what it is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.telling_words import TellingWords, WordKind, kind_of, people_of
from mkdocs_postmortems.pipeline import read_document

from ..documents import postmortem
from ..libraries import source


def telling(title: str, *symptoms: str) -> Postmortem:
    """A postmortem of these words alone."""
    record = read_document(source(postmortem()), Settings()).record
    assert record is not None
    return replace(
        record, title=title, symptoms=symptoms, root_cause=None, summary=None, mitigation=None
    )


def words(text: str, *people: str) -> list[str]:
    """The words of a text as it writes them, in its order."""
    own, reader = telling(text), TellingWords(people)
    forms = reader.forms_in(own, reader.keys_of(own))
    return sorted(forms.values(), key=text.index)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The parquet files were unreadable.", ["parquet", "files", "unreadable"]),
        ("column carts.tax_region", ["column", "carts", "tax_region"]),
        ("Kafka's broker-5, on ledger-db-2 and search-api-7d9f8-x2x4k",
         ["Kafka", "broker", "ledger-db", "search-api"]),
        ("read ECONNRESET (OutOfMemoryError) by TLS", ["ECONNRESET", "OutOfMemoryError", "TLS"]),
        ("k8s, log4j and IPv6", ["k8s", "log4j", "IPv6"]),
        ("On Monday 4 March 2026 at 14:23 UTC, 30s later, on 2026-03-04", []),
        ("PM-2026-007 and INC-4412 as SEV-1 in v2 with p99 at 5xx", []),
        ("mail ops@shop.example or @ada via https://kafka.example/parquet", ["mail"]),
        ("It unexpectedly became twelve", []),
        ("parquet_" * 11, []),
        ("3f9c2e11 a3f9c2e 0xdeadbeef", []),
    ],
)  # fmt: skip
def test_words_are_told_from_dates_numbers_ids_and_addresses(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_names_of_people_are_no_words_whatever_their_capitals() -> None:
    text = "Rosa’s parquet, rosa, DELGADO, rosa_delgado, delgado-laptop and anne-marie"
    assert words(text, "Rosa Delgado", "Anne-Marie Roy") == ["parquet"]
    assert words("Marie’s parquet", "Anne-Marie Roy") == ["parquet"]


def test_the_people_of_a_document_are_those_of_its_fields_and_owners_who_are_no_team() -> None:
    own = telling("A")
    owned = replace(own.actions[0], owner="Wen Zhou", team=None)
    own = replace(
        own, authors=("A B",), responders=("C D",), reviewers=("E F",), facilitator="G H",
        actions=(owned, replace(owned, owner="Discovery Team", team="discovery")),
    )  # fmt: skip
    assert list(people_of(own)) == ["A B", "C D", "E F", "G H", "Wen Zhou"]


def test_a_name_as_programs_write_it_is_an_identifier() -> None:
    text = "tax_region TAX_REGION OutOfMemoryError OOMKilled ECONNRESET AuthApi5xxHigh"
    others = "TLS Kafka cert-manager INSERT McDonald iOS"
    reader = TellingWords([])
    kinds = {kind_of(key) for key in reader.keys_of(telling(text))}
    assert kinds == {WordKind.IDENTIFIER}
    assert len(reader.keys_of(telling(text))) == 5  # capitals tell none apart
    assert {kind_of(key) for key in reader.keys_of(telling(others))} == {WordKind.WORD}


def test_forms_of_a_word_are_one_and_the_one_in_small_letters_is_shown() -> None:
    reader = TellingWords([])
    own = telling("Retries of a shard", "Cookies were retried", "retry a cookie")
    forms = reader.forms_in(own, reader.keys_of(own))
    assert {forms["retry"], forms["cooky"], forms["shard"]} == {"retried", "cookie", "shard"}


def test_a_symptom_is_one_thing_but_for_its_numbers_unless_it_names_somebody() -> None:
    reader = TellingWords(["Rosa Delgado"])
    symptoms = [
        [key for key in reader.keys_of(telling("It", text)) if kind_of(key) is WordKind.SYMPTOM]
        for text in (
            "Replay lag of 09:13",
            "replay  LAG of 10:04",
            "Rosa called",
            "503",
            "a@b.c lag",
        )
    ]
    assert symptoms[0] == symptoms[1] != []
    assert symptoms[2:] == [[], [], []]
