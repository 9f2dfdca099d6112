"""Postmortems for tests: complete ones, of which a test changes what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

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


DETECTION = ("automated-alerting", "customer-report", "internal-report", "vendor-notice")
TRIGGERS = (
    "binary-push", "configuration-push", "schema-migration", "feature-flag", "traffic-change",
    "dependency-failure", "scheduled-job", "data-input", "expiry",
)  # fmt: skip
_ROWS = (
    "Latency of {service} at the edge rises above 800 ms, errors stay low",
    "Restart of one instance; its pool drains again within {number} requests",
    "Thread dump shows all workers waiting for a connection of the pool",
    "Change of {category} two days before comes under suspicion",
)
_CAUSES = (
    "The {a} of the {b} kept one {c} for each {d}, and the {e} gave none of them back.",
    "Once the {a} held more than the {b} allows, every {c} waited for the {d} behind the {e}.",
    "A {a} that reads the {b} twice met a {c} without a {d}, and took the {e} for empty.",
    "The {a} counts each {b} before the {c} is written, so the {d} was ahead of the {e}.",
    "Between {a} and {b} lies a {c} that nobody had measured with a full {d} or {e}.",
    "The limit of the {a} is per {b}, while the {c} shares one {d} among every {e}.",
    "After the {a} moved, its {b} still named the old {c}, which the {d} keeps for the {e}.",
    "With a cold {a} the {b} asks the {c} once for each {d} rather than for each {e}.",
)
_THINGS = (
    "pool", "queue", "cache", "cursor", "lease", "index", "shard", "replica", "token", "session",
    "worker", "batch", "header", "price list", "stock count", "voucher", "basket", "invoice",
    "gateway", "balancer", "resolver", "certificate", "bucket", "volume", "snapshot", "journal",
    "schema", "column", "partition", "topic", "offset", "consumer", "scheduler", "lock", "timer",
    "retry", "budget", "quota", "flag", "rule", "route", "label", "template", "thumbnail", "parcel",
    "depot", "shelf", "ledger entry", "refund", "mandate", "address", "locale", "currency", "tariff",
)  # fmt: skip
_MORE_ACTIONS = """\
| A3 | Show the waiting requests of {service} on the dashboard of its team | Platform | P2 | {due} | verified | SHOP-3 |
| A4 | Refuse values over 5,000 where the {category} is loaded | Checkout | P2 | {due} | done | SHOP-4 |
"""


def _dated(table: str, day: date) -> str:
    """The action items, due a month and two after an incident."""
    for days, due in ((30, "2026-02-08"), (60, "2026-03-08")):
        table = table.replace(due, (day + timedelta(days=days)).isoformat())
    return table


def _tell_cause(number: int) -> str:
    """A cause like no other, but for one in sixteen, which is nearly that of an earlier document."""
    is_near = number % 16 == 5 and number >= _BACK
    random = Random(number - _BACK if is_near else number)
    sentences = (
        sentence.format(**dict(zip("abcde", random.sample(_THINGS, 5), strict=True)))
        for _ in range(2)
        for sentence in random.sample(_CAUSES, 6)
    )
    return " ".join(sentences) + (" It was seen once before.\n" if is_near else "\n")


def _tell_course(number: int, day: date, minutes: int, names: Mapping[str, object]) -> str:
    """A timeline that ends after some minutes; now and then a phase is missing, or weeks earlier."""
    events = [
        (0, "Queue began to grow", "started"),
        (1, _ROWS[0], ""),
        (3 + number % 4, "Alert fired", "detected"),
        (7, "On-call acknowledged", "" if number % 7 == 3 else "acknowledged"),
        (8, _ROWS[1], ""),
        (9, _ROWS[2], ""),
        (10, _ROWS[3], ""),
        (minutes - 5, "Limit raised", "" if number % 11 == 4 else "mitigated"),
        (minutes, "Queue empty", "resolved"),
    ]
    rows = [
        f"| {'' if index else first}{10 + minute // 60}:{minute % 60:02d} "
        f"| {text.format(**names)} | {phase} |\n"
        for first in (f"{day} " if number % 13 == 2 else "",)
        for index, (minute, text, phase) in enumerate(events)
    ]
    if number % 13 == 2:
        rows.insert(0, f"| {day - timedelta(days=15)} 09:00 | Limit lowered | introduced |\n")
    head = "All times in UTC.\n\n| Time | Event | Phase |\n|---|---|---|\n"
    return head + "".join(rows)


_YEARS = 10
_BACK = 30
"""So many documents back lies one with the same category and service."""


def place_of(number: int, total: int) -> tuple[date, str]:
    """The day and the id of a generated postmortem."""
    day = date(2016, 1, 1) + timedelta(days=number * 365 * _YEARS // max(total, 1))
    return day, f"PM-{day.year}-{number + 1:05d}"


def title_of(number: int) -> str:
    """The title of a generated postmortem."""
    category = CATEGORIES[number % len(CATEGORIES)]
    return f"Case {number}, {SERVICES[number % 5]} slow after a change of {category}"


def generated(number: int, total: int, prose: str = _PROSE) -> str:
    """A postmortem as long as those of the example library (1,000 words, 6 kB, 20 table rows).

    Its dates spread over ten years, so that the quarters do not grow with the library.
    `prose` is what its sections say, a paragraph each.
    """
    day, identifier = place_of(number, total)
    names = {
        "category": CATEGORIES[number % len(CATEGORIES)],
        "service": SERVICES[number % 5],
        "number": number,
        "due": (day + timedelta(days=60)).isoformat(),
    }
    prose = prose.format(**names)
    cause = _tell_cause(number)
    factors = sorted({FACTORS[number % 10], FACTORS[number * 7 % 9]})
    service, category = names["service"], str(names["category"])
    minutes = 16 + number * number % 97
    has_come_back = number % 23 == 7 and number >= _BACK
    return postmortem(
        {
            "Summary": f"{service} was slow for {minutes} minutes in case {number}. {prose}",
            "Timeline": _tell_course(number, day, minutes, names),
            "Root Cause": f"{cause}\n```\nERROR {number}: pool exhausted\n```\n",
            "Impact": f"{prose}\n- One search in five failed.\n- No order was lost.\n",
            "Contributing Factors": "".join(f"- **{factor}**: {prose}" for factor in factors),
            "What Went Well": f"- The alert fired early.\n- {prose}",
            "What Surprised Us": f"{prose}\n{prose}",
            "Action Items": _dated(ACTIONS, day) + _MORE_ACTIONS.format(**names),
        },
        id=identifier,
        title=title_of(number),
        date=day.isoformat(),
        severity=f"SEV-{1 + number % 4}",
        category=category,
        trigger=TRIGGERS[number * 5 % 9],
        detection=DETECTION[number * 3 % 11 % 4],
        contributing_factors=f"[{', '.join(factors)}]",
        teams=f"[{TEAMS[number % 6]}, {TEAMS[(number // 6) % 6]}]",
        services=f"[{service}]",
        duration=f"{minutes} minutes",
        customer_impact=f"{minutes - 2} minutes" if number % 9 else None,
        impact=f"{{requests: {number * 37 % 5000}, cost: {number % 40}.50 EUR}}",
        responders="[Rosa Delgado, Samir Haddad]",
        facilitator="Sam Ito",
        published=f"{(day + timedelta(days=3)).isoformat()}T10:00Z",
        recurrence_of=f"[{place_of(number - _BACK, total)[1]}]" if has_come_back else None,
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
