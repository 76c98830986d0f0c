"""Does an effect hold over time?  One effect in three equal parts of the time by T, and a test of whether they differ.

The effect of a part is one step of the regression that had the whole time, taken with that part's leads alone: the
slope plus the part's score over its information (efficient scores, other columns taken out).  Whether the parts differ
is Cochran's Q (1954) on two degrees of freedom, errors clustered by account.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate
from leadscore.learning.adjustment import FEWEST_ACCOUNTS
from leadscore.learning.effect import Counted, Slope, difference_at
from leadscore.learning.observations import Flags, Observations, Wholes
from leadscore.learning.regression import clustered_error
from leadscore.learning.side_tests import SideTest

PARTS = 3

Steadiness = Literal["steady", "changing", "cannot tell"]

NO_DATES = "no dates"
NO_EFFECT = "no effect was told that could hold or change"


@dataclass(frozen=True, slots=True)
class Times:
    """The parts of time: their borders (naive UTC, one more than parts) and the part of each lead, from 0."""

    borders: tuple[datetime, ...]
    part: Wholes

    def flags(self, place: int) -> Flags:
        """Which leads are of a part."""
        return np.asarray(self.part == place)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the time: T in [since, until), raw counts, and the effect as a difference of shares."""

    since: datetime
    until: datetime
    held: Counted
    not_held: Counted
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Parts:
    """The effect by part; `chance` is how often parts differ so much where the effect holds; None if unknown."""

    parts: tuple[Part, ...]
    slopes: tuple[Slope | None, ...]
    chance: float | None


@dataclass(frozen=True, slots=True)
class Stability:
    """Whether an effect holds over time, in a word with its reason; `rate` is the false discovery rate of a change."""

    word: Steadiness
    reason: str
    parts: tuple[Part, ...] = ()
    rate: float | None = None


def times_of(as_of: NDArray[Any]) -> Times | None:
    """Three parts of equal length from the first T to the last; None without dates or where all T are one."""
    if not len(as_of) or np.isnat(as_of).any() or as_of.min() == as_of.max():
        return None
    instants = as_of.astype("datetime64[us]").astype(np.int64)
    ends = np.linspace(instants.min(), instants.max() + 1, PARTS + 1).round().astype(np.int64)
    part = np.searchsorted(ends[1:-1], instants, side="right").astype(np.int64)
    return Times(tuple(each.item() for each in ends.astype("datetime64[us]")), part)


def by_part(test: SideTest, seen: Observations, times: Times, holds: Flags, unknown: Flags) -> Parts:
    """The effect of a tested rule in each part of time; one pattern a lead, in the order of `times`."""
    slopes: list[Slope | None] = []
    parts: list[Part] = []
    for place in range(PARTS):
        inside = times.flags(place)
        sides = holds & inside, ~holds & ~unknown & inside
        held, not_held = (Counted(*seen.count(side)) for side in sides)
        few = not all(seen.has_accounts(side, FEWEST_ACCOUNTS) for side in sides)
        slope = None if few else _slope(test, seen, inside)
        slopes.append(slope)
        difference = _difference(test, slope, held, not_held)
        parts.append(Part(times.borders[place], times.borders[place + 1], held, not_held, difference))
    return Parts(tuple(parts), tuple(slopes), _heterogeneity(slopes))


def stability(parts: Parts, rate: float | None, called: bool, false_share: float) -> Stability:
    """The word for parts, where `rate` says at which false discovery rate a change is just called."""
    if rate is not None and rate <= false_share:
        told = "the parts of the time differ by more than chance"
        return Stability("changing", told, parts.parts, rate)
    if not called:
        return Stability("cannot tell", NO_EFFECT, parts.parts, rate)
    unsure = [part for part in parts.parts if not _sure(part.difference)]
    if not unsure:
        return Stability("steady", "the effect shows in each part of the time by itself", parts.parts, rate)
    few = next((part.difference.reason for part in unsure if part.difference.value is None), None)
    told = few or f"in {len(unsure)} of {PARTS} parts of the time it cannot be told from no effect by itself"
    return Stability("cannot tell", told, parts.parts, rate)


def _slope(test: SideTest, seen: Observations, inside: Flags) -> Slope | None:
    if test.slope is None or test.trace is None:
        return None
    own = test.trace.influence / test.trace.variance
    information = float((test.trace.weights * own**2)[inside].sum())
    if information <= 0:
        return None
    moved = float((own * test.trace.residuals)[inside].sum()) / information
    rows = inside[seen.pattern]
    influence = own[seen.pattern][rows] / information
    residuals = test.trace.residuals[seen.pattern][rows]
    error = clustered_error(influence, residuals, seen.account[rows], 1 / information)
    return Slope(test.slope.log_odds + moved, error)


def _difference(test: SideTest, slope: Slope | None, held: Counted, not_held: Counted) -> Estimate:
    n = held.n + not_held.n
    if slope is None:
        needed = f"too few: needs {FEWEST_ACCOUNTS} accounts with it and {FEWEST_ACCOUNTS} without in each part"
        return Estimate.unknown(f"{needed}, has {held.n} and {not_held.n} leads in one", n)
    value, low, high = (difference_at(test.middle, held.n / n, end) for end in slope.ends)
    return Estimate(value, low, high, n)


def _heterogeneity(slopes: list[Slope | None]) -> float | None:
    """The p-value of Cochran's Q; chi-squared on two degrees of freedom has a tail of exp(-Q / 2)."""
    known = [slope for slope in slopes if slope is not None]
    if len(known) < PARTS:
        return None
    weights = [slope.error**-2 for slope in known]
    middle = sum(w * slope.log_odds for w, slope in zip(weights, known, strict=True)) / sum(weights)
    q = sum(w * (slope.log_odds - middle) ** 2 for w, slope in zip(weights, known, strict=True))
    return math.exp(-q / 2)


def _sure(difference: Estimate) -> bool:
    return difference.low is not None and difference.high is not None and difference.low * difference.high > 0
