"""`mkdocs serve`: what an author sees and nobody else."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .documents import postmortem
from .sites import build, write_site


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run `mkdocs serve`; the address at which it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    log = folder / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        )  # fmt: skip
        try:
            yield f"http://{address}/"
        finally:
            server.terminate()
            server.wait(timeout=10)


def fetch(address: str, wanted: str = "") -> str:
    """A page's text, as soon as it is there and holds what is wanted; at most 20 seconds."""
    deadline = time.monotonic() + 20
    text = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                text = str(answer.read(), "utf-8")
            if wanted in text:
                return text
        except urllib.error.HTTPError as error:
            text = str(error)
            error.close()
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"{address} does not hold “{wanted}”: {text[:500]}")


def test_an_author_sees_findings_on_the_page_and_they_go_once_mended(folder: Path) -> None:
    documents: dict[str, str | bytes] = {
        "incidents/a.md": postmortem(reviewers=None),
        "incidents/open.md": "---\nid: PM-2026-009\ntitle: Open\n",
    }
    write_site(folder, documents)
    with serving(folder) as address:
        page = fetch(f"{address}incidents/PM-2026-001/", "For the author")
        assert "the postmortem is final and names no reviewer" in page
        assert page.count("docs/incidents/a.md") == 1
        assert re.search(r">6:9</span> <a[^>]* href=\"../../rules/PM604/\">PM604</a>", page)
        left_out = fetch(f"{address}incidents/open/", "the front matter is not closed")
        assert "This document is not in the library" in left_out
        (folder / "docs/incidents/a.md").write_text(postmortem(reviewers="[Lin Berg]"))
        deadline = time.monotonic() + 20
        while "For the author" in page and time.monotonic() < deadline:
            time.sleep(0.3)
            page = fetch(f"{address}incidents/PM-2026-001/")
        assert "For the author" not in page
        assert "Lin Berg" in page


def test_readers_see_no_findings(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(reviewers=None)})
    page = build(folder).text("incidents/PM-2026-001/index.html")
    assert "For the author" not in page
    assert not re.search(r"PM604", page)


def test_the_script_of_a_meeting_follows_the_document(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(status="draft", category=None)})
    with serving(folder) as address:
        where = f"{address}incidents/PM-2026-001/meeting/"
        fetch(where, "<code>category</code> is missing.")
        (folder / "docs/incidents/a.md").write_text(postmortem(status="in-review"))
        page = fetch(where, "The document is in review.")
        assert "The rules find nothing in the document" in page


def test_the_search_box_knows_a_document_as_it_is_now(folder: Path) -> None:
    write_site(folder, {"incidents/a.md": postmortem(symptoms='["heap at 97 %"]')})
    with serving(folder) as address:
        index = f"{address}search/search_index.json"
        fetch(index, "heap at 97 %")
        (folder / "docs/incidents/a.md").write_text(postmortem(symptoms='["heap at 98 %"]'))
        assert "heap at 97 %" not in fetch(index, "heap at 98 %")
