"""Verdicts that need no verb of a fault: nouns, and what has the one at fault after it."""

from __future__ import annotations

import re

HUMAN_ERROR = re.compile(
    r"\b(?:human|user|operator|pilot|engineer|developer|administrator|admin|people|personnel)"
    r"(?:['’]s)?[\s-]+(?:errors?|mistakes?|faults?|failings?)\b",
    re.IGNORECASE,
)
"""The verdict that needs no verb."""
VERDICT = re.compile(
    r"\b(?:negligen(?:ce|t|tly)|careless(?:ness|ly)?|incompeten(?:ce|t)|sloppiness|poor[ \n]+judge?ment|"
    r"(?:lack|want)[ \n]+of[ \n]+(?:diligence|discipline|care|common[ \n]+sense|attention)|"
    r"any[ \n]+(?:competent|reasonable|decent)[ \n]+(?:engineer|developer|operator|admin\w*|DBA|SRE|"
    r"person|reviewer|team|professional)|(?:nobody|no[ \n]+one)[ \n]+(?:even[ \n]+)?bothered|without[ \n]+(?:even[ \n]+)?bothering|"
    r"despite[ \n]+knowing|went[ \n]+ahead[ \n]+(?:regardless|anyway)|"
    r"in[ \n]+the[ \n]+foot)\b",
    re.IGNORECASE,
)
"""Words that judge people and nothing else, whoever the subject is."""
VERDICT_QUESTION = "What was seen and known at that moment, and what made the choice look right?"

_FAULT_NOUNS = (
    r"(?:mistakes?|errors?|carelessness|negligence|incompetence|laziness|inattention|faults?|"
    r"oversights?|blunders?|inexperience|sloppiness|haste|misjudg[e]?ment|slip-ups?|slips?|"
    r"failure[ \n]+to|lack[ \n]+of[ \n]+(?:care|attention|skill|experience|discipline|diligence|knowledge)|"
    r"forgetting|failing[ \n]+to|ignoring|neglecting|overlooking|mis\w+ing|skipping|breaking|"
    r"not[ \n]+(?:\w+ly[ \n]+)?\w+ing)\b"
)
OWNED = re.compile(
    rf"['’]?s?['’]?[ \n]+(?:own[ \n]+|simple[ \n]+|careless[ \n]+)?{_FAULT_NOUNS}", re.IGNORECASE
)
"""A fault that directly follows its owner: "the engineer's mistake"."""
_NO_FAULT = (
    r"(?![ \n]+(?:budget|rate|log|handling|dashboard|tracker|tracking|message|code|page|report|"
    r"counter|domain|injection)s?\b)"
)
"""What makes a thing of a fault: "the team's error budget"."""
POSSESSED = re.compile(
    r"(?:['’]s|s['’])[ \n]+(?:own[ \n]+|simple[ \n]+|sheer[ \n]+)?"
    r"(?:carelessness|negligence|incompetence|laziness|inattention|oversight|blunder|sloppiness|"
    r"fault|mistakes?|errors?|typos?|slips?|haste|confusion|inexperience|poor[ \n]+judge?ment|failure[ \n]+to|lack[ \n]+of[ \n]+(?:care|attention|skill|experience|"
    rf"discipline|diligence|knowledge))\b{_NO_FAULT}",
    re.IGNORECASE,
)
"""The same, wherever it stands."""
OWNED_QUESTION = "Which conditions made that action reasonable, or the slip easy?"

BLAMED = re.compile(
    r"\b(?P<verb>(?:caused|broken|overlooked|forgotten|ignored|missed|neglected|misread|skipped|"
    r"misconfigured|mishandled|mistyped)[ \n]+by|(?:mistakes?|errors?|oversight|fault|carelessness|"
    r"negligence|failure|blunder|slip)[ \n]+(?:(?:was[ \n]+|were[ \n]+)?(?:made|committed)[ \n]+)?"
    r"(?:by|of|on[ \n]+the[ \n]+part[ \n]+of)|due[ \n]+to|attributable[ \n]+to|because[ \n]+of|result[ \n]+of|owing[ \n]+to|"
    r"down[ \n]+to|attributed[ \n]+to|traced[ \n]+(?:back[ \n]+)?to|(?:fault|blame)[ \n]+lies[ \n]+with|"
    r"blame[ \n]+on)[ \n]+",
    re.IGNORECASE,
)
"""What has the one at fault after it: "was caused by the engineer who …"."""
PASSIVE_BY = re.compile(r"\bby[ \n]+$|\b(?:of|with|on)[ \n]+$", re.IGNORECASE)
BLAMED_QUESTION = "Which conditions had to come together for that action to do harm?"
ENDS_PERSON = re.compile(
    r"[ \n]*(?:$|[.,;:!?)]|(?:who|that|on|in|at|during|while|when|and|from|for|to|after|before|not|"
    r"mistakenly|accidentally)\b|\w+ing\b)"
)
