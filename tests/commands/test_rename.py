"""`postmortems rename` on real folders."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mkdocs_postmortems.cli import main
from mkdocs_postmortems.core.renaming import RenamePlan, plan_rename

from ..documents import postmortem
from ..sites import ROOT, write_site

LIBRARY = {
    "library.yml": "id_prefix: PM\n",
    "incidents/2026/pm-2026-001-search.md": postmortem(
        {"Impact": "One search in five failed, see [the other](../b.md) and PM-2026-001."},
        aliases="[search-outage]",
    ),
    "incidents/b.md": postmortem(
        {"Impact": "As in [[PM-2026-001]] and [that night](2026/pm-2026-001-search.md#impact)."},
        id="PM-2026-002",
        date="2026-02-08",
        related="[PM-2026-001]",
    ),
    "onboarding/discovery.md": "# Welcome\n\nRead [[pm-2026-001|this]] first.\n",
    "page-views.csv": "page,views\n/incidents/PM-2026-001/,7\n",
    "incidents.csv": "id,title,recurrence_of\nINC-1,Search again,PM-2026-001\n",
}


@pytest.fixture
def library(folder: Path) -> Path:
    """A folder with that library."""
    return write_site(folder, LIBRARY)


def texts(folder: Path) -> dict[str, bytes]:
    """Every file of the site's documents."""
    docs = folder / "docs"
    return {
        path.relative_to(docs).as_posix(): path.read_bytes()
        for path in sorted(docs.rglob("*"))
        if path.is_file()
    }


def postmortems(*arguments: str, folder: Path) -> Result:
    """Run the command in a folder."""
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, arguments)


def checked(folder: Path) -> str:
    done = postmortems("check", "--no-cache", folder=folder)
    assert done.exit_code == 0, done.stdout
    return done.stderr.splitlines()[-1]


def test_a_new_id_is_in_every_file_and_the_former_one_leads_there(library: Path) -> None:
    before = checked(library)
    done = postmortems("rename", "search-outage", "PM-2026-009", folder=library)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "docs/incidents/2026/pm-2026-001-search.md -> "
        "docs/incidents/2026/pm-2026-009-search.md: 1 reference\n"
        "docs/incidents/b.md: 3 references\n"
        "docs/onboarding/discovery.md: 1 reference\n"
        "docs/incidents.csv: 1 reference\n"
        "https://postmortems.example/incidents/PM-2026-009/ is its address; "
        "https://postmortems.example/incidents/PM-2026-001/ leads there\n"
    )
    after = texts(library)
    renamed = after["incidents/2026/pm-2026-009-search.md"].decode()
    assert "id: PM-2026-009\n" in renamed
    assert "aliases: [search-outage, PM-2026-001]\n" in renamed
    assert "see [the other](../b.md) and PM-2026-009." in renamed
    assert (
        b"As in [[PM-2026-009]] and [that night](2026/pm-2026-009-search.md#impact)."
        in after["incidents/b.md"]
    )
    assert b"Read [[PM-2026-009|this]] first." in after["onboarding/discovery.md"]
    assert after["page-views.csv"] == LIBRARY["page-views.csv"].encode()
    assert checked(library) == before


def test_there_and_back_leaves_everything_as_it_was_but_for_the_aliases(library: Path) -> None:
    before = texts(library)
    postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    done = postmortems("rename", "PM-2026-001", "PM-2026-001", folder=library)
    assert done.exit_code == 0, done.stderr
    name = "incidents/2026/pm-2026-001-search.md"
    before[name] = before[name].replace(
        b"[search-outage]", b"[search-outage, PM-2026-001, PM-2026-009]"
    )
    onboarding = "onboarding/discovery.md"
    before[onboarding] = before[onboarding].replace(b"pm-2026-001", b"PM-2026-001")
    assert texts(library) == before


