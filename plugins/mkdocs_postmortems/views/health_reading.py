"""Written, but never read: linked, opened, there in time, and reviewed."""

from __future__ import annotations

from dataclasses import replace

from ..core.health_reading import Publishing, QuarterlyReviews, Reading
from ..core.library import Library
from ..core.owed import Obligation
from ..core.postmortem import Postmortem
from ..core.quarter_reviews import reviewed_on
from .charts import Cell
from .health_charts import chart_shares
from .health_figures import (
    SHOWN,
    Column,
    DocumentList,
    DocumentRow,
    Figure,
    HealthSection,
    Way,
    are,
    count_column,
    glance_at,
    lead_to,
    list_behind,
    say_change,
    say_tally,
    show_behind,
    tabulate_quarters,
)
from .health_opened import say_unopened, show_opened
from .health_quarters import Lists, by_quarter, gather, list_documents
from .reference import Ref, refer_to_page, refer_to_quarter
from .wording import count_of, iso_date, listing, long_date

_OWED = Ref(kind="owed", title="What is owed and late")
_NAMED = 5
_QUARTERS = Ref(kind="quarters", title="All quarters")


def show_reading(found: Reading, library: Library) -> HealthSection:
    """What tells whether postmortems are read."""
    counted = "Postmortems that something leads to"
    late, there = _published_of(found.publishing.late), _published_of(found.publishing.there)
    quarters = tuple(one.quarter for one in found.linked.quarters)
    linked = list_documents(
        "linked",
        "something leads to them",
        by_quarter(p for p, _ in found.leading),
        quarters,
        library,
    )
    opened = list_documents("opened", "opened", by_quarter(found.seen), quarters, library)
    columns = _columns(found, linked, opened, library)
    caption = "Linked, there in time and reviewed, by quarter"
    table = tabulate_quarters(caption, found.linked.quarters, columns, library)
    return HealthSection(
        id="reading",
        title="Written, but never read",
        glance=glance_at(counted, found.linked, "more is better", "linked", refs=linked.refs),
        meaning="Documents are final, filed and forgotten. What one team knew in March, another "
        "finds out in November.",
        figures=(
            _linked(found, counted, library),
            show_opened(found, library),
            _published(found.publishing, late, there, library),
            _reviewed(found.reviews),
        ),
        chart=chart_shares(
            "reading",
            f"Linked, {'opened ' if found.opened else ''}and there in time, in percent",
            columns[:-1],
            table,
        ),
        tables=(table,) if library.postmortems else (),
        by_quarter=gather("The postmortems behind the table", (linked, opened)),
        behind=tuple(
            behind
            for behind in (
                _list_linked(found),
                list_behind(
                    "never-linked", "Final postmortems that nothing leads to", found.never_linked
                ),
                list_behind(
                    "never-opened",
                    f"Final postmortems that {say_unopened(found.views)}",
                    found.never_opened,
                ),
                list_behind(
                    "opened-documents", "Final postmortems that somebody opened", found.seen
                ),
                list_behind("published-in-time", "Published by their deadline", there),
                list_behind("published-late", "Published after their deadline", late),
                _list_waiting(found.publishing),
            )
            if behind.total
        ),
        misleads=(
            "A link is no reader, and a postmortem without one may be known to all whom it "
            "concerns. Chats, runbooks and alerts that link it are not seen here.",
            "A postmortem under related counts as linked, also where people have looked at both and "
            "found another cause.",
            "New postmortems have had little time to be linked: the last quarters are always low.",
            "A view is no reading. A reader of a search result, a feed or the file in git is no "
            "view, and the days that the views cover are those of the file.",
            "What is published in time may be unfinished; what is late may have waited for an "
            "answer that was worth it.",
        ),
        remedy="Link the postmortem from the alert and the runbook, where the next reader will be "
        "standing; tell one each month across teams; look at the patterns each quarter.",
        ways=(Way(ref=_QUARTERS),),
    )


def _published_of(obligations: tuple[Obligation, ...]) -> tuple[Postmortem, ...]:
    """The documents of what was published, each once."""
    return tuple({p.id: p for one in obligations for p in one.documents if p.published}.values())


def _linked(found: Reading, counted: str, library: Library) -> Figure:
    return Figure(
        id="linked",
        title=counted,
        value=say_tally(found.linked.whole, nothing="no final postmortem yet"),
        definition="Final postmortems that another postmortem names (related, recurrence_of, its "
        "id or a link to its file) or a page of the site’s own does. The lists that this site "
        "makes by itself do not count.",
        remarks=say_change(found.linked, library),
        ways=(
            *lead_to("never-linked", found.never_linked, "nothing leads to"),
            *lead_to("linked-documents", found.leading, "something leads to"),
        ),
    )


