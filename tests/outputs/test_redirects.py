"""Which other names of a page lead to it, and what stands at their addresses."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.outputs.redirects import plan_redirects, redirect_files
from mkdocs_postmortems.pages import Addresses
from mkdocs_postmortems.rendering import Renderer, find_overrides

from ..documents import postmortem
from ..libraries import load

LIBRARY = """\
categories: [{id: capacity, aliases: [overload, Capacity Limit, "?!", 数据库]}]
contributing_factors:
  - {id: staging-parity, title: 'Staging "did not" match', aliases: [staging-drift, no-canary]}
  - {id: no-canary, aliases: [canaries]}
services: [{id: orders-api, aliases: [Orders]}]
teams: [{id: platform, aliases: [SRE, Platform Team]}]
"""
FOLDERS = Addresses(directory_urls=True, site_url="https://postmortems.example/docs")
FILES = Addresses(directory_urls=False)


def planned(addresses: Addresses, *taken: str, settings: str = LIBRARY) -> dict[str, str]:
    """Where each file leads, by its path."""
    found = plan_redirects(load([], settings).library, addresses, taken)
    return {addresses.destination(r.former): addresses.url(r.target) for r in found}


def test_every_other_name_that_makes_an_address_leads_to_its_page() -> None:
    taken = "factors/no-canary/index.html"
    assert planned(FOLDERS, taken) == {
        "categories/overload/index.html": "categories/capacity/",
        "categories/capacity-limit/index.html": "categories/capacity/",
        "factors/staging-drift/index.html": "factors/staging-parity/",
        "factors/canaries/index.html": "factors/no-canary/",
        "services/orders/index.html": "services/orders-api/",
        "teams/sre/index.html": "teams/platform/",
        "teams/platform-team/index.html": "teams/platform/",
        "onboarding/sre/index.html": "onboarding/platform/",
        "onboarding/platform-team/index.html": "onboarding/platform/",
    }


def test_addresses_that_are_files_lead_to_files() -> None:
    found = planned(FILES, "factors/no-canary.html")
    assert found["factors/staging-drift.html"] == "factors/staging-parity.html"


def test_a_page_wins_over_a_redirect_whatever_its_case() -> None:
    found = planned(FOLDERS, "teams/SRE/index.html", "Services/orders/index.html")
    assert "teams/sre/index.html" not in found
    assert "services/orders/index.html" not in found


def test_of_two_pages_with_one_other_name_the_first_has_it() -> None:
    settings = "services: [{id: a, aliases: [c d]}, {id: b, aliases: [C-D-]}]\n"
    assert planned(FOLDERS, settings=settings) == {"services/c-d/index.html": "services/a/"}


ALIASES = '[PM-2025-0007, orders-outage-march, v2.4, "Orders: the outage", "数据库", PM-2026-001]'


def redirected(
    texts: list[str], addresses: Addresses = FOLDERS, audience: str = "internal", *taken: str
) -> dict[str, str]:
    """Where each file leads that former names of postmortems leave, by its path."""
    library = load(texts).library.visible_to(audience)
    own = (f"incidents/{p.id}/index.html" for p in library.postmortems)
    found = plan_redirects(library, addresses, (*own, *taken))
    return {
        addresses.destination(r.former): addresses.url(r.target)
        for r in found
        if r.target.kind in ("incident", "meeting")
    }


def test_former_ids_and_names_of_a_postmortem_lead_to_its_page() -> None:
    assert redirected([postmortem(aliases=ALIASES)]) == {
        "incidents/PM-2025-0007/index.html": "incidents/PM-2026-001/",
        "incidents/orders-outage-march/index.html": "incidents/PM-2026-001/",
        "incidents/v2.4/index.html": "incidents/PM-2026-001/",
        "incidents/orders-the-outage/index.html": "incidents/PM-2026-001/",
    }
    found = redirected([postmortem(aliases="[PM-2025-0007]")], FILES)
    assert found == {"incidents/PM-2025-0007.html": "incidents/PM-2026-001.html"}


def test_while_it_is_a_draft_the_former_address_of_its_meeting_leads_on_too() -> None:
    found = redirected([postmortem(aliases="[PM-2025-0007]", status="in-review")])
    assert found["incidents/PM-2025-0007/meeting/index.html"] == "incidents/PM-2026-001/meeting/"
    assert len(found) == 2


def test_a_former_name_gives_way_to_a_page_and_that_of_a_hidden_document_leaves_nothing() -> None:
    texts = [
        postmortem(aliases="[pm-2026-002, taken, both]"),
        postmortem(id="PM-2026-002", date="2026-02-01", aliases="[both]"),
        postmortem(id="PM-2026-003", aliases="[secret-outage]", visibility="restricted"),
    ]
    found = redirected(texts, FOLDERS, "internal", "Incidents/Taken/index.html")
    # The name that two have leads where `[[both]]` does: to the later of the two.
    assert found == {"incidents/both/index.html": "incidents/PM-2026-002/"}


@pytest.mark.parametrize(
    ("addresses", "name", "canonical", "way"),
    [
        (
            FOLDERS,
            "factors/staging-drift/index.html",
            "https://postmortems.example/docs/factors/staging-parity/",
            "../../factors/staging-parity/",
        ),
        (
            FILES,
            "factors/staging-drift.html",
            "../factors/staging-parity.html",
            "../factors/staging-parity.html",
        ),
    ],
)
def test_the_page_at_an_old_address_leads_on_without_scripts_and_keeps_out_of_search(
    addresses: Addresses, name: str, canonical: str, way: str
) -> None:
    redirects = plan_redirects(load([], LIBRARY).library, addresses, ())
    text = dict(redirect_files(redirects, addresses, Renderer([find_overrides()], addresses)))[name]
    assert f'<meta http-equiv="refresh" content="0; url={way}">' in text
    assert f'<link rel="canonical" href="{canonical}">' in text
    assert '<meta name="robots" content="noindex">' in text
    assert f'<a href="{way}">Staging &#34;did not&#34; match</a>' in text
    script = way.removesuffix("factors/staging-parity/").removesuffix("factors/staging-parity.html")
    assert f'<script src="{script}postmortems/redirect.js" data-to="{way}"></script>' in text
    assert text.count("<script") == 1
    assert "style" not in text
