"""Histories from real repositories, with commits on given days."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems import git as git_module
from mkdocs_postmortems.core.history import ItemHistory, trace_items
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.source import MAX_BYTES
from mkdocs_postmortems.git_history import read_history as read_versions
from mkdocs_postmortems.pipeline import load_library, load_settings

from .documents import postmortem
from .libraries import source
from .sites import build, postmortems, write_site

LATER = date(2026, 12, 31)
SETTINGS = load_settings(b"").settings
A1 = "PM-2026-001-A1"


@dataclass(frozen=True, kw_only=True)
class HistoryReading:
    """What git knows of action items, as of a day."""

    items: Mapping[str, ItemHistory]
    reason: str | None


def read_history(
    folder: Path, settings: Settings, as_of: date, cache: Path | None
) -> HistoryReading:
    reading = read_versions(folder, settings, as_of, cache)
    return HistoryReading(items=trace_items(reading.versions, as_of), reason=reading.reason)


@dataclass(frozen=True)
class Repository:
    """A repository whose library lies in `site/incidents`."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "site" / "incidents"

    def git(self, *arguments: str, moment: str = "2026-01-01T12:00:00Z") -> str:
        people = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ada"), ("EMAIL", "ada@corp.example"), ("DATE", moment))
        }
        done = subprocess.run(
            ["git", "-c", "init.defaultBranch=main", *arguments],
            cwd=self.root, env={**os.environ, **people}, check=True, capture_output=True,
        )  # fmt: skip
        return done.stdout.decode()

    def commit(self, moment: str, files: dict[str, str | bytes | None], *flags: str) -> None:
        """Write files, delete those that are None, and commit all on a day or at an instant."""
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        self.git("add", "-A")
        moment = moment if "T" in moment else f"{moment}T12:00:00Z"
        self.git("commit", "-q", "--allow-empty", "-m", "A step", *flags, moment=moment)

    def read(self, as_of: date = LATER, cache: Path | None = None) -> HistoryReading:
        return read_history(self.folder, SETTINGS, as_of, cache)

    def item(self, identifier: str = A1) -> ItemHistory:
        reading = self.read()
        assert reading.reason is None
        return reading.items[identifier]


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may sign commits, or have hooks."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(root=tmp_path / "repository")
    repository.folder.mkdir(parents=True)
    repository.git("init", "-q")
    return repository


def document(status: str = "open", due: str = "2026-03-01", **fields: str | None) -> str:
    """A postmortem, PM-2026-001 unless said otherwise, with one item."""
    rows = "| ID | Item | Owner | Due Date | Status |\n|---|---|---|---|---|\n"
    return postmortem(
        {"Action Items": f"{rows}| A1 | Bound the queue | Checkout | {due} | {status} |\n"},
        **fields,
    )


def days(item: ItemHistory) -> list[tuple[str, str]]:
    return [(change.day.isoformat(), change.status.value) for change in item.changes]


