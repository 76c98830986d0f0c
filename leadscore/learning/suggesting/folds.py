"""Folds that go forward in time: learn on what was known then, judge on accounts that came later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]

BORDERS = (0.4, 0.55, 0.7, 0.85, 1.0)
"""Where the folds end, as shares of the leads in the order of T; the first part is only learned from."""

WITHOUT_DATES = 5
FEWEST = 10
"""A fold is judged where so many leads to learn from reached the outcome, and so many did not."""


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """Places of the leads that are learned from, and of those that are judged; no account is in both."""

    learned: Column
    judged: Column


def folds_of(account: Column, as_of: Column, hit: Column, days: int) -> tuple[Fold, ...]:
    """The folds of leads in the order of T (datetime64, all NaT without dates); none where there are too few.

    An account belongs to the fold of its earliest T.  Learned from are leads of earlier folds whose outcome was known
    when the fold begins: T + `days` is before it.  Without dates accounts are dealt out by their number instead.
    """
    folds = _by_number(account) if not len(as_of) or np.isnat(as_of).any() else _forward(account, as_of, days)
    return tuple(fold for fold in folds if _enough(hit[fold.learned]) and len(fold.judged))


def _forward(account: Column, as_of: Column, days: int) -> list[Fold]:
    first = np.full(int(account.max()) + 1, np.datetime64("NaT"), dtype=as_of.dtype)
    first[account[::-1]] = as_of[::-1]
    began = first[account]
    places = np.minimum((np.array(BORDERS) * len(as_of)).astype(int), len(as_of) - 1)
    borders = [*as_of[places[:-1]], as_of[-1] + np.timedelta64(1, "s")]
    known_by = as_of + np.timedelta64(days, "D")
    return [
        Fold(np.flatnonzero((began < start) & (known_by < start)), np.flatnonzero((began >= start) & (began < end)))
        for start, end in zip(borders, borders[1:], strict=False)
    ]


def _by_number(account: Column) -> list[Fold]:
    dealt = account % WITHOUT_DATES
    return [Fold(np.flatnonzero(dealt != each), np.flatnonzero(dealt == each)) for each in range(WITHOUT_DATES)]


def _enough(hit: Column) -> bool:
    reached = int(hit.sum())
    return min(reached, len(hit) - reached) >= FEWEST
