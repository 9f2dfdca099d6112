"""`/health/`: the known anti-patterns of a culture of postmortems, measured from the library."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..core.health import MIN_DOCUMENTS
from ..core.health_coverage import measure_coverage
from ..core.health_follow_through import measure_follow_through
from ..core.health_language import measure_language
from ..core.health_reading import measure_reading
from ..core.library import Library
from ..core.quarter import quarters_before
from .health_coverage import show_coverage
from .health_figures import HealthSection, Way
from .health_follow_through import show_follow_through
from .health_language import show_blame, show_causes
from .health_reading import show_reading
from .reference import Ref
from .verdicts import METHOD_OF_ONE
from .wording import long_date

_HANDBOOK_ANCHORS = {
    "human-error": "human-error-as-the-root-cause",
    "follow-through": "no-follow-through",
    "coverage": "only-sev-1s-are-written-up",
    "blame": "blame-disguised-as-blamelessness",
    "reading": "written-but-never-read",
}
"""Where the handbook's page of anti-patterns tells of each."""


@dataclass(frozen=True, kw_only=True)
class HealthView:
    """The health of the learning."""

    title: str
    as_of: str
    last_quarter: str
    """The last complete one; empty at the beginning of the calendar."""
    quarter_before: str
    sections: tuple[HealthSection, ...]
    method: str
    """How a change is told from chance."""
    min_documents: int
    """Figures about language need so many."""


def view_health(library: Library, anti_patterns: Ref | None = None) -> HealthView:
    """What the page about health shows; `anti_patterns` is the handbook's page about them."""
    language = measure_language(library)
    sections = (
        show_causes(language, library),
        show_follow_through(measure_follow_through(library), library),
        show_coverage(measure_coverage(library), library),
        show_blame(language, library),
        show_reading(measure_reading(library), library),
    )
    last, before = (*quarters_before(library.as_of, 2), "", "")[:2]
    return HealthView(
        title="Health of the learning",
        as_of=long_date(library.as_of),
        last_quarter=last,
        quarter_before=before,
        sections=tuple(_with_handbook(section, anti_patterns) for section in sections),
        method=METHOD_OF_ONE,
        min_documents=MIN_DOCUMENTS,
    )


def _with_handbook(section: HealthSection, page: Ref | None) -> HealthSection:
    if page is None:
        return section
    place = replace(page, anchor=_HANDBOOK_ANCHORS[section.id])
    return replace(section, ways=(Way(ref=place), *section.ways))
