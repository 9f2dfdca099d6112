"""`library.yml`, read: whatever can be used of it, and what cannot, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from .diagnostics import Finding, Level, Problem
from .examples import SETTING_EXAMPLES
from .house_style import HousePattern
from .located_yaml import Mapping as LocatedMapping
from .located_yaml import Node, place_of, plain_value, read_yaml, without
from .sections import SECTION_NAMES, SectionNames
from .settings import UNDETERMINED, Settings, Team
from .settings_contract import (
    LanguageEntry,
    PolicyEntry,
    SettingsEntries,
    SeverityEntry,
    TeamEntry,
    TermEntry,
)
from .validation import describe_error, says_how_to_mend
from .vocabulary import Term, Vocabulary, fold, nearest


@dataclass(frozen=True, kw_only=True)
class SettingsReading:
    """Settings with whatever was usable, and what was not."""

    settings: Settings
    problems: tuple[Problem, ...]


def read_settings(data: bytes) -> SettingsReading:
    """Read `library.yml`. What cannot be used is a PM901 with its line; the rest is used."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unusable(line, "not UTF-8", "save the file as UTF-8")
    reading = read_yaml(text, malformed="PM901")
    problems = [
        replace(problem, code="PM901") if problem.code != "PM902" else problem
        for problem in reading.problems
    ]
    root = reading.root
    if root is None or (isinstance(root, LocatedMapping) is False and plain_value(root) is None):
        return SettingsReading(settings=Settings(), problems=tuple(problems))
    if not isinstance(root, LocatedMapping):
        return _unusable(root.line, "not a mapping of keys to values", "write `key: value` lines")
    accepted = _accept(root, problems)
    settings = _build_settings(accepted.entries, accepted.root, problems)
    return SettingsReading(settings=settings, problems=tuple(problems))


def _unusable(line: int, what: str, hint: str) -> SettingsReading:
    return SettingsReading(settings=Settings(), problems=(_problem(line, 1, what, hint),))


def _problem(line: int, column: int, message: str, hint: str = "") -> Problem:
    finding = Finding(line=line, column=column, message=message, hint=hint)
    return Problem(code="PM901", finding=finding)


def _problem_at(root: Node, path: tuple[str | int, ...], message: str, hint: str = "") -> Problem:
    place = place_of(root, path)
    return _problem(place.line, place.column, message, hint)


@dataclass(frozen=True, kw_only=True)
class _Accepted:
    """What of the file is accepted, as values and with places."""

    entries: SettingsEntries
    root: Node


def _accept(root: Node, problems: list[Problem]) -> _Accepted:
    """Validate; leave out each entry that is refused, until what remains is accepted."""
    while True:
        values = {key: value for key, value in plain_value(root).items() if value is not None}
        try:
            return _Accepted(entries=SettingsEntries.model_validate(values), root=root)
        except ValidationError as error:
            refused: dict[tuple[str | int, ...], None] = {}
            reported: set[tuple[int, int]] = set()
            for detail in error.errors():
                path = tuple(detail["loc"])
                is_extra = detail["type"] == "extra_forbidden"
                at = place_of(root, path, key=is_extra)
                problem = _problem(at.line, at.column, *_explain(detail, path))
                place = (problem.finding.line, problem.finding.column)
                if place not in reported:
                    problems.append(problem)
                    reported.add(place)
                refused[path if is_extra else path[:2]] = None
            for path in sorted(refused, key=lambda p: [str(step).zfill(9) for step in p])[::-1]:
                root = without(root, path)


def _explain(detail: Any, path: tuple[str | int, ...]) -> tuple[str, str]:
    """A message and a hint."""
    if detail["type"] == "extra_forbidden":
        known = tuple(_contract_of(path).model_fields)
        guess = _did_you_mean(nearest(str(path[-1]), known))
        listed = ", ".join(known)
        if len(path) == 1:
            return f"`{path[0]}` is no setting", guess or f"library.yml may have {listed}"
        return f"{_named(path[:-1])} has a key `{path[-1]}`; it may have {listed}", guess
    message = f"{_named(path)}: {describe_error(detail, 'prefix of ids')}"
    return message, "" if says_how_to_mend(detail) else _show_form(path)


