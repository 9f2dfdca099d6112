from __future__ import annotations

import json
import subprocess
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
    assert lines[1:3] == ["    6 | status: final", "      |         ^"]
    assert lines[4] == (
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
    assert done.returncode == 0
    assert done.stderr == "0 postmortems and 2 other pages checked: nothing to mend.\n"


def test_a_date_in_another_form_is_named_in_ours(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(date="11 March 2026")})
    done = postmortems("check", folder=folder)
    assert "`11 March 2026` is no date; write it as 2026-03-11" in done.stdout


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


def test_rules_are_selected_and_ignored_by_code_beginning_and_name(folder: Path) -> None:
    write_site(folder, {"incidents/b.md": WARNED, "incidents/c.md": WRONG})

    def codes(*options: str) -> list[str]:
        done = postmortems("check", "--format", "json", *options, folder=folder)
        return [finding["code"] for finding in json.loads(done.stdout)]

    assert codes() == ["PM604", "PM103"]
    assert codes("--select", "PM6") == ["PM604"]
    assert codes("--select", "invalid-value,PM604") == ["PM604", "PM103"]
    assert codes("--ignore", "pm103") == ["PM604"]
    assert codes("--select", "PM1,PM6", "--ignore", "final-without-review") == ["PM103"]
    assert postmortems("check", "--ignore", "PM103", folder=folder).returncode == 0
    assert codes("--level", "error") == ["PM103"]
    assert codes("--level", "warning") == codes("--level", "info") == codes()
    done = postmortems("check", "--select", "PM1,hindsihgt", folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean `hindsight`?" in done.stderr


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@corp.example"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_only_documents_changed_since_a_revision_are_shown(folder: Path) -> None:
    """Committed on the branch, changed on the disk, and not yet known to git."""
    names = ("old", "committed", "changed", "new é")
    texts = {name: postmortem(id=f"PM-2026-01{n}", reviewers=None) for n, name in enumerate(names)}
    site = folder / "site"
    write_site(site, {f"incidents/{name}.md": texts[name] for name in names[:3]})
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    git(folder, "checkout", "-qb", "branch")
    for name in ("committed", "changed"):
        (site / f"docs/incidents/{name}.md").write_text(texts[name] + "\nMore.\n")
        if name == "committed":
            git(folder, "commit", "-qam", "second")
    (site / "docs/incidents/new é.md").write_text(texts["new é"])

    def shown(revision: str) -> set[str]:
        done = postmortems("check", "--format", "json", "--changed-since", revision, folder=site)
        return {Path(found["path"]).stem for found in json.loads(done.stdout)}

    assert shown("main") == {"committed", "changed", "new é"}
    assert shown("HEAD") == {"changed", "new é"}


def test_an_unknown_revision_and_a_folder_without_git_are_wrong_usage(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN})
    done = postmortems("check", "--changed-since", "main", folder=folder)
    assert done.returncode == 2
    assert "--changed-since main" in done.stderr
    git(folder, "init", "-q")
    assert postmortems("check", "--changed-since=--output=x", folder=folder).returncode == 2
    assert not (folder / "x").exists()


def test_annotations_name_files_from_the_root_of_the_repository(folder: Path) -> None:
    write_site(folder / "site", {"incidents/c.md": WRONG})
    git(folder, "init", "-q")
    done = postmortems("check", "--format", "github", folder=folder / "site")
    assert done.stdout.startswith("::error file=site/docs/incidents/c.md,line=4,col=7,")
    (issue,) = json.loads(postmortems("check", "--format", "gitlab", folder=folder / "site").stdout)
    assert issue["location"]["path"] == "site/docs/incidents/c.md"


def test_faulty_settings_are_shown_whatever_is_asked_for(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN, "library.yml": "x: [\n"})
    done = postmortems("check", "docs/incidents/a.md", folder=folder)
    assert done.returncode == 1
    assert "docs/library.yml:" in done.stdout


def test_documents_may_lie_beside_the_folder_of_mkdocs_yml(folder: Path) -> None:
    write_site(folder / "site", {}, docs_dir="../docs")
    (folder / "docs/incidents").mkdir(parents=True)
    (folder / "docs/incidents/c.md").write_text(WRONG)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-qm", "empty", "--allow-empty")
    done = postmortems("check", "--changed-since", "main", folder=folder / "site")
    assert done.stdout.startswith("../docs/incidents/c.md:4:7: PM103")
    done = postmortems(
        "check", "../docs/incidents/c.md", "--format", "github", folder=folder / "site"
    )
    assert done.stdout.startswith("::error file=docs/incidents/c.md,line=4")


def test_a_credential_is_not_printed(folder: Path) -> None:
    key = "AKIA" + "J7QZ4KX2M5WBT3NC"
    write_site(folder, {"incidents/a.md": postmortem({"Root Cause": f"It was called with {key}."})})
    for output_format in ("text", "json", "github", "gitlab"):
        done = postmortems("check", "--format", output_format, folder=folder)
        assert "PM801" in done.stdout
        assert key not in done.stdout + done.stderr


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
    write_site(folder, {"incidents/a.md": CLEAN, "notes.txt": "Notes\n"})
    (folder / "README.md").write_text("# Not of the site\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert postmortems("check", "missing.md", folder=folder).returncode == 2
    assert postmortems("check", "docs/notes.txt", folder=folder).returncode == 2
    assert postmortems("check", "README.md", folder=folder).returncode == 2
    assert postmortems("check", folder=tmp_path / "empty").returncode == 2
    done = postmortems("check", "-f", "mkdocs.yml", "--format", "xml", folder=folder)
    assert done.returncode == 2


def test_a_page_of_the_site_is_checked_beside_the_postmortems(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": CLEAN, "notes.md": "# Notes\n", "other.md": "# Other\n"})
    done = postmortems("check", folder=folder)
    assert done.stderr == "1 postmortem and 2 other pages checked: nothing to mend.\n"
    done = postmortems("check", "docs/notes.md", folder=folder)
    assert done.stderr == "0 postmortems and 1 other page checked: nothing to mend.\n"
    assert done.returncode == 0


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
