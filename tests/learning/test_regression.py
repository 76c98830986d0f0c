"""The regression against scikit-learn, against sums by hand, and against resampled accounts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from leadscore.learning.products import across, down
from leadscore.learning.regression import clustered_errors, fit

from .worlds import drawn, observed

EFFECTS = (1.2, -0.7, 0.0, 0.4)


def fitted(seen, penalty=1.0):
    return fit(seen.holds.astype(float), seen.pattern_n, seen.pattern_hits, penalty)


def errors(seen, penalty=1.0):
    return clustered_errors(fitted(seen, penalty), seen.pattern, seen.account, seen.n, seen.hits)


def test_without_penalty_it_is_plain_maximum_likelihood() -> None:
    holds, hits, _ = drawn(1, 1500, EFFECTS)
    theirs = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(holds.astype(float), hits)
    ours = fitted(observed(holds, hits), penalty=0.0)
    assert ours.slopes == pytest.approx(theirs.coef_[0], abs=1e-6)
    at_the_mean = theirs.intercept_[0] + holds.mean(axis=0) @ theirs.coef_[0]
    assert ours.middle == pytest.approx(at_the_mean, abs=1e-6)


def test_one_rule_alone_is_a_table_of_four_with_half_a_lead_added_to_each_cell() -> None:
    seen = observed([[1]] * 10 + [[0]] * 20, [1] * 6 + [0] * 4 + [1] * 5 + [0] * 15)
    assert fitted(seen).slopes[0] == pytest.approx(math.log(6.5 / 4.5) - math.log(5.5 / 15.5))


def test_leads_that_stand_alone_have_the_errors_of_the_information() -> None:
    holds, hits, _ = drawn(2, 800, EFFECTS)
    ours = fitted(observed(holds, hits), penalty=0.0)
    design = np.c_[np.ones(len(holds)), holds]
    chance = 1 / (1 + np.exp(-(design @ np.r_[ours.middle - holds.mean(axis=0) @ ours.slopes, ours.slopes])))
    information = (design * (chance * (1 - chance))[:, None]).T @ design
    assert ours.errors == pytest.approx(np.sqrt(np.diag(np.linalg.inv(information)))[1:], abs=1e-9)


def test_the_sandwich_is_the_sum_over_accounts_of_squared_sums() -> None:
    holds, hits, accounts = drawn(3, 900, EFFECTS, colleagues=3, together=1.5)
    ours = fitted(observed(holds, hits, accounts))
    design = np.c_[np.ones(len(holds)), holds]
    chance = 1 / (1 + np.exp(-(design @ np.r_[ours.middle - holds.mean(axis=0) @ ours.slopes, ours.slopes])))
    bread = np.linalg.inv((design * (chance * (1 - chance))[:, None]).T @ design)
    meat = np.zeros_like(bread)
    for account in np.unique(accounts):
        total = ((hits - chance)[:, None] * design)[accounts == account].sum(axis=0)
        meat += np.outer(total, total)
    sandwich = np.sqrt(np.diag(bread @ meat @ bread) * 300 / 299)[1:]
    alone = np.sqrt(np.diag(bread))[1:]
    assert (sandwich > alone).any()
    assert errors(observed(holds, hits, accounts)) == pytest.approx(np.maximum(sandwich, alone), abs=1e-9)


def test_the_sandwich_agrees_with_resampled_accounts() -> None:
    holds, hits, accounts = drawn(4, 1800, EFFECTS, colleagues=3, together=1.5)
    chance, firms = np.random.default_rng(5), 600
    slopes = []
    for _ in range(250):
        rows = (chance.integers(0, firms, firms)[:, None] * 3 + np.arange(3)).reshape(-1)
        slopes.append(fitted(observed(holds[rows], hits[rows])).slopes)
    assert errors(observed(holds, hits, accounts)) == pytest.approx(np.std(slopes, axis=0), rel=0.15)


def test_colleagues_who_decide_as_one_count_as_one() -> None:
    holds, hits, accounts = drawn(6, 400, EFFECTS)
    copied = observed(np.repeat(holds, 4, axis=0), np.repeat(hits, 4), np.repeat(accounts, 4))
    once, four_times = errors(observed(holds, hits, accounts)), errors(copied)
    assert four_times == pytest.approx(once, rel=0.1)
    assert fitted(copied).errors == pytest.approx(once / 2, rel=0.1)


def test_a_rule_that_separates_the_outcomes_has_a_finite_effect() -> None:
    seen = observed([[1]] * 20 + [[0]] * 40, [0] * 20 + [1] * 20 + [0] * 20)
    assert fitted(seen, penalty=0.0) is None
    assert fitted(seen).slopes[0] == pytest.approx(math.log(0.5 / 20.5))
    assert 0.5 < errors(seen)[0] < 3


def test_the_order_of_the_leads_changes_nothing() -> None:
    holds, hits, accounts = drawn(7, 600, EFFECTS, colleagues=2, together=1)
    order = np.random.default_rng(8).permutation(len(hits))
    first, second = observed(holds, hits, accounts), observed(holds[order], hits[order], accounts[order])
    assert fitted(first).slopes.tolist() == fitted(second).slopes.tolist()
    assert errors(first).tolist() == errors(second).tolist()


def test_slices_are_the_product() -> None:
    tall = np.random.default_rng(9).random((50_000, 7))
    assert across(tall, tall) == pytest.approx(tall.T @ tall)
    assert down(tall, tall[:7]) == pytest.approx(tall @ tall[:7])
    assert down(tall, tall[0]) == pytest.approx(tall @ tall[0])
