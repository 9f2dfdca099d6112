"""Postmortems for tests: complete ones, of which a test changes what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

HEAD: Mapping[str, str] = {
    "id": "PM-2026-001",
    "title": "Search answered with errors",
    "date": "2026-01-08",
    "severity": "SEV-2",
    "status": "final",
    "category": "capacity",
    "trigger": "traffic-change",
    "detection": "automated-alerting",
    "contributing_factors": "[unbounded-growth]",
    "teams": "[discovery]",
    "services": "[search-api]",
    "symptoms": '["search 503"]',
    "mitigation": "Raised the limit of the thread pool",
    "duration": "22 minutes",
    "customer_impact": "20 minutes",
    "authors": "[Rosa Delgado]",
    "reviewers": "[Lin Berg]",
}

TIMELINE = """\
All times in UTC.

| Time | Event | Phase |
|---|---|---|
| 10:00 | Queue began to grow | started |
| 10:03 | Alert fired | detected |
| 10:05 | On-call acknowledged | acknowledged |
| 10:15 | Limit raised | mitigated |
| 10:22 | Queue empty | resolved |
"""

ACTIONS = """\
| ID | Item | Owner | Priority | Due Date | Status | Ticket |
|---|---|---|---|---|---|---|
| A1 | Alert when the queue holds over 500 requests | Discovery Team | P1 | 2026-02-08 | done | SHOP-1 |
| A2 | Bound the queue at 2,000 requests | Discovery Team | P1 | 2026-03-08 | open | SHOP-2 |
"""

SECTIONS: Mapping[str, str] = {
    "Summary": "Search answered with errors for 22 minutes. Then the limit was raised.",
    "Timeline": TIMELINE,
    "Root Cause": "The thread pool's queue had no bound, so a burst filled the heap.",
    "Impact": "One search in five failed.",
    "Contributing Factors": "The queue grew without a limit.",
    "What Went Well": "The alert named the pool.",
    "Action Items": ACTIONS,
}


def postmortem(sections: Mapping[str, str | None] | None = None, **fields: str | None) -> str:
    """A complete document; a field or section that is None is left out."""
    head = {**HEAD, **fields}
    parts = {**SECTIONS, **(sections or {})}
    lines = ["---", *(f"{key}: {value}" for key, value in head.items() if value is not None), "---"]
    body = [f"## {name}\n\n{text}" for name, text in parts.items() if text is not None]
    return "\n".join([*lines, "", *body])


CATEGORIES = ("configuration", "testing", "capacity", "third-party", "deployment", "data")
FACTORS = (
    "staging-parity", "migration-ordering", "health-check-gap", "missing-alert", "alert-noise",
    "missing-timeout", "no-canary", "unbounded-growth", "manual-step", "stale-runbook",
)  # fmt: skip
TEAMS = ("platform", "checkout", "payments", "catalogue", "discovery", "fulfilment")
SERVICES = ("edge-proxy", "orders-api", "ledger", "catalogue-api", "search-api", "cart-api")

_PROSE = (
    "The {service} service answered with errors because the {category} path met a value that "
    "it had never met before. Requests waited for a connection, the pool drained within a "
    "minute, and every later request waited behind the earlier ones until its client gave up. "
    "The dashboard showed latency at the edge and nothing in the service itself, as its own "
    "metric counts finished requests only.\n"
)


_ROWS = (
    "| 10:01 | Latency of {service} at the edge rises above 800 ms, errors stay low | |\n",
    "| 10:07 | Restart of one instance; its pool drains again within {number} requests | |\n",
    "| 10:11 | Thread dump shows all workers waiting for a connection of the pool | |\n",
    "| 10:13 | Change of {category} two days before comes under suspicion | |\n",
)
_MORE_ACTIONS = """\
| A3 | Show the waiting requests of {service} on the dashboard of its team | Platform | P2 | {due} | verified | SHOP-3 |
| A4 | Refuse values over 5,000 where the {category} is loaded | Checkout | P2 | {due} | done | SHOP-4 |
"""


def _dated(table: str, day: date) -> str:
    """The action items, due a month and two after an incident."""
    for days, due in ((30, "2026-02-08"), (60, "2026-03-08")):
        table = table.replace(due, (day + timedelta(days=days)).isoformat())
    return table


def generated(number: int, total: int) -> str:
    """A postmortem as long as those of the example library (1,000 words, 6 kB, 20 table rows).

    Its dates spread over eight years, so that the quarters do not grow with the library.
    """
    day = date(2018, 1, 1) + timedelta(days=number * 2900 // max(total, 1))
    names = {
        "category": CATEGORIES[number % len(CATEGORIES)],
        "service": SERVICES[number % 5],
        "number": number,
        "due": (day + timedelta(days=60)).isoformat(),
    }
    prose = _PROSE.format(**names)
    rows = TIMELINE.splitlines(keepends=True)
    timeline = "".join([*rows[:5], *(row.format(**names) for row in _ROWS[:1]), *rows[5:7],
                        *(row.format(**names) for row in _ROWS[1:]), *rows[7:]])  # fmt: skip
    factors = sorted({FACTORS[number % 10], FACTORS[number * 7 % 9]})
    service, category = names["service"], str(names["category"])
    return postmortem(
        {
            "Summary": f"{service} was slow for 22 minutes in case {number}. {prose}",
            "Timeline": timeline,
            "Root Cause": f"{prose}\n```\nERROR {number}: pool exhausted\n```\n\n{prose}\n{prose}",
            "Impact": f"{prose}\n- One search in five failed.\n- No order was lost.\n",
            "Contributing Factors": "".join(f"- **{factor}**: {prose}" for factor in factors),
            "What Went Well": f"- The alert fired early.\n- {prose}",
            "What Surprised Us": f"{prose}\n{prose}",
            "Action Items": _dated(ACTIONS, day) + _MORE_ACTIONS.format(**names),
        },
        id=f"PM-{day.year}-{number + 1:05d}",
        title=f"Case {number}, {service} slow after a change of {category}",
        date=day.isoformat(),
        category=category,
        contributing_factors=f"[{', '.join(factors)}]",
        teams=f"[{TEAMS[number % 6]}, {TEAMS[(number // 6) % 6]}]",
        services=f"[{service}]",
        responders="[Rosa Delgado, Samir Haddad]",
        facilitator="Sam Ito",
        published=f"{(day + timedelta(days=3)).isoformat()}T10:00Z",
    )


def generated_with_items(number: int, total: int, items: int) -> str:
    """One of the postmortems above with that many open action items, of every kind."""
    day = date(2024, 1, 1) + timedelta(days=number * 790 // max(total, 1))
    head = (
        "| ID | Item | Owner | Priority | Due Date | Status | Ticket | Type |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    kinds = ("detective", "preventative", "corrective")
    rows = (
        f"| A{n} | Bound queue `q{n}` of {SERVICES[(number + n) % 6]} at {n * 100} requests, case "
        f"{number} | {TEAMS[(number + n) % 6]} | P{(number * 7 + n) % 4} "
        f"| {day + timedelta(days=20 + 3 * n * (number % 9))} "
        f"| {'open' if n % 3 else 'in-progress'} | SHOP-{number * items + n} "
        f"| {kinds[(number + n) % 3]} |\n"
        for n in range(1, items + 1)
    )
    text, _, _ = generated(number, total).partition("## Action Items")
    return f"{text}## Action Items\n\n{head}{''.join(rows)}"
