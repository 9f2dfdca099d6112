"""`check --fix`, on whole files."""

from __future__ import annotations

from pathlib import Path

from .documents import ACTIONS, postmortem
from .sites import postmortems, write_site

LIBRARY = "categories: [capacity, deployment]\nteams: [{id: platform, name: Platform}, discovery]\n"
TURNED = """\
| Item | ID | Due Date | Reviewer | Owner | Priority | Status |
|:---|---|---|---|---|---|---|
| Alert when the queue holds over 500 requests | A1 | 2026/02/08 | Lin | Platform | P1 | dome |
| Bound the queue at 2,000 requests | A2 | 8 March 2026 | Wen | Platform | P1 | open |
"""
IN_ORDER = """\
| ID | Item | Owner | Priority | Due Date | Status | Reviewer |
|---|:---|---|---|---|---|---|
| A1 | Alert when the queue holds over 500 requests | Platform | P1 | 2026-02-08 | done | Lin |
| A2 | Bound the queue at 2,000 requests | Platform | P1 | 2026-03-08 | open | Wen |
"""


def fix(folder: Path, text: str | bytes, *options: str) -> bytes:
    write_site(folder, {"incidents/a.md": text, "library.yml": LIBRARY})
    done = postmortems("check", "--fix", *options, folder=folder)
    assert done.returncode in (0, 1), done.stderr
    return (folder / "docs/incidents/a.md").read_bytes()


def test_what_has_one_right_answer_is_put_right_and_nothing_else_changes(folder: Path) -> None:
    wrong = postmortem(
        {"Action Items": TURNED}, date="2026/01/08", status="fnal", category="capasity",
        catagory=None, teams="[platfrom]", trigger=None,
    ).replace("detection:", "detectoin:")  # fmt: skip
    right = postmortem(
        {"Action Items": IN_ORDER}, date="2026-01-08", status="final", category="capacity",
        teams="[platform]", trigger=None,
    )  # fmt: skip
    assert fix(folder, wrong).decode() == right


def test_prose_and_what_may_mean_two_things_are_never_touched(folder: Path) -> None:
    text = postmortem(
        {"Root Cause": "The operator recieved status fnal on 2026/01/08."},
        date="08/01/2026", category="cap",
    )  # fmt: skip
    assert fix(folder, text).decode() == text


def test_line_ends_and_the_byte_order_mark_stay(folder: Path) -> None:
    text = "\ufeff" + postmortem(status="fnal").replace("\n", "\r\n")
    assert fix(folder, text.encode()) == text.replace("fnal", "final").encode()


def test_a_table_with_an_escaped_pipe_is_left_as_it_is(folder: Path) -> None:
    table = "| Item | ID | Owner | Due Date |\n|---|---|---|---|\n| Run `a \\| b` | A1 | Platform | 2026-05-08 |\n"
    text = postmortem({"Action Items": table})
    assert fix(folder, text).decode() == text


def test_only_the_rules_and_files_asked_for_are_put_right(folder: Path) -> None:
    text = postmortem({"Action Items": TURNED}, status="fnal", category="capasity")
    fixed = fix(folder, text, "--select", "PM102").decode()
    assert fixed == text.replace("capasity", "capacity")
    write_site(folder, {"incidents/b.md": postmortem(id="PM-2026-002", status="fnal")})
    postmortems("check", "--fix", "docs/incidents/b.md", folder=folder)
    assert (folder / "docs/incidents/a.md").read_text() == fixed
    assert "status: final" in (folder / "docs/incidents/b.md").read_text()


def test_a_link_to_a_file_stays_a_link_and_a_mode_stays(folder: Path) -> None:
    write_site(folder, {"incidents/b.md": postmortem()})
    target = folder / "elsewhere.md"
    target.write_text(postmortem(id="PM-2026-002", status="fnal"))
    target.chmod(0o640)
    link = folder / "docs/incidents/a.md"
    link.symlink_to(target)
    postmortems("check", "--fix", folder=folder)
    assert link.is_symlink()
    assert "status: final" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_second_run_has_nothing_left_to_do(folder: Path) -> None:
    first = fix(folder, postmortem({"Action Items": TURNED}, status="fnal"))
    done = postmortems("check", "--fix", folder=folder)
    assert "0 fixed in 0 files." in done.stderr
    assert (folder / "docs/incidents/a.md").read_bytes() == first
    assert ACTIONS.encode() not in first
