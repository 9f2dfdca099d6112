"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from .sites import ROOT, Built, build

# The same examples in every run, so that what fails can be run again; another profile,
# `HYPOTHESIS_PROFILE=default`, looks for new ones.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


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
