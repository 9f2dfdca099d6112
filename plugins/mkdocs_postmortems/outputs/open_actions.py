"""`actions/open-0.json` and so on: the open items that do not stand in their page.

They are for that page alone; other tools read `api/v1/actions.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.library import Library
from ..pages import OPEN_ACTIONS
from ..rendering import Renderer
from ..views.action_list import FIRST, SHARD, list_open

_NAME = re.compile(re.escape(OPEN_ACTIONS).replace(r"\{number\}", r"\d+"))


def open_action_files(library: Library, renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path in the site and text of each file; none where the page holds all items."""
    listed = list_open(library)
    if len(listed) <= FIRST:
        return
    for number, start in enumerate(range(0, len(listed), SHARD)):
        name = OPEN_ACTIONS.format(number=number)
        yield name, renderer.render_records(listed[start : start + SHARD])


def is_open_action_file(path: str) -> bool:
    """Whether a path in the site is that of one of these files."""
    return _NAME.fullmatch(path) is not None