def _contract_of(path: tuple[str | int, ...]) -> type[BaseModel]:
    if len(path) == 1:
        return SettingsEntries
    if path[0] == "policy":
        return PolicyEntry
    if path[0] == "language":
        return LanguageEntry
    return TeamEntry if path[0] == "teams" else TermEntry


def _named(path: tuple[str | int, ...]) -> str:
    """A place in words: ``entry 1 of `services```, ```links.Channel` of entry 2 of `teams```."""
    words, keys = "", []
    for step in path:
        if isinstance(step, str):
            keys.append(step)
        else:
            words, keys = f"entry {step + 1} of {_joined(keys, words)}", []
    return _joined(keys, words)


def _joined(keys: list[str], owner: str) -> str:
    name = f"`{'.'.join(keys)}`" if keys else ""
    return " of ".join(part for part in (name, owner) if part)


def _show_form(path: tuple[str | int, ...]) -> str:
    key = next((step for step in reversed(path) if step in SETTING_EXAMPLES), None)
    return f"for example `{key}: {SETTING_EXAMPLES[str(key)]}`" if key else ""


def _build_settings(file: SettingsEntries, root: Node, problems: list[Problem]) -> Settings:
    defaults = Settings()
    services = _vocabulary(file.services, "services", defaults.services, root, problems)
    teams = _teams(file, root, services, problems)
    team_terms = tuple(Term(id=t.id, title=t.name, aliases=t.aliases) for t in teams)
    _report_shared_names(team_terms, "teams", root, problems)
    categories = _vocabulary(file.categories, "categories", defaults.categories, root, problems)
    if UNDETERMINED.id not in {term.id for term in categories.terms}:
        categories = replace(categories, terms=(*categories.terms, UNDETERMINED))
    severities = _vocabulary(file.severities, "severities", defaults.severities, root, problems)
    policy = {k: v for k, v in file.policy.model_dump().items() if v is not None}
    return Settings(
        organisation=file.organisation,
        timezone=file.timezone,
        id_prefix=file.id_prefix,
        severities=severities,
        categories=categories,
        detection_methods=_vocabulary(
            file.detection_methods, "detection_methods", defaults.detection_methods, root, problems
        ),
        triggers=_vocabulary(file.triggers, "triggers", defaults.triggers, root, problems),
        contributing_factors=_vocabulary(
            file.contributing_factors,
            "contributing_factors",
            defaults.contributing_factors,
            root,
            problems,
        ),
        services=services,
        team_names=Vocabulary(terms=team_terms, open=file.teams is None),
        teams=teams,
        audiences=file.audiences or defaults.audiences,
        sections=_section_names(file, root, severities, problems),
        policy=replace(defaults.policy, **policy),
        rule_levels=MappingProxyType(file.rules),
        language=tuple(_house_pattern(entry) for entry in file.language),
        allowed_personal_data=file.allowed_personal_data,
        trackers=MappingProxyType(file.trackers),
        rule_places=tuple(
            (code, (place := place_of(root, ("rules", code))).line, place.column)
            for code in file.rules
        ),
    )


def _vocabulary(
    entries: tuple[TermEntry, ...] | None,
    key: str,
    default: Vocabulary,
    root: Node,
    problems: list[Problem],
) -> Vocabulary:
    if entries is None:
        return default
    terms = tuple(
        Term(
            id=entry.id,
            title=entry.title or entry.id.replace("-", " ").capitalize()
            if not isinstance(entry, SeverityEntry)
            else entry.title or entry.id,
            description=entry.description,
            aliases=entry.aliases,
        )
        for entry in entries
    )
    _report_shared_names(terms, key, root, problems)
    first = {term.id: term for term in reversed(terms)}
    return Vocabulary(terms=tuple(term for term in terms if first[term.id] is term))


