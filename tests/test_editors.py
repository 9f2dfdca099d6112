"""What docs/editors.md promises: the schema in a real language server, findings as problems."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .documents import HEAD, postmortem
from .language_server import PINNED, LanguageServer
from .sites import ROOT, postmortems, write_site

GUIDE = (ROOT / "docs" / "editors.md").read_text("utf-8")
SCHEMA = "postmortem.schema.json"
LIBRARY = """\
severities: [{id: P1, title: Critical, description: Nothing can be bought.}, P2]
categories:
  - {id: capacity, title: Capacity limit, description: Demand met a limit.}
  - {id: gremlins, title: Gremlins}
contributing_factors: [staging-parity, moon-phase]
teams:
  - {id: checkout, name: Checkout, aliases: [Cart]}
  - {id: night-watch, name: Night Watch}
  - {id: storefront, retired: true, successor: checkout}
services: [orders-api]
"""
FINE = "id: PM-2026-001\ntitle: Search answered with errors\n"


def code_blocks(heading: str, language: str) -> list[str]:
    """The code blocks of that language below a second-level heading of the guide."""
    part = re.split(r"^## ", GUIDE.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```$", part, re.MULTILINE | re.DOTALL)
    return [str(block) for block in found]


def vs_code_settings() -> dict[str, Any]:
    """The settings shown for VS Code, nested as a language server asks for them."""
    nested: dict[str, Any] = {}
    for key, value in json.loads(code_blocks("VS Code", "json")[1]).items():
        *sections, name = key.split(".")
        place = nested
        for section in sections:
            place = place.setdefault(section, {})
        place[name] = value
    return nested


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with words of its own and the schema that `postmortems schema` writes."""
    folder = write_site(tmp_path_factory.mktemp("editor"), {"library.yml": LIBRARY})
    (command,) = re.findall(r"^postmortems (schema .+)$", GUIDE, re.MULTILINE)
    done = postmortems(*command.split(), folder=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / SCHEMA).is_file()
    return folder


@pytest.fixture(scope="module")
def server(workspace: Path) -> Iterator[LanguageServer]:
    settings = vs_code_settings()
    settings["yaml"]["schemaStore"] = {"enable": False}  # it would be downloaded
    with LanguageServer(workspace, settings) as server:
        yield server


@pytest.fixture
def path(workspace: Path, request: pytest.FixtureRequest) -> Path:
    """A postmortem's path, another one for each test."""
    return workspace / "docs" / "incidents" / "2026" / f"{request.node.name}.md"


def places(diagnostics: list[dict[str, Any]]) -> list[tuple[int, int]]:
    starts = (diagnostic["range"]["start"] for diagnostic in diagnostics)
    return [(start["line"], start["character"]) for start in starts]


def test_the_librarys_categories_are_offered_with_what_they_mean(
    server: LanguageServer, path: Path
) -> None:
    server.open(path, f"{FINE}category: \n")
    assert server.complete(path, 2, 10) == {
        "capacity": "**Capacity limit**. Demand met a limit.",
        "gremlins": "**Gremlins**",
        "undetermined": "**Undetermined**. The cause could not be established; "
        "the document says what was tried.",
    }


def test_the_librarys_severities_are_offered(server: LanguageServer, path: Path) -> None:
    server.open(path, f"{FINE}severity: \n")
    assert server.complete(path, 2, 10) == {
        "P1": "**Critical**. Nothing can be bought.",
        "P2": "",
    }


def test_teams_are_offered_in_a_list_but_for_the_retired_one(
    server: LanguageServer, path: Path
) -> None:
    server.open(path, f"{FINE}teams: [checkout, n]\n")
    offered = server.complete(path, 2, 19)
    assert {"checkout", "night-watch"} <= offered.keys()
    assert "storefront" not in offered
    assert offered["night-watch"] == "**Night Watch**"


def test_factors_are_offered_in_a_list_of_lines(server: LanguageServer, path: Path) -> None:
    server.open(path, f"{FINE}contributing_factors:\n  - staging-parity\n  - m\n")
    assert {"staging-parity", "moon-phase"} <= server.complete(path, 4, 5).keys()


def test_fields_are_offered_with_what_they_mean(server: LanguageServer, path: Path) -> None:
    server.open(path, f"{FINE}mit\n")
    offered = server.complete(path, 2, 3)
    assert offered["mitigation"] == "What stopped it, in a line"
    assert "title" not in offered  # it is there already


def test_neither_null_nor_true_is_offered(server: LanguageServer, path: Path) -> None:
    server.open(path, f"{FINE}kind: \nmitigation: \n")
    assert server.complete(path, 2, 6).keys() == {"incident", "near-miss"}
    assert server.complete(path, 3, 12).keys() == set()


