"""YAML as a language server reads it: the core schema of YAML 1.2, values as JSON has them."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _CoreLoader(yaml.SafeLoader):
    """PyYAML keeps to YAML 1.1, where `no` is a boolean and `2026-03-04` a date."""


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    _CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), None
    )


def json_values(text: str) -> Any:
    """A YAML text as JSON values."""
    return yaml.load(text, Loader=_CoreLoader)
