"""Causes that name a system, and blame in blameless words: totals, no document named."""

from __future__ import annotations

from ..core.health import MIN_COUNT, MIN_DOCUMENTS, Trend
from ..core.health_language import LanguageHealth
from ..core.language import CAUSE_RULES, LANGUAGE_RULES
from ..core.library import Library
from .charts import ChartTable
from .health_charts import chart_findings, chart_shares
from .health_figures import (
    Column,
    Figure,
    HealthSection,
    Way,
    count_column,
    glance_at,
    say_change,
    say_counts,
    say_tally,
    tabulate_quarters,
)
from .reference import Ref
from .wording import count_of, listing

SURVEY = (
    "When something that I had done went wrong, we talked about how it could happen.",
    "During an incident I can say that I do not know, and nobody holds it against me.",
    "When something nearly goes wrong, I tell of it, and others do, too.",
    "Those who bring bad news early are thanked for it.",
    "In the last meeting about a postmortem I said all that I thought mattered.",
    "Nobody I know has had a worse appraisal, fewer rights or an unpleasant talk because of "
    "what a postmortem told.",
    "I would gladly have my name on the postmortem of a change of mine.",
    "It is easy here to ask another team for help.",
)
"""On a scale from “not at all” to “entirely”. The idea is from A. Edmondson, *Psychological
safety and learning behavior in work teams*, 1999; the sentences are ours."""


def show_causes(found: LanguageHealth, library: Library) -> HealthSection:
    """How many causes name a system, not a person."""
    counted = "Causes that name a system, not a person"
    trend = found.systems
    figure = Figure(
        id="systems",
        title=counted,
        value=say_tally(trend.whole, nothing="no final postmortem yet") if trend else "unknown",
        definition="Of final postmortems, near misses among them, whose section Root Cause can be "
        "read: those in which “human error” is not given as a cause (PM501), and no person is the "
        "subject of a fault in that section (PM502). What was silenced with a reason is no finding.",
        remarks=(*_unknown_causes(found), *_kept_back(trend), *_compare(trend, library)),
        ways=_rules(CAUSE_RULES),
    )
    column = _column("Name a system", trend)
    tables = _table("Causes that name a system, by quarter", column, library)
    return HealthSection(
        id="human-error",
        title="Human error as the root cause",
        glance=glance_at(counted, trend, "more is better", "systems"),
        meaning="The cause ends with what somebody did, so the system stays as it was, and the "
        "next person makes the same slip.",
        figures=(figure,),
        chart=chart_shares("systems", "Causes that name a system, in percent", (column,), tables[0])
        if column
        else None,
        tables=tables,
        misleads=(
            "That all causes name a system, or that there is no finding, is said of each of them, "
            "as nobody could hold it against one. That none does is never said.",
            "The rules know phrases, not what is meant: a cause may blame in words that they do "
            "not know, and they may find a fair sentence.",
            "A text that was polished for the check names a system in words alone. Whether "
            "the action items change the system tells more.",
            "Where the check keeps a document from becoming final, the figure says how well that "
            "works, and nothing of what people thought at first.",
        ),
        remedy="Take the action as the beginning of the explanation: what did the tool show, what "
        "did it accept, and what would have made the same action harmless?",
    )


