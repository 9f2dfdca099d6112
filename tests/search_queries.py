"""What people on call would type into the search, and the postmortem that they ought to find.

The queries are written from situations and not from a search: for each postmortem, what
somebody who has not read it would have in front of them at three in the morning (a graph, an
alert, the words of a customer, half an error message, a suspicion), put into that person's own
words. Phrases of the documents are avoided; names of services and products, numbers of errors
and one exact message stand where they would stand on the screen. Where two postmortems could
fairly have been the answer, the query was dropped. No search was run while they were written,
and none is to be tuned by changing them: a query that finds nothing is a finding about the
search. No postmortem is the answer to two of them, so a fault of one document counts once.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Query:
    """One search, as typed."""

    text: str
    """Two to eight words, as they go into the box."""
    finds: str
    """The id of the postmortem of the same situation."""
    why: str
    """What the person sees."""


QUERIES = (
    Query(
        text="orders stuck before rotterdam tls error",
        finds="PM-2025-001",
        why="Paid orders do not reach one warehouse, and the log of the calls to it speaks of TLS.",
    ),
    Query(
        text="prices suddenly 100x too high",
        finds="PM-2025-002",
        why="Support forwards a page on which a cheap article costs a fortune.",
    ),
    Query(
        text="guest checkout hangs since auth deploy",
        finds="PM-2025-005",
        why="People without an account wait at the checkout, minutes after a release elsewhere.",
    ),
    Query(
        text="mails in wrong language",
        finds="PM-2025-006",
        why="A customer cannot read the message about a parcel.",
    ),
    Query(
        text="ledger standby far behind before failover",
        finds="PM-2025-007",
        why="The database about to be switched to is hours old.",
    ),
    Query(
        text="basket writes rejected after redis master switch",
        finds="PM-2025-009",
        why="Nothing can be put into the basket since the store behind it changed its leader.",
    ),
    Query(
        text="text messages not arriving norway",
        finds="PM-2025-010",
        why="Customers in one country stand at the locker without their code.",
    ),
    Query(
        text="duplicate refunds",
        finds="PM-2025-011",
        why="The same customers have got their money back more than once.",
    ),
    Query(
        text="inserts into orders waiting for lock during deploy",
        finds="PM-2025-012",
        why="No order comes in, and the list of database sessions is one long queue.",
    ),
    Query(
        text="disk full but df shows free space",
        finds="PM-2025-013",
        why="Writing fails for want of room on a volume that has plenty.",
    ),
    Query(
        text="INC-3998 search",
        finds="PM-2025-015",
        why="A note on the dashboard names an earlier incident by its number.",
    ),
    Query(
        text="password reset link always expired",
        finds="PM-2025-016",
        why="A customer complains that every new link is refused at once.",
    ),
    Query(
        text="some users slow load balancers all green",
        finds="PM-2025-018",
        why="Outside checks complain and everything inside reports itself well.",
    ),
    Query(
        text="3ds fails though customer confirmed in banking app",
        finds="PM-2025-020",
        why="Support has a screenshot of a bank's consent to a payment that we turned down.",
    ),
    Query(
        text="cart pods out of db connections postgres idle",
        finds="PM-2025-021",
        why="Callers wait for a connection while the database has nothing to do.",
    ),
    Query(
        text="login loop after key rotation",
        finds="PM-2025-023",
        why="The right password leads back to the form, since somebody changed the keys.",
    ),
    Query(
        text="http 431 logged in customers",
        finds="PM-2025-024",
        why="One uncommon status has risen in the graph, and guests do not get it.",
    ),
    Query(
        text="kafka topic expires messages too soon",
        finds="PM-2025-026",
        why="The setting for how long events are kept looks far too small.",
    ),
    Query(
        text="psp hanging even invoice payment times out",
        finds="PM-2025-027",
        why="The card provider does not answer, and ways to pay without it fail too.",
    ),
    Query(
        text="cron double execution dst",
        finds="PM-2025-028",
        why="The log of the night on which the clocks went back has a job in it two times.",
    ),
    Query(
        text="opensearch rejects queries since feature flag",
        finds="PM-2025-029",
        why="Refusals began within minutes of an experiment.",
    ),
    Query(
        text="employee sso cert expiring",
        finds="PM-2025-032",
        why="An alert says that what colleagues sign in with ends in a day or so.",
    ),
    Query(
        text="image pods crashloop oom 137",
        finds="PM-2025-033",
        why="The containers that resize pictures are killed as fast as they start.",
    ),
    Query(
        text='"Not authorized to access group"',
        finds="PM-2025-034",
        why="The message is in the log of a consumer that no longer consumes.",
    ),
    Query(
        text="carrier refuses labels after its outage ended",
        finds="PM-2025-035",
        why="The vendor says that it is well again and still turns our calls away.",
    ),
    Query(
        text="rollback done but still errors until cookies deleted",
        finds="PM-2025-036",
        why="The old version is back, and only a fresh browser gets a page.",
    ),
    Query(
        text="int4 primary key overflow",
        finds="PM-2026-003",
        why="Somebody asks how much room the numbers of a busy table have left.",
    ),
    Query(
        text="mtu wrong big kafka requests hang",
        finds="PM-2026-006",
        why="Short requests pass and long ones do not, which smells of the network.",
    ),
    Query(
        text="k8s rollout finished before db migration",
        finds="PM-2026-007",
        why="The pods are new, the tables are old, and errors have begun.",
    ),
    Query(
        text="apple pay button gone",
        finds="PM-2026-009",
        why="A colleague with a telephone of that make misses a way to pay.",
    ),
)
