"""The pages for newcomers in a built site: what a team's own page does to them, and what pins say."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.views.onboarding_teams import OnboardingTeamsView

from .crawler import broken_links
from .documents import postmortem
from .libraries import four
from .sites import Built, build, postmortems, write_site

LIBRARY = """\
teams:
  - id: discovery
    name: Search and Discovery
    aliases: [Search Team]
    read_first:
      - PM-2026-001
      - postmortem: PM-2026-0003
        reason: Why it is *not* there
      - {postmortem: PM-2026-002, reason: The secret one}
      - The-Burst
  - id: checkout
    name: Checkout
    read_first: [no-such-alias, the-brust]
    links:
      Channel: https://chat.example/checkout
      The first weeks: onboarding/first-weeks.md
      When the cart is slow: runbooks/the-cart.md#is-it-the-queue
      When it is not: runbooks/the-carts.md
      The best one: incidents/c.md
"""
FILES = {
    "library.yml": LIBRARY,
    "incidents/a.md": postmortem(aliases="[the-burst]"),
    "incidents/b.md": postmortem(
        id="PM-2026-002", title="Nobody may see this", visibility="restricted"
    ),
    "incidents/c.md": postmortem(id="PM-2026-003", title="The cart was slow", teams="[checkout]"),
    "onboarding/checkout.md": "# What we tell newcomers\n\nRead [[PM-2026-003]].\n",
    "onboarding/first-weeks.md": "# Your first weeks\n\nWelcome.\n",
    "runbooks/the-cart.md": "# The cart\n\n## Is it the queue\n\nLook.\n",
}
FOUND = [
    "docs/library.yml:7:21: PM701 there is no postmortem `PM-2026-0003`",
    "docs/library.yml:10:9: PM901 `read_first` of `discovery` has `The-Burst` already, as "
    "`PM-2026-001`",
    "docs/library.yml:13:18: PM701 there is no postmortem `no-such-alias`",
    "docs/library.yml:13:33: PM701 there is no postmortem `the-brust`",
    "docs/library.yml:18:23: PM901 `links` of `checkout` leads to `runbooks/the-carts.md`, which is "
    "no page of the site",
    "docs/library.yml:19:21: PM901 `links` of `checkout` leads to `incidents/c.md`, which is no page "
    "of the site",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("onboarding"), FILES)


@pytest.fixture(scope="module")
def built(project: Path) -> Built:
    made = build(project)
    assert made.status == 0, made.output
    return made


def words(built: Built, name: str) -> str:
    return " ".join(BeautifulSoup(built.text(name), "html.parser").get_text().split())


def test_pins_that_lead_nowhere_or_twice_are_reported_at_their_lines(
    built: Built, project: Path
) -> None:
    checked = postmortems("check", folder=project).stdout
    for line in FOUND:
        assert line in checked
        assert line in built.output
    assert "did you mean `PM-2026-003`?" in checked
    assert "did you mean `the-burst`?" in checked
    assert "did you mean `runbooks/the-cart.md`?" in checked
    assert checked.count("library.yml") == len(FOUND)


def test_what_readers_may_not_see_leaves_no_trace(built: Built) -> None:
    shown = words(built, "onboarding/discovery/index.html")
    assert "What to read first in Search and Discovery: 1 postmortem, 1 minute." in shown
    for name, data in built.files().items():
        for trace in (b"Nobody may see this", b"The secret one", b"PM-2026-0003", b"PM-2026-002"):
            assert trace not in data, name


def test_a_teams_own_page_wins_and_is_no_fault(built: Built) -> None:
    assert "What we tell newcomers" in words(built, "onboarding/checkout/index.html")
    (line,) = [line for line in built.output.splitlines() if "PM903" in line]
    assert line.startswith("INFO")
    assert "docs/onboarding/checkout.md:1:1: PM903" in line
    assert "A page of the team’s own" in words(built, "onboarding/index.html")
    team = BeautifulSoup(built.text("teams/checkout/index.html"), "html.parser")
    (link,) = team.find_all("a", string="For newcomers to Checkout")
    assert link["href"] == "../../onboarding/checkout/"
    assert broken_links(built.site) == []


@pytest.mark.parametrize(
    ("uri", "directory_urls", "is_own"),
    [
        ("onboarding/checkout.md", True, True),
        ("onboarding/Checkout/README.md", True, True),
        ("onboarding/checkout.md", False, True),
        ("onboarding/checkout/index.md", False, False),
        ("onboarding/checkout-first-weeks.md", True, False),
    ],
)
def test_a_page_of_a_teams_own_is_told_by_its_address(
    uri: str, directory_urls: bool, is_own: bool
) -> None:
    addresses = Addresses(directory_urls=directory_urls)
    pages = plan_pages(four(), addresses, frozenset({uri}))
    (index,) = [page.view for page in pages if page.ref.kind == "onboarding_teams"]
    assert isinstance(index, OnboardingTeamsView)
    assert [row.team.key for row in index.rows if row.is_own] == ["checkout"] * is_own


@pytest.mark.parametrize(
    ("directory_urls", "guide", "runbook"),
    [
        (True, "../../onboarding/first-weeks/", "../../runbooks/the-cart/#is-it-the-queue"),
        (False, "../onboarding/first-weeks.html", "../runbooks/the-cart.html#is-it-the-queue"),
    ],
)
def test_a_team_leads_to_pages_of_the_site_by_their_files(
    tmp_path: Path, directory_urls: bool, guide: str, runbook: str
) -> None:
    files = {name: text for name, text in FILES.items() if name != "onboarding/checkout.md"}
    site = build(write_site(tmp_path, files, use_directory_urls=directory_urls))
    end = "/index.html" if directory_urls else ".html"
    listed = BeautifulSoup(site.text(f"onboarding/checkout{end}"), "html.parser")
    (written,) = (p for p in listed.find_all("p") if "Written by the team" in p.get_text())
    assert [(a.get_text(), a["href"]) for a in written.find_all("a")] == [
        ("The first weeks", guide)
    ]
    assert [(a.get_text(), a["href"]) for a in listed.select(".pm-plain a")][-2:] == [
        ("Channel", "https://chat.example/checkout"), ("When the cart is slow", runbook),
    ]  # fmt: skip
    team = BeautifulSoup(site.text(f"teams/checkout{end}"), "html.parser")
    assert [(a.get_text(), a["href"]) for a in team.select(".pm-lead a")] == [
        ("Channel", "https://chat.example/checkout"),
        ("The first weeks", guide), ("When the cart is slow", runbook),
    ]  # fmt: skip
    assert broken_links(site.site) == []


def test_a_page_for_newcomers_goes_by_the_teams_other_names_too(built: Built) -> None:
    moved = built.text("onboarding/search-team/index.html")
    assert 'href="../../onboarding/discovery/"' in moved


def test_the_example_has_a_guide_beside_the_list_and_they_lead_to_each_other(
    example: Built,
) -> None:
    listed = BeautifulSoup(example.text("onboarding/checkout/index.html"), "html.parser")
    keys = [tag.get_text() for tag in listed.select(".pm-reading > li .pm-id")]
    assert keys[:3] == ["PM-2025-012", "PM-2025-030", "PM-2025-009"]
    assert listed.find("a", href="../../onboarding/checkout-first-weeks/")
    chosen = [tag.get_text() for tag in listed.select(".pm-reading > li .pm-chip")]
    assert chosen.count("Chosen by the team") == 2
    minutes = [
        int(tag.get_text().split()[0])
        for tag in listed.select(".pm-reading .pm-date")
        if "min to read" in tag.get_text()
    ]
    lead = listed.select_one(".pm-lead")
    assert lead
    assert lead.get_text() == (
        f"What to read first in Checkout: {len(keys)} postmortems, {sum(minutes)} minutes."
    )
    guide = example.text("onboarding/checkout-first-weeks/index.html")
    assert 'href="../checkout/"' in guide
    platform = BeautifulSoup(example.text("onboarding/platform/index.html"), "html.parser")
    first = platform.select_one(".pm-reading > li .pm-id")
    assert first
    assert first.get_text() == "PM-2026-007"


def test_home_leads_newcomers_there_in_its_first_sentence(example: Built) -> None:
    home = BeautifulSoup(example.text("index.html"), "html.parser")
    (link,) = home.select(".pm-lead a")
    assert (link.get_text(), link["href"]) == ("What to read first", "onboarding/")


def test_how_many_cite_a_postmortem_is_what_its_own_page_lists(example: Built) -> None:
    listed = BeautifulSoup(example.text("onboarding/checkout/index.html"), "html.parser")
    links = listed.select('.pm-reading a[href$="#pm-cited-by"]')
    assert len(links) >= 3
    for link in links:
        address = str(link["href"]).removeprefix("../../").partition("#")[0]
        page = BeautifulSoup(example.text(f"{address}index.html"), "html.parser")
        (count,) = page.select("#pm-cited-by .pm-count")
        assert link.get_text() == f"{count.get_text()} other documents and pages"
