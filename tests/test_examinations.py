"""What is kept between checks: it saves time, and never changes what is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mkdocs_postmortems import examinations, pipeline
from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.examinations import ExaminationCache
from mkdocs_postmortems.pipeline import load_settings

from .documents import postmortem
from .sites import postmortems, write_site


def source(text: str, path: str = "a.md") -> Source:
    data = text.encode()
    return Source(path=path, uri=path, data=data, size=len(data))


def count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    read: list[str] = []
    original = pipeline.read_document

    def reading(source: Source, settings: object) -> object:
        read.append(source.path)
        return original(source, settings)  # type: ignore[arg-type]

    monkeypatch.setattr(examinations, "read_document", reading)
    return read


def test_a_document_is_read_again_only_when_it_or_the_settings_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = count_readings(monkeypatch)
    settings = load_settings(b"")

    def run(text: str, library: bytes = b"") -> None:
        cache = ExaminationCache(tmp_path, load_settings(library))
        cache.examine(source(text))
        cache.save()

    run(postmortem())
    run(postmortem())
    assert read == ["a.md"]
    run(postmortem(title="Another"))
    run(postmortem(title="Another"), b"rules: {PM604: off}")
    assert read == ["a.md"] * 3
    first = ExaminationCache(tmp_path, load_settings(b"rules: {PM604: off}"))
    fresh = ExaminationCache(tmp_path / "none", load_settings(b"rules: {PM604: off}"))
    text = source(postmortem(title="Another"))
    assert first.examine(text) == fresh.examine(text)
    assert settings.problems == ()


def test_the_second_check_finds_the_same_also_between_documents(folder: Path) -> None:
    twin = postmortem(title="Twin", reviewers=None)
    write_site(folder, {"incidents/a.md": postmortem(), "incidents/b.md": twin})
    first = postmortems("check", "--format", "json", folder=folder)
    assert {d["code"] for d in json.loads(first.stdout)} == {"PM104", "PM604"}
    second = postmortems("check", "--format", "json", folder=folder)
    assert (second.stdout, second.returncode) == (first.stdout, first.returncode)
    (folder / "docs/incidents/b.md").unlink()
    assert postmortems("check", folder=folder).returncode == 0


@pytest.mark.parametrize("damage", [b"", b"{", b'{"a": 1}', b"\xff"])
def test_a_damaged_file_counts_as_empty(folder: Path, damage: bytes) -> None:
    write_site(folder, {"incidents/a.md": postmortem(reviewers=None)})
    first = postmortems("check", folder=folder).stdout
    (folder / ".cache/postmortems/examinations.json").write_bytes(damage)
    assert postmortems("check", folder=folder).stdout == first


def test_git_does_not_see_the_file_and_no_cache_writes_none(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem()})
    postmortems("check", "--no-cache", folder=folder)
    assert not (folder / ".cache").exists()
    postmortems("check", folder=folder)
    assert (folder / ".cache/postmortems/.gitignore").read_text() == "*\n"
