"""The inventory of a library elsewhere: asked for, kept, and taken from there without a network."""

from __future__ import annotations

import base64
import json
import string
import zlib
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, quote, unquote, urlsplit
from urllib.request import Request, urlopen

from . import __version__
from .cache_folder import digest_of, keep, read_kept
from .core.inventory import MAX_BYTES, Inventory, UnreadableInventoryError, read_inventory

_GZIP = b"\x1f\x8b"
_GZIP_BITS = 16 + zlib.MAX_WBITS
_MAY_PASS = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
"""Answers of the 400s that say nothing against the address."""


@dataclass(frozen=True, kw_only=True)
class InventoryPlace:
    """Where an inventory is, and how it is asked for."""

    address: str
    """On http or https, or a path from `root`."""
    root: Path
    """The folder of `mkdocs.yml`, below which copies are kept."""
    timeout: float = 10
    """Seconds for the whole answer, from the name of its host to its last byte."""
    offline: bool = False
    """Whether the kept copy is taken without asking."""

    @property
    def is_remote(self) -> bool:
        """Whether it is asked for over the network."""
        return self.address.lower().startswith(("http://", "https://"))

    @property
    def shown(self) -> str:
        """The address without what may be secret: user, password and parameters."""
        if not self.is_remote:
            return self.address
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{_host(parts)}{parts.path}"

    @property
    def site(self) -> str:
        """The address of the site that an inventory on the network is at the root of."""
        return self.shown.rpartition("/")[0] + "/"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came of asking."""

    inventory: Inventory | None
    """None where there is none, nor a copy."""
    note: str = ""
    """What its user should know; empty where all is well."""
    is_fault: bool = False
    """Whether somebody has to mend something."""


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """A file that a server gave."""

    data: bytes
    etag: str
    modified: str


@dataclass(frozen=True, kw_only=True)
class _Copy:
    """An answer as it was kept; it is not read before it is needed."""

    answer: _Answer
    checked: datetime
    """When the server last gave or confirmed it."""

    def read(self) -> Inventory:
        """Its inventory. Raises _SpoiltCopyError."""
        try:
            return read_inventory(self.answer.data)
        except UnreadableInventoryError:
            raise _SpoiltCopyError from None


class _SpoiltCopyError(Exception):
    """A copy is not what was kept."""


class _NoAnswerError(Exception):
    """The server did not answer with a file; the message says what came."""

    def __init__(self, message: str, *, is_fault: bool = False) -> None:
        super().__init__(message)
        self.is_fault = is_fault


def fetch_inventory(place: InventoryPlace, now: datetime) -> Fetched:
    """Ask for the inventory; without an answer the copy of the last one serves. Never raises."""
    if not place.is_remote:
        return _read_file(place)
    try:
        return _fetch(place, _read_copy(place), now)
    except _SpoiltCopyError:
        return _fetch(place, None, now)


def _fetch(place: InventoryPlace, copy: _Copy | None, now: datetime) -> Fetched:
    if place.offline:
        missing = f"offline, and no copy of {place.shown} is kept; build once with the network"
        return _take(copy, now, "offline: ") if copy else _fault(missing)
    try:
        answer = _wait_for_answer(place, copy)
        confirmed = copy if copy and answer is copy.answer else None
        inventory = confirmed.read() if confirmed else read_inventory(answer.data)
    except (_NoAnswerError, UnreadableInventoryError) as error:
        is_fault = not isinstance(error, _NoAnswerError) or error.is_fault
        message = f"{place.shown} cannot be used: {error}"
        return _take(copy, now, f"{message}; ", is_fault=is_fault) if copy else _fault(message)
    _keep_copy(place, answer, now)
    return Fetched(inventory=inventory)


def _read_file(place: InventoryPlace) -> Fetched:
    try:
        return Fetched(inventory=read_inventory((place.root / place.address).read_bytes()))
    except OSError as error:
        return _fault(f"{place.address} cannot be read: {error.strerror}")
    except UnreadableInventoryError as error:
        return _fault(f"{place.address} cannot be used: {error}")


def _fault(note: str) -> Fetched:
    return Fetched(inventory=None, note=note, is_fault=True)


def _take(copy: _Copy, now: datetime, why: str, *, is_fault: bool = False) -> Fetched:
    """The kept copy, with its age."""
    day = copy.checked.strftime("%Y-%m-%d %H:%M UTC")
    note = f"{why}the copy of {day}, {_age(now - copy.checked)}, is used"
    return Fetched(inventory=copy.read(), note=note, is_fault=is_fault)


def _age(passed: timedelta) -> str:
    if passed < timedelta(hours=1):
        return "less than an hour old"
    number, unit = (passed.days, "day") if passed.days else (passed.seconds // 3600, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'} old"


def _wait_for_answer(place: InventoryPlace, copy: _Copy | None) -> _Answer:
    """What comes of asking in time.

    A thread asks, since a server that sends a byte now and then keeps each read from timing
    out. One that is too late is left to itself, and keeps no build from ending.
    """
    answer: Future[_Answer] = Future()

    def ask() -> None:
        try:
            answer.set_result(_ask(place, copy))
        except Exception as error:  # raised where it is waited for
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(place.timeout)
    except TimeoutError:
        raise _NoAnswerError(f"no answer within {place.timeout:g} seconds") from None


def _ask(place: InventoryPlace, copy: _Copy | None) -> _Answer:
    """The server's answer: that of the copy where the server says that it is still right."""
    try:
        with urlopen(_request(place, copy), timeout=place.timeout) as response:
            data = response.read(MAX_BYTES + 1)  # what reads one too many says so
            return _Answer(
                data=_unpack(data) if data.startswith(_GZIP) else data,
                etag=response.headers.get("ETag", ""),
                modified=response.headers.get("Last-Modified", ""),
            )
    except HTTPError as error:
        with error:
            if error.code == HTTPStatus.NOT_MODIFIED and copy:
                return copy.answer
            raise _NoAnswerError(
                f"the server says {_status(error.code)}",
                is_fault=400 <= error.code < 500 and error.code not in _MAY_PASS,
            ) from None
    except (OSError, HTTPException, ValueError) as error:
        raise _NoAnswerError(_reason(error, place)) from None


