"""How well one field separates the outcomes: checked against plain loops, scikit-learn and drawn accounts."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore.learning.leaks.separation import FEWEST, by_value, in_tenths, separation


def told(seed: int, n: int = 300, pairs: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores with ties that say something, outcomes, and accounts of so many leads."""
    chance = np.random.default_rng(seed)
    account = np.arange(n) // pairs
    shared = chance.normal(size=n // pairs + 1)[account]
    hit = chance.random(n) < 1 / (1 + np.exp(-shared))
    return np.round(shared + chance.normal(size=n), 1), hit, account


def test_of_every_pair_the_hit_has_the_higher_score_so_often():
    scores, hit, account = told(1, 80)
    pairs = [(s > o) + (s == o) / 2 for s in scores[hit] for o in scores[~hit]]
    assert separation(scores, hit, account).value == pytest.approx(np.mean(pairs), abs=1e-12)


def test_scikit_learn_has_the_same_area():
    metrics = pytest.importorskip("sklearn.metrics")
    scores, hit, account = told(2)
    assert separation(scores, hit, account).value == pytest.approx(metrics.roc_auc_score(hit, scores), abs=1e-12)


@pytest.mark.parametrize("pairs", [1, 4])
def test_the_interval_is_about_that_of_drawn_accounts(pairs):
    scores, hit, account = told(3, 400, pairs)
    found, chance = separation(scores, hit, account), np.random.default_rng(0)
    members = [np.flatnonzero(account == each) for each in np.unique(account)]
    drawn = []
    for _ in range(400):
        some = np.concatenate([members[each] for each in chance.integers(len(members), size=len(members))])
        drawn.append(separation(scores[some], hit[some], account[some]).value)
    low, high = np.quantile(drawn, (0.025, 0.975))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.02)


def test_colleagues_decide_together():
    scores, hit, account = told(4, 400, 4)
    together, alone = separation(scores, hit, account), separation(scores, hit, np.arange(400))
    assert together.value == alone.value
    assert together.high - together.low > 1.15 * (alone.high - alone.low)


def test_a_perfect_score_still_has_an_interval():
    hit = np.arange(40) < 20
    found = separation(-np.arange(40.0), hit, np.arange(40))
    assert found.value == 1 and found.high == 1 and 0.8 < found.low < 1


def test_too_few_outcomes_are_no_area():
    hit = np.arange(100) < FEWEST - 1
    found = separation(np.arange(100.0), hit, np.arange(100))
    assert (found.value, found.n) == (None, 100)
    assert found.reason == "needs 10 leads that reached the outcome and 10 that did not, has 9 and 91"


def test_a_value_is_judged_by_leads_of_other_accounts():
    """Every account has a value of its own: inside it would tell everything, outside nothing."""
    account = np.repeat(np.arange(50), 4)
    hit = np.repeat(np.arange(50) % 2 == 0, 4)
    assert separation(by_value(account, hit, account), hit, account).value == 0.5
    assert separation(by_value(account, hit, np.arange(200)), hit, np.arange(200)).value > 0.9


@pytest.mark.parametrize("seed", range(5))
def test_a_field_that_never_changes_says_exactly_nothing(seed):
    _, hit, account = told(seed, 979, 2)
    assert separation(by_value(np.zeros(979, dtype=np.int64), hit, account), hit, account).value == 0.5


def test_unknown_is_a_value_like_any_other():
    hit = np.arange(200) % 2 == 0
    codes = np.where(hit, 1, 0)
    assert separation(by_value(codes, hit, np.arange(200)), hit, np.arange(200)).value == 1


def test_numbers_of_few_values_stay_and_of_many_come_in_tenths():
    assert in_tenths(np.array([3.0, np.nan, 1.0, 3.0])).tolist() == [2, 0, 1, 2]
    tenths = in_tenths(np.append(np.arange(1000.0), np.nan))
    assert np.bincount(tenths).tolist()[0] == 1
    assert len(np.bincount(tenths)) == 11 and np.bincount(tenths)[1:].min() > 90
