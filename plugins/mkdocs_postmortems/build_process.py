"""What a build sets in its own process, and gives back: the date, the garbage collector."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

_EPOCH = "SOURCE_DATE_EPOCH"


def get_epoch() -> str | None:
    """The date of the build in seconds since 1970, where the environment has one."""
    return os.environ.get(_EPOCH)


def set_epoch(epoch: str | None) -> None:
    """Give the environment that date; None takes it out."""
    if epoch is None:
        os.environ.pop(_EPOCH, None)
    else:
        os.environ[_EPOCH] = epoch


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Spare what is built here the collector's looks, now and for the rest of the build.

    The library is a great many values that stay until the end and hold no
    cycles; the collector would walk over all of them again and again, a tenth
    of the time of a large build.
    """
    gc.unfreeze()  # what an earlier build of this process left
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
