"""Does this argument matter: who changes hands if one rule gets five points more or less."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.model import Model
from leadscore.simulation.matters import what_matters
from leadscore.simulation.swap_card import handing

from .town import Town, called, model, opened


def rival() -> Town:
    """Four webinars of 20 were handed over, four downloads of 18 never were: five points decide between them."""
    town = called(opened(), "web", 4, 2, "webinar")
    for place in range(4):
        town.lead(f"load{place}", did=[("download", 1)])
    return town


def rivals(**more) -> Model:
    rules = [
        {"id": "webinar", "points": 20, "when": {"activity": "webinar"}},
        {"id": "download", "points": 18, "when": {"activity": "download"}},
        {"id": "ghost", "points": 30, "when": {"activity": "demo"}},
    ]
    return Model.model_validate({"name": "Rivals", "rules": [*rules, *more.get("rules", ())]})


def test_the_rule_that_decides_comes_first_and_one_that_moves_nobody_says_so():
    replayed = rival().replay(rivals())
    found = {each.rule_id: each for each in what_matters(replayed, rivals())}
    assert list(found) == ["download", "webinar", "ghost"]
    assert found["ghost"].words == "5 points more or less change nobody's hand-off"
    up, down = found["download"].moves
    assert (up.changing_hands.n, down.changing_hands.n) == (8, 0)


def test_known_outcomes_of_those_who_change_hands():
    """The four webinars make room for four downloads: two of the four were confirmed, nothing is known of downloads."""
    up = what_matters(rival().replay(rivals()), rivals())[0].moves[0]
    assert (up.known["sql"].outcomes, up.known["sql"].rate.n) == (2, 4)
    assert up.known["sql"].rate.low < 0.5 < up.known["sql"].rate.high
    assert up.known["won"].rate.reason == "needs at least 1 won lead; this data has none"


def test_each_move_is_the_swap_of_two_replays():
    replayed = rival().replay(rivals())
    base, moved = handing(replayed, rivals()), handing(replayed, rivals().with_points({"download": Decimal(23)}))
    assert int((base.leads != moved.leads).sum()) == what_matters(replayed, rivals())[0].leads


def test_knock_outs_and_rules_on_todays_values_come_last_with_the_reason():
    town = rival()
    town.captured = ()
    others = [
        {"id": "student", "knock_out": True, "when": {"activity": "student"}},
        {"id": "vp", "points": 10, "when": {"attribute": "title", "is": "VP"}},
    ]
    asked = rivals(rules=others)
    *_, student, vp = what_matters(town.replay(asked), asked)
    assert (student.reason, student.leads) == ("a knock-out has no points", 0)
    assert vp.reason == "rests on today's values (title), so the past cannot be replayed with it"


@pytest.mark.parametrize("town", [Town(leads=[{"lead_id": "Ada", "created_at": None}]), Town().lead("Ada")])
def test_without_hand_offs_nothing_can_be_said_of_any_rule(town):
    found = what_matters(town.replay(model()), model())
    assert [each.moves for each in found] == [(), ()]
    assert all(each.reason for each in found)
