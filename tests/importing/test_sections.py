from __future__ import annotations

import pytest

from .imports import imported


@pytest.mark.parametrize(
    ("heading", "ours"),
    [
        ("Issue Summary", "Summary"), ("TL;DR", "Summary"), ("Key events", "Timeline"),
        ("**Timeline**", "Timeline"), ("3. Timeline", "Timeline"), ("Timeline:", "Timeline"),
        ("Analysis of causes", "Root Cause"), ("User impact", "Impact"),
        ("Lessons learnt", "What We Learned"), ("What went wrong", "What Went Poorly"),
        ("Corrective and preventative measures", "Action Items"),
        ("Actions following review", "Action Items"), ("Technical improvements", "Action Items"),
    ],
)  # fmt: skip
def test_a_heading_that_means_the_same_gets_our_name(heading: str, ours: str) -> None:
    result = imported(f"# Late\n\n## {heading}\n\nMail was late.\n")
    assert result.section(ours).startswith("Mail was late.")


def test_what_a_heading_says_beyond_its_name_stays_below_it() -> None:
    result = imported("# Late\n\n## Action Items (done by May):\n\n- Bound it\n")
    assert result.section("Action Items").startswith("(done by May)")


@pytest.mark.parametrize("heading", ["Background", "Context", "Fallout", "Identified", "Thanks"])
def test_a_heading_of_the_authors_own_is_kept_in_its_place(heading: str) -> None:
    result = imported(f"# Late\n\n## Summary\n\nA\n\n## {heading}\n\nB *b*\n\n## Impact\n\nC\n")
    assert result.headings == ["Summary", heading, "Impact"]
    assert result.section(heading) == "B *b*"


def test_sections_of_the_first_or_third_level_become_those_of_the_second() -> None:
    first = "# Summary\n\nA\n\n# Impact\n\n## Of mail\n\nB\n"
    third = "# Late\n\n### Summary\n\nA\n\n### Impact\n\n#### Of mail\n\nB\n"
    for text in (first, third):
        result = imported(text)
        assert result.headings == ["Summary", "Impact"]
        assert result.section("Impact") == "### Of mail\n\nB"


def test_known_names_under_an_empty_heading_become_sections() -> None:
    result = imported(
        "# Late\n\n## Lessons learned\n\n### What went well\n\nA\n\n### What went wrong\n\nB\n"
    )
    assert result.headings == ["What Went Well", "What Went Poorly", "Import Notes"]
    assert "- heading “Lessons learned”" in result.text


def test_known_names_within_a_text_stay_where_they_are() -> None:
    result = imported("# Late\n\n## Summary\n\nA\n\n### Detection\n\nB\n\n### Fix\n\nC\n")
    assert result.headings == ["Summary"]


@pytest.mark.parametrize(
    "text",
    [
        "- **Summary**: Mail was late.\n- **Impact**:\n  - 5 letters\n",
        "- **Summary**\n\n  Mail was late.\n\n- **Impact**:\n\n  - 5 letters\n",
        "**Summary**: Mail was late.\n\n**Impact**\n\n- 5 letters\n",
        "__Summary:__ Mail was late.\n\n__Impact:__\n- 5 letters\n",
    ],
)
def test_bold_labels_stand_for_headings(text: str) -> None:
    result = imported(f"# Late\n\nOpening.\n\n{text}")
    assert result.headings == ["Summary", "Impact"]
    assert result.section("Summary") == "Mail was late."
    assert result.section("Impact") == "- 5 letters"


def test_bold_labels_may_be_demanded_and_refused() -> None:
    text = "# Late\n\nOpening.\n\n- **Background**: Old queue.\n- **Summary**: Late.\n"
    assert imported(text).headings == []
    assert imported(text, form="labels").headings == ["Background", "Summary"]
    both = "# Late\n\nOpening.\n\n- **Impact**: Old queue.\n- **Summary**: Late.\n"
    assert imported(both, form="headings").headings == []


def test_labels_in_code_are_none() -> None:
    result = imported("# Late\n\n```\n**Summary**: a\n**Impact**: b\n```\n\nEnd.\n")
    assert result.headings == []


def test_a_second_section_of_a_name_keeps_its_own_heading() -> None:
    result = imported("# Late\n\n## Actions\n\n- Bound it\n\n## Future actions\n\n- Ask\n")
    assert result.headings == ["Action Items", "Future actions", "Import Notes"]
    assert [item.item for item in result.reading.actions.items] == ["Bound it"]


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("# Mail was late\n\nA\n", "x.md", "Mail was late"),
        ("# 2020-03-04, Mail was late\n\nA\n", "x.md", "Mail was late"),
        ("# Mail was late (*again*) 2020-03-04\n", "x.md", "Mail was late (again)"),
        ("Mail was late\n=============\n\nA\n", "x.md", "Mail was late"),
        ("## Mail was late\n\nA\n\n### Summary\n", "x.md", "Mail was late"),
        ("---\ntitle: Mail was late\n---\n\nA\n", "x.md", "Mail was late"),
        ("# ISSUE NAME\nMail was late.\n\n## Summary\n", "x.md", "Mail was late"),
        ("## Summary\n\nA\n\n## Impact\n\nB\n", "2020-03-04-mail_was-late.md", "Mail was late"),
        ("A\n", "old/2020-03-04.md", "Untitled"),
    ],
)
def test_the_title_comes_from_the_surest_place(text: str, path: str, title: str) -> None:
    result = imported(text, path=path)
    assert result.reading.front_matter.values.title == title


def test_a_heading_that_is_not_the_title_is_kept() -> None:
    result = imported("---\ntitle: Late\n---\n# Late mail of the north\n\nA\n")
    assert "\n# Late mail of the north\n" in result.text
    assert "# Late" not in imported("---\ntitle: Late\n---\n# Late\n\nA\n").text.split("---\n")[2]


def test_a_link_in_the_title_is_kept() -> None:
    result = imported("# Late, see [the page](https://status.example/4)\n\nA\n")
    assert result.reading.front_matter.values.title == "Late, see the page"
    assert "https://status.example/4" in result.text


def test_what_is_left_open_at_the_end_does_not_swallow_the_notes() -> None:
    for opening in ("```\ncode", "~~~~\ncode", "<!-- comment", "<pre>\ncode"):
        result = imported(f"# Late\n\n## Lessons\n\n{opening}\n")
        assert [s.title for s in result.reading.document.sections] == [
            "What We Learned",
            "Import Notes",
        ]
