"""Where the command line finds a library: the keys of `mkdocs.yml` that it needs.

MkDocs itself takes too long to load for a command; its file is read here, with
`INHERIT` and `!ENV` as MkDocs has them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .sources import relative_name

_NAMES = ("mkdocs.yml", "mkdocs.yaml")


class UnusableProjectError(Exception):
    """There is no project to work on, or its configuration cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A site with a library of postmortems."""

    config: Path
    """The file `mkdocs.yml`."""
    root: Path
    """The folder of `mkdocs.yml`; findings name files from here."""
    docs_dir: Path
    incidents: str
    """Folder of the postmortems, below `docs_dir`."""
    library: Path
    """The file `library.yml`, whether it exists or not."""
    as_of: Any
    """As written in `mkdocs.yml`."""
    audience: str
    """For whom the site is built."""
    site_url: str
    """Where the site is published; empty where nobody says."""
    cache: bool
    """Whether what was read and found may be kept beside `mkdocs.yml`."""
    use_directory_urls: bool
    """Whether a page's address ends with `/` rather than `.html`."""


def find_project(start: Path) -> Project:
    """The project of the nearest `mkdocs.yml`, upwards from a folder.

    Raises UnusableProjectError.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        for name in _NAMES:
            if (folder / name).is_file():
                return read_project(folder / name)
    raise UnusableProjectError(
        f"no mkdocs.yml in {start.resolve()} or above it; "
        "change into your site's folder, or name one with --config-file"
    )


def read_project(path: Path) -> Project:
    """The project of one `mkdocs.yml`. Raises UnusableProjectError."""
    config: dict[str, Any] = {}
    for _, inherited in reversed(_load(path)):
        config = _merge(config, inherited)
    options = _plugin_options(config.get("plugins"), path)
    root = path.resolve().parent
    docs_dir = root / str(config.get("docs_dir") or "docs")
    return Project(
        config=path,
        root=root,
        docs_dir=docs_dir,
        incidents=relative_name(docs_dir / str(options.get("incidents") or "incidents"), docs_dir),
        library=docs_dir / str(options.get("library") or "library.yml"),
        as_of=options.get("as_of"),
        audience=str(options.get("audience") or "internal"),
        site_url=str(config.get("site_url") or ""),
        cache=options.get("cache") is not False,
        use_directory_urls=config.get("use_directory_urls") is not False,
    )


def find_configs_with(value: str, path: Path) -> Iterator[Path]:
    """Of a `mkdocs.yml` and what it inherits from, the files that have a value somewhere.

    Raises UnusableProjectError.
    """
    for file, config in _load(path):
        if value in _values_of(config):
            yield file


def _values_of(config: Any) -> Iterator[Any]:
    """The values at the ends of lists and mappings."""
    if isinstance(config, dict):
        config = list(config.values())
    if not isinstance(config, list):
        yield config
        return
    for inner in config:
        yield from _values_of(inner)


class _Loader(yaml.SafeLoader):
    """Knows `!ENV`, and passes over tags such as `!!python/name:` that only MkDocs needs."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        names, default = [loader.construct_scalar(node)], None
    elif isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        names, default = (values[:-1], values[-1]) if len(values) > 1 else (values, None)
    else:
        return None
    found = next((os.environ[str(name)] for name in names if str(name) in os.environ), default)
    return yaml.safe_load(found) if isinstance(found, str) else found


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _load(path: Path) -> tuple[tuple[Path, dict[str, Any]], ...]:
    """A configuration, then the one that it inherits from, and so on; each with its file."""
    found: list[tuple[Path, dict[str, Any]]] = []
    while True:
        if len(found) > 10:
            raise UnusableProjectError(f"{path}: INHERIT goes round in a circle")
        try:
            text = path.read_text(encoding="utf-8-sig")
            config = yaml.load(text, Loader=_Loader)
        # ValueError: a day that no calendar has, and text that is not UTF-8.
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            raise UnusableProjectError(f"{path}: {error}") from None
        if not isinstance(config, dict):
            raise UnusableProjectError(f"{path}: not a mapping of keys to values")
        parent = config.pop("INHERIT", None)
        found.append((path, config))
        if parent is None:
            return tuple(found)
        path = path.parent / str(parent)


def _merge(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        inherited = merged.get(key)
        if isinstance(value, dict) and isinstance(inherited, dict):
            merged[key] = _merge(inherited, value)
        else:
            merged[key] = value
    return merged


def _plugin_options(plugins: Any, path: Path) -> dict[str, Any]:
    """The options of the plugin, written as a list entry or as a key."""
    entries = plugins if isinstance(plugins, list) else [plugins] if plugins else []
    for entry in entries:
        if entry == "postmortems":
            return {}
        if isinstance(entry, dict) and "postmortems" in entry:
            options = entry["postmortems"]
            return options if isinstance(options, dict) else {}
    raise UnusableProjectError(f"{path}: `plugins` has no `postmortems`; add it to the list")
