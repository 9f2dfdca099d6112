"""The queries by which the search is judged: that they are still about the example library."""

from __future__ import annotations

from .recount import documents
from .search_queries import QUERIES


def test_every_query_is_one_of_thirty_and_has_its_postmortem() -> None:
    assert len({query.text for query in QUERIES}) == len(QUERIES) == 30
    assert {query.finds for query in QUERIES} <= {document["id"] for document in documents()}


def test_the_queries_ask_for_every_category_of_cause_and_for_near_misses() -> None:
    asked = {query.finds for query in QUERIES}
    found = [document for document in documents() if document["id"] in asked]
    causes = {document["category"] for document in documents() if "category" in document}
    assert {document["category"] for document in found} == causes
    assert len([d for d in found if d.get("kind") == "near-miss"]) >= 4
    assert len(found) == len(QUERIES)


def test_queries_are_as_short_as_people_type_them() -> None:
    assert {len(query.text.split()) for query in QUERIES} <= set(range(2, 9))
