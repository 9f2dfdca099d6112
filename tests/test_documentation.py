"""The documentation: complete, and true where a test can tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote, urlsplit

import click
import pytest
import yaml
from pydantic import BaseModel

from mkdocs_postmortems.cli import main
from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.diagnostics import Level
from mkdocs_postmortems.core.front_matter import FrontMatter
from mkdocs_postmortems.core.page_views_file import PAGE_COLUMNS, VIEW_COLUMNS, read_page_views
from mkdocs_postmortems.core.register_file import REGISTER_COLUMNS, read_register
from mkdocs_postmortems.core.sections import (
    OPTIONAL_SECTIONS,
    REQUIRED_SECTIONS,
    SECTION_NAMES,
    SectionNames,
)
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.settings_contract import SettingsEntries
from mkdocs_postmortems.core.settings_file import read_settings
from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.core.tickets_file import CLOSED_STATES, OPEN_STATES, TICKET_COLUMNS
from mkdocs_postmortems.core.timeline import Phase
from mkdocs_postmortems.core.vocabulary import fold
from mkdocs_postmortems.importing.register_exports import SOURCES
from mkdocs_postmortems.links_plugin import LinksConfig
from mkdocs_postmortems.outputs.data import (
    actions_json,
    patterns_json,
    postmortems_json,
    recurring_json,
)
from mkdocs_postmortems.pages import Addresses
from mkdocs_postmortems.pipeline import LoadedLibrary, load_library, load_settings
from mkdocs_postmortems.plugin.options import PostmortemsConfig
from mkdocs_postmortems.rules import ALL_RULES, DOCUMENTATION_HEADINGS, Rule

from .documents import postmortem
from .libraries import four, load
from .sites import ROOT, build, postmortems, write_site

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]

_FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def without_code_blocks(text: str) -> str:
    """The Markdown with its fenced blocks emptied, so that `#` in them is no heading."""
    return _FENCE.sub("", text)


def part(heading: str) -> str:
    """What stands under a heading of the reference, its subsections included."""
    lines = REFERENCE.split("\n")
    start = lines.index(heading)
    level = heading.index(" ")
    fenced = False
    for index in range(start + 1, len(lines)):
        fenced ^= lines[index].startswith("```")
        found = re.match(r"#+(?= )", lines[index])
        if not fenced and found and len(found[0]) <= level:
            return "\n".join(lines[start:index])
    return "\n".join(lines[start:])


def rows(text: str) -> list[list[str]]:
    """The rows of all tables, each as its cells."""
    found = (line.strip() for line in text.split("\n"))
    return [
        [cell.strip() for cell in line[1:-1].split("|")]
        for line in found
        if line.startswith("|") and not line.startswith("|---")
    ]


def named(cells: Iterable[str]) -> list[str]:
    """The words in code marks."""
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def example(heading: str, language: str) -> str:
    """The first code block of that language under a heading of the reference."""
    found = re.search(rf"^```{language}\n(.*?)^```$", part(heading), re.MULTILINE | re.DOTALL)
    assert found, f"no {language} under {heading}"
    return found[1]


def load_example() -> LoadedLibrary:
    """The document of the reference as a library, with the words that it uses."""
    text = example("## The document", "markdown").encode()
    source = Source(path="a.md", uri="incidents/a.md", data=text, size=len(text))
    return load_library([source], load_settings(None), date(2026, 3, 16))


def is_option(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option)


def commands(group: click.Group = main, prefix: str = "") -> dict[str, click.Command]:
    """Every command by its name, such as `register import`; a group is none."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
        else:
            found[f"{prefix}{name}"] = command
    return found


def spellings() -> Iterator[tuple[str, str]]:
    """Each command with each option, argument and choice that it has, as a user types them."""
    for name, command in commands().items():
        for parameter in command.params:
            if not is_option(parameter):
                yield name, (parameter.name or "").upper()
                continue
            for option in (*parameter.opts, *parameter.secondary_opts):
                yield name, option
            if isinstance(parameter.type, click.Choice):
                for choice in parameter.type.choices:
                    yield name, f"{parameter.opts[0]} {choice}"


def spellings_of(command: str) -> set[str]:
    return {spelling for name, spelling in spellings() if name == command}


@pytest.mark.parametrize(("command", "spelling"), list(spellings()))
def test_the_reference_has_every_option_of_every_command(command: str, spelling: str) -> None:
    cells = [row[0] for row in rows(part(f"### `postmortems {command}`"))]
    assert any(re.match(rf"{re.escape(spelling)}(?![\w-])", word) for word in named(cells))


