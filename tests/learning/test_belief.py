"""Belief against evidence: places, advice and sentences that can be checked in the head."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.estimate import Estimate
from leadscore.learning import verdicts
from leadscore.learning.belief import Stand, beliefs

from .told import effect, model, told


def worth(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, low, high, 1000)


TEN = ("b 10", "c 10", "d 10")
"""Three rules of ten points: a rule is believed from five points on."""

PLACED = {
    "well paid": ("a 10", worth(12, 7, 17), "believed and seen", "leave"),
    "paid less": ("a 25", worth(9, 4, 14), "believed and seen", "lower"),
    "paid more": ("a 5", worth(12, 7, 17), "believed and seen", "raise"),
    "hardly paid": ("a 10", worth(1, -2, 4), "believed, not seen", "lower"),
    "paid the other way": ("a 10", worth(-9, -14, -4), "believed, not seen", "lower"),
    "too wide": ("a 10", worth(6, -2, 14), "cannot tell", "argue"),
    "too wide, unbelieved": ("a 0", worth(6, -2, 14), "cannot tell", "leave"),
    "too wide, and far below": ("a 25", worth(6, -2, 14), "cannot tell", "lower"),
    "too wide, and far above": ("a -10", worth(6, -7, 19), "cannot tell", "raise"),
    "overlooked": ("a 0", worth(12, 7, 17), "seen, not believed", "raise"),
    "overlooked, against": ("a 0", worth(-12, -17, -7), "seen, not believed", "lower"),
    "overlooked, a little": ("a 2", worth(6, 1, 11), "seen, not believed", "leave"),
    "a little, and small": ("a 2", worth(2, 0.5, 3.5), "neither", "leave"),
    "nothing": ("a 0", worth(0, -3, 3), "neither", "leave"),
    "takes, and rightly": ("a -10", worth(-12, -17, -7), "believed and seen", "leave"),
    "takes too much": ("a -30", worth(-12, -17, -7), "believed and seen", "raise"),
    "takes too little": ("a -5", worth(-12, -17, -7), "believed and seen", "lower"),
    "takes for nothing": ("a -10", worth(-1, -4, 2), "believed, not seen", "raise"),
}


@pytest.mark.parametrize("name", PLACED)
def test_a_rule_has_its_place_and_what_to_do(name: str) -> None:
    line, evidence, place, advice = PLACED[name]
    found = beliefs(model(line, *TEN), {"a": evidence}, {})
    (rule,) = found.rules
    assert found.threshold == 5
    assert (rule.place, rule.advice) == (place, advice)
    assert rule.sentence.lower().startswith(advice)
    assert f"{rule.points:f}" in rule.sentence


def test_sentences_say_both_numbers() -> None:
    found = beliefs(model("a 10", "b 12", *TEN[1:]), {"a": worth(-9, -14, -4), "b": worth(6, -2, 14)}, {})
    assert [rule.sentence for rule in found.rules] == [
        "Lower it: the teams give 10, but history pays -9 (-14 to -4): the other way.",
        "Argue about it: the teams give 12; history pays 6 (-2 to 14), which may be nothing. "
        "History cannot tell, so it is your call.",
    ]
    assert found.sentence == (
        "Of 2 rules that history speaks of, 1 believed but not seen, and for 1 it cannot tell; "
        "of 2 more it says nothing."
    )


def test_teams_that_are_far_apart_argue_about_a_rule_that_their_middle_does_not_believe() -> None:
    stand = Stand(Decimal(8), Decimal(0), Decimal(4))
    (apart,) = beliefs(model("a 0", *TEN), {"a": worth(6, -2, 14)}, {"a": stand}).rules
    (together,) = beliefs(model("a 4", *TEN), {"a": worth(6, -2, 14)}, {}).rules
    assert (apart.advice, together.advice) == ("argue", "leave")
    assert together.sentence == (
        "Leave it until there is more history: the teams give 4; history pays 6 (-2 to 14), which may be nothing."
    )


def test_a_little_less_than_nothing_is_nothing() -> None:
    (rule,) = beliefs(model("a 0", *TEN), {"a": worth(-0.2, -3, 2.6)}, {}).rules
    assert rule.sentence == "Leave it: the teams give 0; history pays 0 (-3 to 3), little either way."


def test_what_was_settled_comes_before_votes_and_votes_before_sliders() -> None:
    stands = {
        "a": Stand(Decimal(20), Decimal(10), Decimal(15), Decimal(12)),
        "b": Stand(Decimal(20), Decimal(10), Decimal(15)),
        "c": Stand(sales=Decimal(8)),
        "d": Stand(marketing=Decimal(0)),
    }
    evidence = {each: worth(10, 5, 15) for each in "abcde"}
    found = beliefs(model("a 1", "b 1", "c 1", "d 1", "e 7"), evidence, stands)
    assert [(rule.origin, rule.points) for rule in found.rules] == [
        ("settled", 12),
        ("middle", 15),
        ("sales", 8),
        ("marketing", 0),
        ("draft", 7),
    ]
    assert found.voted == 4
    assert found.threshold == 5  # half of the middle of 7, 8, 12 and 15


def test_what_history_does_not_say_is_listed_and_never_0() -> None:
    evidence = {"a": Estimate.unknown("too few"), "b": Estimate(4.0), "out": worth(1, 0, 2)}
    found = beliefs(model("a 10", "b 10", "c 10", "out out"), evidence, {})
    assert found.rules == ()
    assert [(each.rule_id, each.points, each.reason) for each in found.silent] == [
        ("a", 10, "too few"),
        ("b", 10, "its points have no interval"),
        ("c", 10, "not looked at"),
        ("out", None, "a knock-out has no points"),
    ]
    assert found.sentence == "History says nothing in points about any of these 4 rules."


def test_one_reason_for_all_stands_in_the_sentence() -> None:
    lines = ("a 10", "b 5", "out out")
    seen = told(effect("a", 0.01), effect("b", -0.01), effect("out", 0.0))
    evidence = {each.rule_id: each.worth for each in verdicts(model(*lines), seen).rules}
    found = beliefs(model(*lines), evidence, {})
    assert found.sentence == (
        "History says nothing in points about any of these 3 rules: "
        "no rule has an effect that history can tell from none, so there is nothing to measure points by."
    )


def test_verdicts_worth_is_the_evidence() -> None:
    lines = ("a 10", "b 10", "c 10")
    seen = told(effect("a", 1.0), effect("b", 0.0), effect("c", 0.5))
    evidence = {each.rule_id: each.worth for each in verdicts(model(*lines), seen).rules}
    found = beliefs(model(*lines), evidence, {})
    assert [rule.place for rule in found.rules] == ["believed and seen", "believed, not seen", "believed and seen"]
    assert [float(rule.target) for rule in found.rules] == [20, 0, 10]


def test_a_target_is_a_place_of_the_slider() -> None:
    found = beliefs(model("a 10", "b -10"), {"a": worth(47.6, 40, 50), "b": worth(3.5, 1, 6)}, {})
    assert [rule.target for rule in found.rules] == [30, 0]


def test_a_rule_without_points_may_be_set_to_either_side_unless_its_range_says_otherwise() -> None:
    found = beliefs(model("a 0", *TEN), {"a": worth(-12, -17, -7)}, {})
    assert (found.rules[0].advice, found.rules[0].target) == ("lower", -12)
    held = model("a 0", *TEN).rules[0].model_copy(update={"range": (Decimal(0), Decimal(30))})
    rules = (held, *model("a 0", *TEN).rules[1:])
    ranged = beliefs(model("a 0", *TEN).model_copy(update={"rules": rules}), {"a": worth(-12, -17, -7)}, {})
    assert ranged.rules[0].target == 0


def test_rules_that_take_points_are_turned_as_they_speak() -> None:
    found = beliefs(model("a 10", "b -10", "c 0"), {each: worth(-12, -17, -7) for each in "abc"}, {})
    assert [(rule.way, rule.ends) for rule in found.rules] == [
        (1, (-12, -17, -7)),
        (-1, (12, 7, 17)),
        (-1, (12, 7, 17)),
    ]


@pytest.mark.parametrize(
    ("lines", "threshold"), [(("a 0", "b 0"), 1), (("a 1", "b 1"), 1), (("a 10", "b -30"), 10), (("a 9", "b 10"), 5)]
)
def test_the_threshold_is_half_of_the_middle_rule(lines: tuple[str, ...], threshold: int) -> None:
    assert beliefs(model(*lines), {}, {}).threshold == threshold
