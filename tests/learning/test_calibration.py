"""Calibration, against plain computation and figures that can be checked in the head."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from leadscore.learning.refining.calibration import calibration, sigmoid_of


def world(n: int = 400, seed: int = 3):
    """Leads that stand alone, whose chances are true."""
    draw = np.random.default_rng(seed)
    chance = np.round(0.05 + 0.9 * draw.random(n), 3)
    return chance, draw.random(n) < chance, np.arange(n)


def test_two_scores_have_the_chances_that_half_a_lead_more_of_each_kind_gives() -> None:
    """3 of 10 leads at 0 points and 8 of 12 at 10: 3.5 of 11 and 8.5 of 13, as Firth's penalty has it."""
    score = np.array([0.0] * 10 + [10.0] * 12)
    hit = np.array([True] * 3 + [False] * 7 + [True] * 8 + [False] * 4)
    assert sigmoid_of(score, hit).chance(np.array([0.0, 10.0])) == pytest.approx([3.5 / 11, 8.5 / 13], abs=1e-6)


def test_one_score_for_all_has_no_sigmoid() -> None:
    assert sigmoid_of(np.ones(20), np.arange(20) < 9) is None


def test_the_fifths_are_those_of_a_plain_loop() -> None:
    chance, hit, account = world()
    found = calibration(chance, hit, account, 0.5).fifths
    order = sorted(range(400), key=lambda place: chance[place])
    assert sum(each.n for each in found) == 400
    first = 0
    for each in found:
        own = order[first : first + each.n]
        first += each.n
        hits = sum(bool(hit[place]) for place in own)
        told = binomtest(hits, each.n).proportion_ci(method="wilson")
        assert each.foretold == pytest.approx(sum(chance[place] for place in own) / each.n)
        assert each.observed.value == pytest.approx(hits / each.n)
        assert (each.observed.low, each.observed.high) == pytest.approx((told.low, told.high))
        assert abs(each.n - 80) <= 2


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    chance, hit, account = world()
    found = calibration(chance, hit, account, 0.3)
    by_hand = sum((p - y) ** 2 for p, y in zip(chance, hit, strict=True)) / 400
    for_all = sum((0.3 - y) ** 2 for y in hit) / 400
    assert found.brier.value == pytest.approx(by_hand)
    assert found.by_chance.value == pytest.approx(for_all)
    assert found.gain.value == pytest.approx(for_all - by_hand)
    assert found.brier.low < by_hand < found.brier.high


def test_the_slope_is_that_of_a_regression_on_the_log_odds() -> None:
    from sklearn.linear_model import LogisticRegression

    chance, hit, account = world(4000)
    log_odds = np.log(chance / (1 - chance))
    fitted = LogisticRegression(C=1e9, tol=1e-10).fit(log_odds[:, None], hit)
    found = calibration(chance, hit, account, 0.5)
    assert found.slope.value == pytest.approx(fitted.coef_[0][0], rel=0.01)
    assert found.at_even == pytest.approx(fitted.intercept_[0], abs=0.01)
    assert found.slope.low < 1 < found.slope.high


def test_chances_that_claim_too_much_have_a_slope_below_one() -> None:
    chance, hit, account = world(4000)
    odds = (chance / (1 - chance)) ** 2
    assert calibration(odds / (1 + odds), hit, account, 0.5).slope.high < 0.7


def test_colleagues_widen_every_interval() -> None:
    chance, hit, account = (np.repeat(each, 5) for each in world(200))
    alone = calibration(chance, hit, np.arange(1000), 0.5)
    together = calibration(chance, hit, account, 0.5)
    for name in ("brier", "slope", "observed"):
        one, other = getattr(alone, name), getattr(together, name)
        assert one.value == pytest.approx(other.value)
        assert other.high - other.low > 1.5 * (one.high - one.low), name


def test_nobody_to_check_it_on_is_unknown() -> None:
    none = np.zeros(0)
    found = calibration(none, none.astype(bool), none.astype(int), 0.5)
    assert found.fifths == ()
    assert found.brier.reason == found.observed.reason == "no lead to check it on"
