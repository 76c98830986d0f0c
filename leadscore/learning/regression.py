"""Logistic regression over counted patterns: Firth's penalty, and errors that know that colleagues decide together.

Pure arithmetic on arrays.  Columns are standardised inside, so nothing depends on their units; no random numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.products import across, down

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]

FIRTH = 1.0
"""Weight of the penalty log(det I) / 2 (Firth 1993): a finite estimate even where a rule separates the outcomes."""

MOST_ROUNDS = 50
LONGEST_STEP = 5.0
CLOSE_ENOUGH = 1e-10
ACCOUNTS_AT_A_TIME = 20_000

NEAR_ENOUGH = 1e-3
"""In standardised units: from here on another turn of `refit` moves a slope by less than a hundredth of its error."""

MOST_TURNS = 8


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted regression; `middle` is the log odds where every column has its mean, `slopes` are per unit of a column.

    `chances` belongs to the patterns; `scaled` (patterns x columns + 1) and `covariance` are in standardised units,
    with the intercept first; the covariance takes every lead as alone.
    """

    middle: float
    slopes: Floats
    chances: Floats
    scaled: Floats
    spreads: Floats
    covariance: Floats

    @property
    def errors(self) -> Floats:
        """Standard errors of the slopes if every lead stood alone."""
        return np.sqrt(np.diag(self.covariance)[1:]) / self.spreads


def fit(columns: Floats, n: Floats, hits: Floats, penalty: float = FIRTH) -> Fit | None:
    """Fit `hits` of `n` leads per pattern on the pattern's columns; None where it does not settle.

    `columns` is patterns x columns, none of them constant and none a sum of others.  Penalty 0 is plain maximum
    likelihood, which runs away where a column separates the outcomes: then None.
    """
    scaled, spreads = standardised(columns, n)
    return fit_scaled(scaled, spreads, n, hits, penalty)


def fit_scaled(scaled: Floats, spreads: Floats, n: Floats, hits: Floats, penalty: float = FIRTH) -> Fit | None:
    """The same on columns that are standardised already, behind a column of ones; `spreads` are those that they had."""
    slopes = np.zeros(scaled.shape[1])
    slopes[0] = np.log((hits.sum() + 0.5) / (n.sum() - hits.sum() + 0.5))
    for _ in range(MOST_ROUNDS):
        step, covariance = _step(scaled, slopes, n, hits, penalty)
        if step is None or covariance is None:
            return None
        slopes = slopes + step
        if np.abs(step).max() < CLOSE_ENOUGH:
            return Fit(float(slopes[0]), slopes[1:] / spreads, chances_of(scaled, slopes), scaled, spreads, covariance)
    return None


def refit(
    scaled: Floats, spreads: Floats, n: Floats, hits: Floats, start: Floats, curvature: Floats, leverage: Floats
) -> Fit | None:
    """The same as `fit` on columns that are standardised already, from slopes that are nearly right.

    `start` holds the slopes, `curvature` (columns x columns) and `leverage` (a number a pattern) what a neighbouring
    fit had for them: they are kept while the slopes settle, and computed anew only once or twice, which costs a tenth
    of `fit` where many fits differ by one column.  None where it does not settle.
    """
    slopes = start
    for _ in range(MOST_TURNS):
        settled = _settled(scaled, slopes, n, hits, curvature, leverage)
        if settled is None:
            return None
        moved, slopes = float(np.abs(settled - slopes).max()), settled
        chances = chances_of(scaled, slopes)
        weights = n * chances * (1 - chances)
        curvature = across(scaled * weights[:, None], scaled)
        covariance = _inverse(curvature)
        if covariance is None:
            return None
        if moved < NEAR_ENOUGH:
            return Fit(float(slopes[0]), slopes[1:] / spreads, chances, scaled, spreads, covariance)
        leverage = weights * np.sum(down(scaled, covariance) * scaled, axis=1)
    return None


def _settled(
    scaled: Floats, slopes: Floats, n: Floats, hits: Floats, curvature: Floats, leverage: Floats
) -> Floats | None:
    """Where the penalised score is 0 while curvature and leverage stay as they are."""
    covariance = _inverse(curvature)
    if covariance is None:
        return None
    for _ in range(MOST_ROUNDS):
        chances = chances_of(scaled, slopes)
        residuals = hits - n * chances + FIRTH * leverage * (0.5 - chances)
        step = covariance @ across(scaled, residuals[:, None])[:, 0]
        longest = np.abs(step).max()
        if not longest < LONGEST_STEP:
            return None
        slopes = slopes + step
        if longest < NEAR_ENOUGH / 10:
            return np.asarray(slopes)
    return None