def show_blame(found: LanguageHealth, library: Library) -> HealthSection:
    """What documents cannot show, how to ask for it, and findings about language in all."""
    counted = "Findings about language in final postmortems"
    trend = found.findings
    figure = Figure(
        id="findings",
        title=counted,
        value=_say_findings(trend),
        definition="All findings of the rules about language, PM501 to PM505, in final "
        "postmortems, near misses among them. What was silenced with a reason is no finding. "
        "What a document says is for its author, so none is named.",
        remarks=(
            *_rules_off(found),
            *_kept_back(trend),
            "Quarters are not compared: a document may have several findings, which no test of "
            "shares allows for.",
        ),
        ways=_rules(LANGUAGE_RULES),
    )
    column = _column("Findings", trend, between="in")
    tables = _table("Findings about language, by quarter", column, library)
    return HealthSection(
        id="blame",
        title="Blame disguised as blamelessness",
        glance=glance_at(counted, trend, "fewer is better", "findings", between="in"),
        meaning="Nobody is named, and everybody knows who is meant. It has all the effects of "
        "blame, and nobody can object to it.",
        figures=(figure,),
        chart=chart_findings(
            "findings", "Findings in every 10 final postmortems", column, tables[0]
        )
        if column
        else None,
        tables=tables,
        limits=(
            "whether people are afraid to say what they saw",
            "whether somebody was punished afterwards, or passed over",
            "who said nothing in the meeting, and what was left out before it was written",
            "whether a sentence without a name was aimed at somebody",
        ),
        questions=SURVEY,
        misleads=(
            "Few findings are what a careful author writes, and what a frightened one does.",
            "More findings than before may mean that more people write, and freely.",
            "As a target the figure would teach people to avoid words, not blame.",
        ),
        remedy="Ask, with a survey that is anonymous, and show its results only in groups of "
        f"{MIN_DOCUMENTS} answers or more. Read each sentence about an action and ask what the "
        "person could see then.",
    )


def _say_findings(trend: Trend | None) -> str:
    if trend is None:
        return "unknown"
    if trend.whole and not trend.whole.total:
        return "no final postmortem yet"
    return say_counts(trend.whole, "in")


def _column(title: str, trend: Trend | None, *, between: str = "of") -> Column | None:
    """The counts of each quarter, which lead nowhere; None where nothing is told of any."""
    told = () if trend is None else (trend.whole, *(one.tally for one in trend.quarters))
    if trend is None or not any(tally and tally.total for tally in told):
        return None
    return count_column(title, trend.quarters, between=between)


def _table(caption: str, column: Column | None, library: Library) -> tuple[ChartTable, ...]:
    if column is None:
        return ()
    return (tabulate_quarters(caption, column.tallies, (column,), library),)


def _compare(trend: Trend | None, library: Library) -> tuple[str, ...]:
    return say_change(trend, library) if trend else ()


def _unknown_causes(found: LanguageHealth) -> tuple[str, ...]:
    remarks = []
    if found.cause_rules_off:
        remarks.append(f"Nobody can tell, as {_are_off(found.cause_rules_off)}.")
    if found.unreadable:
        documents = count_of(found.unreadable, "final postmortem")
        remarks.append(f"In no figure here: {documents} without a cause that can be read.")
    return tuple(remarks)


def _rules_off(found: LanguageHealth) -> tuple[str, ...]:
    if not found.rules_off:
        return ()
    if found.findings is None:
        return (f"Nobody can tell, as {_are_off(found.rules_off)}.",)
    return (f"Without what {listing(found.rules_off)} would find, as {_are_off(found.rules_off)}.",)


def _are_off(codes: tuple[str, ...]) -> str:
    return f"{listing(codes)} {'is' if len(codes) == 1 else 'are'} switched off in library.yml"


def _kept_back(trend: Trend | None) -> tuple[str, ...]:
    if trend is None:
        return ()
    remarks = []
    if any(one.tally is None for one in trend.quarters):
        remarks.append(
            f"Quarters with fewer than {MIN_DOCUMENTS} such postmortems are not shown: a figure "
            "would point at one document."
        )
    if _is_below(trend):
        remarks.append(
            f"Of a quarter in which fewer than {MIN_COUNT} name a system, only that is told, and "
            "it is not compared: none would say of each document that its cause does not."
        )
    if trend.untold and trend.whole:
        remarks.append(
            f"The whole is without {count_of(trend.untold, 'postmortem')}, which would otherwise "
            "be what is left when the quarters are taken from it."
        )
    elif 0 < trend.untold < MIN_DOCUMENTS:
        remarks.append(
            f"There are fewer than {MIN_DOCUMENTS} such postmortems, so nothing is shown."
        )
    return tuple(remarks)


def _is_below(trend: Trend) -> bool:
    told = (trend.whole, *(one.tally for one in trend.quarters))
    return any(tally and tally.is_below for tally in told)


def _rules(codes: tuple[str, ...]) -> tuple[Way, ...]:
    return tuple(Way(ref=Ref(kind="rule", key=code, title=code)) for code in codes)
