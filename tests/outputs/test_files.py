from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems.outputs.files import write_whole


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
