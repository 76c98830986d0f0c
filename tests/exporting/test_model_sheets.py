"""A model as settings for HubSpot, Salesforce and Marketo: every rule is there, and what cannot be said is said."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from leadscore.errors import UsageError
from leadscore.exporting.crm.asks import asked_of
from leadscore.exporting.crm.model_sheets import COLUMNS, Line, sheet_lines, write_sheet
from leadscore.exporting.crm.salesforce_formula import formula_of
from leadscore.exporting.crm.vendors import VENDORS
from leadscore.model import Model, parse, presets

EVERY_KIND = """
name: Every kind
population: {exclude: [{open_deal: true}]}
groups: {behaviour: {cap: 60, floor: -5, side: behavioural}}
rules:
  - {id: size, label: Size, points: 10, when: {attribute: company_size, between: [50, 1000]}}
  - {id: words, points: 8, when: {any: [{attribute: title, has_word: vp}, {attribute: title, has_word: chief}]}}
  - {id: mixed, points: 6, when: {any: [{attribute: title, has_word: vp}, {attribute: country, is: CH}]}}
  - {id: graded, points: 5,
     when: {attribute: company_size, shares: [{below: 20, share: 0}, {at_most: 100, share: 0.5}, {otherwise: 1}]}}
  - {id: known, points: 4, when: {known_share: [title, company, country]}}
  - {id: fading, group: behaviour, points: 10,
     when: {activity: webinar_attended, within_days: 90, at_most: 2, decay: {every_days: 30, keep: 0.5}}}
  - {id: pricing, group: behaviour, points: 15,
     when: {activity: page_visit, detail: {contains: pricing}, within_days: 30, at_least: 2}}
  - {id: asks, group: behaviour, points: 9, when: {activity: [quote_request, demo_requested]}}
  - {id: rate, group: behaviour, points: 3,
     when: {rate: {of: email_click, per: email_delivered, at_least: 0.2, minimum: 5}}}
  - {id: silent, group: behaviour, points: -8, when: {inactive_days: 60}}
  - {id: compound, points: 12,
     when: {all: [{attribute: title, has_word: vp}, {not: {attribute: country, in: [US, CA]}},
                  {any: [{activity: demo}, {activity: trial}]}]}}
  - {id: rival, label: A rival, knock_out: true, when: {attribute: company, in: [Scorello, Leadwright]}}
