"""What several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest

from .sites import ROOT, Built, build


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example library, built strictly."""
    built = build(ROOT, "--strict", site=tmp_path_factory.mktemp("example") / "site")
    assert built.status == 0, built.output
    return built


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for a site."""
    return tmp_path / "project"