@pytest.mark.parametrize(
    ("start", "new"),
    [
        (".", "2025/search.md"),
        ("docs/incidents/2025", "search.md"),
        (".", "docs/incidents/2025/search.md"),
        # As links name it, and as findings do, wherever the command is typed.
        (".", "incidents/2025/search.md"),
        ("docs", "incidents/2025/search.md"),
        ("docs/onboarding", "docs/incidents/2025/search.md"),
    ],
)
def test_a_file_moves_and_links_to_it_and_from_it_move_along(
    library: Path, start: str, new: str
) -> None:
    (library / start).mkdir(exist_ok=True)
    done = postmortems("rename", "PM-2026-001", new, folder=library / start)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == (
        "docs/incidents/2026/pm-2026-001-search.md -> docs/incidents/2025/search.md\n"
        "docs/incidents/b.md: 1 reference\n"
        "https://postmortems.example/incidents/PM-2026-001/ is its address still\n"
    )
    after = texts(library)
    assert (
        after["incidents/2025/search.md"].decode()
        == LIBRARY["incidents/2026/pm-2026-001-search.md"]
    )
    assert b"[that night](2025/search.md#impact)" in after["incidents/b.md"]


def test_a_menu_that_names_a_file_that_moved_is_told_of_the_configuration_that_has_it(
    library: Path,
) -> None:
    place = "incidents/2026/pm-2026-001-search.md"
    menu = f"nav: [{{Old: old/{place}}}, {{Notes: {place}.d/a.md}}, {{The first: {place}}}]\n"
    config = library / "mkdocs.yml"
    own = config.read_text("utf-8")
    config.write_text(own + menu, "utf-8")
    done = postmortems("rename", "PM-2026-001", "search.md", "--dry-run", folder=library)
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        1, "mkdocs.yml is as it was: it names the file; change it there by hand",
    )  # fmt: skip
    (library / "shared").mkdir()
    (library / "shared" / "base.yml").write_text(menu, "utf-8")
    config.write_text(f"INHERIT: shared/base.yml\n{own}", "utf-8")
    done = postmortems("rename", "PM-2026-001", "search.md", folder=library)
    assert (done.exit_code, done.stderr) == (
        1, "shared/base.yml is as it was: it names the file; change it there by hand\n",
    )  # fmt: skip


