"""Who in a text is a person: pronouns, roles, handles, and the names that are declared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_ROLES = (
    r"(?:software |site reliability |support |network |security |data(?:base)? |release |platform |"
    r"reliability |duty |on-?call |incident |engineering |project |product |account |shift |team |QA |"
    r"system[s]? )*"
    r"(?:engineers?|developers?|devs?|programmers?|operators?|reviewers?|on-?calls?|contractors?|"
    r"administrators?|admins?|sysadmins?|DBAs?|SREs?|interns?|technicians?|testers?|analysts?|"
    r"authors?|committers?|maintainers?|responders?|approvers?|deployers?|commanders?|"
    r"employees?|colleagues?|co-?workers?|consultants?|freelancers?|staff|team(?:mate|[ -]member)?s?|"
    r"new (?:hires?|joiners?|starters?)|juniors?|people|persons?|humans?|managers?|leads?|"
    r"officers?|supervisors?|scientists?|implementers?|dispatchers?|architects?|traders?|clerks?|"
    r"hires?|helpdesk|neither|"
    r"whoever(?:[ \n]+[\w'’-]+){0,5}?|"
    r"(?:engineering|incident|release|product|project|shift|team|account) (?:managers?|leads?)|"
    r"tech leads?|team leads?|support agents?)"
)
_DETERMINED = (
    r"(?:(?i:one[ \n]+of[ \n]+(?:our|the)|the|an?|our|their|its|one|another|this|that|some|any|two|nobody[ \n]+on[ \n]+the)[ \n]+"
    r"(?:(?!(?i:the|an?|that|which|who|and|or|of|for|to)\b)[\w-]+[ \n]+){0,2}?)?"
)
_HUMAN_PRONOUNS = r"he|she|someone|somebody"
_LOOSE_PRONOUNS = r"they"
_OWN = r"we|I"
_NAME = "\ue000"
"""Stands for a letter of a declared name while a text is searched."""
_MODIFIED = (
    r"(?:[ \n]+\([^()\n]{1,30}\)|,?[ \n]+(?:on[ -](?:call|duty|shift)|in charge|at the time|"
    r"themsel(?:ves|f)|himself|herself)|"
    r"[ \n]+(?:of|on|in|from|at|running|doing|performing|handling|reviewing|writing|making|"
    r"deploying|responsible for|working on)(?:[ \n]+[\w'’-]+){1,4}?)?"
)
_RELATIVE = r"(?:,?[ \n]+who(?:[ \n]+(?!(?:that|which|whose|where)\b)[\w'’-]+){0,7}?)?"
_AUXILIARY = (
    r"(?:[ \n]+(?:had|has|have|then|also|just|simply|clearly|obviously|apparently|"
    r"again|probably|repeatedly|initially|first|later|and|but|either|both|all|completely|totally|\w+ly))*"
)
_WHO = rf"(?P<name>{_NAME}+)|(?P<handle>@[A-Za-z][\w.-]*)|(?P<role>{_DETERMINED}(?i:{_ROLES}))"
_SUBJECT = re.compile(
    rf"(?<![\w'’/.-])(?P<who>{_WHO}|(?P<human>(?i:{_HUMAN_PRONOUNS}))|"
    rf"(?P<loose>(?i:{_LOOSE_PRONOUNS}))|(?P<own>(?:(?i:we)|I)(?:['’](?:d|ve))?))"
    rf"(?:['’]d|{_MODIFIED}{_RELATIVE}){_AUXILIARY}[ \n]+$"
)
_OWNER = re.compile(rf"(?<![\w'’/.-])(?P<who>{_WHO}|(?P<human>(?i:someone|somebody)))$")
_OBJECT = re.compile(
    rf"(?P<who>{_WHO}|(?P<human>(?i:him|her|someone|somebody))|(?P<own>(?i:us|me|our|my))|"
    rf"(?P<loose>(?i:their|his)))(?![\w-])"
)
# What governs a noun keeps it from being the subject: "the page to the engineer failed to arrive".
_GOVERNED = re.compile(
    r"\b(?:for|to|of|from|with|via|by|at|about|on|as|than|between|against|"
    r"paged|alerted|notified|told|asked|without|not|no|neither|let|lets|makes?)[ \n]+$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\(([A-Z][A-Za-z]?[A-Z])\)")
_CAPITAL = re.compile(r"[A-Z]")
_SOFTWARE_TOO = re.compile(r"\b(?:operator|admin|manager)s?$", re.IGNORECASE)
_REACH = 140
"""Letters before a fault in which its subject is looked for."""


class PersonKind(StrEnum):
    """What names a person, by how sure it is that a person is meant."""

    NAMED = "named"
    """A declared name, a handle, a role, or a pronoun for one person."""
    OPERATOR = "operator"
    """The role's name that software has too."""
    LOOSE = "loose"
    """`they`, which may be machines."""
    OWN = "own"
    """`we` and `I`: ownership more often than blame."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person in a text."""

    kind: PersonKind
    start: int
    end: int
    """Offsets in the text."""


