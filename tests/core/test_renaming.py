"""A postmortem gets another id or its file another place: texts before and after."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.data_file import DataFile
from mkdocs_postmortems.core.header import read_header
from mkdocs_postmortems.core.located_yaml import plain_value
from mkdocs_postmortems.core.renamed_head import UneditableError
from mkdocs_postmortems.core.renamed_text import Renamed
from mkdocs_postmortems.core.renaming import RenamePlan, plan_rename, renamed_uri
from mkdocs_postmortems.core.source import Source

from ..libraries import source

OLD, NEW = "PM-2026-007", "PM-2026-031"
ANOTHER_ID = Renamed(OLD, NEW, "incidents/a.md", "incidents/a.md")
FILES = frozenset({"incidents/graph.png", "assets/plan.pdf"})


def plan(
    document: str | bytes = f"---\nid: {OLD}\n---\n",
    renamed: Renamed = ANOTHER_ID,
    *,
    postmortems: dict[str, str | bytes] | None = None,
    pages: dict[str, str | bytes] | None = None,
    settings: str | None = None,
    data_files: tuple[DataFile, ...] = (),
) -> RenamePlan:
    """What changes, given texts or bytes by URI."""
    return plan_rename(
        renamed,
        as_source(document, renamed.old_uri),
        postmortems=[as_source(text, uri) for uri, text in (postmortems or {}).items()],
        pages=[as_source(text, uri) for uri, text in (pages or {}).items()],
        settings=None if settings is None else DataFile(path="library.yml", data=settings.encode()),
        data_files=data_files,
        is_file=FILES.__contains__,
    )


def as_source(text: str | bytes, uri: str) -> Source:
    if isinstance(text, str):
        return source(text, uri)
    return Source(path=uri, uri=uri, data=text, size=len(text))


def document_after(text: str) -> str:
    return plan(text).document.after.decode()


def page_after(text: str, renamed: Renamed = ANOTHER_ID, uri: str = "handbook/b.md") -> str:
    changed = plan(renamed=renamed, pages={uri: text}).others
    return changed[0].after.decode() if changed else text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # No aliases yet: a line behind the id, in the root's indent.
        (f"id: {OLD}  # ours\ntitle: T\n", f"id: {NEW}  # ours\naliases: [{OLD}]\ntitle: T\n"),
        (f"title: T\n\n'id':   \"{OLD}\"\n", f"title: T\n\n'id':   \"{NEW}\"\naliases: [{OLD}]\n"),
        (f"  title: T\n  id: '{OLD}'\n", f"  title: T\n  id: '{NEW}'\n  aliases: [{OLD}]\n"),
        (f"{{id: {OLD}, title: T}}\n", f"{{id: {NEW}, aliases: [{OLD}], title: T}}\n"),
        # None given.
        (f"id: {OLD}\naliases:  # none\n", f"id: {NEW}\naliases: [{OLD}]  # none\n"),
        (f"id: {OLD}\naliases: ~\n", f"id: {NEW}\naliases: [{OLD}]\n"),
        (f"id: {OLD}\naliases: [ ]  # none\n", f"id: {NEW}\naliases: [ {OLD}]  # none\n"),
        # One text.
        (f"id: {OLD}\naliases: 'a: b' # c\n", f"id: {NEW}\naliases: ['a: b', {OLD}] # c\n"),
        (f"id: {OLD}\naliases: a, [b]\n", f'id: {NEW}\naliases: ["a, [b]", {OLD}]\n'),
        # Lists.
        (f"id: {OLD}\naliases: [ a,'b' , ]\n", f"id: {NEW}\naliases: [ a,'b', {OLD} , ]\n"),
        (
            f"id: {OLD}\naliases:\n- a  # the first\n# and\n-   'ü b'  # the second\ntags: []\n",
            f"id: {NEW}\naliases:\n- a  # the first\n# and\n-   'ü b'  # the second\n"
            f"-   {OLD}\ntags: []\n",
        ),
        # It takes an alias back: the first id stays the first one.
        (f"id: {OLD}\naliases: [a, {NEW}]\n", f"id: {NEW}\naliases: [a, {NEW}, {OLD}]\n"),
        (f"id: {OLD}\naliases: [{NEW}, a]\n", f"id: {NEW}\naliases: [{NEW}, a, {OLD}]\n"),
        (
            f"id: {OLD}\naliases:\n  - {NEW}  # once\n  - a\n",
            f"id: {NEW}\naliases:\n  - {NEW}  # once\n  - a\n  - {OLD}\n",
        ),
        (
            f"id: {OLD}\naliases: {NEW.lower()}\n",
            f"id: {NEW}\naliases: [{NEW.lower()}, {OLD}]\n",
        ),
        # It had its id before, and has kept it among the aliases.
        (f"id: {OLD}\naliases: [{OLD}, {NEW}]\n", f"id: {NEW}\naliases: [{OLD}, {NEW}]\n"),
        (f"id: {OLD}\naliases: {OLD.lower()} # c\n", f"id: {NEW}\naliases: {OLD.lower()} # c\n"),
        # Of a key that stands twice the first one is read.
        (
            f"id: {OLD}\nid: {OLD}\naliases: [a]\naliases:\n- b\n",
            f"id: {NEW}\nid: {NEW}\naliases: [a, {OLD}]\naliases:\n- b\n",
        ),
    ],
)
def test_the_former_id_becomes_the_last_alias_once_and_nothing_else_changes(
    before: str, after: str
) -> None:
    body = "---\n\n## Summary\n\nShort.\n"
    assert document_after(f"---\n{before}{body}") == f"---\n{after}{body}"


def test_header_lines_keep_their_form() -> None:
    before = f"# T\n\n- **Postmortem ID:** `{OLD}`\\\n- **Date:** 2026-03-04\\\n\nIt broke.\n"
    after = f"# T\n\n- **Postmortem ID:** `{NEW}`\\\n- **Aliases:** {OLD}\\\n- **Date:** 2026-03-04\\\n\nIt broke.\n"
    assert document_after(before) == after
    again = f"# T\n**ID**: {OLD}\n**Aliases**: a, {NEW}, b\n"
    assert document_after(again) == f"# T\n**ID**: {NEW}\n**Aliases**: a, {NEW}, b, {OLD}\n"
    code = f"# T\n- **Aliases:** `a, b`  \n- **ID:** `{OLD}`  \n- **ID:** {OLD}\n"
    assert document_after(code) == (
        f"# T\n- **Aliases:** `a, b, {OLD}`  \n- **ID:** `{NEW}`  \n- **ID:** {NEW}\n"
    )
    empty = f"# T\n**ID**: {OLD}  \n**Aliases**:  \n**Date**: 2026-03-04\n"
    assert document_after(empty) == (
        f"# T\n**ID**: {NEW}  \n**Aliases**: {OLD}  \n**Date**: 2026-03-04\n"
    )


def test_line_ends_the_byte_order_mark_and_control_characters_stay() -> None:
    before = f"\ufeff---\r\ntitle: a\x07b\r\nid: {OLD}\r\n---\r\n\x00See [[{OLD}]].\r\rend".encode()
    after = (
        f"\ufeff---\r\ntitle: a\x07b\r\nid: {NEW}\r\naliases: [{OLD}]\r\n---\r\n"
        f"\x00See [[{NEW}]].\r\rend"
    ).encode()
    assert plan(before).document.after == after


@pytest.mark.parametrize(
    "head",
    [
        f'id: "PM\\x2d2026-007"\ntitle: {OLD}\n',
        f'id: "PM\\x2d2026-007"\naliases: [{OLD}]\n',
        f"id: {OLD}\naliases: {{a: b}}\n",
        f"id: {OLD}\naliases: |\n  foo\n  bar\n",
        f"id: {OLD}\naliases:\n- |\n  a\n- - b\n",
    ],
)
def test_front_matter_of_a_form_that_is_not_edited_is_refused(head: str) -> None:
    with pytest.raises(UneditableError):
        plan(f"---\n{head}---\n")


SCALARS = st.text("ab: #,[]{}'\"-&*!|>%@`ü\\", min_size=1, max_size=8)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def heads(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """Front matter in one of its forms, and what it says."""
    aliases = draw(st.lists(SCALARS | st.sampled_from([OLD, NEW]), max_size=3, unique_by=str.lower))
    comment = draw(st.sampled_from(["", "  # a note, [with] {signs}"]))
    if not aliases:
        lines = draw(st.sampled_from(["", f"aliases:{comment}\n", f"aliases: []{comment}\n"]))
    elif len(aliases) == 1 and draw(st.booleans()):
        lines = f"aliases: {quoted(aliases[0])}{comment}\n"
    elif draw(st.booleans()):
        gap = draw(st.sampled_from([", ", ",", " ,\n  "]))
        lines = f"aliases: [{gap.join(map(quoted, aliases))}]{comment}\n"
    else:
        indent = draw(st.sampled_from(["", "  ", "    "]))
        lines = "aliases:\n" + "".join(f"{indent}-  {quoted(a)}{comment}\n" for a in aliases)
    title = draw(SCALARS)
    identifier = draw(st.sampled_from([OLD, f"'{OLD}'", f'"{OLD}"']))
    fields = [f"id: {identifier}{comment}\n", f"title: {quoted(title)}\n", lines]
    text = "".join(draw(st.permutations(fields)))
    return text, {"title": title, "aliases": aliases}


@given(heads(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_whatever_its_form_a_renamed_document_says_the_same_and_keeps_its_names(
    made: tuple[str, dict[str, object]], line_end: str, mark: str
) -> None:
    head, said = made
    body = "\n## Summary\n\nIt broke; `it` broke.\n"
    text = mark + f"---\n{head}---\n{body}".replace("\n", line_end)
    after = plan(text.encode()).document.after.decode()
    assert after.startswith(mark)
    assert after.endswith(body.replace("\n", line_end))
    read = plain_value(read_header(after.removeprefix("\ufeff").replace(line_end, "\n")).fields)
    aliases = said["aliases"]
    assert isinstance(aliases, list)
    kept = aliases if OLD in aliases else [*aliases, OLD]
    found = [read["aliases"]] if isinstance(read["aliases"], str) else read["aliases"]
    assert {**read, "aliases": found} == {"id": NEW, "title": said["title"], "aliases": kept}
    back = plan(after.encode(), Renamed(NEW, OLD, "incidents/a.md", "incidents/a.md")).document
    text_back = back.after.decode().removeprefix("\ufeff").replace(line_end, "\n")
    assert plain_value(read_header(text_back).fields) == {
        **read,
        "id": OLD,
        "aliases": kept if NEW in kept else [*kept, NEW],
    }


def test_the_fields_of_other_postmortems_name_the_new_id() -> None:
    before = (
        f"---\nid: PM-2026-001\ntitle: Like {OLD}\nrelated: [PM-2026-0071, '{OLD}']  # {OLD}\n"
        f"recurrence_of: {OLD}, PM-2026-002\nlinks: {{Ticket: https://t.example/{OLD}}}\n"
        f"symptoms: [error {OLD}]\n---\n"
    )
    after = (
        f"---\nid: PM-2026-001\ntitle: Like {NEW}\nrelated: [PM-2026-0071, '{NEW}']  # {OLD}\n"
        f"recurrence_of: {NEW}, PM-2026-002\nlinks: {{Ticket: https://t.example/{OLD}}}\n"
        f"symptoms: [error {OLD}]\n---\n"
    )
    [changed] = plan(postmortems={"incidents/b.md": before}).others
    assert (changed.after.decode(), changed.count) == (after, 3)
    lines = f"# T\n**ID**: PM-2026-001\n**Related**: PM-2026-002, {OLD}\n\nText.\n"
    [changed] = plan(postmortems={"incidents/b.md": lines}).others
    assert changed.after.decode() == lines.replace(OLD, NEW)


@pytest.mark.parametrize(
    "text",
    [
        f"See [[{OLD}]], [[{OLD}|that night]] and [[{OLD}#root-cause]].",
        f"| [[{OLD}\\|that night]] | [[{OLD}-A1]] |",
        f"[[{OLD}]]{{card}}",
        f"As in {OLD}, and its {OLD}-A2 ({OLD}).",
        f"# After {OLD}\n",
        f"## See [[{OLD}]]\n",
        f"!!! note\n\n    Indented, but no code: {OLD}.\n",
        f"[{OLD}](https://elsewhere.example/)",
        f"| A | B |\n|---|---|\n| {OLD}\\| | [[{OLD}\\|{OLD}\\]] |",
        f"[that night][{OLD}] and [{OLD}], which this text does not define",
        f"- {OLD}\n- {OLD}: the first\n\n---\n",
        f"{OLD}\n===\n",
    ],
)
def test_references_and_bare_ids_name_the_new_id(text: str) -> None:
    assert page_after(text) == text.replace(OLD, NEW)


def test_below_the_front_matter_of_a_page_references_name_the_new_id() -> None:
    head = f"---\ntitle: After {OLD}\n---\n"
    assert page_after(f"{head}\nRead [[{OLD}]].") == f"{head}\nRead [[{NEW}]]."
    bold = f"**Note**: read {OLD} first.\n"
    assert page_after(bold) == bold.replace(OLD, NEW)


def test_a_reference_is_one_whatever_its_case() -> None:
    assert page_after("[[ pm-2026-007 | once]]") == f"[[ {NEW} | once]]"


@pytest.mark.parametrize(
    "text",
    [
        f"`{OLD}` and `[[{OLD}]]`",
        f"```\n[[{OLD}]]\n```\n",
        f"Text.\n\n    [[{OLD}]] {OLD}\n",
        f"<!-- {OLD} [[{OLD}]] -->",
        f"\\[[{OLD[:-1]}1]]",
        f"PM-2026-0071, XPM-2026-007, a-{OLD}, {OLD}.png",
        f"https://t.example/{OLD} and <https://t.example/{OLD}>",
        f"![graph](img/{OLD}.png) [old address](../incidents/{OLD}/#a1) [b]({OLD}-notes/)",
        f'<a id="{OLD}"></a>',
        f"A place to link to {{: #{OLD} }}",
        # The anchor of a heading is an address.
        f"## What {OLD} taught\n",
        f"What {OLD} taught\n-----------------\n",
        f"What {OLD} taught\n -\n",
        f"!!! note\n    ### What {OLD} taught\n",
        f"> ## What {OLD} taught\n",
        f"[[PM-2026-002#{OLD}-details]] and [[PM-2026-002#about-{OLD}|it]]",
        # Labels of links.
        f"As in [that night][{OLD}], [{OLD}] and [{OLD}][].\n\n[{OLD}]: ../incidents/b.md\n",
        f"![graph][about  {OLD}]\n\n[About {OLD}]: graph.png",
        # Paths and addresses.
        f"/incidents/{OLD}/ docs/{OLD}/x.md ~/pm/{OLD} {OLD}/x {OLD}-notes/x fix/{OLD}",
        f"C:\\pm\\{OLD}\\x and {OLD}\\x",
        f"www.x.example/{OLD} mailto:{OLD}@x.example {OLD}-a.b@x.example me@{OLD}",
        f"{{! inc/{OLD}/x.md !}}",
        f"::: {OLD}\n",
        f'--8<-- "{OLD}"\n',
        f"{OLD}-search.md",
        # Front matter of a page is MkDocs' and the theme's.
        f"---\ntitle: After {OLD}\nredirect_from: [/incidents/{OLD}/]\nslug: {OLD}\n---\nText.\n",
        "[[orders-outage-march]]",
    ],
)
def test_code_comments_addresses_paths_and_anchors_stay(text: str) -> None:
    assert page_after(text) == text


def test_a_page_full_of_references_takes_no_more_than_seconds() -> None:
    """45,000 in 900 kB; that took two minutes when each looked at all that is kept."""
    text = f"[{OLD}](../incidents/a.md) {OLD} [[{OLD}]]\n" * 15_000
    begin = time.monotonic()
    assert page_after(text) == text.replace(OLD, NEW)
    assert time.monotonic() - begin < 20


MOVED = Renamed(OLD, OLD, "incidents/a.md", "incidents/2026/new (1).md")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](../incidents/a.md)", "[x](../incidents/2026/new%20%281%29.md)"),
        ('[x](../incidents/a.md#a1 "A")', '[x](../incidents/2026/new%20%281%29.md#a1 "A")'),
        ("[x](<../incidents/a.md?v=1>)", "[x](<../incidents/2026/new (1).md?v=1>)"),
        ("[x](/incidents/a.md)", "[x](/incidents/2026/new%20%281%29.md)"),
        ("[x][1]\n\n[1]: ../incidents/a.md", "[x][1]\n\n[1]: ../incidents/2026/new%20%281%29.md"),
        ('<a href="../incidents/a.md">', '<a href="../incidents/2026/new%20%281%29.md">'),
        ("[![i](../incidents/graph.png)](../incidents/%61.md)",
         "[![i](../incidents/graph.png)](../incidents/2026/new%20%281%29.md)"),
        ("`[x](../incidents/a.md)`", "`[x](../incidents/a.md)`"),
        ("[x](a.md) [y](../incidents/b.md)", "[x](a.md) [y](../incidents/b.md)"),
        ("[x](https://e.example/incidents/a.md)", "[x](https://e.example/incidents/a.md)"),
    ],
)  # fmt: skip
def test_links_to_a_file_that_moves_lead_to_its_new_place(before: str, after: str) -> None:
    assert page_after(before, MOVED) == after


def test_a_file_that_moves_takes_its_own_links_along() -> None:
    before = (
        f"---\nid: {OLD}\n---\n[b](b.md#x) ![g](graph.png) [p](../assets/plan.pdf) [me](a.md)\n"
        "[made](../actions/index.md) [address](../PM-2026-001/) [gone](gone.png) [root](/x.md)\n"
        '<img src="graph.png">\n\n[1]: b.md\n[^1]: b.md\n'
    )
    after = (
        f"---\nid: {OLD}\n---\n[b](../b.md#x) ![g](../graph.png) [p](../../assets/plan.pdf) "
        "[me](new%20%281%29.md)\n"
        "[made](../../actions/index.md) [address](../PM-2026-001/) [gone](gone.png) [root](/x.md)\n"
        '<img src="graph.png">\n\n[1]: ../b.md\n[^1]: b.md\n'
    )
    changed = plan(before, MOVED).document
    assert changed.after.decode() == after
    assert changed.count == 6


def test_library_yml_and_the_register_name_the_new_id() -> None:
    settings = (
        f"# {OLD}\nteams:\n- id: a\n  read_first: [{OLD}, PM-2026-001]\n"
        f"- id: b\n  read_first:\n  - {{postmortem: '{OLD}', reason: as {OLD} says}}\n"
        f"  links: {{Board: https://t.example/{OLD}}}\n"
    )
    csv = (
        "id;title;Recurrence of;teams\r\n"
        f'{OLD};"a;\n{OLD}";"PM-2026-001, {OLD}";x\r\n\r\nINC-1;b;{OLD};{OLD}\r\n'
    )
    yaml = f"- {{id: {OLD}, recurrence_of: [{OLD}]}}\n- id: INC-2\n  recurrence_of: {OLD}\n"
    views = f"page,views\n/incidents/{OLD}/,3\n"
    files = {"incidents.csv": csv, "incidents.yml": yaml, "page-views.csv": views}
    found = plan(
        settings=settings,
        data_files=tuple(DataFile(path=p, data=t.encode()) for p, t in files.items()),
    ).others
    after = {changed.path: changed.after.decode() for changed in found}
    assert after == {
        "library.yml": f"# {OLD}\nteams:\n- id: a\n  read_first: [{NEW}, PM-2026-001]\n"
        f"- id: b\n  read_first:\n  - {{postmortem: '{NEW}', reason: as {NEW} says}}\n"
        f"  links: {{Board: https://t.example/{OLD}}}\n",
        "incidents.csv": "id;title;Recurrence of;teams\r\n"
        f'{OLD};"a;\n{OLD}";"PM-2026-001, {NEW}";x\r\n\r\nINC-1;b;{NEW};{OLD}\r\n',
        "incidents.yml": f"- {{id: {OLD}, recurrence_of: [{NEW}]}}\n"
        f"- id: INC-2\n  recurrence_of: {NEW}\n",
    }


def test_a_faulty_document_is_edited_as_text_and_what_is_no_text_is_told() -> None:
    unclosed = f"---\nid: PM-2026-001\nrelated: [{OLD}\n\nSee {OLD}.\n"
    found = plan(
        postmortems={
            "incidents/b.md": unclosed,
            "incidents/c.md": f"---\nrelated: [{OLD}]\n---\nh\xe4\n".encode("latin-1"),
            "incidents/d.md": "---\nid: PM-2026-002\n---\nh\xe4\n".encode("latin-1"),
            "incidents/e.md": f"---\nrelated: [PM\\u002d1, {OLD}]\n? [x]\n: y\n---\nSee {OLD}.\n",
        }
    )
    after = {changed.path: changed.after.decode() for changed in found.others}
    assert after["incidents/b.md"] == unclosed.replace(OLD, NEW)
    assert [left.path for left in found.left] == ["incidents/c.md"]


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("incidents/PM-2026-007.md", "incidents/PM-2026-031.md"),
        ("incidents/pm-2026-007/pm-2026-007-late.md", "incidents/pm-2026-007/pm-2026-031-late.md"),
        ("incidents/2026-03-04-late.md", "incidents/2026-03-04-late.md"),
        ("incidents/PM-2026-0071.md", "incidents/PM-2026-0071.md"),
    ],
)
def test_a_file_named_by_its_id_is_named_by_the_new_one(uri: str, expected: str) -> None:
    assert renamed_uri(uri, OLD, NEW) == expected
