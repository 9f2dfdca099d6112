"""What the page about health says of language, in a library where there is something to say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .documents import postmortem
from .health_page import BEFORE, LAST, RUNNING, HealthPage, check_language, count_language
from .published_data import open_data
from .sites import Built, build, write_site

HUMAN_ERROR = "Human error: the wrong flag was passed to the tool."
PERSON = "The engineer forgot to set the limit of the queue."
HINDSIGHT = "The engineer should have read the runbook before the change."
BLAMING = {
    # Seven and a draft in the running quarter, six before it, four before those, and eight.
    "2026-01": [HUMAN_ERROR, PERSON, None, None, None, "hindsight", "elsewhere", "draft"],
    "2025-11": [HUMAN_ERROR, "hindsight", None, None, None, "unreadable"],
    "2025-08": [HUMAN_ERROR, HUMAN_ERROR, None, "hindsight"],
    "2025-05": [None] * 7 + [PERSON],
}

SMALL: dict[str, list[str | None]] = {
    # Two of six name a system, six of seven, none of five, all of five, and a quarter of two.
    "2026-01": [HUMAN_ERROR, HUMAN_ERROR, PERSON, PERSON, None, None],
    "2025-11": [None, None, None, "hindsight", None, None, PERSON],
    "2025-08": [HUMAN_ERROR] * 5,
    "2025-05": [None] * 5,
    "2025-02": [None, HUMAN_ERROR],
}


def blaming_site(folder: Path, months: Mapping[str, list[str | None]]) -> Built:
    files = {}
    for month, kinds in months.items():
        for number, kind in enumerate(kinds, start=1):
            sections: dict[str, str | None] = {"Root Cause": f"Queue {number} had no bound."}
            if kind in (HUMAN_ERROR, PERSON, "draft"):
                sections["Root Cause"] = HUMAN_ERROR if kind == "draft" else kind
            elif kind == "hindsight":
                sections["Summary"] = HINDSIGHT
            elif kind == "elsewhere":
                sections["Impact"] = PERSON
            elif kind == "unreadable":
                sections["Root Cause"] = None
            identifier = f"PM-{month[:4]}-{month[5:]}{number}"
            files[f"incidents/{identifier}.md"] = postmortem(
                sections, id=identifier, title=f"Case {identifier}", date=f"{month}-{number:02d}",
                status="draft" if kind == "draft" else "final",
            )  # fmt: skip
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    return built


def test_language_is_counted_as_the_check_finds_it(folder: Path) -> None:
    built = blaming_site(folder, BLAMING)
    data = open_data(built)
    systems, findings = count_language(data, folder / "docs")
    # By hand: PM501 in one, PM502 in one, PM503 in one, PM502 outside of the cause in one.
    assert (systems[RUNNING].words(), findings[RUNNING].words("in")) == ("5 of 7", "4 in 7")
    assert (systems[LAST].words(), findings[LAST].words("in")) == ("4 of 5", "2 in 6")
    assert (systems[BEFORE].words(), findings[BEFORE].words("in")) == ("2 of 4", "3 in 4")
    page = HealthPage(built.text("health/index.html"))
    glance = check_language(page, systems, findings, "2025-Q2", unreadable=1)
    shown = page.table("The five at a glance")
    assert {title: shown[title] for title in glance} == glance
    data.close()


def test_that_none_of_a_quarter_names_a_system_is_not_to_be_found_on_the_page(folder: Path) -> None:
    built = blaming_site(folder, SMALL)
    data = open_data(built)
    systems, findings = count_language(data, folder / "docs")
    assert {quarter: count.words() for quarter, count in systems.items()} == {
        RUNNING: "2 of 6", LAST: "6 of 7", BEFORE: "0 of 5", "2025-Q2": "5 of 5", "2025-Q1": "1 of 2",
    }  # fmt: skip
    page = HealthPage(built.text("health/index.html"))
    assert "11 of 12 (92\u00a0%)" in built.text("health/index.html")
    glance = check_language(page, systems, findings, "2025-Q1")
    shown = page.table("The five at a glance")
    assert {title: shown[title] for title in glance} == glance
    data.close()
