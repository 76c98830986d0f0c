"""Revenue per lead at or above the cut-off against below it: how many times more, and whether one deal makes it so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.contribution import WORKED_TOO, no_parts, no_sum_of
from leadscore.outcomes.figure import Figure, Horizon
from leadscore.outcomes.following import share_of
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS
from leadscore.outcomes.resampling import DRAWS, blocks, interval, ratio
from leadscore.outcomes.standing import WON, standing
from leadscore.vocabulary import counted

Column = NDArray[Any]

_MATURE = "standing IN ('counted', 'unworked') AND band IS NOT NULL"

_LEADS = f"""SELECT account_number, worked, {AT_OR_ABOVE} AS above, hit AND won_amount IS NULL AS unpriced,
    CASE WHEN hit THEN COALESCE(won_amount, 0) ELSE 0 END AS revenue
FROM standings WHERE {_MATURE}"""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Mature hand-offs: account (-1: alone), whether at or above the cut-off, revenue won within the horizon.

    `unpriced` are won without an amount: they count as 0, and how many they are is said.
    """

    account: Column
    above: Column
    revenue: Column
    worked: Column
    unpriced: Column

    def note(self, side: Column) -> str | None:
        """How many wins among these leads have no amount, if any."""
        missing = int(self.unpriced[side].sum())
        return f"{counted(missing, 'win')} without an amount counted as 0" if missing else None

    def per_lead(self, above: bool) -> float | None:
        """Revenue a lead of one side; None without leads there."""
        side = self.above == above
        return float(self.revenue[side].sum() / side.sum()) if side.any() else None

    def without_largest(self) -> Sides:
        """The same history had its largest deal been lost; of equal ones, one at or above the cut-off."""
        revenue = self.revenue.copy()
        if len(revenue):
            largest = np.flatnonzero(revenue == revenue.max())
            revenue[largest[np.argmax(self.above[largest])]] = 0
        return replace(self, revenue=revenue)


def revenue_per_lead(cohort: Cohort, horizon: Horizon, draws: int = DRAWS) -> tuple[Figure, ...]:
    """Revenue per mature hand-off of each side of the cut-off, their ratio, and the ratio without the largest deal.

    Leads count worked or not, with the share worked beside it; revenue is that of wins within the horizon of won.
    0 draws: no interval yet.
    """
    reason = _no_sides(cohort, horizon)
    if reason:
        return tuple(Figure(name, None, Estimate.unknown(reason)) for name in _NAMES)
    sides = read_sides(cohort, horizon)
    worked = [share_of(sides.account[side], sides.worked[side]) for side in (sides.above, ~sides.above)]
    unpriced = no_sum_of(cohort)
    money = (
        [Estimate.unknown(unpriced)] * len(_MONEY)
        if unpriced
        else [
            _per_lead(sides, True),
            _per_lead(sides, False),
            times_more(sides, draws),
            times_more(sides.without_largest(), draws),
        ]
    )
    return (
        *(Figure(name, None, each) for name, each in zip(_MONEY, money, strict=True)),
        *(_worked(cohort, name, sums) for name, sums in zip(_WORKED, worked, strict=True)),
    )


_MONEY = (
    "revenue_per_lead_at_or_above",
    "revenue_per_lead_below",
    "revenue_per_lead_ratio",
    "revenue_per_lead_ratio_without_largest",
)
_WORKED = ("revenue_per_lead_worked_at_or_above", "revenue_per_lead_worked_below")
_NAMES = (*_MONEY, *_WORKED)


def read_sides(cohort: Cohort, horizon: Horizon) -> Sides:
    """The mature hand-offs of a cohort."""
    stages = (standing(WON, cohort.facts),)
    found = cohort.arrays(stages, _LEADS, days=horizon.days or 0)
    above, worked, unpriced = (found[name].astype(bool) for name in ("above", "worked", "unpriced"))
    return Sides(found["account_number"], above, found["revenue"].astype(np.float64), worked, unpriced)


def times_more(sides: Sides, draws: int = DRAWS) -> Estimate:
    """Revenue per lead at or above over that below, with its interval by resampled accounts."""
    above, below = sides.per_lead(True), sides.per_lead(False)
    n = len(sides.above)
    if above is None or not below:
        return Estimate.unknown("no revenue from leads below the cut-off to compare with", n)
    caveat = "; ".join(filter(None, (WORKED_TOO, sides.note(np.full(n, True)))))
    if not draws:
        return Estimate(above / below, n=n, reason=caveat)
    return interval(above / below, _resampled(sides, draws), n, caveat)


def _resampled(sides: Sides, draws: int) -> Column:
    """Ratios of the resamples; leads of one side with the same revenue share a cell."""
    amounts, place = np.unique(sides.revenue, return_inverse=True)
    cells = 2 * len(amounts)
    found = []
    for drawn in blocks(sides.account, sides.above * len(amounts) + place, cells, draws):
        below, above = drawn[:, : len(amounts)], drawn[:, len(amounts) :]
        per_lead = [ratio(side @ amounts, side.sum(axis=1)) for side in (above, below)]
        found.append(ratio(per_lead[0], per_lead[1]))
    return np.concatenate(found)


def _per_lead(sides: Sides, above: bool) -> Estimate:
    value, side = sides.per_lead(above), sides.above == above
    if value is None:
        return Estimate.unknown("no mature hand-off of this side")
    return Estimate.count(value, int(side.sum()), sides.note(side))


def _worked(cohort: Cohort, name: str, sums: AccountSums) -> Figure:
    if not cohort.facts.touches:
        return Figure(name, None, Estimate.unknown("who was called is unknown", sums.n))
    return Figure(name, None, proportion(sums, nothing="no mature hand-off of this side"))


def _no_sides(cohort: Cohort, horizon: Horizon) -> str | None:
    reason = no_parts(cohort) or (None if cohort.bands else NO_CUT_OFFS)
    if reason is None and cohort.facts.dated and horizon.days is None:
        return f"no horizon: {horizon.origin}"
    return reason
