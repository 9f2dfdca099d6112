"""The built site: complete, safe, reproducible, under any theme."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .crawler import broken_links, read_page
from .documents import generated, postmortem
from .libraries import SETTINGS
from .sites import ROOT, Built, build, run, write_site

HOSTILE = """<script>alert(1)</script> & "x" 'y'"""


def small_library() -> dict[str, str | bytes]:
    """Three postmortems that refer to one another, and a page that links one."""
    return {
        "incidents/2026/first.md": postmortem(),
        "incidents/2026/second.md": postmortem(
            id="PM-2026-002", title="Search slow again", recurrence_of="[PM-2026-001]",
            date="2026-02-03",
        ),
        "incidents/third.md": postmortem(
            {"Summary": "Nearly. See [the first](2026/first.md#root-cause)."},
            id="PM-2026-003", title="A near miss", kind="near-miss", severity=None,
            potential_severity="SEV-1", date="2026-02-20", duration=None, customer_impact=None,
        ),
        "onboarding.md": "# Welcome\n\nRead [the first](incidents/2026/first.md#action-items), "
        "then [the open items](actions/index.md).\n",
    }  # fmt: skip


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_a_strict_build_passes_and_no_link_is_broken(
    folder: Path, theme: str, directory_urls: bool
) -> None:
    write_site(folder, small_library(), theme=theme, use_directory_urls=directory_urls)
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    page = "PM-2026-001/index.html" if directory_urls else "PM-2026-001.html"
    assert "Bound the queue at 2,000 requests" in built.text(f"incidents/{page}")
    assert broken_links(built.site) == []


def test_every_link_and_anchor_of_the_example_site_leads_somewhere(example: Built) -> None:
    assert broken_links(example.site) == []


def test_no_page_of_the_example_site_asks_another_host(example: Built) -> None:
    asked = {
        (path.name, target)
        for path in example.site.rglob("*.html")
        for target in read_page(path).fetched
        if re.match(r"(?:https?:)?//", target)
    }
    assert asked == set()


def test_an_incident_has_the_address_of_its_id_wherever_its_file_lies(folder: Path) -> None:
    write_site(folder, {"incidents/some/where/deep.md": postmortem(id="PM-2026-042")})
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    assert (built.site / "incidents/PM-2026-042/index.html").is_file()
    assert not (built.site / "incidents/some").exists()


def test_incidents_stay_out_of_the_menu(folder: Path) -> None:
    write_site(folder, small_library())
    home = build(folder).text("index.html")
    menu = home[home.index("<nav") if "<nav" in home else 0 : home.index("Needs attention")]
    assert "PM-2026-001" not in menu
    assert "actions/" in menu


def test_the_text_stands_as_written_around_the_table_of_action_items(folder: Path) -> None:
    sections = {
        "Root Cause": "A `queue`\nwithout **bound**.\n\n```\nraw | text\n```\n",
        "Supporting Information": "The graph of the day.",
    }
    write_site(folder, {"incidents/a.md": postmortem(sections)})
    page = build(folder, "--strict").text("incidents/PM-2026-001/index.html")
    assert "without <strong>bound</strong>" in page
    assert "raw | text" in page
    assert page.index('id="a1"') < page.index('id="a2"') < page.index("The graph of the day.")
    assert page.count("Bound the queue at 2,000 requests") == 1
    assert "pm-actions-slot" not in page


def test_a_document_without_action_items_keeps_all_its_text(folder: Path) -> None:
    sections = {"Action Items": "None: the service was switched off for good."}
    write_site(folder, {"incidents/a.md": postmortem(sections)})
    page = build(folder, "--strict").text("incidents/PM-2026-001/index.html")
    assert "None: the service was switched off for good." in page
    assert "No action items were agreed." in page


def test_the_search_knows_symptoms_and_numbers_and_reads_no_list(folder: Path) -> None:
    text = postmortem(symptoms='["heap of search-api at 97 %"]', incidents="[INC-77]")
    write_site(
        folder, {"incidents/a.md": text, "incidents/b.md": generated(3, 10)}, theme="material"
    )
    built = build(folder, "--strict")
    entries = json.loads(built.text("search/search_index.json"))["docs"]
    own = " ".join(e["text"] for e in entries if e["location"].startswith("incidents/PM-2026-001/"))
    for word in ("heap of search-api at 97 %", "INC-77", "The thread pool's queue had no bound",
                 "Then the limit was raised"):  # fmt: skip
        assert own.count(word) == 1, word
    listed = " ".join(e["text"] for e in entries if e["location"].startswith("incidents/#"))
    assert "Search answered with errors" not in listed
    page = built.text("incidents/PM-2026-001/index.html")
    assert page.count("heap of search-api at 97 %") == 1


REWRITING = """
def on_page_content(html, **kwargs):
    return html.replace("<p>", "<p >")
