"""PM502, PM503: verdicts on people. The words themselves are in `faults` and `verdicts`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.people import People, Person, PersonKind
from ..core.prose import Passage
from .faults import (
    FAULTS,
    HINDSIGHT,
    INVERTED,
    INVERTED_QUESTION,
    INVERTED_VERB,
    Fault,
    find_faults,
)
from .rule import CheckedDocument, rule
from .verdicts import (
    BLAMED,
    BLAMED_QUESTION,
    ENDS_PERSON,
    HUMAN_ERROR,
    OWNED,
    OWNED_QUESTION,
    PASSIVE_BY,
    POSSESSED,
    VERDICT,
    VERDICT_QUESTION,
)

# "If an engineer forgot", "we assumed that the operator had ignored": nobody is said to have.
_SUPPOSED = re.compile(
    r"\b(?:whether|in case|unless|whenever|might|may|could|would|why|how|nobody|no one|neither|"
    r"(?:assumed|thought|suspected|believed|supposed|claimed|wondered|feared)(?: at first)?(?: that)?|"
    r"rather than|instead of|not (?:that|because|only)|even (?:if|when)|as if|so that|every time|"
    r"should|when(?:ever)? (?:an?|any|someone|somebody)|if)\b[^.,;:!?—–]{0,60}$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|only)\b[^.,;:!?—–]{0,30}$", re.IGNORECASE)
_MINDED = re.compile(
    r"\b(?:tested|checked|known|noticed|asked|read|told|communicated|thought|verified|reali[sz]ed|"
    r"reviewed|remembered|waited|escalated|consulted|been)$",
    re.IGNORECASE,
)
_MACHINE_STEP = re.compile(
    r"[ \n]+(?:reconcile|start|restart|scale|connect|schedule|renew|sync|watch|elect|mount|provision|"
    r"create|delete|update|load|fetch|patch|apply|recover|become|come|respond|initiali[sz]e|install|"
    r"upgrade|evict|drain|register|resolve|pull|render|open)\b",
    re.IGNORECASE,
)
_MACHINE_OBJECT = re.compile(r"\b(?:pod|deployment|CRD|custom resource|controller|replica)s?\b")
_SOFTWARE = re.compile(
    r"\b(?:kubernetes|k8s|package|connection|queue|state|session|task|resource|process|"
    r"memory|cache|password|secrets?|service|volume|lock|transaction|configuration|traffic|postgres\w*|prometheus|cluster|etcd|kafka|redis|database|elastic\w*|"
    r"vault|certificate|cert|helm|flink|spark|mongo\w*|mysql|boolean|logical|sql|ingress|storage|"
    r"backup|CSI|django|wordpress|kafka)[ \n-]+(?:\w+[ \n]+)?(?:operator|admin|manager)s?$",
    re.IGNORECASE,
)
# Letters without which a pattern cannot match: looking for them costs a hundredth of it.
_VERDICT_STEMS = (
    "negligen", "careless", "incompet", "sloppi", "judg", "lack of", "want of", "any competent", "bothered",
    "any reasonable", "any decent", "bothering", "despite", "went ahead", "the foot",
)  # fmt: skip
_HINDSIGHT_STEMS = ("should", "ought", "could", "would", "needed", "supposed", "expected", "had ")


@rule("PM502", "person-as-cause", Level.WARNING)
def person_as_cause(subject: CheckedDocument) -> Iterator[Finding]:
    """A person is the subject of a fault.

    ## What it does

    Finds sentences in which a person forgot, overlooked, ignored, failed to,
    broke or wrongly assumed something, in active and passive voice. A person is
    a role such as *engineer*, *reviewer* or *on-call*, a pronoun, an `@handle`,
    or a name that the document's front matter or `library.yml` declares. "We"
    and "I" are information: to own a decision is healthy. What machines fail to
    do, conditions ("if an operator forgets …"), questions and quotations pass.

    ## Why it matters

    A reader who has learnt who was at fault asks no further, and whoever was
    named tells less the next time. What let a slip through can be mended; that
    people slip cannot.

    ## Example

    ```markdown
    The on-call engineer failed to check the replication lag before the failover.
    ```

    ## Use instead

    ```markdown
    The failover runbook shows the replication lag only after its last step, so
    the failover began with a replica that was 40 minutes behind.
    ```
    """
    found: list[Finding] = []
    for passage in subject.peopled:
        found += _active(passage, subject.people)
        found += _passive(passage, subject.people)
    yield from found
    known = {finding.line for finding in found}
    for passage in subject.prose if subject.says_any(_VERDICT_STEMS) else ():
        yield from _judging(passage, known)


@rule("PM503", "hindsight", Level.WARNING)
def hindsight(subject: CheckedDocument) -> Iterator[Finding]:
    """A person is held to what became known afterwards.

    ## What it does

    Finds "should have", "ought to have", "could have" and "if only … had" with
    a person as the subject. "We" and "I" are information. What a system should
    do ("the column should have an index", "an alert on lag would have caught
    this 30 minutes earlier") passes: it is what postmortems are for.

    ## Why it matters

    After the fact every signal points to the cause; at the time there were a
    hundred others. What somebody should have done says what the writer knows
    now, and hides what made the choice look right then.

    ## Example

    ```markdown
    The release engineer should have known that the flag was read at start-up.
    ```

    ## Use instead

    ```markdown
    Nothing in the flag's form says that it is read at start-up, so the release
    was stopped by switching it off, which changed nothing.
    ```
    """
    people = subject.people
    for passage in subject.peopled if subject.says_any(_HINDSIGHT_STEMS) else ():
        for match in find_faults(HINDSIGHT, passage.text):
            person = people.subject_before(passage.text, match.start)
            if person is None:
                continue
            said = passage.text[match.start : match.end]
            if not _is_verdict(match.fault, person, passage.text, said):
                continue
            yield _hindsight(passage, person, person.start, match.end, match.fault.question)
        for opening in INVERTED.finditer(passage.text):
            person = people.person_at(passage.text, opening.end())
            verb = person and INVERTED_VERB.match(passage.text, person.end)
            if person and verb and _stands_first(passage.text, opening.start()):
                yield _hindsight(passage, person, opening.start(), verb.end(), INVERTED_QUESTION)


def _stands_first(text: str, offset: int) -> bool:
    return re.search(r"(?:^|[.,;:!?—–(]|\b(?:and|but|that))[ \n]*$", text[:offset]) is not None


def _hindsight(passage: Passage, person: Person, start: int, end: int, question: str) -> Finding:
    message = f"“{_quote(passage.text, start, end)}” is hindsight about people"
    return _finding(passage, person, message, question)


def _active(passage: Passage, people: People) -> Iterator[Finding]:
    for match in find_faults(FAULTS, passage.text):
        person = people.subject_before(passage.text, match.start)
        if person is None or _SUPPOSED.search(passage.text, 0, person.start):
            continue
        if person.kind is PersonKind.LOOSE and not match.fault.people_only:
            continue
        machines_do = person.kind is PersonKind.OPERATOR and not match.fault.people_only
        if machines_do and _is_software(passage.text, person, match.end):
            continue
        said = _quote(passage.text, person.start, match.end)
        yield _finding(passage, person, _verdict_on(person, said), match.fault.question)


def _judging(passage: Passage, known: set[int]) -> Iterator[Finding]:
    """Words of judgement on lines where no person was found to be the cause."""
    for match in VERDICT.finditer(passage.text):
        place = passage.place(match.start())
        if place.line not in known and not _SUPPOSED.search(passage.text, 0, match.start()):
            yield Finding(
                line=place.line,
                column=place.column,
                message=f"“{_quote(passage.text, match.start(), match.end())}” judges people",
                hint=f"a facilitator would ask: {VERDICT_QUESTION}",
            )


def _passive(passage: Passage, people: People) -> Iterator[Finding]:
    text = passage.text
    for match in POSSESSED.finditer(text):
        person = people.person_ending_at(text, match.start())
        if person is None or _is_human_error(text, person):
            continue
        if not _SUPPOSED.search(text, 0, person.start):
            said = _quote(text, person.start, match.end())
            message = _verdict_on(person, said)
            yield _finding(passage, person, message, OWNED_QUESTION)
    for match in BLAMED.finditer(text):
        person = people.person_at(text, match.end())
        if person is None or _SUPPOSED.search(text, 0, match.start()):
            continue
        owned = OWNED.match(text, person.end)
        if owned and POSSESSED.match(text, person.end):
            continue  # found above
        by_person = PASSIVE_BY.search(match["verb"] + " ") and ENDS_PERSON.match(text, person.end)
        if not owned and not by_person:
            continue
        if person.kind is PersonKind.LOOSE and not owned:
            continue
        if _is_human_error(text, person):
            continue
        said = _quote(text, match.start(), owned.end() if owned else person.end)
        question = OWNED_QUESTION if owned else BLAMED_QUESTION
        yield _finding(passage, person, _verdict_on(person, said), question)


def _is_human_error(text: str, person: Person) -> bool:
    """Whether "operator error" stands there, which is PM501's."""
    found = HUMAN_ERROR.search(text, person.start)
    return found is not None and found.start() < person.end


def _is_verdict(fault: Fault, person: Person, text: str, said: str) -> bool:
    """Whether hindsight is meant of a person, and not supposed or denied."""
    if fault.name == "if_only":
        return _CONDITION.search(text, 0, person.start) is not None
    if person.kind is PersonKind.LOOSE and fault.name in ("should", "could"):
        return fault.name == "should" and _MINDED.search(said) is not None
    if fault.name == "could":
        team = re.search(
            r"^an? |team$|people$|anyone$", text[person.start : person.end], re.IGNORECASE
        )
        return team is None and person.kind is not PersonKind.OWN
    return not re.search(
        r"\b(?:whether|nobody|no one|who else|which)\b[^.,;:!?]{0,40}$",
        text[: person.start],
        re.IGNORECASE,
    )


def _is_software(text: str, person: Person, verb_end: int) -> bool:
    return bool(
        _SOFTWARE.search(text, max(person.start - 30, 0), person.end)
        or _MACHINE_STEP.match(text, verb_end)
        or _MACHINE_OBJECT.search(text, verb_end, verb_end + 60)
    )


def _finding(passage: Passage, person: Person, message: str, question: str) -> Finding:
    place = passage.place(person.start)
    return Finding(
        line=place.line,
        column=place.column,
        message=message,
        hint=f"a facilitator would ask: {question}",
        at_most=Level.INFO if person.kind is PersonKind.OWN else None,
    )


def _verdict_on(person: Person, said: str) -> str:
    if person.kind is PersonKind.OWN:
        return f"“{said}” ends at the lapse, not at what let it through"
    return f"“{said}” makes a person the cause"


def _quote(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
