"""Running git: it never asks, never pages, and holds no locks that others wait for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_OFFLINE = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}
"""A clone without old contents would fetch each of them, one by one."""
_OF_ONE_REPOSITORY = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    )
)
"""Git sets them for its hooks; they would name that repository whatever the folder is."""


class GitError(Exception):
    """Git cannot be run, or refuses; the text is git's own, and may be empty."""


def run_git(folder: Path, *arguments: str, offline: bool = False) -> bytes:
    """What git prints when it is run in a folder. Raises GitError."""
    try:
        done = subprocess.run(
            git_command(folder, *arguments),
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=git_environment(offline=offline),
        )
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise GitError(message.removeprefix("fatal: "))
    return done.stdout


@contextmanager
def stream_git(folder: Path, *arguments: str, lines: str) -> Iterator[IO[bytes]]:
    """What git answers to lines, as it comes; without asking other hosts. Raises GitError.

    The answer need not be read to its end.
    """
    with TemporaryFile() as asked:  # a pipe would be full of questions while git answers
        asked.write(lines.encode("ascii"))
        asked.seek(0)
        try:
            process = subprocess.Popen(
                git_command(folder, *arguments),
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_environment(offline=True),
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None
        with process:
            assert process.stdout is not None, "it is a pipe"
            yield process.stdout


def git_command(folder: Path, *arguments: str) -> list[str]:
    """The command that runs git in a folder."""
    return ["git", "--no-pager", "-C", str(folder), "-c", "core.quotePath=false", *arguments]


def git_environment(*, offline: bool = False) -> dict[str, str]:
    """The environment that git is run in; `offline` keeps it from asking other hosts.

    The folder alone says which repository is meant.
    """
    inherited = {key: value for key, value in os.environ.items() if key not in _OF_ONE_REPOSITORY}
    return {**inherited, **_ENVIRONMENT, **(_OFFLINE if offline else {})}
