"""What several test modules share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from .browsers import NO_BROWSER, find_chromium, launched
from .sites import ROOT, Built, build

# The same examples in every run, however busy the machine, so that what fails can be run again; another profile,
# `HYPOTHESIS_PROFILE=default`, looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's browser; without one the test is skipped, or fails where it is required."""
    path = find_chromium()
    if path is None:
        if os.environ.get("POSTMORTEMS_REQUIRE_BROWSER"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with launched(path) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page as wide as a desk's screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
