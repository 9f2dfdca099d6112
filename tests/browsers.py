"""A real browser for tests, and a plain server for what was built."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NO_BROWSER = "no browser: install Chromium (apt install chromium), or set CHROMIUM to its path"


def find_chromium() -> str | None:
    """The browser that CHROMIUM names, or the system's."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    """A browser that is closed in the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: a browser that leaves a page drops what it no longer needs."""


@contextmanager
def served(folder: Path, headers: dict[str, str] | None = None) -> Iterator[str]:
    """The address of a server for the files of a folder; headers that each answer has.

    For what is not there it shows the page 404.html of the site in the folder, or right below it.
    """
    missing = next(
        (page for name in ("404.html", "*/404.html") for page in folder.glob(name)), None
    )

    class Handler(_Quiet):
        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def send_error(self, code: int, *arguments: str | None) -> None:
            if code != HTTPStatus.NOT_FOUND or missing is None:
                super().send_error(code, *arguments)
                return
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(missing.read_bytes())

    server = _Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def assert_accessible(page: Page) -> None:
    """Hold our part of a page against all of axe's rules; what the theme draws around it is its own.

    What breaks no rule is not reported in full, which takes longer than to find what does.
    """
    options = {"resultTypes": ["violations"]}
    found = Axe().run(page, context={"include": [["article"]]}, options=options)
    assert found.violations_count == 0, found.generate_report()


def open_window(
    browser: Browser, scheme: str, width: int = 1280, height: int = 844
) -> BrowserContext:
    """A window of that size in CSS pixels, in the scheme `light` or `dark`."""
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
