"""Belief against evidence in words: the table of rules, what the threshold means, and the leads of a rule."""

from __future__ import annotations

from decimal import Decimal

from leadscore.estimate import Estimate
from leadscore.learning.belief import ORIGIN_SHORT, PLACE_WORDS, Belief, Beliefs
from leadscore.learning.rule_leads import RuleLeads
from leadscore.model.values import shortest
from leadscore.vocabulary import OUTCOME_WORDS


def columns(found: Beliefs) -> tuple[str, ...]:
    """The heads of the table of rules; without votes it has no columns for them."""
    return ("No.", "Rule", "What to do", "Place", *(("Sales", "Marketing", "Together") if found.voted else ()))


def rows(found: Beliefs) -> list[tuple[str, ...]]:
    """The rules as a table, a row a rule under the number that it has in the picture."""
    return [
        (
            str(number),
            each.name,
            each.sentence,
            PLACE_WORDS[each.place],
            *(_votes(each) if found.voted else ()),
        )
        for number, each in enumerate(found.rules, 1)
    ]


def silent_rows(found: Beliefs) -> list[dict[str, str]]:
    """The rules that history says nothing of, and why."""
    return [
        {
            "Rule": each.name,
            "Teams give": "knock-out" if each.points is None else _points(each.points),
            "Why": each.reason,
        }
        for each in found.silent
    ]


def paid_in_words(each: Belief) -> str:
    """`12 (7 to 17)`."""
    value, low, high = (round(end or 0) for end in (each.evidence.value, each.evidence.low, each.evidence.high))
    return f"{value} ({low} to {high})"


def threshold_in_words(found: Beliefs) -> str:
    """From how many points on a rule is believed, and when history sees it."""
    least = shortest(found.threshold)
    return (
        f"Believed: at least {least} points (half of the middle rule). Seen: history's 95 % interval "
        f"holds no 0. Not seen: it stays below {least}. History cannot tell: it holds 0 and {least} points alike."
    )


def counts_in_words(leads: RuleLeads, outcome: str) -> str:
    """How many leads with the rule, and without it, reached the outcome, with both rates."""
    if leads.reason is not None:
        return f"No leads to show: {leads.reason}."
    became = OUTCOME_WORDS[outcome]
    unknown = f" Of {leads.unknown:,} nobody knows whether it held." if leads.unknown else ""
    return (
        f"With it, {leads.held_hits:,} of {leads.held.n:,} became {became}{_rate(leads.held)}; without it, "
        f"{leads.not_held_hits:,} of {leads.not_held.n:,}{_rate(leads.not_held)}.{unknown}"
    )


def _rate(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return ""
    return f": {100 * estimate.value:.1f} % ({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"


def _votes(each: Belief) -> tuple[str, str, str]:
    return _points(each.stand.sales), _points(each.stand.marketing), ORIGIN_SHORT[each.origin]


def _points(points: Decimal | None) -> str:
    return "" if points is None else shortest(points)
