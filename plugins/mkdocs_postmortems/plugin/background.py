"""Work beside a server that answers meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

from mkdocs.plugins import get_plugin_logger

log = get_plugin_logger("postmortems")


class Background:
    """Does one job at a time beside everything else; of those that wait, the newest alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: Callable[[], None] | None = None
        self._is_working = False
        self._thread: threading.Thread | None = None

    def do(self, job: Callable[[], None]) -> None:
        """Do a job as soon as the one that is being done has ended."""
        with self._lock:
            self._next = job
            if self._is_working:
                return
            self._is_working = True
            self._thread = threading.Thread(
                target=self._work, name="postmortems search", daemon=True
            )
            self._thread.start()

    def wait(self) -> None:
        """Return when everything is done that was asked for."""
        if self._thread:
            self._thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                job, self._next = self._next, None
                if job is None:
                    self._is_working = False
                    return
            try:
                job()
            except Exception:  # the next job is another matter
                log.exception("a job in the background failed")
