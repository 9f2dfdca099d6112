"""What git knows of a folder: the steps that its branch took, and the contents of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .git import GitError, run_git, stream_git

COMMIT_ID = r"^[0-9a-f]{40}([0-9a-f]{24})?$"
_HEAD = re.compile(r"(true|false)\n(.*)\n([0-9a-f]{40,64})\n", re.DOTALL)
_FILE_MODES = (b"100644", b"100755")
"""The others are links and submodules."""
_LOG = (
    "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--root", "--no-follow",
    "--format=%H %ct", "--no-show-signature",
    "--raw", "-z", "--no-abbrev", "--no-renames", "--relative",
)  # fmt: skip
"""Whatever the user's configuration says; a merge is one step of the branch it goes into."""
_ASIDE = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What a folder's branch ends with."""

    commit: str
    prefix: str
    """The way from the repository's root to the folder, as `docs/`; empty for the root."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """A file as a commit left it."""

    path: str
    """From the folder. Each byte of the name is a letter, as names need not be text."""
    blob: str | None
    """Of its content; None where the commit has no such file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Commit:
    """A step of the branch that changed files of the folder."""

    moment: int
    """When it was committed, in seconds since 1970."""
    changes: tuple[FileChange, ...]


def find_head(folder: Path) -> Head:
    """The last commit of the branch that a folder is checked out of.

    Raises GitError, also for a clone that has not all commits, and before the first one.
    """
    flags = ("--revs-only", "--is-shallow-repository", "--show-prefix")
    said = run_git(folder, "rev-parse", *flags, "HEAD^{commit}", offline=True)
    match = _HEAD.fullmatch(said.decode("latin-1"))
    if not said.startswith(b"false"):
        raise GitError("this is a shallow clone; `git fetch --unshallow` gets the older commits")
    if match is None:
        raise GitError("the branch has no commit yet")
    return Head(commit=match[3], prefix=match[2])


def is_step_before(folder: Path, old: str, new: str) -> bool:
    """Whether a branch that ends with `new` was at `old` before."""
    try:
        between = run_git(
            folder, "rev-list", "--first-parent", "--parents", f"{old}..{new}", offline=True
        )
    except GitError:  # `old` was rewritten, and is gone
        return False
    _, *parents = between.decode("ascii").strip().rpartition("\n")[2].split(" ")
    return parents[:1] == [old]


def read_commits(folder: Path, after: str | None, until: str) -> tuple[Commit, ...]:
    """The commits that changed a folder, oldest first, those after `after` alone if it is given.

    A merge stands for all that it brought in. Raises GitError.
    """
    commits = f"{after}..{until}" if after else until
    output = run_git(folder, *_LOG, commits, "--", ".", offline=True)
    try:
        return tuple(_parse_log(output))
    except ValueError:
        raise GitError("this version of git writes its log in another form") from None


def _parse_log(output: bytes) -> Iterator[Commit]:
    moment, changes = 0, list[FileChange]()
    tokens = iter(output.split(b"\0"))
    for token in tokens:
        entry = token.lstrip(b"\n")
        if entry.startswith(b":"):
            _, mode, _, blob, _ = entry.split(b" ")
            path = next(tokens, b"").decode("latin-1")
            changes.append(
                FileChange(path=path, blob=blob.decode("ascii") if mode in _FILE_MODES else None)
            )
        elif entry:
            if changes:
                yield Commit(moment=moment, changes=tuple(changes))
            _, seconds = entry.split(b" ")
            moment, changes = int(seconds), []
    if changes:
        yield Commit(moment=moment, changes=tuple(changes))


def read_blobs(folder: Path, blobs: Iterable[str], limit: int) -> Iterator[tuple[str, bytes]]:
    """The contents of files, but of those over a limit of bytes. Raises GitError."""
    wanted = tuple(blobs)
    if not wanted:
        return
    lines = "".join(f"{blob}\n" for blob in wanted)
    with stream_git(folder, "cat-file", "--batch", "--buffer", lines=lines) as answers:
        for blob in wanted:
            said = answers.readline().split()
            if len(said) != 3 or not said[2].isdigit():
                raise GitError("the clone has not all older contents; fetch them without a filter")
            size = int(said[2])
            if size > limit:
                _pass_over(answers, size + 1)
                continue
            data = answers.read(size + 1)  # with the line's end
            if len(data) <= size:
                raise GitError("git broke off in the middle of a file")
            yield blob, data[:size]


def _pass_over(answers: IO[bytes], size: int) -> None:
    while size > 0 and (passed := answers.read(min(size, _ASIDE))):
        size -= len(passed)