"""


def test_facts_and_action_items_stand_where_another_plugin_writes_the_html_anew(
    folder: Path,
) -> None:
    write_site(folder, small_library(), hooks=["rewriting.py"])
    (folder / "rewriting.py").write_text(REWRITING)
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    page = built.text("incidents/PM-2026-001/index.html")
    assert page.count('class="pm-facts"') == page.count('id="a1"') == 1
    assert page.count("Raised the limit of the thread pool") == 1


FAULTY: dict[str, str | bytes] = {
    "unclosed.md": "---\nid: PM-2025-901\ntitle: Unclosed\n",
    "list.md": "---\n- a\n- b\n---\n# A list\n",
    "empty.md": "",
    "latin.md": "---\nid: PM-2025-904\ntitle: Stra\xdfe\n---\n".encode("latin-1"),
    "no-id.md": postmortem(id=None),
    "no-title.md": postmortem(id="PM-2025-906", title=None),
    "twin-a.md": postmortem(id="PM-2025-907"),
    "twin-b.md": postmortem(id="PM-2025-907", title="The other one"),
    "nested.md": "---\nid: " + "[" * 100_000 + "\n---\n",
    "large.md": b"---\nid: PM-2025-910\ntitle: Large\n---\n" + b"x" * 5_000_000,
}


def test_ten_faulty_documents_among_fifty_leave_the_other_forty_published(folder: Path) -> None:
    files: dict[str, str | bytes] = {f"incidents/{n:02}.md": generated(n, 40) for n in range(40)}
    files |= {f"incidents/faulty/{name}": text for name, text in FAULTY.items()}
    write_site(folder, files)
    built = build(folder)
    assert built.status == 0, built.output
    listed = json.loads(built.text("api/v1/postmortems.json"))["postmortems"]
    assert len(listed) == 40
    home = built.text("index.html")
    assert "10 documents are missing here" in home
    for name in FAULTY:
        assert f"docs/incidents/faulty/{name}" in home
        assert f"incidents/faulty/{name}" in built.output
    strict = build(folder, "--strict", site=folder / "strict")
    assert strict.status == 1
    for name in FAULTY:
        assert f"WARNING -  postmortems: docs/incidents/faulty/{name}:" in strict.output


def test_what_no_page_can_hold_is_a_finding_and_the_build_goes_on(folder: Path) -> None:
    sentence = "A sentence that somebody wrote where a word was asked for. " * 6
    nested = "".join(f"{'    ' * level}- item\n" for level in range(250))
    texts: dict[str, tuple[str, str]] = {
        "word.md": (postmortem(contributing_factors=f'["{sentence}"]'), "PM103"),
        "category.md": (postmortem(category=f'"{sentence}"'), "PM103"),
        "id.md": (postmortem(id="PM-2026-" + "1" * 300), "PM103"),
        "digits.md": (postmortem(id="PM-２０２６-００７"), "PM103"),
        "control.md": (postmortem(title='"a\\0text\\0b"', symptoms='["a\\0b"]'), "PM103"),
        "impact.md": (postmortem(impact=f"{{requests: {'1' * 5000}}}"), ""),
        "nested.md": (postmortem({"Impact": nested}), "PM902"),
        "raw.md": (postmortem({"Impact": "a\0text\0b \x1b[31mred"}), ""),
    }
    files: dict[str, str | bytes] = {
        f"incidents/{name}": text.replace("PM-2026-001", f"PM-2026-{number:03}")
        for number, (name, (text, _)) in enumerate(texts.items(), start=1)
    }
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    for name, (_, code) in texts.items():
        found = set(re.findall(rf"incidents/{name}:\d+:\d+: (PM\d+)", built.output))
        assert (code in found) if code else found <= {"PM602"}, name
    records = json.loads(built.text("api/v1/postmortems.json"))["postmortems"]
    titles = {record["source"]: record["title"] for record in records}
    assert len(titles) == 5
    assert titles["incidents/control.md"] == "atextb"


def test_a_document_with_faulty_fields_is_published_with_those_unknown(folder: Path) -> None:
    text = postmortem(date="yesterday", duration="long", severity="SEV-9", category="gremlins")
    library = "categories: [capacity]\n"
    write_site(folder, {"incidents/a.md": text, "library.yml": library})
    built = build(folder)
    record = json.loads(built.text("api/v1/postmortems.json"))["postmortems"][0]
    assert (record["date"], record["quarter"], record["severity"], record["category"]) == (
        None,
    ) * 4
    assert "Search answered with errors" in built.text("incidents/index.html")


def test_a_restricted_document_leaves_no_trace(folder: Path) -> None:
    secret = postmortem(
        {"Summary": "Zanzibar leaked. ![plan](zanzibar.png)", "Root Cause": "Zanzibar again."},
        id="PM-2026-666", title="Zanzibar", visibility="restricted", teams="[zanzibar-team]",
        services="[zanzibar-api]", category="zanzibar-cause", aliases="[zanzibar-alias]",
        contributing_factors="[zanzibar-factor]", date="2019-05-05",
    )  # fmt: skip
    files = small_library() | {
        "incidents/zanzibar.md": secret,
        "incidents/zanzibar.png": b"png",
        "incidents/unreadable.md": "---\ntitle: Zanzibar: open\nvisibility: restricted\n---\n",
        "incidents/linked.md": postmortem(
            id="PM-2026-004", related="[PM-2026-666]", recurrence_of="[PM-2026-666]"
        ),
    }
    write_site(folder, files)
    built = build(folder)
    assert built.status == 0, built.output
    for name, content in built.files().items():
        for trace in (b"zanzibar", b"pm-2026-666", b"2019-q2", b"unreadable.md"):
            assert trace not in content.lower(), name
            assert trace not in name.lower().encode()
    seen = build(write_site(folder, files, options={"audience": "restricted"}), site=folder / "all")
    assert "Zanzibar" in seen.text("incidents/PM-2026-666/index.html")


def test_a_document_whose_id_a_restricted_one_has_does_not_name_it(folder: Path) -> None:
    files: dict[str, str | bytes] = {
        "incidents/a.md": postmortem(aliases="[PM-2026-009]"),
        "incidents/zanzibar.md": postmortem(title="Zanzibar", visibility="restricted"),
        "incidents/zanzibar-again.md": postmortem(id="PM-2026-009", visibility="restricted"),
    }
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    home = built.text("index.html")
    assert "docs/incidents/a.md" in home
    assert "another document has the same id" in home
    for name, content in built.files().items():
        assert b"zanzibar" not in content.lower() + name.lower().encode(), name


def test_a_slip_in_the_visibility_or_in_the_files_name_publishes_nothing(folder: Path) -> None:
    text = postmortem(title="Zanzibar", visibility=None)
    twice = "visibility: internal\nvisibility: restricted\n"
    files: dict[str, str | bytes] = {
        "incidents/a.md": text.replace("date:", "visibilty: restricted\ndate:", 1),
        "incidents/b.md": text.replace("date:", f"{twice}date:", 1).replace("-001", "-002", 1),
        "incidents/c.markdown": postmortem(
            title="Zanzibar", id="PM-2026-003", visibility="restricted"
        ),
    }
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    assert [name for name, content in built.files().items() if b"Zanzibar" in content] == []


def test_files_that_only_restricted_documents_name_are_not_published(folder: Path) -> None:
    """However they are named, and whether or not the documents have a page."""
    shown = (
        "![](my%20plan.png) ![x][g]\n\n[g]: graph.png\n\n<img src=unquoted.png> "
        "![](<a b.png>) [log](../zanzibar/log.txt) ![](../../assets/logo.png)\n\n![](shared.png)"
    )
    restricted = {"Summary": shown}
    twins = ("incidents/zanzibar/b.md", "incidents/zanzibar/c.md")
    files: dict[str, str | bytes] = {
        "incidents/zanzibar/a.md": postmortem(restricted, visibility="restricted"),
        **dict.fromkeys(twins, postmortem(restricted, id="PM-2026-002", visibility="restricted")),
        "incidents/public.md": postmortem(
            {"Summary": "![](zanzibar/shared.png) ![](own.png)"}, id="PM-2026-003"
        ),
        "guide.md": "# Guide\n\n![](assets/logo.png) ![](incidents/guide.svg)\n",
        "assets/logo.png": b"png",
        "assets/unused.png": b"png",
        "incidents/guide.svg": b"<svg/>",
        "incidents/own.png": b"png",
    }
    names = "my plan.png", "graph.png", "unquoted.png", "a b.png", "log.txt", "shared.png"
    files |= {f"incidents/zanzibar/{name}": b"zanzibar" for name in names}
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    ours = ("assets/logo", "assets/unused", "incidents/")
    kept = {n for n in built.files() if n.startswith(ours) and not n.endswith(".html")}
    assert kept == {
        "assets/logo.png", "assets/unused.png", "incidents/guide.svg", "incidents/own.png",
        "incidents/zanzibar/shared.png",
    }  # fmt: skip


def test_without_restricted_documents_every_file_is_published(folder: Path) -> None:
    files = small_library() | {"incidents/2026/notes.txt": b"notes"}
    assert "incidents/2026/notes.txt" in build(write_site(folder, files)).files()


@pytest.mark.parametrize("option", ["library.yml", "./library.yml", "incidents/../library.yml"])
def test_settings_are_not_published(folder: Path, option: str) -> None:
    files = small_library() | {"library.yml": "organisation: Lindgrove\n"}
    built = build(write_site(folder, files, options={"library": option}), "--strict")
    assert "Lindgrove" in built.text("index.html")
    assert not (built.site / "library.yml").exists()


def test_settings_behind_a_link_are_not_published(folder: Path) -> None:
    write_site(folder, small_library() | {"words/ours.yml": "organisation: Lindgrove\n"})
    (folder / "docs/library.yml").symlink_to("words/ours.yml")
    built = build(folder, "--strict")
    assert "Lindgrove" in built.text("index.html")
    assert [name for name in built.files() if name.endswith(".yml")] == []


@pytest.mark.parametrize("option", ["./incidents/", "assets/../incidents"])
def test_the_folder_of_incidents_may_be_written_in_any_way(folder: Path, option: str) -> None:
    files = {"incidents/zanzibar.md": postmortem(title="Zanzibar", visibility="restricted")}
    built = build(write_site(folder, files, options={"incidents": option}), "--strict")
    assert built.status == 0, built.output
    assert [name for name, content in built.files().items() if b"Zanzibar" in content] == []


def hostile_library() -> dict[str, str | bytes]:
    """A postmortem that says the same evil thing in every field and section."""
    quoted = json.dumps(HOSTILE)
    fields = dict.fromkeys(("title", "category", "trigger", "mitigation", "facilitator"), quoted) | dict.fromkeys(("contributing_factors", "teams", "services", "symptoms", "incidents", "authors", "responders", "reviewers", "aliases", "tags"), f"[{quoted}]")  # fmt: skip
    cell = HOSTILE.replace("|", "")
    actions = (
        "| ID | Item | Owner | Priority | Due Date | Status | Ticket | Note |\n"
        "|---|---|---|---|---|---|---|---|\n"
        f"| A1 | {cell} [x](javascript:alert(1)) | {cell} | {cell} | 2026-02-01 | open | {cell} "
        f"| {cell} |\n"
    )
    text = postmortem(
        {"Action Items": actions, "Summary": f"First `{HOSTILE}`."},
        impact="{" + json.dumps(HOSTILE) + f": {quoted}" + "}",
        links="{" + json.dumps(HOSTILE) + ': "https://x.example/?a=\\"><script>alert(1)</script>"}',
        **fields,
    )
    library = (
        f"organisation: {quoted}\n"
        "teams:\n"
        f"  - {{id: evil, name: {quoted}, aliases: [evil team], members: [{quoted}]}}\n"
        f"severities: [{{id: SEV-2, title: {quoted}}}]\n"
        f"categories: [{{id: evil, title: {quoted}, description: {quoted}}}]\n"
    )
    return {"incidents/evil.md": text, "library.yml": library}


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_nothing_typed_in_a_field_becomes_markup(folder: Path, theme: str) -> None:
    write_site(folder, hostile_library(), theme=theme)
    built = build(folder)
    assert built.status == 0, built.output
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in built.text("incidents/index.html")
    pages = [path for path in built.site.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 30
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text, path
        assert 'href="javascript:' not in text, path
        assert "alert(1)" not in _code(path), path
    record = json.loads(built.text("api/v1/postmortems.json"))["postmortems"][0]
    assert record["title"] == HOSTILE


class _Scripts(HTMLParser):
    """What a page would run: scripts written into it, and attributes such as `onclick`."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script"
        self.found += [value or "" for name, value in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def _code(path: Path) -> str:
    """What the page runs, its string literals emptied."""
    scripts = _Scripts()
    scripts.feed(path.read_text(encoding="utf-8"))
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', "\n".join(scripts.found))


def test_two_builds_are_byte_identical_on_other_days_in_other_zones(tmp_path: Path) -> None:
    """Two folders written in opposite order, other hash seeds, time zones and dates."""
    files = small_library() | hostile_library()
    outputs = []
    faked = tmp_path / "faked"
    faked.mkdir()
    (faked / "sitecustomize.py").write_text(
        "import os, time\n"
        "shift = float(os.environ['DAYS_LATER']) * 86400\n"
        "real = time.time\n"
        "time.time = lambda: real() + shift\n"
        "import datetime\n"
        "class Later(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz=None):\n"
        "        return cls.fromtimestamp(time.time(), tz)\n"
        "    @classmethod\n"
        "    def utcnow(cls):\n"
        "        return cls.now(datetime.timezone.utc).replace(tzinfo=None)\n"
        "class LaterDate(datetime.date):\n"
        "    @classmethod\n"
        "    def today(cls):\n"
        "        return cls.fromtimestamp(time.time())\n"
        "datetime.datetime = Later\n"
        "datetime.date = LaterDate\n"
    )
    for number, (seed, zone, days) in enumerate(
        [("0", "UTC", "0"), ("1", "Pacific/Kiritimati", "400")]
    ):
        order = list(files.items()) if number else list(reversed(files.items()))
        site = write_site(tmp_path / f"copy{number}", dict(order), theme="material")
        env = {
            "PYTHONHASHSEED": seed, "TZ": zone, "DAYS_LATER": days, "PYTHONPATH": str(faked),
        }  # fmt: skip
        built = build(site, env=env)
        assert built.status == 0, built.output
        outputs.append(built.files())
    first, second = outputs
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_the_wheel_alone_serves_a_strange_site(tmp_path: Path) -> None:
    """Built, installed into an empty environment, used with another theme and other folders."""
    done = run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT)],
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run([sys.executable, "-m", "venv", str(tmp_path / "venv")], tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    done = run([str(python), "-m", "pip", "install", "--quiet", str(wheel)], tmp_path)
    assert done.returncode == 0, done.stderr
    site = write_site(
        tmp_path / "strange",
        {
            "outages/a.md": postmortem(id="OUT-2026-001"),
            "outages/old/b.md": "# Lights out\n\n**ID**: OUT-2025-001\n**Date**: 2025-03-01\n\n"
            "## Summary\n\nIt was dark.\n",
            "words/our.yml": "id_prefix: OUT\n",
            "handbook.md": "# Ours\n\n[The first](outages/a.md)\n",
        },
        theme="readthedocs",
        options={"incidents": "outages", "library": "words/our.yml"},
    )
    done = run([str(python), "-m", "mkdocs", "build", "--strict"], site)
    assert done.returncode == 0, done.stderr
    page = (site / "site/incidents/OUT-2025-001/index.html").read_text(encoding="utf-8")
    assert "It was dark." in page
    assert (site / "site/postmortems/postmortems.css").is_file()
    done = run([str(python.parent / "postmortems"), "list"], site)
    assert "OUT-2026-001" in done.stdout


def test_an_authored_page_wins_and_the_collision_is_reported(folder: Path) -> None:
    files = small_library() | {"categories/index.md": "# Our own categories\n"}
    built = build(write_site(folder, files), "--strict")
    assert built.status == 1
    assert "docs/categories/index.md:1:1: PM903" in built.output
    loose = build(folder)
    assert "Our own categories" in loose.text("categories/index.html")


def test_a_service_called_index_has_its_page_beside_the_list(folder: Path) -> None:
    files: dict[str, str | bytes] = {
        "incidents/a.md": postmortem(services="[index, readme]", teams="[index]")
    }
    built = build(write_site(folder, files), "--strict")
    assert built.status == 0, built.output
    assert ">Services</h1>" in built.text("services/index.html")
    for name in ("services/index", "services/readme", "teams/index"):
        assert "Search answered with errors" in built.text(f"{name}/index.html")
    assert broken_links(built.site) == []
    flat = build(write_site(folder, files, use_directory_urls=False), "--strict")
    assert flat.status == 1
    assert "PM903" in flat.output


def test_a_postmortem_keeps_no_generated_page_from_its_place(folder: Path) -> None:
    files: dict[str, str | bytes] = {"services/search-api.md": postmortem()}
    built = build(write_site(folder, files, options={"incidents": "."}), "--strict")
    assert built.status == 0, built.output
    assert ">search-api</h1>" in built.text("services/search-api/index.html")
    assert (built.site / "incidents/PM-2026-001/index.html").is_file()


def test_own_data_and_pages_that_are_no_markdown_win_too(folder: Path) -> None:
    files = small_library() | {
        "api/v1/actions.json": "{}",
        "actions.ics": "BEGIN:VCALENDAR",
        "objects.inv": "ours",
        "actions/open-0.json": "[]",
        "teams/index.html": "<p>Ours</p>",
    }
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    assert (built.text("api/v1/actions.json"), built.text("teams/index.html")) == (
        "{}", "<p>Ours</p>",
    )  # fmt: skip
    assert built.text("actions.ics") == "BEGIN:VCALENDAR"
    assert "docs/api/v1/actions.json:1:1: PM903" in built.output
    assert "docs/actions.ics:1:1: PM903" in built.output
    assert built.text("objects.inv") == "ours"
    assert "docs/objects.inv:1:1: PM903" in built.output
    assert "docs/teams/index.html:1:1: PM903" in built.output
    assert built.text("actions/open-0.json") == "[]"
    assert "docs/actions/open-0.json:1:1: PM903" in built.output


def test_an_own_home_page_is_kept_and_does_not_fail_a_strict_build(folder: Path) -> None:
    files = small_library() | {"index.md": "# Our home\n"}
    built = build(write_site(folder, files), "--strict")
    assert built.status == 0, built.output
    assert "Our home" in built.text("index.html")


def test_a_template_of_the_users_own_replaces_ours(folder: Path) -> None:
    write_site(folder, small_library(), theme="mkdocs")
    config = (folder / "mkdocs.yml").read_text()
    (folder / "mkdocs.yml").write_text(
        config.replace("name: mkdocs", "name: mkdocs\n  custom_dir: own")
    )
    own = folder / "own" / "postmortems"
    own.mkdir(parents=True)
    (own / "teams.html").write_text("<h1 id='t'>Squads: {{ view.rows|length }}</h1>")
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    assert "Squads: 1" in built.text("teams/index.html")


def test_an_empty_library_builds_and_says_how_to_begin(folder: Path) -> None:
    built = build(write_site(folder, {"library.yml": ""}), "--strict")
    assert built.status == 0, built.output
    assert "No postmortems yet" in built.text("index.html")
    assert "No action items yet" in built.text("actions/index.html")


def test_an_unknown_audience_stops_the_build(folder: Path) -> None:
    built = build(write_site(folder, small_library(), options={"audience": "everyone"}))
    assert built.status == 1
    assert "there is no audience `everyone`" in built.output


def test_the_outer_environment_keeps_its_date(folder: Path) -> None:
    """Without `as_of`, SOURCE_DATE_EPOCH decides what is overdue."""
    write_site(folder, small_library(), options={"as_of": None})
    early = build(folder, site=folder / "early", env={"SOURCE_DATE_EPOCH": "1772496000"})
    late = build(folder, site=folder / "late", env={"SOURCE_DATE_EPOCH": "1773100800"})
    assert json.loads(early.text("api/v1/actions.json"))["as_of"] == "2026-03-03"
    assert json.loads(late.text("api/v1/actions.json"))["as_of"] == "2026-03-10"
    assert "Overdue by 2 days" in late.text("actions/index.html")
    assert "Overdue" not in early.text("incidents/PM-2026-001/index.html")


def test_a_team_counts_its_newest_items_among_those_of_known_days(folder: Path) -> None:
    head = "| ID | Item | Owner | Due Date | Status | Closed |\n|---|---|---|---|---|---|\n"
    dated = "".join(
        f"| A{n} | Item {n} | Checkout | | done | 2026-03-0{n} |\n" for n in range(1, 7)
    )
    table = f"{head}{dated}| A7 | Item 7 | Checkout | | done | |\n"
    files = {"library.yml": SETTINGS, "incidents/a.md": postmortem({"Action Items": table})}
    built = build(write_site(folder, files))
    page = built.text("teams/checkout/index.html")
    assert "The newest 5 of 6" in page
    assert 'What we closed <span class="pm-count">7</span>' in page