def record_git(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands of git that are run from now on."""
    run: list[str] = []
    original = git_module.git_command

    def recording(folder: Path, *arguments: str) -> list[str]:
        run.append(arguments[0])
        return original(folder, *arguments)

    monkeypatch.setattr(git_module, "git_command", recording)
    return run


def test_an_item_that_slipped_3_times_slipped_64_days_in_all(repository: Repository) -> None:
    repository.commit("2026-01-09", {"a.md": document("proposed", "2026-03-01")})
    repository.commit("2026-02-20", {"a.md": document("open", "2026-03-29")})
    repository.commit("2026-03-20", {"a.md": document("in-progress", "2026-04-12")})
    repository.commit("2026-04-11", {"a.md": document("in-progress", "2026-05-04")})
    repository.commit("2026-05-02", {"a.md": document("done", "2026-05-04")})
    item = repository.item()
    assert item.slips_by(LATER) == 3
    assert item.first_due == date(2026, 3, 1)
    assert days(item) == [
        ("2026-01-09", "proposed"),
        ("2026-02-20", "open"),
        ("2026-03-20", "in-progress"),
        ("2026-05-02", "done"),
    ]
    assert item.closed_on == date(2026, 5, 2)


def test_a_day_that_counts_as_today_hides_what_came_after_it(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-17", {"a.md": document("done")})
    assert days(repository.read(date(2026, 3, 16)).items[A1]) == [("2026-03-01", "open")]
    assert repository.read(date(2026, 2, 28)) == HistoryReading(
        items={}, reason="all commits of documents are later than 2026-02-28, which is as_of"
    )


def test_days_are_those_of_the_librarys_time_zone(repository: Repository) -> None:
    repository.commit("2026-03-01T23:30:00-0500", {"a.md": document()})
    assert repository.item().appeared == date(2026, 3, 2)
    eastern = load_settings(b"timezone: America/New_York").settings
    reading = read_history(repository.folder, eastern, LATER, None)
    assert reading.items[A1].appeared == date(2026, 3, 1)


def test_an_instant_that_is_on_no_calendar_lies_after_all_days(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-02", {"a.md": document("done")})
    raw = repository.root / "raw"
    said = repository.git("cat-file", "commit", "HEAD")
    raw.write_text(said.replace(" 1772452800 +", " 999999999999 +"))
    late = repository.git("hash-object", "-t", "commit", "-w", "raw").strip()
    repository.git("reset", "-q", "--hard", late)
    assert repository.git("log", "-1", "--format=%ct").strip() == "999999999999"
    assert days(repository.item()) == [("2026-03-01", "open")]


def test_the_organisations_own_heading_is_read(repository: Repository) -> None:
    text = document().replace("## Action Items", "## What we will do")
    repository.commit("2026-03-01", {"a.md": text})
    assert repository.read().items == {}
    settings = load_settings(b"sections: {Action Items: [What we will do]}").settings
    assert read_history(repository.folder, settings, LATER, None).items.keys() == {A1}


def test_a_document_that_is_moved_keeps_its_history(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-05", {"a.md": None, "2026/b.md": document("in-progress")})
    repository.commit("2026-03-09", {"2026/b.md": document("done")})
    assert days(repository.item()) == [
        ("2026-03-01", "open"),
        ("2026-03-05", "in-progress"),
        ("2026-03-09", "done"),
    ]


def test_a_document_that_is_deleted_and_comes_back_has_one_history(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-05", {"a.md": None})
    repository.commit("2026-03-09", {"a.md": document("done")})
    assert days(repository.item()) == [("2026-03-01", "open"), ("2026-03-09", "done")]


def test_a_version_that_cannot_be_read_changes_nothing(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-05", {"a.md": document("done").replace("---", "", 1)})
    repository.commit("2026-03-06", {"a.md": b"\xff\x00 no text"})
    repository.commit("2026-03-07", {"a.md": document("done") + "x" * MAX_BYTES})
    repository.commit("2026-03-09", {"a.md": document("in-progress")})
    assert days(repository.item()) == [("2026-03-01", "open"), ("2026-03-09", "in-progress")]


def test_a_copy_that_still_has_the_others_id_says_nothing_of_it(repository: Repository) -> None:
    repository.commit("2026-03-01", {"b.md": document("open")})
    repository.commit("2026-03-02", {"a.md": document("done", "2026-09-01")})
    repository.commit("2026-03-03", {"b.md": document("in-progress")})
    repository.commit("2026-03-04", {"a.md": document("done", id="PM-2026-002")})
    assert days(repository.item()) == [("2026-03-01", "open"), ("2026-03-04", "in-progress")]
    assert repository.item().moves == ()
    assert days(repository.item("PM-2026-002-A1")) == [("2026-03-04", "done")]


def test_a_merge_is_one_step_on_the_day_on_which_it_was_made(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open", "2026-03-01")})
    repository.git("checkout", "-qb", "branch")
    repository.commit("2026-03-02", {"a.md": document("done", "2026-06-01")})
    repository.commit("2026-03-03", {"a.md": document("in-progress", "2026-04-01")})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-03-04", {"b.md": document(id="PM-2026-002")})
    moment = "2026-03-10T12:00:00Z"
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", moment=moment)
    item = repository.item()
    assert days(item) == [("2026-03-01", "open"), ("2026-03-10", "in-progress")]
    assert item.slips_by(LATER) == 1
    assert repository.item("PM-2026-002-A1").appeared == date(2026, 3, 4)


def test_what_is_not_committed_is_no_history(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    (repository.folder / "a.md").write_text(document("done"))
    (repository.folder / "b.md").write_text(document(id="PM-2026-002"))
    repository.git("add", "-A")
    assert repository.read().items.keys() == {A1}
    assert days(repository.item()) == [("2026-03-01", "open")]


def test_only_files_that_hold_incidents_are_read(repository: Repository) -> None:
    other = document("done", id="PM-2026-009")
    names = ("README.md", "index.md", ".hidden/c.md", "notes.txt", "../outside.md")
    repository.commit("2026-03-01", {"a.md": document(), **dict.fromkeys(names, other)})
    (repository.folder / "link.md").symlink_to("../outside.md")
    repository.git("add", "-A")
    commit = repository.git("rev-parse", "HEAD").strip()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},site/incidents/m.md")
    repository.git("commit", "-qm", "A link and a submodule", moment="2026-03-02T12:00:00Z")
    assert repository.read().items.keys() == {A1}


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
@pytest.mark.parametrize(
    "name",
    ["with space.md", "é ü 日本.md", 'quo"te\'.md', "new\nline.md", "\n:100644.md", "-x.md", b"\xff.md"],
)  # fmt: skip
def test_names_of_files_may_hold_anything(
    repository: Repository, tmp_path: Path, name: str | bytes
) -> None:
    text = os.fsdecode(name)
    repository.commit("2026-03-01", {text: document("open")})
    assert repository.read(cache=tmp_path).items.keys() == {A1}
    repository.commit("2026-03-02", {text: None, "b.md": document("done")})
    kept = repository.read(cache=tmp_path)
    assert days(kept.items[A1]) == [("2026-03-01", "open"), ("2026-03-02", "done")]


def test_the_users_own_configuration_changes_nothing(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-05", {"a.md": None, "b.md": document("done")})
    settings = {
        "color.ui": "always", "log.showRoot": "false", "log.showSignature": "true",
        "log.follow": "true", "log.diffMerges": "combined", "diff.renames": "copies",
        "diff.noprefix": "true", "core.abbrev": "7", "log.decorate": "full", "log.date": "relative",
        "format.pretty": "fuller", "core.pager": "false", "diff.external": "false",
    }  # fmt: skip
    for key, value in settings.items():
        repository.git("config", key, value)
    assert days(repository.item()) == [("2026-03-01", "open"), ("2026-03-05", "done")]


def test_signatures_are_not_looked_at(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    said = repository.git("cat-file", "commit", "HEAD")
    mark = "-----{} PGP SIGNATURE-----"
    signature = f"gpgsig {mark.format('BEGIN')}\n \n words\n {mark.format('END')}\n\n"
    raw = repository.root / "raw"
    raw.write_text(said.replace("\n\n", f"\n{signature}", 1))
    signed = repository.git("hash-object", "-t", "commit", "-w", "raw").strip()
    repository.git("reset", "-q", "--hard", signed)
    program = repository.root / "gpg"
    program.write_text(f"#!/bin/sh\ntouch '{repository.root}/was-run'\necho '[GNUPG:] :' >&2\n")
    program.chmod(0o755)
    repository.git("config", "gpg.program", str(program))
    repository.git("config", "log.showSignature", "true")
    assert days(repository.item()) == [("2026-03-01", "open")]
    assert not (repository.root / "was-run").exists()


@pytest.mark.parametrize("place", ["", ".hidden", "with space/ü"])
def test_the_library_may_lie_anywhere_in_its_repository(tmp_path: Path, place: str) -> None:
    repository = Repository(root=tmp_path)
    repository.git("init", "-q")
    file = tmp_path / place / "a.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(document())
    repository.git("add", "-A")
    repository.git("commit", "-qm", "A step")
    reading = read_history(file.parent, SETTINGS, LATER, None)
    assert reading.items.keys() == {A1}


# Without git, or all of it, nothing is said.


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        reading = read_history(folder, SETTINGS, LATER, None)
        assert reading.items == {}
        assert reading.reason
        assert "\n" not in reading.reason
    assert "not a git repository" in (read_history(tmp_path, SETTINGS, LATER, None).reason or "")


def test_without_git_there_is_no_history(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-03-01", {"a.md": document()})
    monkeypatch.setenv("PATH", str(tmp_path))
    reading = repository.read()
    assert reading.items == {}
    assert (reading.reason or "").startswith("git cannot be run: ")


def test_before_the_first_commit_there_is_no_history(repository: Repository) -> None:
    assert repository.read() == HistoryReading(items={}, reason="the branch has no commit yet")
    repository.commit("2026-03-01", {"notes.txt": "nothing yet"})
    assert repository.read() == HistoryReading(items={}, reason="no document is committed")


def test_a_shallow_clone_has_no_history(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-02", {"a.md": document("done")})
    clone = Repository(root=tmp_path / "clone")
    repository.git("clone", "-q", "--depth=1", repository.root.as_uri(), str(clone.root))
    assert clone.read().items == {}
    assert "shallow clone" in (clone.read().reason or "")


def test_a_clone_without_older_contents_has_no_history(
    repository: Repository, tmp_path: Path
) -> None:
    """They could be fetched from its origin, one by one; it is not asked."""
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.commit("2026-03-02", {"a.md": document("done")})
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = Repository(root=tmp_path / "clone")
    origin = repository.root.as_uri()
    repository.git("clone", "-q", "--filter=blob:none", origin, str(clone.root))
    assert clone.read().items == {}
    assert "not all older contents" in (clone.read().reason or "")


def test_a_repository_that_git_does_not_trust_has_no_history(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-03-01", {"a.md": document()})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    reading = repository.read()
    assert reading.items == {}
    assert "safe.directory" in (reading.reason or "")


def test_a_git_that_answers_otherwise_gives_no_history(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-03-01", {"a.md": document()})
    head = repository.git("rev-parse", "HEAD").strip()
    program = tmp_path / "git"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for said in ("", "false", f"false\n\n{head}\n", "true\n\n"):
        program.write_text(f"#!/bin/sh\nprintf '{said}'\n")
        program.chmod(0o755)
        assert repository.read().items == {}
        assert repository.read().reason


# What is kept.


def test_kept_history_is_used_until_there_are_new_commits(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    run = record_git(monkeypatch)
    first = repository.read(cache=tmp_path)
    assert run == ["rev-parse", "log", "cat-file"]
    run.clear()
    assert repository.read(cache=tmp_path) == first
    assert run == ["rev-parse"]
    assert repository.read(date(2026, 2, 1), tmp_path).items == {}
    run.clear()
    repository.commit("2026-03-02", {"a.md": document("done")})
    second = repository.read(cache=tmp_path)
    assert run == ["rev-parse", "rev-list", "log", "cat-file"]
    assert second == repository.read()
    assert days(second.items[A1]) == [("2026-03-01", "open"), ("2026-03-02", "done")]


def test_of_new_commits_alone_the_contents_are_read(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a merge brings in commits that are older than what was read."""
    repository.commit("2026-03-01", {"a.md": document(), "b.md": document(id="PM-2026-002")})
    repository.git("checkout", "-qb", "branch")
    repository.commit("2026-03-02", {"a.md": document("done")})
    repository.git("checkout", "-q", "main")
    repository.commit("2026-03-03", {"b.md": document("done", id="PM-2026-002")})
    repository.read(cache=tmp_path)
    read: list[bytes] = []

    def reading(data: bytes, _: object) -> None:
        read.append(data)

    monkeypatch.setattr("mkdocs_postmortems.git_history.read_stated_items", reading)
    moment = "2026-03-04T12:00:00Z"
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", moment=moment)
    repository.read(cache=tmp_path)
    assert read == [document("done").encode()]


def test_kept_history_is_what_would_be_read_anew_whatever_becomes_of_the_branch(
    repository: Repository, tmp_path: Path
) -> None:
    def compare() -> list[tuple[str, str]]:
        kept = repository.read(cache=tmp_path)
        assert kept == repository.read()
        return days(kept.items[A1])

    repository.commit("2026-03-01", {"a.md": document("proposed")})
    repository.commit("2026-03-02", {"a.md": document("open")})
    assert compare()[-1] == ("2026-03-02", "open")
    repository.commit("2026-03-03", {"a.md": document("done")}, "--amend")
    assert compare() == [("2026-03-01", "proposed"), ("2026-03-03", "done")]
    repository.git("reset", "-q", "--hard", "HEAD~1")
    assert compare() == [("2026-03-01", "proposed")]
    repository.git("checkout", "-qb", "branch")
    repository.commit("2026-03-04", {"a.md": document("open")})
    assert compare()[-1] == ("2026-03-04", "open")
    # The branch is no step of main: what it had before the merge was never there.
    repository.git("checkout", "-q", "main")
    moment = "2026-03-06T12:00:00Z"
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", moment=moment)
    assert compare() == [("2026-03-01", "proposed"), ("2026-03-06", "open")]
    repository.commit("2026-03-07", {"a.md": None, "c.md": document("open")})
    repository.commit("2026-03-08", {"copy.md": document("done")})
    assert compare()[-1] == ("2026-03-06", "open")
    repository.commit("2026-03-09", {"c.md": None})
    assert compare()[-1] == ("2026-03-09", "done")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("reset", "-q", "--hard", "HEAD~4")
    repository.git("branch", "-qD", "branch")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")
    assert compare() == [("2026-03-01", "proposed")]


def test_what_was_kept_before_a_rename_is_the_history_of_the_new_id_too(
    repository: Repository, tmp_path: Path
) -> None:
    """The versions kept are those of the commits: they bear the id of their day."""
    repository.commit("2026-03-01", {"a.md": document("open")})
    assert repository.read(cache=tmp_path).items.keys() == {A1}
    renamed = document("done", id="PM-2026-009", aliases="[PM-2026-001]")
    repository.commit("2026-03-05", {"a.md": None, "b.md": renamed})
    reading = read_versions(repository.folder, SETTINGS, LATER, tmp_path)
    library = load_library(
        [source(renamed)], load_settings(b""), LATER, versions=reading.versions
    ).library
    (item,) = library.histories.values()
    assert item.id == "PM-2026-009-A1"
    assert days(item) == [("2026-03-01", "open"), ("2026-03-05", "done")]


def test_other_settings_and_another_folder_are_read_anew(
    repository: Repository, tmp_path: Path
) -> None:
    text = document("done", id="PM-2026-002").replace("## Action Items", "## What we will do")
    files: dict[str, str | bytes | None] = {"a.md": document("open"), "x/b.md": text}
    repository.commit("2026-03-01T23:30:00Z", files)
    (item,) = repository.read(cache=tmp_path).items.values()
    assert (item.id, item.appeared) == (A1, date(2026, 3, 1))
    settings = load_settings(b"{timezone: Asia/Tokyo, sections: {Action Items: [What we will do]}}")
    found = read_history(repository.folder, settings.settings, LATER, tmp_path).items
    assert {key: item.appeared for key, item in found.items()} == {
        A1: date(2026, 3, 2),
        "PM-2026-002-A1": date(2026, 3, 2),
    }
    inner = read_history(repository.folder / "x", settings.settings, LATER, tmp_path)
    assert inner.items.keys() == {"PM-2026-002-A1"}


@pytest.mark.parametrize("damage", [b"", b"{", b'{"a": 1}', b"[]", b"\xff", b"null"])
def test_a_damaged_file_counts_as_none(
    repository: Repository, tmp_path: Path, damage: bytes
) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    first = repository.read(cache=tmp_path)
    file = tmp_path / ".cache/postmortems/history.json"
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert repository.read(cache=tmp_path) == first
    assert file.read_bytes() == whole


def test_no_option_is_smuggled_in_by_a_kept_file(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    first = repository.read(cache=tmp_path)
    file = tmp_path / ".cache/postmortems/history.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "head": "--output=stolen"}))
    assert repository.read(cache=tmp_path) == first
    assert list(repository.root.rglob("stolen*")) == []


def test_git_does_not_see_the_file_and_no_cache_writes_none(repository: Repository) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    repository.read()
    assert not (repository.root / ".cache").exists()
    repository.read(cache=repository.root)
    assert (repository.root / ".cache/postmortems/history.json").is_file()
    assert repository.git("status", "--porcelain") == ""


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit("2026-03-01", {"a.md": document("open")})
    (tmp_path / ".cache").write_text("a file where the folder would be")
    assert repository.read(cache=tmp_path).items.keys() == {A1}


def test_a_built_site_tells_how_often_a_date_was_moved(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", {"library.yml": ""})
    repository = Repository(root=folder)
    repository.git("init", "-q")
    for day, due in (
        ("2026-01-12", "2026-01-05"),
        ("2026-01-20", "2026-01-25"),
        ("2026-02-01", "2026-02-20"),
        ("2026-02-19", "2026-03-10"),
    ):
        row = f"| A1 | Bound the queue | Discovery | P1 | {due} | open |\n"
        head = "| ID | Item | Owner | Priority | Due Date | Status |\n|---|---|---|---|---|---|\n"
        text = postmortem({"Action Items": head + row}, published="2026-01-12T10:00Z")
        repository.commit(day, {"../../docs/incidents/a.md": text})
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    for page in ("actions/index.html", "incidents/PM-2026-001/index.html"):
        assert "first due 2026-01-05, slipped 3 times, 64 days in all" in built.text(page)
    assert "Slipped 3 times, 64 days in all" in built.text("actions/review/2026-03/index.html")
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "1", f"file://{folder}", str(shallow))
    again = build(shallow, "--strict")
    assert again.status == 0, again.output
    assert "lipped 3 times" not in again.text("actions/index.html")


def test_the_folder_says_which_repository_is_meant_even_in_a_hook_of_another(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-09", {"a.md": document()})
    other = Repository(root=tmp_path / "other")
    other.folder.mkdir(parents=True)
    other.git("init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    assert days(repository.item()) == [("2026-01-09", "open")]


@pytest.mark.parametrize("cache", [True, False])
def test_a_digest_keeps_what_git_said_unless_the_option_cache_is_off(
    repository: Repository, cache: bool
) -> None:
    folder = write_site(repository.root, {"incidents/a.md": document()}, options={"cache": cache})
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "A library")
    done = postmortems("digest", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / ".cache" / "postmortems" / "history.json").exists() is cache
