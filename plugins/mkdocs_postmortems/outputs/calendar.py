"""`/actions.ics`: the due dates of action items, for calendars to subscribe to (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from ..core.actions import ActionStatus
from ..core.library import Library, OwnedAction
from ..core.plain_text import one_line, plain_text
from ..core.referred import Referred
from ..pages import Addresses
from ..views.reference import refer_to_incident

_UID_DOMAIN = "action.mkdocs-postmortems"
"""What follows the item's id in a UID.

It is the id that its postmortem had first, unique and never used again, with the
organisation's prefix.
Neither the site's address nor the organisation's name is in a UID: both may
change, and then every subscriber would have each entry twice.
"""


def calendar_file(library: Library, addresses: Addresses) -> str:
    """An all-day entry for each item that is promised for a day, in lines that end with CRLF.

    An item keeps its UID when its date moves or its postmortem gets another id, so
    subscriptions move the entry; of a closed one the entry goes.
    """
    referred = Referred(library)
    calendar = Calendar()
    calendar.add("prodid", "-//mkdocs-postmortems//Action items//EN")
    calendar.add("version", "2.0")
    name = one_line(f"Action items: {library.settings.organisation or 'postmortems'}")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    dated = [
        (owned.action.due, owned.action.id, owned)
        for owned in library.open_actions
        if owned.action.due and owned.action.status is not ActionStatus.PROPOSED
    ]
    for due, _, owned in sorted(dated, key=lambda entry: entry[:2]):
        first_id = referred.first_id_of(owned.postmortem)
        calendar.add_component(_event(owned, due, first_id, library, addresses))
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _event(
    owned: OwnedAction, due: date, first_id: str, library: Library, addresses: Addresses
) -> Event:
    item, postmortem = owned.action, owned.postmortem
    team = library.settings.team_names.title_of(item.team) if item.team else None
    whose = team or item.owner
    address = addresses.absolute(refer_to_incident(postmortem, item.anchor))
    description = [
        f"Owner: {item.owner or 'nobody yet'}",
        f"Priority: {item.priority or 'not given'}",
        f"Incident: {postmortem.id}, {postmortem.title}",
        *([address] if address else []),
    ]
    title = f"{item.id}: {plain_text(item.item)}"
    event = Event()
    event.add("uid", f"{first_id.lower()}-{item.anchor}@{_UID_DOMAIN}")
    # When the entry was made, by the day of the build: the same sources give the same file.
    event.add("dtstamp", _midnight(library.as_of))
    event.add("dtstart", due)
    event.add("summary", one_line(f"{title} ({whose})" if whose else title))
    event.add("description", "\n".join(one_line(line) for line in description))
    if address:
        event.add("url", address)
    categories = [one_line(word) for word in (team, item.priority) if word]
    if categories:
        event.add("categories", categories)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
