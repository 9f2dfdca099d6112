"""The page about health as a site has it: with pages of its own, and for its audience."""

from __future__ import annotations

from pathlib import Path

from .documents import postmortem
from .sites import Built, build, write_site

READ, RESTRICTED = "PM-2026-002", "PM-2026-003"


def built_site(folder: Path, audience: str) -> Built:
    write_site(
        folder,
        {
            "incidents/2026/first.md": postmortem({"Summary": "Slow, once more."}),
            "incidents/2026/second.md": postmortem(id=READ, title="Again"),
            "incidents/2026/third.md": postmortem(
                {"Summary": "As in PM-2026-001."},
                id=RESTRICTED,
                title="Payroll",
                visibility="restricted",
            ),
            "onboarding.md": "Read [this one](incidents/2026/second.md#root-cause) first.",
            "page-views.csv": f"page,views\n/incidents/{RESTRICTED}/,3\n",
        },
        options={"audience": audience},
    )
    built = build(folder, site=folder / audience)
    assert built.status == 0, built.output
    return built


def test_what_a_page_of_the_site_links_is_read_and_what_a_restricted_document_names_is_not(
    folder: Path,
) -> None:
    page = built_site(folder, "internal").text("health/index.html")
    assert "1 of 2 (50\u00a0%)" in page  # PM-2026-002 is linked, PM-2026-001 is not
    assert "No row of the file of page views" in page  # its one row is about the restricted one
    assert "Payroll" not in page
    assert RESTRICTED not in page


def test_those_who_may_see_it_see_what_it_names(folder: Path) -> None:
    page = built_site(folder, "restricted").text("health/index.html")
    assert "2 of 3 (67\u00a0%)" in page
    assert "1 of 3 (33\u00a0%)" in page


def test_home_and_what_is_owed_lead_to_it(folder: Path) -> None:
    built = built_site(folder, "internal")
    assert 'href="health/"' in built.text("index.html")
    assert 'href="../health/#pm-published"' in built.text("owed/index.html")
