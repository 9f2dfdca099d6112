"""What an audience may see of a library: the rest leaves no trace, nor a reference to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .postmortem import Postmortem
from .register import RegisteredIncident
from .settings import Settings
from .unread import Unread
from .vocabulary import fold


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A document without a readable record."""

    path: str
    """File as findings name it."""
    visibility: str
    names: tuple[str, ...] = ()
    """Its id and aliases, as far as they can be read."""
    incidents: tuple[str, ...] = ()
    """Numbers in the register, as far as they can be read."""
    reasons: tuple[str, ...]
    """The errors that keep it out, one sentence each; published, so they name no other document."""


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What of a library may be for some audiences and not for others, by its names there."""

    postmortems: tuple[Postmortem, ...]
    left_out: tuple[LeftOut, ...]
    unread: tuple[Unread, ...]
    register: tuple[RegisteredIncident, ...]


def select_visible(whole: Holdings, settings: Settings, audience: str) -> Holdings:
    """What an audience may see, references to the rest removed."""

    def is_seen(visibility: str) -> bool:
        return settings.is_visible(visibility, audience)

    seen = tuple(p for p in whole.postmortems if is_seen(p.visibility))
    ids = {p.id for p in seen}
    left_out = tuple(left for left in whole.left_out if is_seen(left.visibility))
    hidden = tuple(p for p in whole.postmortems if p.id not in ids)
    faulty = tuple(left for left in whole.left_out if left not in left_out)
    names = {
        fold(name)
        for some in (*((p.id, *p.aliases) for p in hidden), *(left.names for left in faulty))
        for name in some
    } - {fold(identifier) for identifier in ids}
    unread = tuple(one for one in whole.unread if is_seen(one.visibility))
    records = (p.incidents for p in hidden)
    numbers = (*records, *(left.incidents for left in faulty))
    told = {fold(number) for some in numbers for number in some}
    mentioned = _mentioned_by(set(whole.unread).difference(unread), seen, whole.register)
    told |= mentioned
    names |= mentioned
    shown = (i for i in whole.register if is_seen(i.visibility) and fold(i.id) not in told)
    return Holdings(
        postmortems=tuple(_without_links(p, names) for p in seen) if names else seen,
        left_out=left_out,
        unread=unread,
        register=_without_traces(tuple(shown), whole.register, told | names),
    )


def _mentioned_by(
    unread: Iterable[Unread],
    seen: tuple[Postmortem, ...],
    register: tuple[RegisteredIncident, ...],
) -> set[str]:
    """What hidden documents may be called or tell of, folded, as nobody can say it for sure."""
    referred = (names for p in seen for names in (p.recurrence_of, p.related))
    registered = ((incident.id, *(incident.recurrence_of or ())) for incident in register)
    candidates = {name for names in (*referred, *registered) for name in names}
    own = {fold(name) for p in seen for name in (p.id, *p.aliases)}
    return set[str]().union(*(one.mentions(candidates) for one in unread)) - own


def _without_traces(
    seen: tuple[RegisteredIncident, ...],
    register: tuple[RegisteredIncident, ...],
    hidden: set[str],
) -> tuple[RegisteredIncident, ...]:
    """Incidents of the register without references to others of it, and to `hidden` names."""
    gone = {fold(i.id) for i in register}.difference(fold(i.id) for i in seen)
    unseen = hidden | gone
    return tuple(_without_references(i, unseen) for i in seen) if unseen else seen


def _without_links(postmortem: Postmortem, unseen: set[str]) -> Postmortem:
    p = postmortem
    recurrence_of = tuple(i for i in p.recurrence_of if fold(i) not in unseen)
    related = tuple(i for i in p.related if fold(i) not in unseen)
    if (recurrence_of, related) == (p.recurrence_of, p.related):
        return p
    return replace(p, recurrence_of=recurrence_of, related=related)


def _without_references(incident: RegisteredIncident, unseen: set[str]) -> RegisteredIncident:
    references = tuple(r for r in incident.recurrence_of or () if fold(r) not in unseen)
    if len(references) == len(incident.recurrence_of or ()):
        return incident
    # None: that it is a recurrence of nothing has been decided by nobody.
    return replace(incident, recurrence_of=references or None)
