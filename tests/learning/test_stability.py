"""Effects over time: steady where each third shows them, changing where the thirds differ, else nobody can tell."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from scipy.stats import chi2

from leadscore.learning.observations import Observations
from leadscore.learning.regression import clustered_errors, fit
from leadscore.learning.side_tests import SideTests
from leadscore.learning.signals.stability import PARTS, Parts, Times, by_part, stability, times_of
from leadscore.model.rules import Rule

START = np.datetime64("2025-01-01T00:00:00", "us")
RULE = Rule.model_validate({"id": "a", "points": 0, "when": {"attribute": "a", "is": "yes"}})


def history(seed: int, log_odds: tuple[float, float, float], leads: int = 1800, share: float = 0.4):
    """Leads over 900 days; the rule has another effect in each third, and each third another share of outcomes."""
    chance = np.random.default_rng(seed)
    days = np.sort(chance.integers(0, 900, leads))
    days[[0, -1]] = 0, 900
    times = times_of(START + days.astype("timedelta64[D]"))
    holds = chance.random((leads, 1)) < share
    effect = np.asarray(log_odds)[times.part]
    hits = chance.random(leads) < 1 / (1 + np.exp(-(np.array([-0.8, 0.0, -0.4])[times.part] + effect * holds[:, 0])))
    return times, holds, hits


def parts_of(times: Times, holds: np.ndarray, hits: np.ndarray) -> tuple[Parts, Observations]:
    n, ids = len(hits), np.arange(len(hits))
    unknown = np.zeros_like(holds)
    seen = Observations.of(ids, ids, np.ones(n), hits * 1.0, holds, unknown)
    always = np.column_stack([times.flags(1), times.flags(2)]) * 1.0
    test = SideTests.among(seen, [RULE], (), always).test(0)
    return by_part(test, seen, times, holds[:, 0], unknown[:, 0]), seen


def test_the_thirds_are_of_equal_length_and_hold_every_lead() -> None:
    days = np.array([0, 299, 301, 599, 601, 900], dtype="timedelta64[D]")
    times = times_of(START + days)
    assert list(times.part) == [0, 0, 1, 1, 2, 2]
    assert times.borders[0] == datetime(2025, 1, 1)  # noqa: DTZ001
    assert times_of(np.array(["NaT", "2025-01-01"], dtype="datetime64[us]")) is None
    assert times_of(np.array(["2025-01-01"] * 3, dtype="datetime64[us]")) is None


@pytest.mark.parametrize("log_odds", [(1.0, 1.0, 1.0), (1.2, 0.5, 0.1)], ids=["steady", "fading"])
def test_the_effect_of_a_third_is_that_of_a_regression_with_a_column_for_each(log_odds) -> None:
    times, holds, hits = history(3, log_odds)
    parts, seen = parts_of(times, holds, hits)
    columns = np.column_stack(
        [holds[:, 0] & times.flags(place) for place in range(PARTS)] + [times.flags(1), times.flags(2)]
    )
    fitted = fit(columns * 1.0, seen.pattern_n, seen.pattern_hits)
    errors = clustered_errors(fitted, seen.pattern, seen.account, seen.n, seen.hits)
    for place, slope in enumerate(parts.slopes):
        assert slope.log_odds == pytest.approx(fitted.slopes[place], abs=0.35 * errors[place])
        assert slope.error == pytest.approx(errors[place], rel=0.12)


def test_the_chance_of_a_change_is_that_of_cochrans_q() -> None:
    parts, _ = parts_of(*history(5, (1.0, 0.5, 0.0)))
    weights = np.array([slope.error**-2 for slope in parts.slopes])
    effects = np.array([slope.log_odds for slope in parts.slopes])
    q = (weights * (effects - (weights @ effects) / weights.sum()) ** 2).sum()
    assert parts.chance == pytest.approx(chi2.sf(q, PARTS - 1))


def test_a_lasting_effect_is_steady_and_one_that_turns_round_is_changing() -> None:
    lasting, _ = parts_of(*history(7, (1.2, 1.2, 1.2)))
    assert stability(lasting, lasting.chance, True, 0.05).word == "steady"
    turning, _ = parts_of(*history(7, (1.2, 0.0, -1.2)))
    assert stability(turning, turning.chance, True, 0.05).word == "changing"


def test_what_is_not_called_is_not_steady_and_a_weak_effect_cannot_be_told() -> None:
    lasting, _ = parts_of(*history(7, (1.2, 1.2, 1.2)))
    assert stability(lasting, 0.9, False, 0.05).reason == "no effect was told that could hold or change"
    weak, _ = parts_of(*history(9, (0.3, 0.3, 0.3)))
    told = stability(weak, weak.chance, True, 0.05)
    assert told.word == "cannot tell"
    assert told.reason.endswith("of 3 parts of the time it cannot be told from no effect by itself")


def test_a_third_with_too_few_leads_has_no_effect_of_its_own() -> None:
    times, holds, hits = history(11, (1.0, 1.0, 1.0))
    holds[times.flags(0)] = False
    parts, _ = parts_of(times, holds, hits)
    assert parts.slopes[0] is None
    assert parts.chance is None
    assert "too few" in stability(parts, None, True, 0.05).reason


def test_steady_effects_are_seldom_called_changing() -> None:
    """Sixty histories of one lasting effect: three are expected at p below 0.05, ten have a chance of 1 in 1,000."""
    chances = [parts_of(*history(100 + seed, (0.8, 0.8, 0.8), 900))[0].chance for seed in range(60)]
    assert sum(chance < 0.05 for chance in chances) <= 9
