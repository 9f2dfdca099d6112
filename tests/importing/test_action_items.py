from __future__ import annotations

import pytest

from .imports import actions, imported

TWO = [{"ID": "A1", "Item": "Bound the queue"}, {"ID": "A2", "Item": "Alert on it"}]


@pytest.mark.parametrize(
    "text",
    [
        "- Bound the queue\n- Alert on it\n",
        "* Bound the queue\n\n* Alert on it\n",
        "1. Bound the queue\n2. Alert on it\n",
        "1. Bound the queue\n1. Alert on it\n",
        "- Bound\n  the queue\n- Alert on it\n",
    ],
)
def test_bullets_and_numbered_lists_become_a_table(text: str) -> None:
    assert actions(text) == TWO


@pytest.mark.parametrize(
    ("entry", "row"),
    [
        ("[x] Bound the queue", {"Item": "Bound the queue", "Status": "done"}),
        ("[ ] Bound the queue", {"Item": "Bound the queue", "Status": "open"}),
        ("[done] Bound the queue", {"Item": "Bound the queue", "Status": "done"}),
        ("Bound the queue (Done!)", {"Item": "Bound the queue", "Status": "done"}),
        ("✅ Bound the queue", {"Item": "Bound the queue", "Status": "done"}),
        ("~~Bound the queue~~", {"Item": "Bound the queue", "Status": "done"}),
        ("Bound the queue. DONE in v2", {"Item": "Bound the queue. DONE in v2", "Status": "done"}),
        ("Bound the queue (fixed)", {"Item": "Bound the queue (fixed)", "Status": "done"}),
        ("Bound the queue - done", {"Item": "Bound the queue", "Status": "done"}),
        ("Done: Bound the queue", {"Item": "Bound the queue", "Status": "done"}),
        ("Closed - Bound it", {"Item": "Closed - Bound it", "Status": "done"}),
        ("[-] Bound the queue", {"Item": "Bound the queue", "Status": "wont-do"}),
        (
            "~~Bound it~~ won't do: too slow",
            {"Item": "~~Bound it~~ won't do: too slow", "Status": "wont-do"},
        ),
        ("Bound it (in progress)", {"Item": "Bound it (in progress)", "Status": "in-progress"}),
        ("@dana Bound the queue", {"Item": "Bound the queue", "Owner": "@dana"}),
        (
            "Bound it - @kofi, due 2020-04-01",
            {"Item": "Bound it, due 2020-04-01", "Owner": "@kofi", "Due Date": "2020-04-01"},
        ),
        (
            "Bound it (owner: Mei Tan, by end of Q2)",
            {"Item": "Bound it (by end of Q2)", "Owner": "Mei Tan"},
        ),
        ("Bound it by 2020-04-01", {"Item": "Bound it by 2020-04-01", "Due Date": "2020-04-01"}),
        ("[WIP] Bound the queue", {"Item": "[WIP] Bound the queue", "Status": "in-progress"}),
        ("When this is done, bound it", {"Item": "When this is done, bound it"}),
        ("Bound the queue (Owner: Ada Osei)", {"Item": "Bound the queue", "Owner": "Ada Osei"}),
        ("Bound the queue. Owner: Ada Osei", {"Item": "Bound the queue.", "Owner": "Ada Osei"}),
        ("@ada: Bound the queue", {"Item": "Bound the queue", "Owner": "@ada"}),
        ("Bound the queue (@ada)", {"Item": "Bound the queue", "Owner": "@ada"}),
        ("Bound the queue – @ada", {"Item": "Bound the queue", "Owner": "@ada"}),
        ("Ask @ada about the queue", {"Item": "Ask @ada about the queue"}),
        ("[P1] Bound the queue", {"Item": "Bound the queue", "Priority": "P1"}),
        (
            "Bound the queue, due 2020-04-01",
            {"Item": "Bound the queue, due 2020-04-01", "Due Date": "2020-04-01"},
        ),
        ("Bound the queue, due 03/04/2020", {"Item": "Bound the queue, due 03/04/2020"}),
        ("Bound the queue #12", {"Item": "Bound the queue #12", "Ticket": "#12"}),
        ("MAIL-12 - Bound the queue", {"Item": "MAIL-12 - Bound the queue", "Ticket": "MAIL-12"}),
        ("bug 12345 - Bound it", {"Item": "bug 12345 - Bound it", "Ticket": "bug 12345"}),
        ("Use UTF-8 and SHA-256", {"Item": "Use UTF-8 and SHA-256"}),
    ],
)
def test_marks_owners_priorities_dates_and_tickets_get_their_columns(
    entry: str, row: dict[str, str]
) -> None:
    assert actions(f"- {entry}\n") == [{"ID": "A1", **row}]


