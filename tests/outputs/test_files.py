from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from mkdocs_postmortems.outputs.files import (
    ChangedMeanwhileError,
    NotUndoneError,
    Rewriting,
    is_taken,
    rewrite_all,
    write_whole,
)


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b.md", "text\n")
    assert (tmp_path / "a" / "b.md").read_bytes() == b"text\n"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.md"]


def test_what_cannot_be_written_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \udcff")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.md", "old")]


def test_of_several_files_all_are_written_or_none_and_no_folder_is_left(tmp_path: Path) -> None:
    moved = tmp_path / "x" / "y" / "a.md"
    places = {"a.md": moved, "b.md": None, "c.md": tmp_path / "b.md"}
    for name in places:
        (tmp_path / name).write_text("old")
    (tmp_path / "a.md").chmod(0o755)
    changes = [
        Rewriting(path=tmp_path / name, before=b"old", after=b"new", moved_to=moved_to)
        for name, moved_to in places.items()
    ]
    with pytest.raises(FileExistsError):
        rewrite_all(changes)
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {"a.md": "old", "b.md": "old", "c.md": "old"}
    rewrite_all(changes[:2])
    assert (moved.read_text(), moved.stat().st_mode & 0o777) == ("new", 0o755)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.md", "c.md", "x"]


def three(folder: Path) -> list[Rewriting]:
    """Files whose first one moves."""
    for name in "abc":
        (folder / name).write_text(f"old {name}")
    return [
        Rewriting(
            path=folder / name,
            before=f"old {name}".encode(),
            after=f"new {name}".encode(),
            moved_to=folder / "x" / "a" if name == "a" else None,
        )
        for name in "abc"
    ]


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_somebody_wrote_meanwhile_is_kept_and_nothing_is_written(tmp_path: Path) -> None:
    changes = three(tmp_path)
    (tmp_path / "c").write_text("old c, and a line more")
    with pytest.raises(ChangedMeanwhileError) as raised:
        rewrite_all(changes)
    assert raised.value.path == tmp_path / "c"
    assert texts(tmp_path) == {"a": "old a", "b": "old b", "c": "old c, and a line more"}
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("room", range(6))
def test_a_disk_that_is_full_and_stays_full_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """There is room for up to five of the six texts: each file as it was and is to be."""
    changes = three(tmp_path)
    opened: list[int] = []
    really_open = os.fdopen

    def open_while_there_is_room(handle: int, mode: str) -> object:
        opened.append(handle)
        if len(opened) > room:
            os.close(handle)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return really_open(handle, mode)

    monkeypatch.setattr(os, "fdopen", open_while_there_is_room)
    with pytest.raises(OSError, match="No space left"):
        rewrite_all(changes)
    assert texts(tmp_path) == {name: f"old {name}" for name in "abc"}
    assert not (tmp_path / "x").exists()


def fail_from(monkeypatch: pytest.MonkeyPatch, first: int, last: int) -> None:
    """The replacements of files with these numbers, from 1, fail."""
    done: list[Path] = []
    really_replace = Path.replace

    def replace(path: Path, target: Path) -> Path:
        done.append(path)
        if first <= len(done) <= last:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return really_replace(path, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("number", range(1, 5))
def test_whichever_file_cannot_take_its_place_the_others_go_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The first of the four steps moves a file."""
    changes = three(tmp_path)
    fail_from(monkeypatch, number, number)
    with pytest.raises(OSError, match="Input/output"):
        rewrite_all(changes)
    assert texts(tmp_path) == {name: f"old {name}" for name in "abc"}
    assert not (tmp_path / "x").exists()


def test_what_could_not_be_put_back_is_named_and_its_former_text_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third file cannot be written; then the second one cannot be put back, the first can."""
    changes = three(tmp_path)
    fail_from(monkeypatch, 4, 5)
    with pytest.raises(NotUndoneError) as raised:
        rewrite_all(changes)
    assert raised.value.paths == (tmp_path / "b",)
    found = texts(tmp_path)
    assert [found[name] for name in "abc"] == ["old a", "new b", "old c"]
    assert "old b" in [text for name, text in found.items() if name.startswith(".b.")]


def test_a_place_that_is_the_file_itself_in_other_letters_is_free(tmp_path: Path) -> None:
    """A hard link stands for a disk on which two names that differ in case are one."""
    (tmp_path / "a.md").write_text("old")
    for name in ("A.md", "b.md"):
        (tmp_path / name).hardlink_to(tmp_path / "a.md")
    (tmp_path / "c.md").write_text("other")
    (tmp_path / "C.md").write_text("old")
    assert not is_taken(tmp_path / "A.md", tmp_path / "a.md")
    assert not is_taken(tmp_path / "d.md", tmp_path / "a.md")
    assert is_taken(tmp_path / "b.md", tmp_path / "a.md")
    assert is_taken(tmp_path / "C.md", tmp_path / "c.md")