# Every word of _SUBJECT and _OBJECT has one of these in it: looking for them takes a tenth of the
# time, and most passages have none.
_STEMS = (
    "engineer", "develop", "dev", "programmer", "operator", "review", "call", "contractor", "admin",
    "dba", "sre", "intern", "technician", "tester", "analyst", "author", "committer", "maintainer",
    "responder", "approver", "deployer", "commander", "employee", "colleague", "worker", "consultant",
    "freelancer", "staff", "team", "hire", "joiner", "starter", "junior", "people", "person", "human",
    "whoever", "manager", "lead", "agent", "officer", "supervisor", "scientist", "implementer",
    "dispatcher", "architect", "trader", "clerk", "helpdesk", "neither", "some", "@", " he ", " she ",
    "they", " we ", " i ", "we'", "we’", "i'", "i’", "their", " his ", " her ", " our ", " my ", " us ",
    " me ", " him ",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class People:
    """The names that a document and the library declare."""

    names: tuple[str, ...]
    """As they may stand in a text, the longest first."""

    def stems_in(self, lowered: str) -> tuple[str, ...]:
        """What in a text in lower case may name somebody; a passage without it names nobody."""
        names = (name.lower() for name in self.names)
        return tuple(stem for stem in (*_STEMS, *names) if stem in lowered)

    def subject_before(self, text: str, offset: int) -> Person | None:
        """The person whose verb begins at an offset, or None for any other subject."""
        start = max(offset - _REACH, 0)
        window = self._marked(text[start:offset])
        match = _SUBJECT.search(window)
        if match is None:
            return None
        is_relative = "who" in window[match.end("who") :].lower().split()
        if not is_relative and _GOVERNED.search(window[: match.start()]):
            return None
        return _person(match, start)

    def person_ending_at(self, text: str, offset: int) -> Person | None:
        """The person whose name or role ends at an offset."""
        start = max(offset - _REACH, 0)
        match = _OWNER.search(self._marked(text[start:offset]))
        return _person(match, start) if match else None

    def person_at(self, text: str, offset: int) -> Person | None:
        """The person named at an offset, or None for anything else."""
        match = _OBJECT.match(self._marked(text[offset : offset + _REACH]))
        return _person(match, offset) if match else None

    def _marked(self, text: str) -> str:
        """The text with each declared name blotted out, as long as before."""
        if _CAPITAL.search(text):
            for name in self.names:
                if name in text:
                    text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", _NAME * len(name), text)
            text = re.sub(rf"(?<={_NAME}) (?={_NAME})", _NAME, text)
        return text


def _person(match: re.Match[str], start: int) -> Person:
    kind = PersonKind.NAMED
    groups = match.groupdict()
    if groups.get("own"):
        kind = PersonKind.OWN
    elif groups.get("loose"):
        kind = PersonKind.LOOSE
    elif match["role"] and _SOFTWARE_TOO.search(match["role"]):
        kind = PersonKind.OPERATOR
    return Person(kind=kind, start=start + match.start("who"), end=start + match.end("who"))


@lru_cache(maxsize=1024)
def declare_people(declared: tuple[str, ...]) -> People:
    """The people of these names, who may go by their given or family name as well.

    Those count from three letters on and with a capital. Initials count where they
    are declared, as `AO` or as `Ada Osei (AO)`.
    """
    found: dict[str, None] = {}
    for name in declared:
        found |= dict.fromkeys(_INITIALS.findall(name))
        parts = re.sub(r"\([^()]*\)|<[^<>]*>", " ", name).split()
        if not parts or not any(part[0].isupper() or part[0] == "@" for part in parts):
            continue
        found[" ".join(parts)] = None
        if len(parts) > 1:
            ends = (parts[0], parts[-1])
            found |= {part: None for part in ends if len(part) > 2 and part[0].isupper()}
    return People(names=tuple(sorted(found, key=lambda name: (-len(name), name))))