def _unpack(data: bytes) -> bytes:
    """What a store sends packed that has it packed, whatever it is asked for."""
    try:
        return zlib.decompressobj(_GZIP_BITS).decompress(data, MAX_BYTES + 1)
    except zlib.error:
        raise _NoAnswerError("it came packed by gzip, and broken", is_fault=True) from None


def _request(place: InventoryPlace, copy: _Copy | None) -> Request:
    parts = urlsplit(place.address)
    path, query = (quote(part, safe=string.punctuation) for part in (parts.path, parts.query))
    address = f"{parts.scheme}://{_host(parts)}{path}{'?' if query else ''}{query}"
    request = Request(address, headers={"User-Agent": f"mkdocs-postmortems/{__version__}"})
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        credentials = base64.b64encode(pair.encode()).decode()
        # To no other host that the server may lead to.
        request.add_unredirected_header("Authorization", f"Basic {credentials}")
    if copy and copy.answer.etag:
        request.add_header("If-None-Match", copy.answer.etag)
    if copy and copy.answer.modified:
        request.add_header("If-Modified-Since", copy.answer.modified)
    return request


def _host(parts: SplitResult) -> str:
    """The host and port, without user and password."""
    return parts.netloc.rpartition("@")[2]


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _reason(error: Exception, place: InventoryPlace) -> str:
    """Why nothing came. What an address may have that is secret is in no message."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, TimeoutError):
        return f"no answer within {place.timeout:g} seconds"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return f"no answer ({type(cause).__name__})"


def _name(place: InventoryPlace) -> str:
    return f"inventory-{digest_of(place.address)[:16]}"


def _read_copy(place: InventoryPlace) -> _Copy | None:
    head, _, data = read_kept(place.root, _name(place)).partition(b"\n")
    try:
        known = json.loads(head)
        return _Copy(
            answer=_Answer(data=data, etag=str(known["etag"]), modified=str(known["modified"])),
            checked=datetime.fromisoformat(known["checked"]).astimezone(UTC),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _keep_copy(place: InventoryPlace, answer: _Answer, now: datetime) -> None:
    known = {"etag": answer.etag, "modified": answer.modified, "checked": now.isoformat()}
    keep(place.root, _name(place), json.dumps(known).encode() + b"\n" + answer.data)
