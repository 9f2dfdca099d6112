"""The entries of `library.yml` as settings, and what of them does not fit together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from .diagnostics import Level, Problem
from .house_style import HousePattern
from .located_yaml import Node, place_of
from .policy import Policy
from .quarter import quarter_of
from .sections import SECTION_NAMES, SectionNames
from .settings import UNDETERMINED, Pin, Settings, Team, TeamPage
from .settings_contract import LanguageEntry, SettingsEntries, TeamEntry, is_page
from .unusable import did_you_mean, unusable_at
from .vocabulary import Term, Vocabulary, fold, nearest
from .vocabulary_building import build_vocabulary, known_successor, report_shared_names


def build_settings(file: SettingsEntries, root: Node, problems: list[Problem]) -> Settings:
    """The settings that the entries give; what does not fit together goes to `problems`."""
    defaults = Settings()
    services = build_vocabulary(file.services, "services", defaults.services, root, problems)
    teams = _teams(file, root, services, problems)
    team_terms = tuple(
        Term(id=t.id, title=t.name, aliases=t.aliases, retired=t.retired, successor=t.successor)
        for t in teams
    )
    report_shared_names(team_terms, "teams", root, problems)
    categories = build_vocabulary(
        file.categories, "categories", defaults.categories, root, problems
    )
    if UNDETERMINED.id not in {term.id for term in categories.terms}:
        categories = replace(categories, terms=(*categories.terms, UNDETERMINED))
    severities = build_vocabulary(
        file.severities, "severities", defaults.severities, root, problems
    )
    detection_methods = build_vocabulary(
        file.detection_methods, "detection_methods", defaults.detection_methods, root, problems
    )
    return Settings(
        organisation=file.organisation,
        timezone=file.timezone,
        id_prefix=file.id_prefix,
        severities=severities,
        categories=categories,
        detection_methods=detection_methods,
        triggers=build_vocabulary(file.triggers, "triggers", defaults.triggers, root, problems),
        contributing_factors=build_vocabulary(
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
        policy=_policy(file, root, severities, detection_methods, problems),
        rule_levels=MappingProxyType(file.rules),
        language=tuple(_house_pattern(entry) for entry in file.language),
        allowed_personal_data=file.allowed_personal_data,
        trackers=MappingProxyType(file.trackers),
        quarterly_reviews=MappingProxyType(_reviews(file, root, problems)),
        synonyms=file.synonyms,
        rule_places=tuple(
            (code, (place := place_of(root, ("rules", code))).line, place.column)
            for code in file.rules
        ),
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
                    unusable_at(
                        root,
                        ("teams", index, "services"),
                        f"the service `{service}` of `{entry.id}` is not in `services`",
                        did_you_mean(services.nearest(service)),
                    )
                )
        successor = known_successor(
            entry, ids, ("teams", index), root, problems, "another team's id"
        )
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
                links=tuple((label, to) for label, to in entry.links.items() if not is_page(to)),
                pages=_pages(entry, index, root),
                read_first=_pins(entry, index, root),
                retired=entry.retired,
                successor=successor,
            )
        )
    return tuple(teams)


def _pages(entry: TeamEntry, index: int, root: Node) -> tuple[TeamPage, ...]:
    """With their places, as only who has the site's files can tell whether there is such a one."""
    pages = []
    for label, link in entry.links.items():
        if is_page(link):
            uri, _, anchor = link.partition("#")
            at = place_of(root, ("teams", index, "links", label))
            pages.append(
                TeamPage(label=label, uri=uri, anchor=anchor, line=at.line, column=at.column)
            )
    return tuple(pages)


def _pins(entry: TeamEntry, index: int, root: Node) -> tuple[Pin, ...]:
    """With their places, as only all documents together tell whether there is such a one."""
    pins = []
    for number, pinned in enumerate(entry.read_first):
        place = place_of(root, ("teams", index, "read_first", number, "postmortem"))
        pins.append(
            Pin(
                postmortem=pinned.postmortem.strip(),
                reason=" ".join(pinned.reason.split()),
                line=place.line,
                column=place.column,
            )
        )
    return tuple(pins)


