"""Behavioural against demographic, three ways, and a model brought to 60:40."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from outcomes.story import Story, day

import leadscore.model
from leadscore.errors import ModelError
from leadscore.model import Model, load, parse
from leadscore.model.sides import maximum_points
from leadscore.simulation import Lock, build_board, normalise
from leadscore.simulation.balance import HUNDREDTH, maximum

from .history import shelf_of

PRESETS = Path(leadscore.model.__file__).parent / "presets"


def points(model: Model) -> dict[str, Decimal]:
    return {rule.id: rule.points for rule in model.rules}


def test_the_criteria_template_becomes_40_and_60() -> None:
    template = load(PRESETS / "criteria_template.yaml")
    assert maximum_points(template) == {"behavioural": 60, "demographic": 23}
    normal = normalise(template)
    assert maximum_points(normal) == {"behavioural": Decimal("60.00"), "demographic": Decimal("40.00")}
    assert maximum(normal).share() == 0.6
    assert points(normal) == {
        "company_size": Decimal("17.39"),
        "industry": Decimal("8.70"),
        "title": Decimal("13.91"),
        "webinar": 20,
        "trial": 25,
        "repeat_visits": 15,
    }
    assert points(template)["company_size"] == 10


@pytest.mark.parametrize("preset", sorted(PRESETS.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_preset_can_be_normalised(preset: Path) -> None:
    model = load(preset)
    most = maximum_points(normalise(model))
    goal = {"behavioural": model.balance.behavioural, "demographic": model.balance.demographic}
    assert all(abs(most[side] - goal[side]) <= Decimal("0.05") for side in goal)
    assert all(rule.worth == rule.worth.quantize(HUNDREDTH) for rule in normalise(model).rules)


def fit_and_deeds(fit: str, deeds: str, more: str = "") -> Model:
    return parse(f"name: M\n{more}rules:\n{fit}{deeds}")


FIT = "  - {id: fit, group: demographic, points: 7, when: {attribute: source, is: web}}\n"


def test_a_cap_moves_with_the_points_it_cuts() -> None:
    deeds = """  - {id: opens, group: behaviour, points: 20, when: {activity: email_open, at_most: 3}}
  - {id: calls, group: behaviour, points: -5, when: {activity: call}}
"""
    model = normalise(fit_and_deeds(FIT, deeds, "groups: {behaviour: {cap: 30, floor: -5}}\n"))
    assert (model.group("behaviour").cap, model.group("behaviour").floor) == (60, -5)
    assert points(model) == {"fit": 40, "opens": 40, "calls": -5}


def test_a_cap_that_cuts_nothing_still_cuts_nothing() -> None:
    deeds = "  - {id: opens, group: behaviour, points: 10, when: {activity: email_open}}\n"
    model = normalise(fit_and_deeds(FIT, deeds, "groups: {behaviour: {cap: 20}}\n"))
    assert (model.group("behaviour").cap, points(model)["opens"]) == (120, 60)


def test_what_rounding_leaves_goes_to_the_largest_rule_that_counts_once() -> None:
    deeds = "".join(
        f"  - {{id: d{n}, group: behaviour, points: {n}, when: {{activity: k{n}, at_most: {most}}}}}\n"
        for n, most in ((3, 1), (5, 3), (7, 1), (11, 2))
    )
    model = normalise(fit_and_deeds(FIT, deeds))
    assert maximum_points(model) == {"behavioural": 60, "demographic": 40}


def test_two_groups_of_a_side_share_its_points() -> None:
    fit = FIT + "  - {id: budget, group: bant, points: 13, when: {attribute: budget, known: true}}\n"
    deeds = "  - {id: opens, group: intent, points: 10, when: {activity: email_open}}\n"
    assert points(normalise(fit_and_deeds(fit, deeds))) == {"fit": 14, "budget": 26, "opens": 60}


def test_a_side_without_points_is_said() -> None:
    with pytest.raises(ModelError, match="has no behavioural points to bring to 60 %"):
        normalise(fit_and_deeds(FIT, ""))


def test_points_awarded_and_variance() -> None:
    """Ada: 7 fit + 10 deeds; Ben: 7 fit; Cleo: 10 deeds.  Fit and deeds vary alike, against each other."""
    story = Story(captured=("source",))
    story.lead("Ada", handed=10, source="web").touch("Ada", 5, "email_open")
    story.lead("Ben", handed=10, source="web")
    story.lead("Cleo", handed=10, source="fair").touch("Cleo", 5, "email_open")
    model = fit_and_deeds(FIT, "  - {id: opens, group: behaviour, points: 10, when: {activity: email_open}}\n")
    with shelf_of(story, day(200)) as shelf:
        balances = build_board(shelf, model, lock=Lock.off()).look(model).balances
    assert (balances.maximum.behavioural, balances.maximum.demographic) == (10, 7)
    assert (balances.awarded.behavioural, balances.awarded.demographic) == (20, 14)
    # scores 17, 7, 10: mean 34/3; cov(deeds, S) x 3 = 10 x (17 + 10) - 20 x 34/3, var(S) x 3 = 438 - 34 x 34/3
    assert balances.variance.behavioural == pytest.approx((270 - 680 / 3) / (438 - 1156 / 3))
    assert balances.variance.behavioural + balances.variance.demographic == pytest.approx(1)
    assert balances.target == 0.6
