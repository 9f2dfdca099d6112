"""How commands name a postmortem, in a line."""

from __future__ import annotations


def first_line(
    identifier: str, title: str, day: str | None, severity: str | None, kind: str, status: str
) -> str:
    """Id, date, severity and title, in columns."""
    grade = "near miss" if kind == "near-miss" else severity or "?"
    state = "" if status == "final" else f" [{status}]"
    return f"{identifier}  {day or 'no date':10}  {grade:9}  {title}{state}"
