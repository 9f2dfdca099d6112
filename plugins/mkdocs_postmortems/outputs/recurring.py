"""`/api/v1/recurring.json`: causes that came back, and all questions whether others did."""

from __future__ import annotations

from typing import Any

from ..core.chains import Chain, find_chains
from ..core.library import Library
from ..core.possible_recurrences import PossibleRecurrence, find_possible_recurrences
from ..pages import Addresses
from ..views.possible import say_another, say_same, tell_resemblance
from ..views.recurring import refer_to_chain
from ..views.reference import refer_to_incident
from ..views.wording import iso_date


def recurring_data(library: Library, addresses: Addresses) -> dict[str, Any]:
    """`chains`, the one that came back last first, and `questions`, the newest incident's first."""
    return {
        "chains": [_chain(chain, library, addresses) for chain in find_chains(library).all],
        "questions": [_question(q, addresses) for q in find_possible_recurrences(library).all],
    }


def _chain(chain: Chain, library: Library, addresses: Addresses) -> dict[str, Any]:
    ref = refer_to_chain(chain.members[-1], library)
    return {
        "postmortems": [p.id for p in chain.members],
        "categories": list(chain.categories),
        "contributing_factors": list(chain.shared_factors),
        "services": list(chain.shared_services),
        "occurrences": [
            {
                "postmortem": one.postmortem.id,
                "number": one.number,
                "date": iso_date(one.postmortem.date),
                "days": one.days,
                "actions": [
                    {"id": m.item.id, "then": m.then.value, "status": m.item.status.value}
                    for m in one.items
                ],
            }
            for one in chain.recurrences(library.courses, len(chain.members))
        ],
        "url": addresses.url(ref) if ref else None,
    }


def _question(one: PossibleRecurrence, addresses: Addresses) -> dict[str, Any]:
    alike = tell_resemblance(one)
    return {
        "postmortem": one.later.id,
        "date": iso_date(one.later.date),
        "earlier": one.earlier.id,
        "days": one.days,
        "number": one.number,
        "category": one.later.category if one.same_category else None,
        "contributing_factors": list(one.factors),
        "services": list(one.services),
        "resemblance": None if alike is None else alike / 100,
        "others": [p.id for p in one.others],
        "others_complete": one.is_all,
        "source": one.later.uri,
        "same": say_same(one).text,
        "another": say_another(one).text,
        "url": addresses.url(refer_to_incident(one.later)),
    }
