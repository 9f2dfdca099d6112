"""How many postmortems were opened, by the file of page views, and what of it is of use."""

from __future__ import annotations

from ..core.health_reading import Reading
from ..core.library import Library
from ..core.page_views import PageViews
from ..core.page_views_file import PAGE_COLUMNS, VIEW_COLUMNS
from .health_figures import Figure, Way, lead_to, say_change, say_tally
from .reference import Ref
from .wording import count_of, listing

_FAULT = Ref(kind="rule", key="PM901", title="PM901")


def show_opened(found: Reading, library: Library) -> Figure:
    """How many were opened; or why nobody can tell."""
    trend, views = found.opened, found.views
    remarks = _cannot_tell(views) if trend is None else say_change(trend, library)
    is_faulty = views is not None and (views.left_out or not views.rows)
    if views and views.rows and views.left_out:
        rows = count_of(views.left_out, "row")
        remarks = (
            f"{rows} of the file of page views could not be used, so there may be more.",
            *remarks,
        )
    return Figure(
        id="opened",
        title="Opened at all",
        value=say_tally(trend.whole, nothing="no final postmortem yet") if trend else "unknown",
        definition="Final postmortems whose page was opened once or more, by the file of page "
        "views. Views of other pages are left out, and who opened one is not in the file.",
        remarks=remarks,
        ways=(
            *lead_to("never-opened", found.never_opened, say_unopened(views)),
            *lead_to("opened-documents", found.seen, "somebody opened"),
            *((Way(ref=_FAULT),) if is_faulty else ()),
        ),
    )


def _cannot_tell(views: PageViews | None) -> tuple[str, ...]:
    if views is None:
        pages, counts = listing(PAGE_COLUMNS[1:3]), listing(VIEW_COLUMNS[:2])
        return (
            "There are no page views. Any web analytics can give them: page-views.csv or "
            f"page-views.json beside library.yml, with a column such as {pages} and one such as "
            f"{counts}.",
        )
    if not views.rows:
        return (
            "The file of page views has no row that can be used; what is there and cannot be, "
            "postmortems check names.",
        )
    return (
        "No row of the file of page views that can be used is about one of them: nobody opened "
        "them, or it is of another site, or has titles in the place of addresses.",
    )


def say_unopened(views: PageViews | None) -> str:
    """What is true of those without a view."""
    return (
        "have no view in the rows that can be used" if views and views.left_out else "nobody opened"
    )
