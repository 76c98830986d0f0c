"""Inflation: under one frozen model, does the share at or above the cut-off grow while conversion does not."""

from __future__ import annotations

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.query import local_month
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS, Split, shares
from leadscore.outcomes.standing import NO_DATES, Target, standing
from leadscore.store.queries import Stage


def inflation(cohort: Cohort, target: Target, horizon: Horizon, no_rate: str | None) -> tuple[Figure, ...]:
    """Share at or above the cut-off of each month of creation, and what became of those, under the arrival lens.

    All scores are those of one model.  A month counts the leads that had their arrival days by the data date, so that
    quick hand-offs do not speak for a month that is not over.  `no_rate` is why no conversion is known, if none is.
    """
    names = ("inflation_share_by_month", "inflation_conversion_by_month")
    reason = _no_share(cohort)
    if reason:
        return tuple(Figure(name, None, Estimate.unknown(reason)) for name in names)
    share = shares(cohort, {"above": AT_OR_ABOVE}, "band IS NOT NULL", (arrived(cohort, "cohort"),), "arrived")["above"]
    figures = _by_month(names[0], share, "no lead had its arrival days yet")
    if no_rate:
        return (*figures, Figure(names[1], None, Estimate.unknown(no_rate)))
    stages = (standing(target, cohort.facts), arrived(cohort, "standings"))
    inside = f"standing = 'counted' AND {AT_OR_ABOVE}"
    rate = shares(cohort, {"hit": "hit"}, inside, stages, "arrived", days=horizon.days or 0)["hit"]
    return (*figures, *_by_month(names[1], rate, "no mature lead at or above the cut-off"))


def arrived(cohort: Cohort, relation: str) -> Stage:
    days = int(cohort.question.arrival_days)
    return Stage(
        "arrived",
        "by month of creation, only leads that had their arrival days",
        f"""SELECT {relation}.* REPLACE (
    {local_month("leads.created_at")} AS by_group)
FROM {relation} JOIN leads USING (lead_id)
WHERE leads.created_at + INTERVAL {days} DAY <= $data_date""",
    )


def _by_month(name: str, split: Split[AccountSums], nothing: str) -> tuple[Figure, ...]:
    months = sorted(label for kind, label in split.cells if kind == "group" and label is not None)
    if not months:
        return (Figure(name, None, Estimate.unknown(nothing)),)
    return tuple(Figure(name, month, proportion(split.group(month))) for month in months)


def _no_share(cohort: Cohort) -> str | None:
    if not cohort.facts.dated:
        return NO_DATES
    if cohort.question.lens != "arrival":
        return f"inflation is looked at on arrival: ask with the lens arrival, not {cohort.question.lens}"
    return None if cohort.bands else NO_CUT_OFFS
