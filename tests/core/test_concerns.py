from __future__ import annotations

from mkdocs_postmortems.core.concerns import Concern, file_by_trait, find_concerned
from mkdocs_postmortems.core.library import Library

from ..documents import postmortem
from ..libraries import SETTINGS, load


def concerned(library: Library, identifier: str, limit: int = 5) -> list[tuple[str, str, str]]:
    filed = file_by_trait(library.postmortems, library.settings)
    found = find_concerned(library.by_id[identifier], filed, library.settings, limit)
    return [_told(concern) for concern in found]


def _told(concern: Concern) -> tuple[str, str, str]:
    return (
        concern.team,
        concern.trait.id,
        concern.postmortem.id if concern.postmortem else "runs it",
    )


def other(identifier: str, day: str, teams: str, factors: str, services: str = "[cart-api]") -> str:
    return postmortem(
        id=identifier, date=day, teams=teams, contributing_factors=factors, services=services
    )


def test_a_team_is_concerned_that_runs_a_service_or_has_met_a_factor() -> None:
    texts = [
        postmortem(services="[search-api, cart-api]", contributing_factors="[staging-parity]"),
        other("PM-2025-001", "2025-05-01", "[discovery]", "[staging-parity]"),
    ]
    assert concerned(load(texts).library, "PM-2026-001") == [("checkout", "cart-api", "runs it")]
    settings = SETTINGS.replace(", services: [cart-api]", "")
    texts[1] = other("PM-2025-001", "2025-05-01", "[checkout]", "[staging-parity]")
    assert concerned(load(texts, settings).library, "PM-2026-001") == [
        ("checkout", "staging-parity", "PM-2025-001")
    ]


def test_the_newest_other_postmortem_is_named_and_never_the_one_itself() -> None:
    texts = [
        postmortem(teams="[discovery]"),
        other("PM-2025-001", "2025-05-01", "[checkout]", "[unbounded-growth]"),
        other("PM-2025-002", "2025-06-01", "[checkout]", "[unbounded-growth]"),
    ]
    library = load(texts).library
    assert concerned(library, "PM-2026-001") == [("checkout", "unbounded-growth", "PM-2025-002")]
    assert concerned(library, "PM-2025-002") == [("discovery", "unbounded-growth", "PM-2026-001")]


def test_those_who_were_there_are_not_concerned_and_a_retired_team_is_its_successor() -> None:
    texts = [
        postmortem(teams="[discovery]"),
        other("PM-2025-001", "2025-05-01", "[storefront]", "[unbounded-growth]"),
    ]
    library = load(texts).library
    assert concerned(library, "PM-2026-001") == [("checkout", "unbounded-growth", "PM-2025-001")]
    texts[0] = postmortem(teams="[discovery, checkout]")
    assert concerned(load(texts).library, "PM-2026-001") == []


def test_of_many_teams_those_with_most_in_common_are_named() -> None:
    factors = "[unbounded-growth, staging-parity]"
    texts = [
        postmortem(teams="[a]", services="[x]", contributing_factors=factors),
        other("PM-2025-001", "2025-05-01", "[b]", "[staging-parity]", "[y]"),
        other("PM-2025-002", "2025-04-01", "[c]", factors, "[y]"),
        other("PM-2025-003", "2025-06-01", "[d]", "[staging-parity]", "[y]"),
    ]
    library = load(texts, "").library
    assert concerned(library, "PM-2026-001", limit=2) == [
        ("c", "unbounded-growth", "PM-2025-002"),
        ("d", "staging-parity", "PM-2025-003"),
    ]
    assert len(concerned(library, "PM-2026-001")) == 3
