"""PM605: contributing factors that the prose tells of."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.diagnostics import Finding, Level
from ..core.factor_suggestions import FactorSuggestion, suggest_factors
from ..core.postmortem import PostmortemReading
from ..core.vocabulary import Term, Vocabulary
from .rule import CheckedDocument, rule


@rule("PM605", "undeclared-factor", Level.INFO)
def undeclared_factor(subject: CheckedDocument) -> Iterator[Finding]:
    """The prose reads like a contributing factor that is not declared.

    ## What it does

    Holds each sentence of Contributing Factors and Root Cause against the words
    of the factors in `library.yml`: their ids, titles, aliases and descriptions.
    Words that few of the factors have count for more. Two such words in one
    sentence, or the whole name of a factor, are a suggestion, of which a document
    gets three at most. It names the words that matched. Where `library.yml` lists
    no factors, or the document declares one that is unknown, it suggests none.

    ## Why it matters

    What a document tells and its front matter does not is in no pattern. A factor
    that half of the authors leave out looks half as large as it is.

    ## Example

    ```markdown
    The build went to all machines within a minute. There was no canary, and no
    staged rollout that could have been stopped.
    ```

    with `contributing_factors: [missing-validation]`.

    ## Use instead

    ```yaml
    contributing_factors: [missing-validation, no-canary]
    ```

    Words are no proof. If it was no factor here, leave the finding, or silence it
    with the reason.
    """
    factors = subject.settings.contributing_factors
    if not factors.open:
        for suggestion in find_undeclared(subject.reading, factors, factors.current):
            yield describe_suggestion(suggestion)


def find_undeclared(
    reading: PostmortemReading, vocabulary: Vocabulary, terms: tuple[Term, ...]
) -> tuple[FactorSuggestion, ...]:
    """Factors among `terms` that a document reads like and does not declare.

    None where it declares a word that is not known, which may be the very one.
    """
    declared = reading.front_matter.values.contributing_factors
    if reading.record is None or not all(map(vocabulary.resolve, declared)):
        return ()
    return suggest_factors(reading.sections, terms, reading.record.contributing_factors)


def describe_suggestion(suggestion: FactorSuggestion) -> Finding:
    """What there is to say of a factor that is not declared."""
    words = ", ".join(f"“{word}”" for word in suggestion.words)
    verb = "reads" if len(suggestion.words) == 1 else "read"
    return Finding(
        line=suggestion.line,
        message=f"{words} {verb} like the factor `{suggestion.term.id}`; declare it, or leave it",
        hint=f"`{suggestion.term.id}`: {suggestion.term.title}",
    )
