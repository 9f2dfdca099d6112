from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..documents import ACTIONS, postmortem
from ..sites import postmortems, write_site


@pytest.fixture
def library(folder: Path) -> Path:
    closed = ACTIONS.replace("| open |", "| done |")
    documents = {
        "incidents/a.md": postmortem(),
        "incidents/b.md": postmortem(
            {"Action Items": closed}, id="PM-2026-002", date="2026-02-01", category="data",
            teams="[checkout]", services="[cart-api]", contributing_factors="[manual-step]",
            title="Carts were emptied",
        ),
    }  # fmt: skip
    return write_site(folder, documents)


def ids(*arguments: str, folder: Path) -> list[str]:
    done = postmortems("list", "--format", "json", *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return [row["id"] for row in json.loads(done.stdout)]


def test_postmortems_are_listed_newest_first(library: Path) -> None:
    done = postmortems("list", folder=library)
    assert done.stdout.splitlines() == [
        "PM-2026-002  2026-02-01  SEV-2      Carts were emptied",
        "PM-2026-001  2026-01-08  SEV-2      Search answered with errors",
    ]


def test_several_values_mean_any_and_several_fields_mean_all(library: Path) -> None:
    assert ids("--category", "data", folder=library) == ["PM-2026-002"]
    assert ids("--category", "data", "--category", "capacity", folder=library) == [
        "PM-2026-002", "PM-2026-001",
    ]  # fmt: skip
    assert ids("--category", "data", "--team", "discovery", folder=library) == []
    assert ids("--service", "search-api", "--factor", "Unbounded growth", folder=library) == [
        "PM-2026-001"
    ]


def test_open_action_items_are_shown_with_what_is_overdue(library: Path) -> None:
    done = postmortems("list", "--open-actions", folder=library)
    assert done.stdout.splitlines() == [
        "PM-2026-001  2026-01-08  SEV-2      Search answered with errors",
        "    A2  due 2026-03-08 OVERDUE  Discovery Team: Bound the queue at 2,000 requests",
    ]


def test_a_word_that_library_yml_does_not_have_is_refused(library: Path) -> None:
    (library / "docs/library.yml").write_text("categories: [capacity, data]\n")
    done = postmortems("list", "--category", "capasity", folder=library)
    assert done.returncode == 2
    assert "did you mean `capacity`?" in done.stderr
    done = postmortems("list", "--category", "human", folder=library)
    assert done.returncode == 2
    assert "library.yml has no category `human`; there are capacity, data" in done.stderr


def test_where_any_word_will_do_one_that_is_not_in_use_is_answered_with_those_that_are(
    library: Path,
) -> None:
    done = postmortems("list", "--category", "human", "--format", "json", folder=library)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert done.stderr == "No postmortem has the category `human`; there are capacity, data.\n"


def test_documents_that_could_not_be_read_are_mentioned(library: Path) -> None:
    assert "could not be read" not in postmortems("list", folder=library).stderr
    (library / "docs/incidents/c.md").write_text("---\ntitle: Without an id\n---\n")
    done = postmortems("list", folder=library)
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.splitlines() == [
        "1 document could not be read; run `postmortems check`.",
        "2 of 2 postmortems.",
    ]


def test_severity_kind_and_status_narrow_the_list(library: Path) -> None:
    draft = postmortem(
        id="PM-2026-003", date="2026-02-20", status="draft", severity="SEV-1", title="Signed out"
    )
    (library / "docs/incidents/c.md").write_text(draft)
    assert ids("--severity", "sev 1", folder=library) == ["PM-2026-003"]
    assert ids("--status", "final", "--kind", "incident", folder=library) == [
        "PM-2026-002", "PM-2026-001",
    ]  # fmt: skip
    done = postmortems("list", "--status", "finished", folder=library)
    assert done.returncode == 2
    assert "there is no status `finished`; there are draft, in-review, final" in done.stderr
