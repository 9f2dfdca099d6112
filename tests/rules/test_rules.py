"""Every rule over documents that carry their own expectations.

A fixture ends in comments such as `<!-- expect: PM101 5 error -->`: code, line,
level of each diagnostic it gives, of any rule; or `<!-- expect: nothing -->`. A
folder holds documents that are checked together.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.diagnostics import Diagnostic
from mkdocs_postmortems.core.source import MAX_BYTES, Source
from mkdocs_postmortems.pipeline import LoadedLibrary, load_library, load_settings
from mkdocs_postmortems.rules import ALL_RULES, AddressCollision, check_addresses, site

from ..documents import ACTIONS, postmortem

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
EXPECT = re.compile(r"(?:<!--|#) expect: (?:(PM\d{3}) (\d+) (error|warning|info)|nothing)(?: -->)?")
LIBRARY = (HERE / "library.yml").read_bytes()

Found = tuple[str, str, int, str]


def load(sources: list[Source], library: bytes = LIBRARY) -> LoadedLibrary:
    return load_library(sources, load_settings(library), date(2026, 3, 16))


def source(data: bytes, name: str = "a.md") -> Source:
    return Source(path=name, uri=f"incidents/{name}", data=data[: MAX_BYTES + 1], size=len(data))


def shown(diagnostics: tuple[Diagnostic, ...]) -> list[Found]:
    return sorted((d.path, d.code, d.line, d.level.value) for d in diagnostics)


def expected_in(path: Path, name: str) -> list[Found]:
    matches = list(EXPECT.finditer(path.read_text("utf-8")))
    assert matches, f"{path} does not say what it expects"
    return [(name, m[1], int(m[2]), m[3]) for m in matches if m[1]]


def cases(pattern: str) -> list[Path]:
    return sorted(path for path in FIXTURES.glob(pattern) if path.suffix != ".yml")


def members(case: Path) -> list[Path]:
    return sorted(case.iterdir()) if case.is_dir() else [case]


def check(case: Path) -> list[Found]:
    files = members(case)
    return shown(load([source(path.read_bytes(), path.name) for path in files]).diagnostics)


def identify(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("case", cases("*/*"), ids=identify)
def test_a_fixture_gives_what_it_says_and_nothing_else(case: Path) -> None:
    expected = [found for path in members(case) for found in expected_in(path, path.name)]
    assert check(case) == sorted(expected)
    codes = {found[1] for found in expected}
    assert (case.parent.name in codes) is case.name.startswith("bad-")


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.yml")), ids=identify)
def test_settings_give_what_they_say_and_nothing_else(path: Path) -> None:
    assert shown(load([], path.read_bytes()).diagnostics) == sorted(
        expected_in(path, "library.yml")
    )


@pytest.mark.parametrize(
    "rule",
    [r for r in ALL_RULES if r.code not in ("PM703", "PM801", "PM903")],
    ids=lambda r: r.code,
)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_rule_has_a_good_and_a_bad_fixture(rule: object, kind: str) -> None:
    code = getattr(rule, "code", "")
    assert list(FIXTURES.glob(f"{code}/{kind}-*"))


def test_two_pages_with_one_address_are_a_finding_and_one_page_is_none() -> None:
    collision = AddressCollision(address="teams/", kept="teams/index.md", dropped="the page Teams")
    levels = load_settings(b"").settings
    (found,) = check_addresses([collision], "teams/index.md", levels)
    assert (found.code, found.level.value, found.path) == ("PM903", "error", "teams/index.md")
    assert found.message == (
        "teams/index.md has the address /teams/, so the page Teams is not published"
    )
    assert list(check_addresses([], "teams/index.md", levels)) == []
    home = AddressCollision(address="", kept="docs/index.md", dropped="the page Postmortems")
    (found,) = check_addresses([home], "docs/index.md", levels)
    assert found.hint == "delete docs/index.md to have the library's home page"


BRACKETS = b"[" * 100_000


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "PM105", 1),
        (b" \n\n", "PM105", 1),
        ("---\nid: PM-2026-001\ntitle: Stra\xdfe\n---\n".encode("latin-1"), "PM105", 3),
        ("---\nid: PM-2026-001\n---\n".encode("utf-16"), "PM105", 1),
        (b"---\nid: PM-2026-001\ntitle: T\n---\n" + b"x" * 5_000_000, "PM902", 1),
        (b"---\nid: " + BRACKETS + b"\n---\n", "PM902", 2),
        (b"---\nid: PM-2026-001\ntitle: T\n---\n\ntext\n\n" + BRACKETS, "PM902", 8),
        (b"---\nid: PM-2026-001\ntitle: T\n---\n\n" + b"> " * 100_000, "PM902", 6),
    ],
    ids=["empty", "blank", "latin-1", "utf-16", "5 MB", "yaml", "body", "quotes"],
)
def test_what_cannot_be_read_is_a_finding_with_its_line(data: bytes, code: str, line: int) -> None:
    loaded = load([source(data)])
    assert [(d.code, d.line) for d in loaded.diagnostics] == [(code, line)]
    assert loaded.library.postmortems == ()
    assert [left.path for left in loaded.library.left_out] == ["a.md"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    text = postmortem()
    plain = load([source(text.encode())], b"").library.postmortems
    odd = load([source(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())], b"")
    assert odd.diagnostics == ()
    assert odd.library.postmortems == plain


def test_a_faulty_settings_file_of_any_bytes_is_a_finding() -> None:
    for data in (b"\xff\xfe", b"- a\n- b\n", b"a: [", b"x: " + BRACKETS, b"a: 1\na: 2\n"):
        assert {d.path for d in load([], data).diagnostics} == {"library.yml"}


def test_words_stay_the_text_that_was_typed() -> None:
    text = postmortem(title="no", authors="[no, 0123, 10:30]", mitigation="0123")
    (record,) = load([source(text.encode())], b"").library.postmortems
    assert (record.title, record.authors, record.mitigation) == (
        "no",
        ("no", "0123", "10:30"),
        "0123",
    )


def test_lines_count_from_the_top_of_the_file_under_leading_blank_lines() -> None:
    text = "\n\n" + postmortem(reviewers=None)
    (found,) = load([source(text.encode())], b"").diagnostics
    assert (found.code, found.line, found.column) == ("PM604", 8, 9)


def test_header_lines_under_the_heading_are_read_as_front_matter() -> None:
    text = (
        "# Search was slow\n\n**ID**: PM-2026-001\n**Date**: 2026-01-08\n**Severity:** SEV-2\n"
        "**Team**: Search and Discovery\n**Authors**: Rosa Delgado, Wen Zhou\n\n## Summary\n\nSlow.\n"
    )
    (record,) = load([source(text.encode())], b"").library.postmortems
    assert (record.id, record.title, record.severity) == ("PM-2026-001", "Search was slow", "SEV-2")
    assert record.authors == ("Rosa Delgado", "Wen Zhou")
    assert record.teams == ("search-and-discovery",)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("", "warning"),
        ("rules: {PM604: error}", "error"),
        ("rules: {PM604: info}", "info"),
        ("rules: {PM604: off}", None),
    ],
)
def test_library_yml_raises_lowers_and_switches_off_a_rule(
    levels: str, expected: str | None
) -> None:
    found = load([source(postmortem(reviewers=None).encode())], levels.encode()).diagnostics
    assert [d.level.value for d in found] == ([expected] if expected else [])


def test_without_trackers_nobody_asks_for_a_ticket() -> None:
    text = postmortem({"Action Items": ACTIONS.replace("SHOP-2", "")}).encode()
    assert load([source(text)], b"").diagnostics == ()
    trackers = b"trackers: {SHOP-: 'https://tickets.example/{ticket}'}"
    (found,) = load([source(text)], trackers).diagnostics
    assert (found.code, found.message) == ("PM407", "A2 has no ticket")


def test_a_rule_that_does_not_exist_is_an_invalid_setting() -> None:
    (found,) = load([], b"rules:\n  PM999: error\n").diagnostics
    assert (found.code, found.line) == ("PM901", 2)


def test_an_ignore_with_a_reason_silences_the_next_block_only() -> None:
    ignore = "<!-- postmortems: ignore PM501 because it quotes the vendor -->\n\n"
    cause = "Human error at the vendor.\n\nOperator error at ours."
    text = postmortem({"Root Cause": ignore + cause})
    (found,) = load([source(text.encode())], b"").diagnostics
    assert found.code == "PM501"
    assert "Operator error" in found.message


def test_a_credential_is_named_by_its_kind_and_never_repeated() -> None:
    # Put together here, so that no scanner of this repository stumbles over them.
    key, password = "AKIA" + "J7QZ4KX2M5WBT3NC", "hunter" + "2-and-more"
    cause = f"It was called with {key}.\n\n```\npostgres://app:{password}@db.internal/orders\n```\n"
    text = postmortem({"Root Cause": cause})
    found = load([source(text.encode())], b"").diagnostics
    lines = text.split("\n")
    assert [(d.code, d.level.value, d.line) for d in found] == [
        ("PM801", "error", next(n for n, line in enumerate(lines, 1) if value in line))
        for value in (key, password)
    ]
    assert found[0].column == 1 + lines[found[0].line - 1].index(key)
    assert not any(key in str(d) + d.hint or password in str(d) + d.hint for d in found)


@pytest.mark.parametrize(
    "line",
    [
        "DB_PASSWORD=Sup3r" + "Secret2024",
        "password: Sup3r" + "Secret2024",
        "Authorization: Bearer 9f8e7d6c5b4a" + "39281706f5e4d3c2b1a0",
        "curl -u admin:Sup3r" + "Secret2024 https://shop.example",
    ],
)
def test_credentials_without_quotation_marks_are_found(line: str) -> None:
    text = postmortem({"Root Cause": f"It ran:\n\n```\n{line}\n```\n"})
    assert [d.code for d in load([source(text.encode())], b"").diagnostics] == ["PM801"]


@pytest.mark.parametrize(
    "line",
    ["password: $DB_PASSWORD", "token=<your token>", "secretName: checkout-tls-2024", "secret: none",
     "api_key: ********", "the key: value pairs of the token bucket"],
)  # fmt: skip
def test_the_place_of_a_credential_is_none(line: str) -> None:
    text = postmortem({"Root Cause": f"It ran:\n\n```\n{line}\n```\n"})
    assert load([source(text.encode())], b"").diagnostics == ()


def test_only_an_earlier_postmortem_is_an_earlier_occurrence() -> None:
    def write(number: int, day: str, **fields: str) -> Source:
        text = postmortem(None, id=f"PM-2026-00{number}", date=day, **fields)
        return source(text.encode(), f"{number}.md")

    first = write(1, "2026-01-01", aliases="[search-outage]")
    second, later = write(2, "2026-01-02"), write(4, "2026-01-04", related="[PM-2026-001]")
    by_alias = write(3, "2026-01-03", related="[PM-2026-001]")
    to_later = write(3, "2026-01-03", related="[PM-2026-004]")
    assert load([first, second, by_alias, later], b"").diagnostics == ()
    (found,) = load([first, second, to_later, later], b"").diagnostics
    assert (found.code, found.path) == ("PM602", "3.md")


def test_without_the_scanner_a_level_for_it_is_an_unusable_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(site, "has_secrets_scanner", lambda: False)
    (found,) = load([], b"rules:\n  PM801: error\n").diagnostics
    assert (found.code, found.line) == ("PM901", 2)
    assert "mkdocs-postmortems[secrets]" in found.hint
    assert load([], b"rules: {PM801: off}").diagnostics == ()


KEYS = st.sampled_from(
    ["id", "title", "date", "kind", "severity", "status", "teams", "duration", "impact", "links",
     "published", "timezone", "visibility", "related", "aliases", "contributing_factors", "other"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(["[]", "{}", "~", "- a", "'", "&a"]),
)


@settings(max_examples=3000, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    load([source(data)])


@settings(max_examples=5000, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=8), st.text(max_size=400))
def test_no_front_matter_and_no_text_raise(fields: dict[str, str], body: str) -> None:
    head = "\n".join(f"{key}: {value}" for key, value in fields.items())
    load([source(f"---\n{head}\n---\n{body}".encode("utf-8", "surrogatepass"))])


@settings(max_examples=2000, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=25), st.text(max_size=25), st.text(max_size=25)), max_size=6
    )
)
def test_no_tables_raise(rows: list[tuple[str, str, str]]) -> None:
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    timeline = f"| Time | Event | Phase |\n|---|---|---|\n{table}"
    actions = f"| ID | Item | Due Date |\n|---|---|---|\n{table}"
    text = postmortem({"Timeline": timeline, "Action Items": actions})
    load([source(text.encode("utf-8", "surrogatepass"))])
