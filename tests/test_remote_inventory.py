"""Asking for an inventory elsewhere: what is kept, and what happens where nothing comes."""

from __future__ import annotations

import base64
import contextlib
import gzip
import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mkdocs_postmortems.core.inventory import (
    Inventory,
    InventoryEntry,
    read_inventory,
    write_inventory,
)
from mkdocs_postmortems.remote_inventory import Fetched, InventoryPlace, fetch_inventory

NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
LOGIN = b"<!doctype html><title>Log in</title>"


def inventory(title: str) -> bytes:
    entry = InventoryEntry(name="PM-2026-001", uri="incidents/PM-2026-001/", title=title)
    return write_inventory(Inventory(project="Test", entries=(entry,)))


def title_of(fetched: Fetched) -> str:
    assert fetched.inventory
    return fetched.inventory.entries[0].title


@dataclass
class Server:
    """Answers all with one file, or with something else, and remembers what it was asked."""

    status: int = 200
    body: bytes = field(default_factory=lambda: inventory("First"))
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    """Seconds before each half of an answer."""
    drips: bool = False
    """Whether it only ever begins an answer, with a letter of its head now and then."""
    moved: str | None = None
    """A path that is answered by a redirect to another one."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The headers of each request, with its path."""
    port: int = 0

    def place(self, root: Path, user: str = "", query: str = "") -> InventoryPlace:
        return InventoryPlace(
            address=f"http://{user}127.0.0.1:{self.port}/team/objects.inv{query}", root=root
        )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    found = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            found.asked.append({**self.headers, "path": self.path})
            if found.drips:
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                with contextlib.suppress(OSError):
                    for _ in range(30):
                        self.wfile.write(b"X")
                        time.sleep(0.1)
                return
            if self.path == found.moved:
                self.send_response(302)
                self.send_header("Location", "/elsewhere/objects.inv")
                self.end_headers()
                return
            etag = found.headers.get("ETag")
            same = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            body = b"" if same else found.body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            half = len(body) // 2
            for part in (body[:half], body[half:]):
                time.sleep(found.wait)
                self.wfile.write(part)

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Print nothing of those who do not wait."""

    serving = Quiet(("127.0.0.1", 0), Handler)
    found.port = serving.server_address[1]
    threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True).start()
    yield found
    serving.shutdown()
    serving.server_close()


def test_it_is_asked_for_each_time_and_sent_only_when_it_has_changed(
    server: Server, tmp_path: Path
) -> None:
    place = server.place(tmp_path)
    server.headers = {"ETag": '"one"', "Last-Modified": "Mon, 16 Mar 2026 08:00:00 GMT"}
    assert fetch_inventory(place, NOW) == fetch_inventory(place, NOW)
    first, second = server.asked
    assert "If-None-Match" not in first
    assert second["If-None-Match"] == '"one"'
    assert second["If-Modified-Since"] == "Mon, 16 Mar 2026 08:00:00 GMT"
    server.headers, server.body = {"ETag": '"two"'}, inventory("Second")
    assert title_of(fetch_inventory(place, NOW)) == "Second"
    assert fetch_inventory(replace(place, offline=True), NOW).inventory is not None


@pytest.mark.parametrize(
    ("passed", "age"),
    [
        (timedelta(minutes=5), "less than an hour old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(days=3, hours=4), "3 days old"),
    ],
)
def test_without_a_network_the_copy_is_used_and_its_age_told(
    server: Server, tmp_path: Path, passed: timedelta, age: str
) -> None:
    place = server.place(tmp_path)
    fetch_inventory(place, NOW)
    server.status, server.body = 503, LOGIN
    found = fetch_inventory(place, NOW + passed)
    assert title_of(found) == "First"
    assert not found.is_fault
    shown = f"http://127.0.0.1:{server.port}/team/objects.inv"
    assert found.note == (
        f"{shown} cannot be used: the server says 503 Service Unavailable; the copy of "
        f"2026-03-16 09:30 UTC, {age}, is used"
    )


def test_a_confirmed_copy_is_as_old_as_its_confirmation(server: Server, tmp_path: Path) -> None:
    place = server.place(tmp_path)
    server.headers = {"ETag": '"one"'}
    fetch_inventory(place, NOW)
    fetch_inventory(place, NOW + timedelta(days=2))
    found = fetch_inventory(replace(place, offline=True), NOW + timedelta(days=3))
    assert found.note == "offline: the copy of 2026-03-18 09:30 UTC, 1 day old, is used"


def test_offline_asks_nobody(server: Server, tmp_path: Path) -> None:
    offline = replace(server.place(tmp_path), offline=True)
    found = fetch_inventory(offline, NOW)
    assert (found.inventory, found.is_fault) == (None, True)
    assert "build once with the network" in found.note
    assert server.asked == []
    fetch_inventory(replace(offline, offline=False), NOW)
    found = fetch_inventory(offline, NOW)
    assert (title_of(found), found.is_fault, len(server.asked)) == ("First", False, 1)


def test_what_is_no_inventory_is_a_fault_and_does_not_take_the_place_of_the_copy(
    server: Server, tmp_path: Path
) -> None:
    place = server.place(tmp_path)
    server.body = LOGIN
    found = fetch_inventory(place, NOW)
    assert (found.inventory, found.is_fault) == (None, True)
    assert "it is a page of HTML, such as one to log in" in found.note
    server.body = inventory("First")
    fetch_inventory(place, NOW)
    for body in (LOGIN, inventory("Second")[:-5], b"x" * 11_000_000):
        server.body = body
        found = fetch_inventory(place, NOW)
        assert (title_of(found), found.is_fault) == ("First", True)
    assert title_of(fetch_inventory(replace(place, offline=True), NOW)) == "First"


@pytest.mark.parametrize(
    ("status", "is_fault"), [(404, True), (401, True), (429, False), (500, False)]
)
def test_an_answer_that_speaks_against_the_address_is_a_fault_even_with_a_copy(
    server: Server, tmp_path: Path, status: int, is_fault: bool
) -> None:
    place = server.place(tmp_path)
    fetch_inventory(place, NOW)
    server.status = status
    found = fetch_inventory(place, NOW)
    assert (title_of(found), found.is_fault) == ("First", is_fault)
    assert f"the server says {status}" in found.note


def test_a_slow_server_is_left_and_one_that_is_not_there_is_named(
    server: Server, tmp_path: Path
) -> None:
    server.wait = 0.4
    found = fetch_inventory(replace(server.place(tmp_path), timeout=0.2), NOW)
    assert "no answer within 0.2 seconds" in found.note
    found = fetch_inventory(replace(server.place(tmp_path), timeout=0.6), NOW)
    assert "no answer within 0.6 seconds" in found.note
    nowhere = InventoryPlace(address="http://127.0.0.1:9/objects.inv", root=tmp_path)
    assert "refused" in fetch_inventory(nowhere, NOW).note


def test_a_server_that_sends_a_letter_now_and_then_is_left_in_time(
    server: Server, tmp_path: Path
) -> None:
    server.drips = True
    begin = time.monotonic()
    found = fetch_inventory(replace(server.place(tmp_path), timeout=0.4), NOW)
    assert "no answer within 0.4 seconds" in found.note
    assert time.monotonic() - begin < 1.5


def test_an_inventory_that_comes_packed_is_unpacked(server: Server, tmp_path: Path) -> None:
    """As from a store that has it packed, and cannot give it otherwise."""
    place = server.place(tmp_path)
    server.body = gzip.compress(inventory("Packed"))
    server.headers = {"Content-Encoding": "gzip", "ETag": '"one"'}
    assert title_of(fetch_inventory(place, NOW)) == "Packed"
    assert title_of(fetch_inventory(place, NOW)) == "Packed"
    server.headers = {}
    for body, why in (
        (gzip.compress(b"x" * 11_000_000), "it has more than 10 MB"),
        (b"\x1f\x8bnothing of the kind", "it came packed by gzip, and broken"),
    ):
        server.body = body
        found = fetch_inventory(place, NOW)
        assert (title_of(found), found.is_fault) == ("Packed", True)
        assert why in found.note


def test_an_address_may_have_any_letters(server: Server, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{server.port}/größe 1/a%20b/objects.inv?n=é"
    found = fetch_inventory(InventoryPlace(address=address, root=tmp_path), NOW)
    assert (title_of(found), found.note) == ("First", "")
    assert server.asked[0]["path"] == "/gr%C3%B6%C3%9Fe%201/a%20b/objects.inv?n=%C3%A9"


def test_a_copy_that_was_spoilt_is_asked_for_anew(server: Server, tmp_path: Path) -> None:
    place = server.place(tmp_path)
    server.headers = {"ETag": '"one"'}
    fetch_inventory(place, NOW)
    (path,) = (tmp_path / ".cache" / "postmortems").glob("inventory-*")
    path.write_bytes(path.read_bytes()[:-5])
    assert fetch_inventory(replace(place, offline=True), NOW).inventory is None
    assert title_of(fetch_inventory(place, NOW)) == "First"
    assert title_of(fetch_inventory(replace(place, offline=True), NOW)) == "First"


def test_one_inventory_is_read_of_the_copy_and_the_answer(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a large one takes as long as the rest of a small build."""
    read: list[bytes] = []

    def counting(data: bytes) -> Inventory:
        read.append(data)
        return read_inventory(data)

    monkeypatch.setattr("mkdocs_postmortems.remote_inventory.read_inventory", counting)
    place, first, second = server.place(tmp_path), server.body, inventory("Second")
    for etag, body in (('"one"', first), ('"one"', first), ('"two"', second)):
        server.headers, server.body = {"ETag": etag}, body
        fetch_inventory(place, NOW)
    assert read == [first, first, second]


