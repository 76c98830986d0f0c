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
    scaled, spreads = _standardised(columns, n)
    slopes = np.zeros(scaled.shape[1])
    slopes[0] = np.log((hits.sum() + 0.5) / (n.sum() - hits.sum() + 0.5))
    for _ in range(MOST_ROUNDS):
        step, covariance = _step(scaled, slopes, n, hits, penalty)
        if step is None or covariance is None:
            return None
        slopes = slopes + step
        if np.abs(step).max() < CLOSE_ENOUGH:
            return Fit(
                float(slopes[0]), slopes[1:] / spreads, _chances(down(scaled, slopes)), scaled, spreads, covariance
            )
    return None


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


def _standardised(columns: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Columns with mean 0 and spread 1 over the leads, behind a column of ones; and the spreads."""
    means = across(n[:, None], columns)[0] / n.sum()
    centred = columns - means
    spreads = np.sqrt(across(n[:, None], centred**2)[0] / n.sum())
    return np.column_stack([np.ones(len(columns)), centred / spreads]), spreads


def _chances(log_odds: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * log_odds)))


def _step(
    scaled: Floats, slopes: Floats, n: Floats, hits: Floats, penalty: float
) -> tuple[Floats | None, Floats | None]:
    """One step of Newton's method, no longer than LONGEST_STEP, and the covariance where it starts."""
    chances = _chances(down(scaled, slopes))
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
