"""`postmortems mcp`, as the process that an assistant's program starts."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

from ..documents import ACTIONS, postmortem
from ..sites import postmortems, run, write_site

PROGRAM = "from mkdocs_postmortems.cli import main; main(prog_name='postmortems')"
SETTINGS = """\
categories: [{id: capacity, title: Capacity limit}, data]
contributing_factors:
  - {id: unbounded-growth, title: Growth without a limit}
  - {id: manual-step, title: Manual step}
teams:
  - id: discovery
    name: Search and Discovery
    links: {Channel: "https://chat.example/discovery", Playbook: "https://books.example/search"}
  - {id: checkout, name: Checkout}
"""
HIDDEN = postmortem(
    id="PM-2026-009", title="Zeppelin leaked", visibility="restricted", date="2026-03-01"
)


@pytest.fixture
def library(folder: Path) -> Path:
    documents = {
        "library.yml": SETTINGS,
        "incidents/first.md": postmortem(incidents="[INC-7]", aliases="[search-outage]"),
        "incidents/again.md": postmortem(
            id="PM-2026-002", date="2026-02-01", title="Search stopped again",
            recurrence_of="[PM-2026-001, PM-2026-009]",
        ),
        "incidents/cart.md": postmortem(
            {"Action Items": ACTIONS.replace("Discovery Team", "Checkout")},
            id="PM-2026-003", date="2026-02-10", title="Carts were emptied", teams="[checkout]",
            services="[cart-api]", category="data", contributing_factors="[manual-step]",
            visibility="public",
        ),
        "incidents/hidden.md": HIDDEN,
    }  # fmt: skip
    return write_site(folder, documents)


def session(folder: Path, talk: Callable[[Client], Awaitable[None]], *arguments: str) -> None:
    """Start the server in a folder, and talk to it with the client of the protocol's authors."""
    kept = {key: os.environ[key] for key in ("PYTHONPATH", "PATH") if key in os.environ}
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "mcp", *arguments], cwd=folder, env=kept
    )

    async def converse() -> None:
        async with Client(stdio_client(parameters)) as client:
            await talk(client)

    asyncio.run(converse())