def test_credentials_go_to_the_server_and_into_no_message_or_link(
    server: Server, tmp_path: Path
) -> None:
    place = server.place(tmp_path, user="ada:s%40cret@", query="?token=hidden")
    fetch_inventory(place, NOW)
    (asked,) = server.asked
    assert base64.b64decode(asked["Authorization"].removeprefix("Basic ")) == b"ada:s@cret"
    assert asked["path"] == "/team/objects.inv?token=hidden"
    assert place.site == f"http://127.0.0.1:{server.port}/team/"
    for body, status in ((LOGIN, 200), (LOGIN, 403)):
        server.body, server.status = body, status
        note = fetch_inventory(place, NOW).note
        assert note
        assert not [word for word in ("ada", "cret", "hidden") if word in note]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not [word for word in (b"ada", b"cret", b"hidden") if word in kept]


def test_redirects_are_followed_without_the_credentials(server: Server, tmp_path: Path) -> None:
    server.status, server.body = 302, b""
    server.headers = {"Location": f"http://127.0.0.1:{server.port}/team/objects.inv"}
    found = fetch_inventory(server.place(tmp_path, user="ada:secret@"), NOW)
    assert "the server says 302 Found" in found.note
    assert "Authorization" in server.asked[0]
    assert len(server.asked) > 1
    assert not any("Authorization" in asked for asked in server.asked[1:])


def test_an_inventory_that_has_moved_is_read_where_it_is(server: Server, tmp_path: Path) -> None:
    server.moved = "/team/objects.inv"
    place = server.place(tmp_path, user="ada:secret@")
    found = fetch_inventory(place, NOW)
    assert (title_of(found), found.note) == ("First", "")
    first, second = server.asked
    assert (first["path"], second["path"]) == ("/team/objects.inv", "/elsewhere/objects.inv")
    assert ("Authorization" in first, "Authorization" in second) == (True, False)
    assert place.site == f"http://127.0.0.1:{server.port}/team/"


def test_a_file_is_read_from_where_mkdocs_yml_lies(tmp_path: Path) -> None:
    place = InventoryPlace(address="../library/objects.inv", root=tmp_path / "site")
    assert fetch_inventory(place, NOW).note == (
        "../library/objects.inv cannot be read: No such file or directory"
    )
    (tmp_path / "site").mkdir()
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "objects.inv").write_bytes(inventory("Here"))
    assert title_of(fetch_inventory(place, NOW)) == "Here"
    (tmp_path / "library" / "objects.inv").write_bytes(b"")
    assert "cannot be used" in fetch_inventory(place, NOW).note