def test_the_reference_has_no_option_that_a_command_lacks() -> None:
    known = set(spellings())
    for name in commands():
        cells = [row[0] for row in rows(part(f"### `postmortems {name}`"))]
        for word in named(cells):
            assert (name, word.split(" ")[0]) in known


def test_the_reference_has_the_options_of_the_command_itself() -> None:
    options = {option for p in main.params if is_option(p) for option in p.opts}
    options |= set(main.context_settings["help_option_names"])
    assert options <= {w.removeprefix("postmortems ") for w in named([part("## The command line")])}


def test_the_site_that_the_readme_sets_up_has_the_librarys_home_page(folder: Path) -> None:
    found = re.search(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(found[1], encoding="utf-8")
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    home = built.text("index.html")
    assert "Latest incidents" in home
    assert "fonts.googleapis.com" not in home


@pytest.mark.parametrize("name", list(commands()))
def test_the_readme_names_every_command(name: str) -> None:
    assert re.search(rf"`postmortems {name}\b", README)


def test_the_reference_has_every_option_of_the_plugin_with_its_default() -> None:
    documented = {named([row[0]])[0]: row for row in rows(part("### Options"))[1:]}
    options = dict(PostmortemsConfig._schema)
    assert documented.keys() == options.keys()
    for name, option in options.items():
        if option.default is not None:
            assert documented[name][2] == f"`{json.dumps(option.default).strip(chr(34))}`"


def test_the_reference_has_every_option_of_the_plugin_for_other_sites() -> None:
    documented = {named([row[0]])[0]: row for row in rows(part("### From any MkDocs site"))[1:]}
    options = dict(LinksConfig._schema)
    assert documented.keys() == options.keys()
    for name in ("offline", "timeout"):
        assert documented[name][2] == f"`{json.dumps(options[name].default)}`"


def test_the_options_shown_are_the_plugins() -> None:
    shown = example("### Options", "yaml")
    assert "# as_of:" in shown
    [_, entry] = yaml.safe_load(shown.replace("# as_of:", "as_of:"))["plugins"]
    config = PostmortemsConfig()
    config.load_dict(entry["postmortems"])
    assert config.validate() == ([], [])
    assert entry["postmortems"].keys() == dict(PostmortemsConfig._schema).keys()


def test_the_reference_lists_the_rules_with_their_levels() -> None:
    documented = [tuple(row) for row in rows(part("## Rules")) if row[0].startswith("PM")]
    assert documented == [(r.code, r.name, r.level.value, r.draft_level.value) for r in ALL_RULES]


def test_every_rule_that_is_mentioned_exists() -> None:
    mentioned = {code for page in PAGES[:3] for code in codes(page.read_text(encoding="utf-8"))}
    assert mentioned | codes(REFERENCE) <= {rule.code for rule in ALL_RULES}


def codes(text: str) -> set[str]:
    return set(re.findall(r"\bPM\d{3}\b", text))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_the_documentation_of_a_rule_has_its_four_headings_in_order(rule: Rule[Any]) -> None:
    plain = without_code_blocks(rule.documentation)
    assert tuple(text for _, text in _HEADING.findall(plain)) == DOCUMENTATION_HEADINGS
    texts = _parts_between(rule.documentation, [f"## {name}" for name in DOCUMENTATION_HEADINGS])
    assert all(text.strip() for text in texts)
    assert rule.summary.endswith(".")


def _parts_between(text: str, headings: list[str]) -> Iterator[str]:
    """The text before the first heading, and after each."""
    for heading in headings:
        before, _, text = text.partition(f"{heading}\n")
        yield before
    yield text


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_the_page_of_a_rule_shows_the_four_headings_in_order(rule: Rule[Any]) -> None:
    assert tuple(rule.sections) == DOCUMENTATION_HEADINGS


def test_the_reference_has_every_field_of_the_front_matter() -> None:
    table = [row[0] for row in rows(part("### Front matter"))[1:]]
    assert named(table) == list(FrontMatter.model_fields)


def test_the_document_shown_has_nothing_to_mend() -> None:
    assert load_example().diagnostics == ()


def test_the_reference_has_every_section_with_its_synonyms() -> None:
    documented = {row[0]: row for row in rows(part("### Sections"))[1:]}
    assert tuple(documented) == SECTION_NAMES
    for name, (_, required, synonyms) in documented.items():
        assert required == ("yes" if name in REQUIRED_SECTIONS else "")
        assert (name in OPTIONAL_SECTIONS) == (required == "")
        for synonym in synonyms.split(", "):
            assert SectionNames().canonical(synonym) == name


def test_the_reference_has_every_phase_and_status() -> None:
    assert {phase.value for phase in Phase} <= set(named([part("### Timeline")]))
    statuses = [row for row in rows(part("### Action items")) if row[-1] in ("yes", "no")]
    assert named(row[0] for row in statuses) == [status.value for status in ActionStatus]
    assert [row[-1] == "yes" for row in statuses] == [status.is_open for status in ActionStatus]


def models_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A contract and those of the entries in it."""
    yield model
    for info in model.model_fields.values():
        for inner in _models_in(info.annotation):
            yield from models_of(inner)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def test_the_reference_has_every_key_of_library_yml() -> None:
    tables: list[list[str]] = []
    for row in rows(part("## library.yml").partition("\n### ")[0]):
        if row[0] == "Key":
            tables.append([])
        else:
            tables[-1] += named([row[0]])
    contracts = {tuple(model.model_fields) for model in models_of(SettingsEntries)}
    assert {frozenset(table) for table in tables} == {frozenset(keys) for keys in contracts}
    assert tables[0] == list(SettingsEntries.model_fields)


def test_the_library_yml_shown_can_be_used_and_has_every_key() -> None:
    text = example("## library.yml", "yaml")
    assert read_settings(text.encode()).problems == ()
    assert yaml.load(text, yaml.BaseLoader).keys() == SettingsEntries.model_fields.keys()


def test_the_register_shown_can_be_used_and_the_reference_has_every_column() -> None:
    settings = read_settings(example("## library.yml", "yaml").encode()).settings
    shown = example("## The register of incidents", "csv")
    reading = read_register(shown.encode(), "incidents.csv", settings)
    assert reading.problems == ()
    assert [incident.is_near_miss for incident in reading.incidents] == [False, True]
    documented = [row[0] for row in rows(part("## The register of incidents"))[1:]]
    assert named(documented) == list(REGISTER_COLUMNS)
    assert named(row[0] for row in rows(part("## Tickets"))[1:]) == list(TICKET_COLUMNS)
    tickets = part("## Tickets").replace("\n", " ")
    for begin, states in (
        ("closed in one of these states: ", CLOSED_STATES),
        ("an earlier closing left behind: ", OPEN_STATES),
    ):
        words = tickets.partition(begin)[2].partition(".")[0].split(", ")
        assert {fold(word) for word in words} == states


def test_the_page_views_shown_can_be_used_and_the_reference_has_every_name_of_a_column() -> None:
    reading = read_page_views(example("## Page views", "csv").encode(), "page-views.csv")
    assert reading.problems == ()
    assert reading.views is not None
    assert reading.views.by_name == {"pm2026007": 36, "pm2026006": 9}
    (page, views) = (named([row[1]]) for row in rows(part("## Page views"))[1:])
    assert (tuple(page), tuple(views)) == (PAGE_COLUMNS, VIEW_COLUMNS)


def test_the_reference_has_every_name_by_which_a_column_is_known() -> None:
    table = rows(part("### `postmortems register import`"))
    head = next(index for index, row in enumerate(table) if row[0] == "Ours")
    for ours, *cells in table[head + 1 :]:
        for source, cell in zip(("pagerduty", "opsgenie", "incident.io"), cells, strict=True):
            documented = fold(cell.replace("(s)", ""))
            for name in SOURCES[source].get(ours, ()):
                assert fold(name.split(".")[0]).removesuffix("s") in documented


def test_the_documents_shown_fit_the_library_yml_shown() -> None:
    shown = [example("## The document", "markdown"), example("### Header lines", "markdown")]
    loaded = load(shown, settings=example("## library.yml", "yaml"))
    assert [p.id for p in loaded.library.postmortems] == ["PM-2026-007", "PM-2026-001"]
    assert [str(d) for d in loaded.diagnostics if d.level is not Level.INFO] == []
    whole = load(shown[:1], settings=example("## library.yml", "yaml"))
    assert whole.diagnostics == ()


def test_the_reference_has_every_built_in_word_with_its_aliases() -> None:
    defaults = Settings()
    known = [
        [f"`{key}`", f"`{term.id}`", term.title, ", ".join(f"`{name}`" for name in term.aliases)]
        for key, vocabulary in (
            ("severities", defaults.severities),
            ("categories", defaults.categories),
            ("detection_methods", defaults.detection_methods),
            ("triggers", defaults.triggers),
        )
        for term in vocabulary.terms
    ]
    assert rows(part("### Built-in words"))[1:] == known


def test_the_output_shown_is_what_check_prints(folder: Path) -> None:
    text = postmortem(duration="3", catagory="capacity")
    write_site(folder, {"incidents/2026/first.md": text})
    heading = "### `postmortems check`"
    assert postmortems("check", folder=folder).stdout == example(heading, "text")
    printed = json.loads(postmortems("check", "--format", "json", folder=folder).stdout)
    assert printed[1:] == json.loads(example(heading, "json"))


def test_the_output_shown_is_what_list_prints(folder: Path) -> None:
    write_site(folder, {"incidents/2026/first.md": postmortem()})
    printed = postmortems("list", "--format", "json", folder=folder).stdout
    assert json.loads(printed) == json.loads(example("### `postmortems list`", "json"))


def test_the_output_shown_is_what_find_prints(folder: Path) -> None:
    write_site(folder, {"incidents/2026/first.md": postmortem()})
    heading = "### `postmortems find`"
    shown = postmortems("find", "burst", "heap", folder=folder).stdout
    assert shown == example(heading, "text")
    printed = postmortems("find", "burst", "heap", "--format", "json", folder=folder).stdout
    assert json.loads(printed) == json.loads(example(heading, "json"))


def test_the_assistants_configuration_shown_starts_the_command() -> None:
    configured = json.loads(example("### `postmortems mcp`", "json"))["mcpServers"]["postmortems"]
    command, option, config = configured["args"]
    assert Path(configured["command"]).name == "postmortems"
    assert option in spellings_of(command)
    assert Path(config).name == "mkdocs.yml"


def test_the_output_shown_is_what_owed_prints(folder: Path) -> None:
    register = (
        "id,title,start,end,severity,customer_impact_minutes,teams\n"
        "INC-4500,Search was slow,2026-03-04T14:25Z,2026-03-04T14:47Z,SEV-2,20,discovery\n"
    )
    write_site(folder, {"incidents.csv": register, "incidents/index.md": ""})
    printed = postmortems("owed", "--format", "json", folder=folder).stdout
    assert json.loads(printed) == json.loads(example("### `postmortems owed`", "json"))


def test_the_reference_has_every_field_of_the_data() -> None:
    library, addresses = load_example().library, Addresses(directory_urls=True)
    documented = set(named(row[0] for row in rows(part("## Data"))))
    recurring = recurring_json(four(), addresses)
    published = {
        *postmortems_json(library, addresses)["postmortems"][0],
        *actions_json(library, addresses)["actions"][0],
        *patterns_json(library, addresses)["quarters"][0],
        *patterns_json(library, addresses)["years"][0],
        *recurring["chains"][0],
        *recurring["questions"][0],
    }
    assert documented == published
    inner = {
        *recurring["chains"][0]["occurrences"][1],
        *recurring["chains"][0]["occurrences"][1]["actions"][0],
    }
    assert inner <= set(named([part("## Data")]))
    share = patterns_json(library, addresses)["quarters"][0]["severities"][0]
    interval = patterns_json(library, addresses)["quarters"][0]["intervals"][0]
    felt = patterns_json(library, addresses)["quarters"][0]["customer_impact"]
    hit = patterns_json(library, addresses)["quarters"][0]["impact"][0]
    keys = {*share, *interval, *felt, *hit}
    assert keys <= set(named([part("## Data")]))


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in PAGES
        for target in _LINK.findall(without_code_blocks(page.read_text(encoding="utf-8")))
        if not leads_somewhere(page, target)
    ]
    assert broken == []


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether a link within the repository finds its file and heading; others are not asked."""
    address = urlsplit(target)
    if address.scheme or address.netloc:
        return True
    path = (page.parent / unquote(address.path)).resolve() if address.path else page
    if not address.fragment:
        return path.exists()
    return path.is_file() and address.fragment in anchors(path.read_text(encoding="utf-8"))


def anchors(text: str) -> set[str]:
    """The addresses of the headings, as GitHub makes them."""
    found: set[str] = set()
    for _, heading in _HEADING.findall(without_code_blocks(text)):
        words = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        number = next(n for n in range(99) if (f"{words}-{n}" if n else words) not in found)
        found.add(f"{words}-{number}" if number else words)
    return found
