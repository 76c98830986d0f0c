"""Tests of single rules beside others: the same answers as one regression each, made together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from leadscore.learning.adjustment import adjust
from leadscore.learning.effect import Counted
from leadscore.learning.observations import Observations
from leadscore.learning.side_tests import SideTests, one_of_each
from leadscore.model.rules import Rule
from learning.worlds import drawn, observed


def rule(name: str, attribute: str | None = None) -> Rule:
    when = {"attribute": attribute or name, "is": "yes"}
    return Rule.model_validate({"id": name, "points": 0, "when": when})


def rules(letters: str) -> list[Rule]:
    return [rule(letter) for letter in letters]


def in_one(seen: Observations, asked: list[Rule], without: str) -> Any:
    """All rules in one regression, but for those left out."""
    return adjust(seen, asked, dict.fromkeys(without, "left out"))


@pytest.mark.parametrize("place", range(4), ids="abcd")
def test_a_side_test_is_the_regression_with_all_that_stands_beside(place: int) -> None:
    holds, hits, accounts = drawn(3, 1200, (1.2, -0.6, 0.0, 2.5), colleagues=3, together=1.0)
    unknown = np.zeros_like(holds)
    unknown[::4, 1] = True
    seen = observed(holds & ~unknown, hits, accounts, unknown)
    tested = SideTests.among(seen, rules("abcd"), range(4)).test(place)
    slope = in_one(seen, rules("abcd"), "").slopes["abcd"[place]]
    assert tested.slope.log_odds == pytest.approx(slope.log_odds, abs=1e-3 * slope.error)
    assert tested.slope.error == pytest.approx(slope.error, rel=1e-3)


def test_one_that_separates_the_outcomes_has_the_same_finite_effect() -> None:
    """All thirty with c came: maximum likelihood would run away."""
    holds, hits, _ = drawn(5, 400, (1.0, 0.0, 0.0), share=0.1)
    hits[holds[:, 2]] = True
    seen = observed(holds, hits)
    tested = SideTests.among(seen, rules("abc"), (0, 1)).test(2)
    slope = in_one(seen, rules("abc"), "").slopes["c"]
    assert tested.slope.log_odds == pytest.approx(slope.log_odds, abs=1e-3 * slope.error)


def test_what_is_about_the_same_takes_no_part() -> None:
    """b is a with noise: beside a nothing would be left of it."""
    holds, hits, _ = drawn(7, 900, (1.5, 0.0))
    nearly = holds[:, 0] ^ (np.random.default_rng(1).random(900) < 0.05)
    seen = observed(np.column_stack([holds, nearly]), hits)
    same = [rule("a"), rule("b"), rule("c", "a")]
    tests = SideTests.among(seen, same, one_of_each(same, 0, range(3)))
    assert tests.mains == (0, 1)
    assert tests.test(2).slope.log_odds > 1.0
    other = SideTests.among(seen, rules("abc"), (0, 1))
    assert abs(other.test(2).slope.log_odds) < 0.6


def test_twins_name_each_other_and_are_tested_without() -> None:
    holds, hits, _ = drawn(9, 600, (1.0, 0.0))
    seen = observed(np.column_stack([holds, holds[:, 0]]), hits)
    tests = SideTests.among(seen, rules("abc"), (0, 1))
    twin = tests.test(2)
    assert (twin.slope, twin.like) == (None, ("a",))
    assert twin.reason == "cannot be told apart from 'a': they hold for nearly the same leads"
    assert tests.test(2, without=[0]).slope.log_odds > 0.5


def test_counts_stand_beside_and_nine_accounts_are_too_few() -> None:
    holds, hits, accounts = drawn(11, 300, (0.0, 0.0), colleagues=3)
    rare = np.isin(accounts, np.unique(accounts)[:9])
    seen = observed(np.column_stack([holds, rare]), hits, accounts)
    tested = SideTests.among(seen, rules("abc"), (0, 1)).test(2)
    assert (tested.held, tested.unknown) == (Counted(27, int(hits[rare].sum())), Counted(0, 0))
    assert tested.reason == "too few: needs 10 accounts with it and 10 without, has 9 and 91"


def test_what_always_stands_beside_takes_its_part() -> None:
    """In the second half of time both b and the outcome are commoner; b itself does nothing."""
    chance = np.random.default_rng(13)
    late = np.arange(2000) >= 1000
    b = chance.random(2000) < np.where(late, 0.7, 0.2)
    hits = chance.random(2000) < np.where(late, 0.6, 0.2)
    seen = observed(np.column_stack([b, chance.random(2000) < 0.5]), hits)
    patterns = np.zeros((len(seen.pattern_n), 1))
    assert SideTests.among(seen, rules("ab"), range(2), patterns[:, :0]).test(0).slope.log_odds > 0.6
    one_by_one = Observations.of(
        np.arange(2000),
        np.arange(2000),
        np.ones(2000),
        hits.astype(float),
        seen_flags(b, chance),
        np.zeros((2000, 2), bool),
    )
    tested = SideTests.among(one_by_one, rules("ab"), range(2), late[:, None].astype(float)).test(0)
    assert abs(tested.slope.log_odds) < 2.5 * tested.slope.error


def seen_flags(b: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    return np.column_stack([b, chance.random(len(b)) < 0.5])
