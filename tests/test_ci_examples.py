"""The examples in docs/ci: YAML with commands that exist, as they are written there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import click
import pytest
import yaml
from mkdocs.__main__ import cli as mkdocs_command

from mkdocs_postmortems.cli import main

from .sites import ROOT

FOLDER = ROOT / "docs" / "ci"
EXAMPLES = [path.name for path in sorted(FOLDER.glob("*.yml"))]
PROGRAMS: dict[str, click.Group] = {"postmortems": main, "mkdocs": mkdocs_command}


def read_example(name: str) -> dict[str, Any]:
    content = yaml.load((FOLDER / name).read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(content, dict)
    return content


def shell_lines(value: Any) -> Iterator[str]:
    """Every command of a workflow or a pipeline, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from shell_lines(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ("run", "script", "before_script"):
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from shell_lines(inner)


def command_lines() -> list[tuple[str, str]]:
    """Each example with each line that calls one of our programs."""
    return [
        (name, line)
        for name in EXAMPLES
        for line in shell_lines(read_example(name))
        if line.split()[0] in PROGRAMS
    ]


def test_there_is_one_for_github_and_one_for_gitlab() -> None:
    assert EXAMPLES == ["github.yml", "gitlab.yml"]
    used = {(name, line.split()[0]) for name, line in command_lines()}
    assert used == {(name, program) for name in EXAMPLES for program in PROGRAMS}


@pytest.mark.parametrize("line", [line for _, line in command_lines()])
def test_every_command_is_one_that_the_programs_take(line: str) -> None:
    program, command_name, *arguments = shlex.split(line.split(" > ")[0])
    command = PROGRAMS[program].commands[command_name]
    with command.make_context(command_name, arguments) as context:  # raises for an unknown option
        assert context.args == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_uses_the_format_of_its_platform(example: str) -> None:
    words = [shlex.split(line) for name, line in command_lines() if name == example]
    formats = {line[line.index("--format") + 1] for line in words if "check" in line}
    assert formats == {example.removesuffix(".yml")}


def test_gitlab_takes_the_report_that_is_written() -> None:
    artifacts = read_example("gitlab.yml")["postmortems"]["artifacts"]
    written = {line.split(" > ")[1] for _, line in command_lines() if " > " in line}
    assert written == {artifacts["reports"]["codequality"]}
    assert artifacts["when"] == "always"  # the command fails where there is something in it
