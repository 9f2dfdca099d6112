"""MkDocs sites for tests: written into a folder, built as their users build them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build left."""

    status: int
    output: str
    """Standard output and standard error."""
    site: Path

    def text(self, name: str) -> str:
        """The text of a published file."""
        return (self.site / name).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Every published file."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in sorted(self.site.rglob("*"))
            if path.is_file()
        }


def write_site(
    folder: Path,
    files: Mapping[str, str | bytes],
    *,
    theme: str = "mkdocs",
    options: Mapping[str, Any] | None = None,
    **config: Any,
) -> Path:
    """Write `mkdocs.yml` and the files below `docs/`; return the folder."""
    plugin = {"as_of": "2026-03-16", **(options or {})}
    settings: dict[str, Any] = {
        "site_name": "Test",
        "site_url": "https://postmortems.example/",
        "theme": {"name": theme, **({"font": False} if theme == "material" else {})},
        "plugins": ["search", {"postmortems": plugin}],
        "markdown_extensions": ["tables", "attr_list", "md_in_html"],
        **config,
    }
    for name, content in files.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    return folder


def build(
    folder: Path, *arguments: str, site: Path | None = None, env: Mapping[str, str] | None = None
) -> Built:
    """Run `mkdocs build` on the `mkdocs.yml` of a folder."""
    target = site or folder / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(target), *arguments]
    done = run(command, folder, env)
    return Built(status=done.returncode, output=done.stdout + done.stderr, site=target)


def run(
    command: list[str], folder: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without the date of an outer build."""
    kept = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    environment = {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def postmortems(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command `postmortems` in a folder."""
    code = "from mkdocs_postmortems.cli import main; main(prog_name='postmortems')"
    return run([sys.executable, "-c", code, *arguments], folder)
