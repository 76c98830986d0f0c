"""Estimates: intervals against scipy, against published numbers, and against the coverage they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from leadscore.estimate import LEVEL, AccountSums, Estimate, Z, design_effect, difference, proportion, wilson


def sums_of(accounts):
    """Sums from a literal list of accounts, each a list of 0 and 1."""
    return AccountSums(
        n=sum(len(each) for each in accounts),
        hits=sum(sum(each) for each in accounts),
        accounts=len(accounts),
        n_n=sum(len(each) ** 2 for each in accounts),
        n_x=sum(len(each) * sum(each) for each in accounts),
        x_x=sum(sum(each) ** 2 for each in accounts),
    )


def share(hits, n):
    return proportion(AccountSums.alone(hits, n))


def test_the_quantile_belongs_to_the_level():
    assert pytest.approx(stats.norm.ppf((1 + LEVEL) / 2), abs=1e-15) == Z


@pytest.mark.parametrize(("hits", "n"), [(0, 1), (1, 1), (0, 20), (1, 29), (15, 148), (81, 263), (3561, 9240), (9, 9)])
def test_wilson_is_scipys(hits, n):
    theirs = stats.binomtest(hits, n).proportion_ci(LEVEL, method="wilson")
    assert wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_newcombes_published_table(hits, n, low, high):
    """Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3."""
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_difference_is_newcombes_published_table(first, second, low, high):
    """Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10."""
    found = difference(share(*first), share(*second))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.n == first[1] + second[1]


def test_leads_that_stand_alone_have_a_design_effect_of_1():
    assert design_effect(AccountSums.alone(3, 10)) == 1.0
    assert design_effect(sums_of([[1], [0], [0]])) == 1.0


def test_colleagues_who_always_agree_count_once():
    """Four accounts of two that agree: the eight leads are worth four."""
    agreeing = sums_of([[1, 1], [0, 0], [1, 1], [0, 0]])
    assert design_effect(agreeing) == pytest.approx(2.0)
    found = proportion(agreeing)
    assert (found.low, found.high) == pytest.approx(wilson(2, 4))
    assert (found.value, found.n) == (0.5, 8)


def test_the_design_effect_is_the_clustered_variance_over_the_binomial_one():
    accounts = [[1, 0, 1], [0], [0, 0], [1, 1, 1, 1], [0, 1], [0]]
    n = sum(map(len, accounts))
    p = sum(map(sum, accounts)) / n
    clustered = sum((sum(each) - p * len(each)) ** 2 for each in accounts) / n**2
    assert design_effect(sums_of(accounts)) == pytest.approx(clustered / (p * (1 - p) / n), abs=1e-12)


def test_accounts_that_disagree_within_never_narrow_the_interval():
    assert design_effect(sums_of([[1, 0], [1, 0], [0, 1]])) == 1.0


@pytest.mark.parametrize("hit", [0, 1])
def test_where_nothing_varies_the_mean_account_stands_in(hit):
    assert design_effect(sums_of([[hit] * 3, [hit]])) == 2.0
    assert proportion(sums_of([[hit] * 3, [hit]])).n == 4


def test_one_account_is_one_observation():
    found = proportion(sums_of([[0, 0, 0, 0]]))
    assert (found.low, found.high) == wilson(0, 1)


@pytest.mark.parametrize("rate", [0.1, 0.3])
def test_clustered_intervals_cover_what_they_promise(rate):
    """100 accounts of 1-7 colleagues, intra-account correlation 0.5: plain Wilson covers about 75 %."""
    world, alone, clustered = np.random.default_rng(20260101), 0, 0
    for _ in range(800):
        sizes = world.integers(1, 8, 100)
        hits = world.binomial(sizes, world.beta(rate, 1 - rate, 100))
        n, x = int(sizes.sum()), int(hits.sum())
        sums = AccountSums(n, x, 100, int(sizes @ sizes), int(sizes @ hits), int(hits @ hits))
        found, plain = proportion(sums), wilson(x, n)
        clustered += found.low <= rate <= found.high
        alone += plain[0] <= rate <= plain[1]
    assert alone / 800 < 0.82
    assert 0.91 <= clustered / 800 <= 0.98


def test_a_share_of_nothing_is_unknown_not_0():
    found = proportion(AccountSums.alone(0, 0), nothing="needs at least 1 worked lead, has none")
    assert found == Estimate(None, n=0, reason="needs at least 1 worked lead, has none")
    assert not found.known()


def test_a_difference_with_an_unknown_share_is_unknown_for_its_reason():
    assert difference(share(3, 10), Estimate.unknown("no wins", 7)) == Estimate(None, n=17, reason="no wins")
    assert difference(Estimate.count(3), share(3, 10)).reason == "a share without an interval cannot be compared"


def test_a_count_has_no_interval():
    assert Estimate.count(12, 40) == Estimate(12, None, None, 40, None)
    assert Estimate.count(12).n == 12


def test_unknown_without_a_reason_cannot_be_built():
    with pytest.raises(ValueError, match="must say why"):
        Estimate(None)


@pytest.mark.parametrize("ends", [{"low": 0.1}, {"high": 0.1}])
def test_half_an_interval_cannot_be_built(ends):
    with pytest.raises(ValueError, match="two ends"):
        Estimate(0.1, **ends)


@pytest.mark.parametrize(("hits", "n"), [(1, 0), (-1, 4), (5, 4), (math.nan, 4)])
def test_wilson_refuses_what_is_no_share(hits, n):
    with pytest.raises(ValueError, match="0 <= hits <= n"):
        wilson(hits, n)
