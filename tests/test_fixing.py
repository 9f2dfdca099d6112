"""`check --fix`, on whole files."""

from __future__ import annotations

from pathlib import Path

import pytest

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
| ID | Item | Owner | Reviewer | Priority | Due Date | Status |
|---|:---|---|---|---|---|---|
| A1 | Alert when the queue holds over 500 requests | Platform | Lin | P1 | 2026-02-08 | done |
| A2 | Bound the queue at 2,000 requests | Platform | Wen | P1 | 2026-03-08 | open |
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


ROWS = """\
| ID | Item | Owner | Due Date | Status |
|---|---|---|---|---|
| A1 | opne | Platform | 2026-05-08 | **opne** |
| A2 | Bound it on 2026/4/1 | Platform | 2026/4/1 | open |
"""


def test_only_the_cell_that_is_wrong_changes(folder: Path) -> None:
    right = ROWS.replace("**opne**", "**open**").replace("| 2026/4/1 |", "| 2026-04-01 |")
    timeline = "| Time | Event | Phase |\n|---|---|---|\n| 14:00 | startd | started, detectd |\n"
    fixed = fix(folder, postmortem({"Action Items": ROWS, "Timeline": timeline}, duration=None))
    assert right in fixed.decode()
    assert timeline.replace("detectd", "detected") in fixed.decode()


@pytest.mark.parametrize(
    "table",
    [
        "Item | ID\n---|---\nBound it |\n",
        "- Item | ID\n  ---|---\n  Bound it | A1\n",
        "> | Item | ID |\n> |---|---|\n> | Bound it | A1 |\n",
        "| # | ID | Item | Effort | Owner |\n|---|---|---|---|---|\n| 1 | A1 | Bound it | 2 d | Lin |\n",
    ],
)
def test_a_table_that_may_be_read_in_two_ways_or_is_in_order_stays(
    folder: Path, table: str
) -> None:
    text = postmortem({"Action Items": table})
    assert fix(folder, text).decode() == text


@pytest.mark.parametrize(
    "fields",
    [
        {"services": "[shop-2]"},
        {"teams": "[team-b]"},
        {"link": "https://chat.example/1"},
        {"sevrity": "SEV-1", "severtiy": "SEV-2", "severity": None},
    ],
)
def test_another_number_name_or_meaning_is_no_slip(
    folder: Path, fields: dict[str, str | None]
) -> None:
    text = postmortem(None, **fields)
    library = LIBRARY + "services: [shop-1, search-api]\n"
    library = library.replace("discovery]", "{id: checkout, aliases: [team-a]}, discovery]")
    write_site(folder, {"incidents/a.md": text, "library.yml": library})
    postmortems("check", "--fix", folder=folder)
    assert (folder / "docs/incidents/a.md").read_text() == text


def test_line_separators_of_unicode_move_no_line(folder: Path) -> None:
    text = postmortem(title='"a\u2028b\x85c"', status="fnal")
    assert fix(folder, text).decode() == text.replace("fnal", "final")
