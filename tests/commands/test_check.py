from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..documents import postmortem
from ..sites import postmortems, write_site

CLEAN = postmortem()
WARNED = postmortem(id="PM-2026-002", reviewers=None)
WRONG = postmortem(id="PM-2026-003", date="soon")


def test_a_clean_library_passes(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN})
    done = postmortems("check", folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 postmortem checked: nothing to mend.\n"


def test_every_problem_of_every_file_is_printed_with_its_place(folder: Path) -> None:
    write_site(folder, {"incidents/b.md": WARNED, "incidents/c.md": WRONG})
    done = postmortems("check", folder=folder)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("docs/incidents/b.md:6:9: PM604 ")
    assert lines[2] == (
        "docs/incidents/c.md:4:7: PM103 `date`: `soon` is no date; write it as 2026-03-04"
    )
    assert "1 error, 1 warning" in done.stderr


@pytest.mark.parametrize("as_of", ["2026-02-30", "9999-12-31", "'soon'"])
def test_a_day_that_cannot_be_used_is_wrong_usage(folder: Path, as_of: str) -> None:
    write_site(folder, {"incidents/a.md": CLEAN})
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text().replace("'2026-03-16'", as_of))
    done = postmortems("check", folder=folder)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_a_folder_that_does_not_exist_is_wrong_usage_and_an_empty_one_is_not(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN}, options={"incidents": "incidnets"})
    done = postmortems("check", folder=folder)
    assert done.returncode == 2
    assert "docs/incidnets: there is no such folder" in done.stderr
    assert postmortems("new", "Search was slow", folder=folder).returncode == 0
    (folder / "docs/empty").mkdir()
    write_site(folder, {}, options={"incidents": "empty"})
    done = postmortems("check", folder=folder)
    assert (done.returncode, done.stderr) == (0, "0 postmortems checked: nothing to mend.\n")


def test_warnings_fail_only_a_strict_check(folder: Path) -> None:
    write_site(folder, {"incidents/b.md": WARNED})
    assert postmortems("check", folder=folder).returncode == 0
    assert postmortems("check", "--strict", folder=folder).returncode == 1


def test_json_has_the_fields_of_the_contract(folder: Path) -> None:
    write_site(folder, {"incidents/c.md": WRONG})
    (finding,) = json.loads(postmortems("check", "--format", "json", folder=folder).stdout)
    assert finding == {
        "code": "PM103",
        "name": "invalid-value",
        "level": "error",
        "path": "docs/incidents/c.md",
        "line": 4,
        "column": 7,
        "message": "`date`: `soon` is no date; write it as 2026-03-04",
        "hint": "",
    }


def test_only_what_is_named_is_shown_but_all_is_read(folder: Path) -> None:
    """The duplicate is seen although the other document is not asked about."""
    twin = postmortem(title="Twin")
    write_site(folder, {"incidents/a.md": CLEAN, "incidents/b/twin.md": twin})
    done = postmortems("check", "docs/incidents/b", folder=folder)
    assert done.returncode == 1
    assert "PM104 `PM-2026-001` is the id of docs/incidents/a.md" in done.stdout
    assert "docs/incidents/a.md:" not in done.stdout


def test_the_configuration_is_found_from_a_folder_below(folder: Path) -> None:
    write_site(folder, {"incidents/deep/a.md": CLEAN})
    assert postmortems("check", "a.md", folder=folder / "docs/incidents/deep").returncode == 0


def test_wrong_usage_exits_with_2(folder: Path, tmp_path: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN, "notes.md": "# Notes\n"})
    (tmp_path / "empty").mkdir()
    assert postmortems("check", "missing.md", folder=folder).returncode == 2
    assert postmortems("check", "docs/notes.md", folder=folder).returncode == 2
    assert postmortems("check", folder=tmp_path / "empty").returncode == 2
    done = postmortems("check", "-f", "mkdocs.yml", "--format", "xml", folder=folder)
    assert done.returncode == 2


def test_a_configuration_without_the_plugin_is_unusable(folder: Path) -> None:
    write_site(folder, {}, plugins=["search"])
    done = postmortems("check", folder=folder)
    assert done.returncode == 2
    assert "`plugins` has no `postmortems`" in done.stderr


def test_inherited_configuration_and_variables_are_read(folder: Path) -> None:
    write_site(folder, {"outages/a.md": WRONG})
    (folder / "base.yml").write_text("plugins:\n  - postmortems: {incidents: outages}\n")
    (folder / "mkdocs.yml").write_text(
        "INHERIT: base.yml\nsite_name: !ENV [NOT_SET, Test]\nextra: !!python/name:os.path\n"
    )
    assert "docs/outages/a.md:4:7: PM103" in postmortems("check", folder=folder).stdout


def test_invalid_settings_are_found_with_their_line(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN, "library.yml": "colour: red\n"})
    done = postmortems("check", folder=folder)
    assert done.returncode == 1
    assert done.stdout.startswith("docs/library.yml:1:1: PM901 `colour` is no setting")