def _report_shared_names(
    terms: tuple[Term, ...], key: str, root: Node, problems: list[Problem]
) -> None:
    owner: dict[str, tuple[int, str]] = {}
    for index, term in enumerate(terms):
        for name in (term.id, *term.aliases):
            first = owner.setdefault(fold(name), (index, term.id))
            if first[0] != index:
                problems.append(
                    _problem_at(
                        root,
                        (key, index),
                        f"`{name}` names `{first[1]}` already",
                        "an id or alias belongs to one entry; the first is used",
                    )
                )


def _teams(
    file: SettingsEntries, root: Node, services: Vocabulary, problems: list[Problem]
) -> tuple[Team, ...]:
    teams: list[Team] = []
    ids = {entry.id for entry in file.teams or ()}
    for index, entry in enumerate(file.teams or ()):
        for service in entry.services:
            if services.resolve(service) is None:
                problems.append(
                    _problem_at(
                        root,
                        ("teams", index, "services"),
                        f"the service `{service}` of `{entry.id}` is not in `services`",
                        _did_you_mean(services.nearest(service)),
                    )
                )
        successor = entry.successor
        if successor is not None and (successor not in ids or successor == entry.id):
            problems.append(
                _problem_at(
                    root,
                    ("teams", index, "successor"),
                    f"the successor `{successor}` of `{entry.id}` is not another team's id",
                    _did_you_mean(nearest(successor, ids - {entry.id})),
                )
            )
            successor = None
        resolved = (services.resolve(service) for service in entry.services)
        if any(team.id == entry.id for team in teams):
            continue
        teams.append(
            Team(
                id=entry.id,
                name=entry.name or entry.id.replace("-", " ").capitalize(),
                description=entry.description,
                aliases=entry.aliases,
                members=entry.members,
                services=tuple(term.id for term in resolved if term),
                links=tuple(entry.links.items()),
                retired=entry.retired,
                successor=successor,
            )
        )
    return tuple(teams)


def _house_pattern(entry: LanguageEntry) -> HousePattern:
    return HousePattern(
        tokens=entry.tokens if entry.extends == "existence" else (),
        swap=tuple(entry.swap.items()) if entry.extends == "substitution" else (),
        message=entry.message,
        suggestion=entry.suggestion,
        level=Level.INFO if entry.level == "suggestion" else Level(entry.level),
        ignorecase=entry.ignorecase,
        nonword=entry.nonword,
        exceptions=entry.exceptions,
    )


def _did_you_mean(guess: str | None) -> str:
    return f"did you mean `{guess}`?" if guess else ""


def _section_names(
    file: SettingsEntries, root: Node, severities: Vocabulary, problems: list[Problem]
) -> SectionNames:
    def known(names: tuple[str, ...], *path: str | int) -> tuple[str, ...]:
        kept = []
        for name in names:
            canonical = nearest_exact(name)
            if canonical is None:
                guess = _did_you_mean(nearest(name, SECTION_NAMES))
                problems.append(
                    _problem_at(root, ("sections", *path), f"`{name}` is no section", guess)
                )
            else:
                kept.append(canonical)
        return tuple(kept)

    def nearest_exact(name: str) -> str | None:
        return next((s for s in SECTION_NAMES if fold(s) == fold(name)), None)

    names = SectionNames()
    required = file.sections.required
    if isinstance(required, dict):
        by_severity = {}
        for severity, wanted in required.items():
            term = severities.resolve(severity)
            if term is None:
                problems.append(
                    _problem_at(
                        root, ("sections", "required", severity), f"`{severity}` is no severity"
                    )
                )
            else:
                by_severity[term.id] = known(wanted, "required", severity)
        names = replace(names, required_by_severity=MappingProxyType(by_severity))
    elif required is not None:
        names = replace(names, required=known(required, "required"))
    headings = {}
    for name, texts in (file.sections.model_extra or {}).items():
        for canonical in known((name,), name):
            headings[canonical] = texts
    return replace(names, headings=MappingProxyType(headings))
