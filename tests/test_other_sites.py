"""Other sites that link to a library: made by Sphinx, with mkdocstrings, with `postmortem-links`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sphobjinv
from bs4 import BeautifulSoup
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from mkdocs_postmortems.core.inventory import Inventory, InventoryEntry, write_inventory
from mkdocs_postmortems.links_plugin import PostmortemLinksPlugin

from .browsers import served
from .crawler import broken_links_between
from .documents import postmortem
from .sites import Built, build, postmortems, run, write_site

LIBRARY = "https://postmortems.lindgrove.example/"
"""Where the example says that it is published."""
HANDBOOK = "https://handbook.lindgrove.example/"
SHOP = "https://shop.lindgrove.example/en/"
RUNBOOKS = "https://guides.lindgrove.example/"
PAGE = f"{LIBRARY}incidents/PM-2026-007/"
TITLE = "Checkout failed after the schema migration ran late"
RENAMED = f"{LIBRARY}incidents/PM-2025-038/"
"""What was PM-2025-014 once."""
RENAMED_TITLE = "A rate limit sixty times too low was stopped on its way to the edge"

SPHINX = """\
Handbook
========

* :ref:`PM-2026-007`
* :ref:`pm-2026-007`
* :ref:`the outage in March <PM-2026-007>`
* :ref:`orders-outage-march`
* :external+postmortems:ref:`PM-2026-007`
* :external:ref:`its cause <PM-2026-007#root-cause>`
* :ref:`PM-2025-014`
* :ref:`the cause of that <PM-2025-014#root-cause>`
* :ref:`PM-2026-007-A1`
* :any:`PM-2026-007`
* :ref:`category-deployment`
"""
MKDOCSTRINGS = """\
# Shop