@pytest.mark.parametrize(
    ("address", "ticket"),
    [
        ("https://git.example/mail/queue/issues/12", "#12"),
        ("https://git.example/mail/queue/pull/12", "#12"),
        ("https://jira.example/browse/MAIL-12", "MAIL-12"),
        ("https://bugs.example/show_bug.cgi?id=12", "#12"),
    ],
)
def test_the_address_of_a_ticket_is_a_ticket(address: str, ticket: str) -> None:
    for written in (f"[issue]({address})", address, f"<{address}>"):
        (row,) = actions(f"- Bound the queue {written}\n")
        assert row["Ticket"] == f"[{ticket}]({address})"
        assert row["Item"] == f"Bound the queue {written}"


def test_the_address_of_a_page_is_no_ticket() -> None:
    (row,) = actions("- Read [the guide](https://docs.example/queues/12)\n")
    assert "Ticket" not in row


def test_a_subheading_becomes_the_note_of_its_items() -> None:
    text = "### Process\n\n1. Ask twice\n\n### Code\n\n1. Bound it\n2. Alert\n"
    assert actions(text) == [
        {"ID": "A1", "Item": "Ask twice", "Note": "Process"},
        {"ID": "A2", "Item": "Bound it", "Note": "Code"},
        {"ID": "A3", "Item": "Alert", "Note": "Code"},
    ]


def test_a_subheading_with_a_text_of_its_own_stays_in_the_text() -> None:
    result = imported("# Late\n\n## Action Items\n\n### Code\n\nAgreed by all.\n\n- Bound it\n")
    assert "### Code\n\nAgreed by all.\n\n| ID |" in result.section("Action Items")


def test_names_over_lists_are_groups_and_points_under_an_item_are_not() -> None:
    groups = "- Code\n    - Bound it\n    - Alert\n- Process\n    - Ask twice\n"
    assert [row["Note"] for row in actions(groups)] == ["Code", "Code", "Process"]
    points = "- Bound it\n    - in mail\n    - in search\n- Alert\n"
    assert [row["Item"] for row in actions(points)] == ["Bound it – in mail – in search", "Alert"]


def test_text_around_the_items_stays() -> None:
    result = imported(
        "# Late\n\n## Action Items\n\nAgreed on Monday.\n\n- Bound it\n\nMore to come.\n"
    )
    section = result.section("Action Items")
    assert section.startswith("Agreed on Monday.\n\n| ID |")
    assert section.endswith("More to come.")


def test_prose_stays_prose() -> None:
    result = imported("# Late\n\n## Action Items\n\nWe will bound the queue.\n")
    assert result.section("Action Items").startswith("We will bound the queue.")


def test_code_of_an_item_stands_below_the_table() -> None:
    text = "# Late\n\n## Action Items\n\n- Run this:\n\n  ```\n  bound 5\n  ```\n\n- Alert\n"
    section = imported(text).section("Action Items")
    assert "| A1 | Run this: … |" in section
    assert "**A1**:\n\nRun this:\n\n```\nbound 5\n```" in section


def test_a_table_gets_our_columns_and_keeps_what_does_not_fit_as_a_note() -> None:
    text = (
        "| # | Action | Assignee | ETA | State | Effort |\n|---|---|---|---|---|---|\n"
        "| 7 | Bound it | Ada | 2020-04-01 | Closed | small |\n"
        "| 8 | Alert | Bo | next sprint | Blocked | |\n"
    )
    assert actions(text) == [
        {"ID": "A1", "Item": "Bound it", "Owner": "Ada", "Due Date": "2020-04-01",
         "Status": "done", "Note": "#: 7; Effort: small"},
        {"ID": "A2", "Item": "Alert", "Owner": "Bo", "Note": "#: 8; State: Blocked; ETA: next sprint"},
    ]  # fmt: skip


def test_a_state_that_is_none_of_ours_is_reported_and_yes_and_no_are_read() -> None:
    text = "| Action | Done? |\n|---|---|\n| Bound it | Y |\n| Alert | N |\n| Wait | Blocked |\n"
    assert [row.get("Status") for row in actions(text)] == ["done", "open", None]
    report = imported(f"# Late\n\n## Action Items\n\n{text}").report
    assert (
        "the state of action items is left open, as it is none of ours: `Blocked`" in report.checks
    )


def test_a_bug_called_done_is_done() -> None:
    (row,) = actions("| Action item | Bug |\n|---|---|\n| Bound it | #12 **DONE** |\n")
    assert row == {"ID": "A1", "Item": "Bound it", "Status": "done", "Ticket": "#12 **DONE**"}


def test_a_table_of_ours_stays_as_it_is() -> None:
    text = (
        "| ID | Item | Owner | Priority | Due Date | Status | Ticket | Closed |\n"
        "|---|---|---|---|---|---|---|---|\n"
        "| A2 | Bound it | Ada | P0 | 2020-04-01 | verified | GH-4 | 2020-03-30 |\n"
        "| A1 | Alert | Bo | P1 | | | | |\n"
    )
    assert imported(f"# Late\n\n## Action Items\n\n{text}").section("Action Items") in (
        text.strip(),
    )


def test_numbers_of_items_stay_unique() -> None:
    text = "| ID | Item |\n|---|---|\n| A2 | Bound it |\n\n- Alert\n- Ask\n"
    assert [row["ID"] for row in actions(text)] == ["A2", "A3", "A4"]
