"""Logistic regression whose slopes keep the signs they are given, drawn towards 0 by a ridge.

scipy minimises the penalised deviance within bounds; scikit-learn's logistic regression has a ridge but no bounds on
single slopes, which is why it is not used here.  Of scipy's methods with bounds the truncated Newton method (TNC) needs
more looks at the leads than L-BFGS-B, but never calls the linear algebra library, whose threads wait for each other by
spinning where other sessions keep the cores busy; it is taken where leads are few enough for that to count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.products import across, down

Floats = NDArray[np.float64]
_Row = np.ndarray[tuple[int], np.dtype[np.float64]]

MOST_LOOKS = 2_000
CLOSE_ENOUGH = 1e-9
"""Relative change of the penalised deviance below which no further round is made."""

MANY = 20_000
"""From so many rows on a look at them costs more than what is done between two looks."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Log odds = intercept + columns x slopes."""

    intercept: float
    slopes: Floats

    def log_odds(self, columns: Floats) -> Floats:
        """A log odds for each row of columns."""
        return np.asarray(self.intercept + down(columns, self.slopes))


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The lowest and highest slope of each column; 0 at one end keeps its sign."""

    low: Floats
    high: Floats


def fit(columns: Floats, n: Floats, hits: Floats, limits: Limits, penalty: float, start: Line | None = None) -> Line:
    """Fit `hits` of `n` leads per row of columns: half the deviance plus penalty / 2 x the sum of squared slopes.

    Weights of 0 leave a row out.  The intercept is free of penalty and bounds.  `start` is where a fit of nearly the
    same leads ended.  One optimum, as the sum is strictly convex for any penalty above 0.
    """
    from scipy.optimize import Bounds, minimize  # here, so that a command that learns nothing starts without it

    total, reached = float(n.sum()), float(hits.sum())
    middle = across(n[:, None], columns)[0] / total
    centred = columns - middle
    first = np.r_[np.log((reached + 0.5) / (total - reached + 0.5)), np.zeros(columns.shape[1])]
    if start is not None:
        first = np.r_[start.intercept + middle @ start.slopes, start.slopes]

    def loss(at: _Row) -> tuple[float, Floats]:
        log_odds = at[0] + down(centred, at[1:])
        rest = n * _chances(log_odds) - hits
        slope = across(centred, rest[:, None])[:, 0] + penalty * at[1:]
        return half_deviance(log_odds, n, hits) + penalty / 2 * float(at[1:] @ at[1:]), np.r_[rest.sum(), slope]

    bounds = Bounds(np.r_[-np.inf, limits.low], np.r_[np.inf, limits.high])
    method: Literal["TNC", "L-BFGS-B"] = "TNC" if len(n) < MANY else "L-BFGS-B"
    found = minimize(
        loss,
        first,
        jac=True,
        method=method,
        bounds=bounds,
        options={"maxfun": MOST_LOOKS, "ftol": CLOSE_ENOUGH},
    ).x
    return Line(float(found[0] - middle @ found[1:]), np.asarray(found[1:]))


def half_deviance(log_odds: Floats, n: Floats, hits: Floats) -> float:
    """Minus the log likelihood of `hits` of `n` leads at these log odds."""
    return float(np.sum(n * np.logaddexp(0.0, log_odds) - hits * log_odds))


def _chances(log_odds: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * log_odds)))