def test_a_field_tells_what_it_means(server: LanguageServer, path: Path) -> None:
    server.open(path, f"{FINE}teams: [checkout]\n")
    assert "The first one owns the postmortem" in server.hover(path, 2, 2)


def test_wrong_values_are_marked_where_they_stand(server: LanguageServer, path: Path) -> None:
    wrong = "category: gremlin\nteams: [checkout, dayshift]\ndate: soon\ncolour: red\n"
    found = {
        place: diagnostic["message"]
        for diagnostic in server.open(path, FINE + wrong)
        for place in places([diagnostic])
    }
    assert found.keys() == {(2, 10), (3, 18), (4, 6), (5, 0)}
    assert found[2, 10].startswith('Value is not accepted. Valid values: "capacity", "gremlins"')
    assert found[3, 18].startswith('Value is not accepted. Valid values: "checkout"')
    assert found[4, 6] == "Dates are written as 2026-03-04."
    assert found[5, 0] == "Property colour is not allowed."


def test_a_final_postmortem_is_asked_for_its_fields(server: LanguageServer, path: Path) -> None:
    messages = [d["message"] for d in server.open(path, f"{FINE}status: final\n")]
    assert 'Missing property "category".' in messages
    assert 'Missing property "severity".' in messages


def test_a_complete_front_matter_has_nothing_to_mend(server: LanguageServer, path: Path) -> None:
    """With titles, aliases, other spellings and texts for lists, all of which `check` takes."""
    own = {"severity": "critical", "category": "Capacity limit", "teams": "Cart, Night watch",
           "contributing_factors": "Staging parity", "services": "[orders-api]"}  # fmt: skip
    text = "".join(f"{key}: {value}\n" for key, value in {**HEAD, **own}.items())
    assert server.open(path, text) == []
    assert "Root-cause category" in server.hover(
        path, text[: text.index("category")].count("\n"), 3
    )


def test_in_a_whole_document_the_front_matter_works_and_only_the_text_below_is_noise(
    server: LanguageServer, path: Path
) -> None:
    text = postmortem(
        severity="P1",
        category="gremlin",
        teams="[checkout]",
        services="[]",
        contributing_factors="[]",
    )
    lines = text.split("\n")
    line, end = lines.index("category: gremlin"), lines.index("---", 1)
    found = places(server.open(path, text))
    assert [place for place in found if place[0] < end] == [(line, 10)]
    assert any(place[0] > end for place in found)
    assert "capacity" in server.complete(path, line, 10)


def test_a_first_line_may_name_the_schema(server: LanguageServer, workspace: Path) -> None:
    """Outside the folder that the settings name."""
    (line,) = (b.split("\n")[0] for b in code_blocks("Other editors", "yaml"))
    path = workspace / "a" / "b" / "c" / "elsewhere.md"
    assert places(server.open(path, f"---\n{line}\n{FINE}category: gremlin\n---\n")) == [(4, 10)]
    data = f"---\n{line}\n{postmortem().removeprefix('---')}"
    write_site(workspace / "commented", {"incidents/a.md": data.replace("\n\n", "\n", 1)})
    assert postmortems("check", folder=workspace / "commented").returncode == 0


def test_the_guide_names_the_version_that_is_tested() -> None:
    pinned = json.loads((PINNED / "package.json").read_text("utf-8"))["dependencies"]
    (version,) = re.findall(
        r"\(https://github.com/redhat-developer/yaml-language-server\) (\S+),", GUIDE
    )
    assert pinned == {"yaml-language-server": version}


def test_pycharms_settings_are_those_of_vs_code() -> None:
    (block,) = code_blocks("PyCharm", "json")
    assert json.loads(block) == vs_code_settings()


def test_the_task_of_vs_code_reads_every_finding(folder: Path) -> None:
    (task,) = json.loads(code_blocks("VS Code", "json")[0])["tasks"]
    matcher = task["problemMatcher"]
    pattern = matcher["pattern"]
    text = postmortem({"Impact": None}, status="in-review", catagory="x", date="soon")
    write_site(folder, {"incidents/a: b.md": text})
    program, *arguments = task["command"].split()
    assert program == "postmortems"
    printed = postmortems(*arguments, folder=folder).stdout
    read = [
        {
            "path": found[pattern["file"]],
            "line": int(found[pattern["line"]]),
            "column": int(found[pattern["column"]]),
            "code": found[pattern["code"]],
            "message": found[pattern["message"]],
            "level": found[pattern["severity"]] or matcher["severity"],
        }
        for line in printed.splitlines()
        if (found := re.match(pattern["regexp"], line))
    ]
    expected = json.loads(postmortems(*arguments, "--format", "json", folder=folder).stdout)
    assert read == [{key: finding[key] for key in read[0]} for finding in expected]
    assert {finding["level"] for finding in read} == {"error", "warning", "info"}
