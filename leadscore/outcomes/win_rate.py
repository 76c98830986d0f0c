"""Win rate: of the deals that closed, how many were won; by the month of the close, and by the deals' opening."""

from __future__ import annotations

from collections.abc import Callable

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.cycle_cases import DAY, WON, closed_only
from leadscore.outcomes.deal_rows import ALL_DEALS, CLOSED, SCORED_DEALS
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.following import Followed
from leadscore.outcomes.incidence import shares_by
from leadscore.outcomes.query import execute, local_month
from leadscore.outcomes.rates import NO_CUT_OFFS, Split, shares, spread, spread_bands
from leadscore.outcomes.resampling import DRAWS
from leadscore.outcomes.standing import NO_DATES, NOT_LINKED, needs_one
from leadscore.store.queries import Stage, assemble

TOO_SHORT = "no deal of these was followed for {} days yet"

_BY_MONTH = Stage(
    "deals_by_close_month",
    "the month of the close, in the company's zone",
    f"""SELECT * REPLACE ({local_month("closed_at")} AS by_group)
FROM scored_deals WHERE closed_at IS NOT NULL""",
)


def win_rate(cohort: Cohort) -> tuple[Figure, ...]:
    """Won / (won + lost): of the deals of the figures' leads, by group, band and close month, and of all deals.

    A deal counts once, for the lead that it is credited to, and only if that lead's T lies at or before its close.
    Months are those with at least one close; deals without a close date are in no month.
    """
    reason = no_closes(cohort)
    split = shares(cohort, {"won": "outcome = 'won'"}, CLOSED, (SCORED_DEALS,), "scored_deals")["won"]
    everything = shares(cohort, {"won": "outcome = 'won'"}, CLOSED, (ALL_DEALS,), "all_deals")["won"].all()
    estimate = _share(reason)
    return (
        *spread(cohort, "win_rate", split, estimate),
        *spread_bands(cohort, "win_rate_by_band", split, estimate),
        *_by_month(cohort, reason),
        Figure("win_rate_all_deals", None, estimate(everything)),
    )


def no_closes(cohort: Cohort) -> str | None:
    """Why no win rate can be known; data without lost deals would show 100 %."""
    facts = cohort.facts
    if facts.deals and not facts.linked_deals:
        return NOT_LINKED
    for stage in ("won", "lost"):
        if not facts.reached[stage]:
            return needs_one(f"{stage} deal", (stage,), facts)
    return None


def _share(reason: str | None) -> Callable[[AccountSums], Estimate]:
    nothing = "none of these deals closed"
    return lambda sums: Estimate.unknown(reason, sums.n) if reason else proportion(sums, nothing=nothing)


def _by_month(cohort: Cohort, reason: str | None) -> tuple[Figure, ...]:
    name = "win_rate_by_close_month"
    reason = reason or (None if cohort.facts.dated else NO_DATES)
    stages = (SCORED_DEALS, _BY_MONTH)
    split = shares(cohort, {"won": "outcome = 'won'"}, CLOSED, stages, "deals_by_close_month")["won"]
    months = _groups(split)
    if reason or not months:
        return (Figure(name, None, Estimate.unknown(reason or "none of these deals has a close date")),)
    return tuple(Figure(name, month, proportion(split.group(month))) for month in months)


def _groups(split: Split[AccountSums]) -> list[str]:
    return sorted(label for kind, label in split.cells if kind == "group" and label is not None)


_OPENED = """SELECT account_number, by_group, band,
    CASE WHEN closed_at IS NULL THEN 0 WHEN outcome = 'won' THEN 1 WHEN outcome = 'lost' THEN 2 ELSE 0 END AS way,
    EPOCH_US(CASE WHEN outcome = 'open' THEN $data_date ELSE closed_at END) - EPOCH_US(opened_at) AS waited,
    EPOCH_US(CAST($data_date AS TIMESTAMP)) - EPOCH_US(opened_at) AS age
FROM scored_deals
WHERE opened_at <= $data_date AND (outcome = 'open' OR closed_at >= opened_at)"""


def win_rate_by_opening(cohort: Cohort, horizon: Horizon, draws: int = DRAWS) -> tuple[Figure, ...]:
    """Share of opened deals won within the horizon of won from the opening, lost competing, open ones followed so far.

    Deals without an opening date, closed before it, or closed without a date are left out; 0 draws: no interval yet.
    """
    name = "win_rate_of_opened"
    sql = f"CREATE OR REPLACE TEMP TABLE opened_deals AS\n{assemble((SCORED_DEALS,), _OPENED)}"
    execute(cohort.cursor, cohort.question, sql)
    cases = Followed.read(cohort, "opened_deals", 2)
    reason = no_closes(cohort) or (None if cohort.facts.dated else NO_DATES) or closed_only(cases)
    if horizon.days is None:
        reason = reason or f"no horizon: {horizon.origin}"

    def estimate(of: Followed) -> Estimate:
        if reason or not len(of.way):
            return Estimate.unknown(reason or "none of these deals has an opening date", len(of.way))
        rows = of.rows() if draws else None
        return shares_by(of.incidence(), (horizon.days or 0,), WON, rows, DAY, TOO_SHORT, draws)[0]

    by_group = [Figure(name, group, estimate(of)) for group, of in cases.cells(cohort)]
    bands = [Figure(f"{name}_by_band", band, estimate(of)) for band, of in cases.by_band(cohort)]
    return (*by_group, *(bands or [Figure(f"{name}_by_band", None, Estimate.unknown(NO_CUT_OFFS, len(cases.way)))]))
