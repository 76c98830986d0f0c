"""How well scores put leads in order within their cells: against a plain loop over pairs, and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore.learning.suggesting.held_out import Judged, area_estimate, areas


def judged(cells, hits, *scores) -> Judged:
    account = np.arange(len(cells))
    columns = tuple(np.asarray(score, dtype=float) for score in scores)
    return Judged(account, np.asarray(cells), np.asarray(hits, dtype=bool), columns)


def by_pairs(cells, hits, score) -> float:
    won = pairs = 0.0
    for cell, hit, high in zip(cells, hits, score, strict=True):
        for other, missed, low in zip(cells, hits, score, strict=True):
            if cell == other and hit and not missed:
                pairs += 1
                won += 1.0 if high > low else 0.5 if high == low else 0.0
    return won / pairs


def test_pairs_are_compared_within_their_month_only() -> None:
    """May: 9 beats 3.  June: 1 loses to 2.  Across the months 9 would beat 2 as well."""
    whole, _ = areas(judged([5, 5, 6, 6], [1, 0, 1, 0], [9, 3, 1, 2]), 0)
    assert whole == (0.5,)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_share_of_pairs_that_the_hit_wins(seed: int) -> None:
    chance = np.random.default_rng(seed)
    cells, hits, score = chance.integers(0, 4, 60), chance.random(60) < 0.4, chance.integers(0, 6, 60)
    whole, _ = areas(judged(cells, hits, score), 0)
    assert whole[0] == pytest.approx(by_pairs(cells, hits, score))


def test_in_one_cell_it_is_that_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    chance = np.random.default_rng(9)
    hits, score = chance.random(200) < 0.3, np.round(chance.normal(size=200), 1)
    whole, _ = areas(judged(np.zeros(200), hits, score), 0)
    assert whole[0] == pytest.approx(metrics.roc_auc_score(hits, score))


def test_scores_that_are_the_same_never_differ_in_any_resample() -> None:
    chance = np.random.default_rng(3)
    hits, score = chance.random(150) < 0.4, chance.normal(size=150)
    _, drawn = areas(judged(np.zeros(150), hits, score, 3 * score + 1), 50)
    assert drawn.shape == (50, 2)
    assert np.array_equal(drawn[:, 0], drawn[:, 1])


def test_the_interval_holds_the_value_and_grows_with_colleagues() -> None:
    chance = np.random.default_rng(4)
    hits = np.repeat(chance.random(60) < 0.4, 4)
    score = np.repeat(chance.normal(size=60), 4) + np.repeat(hits[::4], 4)
    alone = judged(np.zeros(240), hits, score)
    together = Judged(np.repeat(np.arange(60), 4), alone.cell, alone.hit, alone.scores)
    widths = []
    for each in (alone, together):
        whole, drawn = areas(each, 300)
        found = area_estimate(whole[0], drawn[:, 0], each.n)
        assert found.low < found.value < found.high
        widths.append(found.high - found.low)
    assert widths[1] > 1.5 * widths[0]


def test_without_a_pair_there_is_no_figure() -> None:
    whole, drawn = areas(judged([1, 2], [1, 0], [3, 4]), 10)
    found = area_estimate(whole[0], drawn[:, 0], 2)
    assert found.value is None
    assert found.reason == "no month of the judged leads has both a lead that reached the outcome and one that did not"


def test_so_few_outcomes_that_resamples_would_look_alike_have_no_interval() -> None:
    """Four hits above all others: every resample says the same, and would feign certainty."""
    few = judged(np.zeros(60), np.arange(60) < 4, -np.arange(60))
    whole, drawn = areas(few, 50)
    found = area_estimate(whole[0], drawn[:, 0], few.n)
    assert (found.value, found.low, found.reason) == (1.0, None, "too few outcomes for an interval")