def test_a_configuration_that_names_files_alike_is_not_told(library: Path) -> None:
    place = "incidents/2026/pm-2026-001-search.md"
    with (library / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(f"nav: [{{Old: old/{place}}}, {{Notes: {place}.d/a.md}}]\n")
    done = postmortems("rename", "PM-2026-001", "search.md", folder=library)
    assert (done.exit_code, done.stderr) == (0, "")


def test_git_sees_a_file_that_was_renamed(library: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@corp.example")
        command = ["git", *identity, *arguments]
        return subprocess.run(
            command, cwd=library, check=True, capture_output=True, text=True
        ).stdout

    git("init", "-q")
    git("add", "docs")
    git("commit", "-qm", "All")
    postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    git("add", "docs")
    assert "R09" in git("diff", "--cached", "--name-status", "-M")


def test_a_dry_run_says_the_same_and_writes_nothing(library: Path) -> None:
    before = texts(library)
    told = postmortems("rename", "PM-2026-001", "PM-2026-009", "--dry-run", folder=library)
    assert (told.exit_code, told.stderr) == (0, "Nothing was written.\n")
    assert texts(library) == before
    done = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert told.stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("PM-2026-003", "PM-2026-009"), "there is no postmortem `PM-2026-003`; did you mean"),
        (("PM-2026-001", "PM-2026-002"), "`PM-2026-002` is the id of docs/incidents/b.md"),
        (("PM-2026-002", "PM-2026-001"), "`PM-2026-001` is the id of docs/incidents/2026/"),
        (("PM-2026-001", "PM-2026-001"), "has the id PM-2026-001 already"),
        (("PM-2026-001", "PM-26-9"), "write an id as PM-2026-007, a file with .md at its end"),
        (("PM-2026-001", "search-outage"), "`search-outage` is no id and no file"),
        (("PM-2026-001", "INC-2026-009"), "`INC-2026-009` is no id and no file"),
        (("PM-2026-001", "b.md"), "b.md exists already"),
        (("PM-2026-001", "2026/pm-2026-001-search.md"), "lies there already"),
        (("PM-2026-001", "../onboarding/search.md"), "lies outside of docs/incidents/"),
        (("PM-2026-001", "2026/index.md"), "index.md is no postmortem's"),
        (("PM-2026-001", ".drafts/search.md"), "nor what begins with a dot"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    library: Path, arguments: tuple[str, str], message: str
) -> None:
    before = texts(library)
    done = postmortems("rename", *arguments, folder=library)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert texts(library) == before


def test_an_alias_of_another_postmortem_and_a_name_of_two_are_refused(library: Path) -> None:
    twin = postmortem(id="PM-2026-005", aliases="[PM-2026-009, PM-2026-002]")
    (library / "docs" / "incidents" / "c.md").write_text(twin, "utf-8")
    before = texts(library)
    done = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert "`PM-2026-009` is the alias of docs/incidents/c.md" in done.stderr
    for name in ("PM-2026-002", "pm-2026-002"):
        done = postmortems("rename", name, "PM-2026-010", folder=library)
        assert done.exit_code == 2
        assert "is a name of docs/incidents/b.md and of docs/incidents/c.md" in done.stderr
    assert texts(library) == before


def test_hidden_documents_are_led_on_and_files_that_cannot_be_edited_are_told(
    library: Path,
) -> None:
    docs = library / "docs"
    hidden = postmortem(id="PM-2026-003", visibility="restricted", related="[PM-2026-001]")
    (docs / "incidents" / "c.md").write_text(hidden, "utf-8")
    (docs / "notes.md").write_bytes("Über PM-2026-001".encode("latin-1"))
    (library / "shared.md").write_text("[[PM-2026-001]]\n", "utf-8")
    (docs / "shared.md").symlink_to(library / "shared.md")
    done = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert done.exit_code == 1
    assert done.stderr == (
        "docs/notes.md is as it was: it is not UTF-8\n"
        "docs/shared.md is as it was: it is a symbolic link, or lies below one\n"
    )
    assert "related: [PM-2026-009]" in (docs / "incidents" / "c.md").read_text("utf-8")
    assert (library / "shared.md").read_text("utf-8") == "[[PM-2026-001]]\n"


def test_a_document_behind_a_symbolic_link_is_left_where_it_is(library: Path) -> None:
    path = library / "docs" / "incidents" / "2026" / "pm-2026-001-search.md"
    path.rename(library / "elsewhere.md")
    path.symlink_to(library / "elsewhere.md")
    done = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert done.exit_code == 2
    assert "is a symbolic link" in " ".join(done.stderr.split())


def test_where_one_file_cannot_be_written_all_are_as_they_were(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(library)
    locked = library / "docs" / "onboarding" / "discovery.md"
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != locked and allowed(path, mode))
    done = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert done.exit_code == 2
    assert "Permission denied; all files are as they were" in " ".join(done.stderr.split())
    assert texts(library) == before


def test_what_an_editor_saved_while_the_library_was_read_is_not_overwritten(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = library / "docs" / "incidents" / "b.md"

    def plan_while_somebody_writes(*args: Any, **kwargs: Any) -> RenamePlan:
        with other.open("a", encoding="utf-8") as file:
            file.write("An editor's new line.\n")
        return plan_rename(*args, **kwargs)

    monkeypatch.setattr(
        "mkdocs_postmortems.commands.rename.plan_rename", plan_while_somebody_writes
    )
    before = texts(library)
    done = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert done.exit_code == 2
    message = "docs/incidents/b.md was changed meanwhile; nothing was written"
    assert message in " ".join(done.stderr.split())
    before["incidents/b.md"] += b"An editor's new line.\n"
    assert texts(library) == before


def test_the_example_library_was_renamed_by_the_command() -> None:
    text = (ROOT / "postmortems/incidents/2025/2025-06-12-edge-rate-limit-unit.md").read_text(
        "utf-8"
    )
    assert "\nid: PM-2025-038\naliases: [PM-2025-014]\n" in text