async def ask(client: Client, tool: str, **arguments: Any) -> Any:
    """The structured part of an answer that is no error."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text_of(result)
    return result.structured_content


def text_of(result: CallToolResult) -> str:
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


def test_the_tools_say_what_they_are_for_and_only_read(library: Path) -> None:
    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {
            "search_postmortems", "read_postmortem", "similar_postmortems", "open_action_items",
        }  # fmt: skip
        for tool in tools.values():
            assert tool.annotations
            assert tool.annotations.read_only_hint
            assert tool.description
            assert tool.output_schema
        schema = tools["search_postmortems"].input_schema
        assert set(schema["properties"]) == {
            "query", "category", "team", "service", "factor", "severity", "kind", "status", "limit",
        }  # fmt: skip
        assert schema["required"] == ["query"]

    session(library, talk)


def test_a_search_answers_as_find_does(library: Path) -> None:
    arguments = ("--team", "discovery", "--limit", "1")
    (printed,) = json.loads(
        postmortems("find", "search pool", "--format", "json", *arguments, folder=library).stdout
    )

    async def talk(client: Client) -> None:
        asked = {"query": "search pool", "team": ["discovery"], "limit": 1}
        result = await client.call_tool("search_postmortems", asked)
        answer = result.structured_content
        assert answer
        assert answer["results"] == [printed]
        assert answer["total"] == 2
        assert "Raised the limit of the thread pool" in text_of(result)
        assert f"{printed['url']}\n" in text_of(result)
        (tool,) = (t for t in (await client.list_tools()).tools if t.name == "search_postmortems")
        assert tool.output_schema
        Draft202012Validator(tool.output_schema).validate(answer)
        nothing = await ask(client, "search_postmortems", query="pool", kind=["near-miss"])
        assert nothing["results"] == []
        assert nothing["remarks"] == ["Nothing found; 3 without kind."]

    session(library, talk)


@pytest.mark.parametrize(
    "name", ["PM-2026-001", "pm-2026-001", "pm-2026-1", "PM-2026-01", "search-outage", "inc-7"]
)
def test_a_postmortem_is_read_whole_by_any_of_its_names(library: Path, name: str) -> None:
    async def talk(client: Client) -> None:
        result = await client.call_tool("read_postmortem", {"id": name})
        answer = result.structured_content
        assert answer
        assert answer["postmortem"]["id"] == "PM-2026-001"
        assert answer["postmortem"]["duration_minutes"] == 22
        assert answer["postmortem"]["symptoms"] == ["search 503"]
        assert answer["channel"] == {
            "label": "Channel",
            "address": "https://chat.example/discovery",
        }
        assert answer["runbook"] == {"label": "Playbook", "address": "https://books.example/search"}
        assert answer["url"] == "https://postmortems.example/incidents/PM-2026-001/"
        sections = {section["heading"]: section["text"] for section in answer["sections"]}
        assert sections["Root Cause"] == (
            "The thread pool's queue had no bound, so a burst filled the heap."
        )
        assert "10:03 Alert fired detected" in sections["Timeline"].splitlines()
        assert [action["id"] for action in answer["actions"]] == [
            "PM-2026-001-A1",
            "PM-2026-001-A2",
        ]
        assert "## Root Cause\n\nThe thread pool's queue" in text_of(result)
        assert "https://postmortems.example/incidents/PM-2026-001/" in text_of(result)

    session(library, talk)


def test_similar_postmortems_come_with_their_reasons(library: Path) -> None:
    async def talk(client: Client) -> None:
        answer = await ask(client, "similar_postmortems", id="PM-2026-002")
        (similar,) = answer["similar"]
        assert similar["id"] == "PM-2026-001"
        assert similar["reasons"] == [
            "people recorded one as a recurrence of the other",
            "same root-cause category: Capacity limit",
            "same contributing factors: Growth without a limit",
            "same services: search-api",
        ]
        assert (await ask(client, "similar_postmortems", id="PM-2026-003"))["similar"] == []

    session(library, talk)


def test_the_symptoms_and_words_in_common_are_reasons_too(library: Path) -> None:
    for number, service in ((4, "ledger"), (5, "edge-proxy")):
        text = postmortem(
            {"Root Cause": "The client met ECONNRESET where tax_region was empty."},
            id=f"PM-2026-00{number}", category=None, contributing_factors=None,
            services=f"[{service}]", symptoms=f'["No tax after {number} retries"]',
        )  # fmt: skip
        (library / f"docs/incidents/tax-{number}.md").write_text(text)

    async def talk(client: Client) -> None:
        (similar,) = (await ask(client, "similar_postmortems", id="PM-2026-004"))["similar"]
        assert similar["id"] == "PM-2026-005"
        assert similar["reasons"] == [
            "same symptom: No tax after 4 retries",
            "both say: ECONNRESET, tax_region",
        ]

    session(library, talk)


def test_open_action_items_are_told_by_team_and_lateness(library: Path) -> None:
    async def talk(client: Client) -> None:
        answer = await ask(client, "open_action_items")
        assert answer["as_of"] == "2026-03-16"
        assert {action["id"] for action in answer["actions"]} == {
            "PM-2026-001-A2", "PM-2026-002-A2", "PM-2026-003-A2",
        }  # fmt: skip
        answer = await ask(client, "open_action_items", team="Checkout", overdue=True, limit=1)
        (action,) = answer["actions"]
        assert answer["total"] == 1
        assert (action["id"], action["due"], action["overdue"]) == (
            "PM-2026-003-A2", "2026-03-08", True,
        )  # fmt: skip
        for late, told in ((False, "3 open action items."), (True, "3 overdue action items.")):
            result = await client.call_tool("open_action_items", {"overdue": late})
            assert text_of(result).endswith(f"\n{told}")
        result = await client.call_tool("open_action_items", {"team": "Checkout", "overdue": True})
        assert text_of(result).endswith("\n1 overdue action item.")

    session(library, talk)


def test_what_cannot_be_answered_is_an_error_that_says_what_can(library: Path) -> None:
    async def talk(client: Client) -> None:
        for tool, arguments, message in (
            ("read_postmortem", {"id": "PN-2026-001"}, "did you mean `PM-2026-001`?"),
            ("read_postmortem", {"id": "serch-outage"}, "did you mean `search-outage`?"),
            ("search_postmortems", {"query": "x", "category": ["capasity"]}, "mean `capacity`?"),
            ("search_postmortems", {"query": "??"}, "no word to look for"),
            ("open_action_items", {"team": "chekout"}, "did you mean `checkout`?"),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            assert message in text_of(result)
        missing = await client.call_tool("read_postmortem", {"id": "PM-2026-050"})
        assert text_of(missing).endswith("there is no postmortem `PM-2026-050`")

    session(library, talk)


def test_one_word_narrows_as_a_list_of_one_does(library: Path) -> None:
    async def talk(client: Client) -> None:
        for words in ({"team": "discovery"}, {"service": "search-api", "kind": "incident"}):
            one = await ask(client, "search_postmortems", query="pool", **words)
            listed = {name: [word] for name, word in words.items()}
            assert one == await ask(client, "search_postmortems", query="pool", **listed)
            assert one["total"] == 2
        both = await ask(client, "open_action_items", team=["Checkout", "discovery"])
        assert both["total"] == 3

    session(library, talk)


def test_a_number_without_its_zeros_that_may_be_one_of_two_is_not_guessed_at(
    library: Path,
) -> None:
    short = postmortem(id="PM-2026-004", aliases="[PM-2026-0001]", date="2026-02-02")
    (library / "docs/incidents/short.md").write_text(short)

    async def talk(client: Client) -> None:
        result = await client.call_tool("read_postmortem", {"id": "PM-2026-1"})
        assert result.is_error
        found = await ask(client, "read_postmortem", id="PM-2026-0001")
        assert found["postmortem"]["id"] == "PM-2026-004"

    session(library, talk)


def test_a_wrong_argument_is_answered_with_what_is_expected(library: Path) -> None:
    async def talk(client: Client) -> None:
        for tool, arguments, told in (
            (
                "search_postmortems",
                {"query": "pool", "limit": 99},
                "The argument `limit` must be a whole number from 1 to 50, and not 99.",
            ),
            (
                "search_postmortems",
                {"query": "pool", "kind": "outage", "services": "a"},
                "The argument `kind` must be incident or near-miss, or a list of such, and not "
                '"outage". There is no argument `services`; did you mean `service`?',
            ),
            (
                "open_action_items",
                {"team": " ", "since": 2025},
                "The argument `team` must be a text that is not empty, or a list of such, and "
                'not " ". There is no argument `since`; there are team, overdue, limit.',
            ),
            (
                "open_action_items",
                {"overdue": "perhaps"},
                'The argument `overdue` must be true or false, and not "perhaps".',
            ),
            ("read_postmortem", {}, "The argument `id` is missing; it is a text."),
        ):
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            assert text_of(result) == told

    session(library, talk)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search_postmortems", {"query": "pool", "services": ["search-api"]}),
        ("search_postmortems", {"query": "pool", "team": ""}),
        ("read_postmortem", {"id": "PM-2026-001", "sections": ["Root Cause"]}),
        ("open_action_items", {"teams": "checkout"}),
        ("open_action_items", {"team": " "}),
        ("open_action_items", {"team": [""]}),
    ],
)
def test_arguments_that_would_narrow_nothing_are_refused(
    library: Path, tool: str, arguments: dict[str, Any]
) -> None:
    async def talk(client: Client) -> None:
        result = await client.call_tool(tool, arguments)
        assert result.is_error
        assert list(arguments)[-1] in text_of(result)
        schemas = {one.name: one.input_schema for one in (await client.list_tools()).tools}
        assert schemas[tool]["additionalProperties"] is False

    session(library, talk)


async def everything(client: Client) -> str:
    """All that the server can be made to say of the library."""
    said = []
    for tool, arguments in (
        ("search_postmortems", {"query": "zeppelin search cart 503 PM-2026-009", "limit": 50}),
        ("search_postmortems", {"query": "zeppelim"}),
        ("read_postmortem", {"id": "PM-2026-009"}),
        ("read_postmortem", {"id": "PM-2026-002"}),
        ("similar_postmortems", {"id": "PM-2026-001"}),
        ("open_action_items", {"limit": 200}),
    ):
        result = await client.call_tool(tool, arguments)
        said.append(result.model_dump_json())
    return "\n".join(said).replace("there is no postmortem `PM-2026-009`", "")


def test_what_the_audience_may_not_see_is_in_no_answer(library: Path) -> None:
    async def talk(client: Client) -> None:
        said = await everything(client)
        assert "PM-2026-001" in said
        assert "PM-2026-003" in said
        assert "Zeppelin" not in said
        assert "PM-2026-009-A" not in said
        (read,) = (await ask(client, "read_postmortem", id="PM-2026-002"),)
        assert read["postmortem"]["recurrence_of"] == ["PM-2026-001"]

    session(library, talk)


def test_another_audience_may_be_wider_and_never_narrower(library: Path) -> None:
    async def talk(client: Client) -> None:
        said = await everything(client)
        assert "PM-2026-003" in said
        assert "Search stopped again" not in said
        assert "Search answered" not in said

    session(library, talk, "--audience", "public")
    for audience, message in (
        ("restricted", "the site's audience is `internal`, which may not see"),
        ("everyone", "there is no audience `everyone`; there are public, internal, restricted"),
    ):
        done = postmortems("mcp", "--audience", audience, folder=library)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr


def test_documents_changed_while_it_runs_are_seen(library: Path) -> None:
    incidents = library / "docs/incidents"

    async def talk(client: Client) -> None:
        assert (await ask(client, "search_postmortems", query="gazebo"))["total"] == 0
        text = (incidents / "cart.md").read_text().replace("Carts were emptied", "A gazebo fell")
        (incidents / "cart.md").write_text(text)
        (incidents / "new.md").write_text(postmortem(id="PM-2026-004", date="2026-03-02"))
        (found,) = (await ask(client, "search_postmortems", query="gazebo"))["results"]
        assert found["id"] == "PM-2026-003"
        read = await ask(client, "read_postmortem", id="PM-2026-003")
        assert read["postmortem"]["title"] == "A gazebo fell"
        similar = (await ask(client, "similar_postmortems", id="PM-2026-001"))["similar"]
        assert [one["id"] for one in similar] == ["PM-2026-004", "PM-2026-002"]
        text = (
            (incidents / "cart.md")
            .read_text()
            .replace("visibility: public", "visibility: restricted")
        )
        (incidents / "cart.md").write_text(text)
        assert (await ask(client, "search_postmortems", query="gazebo"))["total"] == 0
        assert (await client.call_tool("read_postmortem", {"id": "PM-2026-003"})).is_error
        settings = library / "docs/library.yml"
        settings.write_text(SETTINGS + "synonyms: [[gazebo, pool]]\n")
        assert (await ask(client, "search_postmortems", query="gazebo"))["total"] == 3

    session(library, talk)


def test_standard_output_carries_the_protocol_alone(library: Path) -> None:
    (library / "docs/incidents/broken.md").write_text("---\ntitle: Without an id\n---\n")
    hello = {
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }  # fmt: skip
    call = {"name": "search_postmortems", "arguments": {"query": "search", "service": ["nope"]}}
    messages = (
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call},
    )
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "mcp"],
        cwd=library, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    ) as server:  # fmt: skip
        assert server.stdin
        assert server.stdout
        answers = []
        for message in messages:
            server.stdin.write(json.dumps(message) + "\n")
            server.stdin.flush()
            if "id" in message:
                answers.append(json.loads(server.stdout.readline()))
        server.stdin.close()
        rest = server.stdout.read()
        assert server.wait() == 0
    assert [answer["id"] for answer in answers] == [1, 2]
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)
    assert rest == ""


def test_without_the_package_it_says_how_to_get_it(library: Path) -> None:
    without = f"import sys; sys.modules['mcp'] = None; sys.argv[1:] = ['mcp']; {PROGRAM}"
    done = run([sys.executable, "-c", without], library)
    assert (done.returncode, done.stdout) == (2, "")
    assert "python -m pip install 'mkdocs-postmortems[assistant]'" in done.stderr