def _inverse(information: Floats) -> Floats | None:
    try:
        return np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None


def standardised(columns: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Columns with mean 0 and spread 1 over the leads, behind a column of ones; and the spreads."""
    means = across(n[:, None], columns)[0] / n.sum()
    centred = columns - means
    spreads = np.sqrt(across(n[:, None], centred**2)[0] / n.sum())
    return np.column_stack([np.ones(len(columns)), centred / spreads]), spreads


def clustered_error(influence: Floats, residuals: Floats, account: Wholes, variance: float) -> float:
    """The standard error of one slope as `clustered_errors` has it, from its own influence alone.

    `influence` times `residuals` is what each row adds to the slope; rows are sorted by `account`; `variance` is the
    slope's if every lead stood alone.
    """
    if not len(account):
        return float(np.sqrt(variance))
    starts = np.flatnonzero(np.diff(account, prepend=account[:1] - 1))
    sums = np.add.reduceat(influence * residuals, starts)
    wider = float(sums @ sums) * len(starts) / (len(starts) - 1) if len(starts) > 1 else 0.0
    return float(np.sqrt(max(wider, variance)))


def clustered_errors(fitted: Fit, pattern: Wholes, account: Wholes, n: Floats, hits: Floats) -> Floats:
    """Standard errors of the slopes from the sandwich over accounts, never below those of leads that stand alone.

    One row for each account and pattern, sorted by `account`; covariance = B (sum over accounts of s s') B times
    G / (G - 1), where s is an account's sum of columns times residuals (Liang and Zeger 1986).
    """
    accounts = int(np.count_nonzero(np.diff(account))) + 1
    if accounts < 2:
        return fitted.errors
    residuals = hits - n * fitted.chances[pattern]
    meat = _squares(fitted.scaled, pattern, account, residuals) * (accounts / (accounts - 1))
    sandwich = np.diag(fitted.covariance @ meat @ fitted.covariance)[1:]
    return np.sqrt(np.maximum(sandwich, np.diag(fitted.covariance)[1:])) / fitted.spreads


def chances_of(scaled: Floats, slopes: Floats) -> Floats:
    """The chance of the outcome for each pattern."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * down(scaled, slopes))))


def _step(
    scaled: Floats, slopes: Floats, n: Floats, hits: Floats, penalty: float
) -> tuple[Floats | None, Floats | None]:
    """One step of Newton's method, no longer than LONGEST_STEP, and the covariance where it starts."""
    chances = chances_of(scaled, slopes)
    weights = n * chances * (1 - chances)
    try:
        covariance: Floats = np.asarray(np.linalg.inv(across(scaled * weights[:, None], scaled)), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None, None
    residuals = hits - n * chances
    if penalty:
        leverage = weights * np.sum(down(scaled, covariance) * scaled, axis=1)
        residuals = residuals + penalty * leverage * (0.5 - chances)
    step = covariance @ across(scaled, residuals[:, None])[:, 0]
    longest = np.abs(step).max()
    if not np.isfinite(longest):
        return None, None
    return np.asarray(step * min(1.0, LONGEST_STEP / max(longest, LONGEST_STEP))), np.asarray(covariance)


def _squares(scaled: Floats, pattern: Wholes, account: Wholes, residuals: Floats) -> Floats:
    """Sum over accounts of s s'; accounts of a single row need only the square of its residual."""
    starts = np.flatnonzero(np.diff(account, prepend=account[:1] - 1))
    sizes = np.diff(np.r_[starts, len(account)])
    alone = np.repeat(sizes == 1, sizes)
    squares = np.bincount(pattern[alone], residuals[alone] ** 2, minlength=len(scaled))
    meat = across(scaled * squares[:, None], scaled)
    starts, sizes = starts[sizes > 1], sizes[sizes > 1]
    for first in range(0, len(starts), ACCOUNTS_AT_A_TIME):
        some = slice(first, first + ACCOUNTS_AT_A_TIME)
        meat += _squares_of_several(scaled, pattern, residuals, starts[some], sizes[some])
    return meat


def _squares_of_several(scaled: Floats, pattern: Wholes, residuals: Floats, starts: Wholes, sizes: Wholes) -> Floats:
    ends = np.cumsum(sizes)
    rows = np.arange(ends[-1]) + np.repeat(starts - (ends - sizes), sizes)
    sums = np.add.reduceat(scaled[pattern[rows]] * residuals[rows][:, None], ends - sizes)
    return across(sums, sums)