* [PM-2026-007][]
* [pm-2026-007][]
* [the outage in March][PM-2026-007]
* [its cause][PM-2026-007#root-cause]
* [PM-2025-014][]
* [the cause of that][PM-2025-014#root-cause]
* [orders-outage-march][]
* [Deployment][category-deployment]
"""
REFERENCES = """\
# Runbooks

* [[PM-2026-007]]
* [[pm-2026-007|the *outage* in March]]
* [[PM-2026-007#root-cause|its cause]]
* [[PM-2025-014]]
* [[PM-2025-014#root-cause|the cause of that]]
* [[Orders-Outage-March]]{card}
* [[PM-2026-007-A1]]
* [[category-deployment]]
* [[find: category="Deployment process" team="payments, Checkout" limit=5]]

| What | Why |
|---|---|
| [[PM-2026-007\\|in a table]] | |

Not these: `[[PM-2026-404]]`, \\[[PM-2026-404]], [[Some other wiki page]].

    [[PM-2026-404]] in a block of code
"""


def links(page: str) -> list[tuple[str, str]]:
    """Address and text of each link of a list or table."""
    found = BeautifulSoup(page, "html.parser").select("li a[href^=http], td a[href^=http]")
    return [(str(link["href"]), link.get_text()) for link in found]


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    """The example library on this machine, whatever proxy there is for others."""
    with pytest.MonkeyPatch.context() as patch, served(example.site) as found:
        patch.setenv("no_proxy", "127.0.0.1")
        yield found


def build_sphinx(folder: Path, library: Path, text: str) -> Path:
    """A site by Sphinx, with the inventory in a library's built site."""
    folder.mkdir(exist_ok=True)
    mapping = {"postmortems": (LIBRARY, str(library / "objects.inv"))}
    (folder / "conf.py").write_text(
        "project = 'Handbook'\nhtml_theme = 'basic'\nextensions = ['sphinx.ext.intersphinx']\n"
        f"intersphinx_mapping = {mapping!r}\n"
    )
    (folder / "index.rst").write_text(text)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-b", "html", ".", "site"]
    done = run(command, folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "site"


def build_mkdocstrings(folder: Path, address: str, text: str) -> Path:
    """A site with mkdocstrings, and the inventory of a library that is served there."""
    inventory = {"url": f"{address}objects.inv", "base_url": LIBRARY, "domains": ["std"]}
    plugin = {"mkdocstrings": {"handlers": {"python": {"inventories": [inventory]}}}}
    write_site(folder, {"index.md": text}, plugins=[plugin])
    built = build(folder, "--strict", env={"XDG_CACHE_HOME": str(folder / "cache")})
    assert built.status == 0, built.output
    return built.site


def build_runbooks(folder: Path, address: str, text: str) -> Path:
    """A site with `postmortem-links`, and the same inventory."""
    options = {"inventory": f"{address}objects.inv", "base_url": LIBRARY}
    write_site(folder, {"index.md": text}, plugins=[{"postmortem-links": options}])
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    return built.site


@pytest.fixture(scope="module")
def sphinx_site(example: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sphinx(tmp_path_factory.mktemp("sphinx"), example.site, SPHINX)


@pytest.fixture(scope="module")
def mkdocstrings_site(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_mkdocstrings(tmp_path_factory.mktemp("mkdocstrings"), address, MKDOCSTRINGS)


@pytest.fixture(scope="module")
def runbooks(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_runbooks(tmp_path_factory.mktemp("runbooks"), address, REFERENCES)


def test_a_sphinx_site_links_by_id_and_alias_in_any_case(sphinx_site: Path) -> None:
    *found, (item, item_title), anything, category = links((sphinx_site / "index.html").read_text())
    assert found == [
        (PAGE, TITLE),
        (PAGE, TITLE),
        (PAGE, "the outage in March"),
        (PAGE, TITLE),
        (PAGE, TITLE),
        (f"{PAGE}#root-cause", "its cause"),
        (RENAMED, RENAMED_TITLE),
        (f"{RENAMED}#root-cause", "the cause of that"),
    ]
    assert item == f"{PAGE}#a1"
    assert item_title.startswith("PM-2026-007-A1: ")
    assert anything == (PAGE, TITLE)
    assert category[0] == f"{LIBRARY}categories/deployment/"


def test_a_site_with_mkdocstrings_links_by_id_and_alias(mkdocstrings_site: Path) -> None:
    assert links((mkdocstrings_site / "index.html").read_text()) == [
        (PAGE, "PM-2026-007"),
        (PAGE, "pm-2026-007"),
        (PAGE, "the outage in March"),
        (f"{PAGE}#root-cause", "its cause"),
        (RENAMED, "PM-2025-014"),
        (f"{RENAMED}#root-cause", "the cause of that"),
        (PAGE, "orders-outage-march"),
        (f"{LIBRARY}categories/deployment/", "Deployment"),
    ]


def test_a_site_with_postmortem_links_has_the_librarys_double_brackets(runbooks: Path) -> None:
    page = (runbooks / "index.html").read_text()
    *found, (item, item_title), category, search, in_table = links(page)
    assert found == [
        (PAGE, TITLE),
        (PAGE, "the outage in March"),
        (f"{PAGE}#root-cause", "its cause"),
        (RENAMED, RENAMED_TITLE),
        (f"{RENAMED}#root-cause", "the cause of that"),
        (PAGE, TITLE),
    ]
    assert item == f"{PAGE}#a1"
    assert item_title.startswith("PM-2026-007-A1: ")
    assert category[0] == f"{LIBRARY}categories/deployment/"
    wanted = "category=deployment&team=payments&team=checkout"
    assert search[0] == f"{LIBRARY}find/?{wanted}"
    assert in_table == (PAGE, "in a table")
    text = BeautifulSoup(page, "html.parser").get_text()
    assert "Not these: [[PM-2026-404]], [[PM-2026-404]], [[Some other wiki page]]." in text
    assert "[[PM-2026-404]] in a block of code" in text
    assert "card" not in text


def test_every_link_between_the_sites_leads_somewhere(
    example: Built, sphinx_site: Path, mkdocstrings_site: Path, runbooks: Path
) -> None:
    sites = {
        LIBRARY: example.site,
        HANDBOOK: sphinx_site,
        SHOP: mkdocstrings_site,
        RUNBOOKS: runbooks,
    }
    assert broken_links_between(sites) == []


def test_a_rename_in_the_library_breaks_no_other_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their sources have the former id, and stay as they are."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    library = write_site(tmp_path / "library", {"incidents/a.md": postmortem()}, site_url=LIBRARY)
    renamed = postmortems("rename", "PM-2026-001", "PM-2026-009", folder=library)
    assert renamed.returncode == 0, renamed.stderr
    built = build(library)
    assert built.status == 0, built.output
    rst = ":ref:`1 <{0}>` :ref:`2 <{0}#root-cause>` :ref:`3 <{0}-A1>`\n".format("PM-2026-001")
    bare = "[1][{0}] [2][{0}#root-cause] [3][{0}-A1]\n".format("PM-2026-001")
    double = "[[{0}|1]] [[{0}#root-cause|2]] [[{0}-A1|3]]\n".format("PM-2026-001")
    with served(built.site) as address:
        sites = {
            HANDBOOK: build_sphinx(
                tmp_path / "sphinx", built.site, f"Handbook\n========\n\n* {rst}"
            ),
            SHOP: build_mkdocstrings(tmp_path / "mkdocstrings", address, f"* {bare}"),
            RUNBOOKS: build_runbooks(tmp_path / "runbooks", address, f"* {double}"),
        }
    new = f"{LIBRARY}incidents/PM-2026-009/"
    for site in sites.values():
        found = links((site / "index.html").read_text())
        assert found == [(new, "1"), (f"{new}#root-cause", "2"), (f"{new}#a1", "3")]
    assert broken_links_between({LIBRARY: built.site, **sites}) == []


def test_each_name_in_the_inventory_leads_to_a_page_or_a_place_on_one(
    example: Built, tmp_path: Path
) -> None:
    inventory = sphobjinv.Inventory(fname_zlib=str(example.site / "objects.inv"))
    assert (inventory.project, inventory.version) == ("Lindgrove postmortems", "")
    hrefs = {f'<a href="{LIBRARY}{entry.uri}">{LIBRARY}</a>' for entry in inventory.objects}
    (tmp_path / "index.html").write_text("\n".join(sorted(hrefs)))
    assert len(hrefs) > 500
    sites = {LIBRARY: example.site, HANDBOOK: tmp_path}
    assert [line for line in broken_links_between(sites) if line.startswith(HANDBOOK)] == []


def test_sphinx_lists_what_there_is_to_link_to(example: Built) -> None:
    path = str(example.site / "objects.inv")
    done = run([sys.executable, "-m", "sphinx.ext.intersphinx", path], example.site)
    assert (done.returncode, done.stderr) == (0, "")
    lines = {" ".join(line.split()) for line in done.stdout.splitlines()}
    for name in ("PM-2026-007", "pm-2026-007", "orders-outage-march"):
        assert f"{name} {TITLE}: incidents/PM-2026-007/" in lines
    (renamed,) = [line for line in lines if line.startswith("PM-2025-014 ")]
    assert renamed.endswith(": incidents/PM-2025-038/")


def test_two_libraries_and_mkdocstrings_on_one_site(tmp_path: Path) -> None:
    """The second library's site has addresses without folders, and documents of code."""
    there = "https://other.example/"
    files: dict[str, str | bytes] = {
        "library.yml": "id_prefix: INC\n",
        "incidents/a.md": postmortem(id="INC-2026-001", title="Theirs"),
        "incidents/b.md": postmortem(id="INC-2026-002", title="Also theirs"),
        "api.md": "# API\n\n::: carts\n",
    }
    other = tmp_path / "other"
    mkdocstrings = {"mkdocstrings": {"handlers": {"python": {"paths": ["."]}}}}
    write_site(other, files, plugins=["postmortems", mkdocstrings], use_directory_urls=False)
    (other / "carts.py").write_text(
        '"""Carts."""\n\ndef empty() -> None:\n    """Take all out."""\n'
    )
    theirs = build(other, "--strict")
    assert theirs.status == 0, theirs.output
    names = {
        e.name: e.uri
        for e in sphobjinv.Inventory(fname_zlib=str(theirs.site / "objects.inv")).objects
    }
    assert names["carts.empty"] == "api.html#carts.empty"
    assert names["inc-2026-001"] == "incidents/INC-2026-001.html"

    options = {"inventory": "../other/site/objects.inv", "base_url": there}
    here = tmp_path / "here"
    text = "As in [[INC-2026-001]], [[INC-2026-002#root-cause|there]] and [[PM-2026-001]]."
    write_site(
        here,
        {"incidents/a.md": postmortem({"Summary": text}, title="Ours")},
        plugins=[{"postmortem-links": options}, "postmortems"],
    )
    ours = build(here, "--strict")
    assert ours.status == 0, ours.output
    page = BeautifulSoup(ours.text("incidents/PM-2026-001/index.html"), "html.parser")
    assert [(a["href"], a.get_text()) for a in page.select("a.pm-reference")] == [
        (f"{there}incidents/INC-2026-001.html", "Theirs"),
        (f"{there}incidents/INC-2026-002.html#root-cause", "there"),
        ("../../incidents/PM-2026-001/", "Ours"),
    ]
    assert broken_links_between({there: theirs.site, RUNBOOKS: ours.site}) == []


def test_a_section_has_the_anchor_that_its_author_gave_it(folder: Path) -> None:
    """Also where the site's Markdown sees a heading more than we do, as in the second."""
    files: dict[str, str | bytes] = {}
    for number, more in enumerate(("", "- Also\n\n    ## In a list\n\n"), start=1):
        text = postmortem(id=f"PM-2026-00{number}").replace("## Impact", "## Impact { .x }")
        cause = f"{more}##\n\nMore.\n\n## Root Cause {{#cause}}"
        files[f"incidents/{number}.md"] = text.replace("## Root Cause", cause)
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    assert "is missing" not in built.output
    inventory = sphobjinv.Inventory(fname_zlib=str(built.site / "objects.inv"))
    titles = {e.name: e.dispname for e in inventory.objects}
    for one in ("PM-2026-001", "PM-2026-002"):
        assert titles[f"{one}#cause"] == "Root Cause: Search answered with errors"
        assert titles[f"{one}#impact"] == "Impact: Search answered with errors"
    assert not [title for title in titles.values() if title.startswith(":")]


def test_a_site_links_to_two_libraries_elsewhere(tmp_path: Path) -> None:
    plugins = []
    for prefix in ("PM", "INC"):
        entry = InventoryEntry(
            name=f"{prefix}-2026-001", uri=f"{prefix}-2026-001.html", title=f"That of {prefix}"
        )
        path = tmp_path / f"{prefix}.inv"
        path.write_bytes(write_inventory(Inventory(entries=(entry,))))
        options = {"inventory": path.name, "base_url": f"https://{prefix.lower()}.example"}
        plugins.append({"postmortem-links": options})
    page = "* [[INC-2026-001]]\n* [[PM-2026-001]]\n\nNot [[PM-2026-002]] nor [[INC-2026-002]].\n"
    built = build(write_site(tmp_path, {"index.md": page}, plugins=plugins), "--strict")
    assert links(built.text("index.html")) == [
        ("https://inc.example/INC-2026-001.html", "That of INC"),
        ("https://pm.example/PM-2026-001.html", "That of PM"),
    ]
    warnings = [line for line in built.output.splitlines() if line.startswith("WARNING")]
    assert [line.partition("index.md:")[2] for line in warnings] == [
        "4:5: there is no postmortem `PM-2026-002` (did you mean `PM-2026-001`?)",
        "4:25: there is no postmortem `INC-2026-002` (did you mean `INC-2026-001`?)",
    ]


def test_an_inventory_that_cannot_be_read_stays_and_is_named(folder: Path) -> None:
    hook = (
        "from mkdocs.structure.files import File\n"
        "def on_files(files, config):\n"
        "    files.append(File.generated(config, 'objects.inv', content='theirs'))\n"
    )
    write_site(folder, {"incidents/a.md": postmortem()}, hooks=["hook.py"])
    (folder / "hook.py").write_text(hook)
    built = build(folder)
    assert built.status == 0, built.output
    assert built.text("objects.inv") == "theirs"
    assert re.search(
        r"WARNING .*objects\.inv of another plugin stays .* begins with `theirs`", built.output
    )


def test_a_mistaken_id_fails_a_strict_build_where_it_stands(address: str, folder: Path) -> None:
    options = {"inventory": f"{address}objects.inv"}
    page = (
        "---\ntitle: Runbook\n---\n# Runbook\n\nAs in [[PM-2026-007]] and\n  [[pm-2026-0077]], or\n"
        "[[PM-2026-007#root-couse]].\n\n[[find: everything]]\n\n[[find: categroy=capacity]]\n\n"
        "[[find: category=capacity team=Chekout]]\n\n[[find: status=finale]]\n\n"
        "[[find: category=capacity limit=many]]\n\n[[find: service=]]\n\n"
        "[[find: category=capacity status=final severity=SEV-1 limit=5]]\n"
    )
    files: dict[str, str | bytes] = {"runbook.md": page, "index.md": "# Home\n"}
    write_site(folder, files, plugins=[{"postmortem-links": options}])
    built = build(folder, "--strict")
    assert built.status == 1
    expected = (
        "WARNING -  postmortem-links: docs/runbook.md:7:3: there is no postmortem `pm-2026-0077` "
        "(did you mean `PM-2026-007`?)\n"
        "INFO    -  postmortem-links: docs/runbook.md:8:1: the inventory has no section "
        "`#root-couse` of PM-2026-007 (did you mean `root-cause`?)\n"
        "WARNING -  postmortem-links: docs/runbook.md:10:1: a list cannot ask for `everything` "
        "(write `key=value`; there are category, team, service, factor, severity, kind, status, "
        "limit)\n"
        "WARNING -  postmortem-links: docs/runbook.md:12:1: a list cannot ask for `categroy` "
        "(did you mean `category`?)\n"
        "WARNING -  postmortem-links: docs/runbook.md:14:1: the inventory has no team `Chekout` "
        "(did you mean `checkout`?)\n"
        "WARNING -  postmortem-links: docs/runbook.md:16:1: the inventory has no status `finale` "
        "(did you mean `final`?)\n"
        "WARNING -  postmortem-links: docs/runbook.md:18:1: `limit=many` is no number of "
        "postmortems (write one from 1 to 100)\n"
        "WARNING -  postmortem-links: docs/runbook.md:20:1: a list cannot ask for `service=` "
        "(write `key=value`; there are category, team, service, factor, severity, kind, status, "
        "limit)\n"
    )
    assert built.output.endswith(expected)
    assert "[[pm-2026-0077]]" in built.text("runbook/index.html")


def test_without_an_inventory_references_are_words_and_a_strict_build_fails(folder: Path) -> None:
    page = "# Runbook\n\nAs in [[PM-2026-007]] and [[PM-2026-001|then]]; [[Some page]].\n"
    options = {"inventory": "http://ada:secret@127.0.0.1:9/objects.inv"}
    write_site(folder, {"index.md": page}, plugins=[{"postmortem-links": options}])
    built = build(folder, "--strict")
    assert built.status == 1
    assert (
        "WARNING -  postmortem-links: http://127.0.0.1:9/objects.inv cannot be used: Connection "
        "refused; references to postmortems stay without links" in built.output
    )
    assert "secret" not in built.output
    assert "As in PM-2026-007 and then; [[Some page]]." in built.text("index.html")


def test_a_server_asks_once_and_an_environment_variable_takes_it_offline(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    write_site(folder, {"index.md": "# Home\n"}, plugins=[])
    options = {"inventory": f"{address}objects.inv"}
    plugin = PostmortemLinksPlugin()
    assert plugin.load_config(options) == ([], [])
    plugin.on_startup(command="serve", dirty=False)
    plugin.on_config(load_config(str(folder / "mkdocs.yml")))
    first = plugin.links.names
    assert first
    monkeypatch.setattr("mkdocs_postmortems.links_plugin.fetch_inventory", pytest.fail)
    config = load_config(str(folder / "mkdocs.yml"))
    plugin.on_config(config)
    assert plugin.links.names is first
    extensions: list[object] = [*config.markdown_extensions]
    assert plugin.references in extensions
    monkeypatch.undo()

    text = (folder / "mkdocs.yml").read_text().replace("plugins: []", "")
    (folder / "mkdocs.yml").write_text(
        f"{text}\nplugins:\n  - postmortem-links:\n      inventory: {address}objects.inv\n"
        "      offline: !ENV [LIBRARY_OFFLINE, false]\n"
    )
    built = build(folder, "--strict", env={"LIBRARY_OFFLINE": "true", "http_proxy": "http://[::1"})
    assert built.status == 0, built.output
    assert "offline: the copy of" in built.output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"inventory": "objects.inv"}, "say under `base_url` where the library is published"),
        ({"inventory": "ftp://a.example/objects.inv"}, "is on http or https, or a path"),
        ({"inventory": "https://[::1/objects.inv"}, "is no address"),
        ({"inventory": "https://[::1/objects.inv", "base_url": LIBRARY}, "is no address"),
    ],
)
def test_options_that_cannot_be_used_are_named(
    folder: Path, options: dict[str, str], message: str
) -> None:
    write_site(folder, {"index.md": ""}, plugins=[])
    plugin = PostmortemLinksPlugin()
    plugin.load_config(options)
    with pytest.raises(PluginError, match=message):
        plugin.on_config(load_config(str(folder / "mkdocs.yml")))