def _list_linked(found: Reading) -> DocumentList:
    """Each with what leads to it, as far as there is room."""
    rows = []
    for postmortem, citations in found.leading[:SHOWN]:
        sources = tuple(
            Ref(kind="incident", key=citation.citing.id, title=citation.citing.id)
            if citation.citing
            else refer_to_page(citation.text)
            for citation in citations[:_NAMED]
        )
        row = show_behind(postmortem)
        rows.append(replace(row, sources=sources, more_sources=len(citations) - len(sources)))
    return DocumentList(
        id="linked-documents",
        title="Final postmortems that something leads to",
        total=len(found.leading),
        rows=tuple(rows),
    )


def _list_waiting(found: Publishing) -> DocumentList:
    rows = (
        show_behind(one.documents[0])
        if one.documents
        else DocumentRow(
            incident=Ref(kind="owed", title=one.title or "Not written yet"),
            id=one.facts.id,
            date=iso_date(one.facts.day),
        )
        for one in found.waiting[:SHOWN]
    )
    return DocumentList(
        id="still-to-come",
        title="Still to come, with the deadline over",
        total=len(found.waiting),
        rows=tuple(rows),
    )


def _published(
    found: Publishing,
    late: tuple[Postmortem, ...],
    there: tuple[Postmortem, ...],
    library: Library,
) -> Figure:
    parts = (
        f"{count_of(len(found.late), 'postmortem')} came after the deadline" if found.late else "",
        f"{len(found.waiting):,} whose deadline is over {_still_to_come(len(found.waiting))}"
        if found.waiting
        else "",
    )
    said = " and ".join(part for part in parts if part)
    left = (
        f"{found.not_due:,} {are(found.not_due)} not due yet" if found.not_due else "",
        f"{found.unknown:,} {are(found.unknown)} final and {_do(found.unknown)} not say since when"
        if found.unknown
        else "",
    )
    beside = "; ".join(part for part in left if part)
    return Figure(
        id="published",
        title="Published in time",
        value=say_tally(found.in_time.whole, nothing="none was due yet"),
        definition="Incidents and near misses that are owed a postmortem with a deadline: those "
        "whose postmortem was published by then, of those that were published or whose deadline "
        "is over.",
        remarks=(
            *((f"{said[:1].upper()}{said[1:]}.",) if said else ()),
            *((f"In no figure: {beside}.",) if beside else ()),
            *say_change(found.in_time, library),
        ),
        ways=(
            *lead_to("published-late", late, "came late"),
            *lead_to("still-to-come", found.waiting, _still_to_come(len(found.waiting))),
            *lead_to("published-in-time", there, "came in time"),
            *((Way(ref=_OWED),) if found.waiting or found.not_due else ()),
        ),
    )


def _reviewed(found: QuarterlyReviews) -> Figure:
    remarks: tuple[str, ...] = ()
    if found.missed:
        remarks = (
            f"Of {count_of(found.complete, 'complete quarter')} with postmortems, "
            f"{len(found.missed):,} {'was' if len(found.missed) == 1 else 'were'} never reviewed: "
            f"{listing(found.missed)}.",
        )
    elif found.complete:
        remarks = (f"Reviewed: {found.complete:,} of {found.complete:,} complete quarters.",)
    return Figure(
        id="reviewed",
        title="The last quarterly review",
        value=f"{count_of(found.age_days, 'day')} ago, {long_date(found.day)}"
        if found.day and found.age_days
        else "today"
        if found.day
        else "none yet",
        definition="When people last looked at the patterns of a quarter together, by "
        "quarterly_reviews in library.yml.",
        remarks=remarks,
        ways=tuple(Way(ref=refer_to_quarter(quarter)) for quarter in found.missed[:5]),
    )


def _columns(found: Reading, linked: Lists, opened: Lists, library: Library) -> tuple[Column, ...]:
    """The columns of the table by quarter, the days of the reviews last."""
    quarters = found.publishing.in_time.quarters
    there = {
        one.quarter: refer_to_quarter(one.quarter, "timing-in-time")
        for one in quarters
        if one.tally and one.tally.count and one.quarter in library.by_quarter
    }
    columns = [count_column("Linked", found.linked.quarters, linked.refs)]
    if found.opened:
        columns.append(count_column("Opened", found.opened.quarters, opened.refs))
    columns.append(count_column("In time", quarters, there))
    days = tuple(
        Cell(
            text="not over"
            if one.is_running
            else iso_date(reviewed_on(one.quarter, library)) or "never"
        )
        for one in quarters
    )
    return (*columns, Column(title="Reviewed", cells=days))


def _still_to_come(count: int) -> str:
    return f"{are(count)} still to come"


def _do(count: int) -> str:
    return "does" if count == 1 else "do"
