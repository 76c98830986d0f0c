"""What a history can settle, said before anyone moves a slider."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore.errors import UsageError
from leadscore.learning import settles
from leadscore.learning.effect import difference_at
from leadscore.learning.settles import matters

from .told import effect, told
from .worlds import adjusted, drawn, observed


def test_a_rule_is_settled_when_its_smallest_visible_difference_is_small_enough() -> None:
    """2.8 errors of 0.1 are 0.28 in log odds; a quarter of that (0.5 x 0.5) is 7 percentage points."""
    reach = settles(told(effect("sharp", 0.0, 0.1), effect("blunt", 0.0, 0.4), effect("rare", None)))
    assert [rule.settled for rule in reach.rules] == [True, False, False]
    assert reach.rules[0].detectable == pytest.approx(0.07, abs=0.001)
    assert reach.rules[2].reason == "too few"
    assert (reach.settled, reach.size) == (1, 0.10)
    assert reach.sentence == (
        "This history can settle differences of about ± 10 percentage points for 1 of your 3 rules."
    )


@pytest.mark.parametrize(("rate", "size"), [(0.5, 0.10), (0.08, 0.04), (0.98, 0.01), (0.001, 0.01), (None, 0.10)])
def test_what_matters_shrinks_with_a_rare_outcome(rate: float | None, size: float) -> None:
    assert matters(rate) == size


def test_a_history_that_settles_nothing_says_what_would_show() -> None:
    said = settles(told(effect("a", 0.0, 0.4), effect("b", 0.0, 0.5))).sentence
    assert said == (
        "This history cannot settle differences of 10 percentage points for any of your 2 rules; "
        "the smallest that would show is 27.0."
    )
    assert settles(told(effect("a", None))).sentence.endswith("for any of your 1 rules.")


@pytest.mark.parametrize("size", [0.0, 1.0, -0.1, 10.0])
def test_a_size_that_is_no_share_is_refused(size: float) -> None:
    with pytest.raises(UsageError, match="Give a share"):
        settles(told(effect("a", 0.0)), size=size)


def test_a_difference_of_the_detectable_size_is_found_four_times_in_five() -> None:
    first = adjusted(observed(*drawn(0, 600, (0.0, 0.3))))
    log_odds = 2.8 * first.slopes["a"].error
    found = [adjusted(observed(*drawn(seed, 600, (log_odds, 0.3)))).slopes["a"].chance < 0.05 for seed in range(200)]
    assert np.mean(found) == pytest.approx(0.8, abs=0.08)


def test_a_difference_is_taken_at_the_mean_of_the_others() -> None:
    """From 1 in 3 (without) to 2 in 3 (with) where both are as frequent."""
    assert difference_at(0.0, 0.5, 2 * np.log(2)) == pytest.approx(1 / 3)
    assert difference_at(0.0, 0.5, -2 * np.log(2)) == pytest.approx(-1 / 3)
    assert difference_at(-3.0, 0.2, 0.0) == 0
