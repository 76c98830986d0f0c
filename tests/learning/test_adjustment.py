"""Which rules can be estimated side by side, and what the others are told."""

from __future__ import annotations

import numpy as np
import pytest

from .worlds import adjusted, drawn, observed


def significant(adjustment) -> int:
    return sum(slope.chance < 0.05 for slope in adjustment.slopes.values())


def test_an_effect_is_what_is_left_at_equal_other_rules() -> None:
    """Rule b does nothing, but mostly holds where a does."""
    chance = np.random.default_rng(1)
    a = chance.random(6000) < 0.4
    b = np.where(a, chance.random(6000) < 0.8, chance.random(6000) < 0.2)
    hits = chance.random(6000) < np.where(a, 0.5, 0.2)
    alone, both = adjusted(observed(b[:, None], hits)), adjusted(observed(np.c_[a, b], hits))
    assert alone.slopes["a"].ends[1] > 0.4
    assert both.slopes["b"].ends[1] < 0 < both.slopes["b"].ends[2]


@pytest.mark.parametrize(("outcome", "words"), [(0, "has 0 and 60"), (1, "has 60 and 0")])
def test_nothing_is_said_where_all_leads_end_alike(outcome: int, words: str) -> None:
    found = adjusted(observed([[0], [1]] * 30, [outcome] * 60))
    assert found.reason == f"too few: needs 10 leads that reached the outcome and 10 that did not, {words}"
    assert found.slopes == {}


def test_nothing_is_said_of_no_leads() -> None:
    assert adjusted(observed(np.zeros((0, 2)), [])).reason.endswith("has 0 and 0")


def test_a_rule_needs_ten_accounts_on_either_side() -> None:
    holds, hits, _ = drawn(2, 200, (0.5, 0))
    holds[:, 0] = np.arange(200) < 9
    found = adjusted(observed(holds, hits))
    assert found.reasons["a"] == "too few: needs 10 accounts with it and 10 without, has 9 and 191"
    assert set(found.slopes) == {"b"}


def test_thirty_colleagues_are_one_account() -> None:
    holds, hits, accounts = drawn(3, 200, (0.5, 0))
    holds[:, 0] = np.arange(200) < 30
    accounts[:30] = 0
    found = adjusted(observed(holds, hits, accounts))
    assert found.reasons["a"] == "too few: needs 10 accounts with it and 10 without, has 1 and 170"


def test_rules_that_coincide_cannot_be_told_apart_and_leave_the_others_alone() -> None:
    holds, hits, _ = drawn(4, 900, (0.8, -0.4, 0.3))
    without, twins = adjusted(observed(holds, hits)), adjusted(observed(np.c_[holds, holds[:, 0]], hits))
    assert set(twins.slopes) == {"b", "c"}
    assert twins.like == {"a": ("d",), "d": ("a",)}
    assert twins.reasons["a"] == "cannot be told apart from 'd': they hold for nearly the same leads"
    assert twins.slopes["b"].log_odds == pytest.approx(without.slopes["b"].log_odds)
    assert twins.slopes["b"].error == pytest.approx(without.slopes["b"].error)


def test_rules_that_differ_on_a_lead_or_two_cannot_be_told_apart() -> None:
    holds, hits, _ = drawn(5, 900, (0.8, -0.4))
    nearly = holds[:, :1].copy()
    nearly[:2] ^= True
    found = adjusted(observed(np.c_[holds, nearly], hits))
    assert found.like["a"] == ("c",)
    assert set(found.slopes) == {"b"}


def test_a_rule_that_is_two_others_together_cannot_be_told_apart_from_them() -> None:
    chance = np.random.default_rng(6)
    thirds = chance.integers(0, 3, 900)
    holds = np.c_[thirds == 0, thirds == 1, thirds < 2, chance.random(900) < 0.5]
    found = adjusted(observed(holds, chance.random(900) < 0.4))
    assert found.like == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}
    assert set(found.slopes) == {"d"}


def test_where_no_rule_stands_alone_nothing_is_estimated_and_nothing_breaks() -> None:
    holds, hits, _ = drawn(7, 300, (0.8,))
    found = adjusted(observed(np.c_[holds, holds], hits))
    assert found.slopes == {} and set(found.like) == {"a", "b"}


def test_unknown_is_not_no() -> None:
    """Nobody asked the best leads for their title: taken as 'no title', they would bury its effect."""
    chance = np.random.default_rng(8)
    unknown = chance.random(4000) < 0.4
    holds = ~unknown & (chance.random(4000) < 0.5)
    other = chance.random(4000) < 0.3
    hits = chance.random(4000) < np.where(unknown, 0.6, np.where(holds, 0.45, 0.25))
    flags = np.c_[holds, other]
    honest = adjusted(observed(flags, hits, unknown=np.c_[unknown, np.zeros(4000)]))
    naive = adjusted(observed(flags, hits))
    truth = np.log(0.45 / 0.55) - np.log(0.25 / 0.75)
    assert honest.slopes["a"].ends[1] < truth < honest.slopes["a"].ends[2]
    assert naive.slopes["a"].ends[2] < truth / 3


def test_a_rule_left_out_keeps_its_reason_and_takes_no_part() -> None:
    holds, hits, _ = drawn(9, 600, (0.8, -0.4))
    found = adjusted(observed(holds, hits), {"a": "sleeps"})
    assert found.reasons["a"] == "sleeps"
    assert set(found.slopes) == {"b"}
    assert found.slopes["b"].log_odds == pytest.approx(adjusted(observed(holds[:, 1:], hits)).slopes["a"].log_odds)


def test_without_any_effect_one_rule_in_twenty_looks_like_one() -> None:
    called = [significant(adjusted(observed(*drawn(seed, 500, (0,) * 10)))) for seed in range(120)]
    assert sum(called) / 1200 == pytest.approx(0.05, abs=0.02)


def test_colleagues_who_lean_together_do_not_make_effects() -> None:
    worlds = [drawn(seed, 1200, (0,) * 5, colleagues=4, together=2) for seed in range(100)]
    knowing = sum(significant(adjusted(observed(*world))) for world in worlds) / 500
    blind = sum(significant(adjusted(observed(*world[:2]))) for world in worlds) / 500
    assert knowing < 0.08 < 0.15 < blind


def test_intervals_hold_the_truth_nineteen_times_in_twenty() -> None:
    truth = (1.2, -0.8, 0.5, 0.0, 2.0)
    held = 0
    for seed in range(120):
        slopes = adjusted(observed(*drawn(seed, 700, truth, share=0.15))).slopes
        held += sum(
            slopes[name].ends[1] < each < slopes[name].ends[2] for name, each in zip("abcde", truth, strict=True)
        )
    assert held / 600 == pytest.approx(0.95, abs=0.025)
