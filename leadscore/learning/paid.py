"""What history pays each rule, in points with their interval: those suggested, else effects at the model's own rate."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.estimate import Estimate
from leadscore.learning.suggesting.suggested import SuggestedPoints, Suggestion
from leadscore.learning.verdicts import Verdicts

SUGGESTED = (
    "History pays the suggested points: those of a regression on {leads}, at the agreed balance and with the sign that "
    "each rule has."
)
NONE = "No points are suggested: {reason}."
WORTH = (
    f"{NONE} So history pays each rule its effect at equal other rules, at the rate of points that this model has as a "
    "whole: {leads}."
)


@dataclass(frozen=True, slots=True)
class Paid:
    """Points by rule id, whether they are suggested ones, and where they come from, in words."""

    points: dict[str, Estimate]
    suggested: bool
    words: str


def paid(suggestion: Suggestion, judged: Verdicts) -> Paid:
    """The suggested points of every rule; where there are none at all, its worth by the verdicts."""
    leads = f"{suggestion.n:,} leads, of whom {suggestion.hits:,} reached the outcome"
    if suggestion.model is None:
        reason = suggestion.reason or "history has no signal"
        words = WORTH if any(each.worth.known() for each in judged.rules) else NONE
        worth = {each.rule_id: each.worth for each in judged.rules}
        return Paid(worth, False, words.format(reason=reason, leads=leads))
    return Paid(
        {each.rule_id: _points(each, suggestion.n) for each in suggestion.points}, True, SUGGESTED.format(leads=leads)
    )


def _points(each: SuggestedPoints, n: int) -> Estimate:
    if each.suggested is None:
        return Estimate.unknown(each.reason or "not suggested", n)
    if each.low is None or each.high is None:
        return Estimate(each.suggested, n=n)
    return Estimate(each.suggested, each.low, each.high, n)
