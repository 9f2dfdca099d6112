"""What an assistant is told whose arguments a tool does not take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..core.spelling import nearest_word
from .opening import shorten

_OF_TYPE = {"integer": "a whole number", "boolean": "true or false", "string": "a text"}


def tell_arguments(error: ValidationError, schema: Mapping[str, Any]) -> str:
    """What is wrong with the arguments, and what is expected, a sentence for each of them.

    `schema` is the JSON Schema of the tool's arguments.
    """
    # One that may be of several forms has an error for each of them, of which the first will do.
    first = {str(one["loc"][0]): one for one in reversed(error.errors())}
    told = (_tell(name, first[name], schema["properties"]) for name in reversed(first))
    return " ".join(told)


def _tell(name: str, problem: ErrorDetails, known: Mapping[str, Any]) -> str:
    if name not in known:
        guess = nearest_word(name, known)
        hint = f"did you mean `{guess}`?" if guess else f"there are {', '.join(known)}."
        return f"There is no argument `{shorten(name)}`; {hint}"
    expected = _expect(known[name])
    if problem["type"] == "missing":
        return f"The argument `{name}` is missing; it is {expected}."
    given = shorten(json.dumps(problem["input"], ensure_ascii=False))
    return f"The argument `{name}` must be {expected}, and not {given}."


def _expect(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return f"{_expect(schema['anyOf'][0])}, or a list of such"
    if "enum" in schema:
        return " or ".join(schema["enum"])
    return " ".join((_OF_TYPE[schema["type"]], *_limits(schema)))


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in schema:
        yield f"from {schema['minimum']} to {schema['maximum']}"
    if "minLength" in schema:
        yield "that is not empty"
