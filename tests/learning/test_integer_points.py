"""From effects to whole points: totals, balance, caps, floors and sliders, with numbers to check in the head."""

from __future__ import annotations

import numpy as np

from leadscore.learning.suggesting.integer_points import Terms, whole_points
from leadscore.learning.suggesting.suggested_rules import Asked, sign_of
from leadscore.model import Model, parse
from leadscore.model.reach import most_units


def model(*rules: str, groups: str = "", balance: str = "{behavioural: 60, demographic: 40}") -> Model:
    """A model with one rule a line: `id group points`, or with what else a rule may have behind them."""
    lines = []
    for rule in rules:
        rule_id, group, points, *more = rule.split(" ", 3)
        rest = f", {more[0]}" if more else ""
        when = "" if "when:" in rest else f", when: {{attribute: a, is: {rule_id}}}"
        lines.append(f"  - {{id: {rule_id}, group: {group}, points: {points}{when}{rest}}}")
    head = ["name: Points", f"balance: {balance}", *([f"groups: {{{groups}}}"] if groups else []), "rules:"]
    return parse("\n".join([*head, *lines]))


def asked(of: Model, *kept: str) -> list[Asked]:
    rules = [rule for rule in of.rules if rule.id not in kept]
    return [Asked(rule, place, sign_of(of, rule), float(most_units(rule.when))) for place, rule in enumerate(rules)]


def points(of: Model, *effects: float, balanced: bool = True, kept: tuple[str, ...] = ()) -> list[int]:
    return whole_points(np.array(effects), Terms.of(of, asked(of, *kept)), balanced).tolist()


TWO_SIDES = model("demo intent 40", "trial behaviour 20", "title demographic 30", "size demographic 10")


def test_each_side_gets_its_part_of_today_s_total_by_effect() -> None:
    """100 points: 60 for two equal behavioural effects, 40 for demographic ones of 3 to 1."""
    assert points(TWO_SIDES, 1.0, 1.0, 0.9, 0.3) == [30, 30, 30, 10]


def test_without_the_balance_the_effects_alone_share_the_total() -> None:
    assert points(TWO_SIDES, 2.0, 1.0, 0.5, 0.5, balanced=False) == [50, 25, 13, 12]


def test_only_the_ratio_of_effects_counts() -> None:
    assert points(TWO_SIDES, 0.1, 0.1, 0.09, 0.03) == points(TWO_SIDES, 1.0, 1.0, 0.9, 0.3)


def test_the_largest_remainder_gets_the_next_point() -> None:
    """100 points for 3 equal effects: 34 for the first, 33 for the others."""
    assert points(model("a b 60", "c d 30", "e f 10"), 1, 1, 1, balanced=False) == [34, 33, 33]


def test_the_balance_outlives_a_cap_and_the_total_gives_way() -> None:
    """A demographic cap of 20 is 40 % of 50, so 30 behavioural points are left."""
    capped = model("demo intent 60", "title demographic 40", groups="demographic: {cap: 20}")
    assert points(capped, 1.0, 1.0) == [30, 20]


def test_no_group_goes_beyond_its_cap() -> None:
    """60 behavioural points by 5 to 1 would be 50 and 10: intent keeps to its 20, behaviour takes the rest."""
    capped = model("demo intent 20", "trial behaviour 40", "title demographic 40", groups="intent: {cap: 20}")
    assert points(capped, 5.0, 1.0, 1.0) == [20, 40, 40]


def test_a_rule_that_counts_four_times_gets_a_quarter_for_each() -> None:
    """30 are 7 for each of four visits; of the 2 left over the demo takes one, where the visits could take none."""
    counted = model(
        "visits behaviour 5 when: {activity: visit, at_most: 4}",
        "demo intent 40",
        "title demographic 40",
    )
    assert points(counted, 1.0, 1.0, 1.0) == [7, 31, 40]


def test_a_slider_holds_and_others_take_what_is_left() -> None:
    held = model("demo intent 30 range: [0, 20]", "trial behaviour 30", "title demographic 40")
    assert points(held, 3.0, 1.0, 1.0) == [20, 40, 40]