cut_offs: {mql: 30, sql: 60, sql_needs: {any_of: [pricing], at_least: {behaviour: 5}}}
"""


@pytest.fixture
def model() -> Model:
    return parse(EVERY_KIND)


def lines_of(model: Model, crm: str) -> list[Line]:
    return list(sheet_lines(model, VENDORS[crm]))


def of_rule(lines: list[Line], name: str) -> list[Line]:
    return [line for line in lines if line.part in ("rule", "knock-out") and line.rule == name]


@pytest.mark.parametrize("crm", sorted(VENDORS))
@pytest.mark.parametrize("source", ["every kind", *presets.names()])
def test_every_rule_is_in_the_sheet_with_all_its_points(source: str, crm: str) -> None:
    model = parse(EVERY_KIND) if source == "every kind" else presets.preset(source)
    lines = lines_of(model, crm)
    for rule in model.rules:
        found = of_rule(lines, rule.name)
        assert found and found[0].setup, rule.id
        changes = [line.change for line in found if line.change]
        if rule.knock_out:
            assert changes == ["out"]
        elif len(changes) == 1:
            assert Decimal(changes[0]) == rule.worth
        else:
            assert rule.worth in (max(map(Decimal, changes)), round(sum(map(Decimal, changes))))
    assert len([line for line in lines if line.part == "left out"]) == len(model.population.exclude)
    cut_offs = {line.rule: line.value for line in lines if line.part == "cut-off" and line.rule in ("mql", "sql")}
    assert set(cut_offs) == ({"mql", "sql"} if model.cut_offs else set())


@pytest.mark.parametrize("crm", sorted(VENDORS))
def test_what_no_crm_says_as_the_model_does_is_said_at_its_rule(crm: str, model: Model) -> None:
    lines = lines_of(model, crm)
    for name in ("fading", "rate", "silent", "pricing", "compound", "A rival"):
        assert of_rule(lines, name)[0].differs, name


def test_hubspot_has_groups_with_limits_and_says_what_a_divided_cap_means(model: Model) -> None:
    lines = lines_of(model, "hubspot")
    groups = {line.group: line for line in lines if line.part == "group"}
    assert list(groups) == [
        "behaviour (events, -50 % in 30 days)",
        "behaviour (events)",
        "behaviour (properties)",
        "ungrouped (properties)",
    ]
    assert groups["behaviour (events)"].setup == "Add event group, limit 60 points."
    assert "decay on: 50 % in 30 days" in groups["behaviour (events, -50 % in 30 days)"].setup
    first, *others = [line.differs for name, line in groups.items() if name.startswith("behaviour")]
    assert "each of its 3 groups has a limit of its own" in first
    assert all("Its limit is one with that of 'behaviour (events, -50 % in 30 days)'" in each for each in others)
    assert "never falls below -5 points" in groups["behaviour (properties)"].differs
    assert groups["ungrouped (properties)"].differs == ""
    assert {line.group for line in lines if line.part == "rule"} == set(groups)


def test_hubspot_settings_of_a_count_a_window_and_a_page(model: Model) -> None:
    (pricing,) = of_rule(lines_of(model, "hubspot"), "pricing")
    assert (pricing.field, pricing.value) == ("Website page viewed", "detail contains pricing")
    assert (pricing.often, pricing.frame, pricing.change) == ("frequency: at least 2", "in the last 30 days", "+15")
    (size,) = of_rule(lines_of(model, "hubspot"), "Size")
    assert (size.on, size.field, size.operator, size.value) == (
        "Company",
        "Number of employees",
        "is between",
        "50 to 1000",
    )
    assert size.differs == ""


def test_decay_is_said_with_the_nearest_setting(model: Model) -> None:
    (fading,) = of_rule(lines_of(model, "hubspot"), "fading")
    assert "50 % of what is left stays after every 30 days" in fading.differs
    assert "Nearest setting: 50 % every 1 month(s)" in fading.differs
    assert "so the window of 90 days is not said" in fading.differs


def test_filters_of_a_compound_rule_are_lettered_and_joined(model: Model) -> None:
    found = of_rule(lines_of(model, "marketo"), "compound")
    assert [line.filter for line in found] == ["a", "b", "c", "d"]
    assert found[0].joined == "a and not b and (c or d)"
    assert [line.field for line in found] == ["Job Title", "Country", "your event for 'demo'", "your event for 'trial'"]
    assert [line.change for line in found] == ["+12", "", "", ""]


def test_words_of_one_attribute_are_one_filter_and_of_two_are_not(model: Model) -> None:
    assert asked_of(model.rule("words").when).logic == ""
    assert [line.value for line in of_rule(lines_of(model, "salesforce"), "words")] == ["vp; chief"]
    assert asked_of(model.rule("mixed").when).logic == "a or b"


def test_steps_become_ranges_that_do_not_overlap(model: Model) -> None:
    found = of_rule(lines_of(model, "hubspot"), "graded")
    assert [(line.value, line.change) for line in found] == [
        ("less than 20", "0"),
        ("at least 20 and at most 100", "+2.5"),
        ("more than 100", "+5"),
    ]


def test_shares_of_points_sum_to_the_rule(model: Model) -> None:
    changes = [Decimal(line.change) for line in of_rule(lines_of(model, "marketo"), "known")]
    assert (
        changes == [Decimal("1.33")] * 3 and "whole numbers" in of_rule(lines_of(model, "marketo"), "known")[0].differs
    )


FORMULAS = {
    "size": "IF(AND(NumberOfEmployees >= 50, NumberOfEmployees <= 1000), 10, 0)",
    "words": 'IF(OR(CONTAINS(" " & LOWER(Title) & " ", " vp "), CONTAINS(" " & LOWER(Title) & " ", " chief ")), 8, 0)',
    "graded": "IF(ISBLANK(NumberOfEmployees), 0, IF(NumberOfEmployees < 20, 0, IF(NumberOfEmployees <= 100, 2.5, 5)))",
    "fading": None,
    "compound": None,
    "rival": None,
}


@pytest.mark.parametrize("rule_id", sorted(FORMULAS))
def test_rules_on_attributes_have_a_formula(rule_id: str, model: Model) -> None:
    assert formula_of(model.rule(rule_id)) == FORMULAS[rule_id]


def test_a_quote_in_a_word_does_not_end_the_formula() -> None:
    model = parse(r"""{name: N, rules: [{id: a, points: 1, when: {attribute: title, is: 'x", 1)) \ y'}}]}""")
    assert formula_of(model.rules[0]) == 'IF(LOWER(TRIM(Title)) = "x\\", 1)) \\\\ y", 1, 0)'


def test_the_total_keeps_caps_floors_and_the_ends_of_the_scale(model: Model) -> None:
    score = next(line for line in lines_of(model, "salesforce") if line.part == "score")
    assert score.setup.startswith(
        "Number field, formula: MAX(0, MIN(100, MAX(-5, MIN(60, Leadscore_behaviour__c)) + Leadscore_ungrouped__c))."
    )


@pytest.mark.parametrize("crm", sorted(VENDORS))
def test_sheets_are_written_with_no_live_formula(crm: str, tmp_path: Path) -> None:
    model = parse("name: '=1+1'\nrules: [{id: a, label: '@SUM(A1)', points: 5, when: {activity: '=cmd'}}]")
    count = write_sheet(model, VENDORS[crm], tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as opened:
        header, *rows = csv.reader(opened)
    assert tuple(header) == COLUMNS and len(rows) == count
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "\t", "+ "))]
    assert write_sheet(model, VENDORS[crm], tmp_path / "s.xlsx") == count
    sheet = CalamineWorkbook.from_path(str(tmp_path / "s.xlsx")).get_sheet_by_index(0).to_python()
    assert sheet[1][2] == "=1+1" and len(sheet) == count + 1


def test_another_ending_is_refused(model: Model, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"must end in \.csv or \.xlsx"):
        write_sheet(model, VENDORS["hubspot"], tmp_path / "s.pdf")
