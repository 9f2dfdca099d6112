from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems.outputs.files import Rewriting, rewrite_all, write_whole


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
