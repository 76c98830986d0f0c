"""Calibration: a score's chance of the outcome, and on later leads how those chances compare with what came."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, Z, proportion
from leadscore.learning.observations import Observations
from leadscore.learning.regression import Fit, clustered_errors, fit
from leadscore.outcomes.following import share_of
from leadscore.outcomes.resampling import DRAWS, FEWEST, NO_INTERVAL, interval, ratio, resampled

Column = NDArray[Any]
Floats = NDArray[np.float64]

PARTS = 5
ALL_ALIKE = "all leads have the same chance"


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """The chance of the outcome at a score: 1 / (1 + exp(-(at_zero + per_point x score))), as Platt (1999) has it."""

    at_zero: float
    per_point: float

    def chance(self, score: Column) -> Floats:
        """A chance for each score, in points."""
        return np.asarray(0.5 * (1.0 + np.tanh(0.5 * (self.at_zero + self.per_point * np.asarray(score, float)))))


@dataclass(frozen=True, slots=True)
class Fifth:
    """A fifth of the leads by chance: how many, the mean chance foretold, and the share that reached the outcome."""

    n: int
    foretold: float
    lowest: float
    highest: float
    observed: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Foretold against observed on leads that neither weights nor calibration saw.

    brier: mean squared distance of chance and outcome; by_chance: the same if each lead were given the share that
    reached the outcome among the leads calibrated on; slope: 1 where chances spread as outcomes do, below 1 where they
    claim too much; at_even: log odds observed where the chance says 50 %; foretold and observed: means of all.
    """

    fifths: tuple[Fifth, ...]
    brier: Estimate
    by_chance: Estimate
    gain: Estimate
    slope: Estimate
    at_even: float | None
    foretold: float
    observed: Estimate


def sigmoid_of(score: Column, hit: Column) -> Sigmoid | None:
    """The sigmoid through scores (points) and outcomes; None where all leads have the same score or nothing settles."""
    found = _through(score, hit)
    return None if found is None else Sigmoid(*_line(found, score))


def calibration(chance: Floats, hit: Column, account: Column, before: float, draws: int = DRAWS) -> Calibration:
    """Hold chances against outcomes, one place a lead; `before` is the share of hits that was known beforehand."""
    observed = proportion(share_of(account, hit), nothing="no lead to check it on")
    brier, by_chance, gain = _briers(chance, hit, account, before, draws)
    slope, at_even = _slope(chance, hit, account)
    foretold = float(chance.mean()) if len(chance) else 0.0
    return Calibration(_fifths(chance, hit, account), brier, by_chance, gain, slope, at_even, foretold, observed)


def _fifths(chance: Floats, hit: Column, account: Column) -> tuple[Fifth, ...]:
    """Leads of one chance stay together, so that parts may differ in size."""
    if not len(chance):
        return ()
    inner = np.quantile(chance, np.arange(1, PARTS) / PARTS)
    part = np.searchsorted(inner, chance, side="left")
    found = [part == place for place in range(PARTS) if (part == place).any()]
    return tuple(
        Fifth(
            int(inside.sum()),
            float(chance[inside].mean()),
            float(chance[inside].min()),
            float(chance[inside].max()),
            proportion(share_of(account[inside], hit[inside])),
        )
        for inside in found
    )


def _briers(
    chance: Floats, hit: Column, account: Column, before: float, draws: int
) -> tuple[Estimate, Estimate, Estimate]:
    """Brier of the chances, of one chance for all, and how much smaller the first is; one set of resamples for all."""
    n, hits = len(hit), int(np.sum(hit))
    if not n:
        nothing = Estimate.unknown("no lead to check it on")
        return nothing, nothing, nothing
    pairs, cell = np.unique(np.column_stack([chance, hit]), axis=0, return_inverse=True)
    squares = np.column_stack([(pairs[:, 0] - pairs[:, 1]) ** 2, (before - pairs[:, 1]) ** 2])
    squares = np.column_stack([squares, squares[:, 1] - squares[:, 0]])
    whole = (np.bincount(cell.ravel(), minlength=len(pairs)) @ squares) / n
    if min(hits, n - hits) < FEWEST:
        first, second, third = (Estimate(float(each), n=n, reason=NO_INTERVAL) for each in whole)
        return first, second, third
    drawn = resampled(account, cell.ravel(), len(pairs), draws)
    totals = drawn.sum(axis=1)
    first, second, third = (
        interval(float(value), ratio(drawn @ column, totals), n) for value, column in zip(whole, squares.T, strict=True)
    )
    return first, second, third


def _slope(chance: Floats, hit: Column, account: Column) -> tuple[Estimate, float | None]:
    n = len(hit)
    log_odds = np.log(chance) - np.log1p(-chance)
    found = _through(log_odds, hit)
    if found is None:
        return Estimate.unknown(ALL_ALIKE, n), None
    _, pattern = np.unique(log_odds, return_inverse=True)
    rows = _rows(account, pattern.ravel(), hit)
    (error,) = clustered_errors(found, rows.pattern, rows.account, rows.n, rows.hits)
    at_even, slope = _line(found, log_odds)
    return Estimate(slope, slope - Z * float(error), slope + Z * float(error), n), at_even


def _through(at: Column, hit: Column) -> Fit | None:
    """Outcomes regressed on one column."""
    values, place = np.unique(np.asarray(at, dtype=np.float64), return_inverse=True)
    if len(values) < 2 or not hit.any() or hit.all():
        return None
    n = np.bincount(place.ravel()).astype(np.float64)
    hits = np.bincount(place.ravel(), weights=hit).astype(np.float64)
    return fit(values[:, np.newaxis], n, hits)


def _line(found: Fit, at: Column) -> tuple[float, float]:
    """Log odds where the column is 0, and per unit of it."""
    slope = float(found.slopes[0])
    return found.middle - slope * float(np.mean(np.asarray(at, dtype=np.float64))), slope


def _rows(account: Column, pattern: Column, hit: Column) -> Observations:
    flags = np.zeros((int(pattern.max()) + 1, 1), dtype=np.bool_)
    ones = np.ones(len(hit))
    return Observations.of(account, pattern, ones, hit.astype(np.float64), flags, flags)


def in_words(chance: float) -> str:
    """A chance as a percentage: 31 %."""
    return f"{100 * chance:.0f} %" if math.isfinite(chance) else "unknown"
