"""The presets: points as the criteria template states them, and what follows from the points, computed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from leadscore.errors import UsageError
from leadscore.model import Model, presets
from leadscore.model.lint import lint

TEMPLATE = {"company_size": 10, "industry": 5, "title": 8, "webinar": 20, "trial": 25, "repeat_visits": 15}


def total(model: Model) -> Decimal:
    return sum((rule.worth for rule in model.rules), Decimal(0))


def of_side(model: Model, side: str) -> Decimal:
    groups = {name for name in model.group_names if model.group(name).side_of(name) == side}
    return sum((rule.worth for rule in model.rules if rule.group in groups and rule.worth > 0), Decimal(0))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return (100 * part / whole).quantize(Decimal(1), ROUND_HALF_UP)


def ratio(model: Model) -> str:
    behavioural, demographic = of_side(model, "behavioural"), of_side(model, "demographic")
    both = behavioural + demographic
    return f"{percent(behavioural, both)}:{percent(demographic, both)}"


def test_the_criteria_template_has_its_six_lines_and_83_points() -> None:
    template = presets.preset("criteria_template")
    assert {rule.id: rule.worth for rule in template.rules} == TEMPLATE
    assert total(template) == 83
    assert "83 points" in template.name


def test_it_shows_that_it_is_72_to_28_and_not_60_to_40() -> None:
    template = presets.preset("criteria_template")
    assert ratio(template) == "72:28"
    assert (template.balance.behavioural, template.balance.demographic) == (60, 40)
    assert "72:28" in presets.text("criteria_template")


def test_the_second_version_differs_in_the_trial_alone_and_says_so() -> None:
    other = presets.preset("criteria_template_trial_20")
    assert {rule.id: rule.worth for rule in other.rules} == TEMPLATE | {"trial": 20}
    assert (total(other), ratio(other)) == (78, "71:29")
    assert "20 in one source, 25 in the other" in other.rule("trial").name


def test_every_number_in_a_templates_words_is_computed() -> None:
    for name in ("criteria_template", "criteria_template_trial_20"):
        model, text = presets.preset(name), presets.text(name)
        stated = set(re.findall(r"\b\d\d:\d\d\b", text))
        assert stated == {ratio(model), "60:40"}
        assert f"{total(model)} points" in text


def test_there_is_a_preset_for_each_case() -> None:
    assert presets.names() == (
        "criteria_template",
        "criteria_template_trial_20",
        "manufacturing",
        "saas",
        "services",
        "whos_buying",
    )


@pytest.mark.parametrize("name", presets.names())
def test_no_preset_brings_cut_offs_or_a_finding_but_that(name: str) -> None:
    assert presets.preset(name).cut_offs is None
    assert [finding.check for finding in lint(presets.preset(name))] == ["no cut-offs"]


def test_an_unknown_preset() -> None:
    with pytest.raises(UsageError, match="There is no preset 'sass'. Did you mean 'saas'?"):
        presets.preset("sass")
