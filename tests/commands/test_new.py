from __future__ import annotations

from pathlib import Path

import pytest

from ..documents import postmortem
from ..sites import postmortems, write_site


def test_a_new_document_gets_the_next_id_and_a_file_by_date_and_title(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(id="PM-2026-041")})
    done = postmortems("new", "Orders were late", "--severity", "sev-2", folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "docs/incidents/2026/2026-03-16-orders-were-late.md"
    text = (folder / done.stdout.strip()).read_text("utf-8")
    assert text.startswith('---\nid: PM-2026-042\ntitle: "Orders were late"\ndate: 2026-03-16\n')
    assert "\nseverity: SEV-2\n" in text
    assert postmortems("check", "--strict", folder=folder).returncode == 0


def test_ids_of_documents_that_cannot_be_read_are_not_used_again(folder: Path) -> None:
    twin = postmortem(id="PM-2026-007")
    write_site(folder, {"incidents/a.md": twin, "incidents/b.md": twin})
    done = postmortems("new", "A third", folder=folder)
    assert "PM-2026-008" in done.stderr


def test_a_near_miss_has_a_potential_severity(folder: Path) -> None:
    write_site(folder, {})
    done = postmortems(
        "new", "Nearly", "--near-miss", "--severity", "SEV-1", "--date", "2026-01-02", folder=folder
    )
    text = (folder / done.stdout.strip()).read_text("utf-8")
    assert "kind: near-miss\npotential_severity: SEV-1\n" in text
    assert "date: 2026-01-02" in text


def test_nothing_is_overwritten(folder: Path) -> None:
    write_site(folder, {})
    first = postmortems("new", "Same title", folder=folder)
    path = folder / first.stdout.strip()
    path.write_text("mine")
    second = postmortems("new", "Same title", folder=folder)
    assert second.returncode == 2
    assert "exists already" in second.stderr
    assert path.read_text() == "mine"


def test_an_unknown_severity_and_an_empty_title_are_refused(folder: Path) -> None:
    write_site(folder, {})
    assert postmortems("new", "Title", "--severity", "huge", folder=folder).returncode == 2
    assert postmortems("new", "  ", folder=folder).returncode == 2
    assert list((folder / "docs").rglob("*.md")) == []


def test_without_a_vocabulary_the_words_of_the_other_documents_are_offered(folder: Path) -> None:
    documents = {
        "incidents/a.md": postmortem(category="data"),
        "incidents/b.md": postmortem(id="PM-2026-002"),
        "incidents/c.md": postmortem(id="PM-2026-003"),
    }
    write_site(folder, documents)
    done = postmortems("new", "A fourth", folder=folder)
    text = (folder / done.stdout.strip()).read_text("utf-8")
    assert "\ncategory:   # any word; so far: capacity, data, undetermined\n" in text
    assert "\nteams: []   # any word; so far: discovery\n" in text


def test_a_date_of_another_form_is_refused_with_the_form_to_use(folder: Path) -> None:
    write_site(folder, {})
    done = postmortems("new", "Title", "--date", "4.3.2026", folder=folder)
    assert done.returncode == 2
    assert "`4.3.2026` is no date; write it as YYYY-MM-DD, such as 2026-03-04" in done.stderr
    done = postmortems("new", "Title", "--date", "2026-02-30", folder=folder)
    assert done.returncode == 2
    assert "no day of the calendar" in done.stderr
    assert "--date YYYY-MM-DD" in postmortems("new", "--help", folder=folder).stdout


REGISTER = """\
- id: INC-4500
  title: Search was slow
  start: 2026-03-04T14:25Z
  end: 2026-03-05T00:47Z
  severity: SEV-2
  customer_impact_minutes: 20
  category: capacity
  contributing_factors: [unbounded-growth]
  services: [search-api]
  teams: [discovery, checkout]
  recurrence_of: INC-4400
- {id: INC-4501, title: Carts were nearly emptied, start: 2026-03-04T14:25Z, near_miss: yes,
   potential_severity: SEV-1, visibility: restricted}
- {id: INC-4502, title: Slow, visibility: public}
- {id: INC-4503, start: 2026-03-04T14:25Z}
- {id: INC-4400}
"""
TOLD = postmortem(incidents="[INC-4400]")


@pytest.fixture
def registered(folder: Path) -> Path:
    return write_site(folder, {"incidents.yml": REGISTER, "incidents/a.md": TOLD})


def new_text(*arguments: str, folder: Path) -> str:
    done = postmortems("new", *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return (folder / done.stdout.strip()).read_text("utf-8")


def test_what_the_register_knows_of_an_incident_is_filled_in(registered: Path) -> None:
    text = new_text("--from-incident", "inc 4500", folder=registered)
    head = text.split("---\n")[1].splitlines()
    given = [line for line in head if "#" not in line and not line.endswith((":", "[]"))]
    assert given == [
        "id: PM-2026-002",
        'title: "Search was slow"',
        "date: 2026-03-04",
        "kind: incident",
        "severity: SEV-2",
        "status: draft",
        "category: capacity",
        "contributing_factors: [unbounded-growth]",
        "teams: [discovery, checkout]",
        "services: [search-api]",
        "duration: 10 h 22 min",
        "customer_impact: 20 min",
        "incidents: [INC-4500]",
        "recurrence_of: [PM-2026-001]",
    ]
    assert (
        "| 14:25 | Start, as the register has it | started |\n"
        "| 2026-03-05 00:47 | End, as the register has it | resolved |\n"
    ) in text
    assert postmortems("check", "--strict", folder=registered).returncode == 0


def test_the_document_takes_the_incident_off_the_list(registered: Path) -> None:
    new_text("--from-incident", "INC-4500", folder=registered)
    done = postmortems("new", "--from-incident", "INC-4500", folder=registered)
    assert done.returncode == 2
    assert (
        "INC-4500 has a document already: PM-2026-002, "
        "docs/incidents/2026/2026-03-04-search-was-slow.md; write on there"
    ) in done.stderr
    assert (
        "postmortems new --from-incident INC-4500"
        not in postmortems("owed", folder=registered).stdout
    )


def test_options_win_over_the_register(registered: Path) -> None:
    text = new_text(
        "Search stood still", "--from-incident", "INC-4500", "--severity", "SEV-1",
        "--date", "2026-03-05", folder=registered,
    )  # fmt: skip
    assert 'title: "Search stood still"\ndate: 2026-03-05\n' in text
    assert "severity: SEV-1\n" in text
    assert "| 2026-03-04 14:25 | Start" in text


def test_a_near_miss_stays_one_and_a_narrower_audience_is_kept(registered: Path) -> None:
    text = new_text("--from-incident", "INC-4501", folder=registered)
    assert "kind: near-miss\npotential_severity: SEV-1\n" in text
    assert "\nvisibility: restricted\n" in text
    wider = new_text("--from-incident", "INC-4502", "--date", "2026-03-01", folder=registered)
    assert "visibility" not in wider


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from-incident", "INC-4510"], "no incident `INC-4510`; did you mean `INC-450"),
        (["--from-incident", "INC-4400"], "INC-4400 has a document already: PM-2026-001"),
        (["--from-incident", "INC-4502"], "does not say when INC-4502 began; give --date"),
        (["--from-incident", "INC-4503"], "the title is empty; the register has none for INC-4503"),
        ([], "give a title, in a line what was seen, or --from-incident NUMBER"),
    ],
)
def test_what_the_register_cannot_give_is_refused_with_the_way_out(
    registered: Path, arguments: list[str], message: str
) -> None:
    done = postmortems("new", *arguments, folder=registered)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(list((registered / "docs").rglob("*.md"))) == 1


def test_a_document_that_cannot_be_read_keeps_its_incident(folder: Path) -> None:
    broken = postmortem(id=None, incidents="[INC-4500]")
    write_site(folder, {"incidents.yml": REGISTER, "incidents/a.md": broken})
    done = postmortems("new", "--from-incident", "INC-4500", folder=folder)
    assert "INC-4500 has a document already: docs/incidents/a.md" in done.stderr


def test_without_a_register_it_says_how_to_begin_one(folder: Path) -> None:
    write_site(folder, {})
    done = postmortems("new", "--from-incident", "INC-1", folder=folder)
    assert done.returncode == 2
    assert "there is no register; write `incidents.csv` beside library.yml" in done.stderr
