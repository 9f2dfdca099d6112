"""Pydantic's errors in the words of people who write Markdown and YAML."""

from __future__ import annotations

import re
from typing import Any

_MESSAGES = {
    "string_type": "a text is expected here",
    "list_type": "a list is expected here",
    "tuple_type": "a list is expected here",
    "dict_type": "a mapping of keys to values is expected here",
    "model_type": "a mapping of keys to values is expected here",
    "model_attributes_type": "a mapping of keys to values is expected here",
    "missing": "this key is required",
    "int_parsing": "a whole number is expected here",
    "int_type": "a whole number is expected here",
    "int_parsing_size": "the number is too large",
    "less_than_equal": "the number is too large",
    "greater_than_equal": "the number is negative",
    "bool_parsing": "`true` or `false` is expected here",
    "too_short": "at least one entry is needed",
    "string_too_short": "a text is expected here",
}


_ADDRESS = re.compile(r"(?:https?://|mailto:|/)", re.IGNORECASE)


def check_address(text: str) -> None:
    """Raise ValueError for an address that does not lead to the same place from every page."""
    if not _ADDRESS.match(text.strip()):
        raise ValueError(f"`{text}` is no address of a page; it begins with https://, mailto: or /")


def describe_error(detail: Any) -> str:
    """One sentence for an entry of `ValidationError.errors()`."""
    kind = detail["type"]
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind == "literal_error":
        return f"`{detail['input']}` is none of {detail['ctx']['expected'].replace(chr(39), '`')}"
    if kind == "string_pattern_mismatch":
        return f"`{detail['input']}` does not have the form {detail['ctx']['pattern']}"
    return _MESSAGES.get(kind, str(detail["msg"]))
