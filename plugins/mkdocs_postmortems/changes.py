"""Which files git knows to be changed."""

from __future__ import annotations

from pathlib import Path

from .git import GitError, run_git


class UnknownChangesError(Exception):
    """Git cannot say what has changed."""


def changed_since(revision: str, folder: Path) -> frozenset[str]:
    """Files below a folder that differ from where the branch left a revision.

    What is not yet committed, and what git does not track yet, counts as changed.
    Paths are relative to the folder, with `/`. Raises UnknownChangesError.
    """
    if revision.startswith("-"):
        raise UnknownChangesError(f"`{revision}` is no revision")
    base = _git(folder, "merge-base", revision, "HEAD").strip()
    changed = _git(folder, "diff", "--name-only", "-z", "--relative", "--diff-filter=d", base)
    untracked = _git(folder, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(name for name in (changed + untracked).split("\0") if name)


def repository_prefix(folder: Path) -> str:
    """The way from the repository's root to a folder, as `docs/`; empty outside of one."""
    for root in (folder, *folder.parents):
        if (root / ".git").exists():
            inside = folder.relative_to(root).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""


def _git(folder: Path, *arguments: str) -> str:
    try:
        return run_git(folder, *arguments).decode("utf-8", "surrogateescape")
    except GitError as error:
        unrelated = f"git knows no common history with `{arguments[1]}`; fetch more of it"
        raise UnknownChangesError(str(error) or unrelated) from None
