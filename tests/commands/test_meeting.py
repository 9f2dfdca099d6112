from __future__ import annotations

from pathlib import Path

import pytest

from ..documents import postmortem
from ..sites import postmortems, write_site


@pytest.fixture
def library(folder: Path) -> Path:
    blaming = {"Root Cause": "Human error: the engineer was careless."}
    documents = {
        "incidents/a.md": postmortem(blaming, status="draft", aliases="[search-january]"),
        "incidents/b.md": postmortem(id="PM-2026-002", title="Carts were emptied"),
    }
    return write_site(folder, documents)


def test_the_script_is_printed_as_markdown(library: Path) -> None:
    done = postmortems("meeting", "PM-2026-001", folder=library)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "# Meeting: Search answered with errors\n\nPM-2026-001, 8 January 2026, SEV-2, draft. "
    )
    assert "\n- [ ] The document is in review: it is still a draft. (Not yet)\n" in done.stdout
    assert "\n- 10:03 Alert fired (detected)\n" in done.stdout
    assert done.stdout.endswith("what did you expect?\n")


@pytest.mark.parametrize("name", ["pm-2026-001", "search-january", "Search January"])
def test_an_alias_and_another_case_will_do(library: Path, name: str) -> None:
    assert "PM-2026-001" in postmortems("meeting", name, folder=library).stdout


def test_a_final_postmortem_has_a_script_with_a_note(library: Path) -> None:
    done = postmortems("meeting", "PM-2026-002", folder=library)
    assert "\n> This postmortem is final: " in done.stdout


def test_what_the_document_says_about_people_stays_with_its_author(library: Path) -> None:
    printed = postmortems("meeting", "PM-2026-001", folder=library).stdout
    assert "PM501" in postmortems("check", folder=library).stdout
    assert "uman error" not in printed
    assert "PM50" not in printed


def test_an_unknown_id_is_answered_with_the_nearest(library: Path) -> None:
    done = postmortems("meeting", "PM-2026-022", folder=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: there is no postmortem `PM-2026-022`; did you mean `PM-2026-002`?\n"
    )


def test_a_name_like_no_other_is_answered_with_the_way_to_find_one(library: Path) -> None:
    (library / "docs/incidents/c.md").write_text("---\ntitle: Without an id\n---\n")
    done = postmortems("meeting", "zzz", folder=library)
    assert done.returncode == 2
    assert "`postmortems list` shows them all (documents that cannot be read" in done.stderr
