"""The hook of .pre-commit-hooks.yaml, installed and run by pre-commit itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from .documents import postmortem
from .sites import ROOT, run, write_site

REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
LIBRARY = "categories: [capacity, deployment]\n"


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A git repository with a library, and the environment that git and pre-commit run in."""

    folder: Path
    environment: dict[str, str]

    def git(self, *arguments: str) -> str:
        done = run(["git", *arguments], self.folder, self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run pre-commit, on the staged files unless told otherwise."""
        command = [sys.executable, "-m", "pre_commit", *arguments]
        return run(command, self.folder, self.environment)

    def stage(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.git("add", name)

    def start(self) -> None:
        self.git("init", "--quiet")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "All")


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one test run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def publish(folder: Path, environment: dict[str, str]) -> None:
    """Make a repository of this project's files as they are now, once for all processes."""
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    _copy_project(made, environment)
    try:
        made.rename(folder)
    except OSError:  # another process was faster; the revision is the same
        shutil.rmtree(made)


def _copy_project(folder: Path, environment: dict[str, str]) -> None:
    names = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT)
    assert names.returncode == 0, names.stderr
    for name in filter(None, names.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("postmortems/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    Repository(folder=folder, environment=environment).start()


def documented_configuration(repository: Path, revision: str) -> str:
    """The configuration that the reference shows, with another place of the project."""
    part = REFERENCE.split("\n### pre-commit\n")[1]
    found = re.search(r"```yaml\n(.*?)```", part, re.DOTALL)
    assert found
    configuration = yaml.safe_load(found[1])
    (entry,) = configuration["repos"]
    entry.update(repo=str(repository), rev=revision)
    return yaml.safe_dump(configuration)


@pytest.fixture(scope="module", autouse=True)
def no_outer_git() -> Iterator[None]:
    """Where the tests run in a hook themselves, git would work on that repository."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A library whose hook is installed.

    That takes half a minute. Processes share what pre-commit installs, and it
    lets the later ones wait for the first.
    """
    shared, folder = shared_folder(tmp_path_factory), tmp_path_factory.mktemp("pre-commit")
    environment = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "test@postmortems.example"
           for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        **{f"GIT_{who}_DATE": "2026-03-16T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
        "PRE_COMMIT_HOME": str(shared / "pre-commit"),
        **({} if os.environ.get("POSTMORTEMS_REQUIRE_NETWORK") else {"PIP_RETRIES": "0"}),
    }  # fmt: skip
    project = Repository(folder=shared / "mkdocs-postmortems", environment=environment)
    publish(project.folder, environment)
    revision = project.git("rev-parse", "HEAD").strip()
    site = {"library.yml": LIBRARY, "incidents/a.md": postmortem(), "index.md": "# Home\n"}
    library = write_site(folder / "library", site)
    configuration = documented_configuration(project.folder, revision)
    (library / ".pre-commit-config.yaml").write_text(configuration, "utf-8")
    repository = Repository(folder=library, environment=environment)
    repository.start()
    done = repository.pre_commit("install-hooks")
    if done.returncode:
        message = f"pre-commit could not install the hook:\n{done.stdout}{done.stderr}"
        if os.environ.get("POSTMORTEMS_REQUIRE_NETWORK"):
            pytest.fail(message)
        pytest.skip(message)
    return repository


@pytest.fixture
def repository(installed: Repository) -> Iterator[Repository]:
    yield installed
    installed.git("reset", "--quiet", "--hard")


def test_the_manifest_is_one() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    done = run(command, ROOT)
    assert done.returncode == 0, done.stdout


def test_a_good_postmortem_passes(repository: Repository) -> None:
    repository.stage("docs/incidents/b.md", postmortem(id="PM-2026-002", category="deployment"))
    done = repository.pre_commit("run")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"postmortems check\.+Passed\n", done.stdout)


def test_a_faulty_one_fails_with_what_is_to_be_mended(repository: Repository) -> None:
    repository.stage("docs/incidents/b.md", postmortem(id="PM-2026-002", date="soon"))
    done = repository.pre_commit("run")
    assert done.returncode == 1
    assert "docs/incidents/b.md:4:7: PM103 `date`: `soon` is no date" in done.stdout


def test_a_commit_is_stopped_by_the_installed_hook(repository: Repository) -> None:
    assert repository.pre_commit("install").returncode == 0
    repository.stage("docs/incidents/b.md", postmortem())
    done = run(["git", "commit", "--message", "B"], repository.folder, repository.environment)
    assert done.returncode == 1
    assert "PM104 `PM-2026-001` is the id of docs/incidents/" in done.stdout + done.stderr


def test_a_change_of_the_words_is_held_against_all_documents(repository: Repository) -> None:
    repository.stage("docs/library.yml", "categories: [deployment]\n")
    done = repository.pre_commit("run")
    assert done.returncode == 1
    assert "docs/incidents/a.md:7:11: PM102 `category`" in done.stdout


def test_other_markdown_does_not_start_it(repository: Repository) -> None:
    repository.stage("README.md", "# Read me\n")
    repository.stage("docs/notes.md", "# Notes\n")
    done = repository.pre_commit("run")
    assert done.returncode == 0
    assert "(no files to check)" in done.stdout


def test_without_files_of_its_own_other_markdown_starts_it_and_passes(
    repository: Repository,
) -> None:
    """As in a configuration that names the hook alone."""
    path = repository.folder / ".pre-commit-config.yaml"
    configuration = yaml.safe_load(path.read_text("utf-8"))
    del configuration["repos"][0]["hooks"][0]["files"]
    repository.stage(".pre-commit-config.yaml", yaml.safe_dump(configuration))
    repository.stage("README.md", "# Read me\n")
    done = repository.pre_commit("run")
    assert done.returncode == 0
    assert done.stdout.endswith("Passed\n")