def test_a_slider_that_begins_above_0_is_kept_to() -> None:
    assert points(model("demo intent 60 range: [5, 60]", "title demographic 40"), 0.0, 1.0)[0] == 5


def test_harm_has_the_price_of_help_and_stops_at_the_floor() -> None:
    """100 points for effects of 2 in all: 50 a unit.  Harm of 0.4 is -20; of 2 and 1 it is held by the floor of -30."""
    harming = model("demo intent 60", "title demographic 40", "student negative -10", groups="negative: {floor: -30}")
    assert points(harming, 1.0, 1.0, -0.4) == [60, 40, -20]
    assert points(harming, 1.0, 1.0, -2.0) == [60, 40, -30]
    two = model(
        "demo intent 60",
        "title demographic 40",
        "student negative -10",
        "freemail negative -5",
        groups="negative: {floor: -30}",
    )
    assert points(two, 1.0, 1.0, -2.0, -1.0) == [60, 40, -20, -10]


def test_rules_that_keep_their_points_count_in_their_side() -> None:
    """The title keeps 30 of the 40 demographic points, so 10 are left for the size."""
    assert points(TWO_SIDES, 1.0, 1.0, 1.0, kept=("title",)) == [30, 30, 10]


def test_no_effect_gets_no_points_and_its_side_leaves_them() -> None:
    assert points(TWO_SIDES, 1.0, 0.0, 0.0, 0.0) == [60, 0, 0, 0]
    assert points(TWO_SIDES, 0.0, 0.0, 0.0, 0.0) == [0, 0, 0, 0]


def test_where_one_side_has_no_rules_the_other_has_all() -> None:
    assert points(model("title demographic 10", "size demographic 10"), 1.0, 1.0) == [10, 10]


def test_where_nobody_gave_points_yet_a_hundred_are_shared() -> None:
    assert points(model("demo intent 0", "title demographic 0"), 1.0, 1.0) == [60, 40]


def test_signs_come_from_points_then_range_then_group() -> None:
    mixed = model(
        "demo intent 10",
        "student negative -5",
        "fresh negative 0",
        "wide demographic 0 range: [-30, 30]",
        "down other 0 range: [-20, 0]",
        "title demographic 0",
        "loose other 0",
        "barred outside 0",
        groups="outside: {floor: -10}",
    )
    signs = {rule.id: sign_of(mixed, rule) for rule in mixed.rules}
    assert signs == {
        "demo": 1,
        "student": -1,
        "fresh": -1,
        "wide": 0,
        "down": -1,
        "title": 1,
        "loose": 0,
        "barred": -1,
    }


def test_points_never_leave_caps_floors_sliders_or_the_total() -> None:
    """Five hundred sets of effects on a model with everything: bounds hold in all of them."""
    full = model(
        "demo intent 15 range: [0, 25]",
        "pricing intent 15",
        "visits behaviour 5 when: {activity: visit, at_most: 4}",
        "trial behaviour 25",
        "title demographic 8",
        "size demographic 10 range: [2, 18]",
        "student negative -10 range: [-15, 0]",
        "freemail negative 0",
        groups="intent: {cap: 40}, behaviour: {cap: 60}, demographic: {cap: 40}, negative: {floor: -30}",
    )
    terms = Terms.of(full, asked(full))
    chance = np.random.default_rng(8)
    for _ in range(500):
        effects = chance.normal(0, 1, 8) * (chance.random(8) < 0.7)
        effects[:6], effects[6:] = np.abs(effects[:6]), -np.abs(effects[6:])
        found = whole_points(effects, terms)
        given = found * terms.most
        assert (terms.low <= found).all() and (found <= terms.high).all()
        assert given[:2].sum() <= 40 and given[2:4].sum() <= 60 and given[4:6].sum() <= 40 and given[6:].sum() >= -30
        assert np.maximum(given, 0).sum() <= terms.total + 2