def _reviews(file: SettingsEntries, root: Node, problems: list[Problem]) -> dict[str, date]:
    """Of whole quarters alone: what is looked at before the end is another matter."""
    found = {}
    for quarter, day in file.quarterly_reviews.items():
        if quarter < quarter_of(day):
            found[quarter] = day
            continue
        message = f"{quarter} was not over on {day}, so that was no review of it"
        hint = "give the day of the review that was held after its end"
        problems.append(unusable_at(root, ("quarterly_reviews", quarter), message, hint))
    return found


def _policy(
    file: SettingsEntries,
    root: Node,
    severities: Vocabulary,
    detection_methods: Vocabulary,
    problems: list[Problem],
) -> Policy:
    """The policy; what it does not give follows the order of the organisation's severities."""
    ids = tuple(term.id for term in severities.terms)
    ours = Policy()
    ranked = dict(zip(ids, ours.postmortem_due_hours.values(), strict=False))
    policy = replace(
        ours,
        postmortem_due_hours=MappingProxyType(ranked),
        owed_always=ids[:1],
        owed_if_customers_affected=ids[1:2],
        owed_near_misses=ids[:2],
        wanted_detection=_find_alerting(detection_methods),
    )
    given = {k: v for k, v in file.policy.model_dump().items() if v is not None}
    for key in ("owed_always", "owed_if_customers_affected", "owed_near_misses"):
        if key in given:
            terms = _known_words(given[key], key, root, severities, problems)
            given[key] = tuple(terms.values())
    if (names := given.get("wanted_detection")) is not None:
        methods = _known_words(
            names, "wanted_detection", root, detection_methods, problems, "detection method"
        )
        given["wanted_detection"] = tuple(methods.values())
    if "postmortem_due_hours" in given:
        hours = given["postmortem_due_hours"]
        terms = _known_words(hours, "postmortem_due_hours", root, severities, problems)
        given["postmortem_due_hours"] = MappingProxyType(
            {term: hours[name] for name, term in terms.items()}
        )
    for key in ("action_due_days", "verify_after_days"):
        if key in given:
            days = given[key].items()
            given[key] = MappingProxyType({name.casefold(): number for name, number in days})
    return replace(policy, **given)


def _find_alerting(detection_methods: Vocabulary) -> tuple[str, ...]:
    """The method that is called, among other names, as alerting usually is."""
    terms = map(
        detection_methods.resolve, ("automated-alerting", "alerting", "alert", "monitoring")
    )
    return next(((term.id,) for term in terms if term), ())


def _known_words(
    names: Iterable[str],
    key: str,
    root: Node,
    vocabulary: Vocabulary,
    problems: list[Problem],
    noun: str = "severity",
) -> dict[str, str]:
    """The ids of those that the vocabulary has, by the name given."""
    known = {}
    for name in names:
        term = vocabulary.resolve(name)
        if term is not None:
            known[name] = term.id
            continue
        problems.append(
            unusable_at(
                root,
                ("policy", key, name),
                f"`policy.{key}`: `{name}` is no {noun}",
                did_you_mean(vocabulary.nearest(name)),
            )
        )
    return known


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


def _section_names(
    file: SettingsEntries, root: Node, severities: Vocabulary, problems: list[Problem]
) -> SectionNames:
    def known(names: tuple[str, ...], *path: str | int) -> tuple[str, ...]:
        kept = []
        for name in names:
            canonical = nearest_exact(name)
            if canonical is None:
                guess = did_you_mean(nearest(name, SECTION_NAMES))
                problems.append(
                    unusable_at(root, ("sections", *path), f"`{name}` is no section", guess)
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
                    unusable_at(
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
