"""Logistic regression with a ridge and with signs: against scikit-learn where there are none, and at its bounds."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore.learning.suggesting.sign_constrained import Limits, fit, half_deviance

from .worlds import drawn

FREE = (-np.inf, np.inf)
HELPS = (0.0, np.inf)
HARMS = (-np.inf, 0.0)


def limits(*ends: tuple[float, float]) -> Limits:
    return Limits(np.array([low for low, _ in ends]), np.array([high for _, high in ends]))


def world(seed: int, *log_odds: float, leads: int = 800):
    """Columns, one lead a row, and hits."""
    holds, hits, _ = drawn(seed, leads, log_odds)
    return holds.astype(float), np.ones(leads), hits.astype(float)


@pytest.mark.parametrize("penalty", [0.25, 4.0, 64.0])
def test_without_signs_it_is_the_ridge_of_scikit_learn(penalty: float) -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    columns, n, hits = world(1, 1.0, -0.7, 0.0)
    theirs = linear.LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=10_000).fit(columns, hits)
    ours = fit(columns, n, hits, limits(FREE, FREE, FREE), penalty)
    assert ours.slopes == pytest.approx(theirs.coef_[0], abs=2e-3)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=2e-3)


def test_a_slope_stops_at_0_where_its_sign_is_the_other_one() -> None:
    columns, n, hits = world(2, 1.0, -0.8, 0.5)
    free = fit(columns, n, hits, limits(FREE, FREE, FREE), 1.0)
    kept = fit(columns, n, hits, limits(HELPS, HELPS, HARMS), 1.0)
    assert free.slopes[1] < -0.4 < 0.2 < free.slopes[2]
    assert kept.slopes[0] > 0.5
    assert list(kept.slopes[1:]) == [0, 0]


def test_at_its_bounds_nothing_better_lies_inside() -> None:
    """A little further into the permitted side the penalised deviance is no smaller, and so it is along free slopes."""
    columns, n, hits = world(3, 0.8, -0.5, 0.1, -0.9)
    asked = limits(HELPS, HELPS, FREE, HARMS)
    found = fit(columns, n, hits, asked, 2.0)

    def loss(slopes) -> float:
        return half_deviance(found.intercept + columns @ slopes, n, hits) + (slopes @ slopes)

    for place in range(4):
        for step in (-1e-2, 1e-2):
            moved = found.slopes.copy()
            moved[place] = min(max(moved[place] + step, asked.low[place]), asked.high[place])
            assert loss(moved) >= loss(found.slopes) - 1e-6


def test_a_weight_of_two_is_a_lead_twice_and_of_none_no_lead() -> None:
    columns, n, hits = world(4, 1.0, 0.4, leads=300)
    weights = np.arange(300) % 3
    asked = limits(HELPS, HELPS)
    weighted = fit(columns, n * weights, hits * weights, asked, 1.0)
    repeated = fit(np.repeat(columns, weights, axis=0), *(np.repeat(each, weights) for each in (n, hits)), asked, 1.0)
    assert weighted.slopes == pytest.approx(repeated.slopes, abs=1e-3)


def test_where_it_begins_does_not_matter() -> None:
    columns, n, hits = world(5, 1.2, 0.0, -0.3)
    asked = limits(HELPS, HELPS, HARMS)
    cold = fit(columns, n, hits, asked, 1.0)
    warm = fit(columns, n, hits, asked, 1.0, fit(columns, n, 1 - hits, limits(FREE, FREE, FREE), 1.0))
    assert warm.slopes == pytest.approx(cold.slopes, abs=2e-3)


def test_many_rows_give_the_same_as_few_with_weights() -> None:
    """From twenty thousand rows on another method looks for the same optimum."""
    columns, _, hits = world(6, 0.7, -0.4, leads=24_000)
    asked = limits(HELPS, HARMS)
    one_by_one = fit(columns, np.ones(24_000), hits, asked, 1.0)
    patterns, place = np.unique(columns, axis=0, return_inverse=True)
    place = place.reshape(-1)
    counted = fit(patterns, np.bincount(place).astype(float), np.bincount(place, hits), asked, 1.0)
    assert one_by_one.slopes == pytest.approx(counted.slopes, abs=1e-3)


def test_columns_that_say_the_same_share_their_effect() -> None:
    columns, n, hits = world(7, 1.0)
    twice = fit(np.column_stack([columns, columns]), n, hits, limits(HELPS, HELPS), 1.0)
    assert twice.slopes[0] == pytest.approx(twice.slopes[1], abs=5e-3)
