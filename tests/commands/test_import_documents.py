from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..documents import postmortem
from ..sites import build, postmortems, write_site

LATE = """\
# 2020-03-04, Mail was late

## Summary

Mail was late. See [the dump](dump.txt) and ![the queue](queue.png).

## Timeline

All times in UTC.

- 10:00 Queue grew
- 10:05 Limit raised

## Action items

- [x] Bound the queue (Owner: Ada Osei)
"""
EARLY = "# Search was slow\n\nOn 2019-11-20 search was slow.\n"
PATH = "docs/incidents/2020/2020-03-04-mail-was-late.md"


@pytest.fixture
def site(folder: Path) -> Path:
    """A site with one postmortem, and two files of another form beside it."""
    write_site(folder, {"incidents/a.md": postmortem(id="PM-2020-041", date="2020-01-01")})
    write_old(folder, {"late.md": LATE, "deep/early.md": EARLY, "README.md": "# About\n"})
    return folder


def write_old(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write sources into `old/`."""
    for name, content in files.items():
        path = folder / "old" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def documents(folder: Path) -> dict[str, str]:
    """All files below `docs/`, by their path from there."""
    return {
        path.relative_to(folder / "docs").as_posix(): path.read_text("utf-8")
        for path in sorted((folder / "docs").rglob("*.md"))
    }


def test_a_file_becomes_a_draft_with_the_next_id_and_a_report(site: Path) -> None:
    done = postmortems("import", "old/late.md", folder=site)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        f"old/late.md: imported: PM-2020-042, {PATH}\n"
        "    title: from the heading\n"
        "    date: 2020-03-04, from the title\n"
        "    timeline: 2 events, from list\n"
        "    timezone: UTC, from the text, which says UTC\n"
        "    action items: 1, from checklist, 1 of them done\n"
        "    to check: links to files beside the source are now text: `dump.txt`, `queue.png`\n"
        "    to fill in: severity, category, detection, teams, section Root Cause, section Impact, "
        "section Contributing Factors, section What Went Well\n"
    )
    assert done.stderr == "1 imported\n"
    text = re.sub(r"digest: [0-9a-f]{16}", "digest: …", (site / PATH).read_text("utf-8"))
    assert text == (
        "---\n"
        "id: PM-2020-042\n"
        "title: Mail was late\n"
        "date: 2020-03-04\n"
        "status: draft\n"
        "timezone: UTC\n"
        'imported_from: {source: "old/late.md", digest: …}\n'
        "---\n"
        "\n"
        "## Summary\n"
        "\n"
        "Mail was late. See the dump (`dump.txt`) and the queue (`queue.png`).\n"
        "\n"
        "## Timeline\n"
        "\n"
        "All times in UTC.\n"
        "\n"
        "| Time | Event | Phase |\n"
        "|---|---|---|\n"
        "| 10:00 | Queue grew | |\n"
        "| 10:05 | Limit raised | |\n"
        "\n"
        "## Action Items\n"
        "\n"
        "| ID | Item | Owner | Priority | Due Date | Status | Ticket | Closed |\n"
        "|---|---|---|---|---|---|---|---|\n"
        "| A1 | Bound the queue | Ada Osei | | | done | | |\n"
        "\n"
        "## Import Notes\n"
        "\n"
        "To check:\n"
        "\n"
        "- links to files beside the source are now text: `dump.txt`, `queue.png`\n"
    )


def test_a_folder_is_imported_in_the_order_of_dates_without_its_readme(site: Path) -> None:
    done = postmortems("import", "old", folder=site)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert lines == [
        "old/deep/early.md: imported: PM-2019-001, docs/incidents/2019/2019-11-20-search-was-slow.md",
        f"old/late.md: imported: PM-2020-042, {PATH}",
    ]


def test_a_readme_is_imported_where_it_is_named(site: Path) -> None:
    done = postmortems("import", "old/README.md", folder=site)
    assert "docs/incidents/undated/about.md" in done.stdout
    assert done.returncode == 0


def test_imported_drafts_pass_the_check_and_a_strict_build(site: Path) -> None:
    write_old(site, {"human.md": "# Late\n\n## Root cause\n\nText.\n\n- Human error.\n- Load.\n"})
    done = postmortems("import", "old", folder=site)
    assert "PM501, silenced in the text" in done.stdout
    assert postmortems("check", folder=site).returncode == 0
    built = build(site, "--strict")
    assert built.status == 0, built.output
    assert "Human error" in built.text("incidents/PM-2026-001/index.html")


def test_the_first_import_makes_the_folder_of_the_documents(folder: Path) -> None:
    write_site(folder, {"index.md": "# Home\n"})
    write_old(folder, {"late.md": LATE})
    done = postmortems("import", "old", folder=folder)
    assert (done.returncode, done.stderr) == (0, "1 imported\n")
    assert (folder / PATH).is_file()


def test_a_second_run_changes_nothing(site: Path) -> None:
    postmortems("import", "old", folder=site)
    before = documents(site)
    done = postmortems("import", str(site / "old"), folder=site / "docs")
    assert done.returncode == 0
    assert "late.md: unchanged: PM-2020-042" in done.stdout
    assert done.stderr == "2 unchanged\n"
    assert documents(site) == before


def test_a_document_edited_since_is_left_as_it_is(site: Path) -> None:
    postmortems("import", "old/late.md", folder=site)
    path = site / PATH
    path.write_text(path.read_text("utf-8").replace("Limit raised", "Limit doubled"), "utf-8")
    write_old(site, {"late.md": LATE.replace("Queue grew", "Queue doubled")})
    before = documents(site)
    done = postmortems("import", "old/late.md", folder=site)
    assert done.returncode == 0
    assert done.stdout == (
        "old/late.md: edited since, left as it is; its source has changed too, merge the two by "
        f"hand: PM-2020-042, {PATH}\n"
    )
    write_old(site, {"late.md": LATE})
    done = postmortems("import", "old/late.md", folder=site)
    assert done.stdout == f"old/late.md: edited since, left as it is: PM-2020-042, {PATH}\n"
    assert documents(site) == before


def test_a_document_not_edited_follows_its_source_and_keeps_its_id_and_file(site: Path) -> None:
    postmortems("import", "old/late.md", folder=site)
    moved = site / "docs/incidents/mail.md"
    (site / PATH).rename(moved)
    write_old(site, {"late.md": LATE.replace("Mail was late\n", "Mail was very late\n", 1)})
    done = postmortems("import", "old/late.md", folder=site)
    assert done.stdout.startswith("old/late.md: updated: PM-2020-042, docs/incidents/mail.md\n")
    assert "title: Mail was very late\n" in moved.read_text("utf-8")
    assert len(documents(site)) == 2


def test_line_ends_of_another_system_are_no_edit(site: Path) -> None:
    postmortems("import", "old/late.md", folder=site)
    path = site / PATH
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = postmortems("import", "old/late.md", folder=site)
    assert "edited since" not in done.stdout


def test_a_dry_run_reports_the_same_and_writes_nothing(site: Path) -> None:
    before = documents(site)
    dry = postmortems("import", "--dry-run", "old", folder=site)
    assert documents(site) == before
    assert dry.stderr == "2 imported; nothing was written\n"
    assert postmortems("import", "old", folder=site).stdout == dry.stdout


def test_files_that_hold_no_text_are_named_and_the_others_imported(site: Path) -> None:
    write_old(
        site,
        {
            "binary.md": b"\x00\x01",
            "empty.md": "",
            "huge.md": "x" * 1_000_001,
            "latin.md": "# Verspätet\n".encode("latin-1"),
            "nested.md": "# Late\n\n" + "[" * 101,
        },
    )
    done = postmortems("import", "old", folder=site)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "old/binary.md: not imported: it is a binary file",
        "old/empty.md: not imported: the file is empty; `postmortems new` writes a template",
        "old/huge.md: not imported: the file has 1.0 MB, more than 1 MB; put logs and dumps in "
        "files of their own and link them",
        "old/latin.md: not imported: the file is not UTF-8 (byte 0xe4); save the file as UTF-8",
        "old/nested.md: not imported: more than 100 brackets, quote or list marks in a row; put "
        "such text in a file of its own and link it",
        "2 imported, 5 not imported",
    ]


def test_wrong_usage_is_said_so(site: Path) -> None:
    (site / "old/none").mkdir()
    for arguments, message in (
        ((), "Missing argument"),
        (("old/nowhere.md",), "old/nowhere.md does not exist"),
        (("old/none",), "old/none has no Markdown file to import"),
        (("old", "--source-format", "word"), "'word' is not one of"),
        (("old", "--into", "mkdocs.yml"), "is a file"),
    ):
        done = postmortems("import", *arguments, folder=site)
        assert done.returncode == 2
        assert message in done.stderr


def test_another_folder_is_written_into_and_known_again(site: Path) -> None:
    done = postmortems("import", "old", "--into", "trial", folder=site)
    assert "trial/2020/2020-03-04-mail-was-late.md" in done.stdout
    again = postmortems("import", "old", "--into", "trial", folder=site)
    assert again.stderr == "2 unchanged\n"
    assert len(list((site / "trial").rglob("*.md"))) == 2


def test_files_of_one_title_and_day_do_not_overwrite_each_other(site: Path) -> None:
    write_old(site, {"late2.md": LATE, "late3.md": LATE})
    postmortems("import", "old", folder=site)
    names = [name for name in documents(site) if "mail-was-late" in name]
    assert names == [
        "incidents/2020/2020-03-04-mail-was-late-2.md",
        "incidents/2020/2020-03-04-mail-was-late-3.md",
        "incidents/2020/2020-03-04-mail-was-late.md",
    ]


def test_a_postmortem_of_the_library_is_not_imported_again(site: Path) -> None:
    before = documents(site)
    done = postmortems("import", "docs/incidents", folder=site)
    assert done.stdout == "docs/incidents/a.md: a postmortem of this library already\n"
    assert documents(site) == before


def test_a_source_among_the_postmortems_is_to_be_taken_away(site: Path) -> None:
    (site / "docs/incidents/late.md").write_text(LATE, "utf-8")
    done = postmortems("import", "docs/incidents/late.md", folder=site)
    assert "to do: the source lies among the postmortems; take it away from there" in done.stdout


def test_an_id_of_the_source_is_kept_unless_it_is_taken(site: Path) -> None:
    head = "---\nid: {}\ntitle: {}\ndate: 2020-03-04\n---\n\nA\n"
    write_old(
        site,
        {"x.md": head.format("PM-2020-007", "Own"), "y.md": head.format("PM-2020-041", "Twin")},
    )
    done = postmortems("import", "old/x.md", "old/y.md", folder=site)
    assert "imported: PM-2020-007, docs/incidents/2020/2020-03-04-own.md" in done.stdout
    assert "imported: PM-2020-042, docs/incidents/2020/2020-03-04-twin.md" in done.stdout


def test_bold_labels_can_be_demanded(site: Path) -> None:
    write_old(site, {"labels.md": "# Late\n\nA\n\n- **Background**: Old queue.\n"})
    postmortems("import", "old/labels.md", "--source-format", "labels", folder=site)
    text = documents(site)["incidents/undated/late.md"]
    assert "## Background\n\nOld queue.\n" in text
