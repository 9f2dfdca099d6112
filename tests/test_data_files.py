"""The register and the tickets: read by every command and build, published by none."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from mkdocs_postmortems.commands import loading
from mkdocs_postmortems.commands.opening import UnusableError
from mkdocs_postmortems.core.data_file import DataFile
from mkdocs_postmortems.pipeline import LoadedLibrary, load_library, load_settings
from mkdocs_postmortems.plugin import building
from mkdocs_postmortems.project import read_project

from .documents import postmortem
from .libraries import AS_OF, SETTINGS, source
from .sites import build, postmortems, run, write_site

REGISTER = "id,title,visibility\nINC-1,Payroll was late,\nINC-2,Search was slow,restricted\n"
FAULTY = "id,title,start\nINC-1,Payroll was late,soon\n"


def load(register: str, *documents: str, path: str = "docs/incidents.csv") -> LoadedLibrary:
    sources = [source(text, f"incidents/{number}.md") for number, text in enumerate(documents)]
    file = DataFile(path=path, data=register.encode())
    return load_library(sources, load_settings(SETTINGS.encode()), AS_OF, data_files=[file])


def seen(loaded: LoadedLibrary, audience: str) -> list[tuple[str, tuple[str, ...] | None]]:
    register = loaded.library.visible_to(audience).register
    return [(incident.id, incident.recurrence_of) for incident in register]


def test_a_row_for_a_narrower_audience_is_not_seen() -> None:
    loaded = load(REGISTER)
    assert [incident.id for incident in loaded.library.register] == ["INC-1", "INC-2"]
    assert seen(loaded, "internal") == [("INC-1", None)]
    assert seen(loaded, "restricted") == [("INC-1", None), ("INC-2", None)]
    assert seen(loaded, "public") == []


@pytest.mark.parametrize(
    "document",
    [
        postmortem(visibility="restricted", incidents="[inc 1]"),
        postmortem(visibility="restricted", incidents="[inc 1]", id="none"),  # is left out
    ],
)
def test_a_row_of_which_a_hidden_postmortem_tells_is_not_seen(document: str) -> None:
    loaded = load("id\nINC-1\nINC-2\n", document)
    assert seen(loaded, "internal") == [("INC-2", None)]
    assert seen(loaded, "restricted") == [("INC-1", None), ("INC-2", None)]


def test_a_row_does_not_refer_to_what_is_hidden() -> None:
    hidden = postmortem(visibility="restricted", aliases="[old-name]")
    rows = (
        "INC-1,PM-2026-001\nINC-2,old-name;INC-1\nINC-3,INC-4\nINC-5,none\n"
        "INC-6,PM-2025-009;PM-2026-001\n"
    )
    loaded = load(f"id,recurrence_of,visibility\n{rows}INC-4,,restricted\n", hidden)
    assert seen(loaded, "internal") == [
        ("INC-1", None), ("INC-2", ("INC-1",)), ("INC-3", None), ("INC-5", ()),
        ("INC-6", ("PM-2025-009",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    [
        (postmortem(visibility="restricted", aliases="[PM-2024-007]"),),
        # Contested, so both are left out.
        (
            postmortem(visibility="restricted", aliases="[PM-2024-007]"),
            postmortem(visibility="restricted"),
        ),
    ],
)
def test_nothing_refers_to_a_hidden_document_by_any_of_its_names(hidden: tuple[str, ...]) -> None:
    references = "[PM-2026-001, PM-2024-007, PM-2020-001]"
    one, other = (
        postmortem(id=identifier, title=identifier, recurrence_of=references, related=references)
        for identifier in ("PM-2026-002", "PM-2026-003")
    )
    rows = "INC-1,PM-2024-007\nINC-2,pm 2026 001;PM-2026-002\n"
    loaded = load(f"id,recurrence_of\n{rows}", *hidden, one, other)
    assert seen(loaded, "internal") == [("INC-1", None), ("INC-2", ("PM-2026-002",))]
    for record in loaded.library.visible_to("internal").postmortems:
        assert record.recurrence_of == record.related == ("PM-2020-001",)
    for record in loaded.library.visible_to("restricted").postmortems[:2]:
        assert len(record.recurrence_of) == len(record.related) == 3


def test_a_document_that_is_seen_keeps_its_references_where_a_hidden_one_has_its_name() -> None:
    hidden = postmortem(id="PM-2026-009", visibility="restricted", aliases="[PM-2026-001]")
    other = postmortem(id="PM-2026-002", title="Again", related="[PM-2026-001]")
    loaded = load("id,recurrence_of\nINC-1,PM-2026-001\n", hidden, postmortem(), other)
    assert seen(loaded, "internal") == [("INC-1", ("PM-2026-001",))]
    assert loaded.library.visible_to("internal").by_id["PM-2026-002"].related == ("PM-2026-001",)


SLIP = postmortem(id="PM-2025-050", visibility="restricted", incidents="[INC-9]")


@pytest.mark.parametrize(
    "document",
    [
        SLIP.replace("[INC-9]", "[INC-9, {a: b}]"),
        SLIP.replace("[INC-9]", '[{a: b}, "inc 9"]'),
        SLIP.replace("[INC-9]", "{number: INC9}"),
        SLIP.replace("[INC-9]", "[[INC-9]]"),
        SLIP.replace("incidents:", "incident:"),
        SLIP.replace("incidents:", "incidents: [INC-8]\nincidents:"),
        SLIP.replace("mitigation:", "mitigation: ["),
        SLIP.replace("incidents: [INC-9]", "incidents: [INC-9"),
        SLIP.replace("PM-2025-050", "[PM-2025-050]"),
    ],
)
def test_a_slip_in_a_hidden_document_publishes_neither_its_incidents_nor_its_name(
    document: str,
) -> None:
    other = postmortem(id="PM-2026-002", title="Again", related="[PM-2025-050, PM-2020-001]")
    loaded = load("id,recurrence_of\nINC-9,\nINC-95,INC-9\nINC-1,PM-2025-050\n", document, other)
    assert seen(loaded, "internal") == [("INC-95", None), ("INC-1", None)]
    (record,) = loaded.library.visible_to("internal").postmortems
    assert record.related == ("PM-2020-001",)
    assert [number for number, _ in seen(loaded, "restricted")] == ["INC-9", "INC-95", "INC-1"]


def test_what_a_hidden_document_without_a_slip_merely_mentions_is_seen() -> None:
    hidden = postmortem({"Summary": "Unlike INC-2."}, visibility="restricted", incidents="[INC-1]")
    assert seen(load("id\nINC-1\nINC-2\n", hidden), "internal") == [("INC-2", None)]


def test_of_two_registers_one_is_used_and_the_other_named() -> None:
    files = [
        DataFile(path="docs/Incidents.CSV", data=b"id\nINC-3\n"),
        DataFile(path="docs/incidents.yml", data=b"- id: INC-2\n"),
        DataFile(path="docs/incidents.csv", data=b"id\nINC-1\n"),
        DataFile(path="docs/tickets.csv", data=b"ticket\nGH-1\nGH-1\n"),
        DataFile(path="docs/page-views.json", data=b"[]"),
        DataFile(path="docs/page-views.csv", data=b"page,views\n/incidents/PM-2026-001/,many\n"),
    ]
    loaded = load_library([], load_settings(None), AS_OF, data_files=files)
    assert [incident.id for incident in loaded.library.register] == ["INC-1"]
    assert list(loaded.library.tickets) == ["GH-1"]
    assert [str(d) for d in loaded.diagnostics] == [
        "docs/Incidents.CSV:1:1: PM901 docs/incidents.csv is there too, and is used; "
        "this file is not",
        "docs/incidents.yml:1:1: PM901 docs/incidents.csv is there too, and is used; "
        "this file is not",
        "docs/page-views.csv:2:1: PM901 `many` is no number of views; the row is left out",
        "docs/page-views.json:1:1: PM901 docs/page-views.csv is there too, and is used; "
        "this file is not",
        "docs/tickets.csv:3:1: PM901 `GH-1` stands on line 2 already",
    ]


def test_check_reports_the_faults_of_data_files_and_checks_one_alone(folder: Path) -> None:
    write_site(
        folder,
        {
            "incidents/a.md": postmortem(reviewers=None),
            "incidents.csv": FAULTY,
            "tickets.csv": "ticket\n,\nGH-1,Done\n",
        },
    )
    done = postmortems("check", "--format", "json", folder=folder)
    assert done.returncode == 1
    assert sorted((f["path"], f["code"], f["line"]) for f in json.loads(done.stdout)) == [
        ("docs/incidents.csv", "PM901", 2),
        ("docs/incidents/a.md", "PM604", 6),
        ("docs/tickets.csv", "PM901", 3),
    ]
    alone = postmortems("check", "docs/incidents.csv", folder=folder)
    assert alone.returncode == 1
    assert [line for line in alone.stdout.splitlines() if line.startswith("docs/")] == [
        "docs/incidents.csv:2:1: PM901 `start`: `soon` is no time"
    ]
    assert postmortems("check", "docs/incidents/a.md", folder=folder).returncode == 0
    (folder / "docs/incidents.csv").write_text("id\nINC-1\n")
    assert postmortems("check", "docs/incidents.csv", folder=folder).returncode == 0


def test_a_build_logs_the_faults_once_and_a_strict_one_fails(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(), "incidents.csv": FAULTY})
    built = build(folder, "--strict")
    assert built.status == 1
    assert built.output.count("docs/incidents.csv:2:1: PM901 `start`: `soon` is no time") == 1
    assert build(folder).status == 0


@pytest.mark.parametrize("library", ["library.yml", "words/Settings"])
def test_data_files_are_not_published_whatever_their_case_and_wherever_a_link_to_them_lies(
    folder: Path, library: str
) -> None:
    beside = Path(library).parent
    write_site(
        folder,
        {
            "incidents/a.md": postmortem(),
            library: "organisation: Lindgrove\n",
            f"{beside}/Incidents.CSV": REGISTER,
            f"{beside}/tickets.csv": "ticket,state\nGH-1,Payroll\n",
            f"{beside}/page-views.json": '[{"page": "/Payroll", "views": 3}]',
            "elsewhere/real.txt": "- {id: INC-9, title: Payroll}\n",
            "elsewhere/public.csv": "a,b\n",
        },
        options={"library": library},
    )
    docs = folder / "docs"
    (docs / beside / "incidents.yml").symlink_to(docs / "elsewhere/real.txt")
    (docs / "link.md").symlink_to(docs / beside / "tickets.csv")
    if beside != Path():  # a folder in itself is too much for MkDocs
        (docs / "folder").symlink_to(docs / beside)
    built = build(folder)
    assert built.status == 0, built.output
    files = built.files()
    assert "elsewhere/public.csv" in files
    # What the page of owed postmortems says of an incident is meant to be read.
    assert [name for name, data in files.items() if b"Payroll" in data] == ["owed/index.html"]
    assert [name for name in files if "real" in name or "Settings" in name] == []
    assert b"Lindgrove" not in files.get(f"folder/{Path(library).name}", b"")


def test_a_changed_register_is_read_again_by_the_next_command(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(), "incidents.csv": FAULTY})
    assert postmortems("check", folder=folder).returncode == 1
    (folder / "docs/incidents.csv").write_text("id\nINC-1\n")
    assert postmortems("check", folder=folder).returncode == 0


def test_a_register_that_changed_in_git_is_shown_and_one_that_did_not_is_not(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(), "incidents.csv": FAULTY})
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@corp.example"]
    for arguments in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "All"]):
        assert run(["git", *arguments], folder).returncode == 0
    assert postmortems("check", "--changed-since", "HEAD", folder=folder).returncode == 0
    (folder / "docs/incidents.csv").write_text(f"{FAULTY}INC-2,,\n")
    done = postmortems("check", "--changed-since", "HEAD", folder=folder)
    assert (done.returncode, done.stdout.count("PM901")) == (1, 1)


def test_a_register_that_cannot_be_opened_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(folder, {"incidents/a.md": postmortem(), "incidents.csv": REGISTER})

    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    # Whoever runs the tests as root may read every file.
    monkeypatch.setattr(Path, "read_bytes", refuse)
    project = read_project(folder / "mkdocs.yml")
    with pytest.raises(UnusableError, match=r"incidents\.csv: Permission denied"):
        loading.open_data_files(project)
    with pytest.raises(PluginError, match=r"incidents\.csv: Permission denied"):
        building.open_data_files(project.library, folder)
