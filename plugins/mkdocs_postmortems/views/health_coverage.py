"""Only SEV-1s are written up: what is, and of how much."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.health_coverage import Coverage, SeverityCoverage
from ..core.library import Library
from .charts import Cell, ChartTable
from .health_charts import chart_shares
from .health_figures import (
    Column,
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
    tabulate_quarters,
)
from .health_quarters import by_quarter, gather, list_documents, list_row
from .reference import Ref, refer_to_quarter
from .wording import count_of, with_id

_OWED = Ref(kind="owed", title="What is owed a postmortem, and what is not")
_SEVEREST = "the severest"
_NO_SEVERITIES = "library.yml has no severities, so nobody can tell which incidents are severe."
_NO_REGISTER = (
    "There is no register of incidents, so nobody can tell how many have none: "
    "incidents.csv beside library.yml, or postmortems register import."
)


def show_coverage(found: Coverage, library: Library) -> HealthSection:
    """What share the severest have, near misses, and the register."""
    severest = found.severest or _SEVEREST
    counted = f"Share of {severest} among postmortems of incidents"
    quarters = tuple(one.quarter for one in found.share.quarters)
    rated = list_documents(
        "severest", f"postmortems of {severest}", by_quarter(found.behind), quarters, library
    )
    written = list_documents(
        "milder", f"milder than {severest}, written up", found.written_by_quarter, quarters, library
    )
    columns = _columns(found, rated.refs, written.refs)
    caption = "What was written up, by quarter"
    table = tabulate_quarters(caption, found.share.quarters, columns, library)
    return HealthSection(
        id="coverage",
        title=f"Only {found.severest}s are written up"
        if found.severest
        else "Only the worst is written up",
        glance=glance_at(counted, found.share, "less is better", "severest-share", refs=rated.refs),
        meaning="Every document is about an outage that made the rounds. So an organisation "
        "learns only from what has become expensive, and from few cases.",
        figures=(
            _share(found, counted, library),
            _near_misses(found),
            _milder(found, library),
        ),
        chart=chart_shares(
            "coverage",
            f"The share of {severest}, in percent"
            if found.milder is None
            else f"The share of {severest}, and of the milder ones those written up, in percent",
            (columns[0], *columns[2:]),
            table,
        ),
        tables=(
            *((table,) if not _is_empty(found) else ()),
            *((_tabulate_register(found, library),) if found.by_severity else ()),
        ),
        behind=tuple(
            list_behind(identifier, title, documents)
            for identifier, title, documents in (
                ("severest", f"Postmortems of {severest}", found.behind),
                ("near-misses", "Near misses written up", found.near_misses),
                (
                    "milder-written",
                    f"Postmortems of what was milder than {severest}",
                    found.written,
                ),
            )
            if documents
        ),
        by_quarter=gather(
            "The postmortems behind the tables",
            (rated, written),
            (
                list_row(
                    _anchor(index), f"{_label(one, library)}: written up", one.documents, library
                )
                for index, one in enumerate(found.by_severity)
                if one.documents
            ),
        ),
        misleads=(
            f"A small share of {severest} may mean that milder ones are written up, or that "
            "incidents are rated lower than they were.",
            "Not every mild incident is worth a document: what the policy calls for is on the "
            "page of what is owed. More postmortems are not the aim; more kinds of them are.",
            "The register holds what somebody registered. What nobody noticed is in neither.",
        ),
        remedy="Write up what nearly happened and what keeps happening, in a page if a page is "
        "enough, and thank those who report near misses.",
        ways=(Way(ref=_OWED),),
    )


def _share(found: Coverage, counted: str, library: Library) -> Figure:
    unknown = f"{count_of(found.unknown, 'postmortem')} without a severity, in none of the figures."
    return Figure(
        id="severest-share",
        title=counted,
        value=say_tally(found.share.whole, nothing="no postmortem yet"),
        definition="Postmortems of any status about incidents whose severity is known, by the "
        "quarter of the incident. Near misses are not among them.",
        remarks=(
            *(() if found.severest else (_NO_SEVERITIES,)),
            *((unknown,) if found.unknown else ()),
            *say_change(found.share, library),
        ),
        ways=lead_to(
            "severest", found.behind, f"{are(len(found.behind))} {found.severest or _SEVEREST}"
        ),
    )


def _near_misses(found: Coverage) -> Figure:
    beside = found.share.whole.total + found.unknown if found.share.whole else found.unknown
    return Figure(
        id="near-miss-count",
        title="Near misses written up",
        value=f"{len(found.near_misses):,} beside {count_of(beside, 'incident')}",
        definition="Postmortems of kind near-miss. They are counted beside incidents, and are in "
        "no total.",
        ways=lead_to("near-misses", found.near_misses, f"{are(len(found.near_misses))} written up"),
    )


def _milder(found: Coverage, library: Library) -> Figure:
    trend = found.milder
    return Figure(
        id="milder",
        title=f"Milder than {found.severest or _SEVEREST}, and written up",
        value=say_tally(trend.whole, nothing="none in the register") if trend else "unknown",
        definition="Of the incidents of the register that are milder than "
        f"{found.severest or _SEVEREST} and no near misses: those with a document, of any "
        "status. The policy need not call for one of the others.",
        remarks=say_change(trend, library) if trend else (_NO_REGISTER,),
        ways=(
            *lead_to("milder-written", found.written, f"{are(len(found.written))} written up"),
            Way(ref=_OWED),
        ),
    )


def _columns(
    found: Coverage, rated: Mapping[str, Ref], written: Mapping[str, Ref]
) -> tuple[Column, ...]:
    """The severest, near misses, and of the register the milder ones."""
    near = {
        one.quarter: refer_to_quarter(one.quarter, "pm-near-misses")
        for one in found.beside
        if one.tally and one.tally.count
    }
    columns = (
        count_column(found.severest or "The severest", found.share.quarters, rated),
        count_column("Near misses", found.beside, near, between="beside"),
    )
    if not found.milder:
        return columns
    return (*columns, count_column("Milder, of the register", found.milder.quarters, written))


def _is_empty(found: Coverage) -> bool:
    return not (found.share.whole and found.share.whole.total) and not found.near_misses


def _tabulate_register(found: Coverage, library: Library) -> ChartTable:
    return ChartTable(
        caption="The register by severity",
        head=("Severity", "Written up", "Without one", "Registered"),
        rows=tuple(_row(index, one, library) for index, one in enumerate(found.by_severity)),
    )


def _row(index: int, one: SeverityCoverage, library: Library) -> tuple[Cell, ...]:
    missing = one.registered - one.written
    place = Ref(kind="health", anchor=_anchor(index)) if one.documents else None
    return (
        Cell(text=_label(one, library)),
        Cell(text=f"{one.written:,}", ref=place),
        Cell(text=f"{missing:,}", ref=Ref(kind="owed") if missing else None),
        Cell(text=f"{one.registered:,}"),
    )


def _label(one: SeverityCoverage, library: Library) -> str:
    if one.is_near_miss:
        return "Near misses"
    if one.severity is None:
        return "Unknown"
    return with_id(one.severity, library.settings.severities.title_of(one.severity))


def _anchor(index: int) -> str:
    return f"pm-registered-{index}"
