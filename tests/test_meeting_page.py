"""The page of a meeting in a built site: who has one, and what is never on it."""

from __future__ import annotations

from pathlib import Path

from .documents import postmortem
from .sites import build, write_site

MEETING = "incidents/PM-2026-003/meeting/index.html"


def test_a_final_postmortem_has_no_page_and_no_link_to_one(folder: Path) -> None:
    documents = {
        "incidents/a.md": postmortem(),
        "incidents/b.md": postmortem(id="PM-2026-003", status="in-review"),
    }
    built = build(write_site(folder, documents), "--strict")
    assert built.status == 0, built.output
    assert [name for name in built.files() if "/meeting/" in name] == [MEETING]
    assert "Prepare the meeting" not in built.text("incidents/PM-2026-001/index.html")
    link = '<a href="../../incidents/PM-2026-003/meeting/">Prepare the meeting</a>'
    assert link in built.text("incidents/PM-2026-003/index.html")
    home = built.text("index.html")
    assert 'href="./incidents/PM-2026-003/meeting/"' in home or (
        'href="incidents/PM-2026-003/meeting/"' in home
    )
    assert "PM-2026-001/meeting" not in home


def test_what_is_for_the_author_alone_and_other_documents_are_not_on_the_page(
    folder: Path,
) -> None:
    blaming = {
        "Root Cause": "Human error: the engineer should have checked, ada@customer.example too.",
        "Impact": "",
    }
    documents = {
        "incidents/a.md": postmortem(),
        "incidents/b.md": postmortem(id="PM-2026-002", date="2026-01-20"),
        "incidents/c.md": postmortem(
            blaming, id="PM-2026-003", date="2026-02-03", status="draft",
            title="Search slow <script>alert(1)</script>",
        ),
    }  # fmt: skip
    built = build(write_site(folder, documents))
    assert all(code in built.output for code in ("PM501", "PM602", "PM202"))
    page = built.text(MEETING)
    assert "The section Impact is empty." in page
    # PM602 names others and what to write; what follow-up asks of them is for the room.
    for absent in (
        "PM5", "PM6", "PM8", "uman error", "should have", "customer.example",
        "recurrence_of", "<script>alert",
    ):  # fmt: skip
        assert absent not in page


def test_a_restricted_draft_has_no_page(folder: Path) -> None:
    documents = {"incidents/a.md": postmortem(status="draft", visibility="restricted")}
    built = build(write_site(folder, documents))
    assert [name for name in built.files() if "meeting" in name] == []


def test_a_site_without_folders_for_pages_has_it_as_a_file(folder: Path) -> None:
    documents = {"incidents/c.md": postmortem(id="PM-2026-003", status="draft")}
    built = build(write_site(folder, documents, use_directory_urls=False), "--strict")
    assert built.status == 0, built.output
    page = built.text("incidents/PM-2026-003/meeting.html")
    assert 'href="../../incidents/PM-2026-003.html"' in page
