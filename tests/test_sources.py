from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_postmortems.sources import find_incident_files, read_source, relative_name


def test_every_markdown_file_is_an_incident_but_for_indexes_and_hidden_ones(tmp_path: Path) -> None:
    names = (
        "b.md",
        "a/deep/c.md",
        "d.markdown",
        "README.mkd",
        "index.md",
        "a/README.md",
        ".hidden.md",
        ".git/d.md",
        "e.txt",
    )
    for name in names:
        path = tmp_path / "incidents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "f.md").write_text("x")
    found = [relative_name(path, tmp_path) for path in find_incident_files(tmp_path, "incidents")]
    assert found == ["incidents/a/deep/c.md", "incidents/b.md", "incidents/d.markdown"]


def test_links_to_folders_are_followed_and_circles_are_not(tmp_path: Path) -> None:
    for name in ("incidents/a.md", "elsewhere/deep/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "incidents" / "old").symlink_to("../elsewhere")
    (tmp_path / "elsewhere" / "round").symlink_to("../incidents")
    found = [p.relative_to(tmp_path).as_posix() for p in find_incident_files(tmp_path, "incidents")]
    assert found == ["incidents/a.md", "incidents/old/deep/b.md"]


def test_of_a_large_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_bytes(b"x" * 5_000_000)
    source = read_source(path, tmp_path, tmp_path)
    assert (source.size, len(source.data)) == (5_000_000, 1_000_001)


def test_a_file_is_named_from_the_root_through_links_too(tmp_path: Path) -> None:
    real = tmp_path / "real"
    (real / "docs").mkdir(parents=True)
    (real / "docs" / "a.md").write_text("x")
    try:
        (tmp_path / "link").symlink_to(real)
    except OSError:
        pytest.fail("this system has no symbolic links")
    assert relative_name(tmp_path / "link" / "docs" / "a.md", real) == "docs/a.md"
    assert relative_name(real, real) == "."
