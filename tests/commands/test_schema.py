from __future__ import annotations

import json
from pathlib import Path

from ..sites import build, postmortems, write_site

LIBRARY = """\
categories: [{id: capacity, title: Kapazität}]
teams: [checkout]
"""


def test_it_prints_the_schema_with_the_words_of_the_library_at_hand(folder: Path) -> None:
    write_site(folder, {"library.yml": LIBRARY})
    done = postmortems("schema", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    words = json.loads(done.stdout)["$defs"]
    assert words["categories"]["anyOf"][0]["enum"] == ["capacity", "undetermined"]
    assert words["categories"]["anyOf"][0]["markdownEnumDescriptions"][0] == "**Kapazität**"
    assert words["teams"]["anyOf"][0]["enum"] == ["checkout"]


def test_it_is_the_schema_that_the_site_publishes(folder: Path) -> None:
    write_site(folder, {"library.yml": LIBRARY})
    site = build(folder)
    assert postmortems("schema", folder=folder).stdout == site.text("schema/postmortem.schema.json")


def test_it_is_written_into_a_file_with_its_folder(folder: Path) -> None:
    write_site(folder, {"library.yml": LIBRARY})
    path = folder / ".schemas" / "postmortem.json"
    done = postmortems("schema", "--output", ".schemas/postmortem.json", folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_text("utf-8") == postmortems("schema", folder=folder).stdout


def test_a_library_without_words_of_its_own_has_a_schema_too(folder: Path) -> None:
    write_site(folder, {})
    words = json.loads(postmortems("schema", folder=folder).stdout)["$defs"]
    offered = words["severities"]["anyOf"][0]["enum"]
    assert offered == ["SEV-1", "SEV-2", "SEV-3", "SEV-4"]


def test_of_a_faulty_library_yml_what_can_be_read_is_used_and_said(folder: Path) -> None:
    write_site(folder, {"library.yml": f"{LIBRARY}colour: red\n"})
    done = postmortems("schema", folder=folder)
    assert done.returncode == 0
    assert "library.yml has faults, which `postmortems check` lists" in done.stderr
    assert json.loads(done.stdout)["$defs"]["teams"]["anyOf"][0]["enum"] == ["checkout"]


def test_what_cannot_be_used_exits_with_2(folder: Path, tmp_path: Path) -> None:
    write_site(folder, {})
    assert postmortems("schema", folder=tmp_path).returncode == 2
    (folder / "file").write_text("")
    done = postmortems("schema", "-o", "file/schema.json", folder=folder)
    assert done.returncode == 2
    assert "file/schema.json: " in done.stderr
    assert "Traceback" not in done.stderr
