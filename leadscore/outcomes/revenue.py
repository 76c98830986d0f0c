"""Closed-won revenue reconciled: closed-won X = linked to a lead Y + no lead Z, in deals and in money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from leadscore.estimate import Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.deals import ONE_DEAL_A_ROW
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.query import run
from leadscore.outcomes.standing import NO_DEALS, NOT_LINKED, needs_one
from leadscore.store.queries import Stage

_WON_DEALS = Stage(
    "won_deals",
    "linked is asked, not joined: several leads on a deal never multiply its amount",
    """SELECT deal_id, amount, currency, closed_at, disputed, EXISTS (
    FROM deal_leads SEMI JOIN leads USING (lead_id) WHERE deal_leads.deal_id = single_deals.deal_id) AS linked
FROM single_deals WHERE outcome = 'won'""",
)

_SUMS = """SELECT linked, COUNT(*), COALESCE(FSUM(amount), 0), COUNT(*) - COUNT(amount), COUNT(*) - COUNT(closed_at),
    COUNT(*) FILTER (WHERE disputed)
FROM won_deals GROUP BY linked"""

_CURRENCIES = """SELECT COUNT(DISTINCT currency), COUNT(*) - COUNT(currency) FROM won_deals WHERE amount IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class WonDeals:
    """Won deals of one kind: how many, their amounts together, how many lack an amount or a close date.

    `disputed` are those of them without an amount whose rows disagree on it, or on its currency.
    """

    deals: int = 0
    revenue: float = 0.0
    without_amount: int = 0
    without_date: int = 0
    disputed: int = 0

    def __add__(self, other: WonDeals) -> WonDeals:
        return WonDeals(
            self.deals + other.deals,
            self.revenue + other.revenue,
            self.without_amount + other.without_amount,
            self.without_date + other.without_date,
            self.disputed + other.disputed,
        )


def reconciliation(cohort: Cohort) -> tuple[Figure, ...]:
    """Won deals closed by the data date and their amounts, with and without a lead of this data; all periods of T.

    Where no deal is linked to any lead, the parts with and without a lead are unknown.
    """
    facts = cohort.facts
    if not facts.deals:
        return tuple(Figure(name, None, Estimate.unknown(NO_DEALS)) for name in _NAMES)
    kinds, currencies = cohort.once("won deals", lambda: _won(cohort))
    linked, alone = kinds.get(True, WonDeals()), kinds.get(False, WonDeals())
    none = needs_one("won deal", ("won",), facts)
    return _figures(linked, alone, currencies, none, None if facts.linked_deals else NOT_LINKED)


def _won(cohort: Cohort) -> tuple[dict[bool, WonDeals], tuple[Any, ...]]:
    """Won deals by whether they are linked; how many currencies they are in, and how many state none."""
    stages = (*ONE_DEAL_A_ROW, _WON_DEALS)
    kinds = {linked: WonDeals(*row) for linked, *row in run(cohort.cursor, cohort.question, stages, _SUMS)}
    return kinds, run(cohort.cursor, cohort.question, stages, _CURRENCIES)[0]


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


def _figures(
    linked: WonDeals, alone: WonDeals, currencies: tuple[Any, ...], none: str, unlinked: str | None
) -> tuple[Figure, ...]:
    both = linked + alone
    without = no_sum(both, none, *currencies)
    found = (
        Estimate.count(both.deals, both.deals),
        _part(unlinked, Estimate.count(linked.deals, both.deals)),
        _part(unlinked, Estimate.count(alone.deals, both.deals)),
        Estimate.count(both.without_amount, both.deals),
        Estimate.count(both.without_date, both.deals),
        _money(both, without),
        _part(unlinked, _money(linked, without)),
        _part(unlinked, _money(alone, without)),
    )
    return tuple(Figure(name, None, each) for name, each in zip(_NAMES, found, strict=True))


def _part(unlinked: str | None, known: Estimate) -> Estimate:
    """A part with or without a lead: links that are missing say nothing of either."""
    return Estimate.unknown(unlinked, known.n) if unlinked else known


def no_sum(won: WonDeals, none: str, currencies: int, without_currency: int) -> str | None:
    """Why the amounts cannot be added up; amounts in several currencies never are."""
    if won.deals == 0:
        return none
    if won.without_amount == won.deals:
        return f"none of the {won.deals} won deals has an amount{_disputed(won)}"
    if currencies > 1:
        return f"the won deals are in {currencies} currencies, which cannot be added up"
    if currencies == 1 and without_currency:
        return f"{without_currency} won deals do not state their currency, others do"
    return None


def _money(won: WonDeals, without: str | None) -> Estimate:
    missing, deals = won.without_amount, won.deals
    if without:
        return Estimate.unknown(without, deals)
    if deals and missing == deals:
        return Estimate.unknown(f"none of these {deals} won deals has an amount{_disputed(won)}", deals)
    reason = f"{missing} of {deals} won deals have no amount{_disputed(won)}" if missing else None
    return Estimate.count(won.revenue, deals, reason)


def _disputed(won: WonDeals) -> str:
    return f", {won.disputed} of them since their rows disagree on it or its currency" if won.disputed else ""
