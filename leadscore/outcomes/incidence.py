"""Cumulative incidence with competing ends (Aalen and Johansen 1978): when did cases end, and in which way.

A case is followed from the start of its clock until it ends in one of several ways, or until nobody knows further
(censored).  Ends at an instant come before cases that are lost from sight at it, as is usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, wilson
from leadscore.outcomes.resampling import DRAWS, interval, resampled

Column = NDArray[Any]

OPEN = 0
"""The number of a case that had not ended when it was last seen; ways to end are numbered from 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """Shares of cases that had ended in each way, step by step.

    waited: the distinct times at which any case ended or was last seen, ascending; shares: a row for each way to end,
    a column for each time; at_risk: cases followed until then; n: all cases.
    """

    waited: Column
    shares: Column
    at_risk: Column
    n: int
    followed: float
    """The longest that any case was followed; infinite where all cases have ended, since nothing is left to learn."""

    def at(self, waited: float, way: int) -> float | None:
        """The share that had ended in that way within `waited`; None where nobody was followed so long."""
        if not self.n or waited > self.followed:
            return None
        place = int(np.searchsorted(self.waited, waited, side="right"))
        return float(self.shares[way - 1, place - 1]) if place else 0.0

    def quantile(self, share: float, way: int) -> float | None:
        """The first time by which at least that share of all cases had ended in that way; None if it never did."""
        reached = np.flatnonzero(self.shares[way - 1] >= share - 1e-12)
        return float(self.waited[reached[0]]) if len(reached) else None


def incidence(waited: Column, way: Column, ways: int, cases: Column | None = None) -> Incidence:
    """The incidence of cases given by how long each was followed and how it ended; `cases` counts equal ones."""
    weight = np.ones(len(waited)) if cases is None else cases
    times, place = np.unique(waited, return_inverse=True)
    key = way.astype(np.int64) * len(times) + place
    counted = np.bincount(key, weights=weight, minlength=(ways + 1) * len(times)).reshape(ways + 1, len(times))
    shares, at_risk = cumulative(counted)
    left = float(counted[OPEN].sum())
    longest = float(times[-1]) if len(times) else 0.0
    return Incidence(times, shares, at_risk, round(float(counted.sum())), longest if left else np.inf)


def cumulative(counted: Column) -> tuple[Column, Column]:
    """Shares ended by each time, and cases at risk at it, from counts (..., 1 + ways, times); row 0 was last seen then.

    F_c(t) = sum over times u <= t of S(u-) d_c(u) / n(u), with S the share that has not ended at all.
    """
    gone = counted.sum(axis=-2)
    at_risk = gone.sum(axis=-1, keepdims=True) - np.cumsum(gone, axis=-1) + gone
    ended = counted[..., 1:, :]
    still = np.divide(
        at_risk - ended.sum(axis=-2), at_risk, out=np.ones(at_risk.shape, dtype=np.float64), where=at_risk > 0
    )
    before = np.cumprod(still, axis=-1)
    before = np.concatenate([np.ones((*before.shape[:-1], 1)), before[..., :-1]], axis=-1)
    hazard = np.divide(
        ended,
        at_risk[..., None, :],
        out=np.zeros(ended.shape, dtype=np.float64),
        where=at_risk[..., None, :] > 0,
    )
    return np.cumsum(before[..., None, :] * hazard, axis=-1), at_risk


def shares_by(
    found: Incidence,
    steps: Sequence[int],
    way: int,
    rows: tuple[Column, Column, Column] | None,
    step: float,
    too_short: str,
    draws: int = DRAWS,
) -> tuple[Estimate, ...]:
    """The share that ended in that way within each number of `steps`, with its interval.

    `rows` (account, waited, way) are resampled by account with times rounded up to whole steps; None: no interval yet.
    """
    values = [found.at(count * step, way) for count in steps]
    resamples = None if rows is None or not found.n else _resampled(rows, max(steps), step, len(found.shares), draws)
    estimates = []
    for count, value in zip(steps, values, strict=True):
        if value is None:
            estimates.append(Estimate.unknown(too_short.format(count) if found.n else "no case to follow", found.n))
        elif resamples is None:
            estimates.append(Estimate(value, n=found.n))
        else:
            estimates.append(_around(value, resamples[:, way - 1, count], found, count * step))
    return tuple(estimates)


def _around(value: float, resamples: Column, cases: Incidence, waited: float) -> Estimate:
    """The interval holds the value itself, which whole steps may miss by a hair.

    Where no case had ended so, every resample is 0 as well: Wilson's interval of 0 among those followed stands in.
    """
    found = interval(value, resamples, cases.n)
    if found.low is None or found.high is None:
        return found
    high = max(found.high, value)
    if value == 0:
        place = int(np.searchsorted(cases.waited, waited))
        high = wilson(0, max(1.0, float(cases.at_risk[min(place, len(cases.at_risk) - 1)])))[1]
    return Estimate(value, min(found.low, value), high, cases.n, found.reason)


def _resampled(rows: tuple[Column, Column, Column], last: int, step: float, ways: int, draws: int) -> Column:
    """Shares of each resample: (draws, ways, last + 1 steps); what lies beyond the last step is only at risk."""
    account, waited, way = rows
    bins = last + 2
    place = np.minimum(np.ceil(waited / step), last + 1).astype(np.int64)
    counted = resampled(account, np.where(place > last, OPEN, way) * bins + place, (ways + 1) * bins, draws)
    shares, at_risk = cumulative(counted.reshape(draws, ways + 1, bins))
    shares[at_risk[:, 0] == 0] = np.nan
    return shares
