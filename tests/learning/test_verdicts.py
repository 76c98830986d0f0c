"""What is said of a rule's points: supported, contradicted, or left to the room."""

from __future__ import annotations

import pytest
from scipy.stats import false_discovery_control

from leadscore.learning import verdicts
from leadscore.learning.verdicts import false_discovery_rates

from .told import effect, model, told


@pytest.mark.parametrize(
    ("points", "log_odds", "word"),
    [
        ("10", 1.0, "supported"),
        ("-10", -1.0, "supported"),
        ("10", -1.0, "contradicted"),
        ("-10", 1.0, "contradicted"),
        ("0", 1.0, "contradicted"),
        ("0", 0.02, "cannot tell"),
        ("out", -1.0, "supported"),
        ("out", 1.0, "contradicted"),
        ("10", None, "cannot tell"),
    ],
)
def test_sign_of_the_points_against_sign_of_the_effect(points: str, log_odds: float | None, word: str) -> None:
    judged = verdicts(model(f"a {points}", "demo 10"), told(effect("a", log_odds), effect("demo", 1.0)))
    assert judged.of("a").word == word


def test_points_that_claim_more_than_history_can_have_hidden_are_contradicted() -> None:
    """30 points in all and an effect of 1.5 make 0.05 a point: 20 points claim 1.0; half of that is 3.6 errors away."""
    judged = verdicts(model("demo 30", "webinar 0"), told(effect("demo", 1.5), effect("webinar", 0.0)))
    assert judged.of("webinar").word == "cannot tell"
    judged = verdicts(model("demo 10", "webinar 20"), told(effect("demo", 1.5), effect("webinar", 0.0, 0.14)))
    assert judged.of("webinar").word == "contradicted"
    assert judged.of("webinar").sentence == (
        "History contradicts 20 points: at equal other rules leads with it became confirmed SQL 0.0 percentage points "
        "more often (-6.8 to +6.8); by the rest of the model at most 5."
    )


def test_a_wide_interval_contradicts_nothing() -> None:
    judged = verdicts(model("demo 10", "webinar 20"), told(effect("demo", 1.5), effect("webinar", 0.0, 0.6)))
    assert judged.of("webinar").sentence == (
        "History cannot tell it from no effect, your call: at equal other rules leads with it became confirmed SQL "
        "0.0 percentage points more often (-28.2 to +28.2)."
    )


def test_worth_hands_the_same_total_out_by_effect() -> None:
    judged = verdicts(model("demo 10", "trial 20"), told(effect("demo", 2.0), effect("trial", 1.0)))
    assert [verdict.worth.value for verdict in judged.rules] == pytest.approx([20, 10])
    assert judged.of("trial").worth.low == pytest.approx(10 * (1 - 0.196), abs=0.01)


def test_a_knock_out_and_an_unknown_effect_have_no_worth() -> None:
    judged = verdicts(
        model("demo 10", "rival out", "rare 5"), told(effect("demo", 2.0), effect("rival", -2.0), effect("rare", None))
    )
    assert judged.of("rival").worth.reason == "a knock-out has no points"
    assert judged.of("rare").worth.reason == "too few"
    assert judged.of("rare").sentence == "History cannot tell: too few."


def test_where_no_effect_is_sure_points_have_no_price() -> None:
    judged = verdicts(model("a 10", "b 5"), told(effect("a", 0.1), effect("b", -0.05)))
    assert judged.of("a").worth.value is None
    assert judged.sentence == "History cannot tell any of these 2 rules from no effect."


def test_one_lucky_rule_among_many_is_not_called() -> None:
    """2.2 errors from nothing: alone 3 in 100, among twenty rules nothing special."""
    alone = verdicts(model("a 10"), told(effect("a", 0.22)))
    among = [effect(f"r{i}", 0.01 * i) for i in range(19)]
    many = verdicts(model("a 10", *(f"r{i} 10" for i in range(19))), told(effect("a", 0.22), *among))
    assert (alone.of("a").word, many.of("a").word) == ("supported", "cannot tell")


@pytest.mark.parametrize("chances", [[], [0.04], [0.01, 0.04, 0.03, 0.5], [0.2, 0.2, 1.0, 0.0], [0.05] * 6])
def test_false_discovery_rates_are_those_of_scipy(chances: list[float]) -> None:
    theirs = false_discovery_control(chances).tolist() if chances else []
    assert list(false_discovery_rates(chances)) == pytest.approx(theirs)


def test_nothing_known_at_all_is_said_once() -> None:
    judged = verdicts(model("a 10"), told(effect("a", None, reason="no dates"), reason="no dates"))
    assert judged.sentence == "History cannot tell anything about these rules: no dates."


def test_an_unknown_rule_is_a_key_error() -> None:
    judged = verdicts(model("a 10"), told(effect("a", 1.0)))
    with pytest.raises(KeyError):
        judged.of("b")
    with pytest.raises(KeyError):
        told(effect("a", 1.0)).of("b")
