"""`postmortems find`, as whole processes on real documents."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.commands.search_index import OpenIndex, open_index
from mkdocs_postmortems.core.facets import Selection
from mkdocs_postmortems.core.search_query import parse_query
from mkdocs_postmortems.finding import find
from mkdocs_postmortems.project import read_project

from ..documents import postmortem
from ..search_queries import QUERIES
from ..sites import ROOT, postmortems, write_site

SETTINGS = """\
categories: [capacity, data, configuration]
contributing_factors:
  - {id: unbounded-growth, title: Growth without a limit}
teams:
  - {id: discovery, name: Discovery, links: {Channel: "https://chat.example/discovery"}}
  - {id: checkout, name: Checkout}
synonyms: [[oom, out of memory], [db, database, postgres]]
"""
CAUSE = (
    "Nobody had looked at it since spring, when the two people who had written it went on to "
    "build the warehouse. The migration left the table orders_v2 without the "
    "column `tax_region`. The service kept on asking for it."
)


@pytest.fixture
def library(folder: Path) -> Path:
    documents = {
        "library.yml": SETTINGS,
        "incidents/search.md": postmortem(),
        "incidents/orders.md": postmortem(
            {"Root Cause": CAUSE, "Summary": "Customers could not order."},
            id="PM-2026-002", date="2026-02-01", category="data", severity="SEV-1",
            title="Orders failed", teams="[checkout]", services="[orders-api]",
            symptoms='["column does not exist"]', mitigation="Rolled back to v2.4.0",
            incidents="[INC-7]", aliases="[orders-march]", contributing_factors="[]",
            links='{Runbook: "https://runbooks.example/orders", '
            'Channel: "https://chat.example/orders"}',
        ),
        "incidents/heap.md": postmortem(
            {"Root Cause": "The worker died of `java.lang.OutOfMemoryError` on 10.0.0.1:5432."},
            id="PM-2026-003", date="2026-02-10", category="configuration", teams="[checkout]",
            title="Mails were late", symptoms="[]", services="[mailer]",
            contributing_factors="[]", mitigation="More memory", kind="near-miss", severity=None,
            potential_severity="SEV-1",
        ),
    }  # fmt: skip
    return write_site(folder, documents)


def search(*arguments: str, folder: Path) -> list[dict[str, Any]]:
    done = postmortems("find", "--format", "json", *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def ids(*arguments: str, folder: Path) -> list[str]:
    return [row["id"] for row in search(*arguments, folder=folder)]


def answer(opened: OpenIndex, text: str, **wanted: tuple[str, ...]) -> list[str]:
    query = parse_query(text, opened.words.synonyms)
    found = find(opened.index, query, Selection(wanted=wanted), limit=100).found
    return [one.card.id for one in found]


def test_a_result_says_the_cause_what_stopped_it_whom_to_ask_and_where_it_is(
    library: Path,
) -> None:
    done = postmortems("find", "orders", "missing", "tax_region", folder=library)
    assert done.stdout.splitlines() == [
        "PM-2026-002  2026-02-01  SEV-1      Orders failed",
        "    Cause:      Nobody had looked at it since spring, when the two people who had written it "
        "went on to build the warehouse.",
        "    Says:       The migration left the table orders_v2 without the column tax_region.",
        "    Stopped by: Rolled back to v2.4.0",
        "    Channel:    https://chat.example/orders",
        "    Runbook:    https://runbooks.example/orders",
        "    Page:       https://postmortems.example/incidents/PM-2026-002/",
        "    File:       docs/incidents/orders.md",
        "    Without:    “missing”",
    ]
    assert done.stderr.splitlines() == [
        "No postmortem says `missing`.",
        "1 of 3 postmortems has some of it, none all.",
    ]


def test_the_cause_shown_is_that_of_the_site_and_never_code_or_a_heading(library: Path) -> None:
    cause = (
        "### An index was built\n\nThe statement was\n\n```sql\nCREATE INDEX;\n```\n\n"
        "It held a lock. Reading went on."
    )
    (library / "docs/incidents/built.md").write_text(
        postmortem({"Root Cause": cause}, id="PM-2026-004", title="A gazebo fell")
    )
    (found,) = search("gazebo", folder=library)
    assert (found["cause"], found["says"]) == ("It held a lock. Reading went on.", None)
    (found,) = search("gazebo", "create", "index", folder=library)
    assert (found["cause"], found["says"]) == ("It held a lock. Reading went on.", None)
    assert found["matched"] == ["gazebo", "create", "index"]


def test_without_the_sites_address_a_result_names_no_page(library: Path) -> None:
    config = library / "mkdocs.yml"
    kept_lines = [line for line in config.read_text().splitlines() if "site_url" not in line]
    config.write_text("\n".join(kept_lines))
    shown = postmortems("find", "column", folder=library).stdout
    assert "    File:       docs/incidents/orders.md" in shown.splitlines()
    assert "Page:" not in shown


def test_another_sentence_is_shown_where_it_has_more_of_the_words_than_the_cause(
    library: Path,
) -> None:
    (found,) = search("column", "tax_region", folder=library)
    assert found["cause"].startswith("Nobody had looked at it since spring")
    assert found["says"] == "The migration left the table orders_v2 without the column tax_region."
    (found,) = search("spring", "warehouse", "column", folder=library)
    assert found["says"] is None
    (found,) = search("customers", folder=library)
    assert found["says"] is None


def test_it_is_told_how_many_have_all_of_it_and_which_words_each_lacks(library: Path) -> None:
    # All three have the pool, in "What Went Well"; one has a heap, another a column.
    typed = ("pool", "heap", "column")
    found = {row["id"]: row["missing"] for row in search(*typed, folder=library)}
    assert found == {
        "PM-2026-001": ["column"],
        "PM-2026-002": ["heap"],
        "PM-2026-003": ["heap", "column"],
    }
    for text, told in (
        ("pool heap column", "3 of 3 postmortems have some of it, none all."),
        ("heap column", "2 of 3 postmortems have some of it, none all."),
        ("heap pool", "1 of 3 postmortems has all of it, 2 some."),
        ("burst heap", "1 of 3 postmortems has all of it."),
        ("pool alert", "3 of 3 postmortems have all of it."),
    ):
        assert postmortems("find", text, folder=library).stderr.splitlines() == [told], text


def test_of_a_name_it_has_a_part_of_the_other_words_are_missing(library: Path) -> None:
    (found,) = search("orders_v2/legacy", folder=library)
    assert found["missing"] == ["legacy"]
    (found,) = search("column-tax", folder=library)
    assert found["missing"] == []


def test_of_many_words_that_it_lacks_the_first_are_named(library: Path) -> None:
    nothing = "aaa bbb ccc ddd eee fff ggg"
    done = postmortems("find", "column", nothing, folder=library)
    without = "    Without:    “aaa”, “bbb”, “ccc”, “ddd”, “eee” and 2 more"
    assert without in done.stdout.splitlines()


def test_tools_get_the_same_as_json(library: Path) -> None:
    (found,) = search("column", "tax_region", folder=library)
    score = found.pop("score")
    assert score > 0
    assert found == {
        "id": "PM-2026-002",
        "title": "Orders failed",
        "date": "2026-02-01",
        "severity": "SEV-1",
        "kind": "incident",
        "status": "final",
        "category": "data",
        "teams": ["checkout"],
        "matched": ["column", "tax_region"],
        "missing": [],
        "cause": "Nobody had looked at it since spring, when the two people who had written it "
        "went on to build the warehouse.",
        "says": "The migration left the table orders_v2 without the column tax_region.",
        "mitigation": "Rolled back to v2.4.0",
        "channel": {"label": "Channel", "address": "https://chat.example/orders"},
        "runbook": {"label": "Runbook", "address": "https://runbooks.example/orders"},
        "source": "incidents/orders.md",
        "url": "https://postmortems.example/incidents/PM-2026-002/",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("orders_v2", "PM-2026-002"),
        ("ORDERS_V2", "PM-2026-002"),
        ("migrations", "PM-2026-002"),
        ("migrat", "PM-2026-002"),
        ('"does not exist"', "PM-2026-002"),
        ("java.lang.OutOfMemoryError", "PM-2026-003"),
        ("OutOfMemoryError", "PM-2026-003"),
        ("oom", "PM-2026-003"),
        ("out of memory", "PM-2026-003"),
        ("10.0.0.1:5432", "PM-2026-003"),
        ("5xx", "PM-2026-001"),
    ],
)
def test_words_are_found_however_they_are_typed(library: Path, text: str, found: str) -> None:
    opened = open_index(read_project(library / "mkdocs.yml"), cache=False)
    assert answer(opened, text)[0] == found


@pytest.mark.parametrize(
    "text", ["pm-2026-001", "PM-2026-001 orders missing column", "orders column PM-2026-001"]
)
def test_an_id_typed_comes_first(library: Path, text: str) -> None:
    assert ids(text, folder=library)[0] == "PM-2026-001"


def test_a_former_id_and_a_number_of_the_register_are_names_too(library: Path) -> None:
    assert ids("search errors orders-march", folder=library)[0] == "PM-2026-002"
    assert ids("inc-7", folder=library) == ["PM-2026-002"]


def test_more_of_the_rarer_words_come_first_and_of_equal_ones_the_newest(folder: Path) -> None:
    texts = {
        "a": "The pool of threads was empty.",
        "b": "The pool of threads held a lock.",
        "c": "The pool of threads was empty.",
        "d": "The pool of threads held a lock under a gazebo.",
    }
    documents = {
        f"incidents/{name}.md": postmortem(
            {"Root Cause": text}, id=f"PM-2026-00{day}", date=f"2026-02-0{day}", title="Slow"
        )
        for day, (name, text) in enumerate(texts.items(), start=1)
    }
    write_site(folder, documents)
    assert ids("threads lock gazebo", folder=folder) == [
        "PM-2026-004", "PM-2026-002", "PM-2026-003", "PM-2026-001",
    ]  # fmt: skip


def test_options_narrow_the_search_as_they_do_the_list(library: Path) -> None:
    assert len(ids("thread", "column", "worker", folder=library)) == 3
    narrow = ("thread", "column", "worker", "--team", "checkout")
    assert set(ids(*narrow, folder=library)) == {"PM-2026-002", "PM-2026-003"}
    assert ids(*narrow, "--kind", "near-miss", folder=library) == ["PM-2026-003"]
    assert ids(*narrow, "--severity", "SEV-1", "--category", "data", folder=library) == [
        "PM-2026-002"
    ]
    assert ids(*narrow, "--limit", "1", folder=library) == ids(*narrow, folder=library)[:1]
    done = postmortems("find", "thread", "--category", "capasity", folder=library)
    assert done.returncode == 2
    assert "did you mean `capacity`?" in done.stderr


def test_where_nothing_is_found_it_says_what_would_be(library: Path) -> None:
    done = postmortems("find", "colunm", folder=library)
    assert (done.returncode, done.stdout) == (0, "")
    assert "No postmortem says `colunm`; did you mean `column`?" in done.stderr
    done = postmortems("find", "pm-2026-2", folder=library)
    assert "did you mean `PM-2026-002`?" in done.stderr
    done = postmortems("find", "column", "--category", "capacity", folder=library)
    assert done.stderr.splitlines() == ["Nothing found; 1 without --category."]
    narrow = ("--category", "capacity", "--severity", "SEV-3", "--kind", "incident")
    done = postmortems("find", "column", *narrow, folder=library)
    assert done.stderr.splitlines() == [
        "Nothing found; 1 without --category and --severity and --kind."
    ]
    done = postmortems("find", "gazebo", *narrow, folder=library)
    assert done.stderr.splitlines() == [
        "No postmortem says `gazebo`.",
        "Nothing found in 3 postmortems.",
    ]


def test_of_a_long_text_that_nothing_has_the_message_repeats_the_beginning(library: Path) -> None:
    done = postmortems("find", "x" * 10_000, folder=library)
    assert done.stderr.splitlines()[0] == f"No postmortem says `{'x' * 59}…`."


@pytest.mark.parametrize("typed", ["PM-2026-050", "PM-2025-002", "INC-8", "poke", "callimn"])
def test_what_is_unlike_every_word_and_number_is_not_guessed_at(library: Path, typed: str) -> None:
    done = postmortems("find", typed, folder=library)
    assert done.stderr.splitlines()[0] == f"No postmortem says `{typed}`."


@pytest.mark.parametrize("typed", [("??",), (), ("??", "--team", "checkout")])
def test_without_a_word_to_look_for_the_command_says_so(
    library: Path, typed: tuple[str, ...]
) -> None:
    done = postmortems("find", *typed, folder=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no word to look for" in done.stderr


def test_options_without_words_give_those_postmortems_the_newest_first(library: Path) -> None:
    assert ids("--team", "checkout", folder=library) == ["PM-2026-003", "PM-2026-002"]
    done = postmortems("find", "--kind", "incident", "--limit", "1", folder=library)
    first, *_ = done.stdout.splitlines()
    assert first == "PM-2026-002  2026-02-01  SEV-1      Orders failed"
    assert "Without:" not in done.stdout
    assert done.stderr == "2 of 3 postmortems; --limit 2 shows the others too.\n"
    narrow = ("--kind", "near-miss", "--severity", "SEV-1")
    done = postmortems("find", *narrow, "--team", "discovery", folder=library)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing found; " in done.stderr


def test_matches_are_emphasised_on_a_terminal_alone(library: Path) -> None:
    ours, theirs = pty.openpty()
    code = "from mkdocs_postmortems.cli import main; main(prog_name='postmortems')"
    with subprocess.Popen(
        [sys.executable, "-c", code, "find", "migration table gazebo"], cwd=library, stdout=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        assert process.wait() == 0
    os.close(ours)
    assert b"The \x1b[1mmigration\x1b[0m left the \x1b[1mtable\x1b[0m orders_v2" in shown
    assert "\x1b[2m    Without:    “gazebo”\x1b[0m".encode() in shown
    assert "\x1b" not in postmortems("find", "migration table", folder=library).stdout


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how Linux tells that the other end is closed
        return b""


HIDDEN = {
    "id": "PM-2026-009", "title": "Zeppelin leaked", "visibility": "restricted",
    "date": "2026-03-01", "symptoms": "[zeppelins]", "category": "data",
}  # fmt: skip


def test_what_the_audience_may_not_see_is_neither_found_nor_told_of(library: Path) -> None:
    before = {
        text: postmortems("find", text, folder=library)
        for text in ("PM-2026-009", "zeppelin", "zeppelim", "data column")
    }
    (library / "docs/incidents/hidden.md").write_text(postmortem(None, **HIDDEN))
    for text, done in before.items():
        again = postmortems("find", text, folder=library)
        assert (again.stdout, again.stderr) == (done.stdout, done.stderr)
    assert b"eppelin" not in kept(library).read_bytes()


def test_a_slip_in_the_visibility_hides_a_document(library: Path) -> None:
    slip = postmortem(None, **{**HIDDEN, "visibility": "restrictd"})
    (library / "docs/incidents/hidden.md").write_text(slip)
    assert ids("zeppelin", folder=library) == []


def test_documents_that_have_one_id_are_left_out_as_in_the_library(library: Path) -> None:
    twin = postmortem(None, **{**HIDDEN, "id": "pm-2026-002", "visibility": "internal"})
    (library / "docs/incidents/twin.md").write_text(twin.replace("pm-2026-002", "PM-2026-002"))
    done = postmortems("find", "zeppelin", "orders", "--format", "json", folder=library)
    assert json.loads(done.stdout) == []
    assert "2 documents could not be read; run `postmortems check`." in done.stderr
    (library / "docs/incidents/twin.md").unlink()
    assert ids("orders", folder=library) == ["PM-2026-002"]


def kept(folder: Path, audience: str = "internal") -> Path:
    digest = sha256(f"{len(audience)}:{audience}".encode()).hexdigest()
    return folder / f".cache/postmortems/search-{digest[:12]}.index"


def test_two_sites_for_different_audiences_keep_their_words_apart(library: Path) -> None:
    config = (library / "mkdocs.yml").read_text()
    inner = config.replace("as_of:", "audience: restricted\n    as_of:")
    (library / "inner.yml").write_text(inner)
    (library / "docs/incidents/hidden.md").write_text(postmortem(None, **HIDDEN))
    assert ids("zeppelin", folder=library) == []
    own = kept(library).read_bytes()
    assert ids("zeppelin", "-f", "inner.yml", folder=library) == ["PM-2026-009"]
    assert kept(library).read_bytes() == own
    assert b"eppelin" in kept(library, "restricted").read_bytes()


def test_changed_new_and_deleted_documents_are_told(library: Path) -> None:
    assert ids("column", folder=library) == ["PM-2026-002"]
    path = library / "docs/incidents/orders.md"
    path.write_text(path.read_text().replace("column", "pillar"))
    (library / "docs/incidents/new.md").write_text(
        postmortem(id="PM-2026-004", title="A column fell", date="2026-03-01")
    )
    (library / "docs/incidents/heap.md").unlink()
    assert ids("column", folder=library) == ["PM-2026-004"]
    assert ids("pillar", folder=library) == ["PM-2026-002"]
    assert ids("worker", folder=library) == []


def test_another_library_yml_makes_the_index_anew(library: Path) -> None:
    assert ids("db", folder=library) == []
    settings = library / "docs/library.yml"
    settings.write_text(SETTINGS.replace("[db, ", "[column, db, "))
    assert ids("db", folder=library) == ["PM-2026-002"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("categories: [data, capacity, configuration", "library.yml has 1 problem;"),
        ("synonims: [[a, b]]\nsynonyms: [[db]]\n", "library.yml has 2 problems;"),
    ],
)
def test_a_library_yml_that_is_not_all_used_is_told_of_each_time(
    library: Path, text: str, told: str
) -> None:
    assert "library.yml" not in postmortems("find", "column", folder=library).stderr
    (library / "docs/library.yml").write_text(text)
    for _ in range(2):
        done = postmortems("find", "column", folder=library)
        assert done.stdout.startswith("PM-2026-002")
        assert done.stderr.splitlines()[0] == f"{told} run `postmortems check`."


def test_an_index_that_is_broken_is_made_anew(library: Path) -> None:
    assert ids("column", folder=library) == ["PM-2026-002"]
    whole = kept(library).read_bytes()
    middle = len(whole) // 2
    for broken in (b"", b"nonsense", whole[:middle], whole[:middle] + b"\0" + whole[middle + 1 :]):
        kept(library).write_bytes(broken)
        assert ids("column", folder=library) == ["PM-2026-002"]
        assert kept(library).read_bytes() == whole


def test_processes_at_once_leave_a_whole_index(library: Path) -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(lambda _: ids("column", folder=library), range(4)))
    assert found == [["PM-2026-002"]] * 4
    database = sqlite3.connect(":memory:")
    database.deserialize(kept(library).read_bytes()[64:])
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(path.name for path in kept(library).parent.iterdir()) == [
        ".gitignore", kept(library).name,
    ]  # fmt: skip


def test_nothing_is_kept_where_nothing_may_be(library: Path) -> None:
    assert ids("column", "--no-cache", folder=library) == ["PM-2026-002"]
    assert not kept(library).exists()
    config = library / "mkdocs.yml"
    config.write_text(config.read_text().replace("as_of:", "cache: false\n    as_of:"))
    assert ids("column", folder=library) == ["PM-2026-002"]
    assert not kept(library).exists()


def test_unchanged_documents_are_searched_without_their_readers(library: Path) -> None:
    loaded = (
        "import sys; from mkdocs_postmortems.cli import main\n"
        "try: main(['find', 'column'])\n"
        "finally: print(sorted({'pydantic', 'markdown_it', 'mkdocs', 'jinja2'} & {*sys.modules}))"
    )
    postmortems("find", "column", folder=library)
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=library, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("\n[]\n")


@pytest.fixture(scope="module")
def examples() -> OpenIndex:
    return open_index(read_project(ROOT / "mkdocs.yml"), cache=False)


@given(st.text(max_size=80) | st.text(alphabet='"*^:(){}+-.NEAR AND OR NOT\0_', max_size=40))
def test_whatever_is_typed_is_an_answer(examples: OpenIndex, text: str) -> None:
    found = answer(examples, text)
    assert found == answer(examples, text)


def test_people_on_call_find_the_postmortem_among_the_first_three(examples: OpenIndex) -> None:
    missed: Mapping[str, list[str]] = {
        query.text: first
        for query in QUERIES
        if query.finds not in (first := answer(examples, query.text)[:3])
    }
    assert len(QUERIES) - len(missed) >= 27, missed
