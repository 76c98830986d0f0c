"""Whether a score puts the leads that convert first, on leads that nothing was learned from.

It speaks of one score alone.  Leads that a score chose cannot rank that score, so no two of these are set side by side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.outcomes.ranking import NO_PAIR, ONE_KIND, pairs_of
from leadscore.outcomes.resampling import DRAWS, FEWEST, NO_INTERVAL, blocks, interval, ratio

Column = NDArray[Any]

CHANCE = 0.5
"""What no score at all comes to."""


def honest_auc(score: Column, hit: Column, account: Column, as_of: Column, draws: int = DRAWS) -> Estimate:
    """The AUC within months of T (datetime64), interval from whole accounts drawn anew; one place a lead."""
    n, hits = len(hit), int(hit.sum())
    if not hits or hits == n:
        return Estimate.unknown(ONE_KIND, n)
    months, month = np.unique(as_of.astype("datetime64[M]"), return_inverse=True)
    scores, place = np.unique(score, return_inverse=True)
    shape = len(months), len(scores)
    cell = (np.asarray(hit).astype(np.int64) * len(months) + month.ravel()) * len(scores) + place.ravel()
    whole = _auc(np.bincount(cell, minlength=2 * shape[0] * shape[1])[np.newaxis], shape)[0]
    if not np.isfinite(whole):
        return Estimate.unknown(NO_PAIR, n)
    if min(hits, n - hits) < FEWEST:
        return Estimate(float(whole), n=n, reason=NO_INTERVAL)
    drawn = [_auc(each, shape) for each in blocks(account, cell, 2 * shape[0] * shape[1], draws)]
    return interval(float(whole), np.concatenate(drawn), n)


def ranks(auc: Estimate) -> bool:
    """Whether the interval lies above what no score comes to."""
    return auc.low is not None and auc.low > CHANCE


def _auc(counted: Column, shape: tuple[int, int]) -> Column:
    """Of each row of counts (misses of months and scores, then hits) the AUC within months."""
    missed, reached = (part.reshape(-1, *shape) for part in np.split(counted, 2, axis=1))
    twice_won, pairs = pairs_of(missed + reached, reached)
    return ratio(twice_won, 2 * pairs)
