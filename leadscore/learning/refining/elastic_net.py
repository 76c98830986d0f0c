"""Logistic regression with an elastic net (Zou and Hastie 2005), as strong as folds that go forward in time want it.

Half of the penalty draws slopes towards 0, half of it leaves the smallest at 0, so that few signals get points.
scikit-learn fits it; it is an optional part of leadscore and imported where it is needed.
"""

from __future__ import annotations

import inspect
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.errors import UsageError
from leadscore.learning.suggesting.folds import Fold
from leadscore.learning.suggesting.sign_constrained import half_deviance

Floats = NDArray[np.float64]
Column = NDArray[Any]

PENALTIES = (3.0, 5.0, 8.0, 12.0, 18.0, 27.0, 40.0, 60.0, 90.0)
"""Weights of the sum of |slopes| / 2 and of slopes^2 / 4, on columns of spread 1."""

WITHOUT_FOLDS = 12.0
"""The penalty of a history too short to be folded."""

L1 = 0.5
MOST_ROUNDS, CLOSE_ENOUGH = 500, 1e-3
SEED = 1

NEEDS_SCIKIT_LEARN = "The learned score needs scikit-learn. Install it: pip install 'leadscore[predict]'."


class ScikitLearnMissing(UsageError):
    """What was asked needs scikit-learn, which is not installed."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """Slopes of the log odds per unit of each column, and the penalty that the folds chose."""

    slopes: Floats
    penalty: float


def fit_net(columns: Floats, hit: Column, ease: Floats, folds: tuple[Fold, ...]) -> Net:
    """Fit outcomes on columns; a column of `ease` 0.5 is penalised as one of half the spread would be.

    The penalty is the one under which later folds were foretold best, without folds WITHOUT_FOLDS.
    ScikitLearnMissing where scikit-learn is not installed.
    """
    logistic = _logistic()
    losses = [sum(_loss(logistic(penalty), columns, hit, ease, fold) for fold in folds) for penalty in PENALTIES]
    penalty = PENALTIES[int(np.argmin(losses))] if folds else WITHOUT_FOLDS
    return Net(_fit(logistic(penalty), columns, hit, ease)[1], penalty)


def _logistic() -> Any:
    """Makes a regression for a penalty; its argument for a mixed one was renamed between versions."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise ScikitLearnMissing(NEEDS_SCIKIT_LEARN) from error
    told = inspect.signature(LogisticRegression).parameters.get("penalty")
    mixed = {"penalty": "elasticnet"} if told is not None and told.default == "l2" else {}
    fixed = {"solver": "saga", "l1_ratio": L1, "max_iter": MOST_ROUNDS, "tol": CLOSE_ENOUGH, "random_state": SEED}
    return lambda penalty: LogisticRegression(C=1 / penalty, **mixed, **fixed)


def _loss(logistic: Any, columns: Floats, hit: Column, ease: Floats, fold: Fold) -> float:
    intercept, slopes = _fit(logistic, columns[fold.learned], hit[fold.learned], ease)
    log_odds = intercept + np.sum(columns[fold.judged] * slopes, axis=1)
    return half_deviance(log_odds, np.ones(len(fold.judged)), hit[fold.judged].astype(np.float64))


def _fit(logistic: Any, columns: Floats, hit: Column, ease: Floats) -> tuple[float, Floats]:
    """Intercept and slopes; a column that never changes has the slope 0."""
    middle, spreads = columns.mean(axis=0), columns.std(axis=0)
    moving = spreads > 0
    slopes = np.zeros(columns.shape[1])
    if not moving.any():
        return float(np.log(hit.mean() / (1 - hit.mean()))), slopes
    scale = ease[moving] / spreads[moving]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of rounds: a slope that has not quite settled is far closer than its error
        found = logistic.fit((columns[:, moving] - middle[moving]) * scale, hit)
    slopes[moving] = found.coef_[0] * scale
    return float(found.intercept_[0] - middle @ slopes), slopes
