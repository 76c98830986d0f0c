"""Closed-won revenue reconciled: closed-won X = linked to a lead Y + no lead Z, in deals and in money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.deals import ONE_DEAL_A_ROW
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import run
from leadscore.outcomes.standing import NO_DEALS
from leadscore.store.queries import Stage

_WON_DEALS = Stage(
    "won_deals",
    "linked is asked, not joined: several leads on a deal never multiply its amount",
    """SELECT deal_id, amount, currency, closed_at, EXISTS (
    FROM deal_leads SEMI JOIN leads USING (lead_id) WHERE deal_leads.deal_id = single_deals.deal_id) AS linked
FROM single_deals WHERE outcome = 'won'""",
)

_SUMS = """SELECT linked, COUNT(*), COALESCE(FSUM(amount), 0), COUNT(*) - COUNT(amount), COUNT(*) - COUNT(closed_at)
FROM won_deals GROUP BY linked"""

_CURRENCIES = """SELECT COUNT(DISTINCT currency), COUNT(*) - COUNT(currency) FROM won_deals WHERE amount IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class WonDeals:
    """Won deals of one kind: how many, their amounts together, how many lack an amount or a close date."""

    deals: int = 0
    revenue: float = 0.0
    without_amount: int = 0
    without_date: int = 0


def reconciliation(cohort: Cohort) -> tuple[Figure, ...]:
    """Won deals closed by the data date and their amounts, with and without a lead of this data; all periods of T."""
    if not cohort.facts.deals:
        return tuple(Figure(name, None, Estimate.unknown(NO_DEALS)) for name in _NAMES)
    stages = (*ONE_DEAL_A_ROW, _WON_DEALS)
    kinds = {linked: WonDeals(*row) for linked, *row in run(cohort.cursor, cohort.question, stages, _SUMS)}
    linked, alone = kinds.get(True, WonDeals()), kinds.get(False, WonDeals())
    currencies = run(cohort.cursor, cohort.question, stages, _CURRENCIES)[0]
    return _figures(linked, alone, currencies)


_NAMES = (
    "deals_won",
    "deals_won_with_lead",
    "deals_won_without_lead",
    "deals_won_without_amount",
    "deals_won_without_date",
    "revenue_won",
    "revenue_with_lead",
    "revenue_without_lead",
)


def _figures(linked: WonDeals, alone: WonDeals, currencies: tuple[Any, ...]) -> tuple[Figure, ...]:
    deals = linked.deals + alone.deals
    missing = linked.without_amount + alone.without_amount
    undated = linked.without_date + alone.without_date
    no_sum = _no_sum(deals, missing, *currencies)
    counts = [Estimate.count(count, deals) for count in (deals, linked.deals, alone.deals, missing, undated)]
    money = [
        _money(linked.revenue + alone.revenue, deals, missing, no_sum),
        _money(linked.revenue, linked.deals, linked.without_amount, no_sum),
        _money(alone.revenue, alone.deals, alone.without_amount, no_sum),
    ]
    return tuple(Figure(name, None, each) for name, each in zip(_NAMES, counts + money, strict=True))


def _no_sum(deals: int, missing: int, currencies: int, without_currency: int) -> str | None:
    """Why the amounts cannot be added up; amounts in several currencies never are."""
    if deals == 0:
        return "needs at least 1 won deal; this data has none"
    if missing == deals:
        return f"none of the {deals} won deals has an amount"
    if currencies > 1:
        return f"the won deals are in {currencies} currencies, which cannot be added up"
    if currencies == 1 and without_currency:
        return f"{without_currency} won deals do not state their currency, others do"
    return None


def _money(revenue: float, deals: int, missing: int, no_sum: str | None) -> Estimate:
    if no_sum:
        return Estimate.unknown(no_sum, deals)
    if deals and missing == deals:
        return Estimate.unknown(f"none of these {deals} won deals has an amount", deals)
    return Estimate.count(revenue, deals, f"{missing} of {deals} won deals have no amount" if missing else None)
