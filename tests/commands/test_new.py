from __future__ import annotations

from pathlib import Path

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
