"""Resampled histories: what another history of the same company might have shown, for intervals without a closed form.

A resample takes each account a Poisson(1) number of times, always with all of its leads (the Poisson bootstrap, see
Chamandy, Muralidharan, Najmi and Naidu 2012).  Sums of Poisson draws are Poisson, so leads that share their account
with nobody are drawn by the cell they stand in and not one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import LEVEL, Estimate

Column = NDArray[Any]

DRAWS = 400
SEED = 20_240_229
MOST_AT_ONCE = 4_000_000
"""So many cells are drawn at a time; more are drawn in blocks of resamples."""

UNDEFINED = 0.02
"""Where a figure does not exist in more than this part of the resamples, it has no interval."""

FEWEST = 5
"""Of fewer leads, or of fewer with or without the outcome, resamples look alike and would feign certainty."""

NO_INTERVAL = "too few outcomes for an interval"


def resampled(account: Column, cell: Column, cells: int, draws: int = DRAWS, seed: int = SEED) -> Column:
    """How many leads each cell holds in each resample: `draws` rows, a column a cell, int64.

    account: a number a lead, below 0 for a lead of no account; cell: where each lead stands, 0 to cells - 1.  Figures
    that are read from the same cells are paired: whatever a resample makes of one, it makes of the other.
    """
    rng = np.random.default_rng(seed)
    shared = _shared(account)
    lone = np.bincount(cell[~shared], minlength=cells)
    found: Column = rng.poisson(lone, size=(draws, cells))
    known, member = np.unique(account[shared], return_inverse=True)
    places = cell[shared]
    for row in found if len(known) else ():
        row += np.bincount(places, weights=rng.poisson(1, len(known))[member], minlength=cells).astype(np.int64)
    return found


def blocks(account: Column, cell: Column, cells: int, draws: int = DRAWS, seed: int = SEED) -> Iterator[Column]:
    """The same in blocks of rows, each of a seed of its own, where all at once would take too much memory."""
    rows = max(1, min(draws, MOST_AT_ONCE // max(1, cells)))
    for first in range(0, draws, rows):
        yield resampled(account, cell, cells, min(rows, draws - first), seed + first)


def interval(value: float, resamples: Column, n: int, reason: str | None = None) -> Estimate:
    """A figure between the percentiles of its resamples; without an interval where too many of them have no value."""
    known: Column = resamples[np.isfinite(resamples)]
    if not len(known) or len(known) < (1 - UNDEFINED) * len(resamples):
        return Estimate(value, n=n, reason="; ".join(filter(None, (NO_INTERVAL, reason))))
    low, high = np.quantile(known, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Estimate(value, float(low), float(high), n, reason)


def ratio(above: Column, below: Column) -> Column:
    """One over the other, NaN where there is nothing to divide by."""
    below = below.astype(np.float64)
    nothing = np.full(np.broadcast(above, below).shape, np.nan)
    found: Column = np.divide(above, below, out=nothing, where=below > 0)
    return found


def _shared(account: Column) -> Column:
    """Which leads have a colleague."""
    named: Column = account >= 0
    sizes = np.bincount(account[named], minlength=1)
    found: Column = named & (sizes[np.where(named, account, 0)] > 1)
    return found
