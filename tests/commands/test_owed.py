"""`postmortems owed`, over a register and documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..documents import postmortem
from ..sites import postmortems, write_site

REGISTER = """\
id,title,start,end,severity,customer_impact_minutes,category,services,teams,recurrence_of
INC-1,Search was slow,2026-03-04T14:25Z,2026-03-04T14:47Z,SEV-1,,,search-api,,
INC-2,Carts were emptied,2026-03-14T10:00Z,2026-03-14T11:00Z,SEV-2,39,,cart-api,checkout,
INC-3,Carts were slow,2026-03-10T10:00Z,2026-03-10T11:00Z,SEV-2,9,,cart-api,checkout,
INC-4,Carts stood still,2026-03-10T10:00Z,2026-03-10T11:00Z,SEV-2,,,cart-api,checkout,
"""
LIBRARY = """\
teams:
  - {id: discovery, name: Search and Discovery, services: [search-api]}
  - {id: checkout, name: Checkout}
services: [search-api, cart-api]
"""


@pytest.fixture
def library(folder: Path) -> Path:
    files = {
        "library.yml": LIBRARY,
        "incidents.csv": REGISTER,
        "incidents/a.md": postmortem(),
        "incidents/b.md": postmortem(
            id="PM-2026-002", date="2026-03-15", status="draft", teams="[checkout]"
        ),
    }
    return write_site(folder, files)


def test_the_late_ones_come_first_with_reason_deadline_owner_and_command(library: Path) -> None:
    done = postmortems("owed", folder=library)
    assert done.returncode == 0
    assert (
        done.stdout
        == """\
INC-1  2026-03-04  SEV-1  Search was slow
    SEV-1: always
    due 2026-03-06, 14:47 UTC OVERDUE by 10 days  Search and Discovery
    postmortems new --from-incident INC-1
INC-2  2026-03-14  SEV-2  Carts were emptied
    SEV-2, customers affected for 39 min; more than 15 min are enough
    due 2026-03-19, 11:00 UTC  Checkout
    postmortems new --from-incident INC-2
PM-2026-002  2026-03-15  SEV-2  Search answered with errors [draft]
    SEV-2, customers affected for 20 min; more than 15 min are enough
    due 2026-03-20, 10:22 UTC  Checkout
INC-4  2026-03-10  SEV-2  Carts stood still
    SEV-2, and how long customers were affected is not recorded
"""
    )
    assert done.stderr == "3 owed a postmortem, 1 of them late; 1 for a decision; 1 need none.\n"


def test_strict_fails_where_something_is_late(library: Path) -> None:
    assert postmortems("owed", "--strict", folder=library).returncode == 1
    assert postmortems("owed", "--strict", "--format", "json", folder=library).returncode == 1
    assert postmortems("owed", "--strict", "--team", "Checkout", folder=library).returncode == 0


def test_the_json_lists_every_incident_with_its_state(library: Path) -> None:
    rows = json.loads(postmortems("owed", "--format", "json", folder=library).stdout)
    assert {(row["incident"], *row["postmortems"]): row["state"] for row in rows} == {
        ("INC-1",): "owed",
        ("INC-2",): "owed",
        (None, "PM-2026-002"): "begun",
        ("INC-4",): "for-decision",
        ("INC-3",): "none-needed",
        (None, "PM-2026-001"): "published",
    }
    assert rows[0]["due"] == "2026-03-06T14:47:00Z"
    assert (rows[0]["late"], rows[0]["overdue_days"], rows[0]["team"]) == (True, 10, "discovery")
    (missed,) = (row["missed"] for row in rows if row["incident"] == "INC-3")
    assert missed[0].endswith("6 min below the 15 min that have to be exceeded")


def test_only_the_share_of_a_team_is_listed_on_demand(library: Path) -> None:
    done = postmortems("owed", "--team", "discovery", "--format", "json", folder=library)
    assert [row["incident"] or row["postmortems"][0] for row in json.loads(done.stdout)] == [
        "INC-1", "PM-2026-001",
    ]  # fmt: skip


def test_an_unknown_team_is_wrong_usage(library: Path) -> None:
    done = postmortems("owed", "--team", "chekout", folder=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no team `chekout`; did you mean `checkout`?" in done.stderr


def test_nothing_is_begun_again_where_the_document_cannot_be_read(library: Path) -> None:
    document = postmortem(id="none", incidents="[inc 1]", status="draft")
    (library / "docs/incidents/c.md").write_text(document, "utf-8")
    done = postmortems("owed", "--strict", folder=library)
    assert done.returncode == 1
    assert done.stdout.startswith(
        """\
INC-1  2026-03-04  SEV-1  Search was slow
    SEV-1: always
    due 2026-03-06, 14:47 UTC OVERDUE by 10 days  Search and Discovery
    its document cannot be read; `postmortems check` says why
INC-2"""
    )
    assert postmortems("new", "--from-incident", "INC-1", folder=library).returncode == 2
    row = json.loads(postmortems("owed", "--format", "json", folder=library).stdout)[0]
    assert (row["incident"], row["state"], row["owed"], row["command"]) == (
        "INC-1", "unreadable", True, None,
    )  # fmt: skip


def test_a_retired_team_has_what_falls_to_its_successor(folder: Path) -> None:
    library = """\
teams:
  - {id: discovery, name: Discovery, aliases: [Finders], retired: true, successor: checkout}
  - {id: checkout, name: Checkout}
"""
    write_site(folder, {"library.yml": library, "incidents/a.md": postmortem(status="draft")})
    for name in ("discovery", "finders", "Checkout"):
        done = postmortems("owed", "--strict", "--team", name, folder=folder)
        assert (done.returncode, done.stdout[:11]) == (1, "PM-2026-001")


def test_without_a_list_of_teams_those_count_that_are_named_somewhere(folder: Path) -> None:
    """`payments` stands in the register alone."""
    register = (
        "id,start,end,severity,teams\nINC-1,2026-03-04T10:00Z,2026-03-04T11:00Z,SEV-1,Payments\n"
    )
    write_site(folder, {"incidents.csv": register, "incidents/a.md": postmortem()})
    late, unknown, free = (
        postmortems("owed", "--strict", "--team", name, folder=folder)
        for name in ("payments", "payment", "Discovery")
    )
    assert (late.returncode, late.stdout[:5]) == (1, "INC-1")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "there is no team `payment`; did you mean `payments`?" in unknown.stderr
    assert (free.returncode, free.stdout) == (0, "")


def test_without_a_register_the_documents_count_and_it_says_so(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(status="draft")})
    done = postmortems("owed", "--strict", folder=folder)
    assert done.returncode == 1
    assert "due 2026-01-13, 10:22 UTC OVERDUE by 62 days  discovery" in done.stdout
    assert "There is no register, so incidents without a document are unknown." in done.stderr
