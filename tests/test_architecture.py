"""Imports run one way; only the outermost modules touch the disk, the clock, the terminal."""

from __future__ import annotations

import ast
from pathlib import Path

from .sites import ROOT

PACKAGE = ROOT / "plugins" / "mkdocs_postmortems"

# From the innermost room to the outermost; a room imports from itself and from those before it.
ROOMS = (
    ("core",),
    ("rules",),
    ("importing",),
    ("views",),
    ("pages",),
    ("plan",),
    ("cells",),
    ("rendering",),
    ("outputs",),
    ("git", "cache_folder"),
    (
        "incident_text",
        "attachments",
        "pipeline",
        "sources",
        "as_of",
        "project",
        "build_process",
        "changes",
        "git_log",
        "remote_inventory",
    ),
    (
        "site",
        "fragments",
        "head",
        "examinations",
        "fixing",
        "git_history",
        "search_index",
        "word_index",
    ),
    ("finding", "index_entries", "reference_links"),
    ("inventory_links",),
    ("plugin", "links_plugin", "commands", "cli"),
)
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}


def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).with_suffix("").as_posix(): ast.parse(path.read_text("utf-8"))
        for path in PACKAGE.rglob("*.py")
        if path.parent != PACKAGE or path.stem != "__init__"
    }


def imported(name: str, tree: ast.Module) -> set[str]:
    """Every module that one imports, our own from the package's root."""
    found = set()
    package = Path(name).parent
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
        elif isinstance(node, ast.ImportFrom):
            parts = package.parts[: len(package.parts) - (node.level - 1)]
            base = "/".join((*parts, *(node.module or "").split("."))).strip("/")
            names = {base} if node.module else {f"{base}/{a.name}".strip("/") for a in node.names}
            found |= {f"ours:{found_name}" for found_name in names}
    return found


def room(name: str) -> str:
    return name.split("/", 1)[0]


def test_every_module_has_a_room() -> None:
    assert {room(name) for name in modules()} == set(RANK)


def test_imports_run_from_the_outer_rooms_to_the_inner_ones() -> None:
    wrong = [
        f"{name} imports {other.removeprefix('ours:')}"
        for name, tree in modules().items()
        for other in imported(name, tree)
        if other.startswith("ours:")
        and (target := room(other.removeprefix("ours:"))) in RANK
        and RANK[target] > RANK[room(name)]
    ]
    assert wrong == []


def test_only_the_plugins_import_mkdocs() -> None:
    importers = {
        room(name)
        for name, tree in modules().items()
        if any(other.split(".")[0] == "mkdocs" for other in imported(name, tree))
    }
    assert importers == {"plugin", "links_plugin"}


def test_core_rules_importing_and_views_know_neither_disk_nor_clock() -> None:
    forbidden = {"os", "pathlib", "shutil", "tempfile", "time", "subprocess", "click", "jinja2"}
    wrong = {
        f"{name} imports {other}"
        for name, tree in modules().items()
        if room(name) in ("core", "rules", "importing", "views")
        for other in imported(name, tree)
        if other.split(".")[0] in forbidden
    }
    assert wrong == set()


def test_the_importer_knows_the_core_alone() -> None:
    wrong = {
        f"{name} imports {other}"
        for name, tree in modules().items()
        if room(name) == "importing"
        for other in imported(name, tree)
        if other.startswith("ours:")
        and room(other.removeprefix("ours:")) not in ("core", "importing")
    }
    assert wrong == set()


def test_only_the_outermost_modules_call_the_disk_and_the_clock() -> None:
    calls = {"open", "read_bytes", "read_text", "write_text", "mkstemp", "now", "today"}
    callers = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in calls)
            or (isinstance(node.func, ast.Name) and node.func.id in calls)
        )
    }
    assert callers == {
        "sources", "project", "outputs/files", "plugin/building", "commands/loading", "cache_folder",
        "search_index", "plugin/inventory", "remote_inventory", "links_plugin",
    }  # fmt: skip


def test_only_commands_print() -> None:
    printers = {
        room(name)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "print")
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "echo")
        )
    }
    assert printers == {"commands"}
