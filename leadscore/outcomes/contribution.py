"""Revenue contribution: closed-won revenue by what the score said of its lead, adding up to all of it.

First scored, never scored and no lead; then the scored by whether they stood at or above the cut-off at their T.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import run
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS
from leadscore.outcomes.revenue import WonDeals, no_sum
from leadscore.outcomes.standing import NO_DEALS, NOT_LINKED, needs_one

PARTS = {
    "at_or_above": f"scored AND {AT_OR_ABOVE}",
    "below": f"scored AND NOT {AT_OR_ABOVE}",
    "never_scored": "linked AND NOT scored",
    "no_lead": "NOT linked",
}
"""Every won deal lies in exactly one; without cut-offs the first two are one part, scored."""

_LISTED = ("scored", "never_scored", "no_lead", "at_or_above", "below")

WORKED_TOO = "high scores are also worked more: this is no proof that the score found them"


@dataclass(frozen=True, slots=True)
class Part:
    """Won deals of one part: how many, their amounts together, and how many have none."""

    deals: int = 0
    revenue: float = 0.0
    without_amount: int = 0

    def __add__(self, other: Part) -> Part:
        return Part(self.deals + other.deals, self.revenue + other.revenue, self.without_amount + other.without_amount)


def contribution(cohort: Cohort) -> tuple[Figure, ...]:
    """Won deals and their revenue by part, of all periods of T, so that they reconcile to closed-won."""
    reason = no_parts(cohort)
    parts = {} if reason else read_parts(cohort)
    parts["scored"] = parts.get("at_or_above", Part()) + parts.get("below", Part())
    no_sum = reason or no_sum_of(cohort)
    won = sum(parts.get(name, Part()).deals for name in PARTS)
    deals: list[Figure] = []
    revenue: list[Figure] = []
    for name in _LISTED:
        part = parts.get(name, Part())
        unknown = reason or (NO_CUT_OFFS if name in ("at_or_above", "below") and not cohort.bands else None)
        known = Estimate.count(part.deals, won)
        deals.append(Figure(f"won_{name}", None, Estimate.unknown(unknown, won) if unknown else known))
        revenue.append(Figure(f"revenue_{name}", None, _money(part, unknown or no_sum)))
    return (*deals, *revenue)


def no_parts(cohort: Cohort) -> str | None:
    """Why revenue cannot be told apart by score."""
    if not cohort.facts.deals:
        return NO_DEALS
    if not cohort.facts.linked_deals:
        return NOT_LINKED
    return None if cohort.facts.reached["won"] else needs_one("won lead", ("won",), cohort.facts)


def read_parts(cohort: Cohort) -> dict[str, Part]:
    """Each part with at least one won deal."""
    part = " ".join(f"WHEN {condition} THEN '{name}'" for name, condition in PARTS.items())
    select = f"""SELECT CASE {part} ELSE 'below' END, COUNT(*), COALESCE(FSUM(amount), 0), COUNT(*) - COUNT(amount)
FROM outcome_deals WHERE outcome = 'won' GROUP BY 1"""
    return {name: Part(*rest) for name, *rest in run(cohort.cursor, cohort.question, (), select)}


def no_sum_of(cohort: Cohort) -> str | None:
    """Why the amounts of won deals cannot be added up: as in the reconciliation."""
    select = """SELECT COUNT(*), COUNT(*) - COUNT(amount), COUNT(DISTINCT currency) FILTER (WHERE amount IS NOT NULL),
    COUNT(*) FILTER (WHERE amount IS NOT NULL AND currency IS NULL)
FROM outcome_deals WHERE outcome = 'won'"""
    deals, without_amount, currencies, without_currency = run(cohort.cursor, cohort.question, (), select)[0]
    none = needs_one("won deal", ("won",), cohort.facts)
    return no_sum(WonDeals(deals, 0.0, without_amount), none, currencies, without_currency)


def _money(part: Part, reason: str | None) -> Estimate:
    if reason:
        return Estimate.unknown(reason, part.deals)
    if part.deals and part.without_amount == part.deals:
        return Estimate.unknown(f"none of these {part.deals} won deals has an amount", part.deals)
    note = f"{part.without_amount} of {part.deals} won deals have no amount" if part.without_amount else None
    return Estimate.count(part.revenue, part.deals, note)
