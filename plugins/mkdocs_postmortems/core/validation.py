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
    "date_type": "a text is expected here",
    "datetime_type": "a text is expected here",
    "time_delta_type": "a text is expected here",
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


def describe_error(detail: Any, form: str) -> str:
    """One sentence for an entry of `ValidationError.errors()`.

    `form` names what a text that does not fit a pattern is not: `id of a postmortem`.
    """
    kind = detail["type"]
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind == "literal_error":
        choices = detail["ctx"]["expected"].replace("'", "`")
        if isinstance(detail["input"], str):
            return f"`{detail['input']}` is none of {choices}"
        return f"one of {choices} is expected here"
    if kind == "string_pattern_mismatch":
        return f"`{detail['input']}` is no {form}"
    return _MESSAGES.get(kind, str(detail["msg"]))


def says_how_to_mend(detail: Any) -> bool:
    """Whether the sentence of `describe_error` shows the right form already."""
    return detail["type"] in ("value_error", "literal_error")
