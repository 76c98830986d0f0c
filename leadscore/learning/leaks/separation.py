"""How well one field alone tells who reaches the outcome: the area under its curve, out of account.

AUC: of a lead that reached the outcome and one that did not, how often the first has the higher value (ties count
half).  Its interval takes what each account adds to it (Obuchowski 1997), on the logit scale, so that it stays inside
0 to 1.  Pure arithmetic on arrays, no random numbers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, Z, wilson

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEWEST = 10
"""With fewer leads that reached the outcome, or fewer that did not, nothing is said of how well a field separates."""

FOLDS = 5
WEIGHT = 5.0
"""A value is taken to have been seen so many times more, at the rate of all leads: rare ones say little."""

DECIMALS = 12
"""What differs by less is equal: rounding of sums must not order leads of one value."""

MOST_VALUES = 20
"""A number with more values than these is looked at in tenths."""


def separation(scores: Floats, hit: Flags, account: Wholes, reason: str | None = None) -> Estimate:
    """The AUC of a score (higher: more likely) with its interval; n is all leads, `reason` a caveat.

    `account` numbers the accounts from 0; colleagues are taken to decide together.
    """
    if (why := too_few(hit)) is not None:
        return Estimate.unknown(why, len(hit))
    hits, misses = int(hit.sum()), int((~hit).sum())
    placed = _placements(scores, hit)
    value = float(placed[hit].mean())
    parts = np.where(hit, (placed - value) / hits, (placed - value) / misses)
    sums = np.bincount(account, parts)
    accounts = len(np.unique(account))
    error = math.sqrt(float(np.sum(sums**2)) * accounts / max(1, accounts - 1))
    low, high = _ends(value, error, min(hits, misses))
    return Estimate(value, low, high, len(hit), reason)


def too_few(hit: Flags) -> str | None:
    """Why nothing can be said of so few leads with or without the outcome; None where there are enough."""
    hits, misses = int(hit.sum()), int((~hit).sum())
    if min(hits, misses) >= FEWEST:
        return None
    return f"needs {FEWEST} leads that reached the outcome and {FEWEST} that did not, has {hits} and {misses}"


def _placements(scores: Floats, hit: Flags) -> Floats:
    """For each lead the share of the other kind that it is on the right side of."""
    ranks = _ranks(scores)
    found = np.empty(len(scores))
    found[hit] = (ranks[hit] - _ranks(scores[hit])) / (~hit).sum()
    found[~hit] = 1 - (ranks[~hit] - _ranks(scores[~hit])) / hit.sum()
    return found


def _ranks(scores: Floats) -> Floats:
    """The places of scores from 1 up; equal ones share the middle of theirs."""
    _, place, many = np.unique(scores, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(many) - (many - 1) / 2)[place])


def _ends(value: float, error: float, fewest: int) -> tuple[float, float]:
    """Where nothing varies the interval of a share of the rarer kind stands in."""
    if error == 0 or not 0 < value < 1:
        return wilson(value * fewest, fewest)
    middle, half = math.log(value / (1 - value)), Z * error / (value * (1 - value))
    return tuple(1 / (1 + math.exp(-(middle + side * half))) for side in (-1, 1))  # type: ignore[return-value]


def by_value(codes: Wholes, hit: Flags, account: Wholes) -> Floats:
    """For each lead by how much hits are more frequent at its value than among all, both of other accounts.

    `codes` numbers the values from 0; unknown is a value like any other.  Accounts fall into FOLDS folds; the rate of
    all is taken off, since it is low just where the fold held out has many hits.
    """
    found, fold, many = np.zeros(len(hit)), account % FOLDS, int(codes.max(initial=0)) + 1
    for held_out in range(FOLDS):
        inside = fold == held_out
        if inside.all():
            continue
        n = np.bincount(codes[~inside], minlength=many)
        hits = np.bincount(codes[~inside & hit], minlength=many)
        rate = hits.sum() / n.sum()
        found[inside] = ((hits + WEIGHT * rate) / (n + WEIGHT) - rate)[codes[inside]]
    return np.round(found, DECIMALS)


def in_tenths(numbers: Floats) -> Wholes:
    """Numbers as values: 0 where unknown (NaN), else the value's place, or its tenth where there are many values."""
    known = ~np.isnan(numbers)
    values = np.unique(numbers[known])
    edges = values
    if len(values) > MOST_VALUES:
        edges = np.unique(np.quantile(numbers[known], np.linspace(0, 1, 11)[1:-1]))
    found = np.zeros(len(numbers), dtype=np.int64)
    found[known] = 1 + np.searchsorted(edges, numbers[known])
    return found
