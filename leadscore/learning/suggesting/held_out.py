"""How well points learned earlier put later leads in order: judged on accounts that were not learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.outcomes.resampling import FEWEST, blocks, interval, ratio

Floats = NDArray[np.float64]
Column = NDArray[Any]

NO_PAIR = "no month of the judged leads has both a lead that reached the outcome and one that did not"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Leads that were judged, a place each: account, hit, the fold and month in which they are compared, and scores.

    `scores` are columns of numbers on which only the order within a cell counts.
    """

    account: Column
    cell: Column
    hit: Column
    scores: tuple[Floats, ...]

    @property
    def n(self) -> int:
        """Judged leads."""
        return len(self.hit)


def areas(judged: Judged, draws: int) -> tuple[tuple[float, ...], Column]:
    """The AUC of each score within its cells; and of every resample of accounts (draws x scores), NaN without a pair.

    The scores of a resample are paired: they are read on the same leads.  There are none of fewer than FEWEST leads
    that reached the outcome, or that did not: they would feign certainty.
    """
    orders = [_Order.of(judged.cell, score) for score in judged.scores]
    once = np.ones(judged.n)
    whole = tuple(order.area(judged.hit, once) for order in orders)
    lead, hits = np.arange(judged.n), int(judged.hit.sum())
    draws = draws if min(hits, judged.n - hits) >= FEWEST else 0
    drawn = [
        [order.area(judged.hit, weights.astype(np.float64)) for order in orders]
        for block in (blocks(judged.account, lead, judged.n, draws) if draws else ())
        for weights in block
    ]
    return whole, np.array(drawn).reshape(-1, len(orders))


def area_estimate(value: float, drawn: Column, n: int) -> Estimate:
    """An AUC with the interval of its resamples; unknown where there is no pair to compare."""
    if not np.isfinite(value):
        return Estimate.unknown(NO_PAIR, n)
    return interval(value, drawn, n)


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """Leads in the order of cell and score: equal scores of a cell make a step."""

    leads: Column
    steps: Column
    cells: Column

    @classmethod
    def of(cls, cell: Column, score: Floats) -> _Order:
        leads = np.lexsort((score, cell))
        cell, score = cell[leads], score[leads]
        new_cell = np.r_[True, cell[1:] != cell[:-1]]
        new_step = new_cell | np.r_[True, score[1:] != score[:-1]]
        steps = np.flatnonzero(new_step)
        return cls(leads, steps, np.flatnonzero(new_cell[steps]))

    def area(self, hit: Column, weights: Floats) -> float:
        """Of all pairs of a hit and a miss of one cell the part in which the hit scores higher; ties count half."""
        if not len(self.leads):
            return float("nan")
        flags, weights = hit[self.leads], weights[self.leads]
        hits = np.add.reduceat(np.where(flags, weights, 0.0), self.steps)
        misses = np.add.reduceat(np.where(flags, 0.0, weights), self.steps)
        before = np.cumsum(misses) - misses
        sizes = np.diff(np.r_[self.cells, len(self.steps)])
        below = before - np.repeat(before[self.cells], sizes)
        pairs = np.add.reduceat(hits, self.cells) * np.add.reduceat(misses, self.cells)
        return float(ratio(np.sum(hits * (below + misses / 2)), pairs.sum()))
