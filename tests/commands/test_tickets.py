from __future__ import annotations

from pathlib import Path

import pytest

from ..sites import postmortems, write_site

GITHUB = """[
  {"number": 10, "state": "CLOSED", "closedAt": "2026-03-10T08:00:00Z"},
  {"number": 9, "state": "OPEN", "closedAt": null}
]"""
JIRA = """\
Issue key,Issue id,Status,Resolved
SHOP-10,10001,Done,10/Mar/26 2:15 PM
SHOP-2,10002,In Progress,
"""


@pytest.fixture
def library(folder: Path) -> Path:
    return write_site(folder, {"library.yml": ""})


def run(library: Path, export: str, *arguments: str) -> tuple[int, str, str]:
    """The exit status, standard output and standard error of an import."""
    (library / "export").write_text(export, "utf-8")
    done = postmortems("tickets", "import", "export", *arguments, folder=library)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def tickets_of(library: Path) -> list[str]:
    return (library / "docs/tickets.csv").read_text("utf-8").splitlines()


def test_issues_of_github_become_tickets_in_the_order_of_their_numbers(library: Path) -> None:
    status, out, err = run(library, GITHUB, "--prefix", "GH-")
    assert (status, err) == (0, "docs/tickets.csv: 2 new, 0 updated, 0 unchanged\n")
    assert out == "export: ticket from number, state from state, closed from closedAt\n"
    assert tickets_of(library) == ["ticket,state,closed", "GH-9,OPEN,", "GH-10,CLOSED,2026-03-10"]


def test_issues_of_jira_come_beside_them(library: Path) -> None:
    run(library, GITHUB, "--prefix", "GH-")
    assert run(library, JIRA)[0] == 0
    assert tickets_of(library)[1:] == [
        "GH-9,OPEN,", "GH-10,CLOSED,2026-03-10", "SHOP-2,In Progress,", "SHOP-10,Done,2026-03-10",
    ]  # fmt: skip


def test_an_issue_that_was_opened_again_loses_its_day(library: Path) -> None:
    run(library, JIRA)
    again = JIRA.replace("Done,10/Mar/26 2:15 PM", "Reopened,")
    assert run(library, again)[2] == "docs/tickets.csv: 0 new, 1 updated, 1 unchanged\n"
    assert tickets_of(library)[1:] == ["SHOP-2,In Progress,", "SHOP-10,Reopened,"]
    assert run(library, again)[2] == "docs/tickets.csv: 0 new, 0 updated, 2 unchanged\n"


def test_columns_and_states_are_mapped_by_hand(library: Path) -> None:
    export = "Nr,Stand,Am\nT-1,Fertig,2026-03-10\nT-2,Offen,bald\n"
    status, out, _ = run(
        library, export, "--map", "ticket=Nr", "--map", "state=Stand", "--map", "closed=Am",
        "--map", "state.fertig=done",
    )  # fmt: skip
    assert status == 0
    assert tickets_of(library)[1:] == ["T-1,done,2026-03-10", "T-2,Offen,"]
    assert out.splitlines()[1] == (
        "    to check: line 3: closed: `bald` is no date; write it as 2026-03-04; "
        "the cell stays empty"
    )


def test_rows_that_cannot_be_used_are_named(library: Path) -> None:
    status, _, err = run(library, "key,status\nT-1,Done\n,Done\nT-1,Open\n")
    assert status == 1
    assert err.splitlines() == [
        "    not used: line 3: no number",
        "    not used: line 4: `T-1` stands in a row above already",
        "docs/tickets.csv: 1 new, 0 updated, 0 unchanged, 2 not used",
    ]
    assert run(library, "[1]")[0] == 2


def test_a_dry_run_writes_nothing(library: Path) -> None:
    assert run(library, JIRA, "--dry-run")[0] == 0
    assert not (library / "docs/tickets.csv").exists()
