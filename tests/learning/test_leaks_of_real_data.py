"""Leaks of the real data sets: the fields that were filled in after the outcome are named, honest ones are not."""

from __future__ import annotations

import pytest
from real_data_sets import mapping_of

from leadscore.evidence import Shelf
from leadscore.importing import run
from leadscore.learning.leaks.fields_together import fields_together
from leadscore.learning.leaks.leaks import leaks
from leadscore.learning.leaks.lint import lint_with_outcomes
from leadscore.model import parse
from leadscore.store import workspace
from leadscore.store.database import open_current

pytestmark = pytest.mark.real_data

ASKED = parse(
    """
name: Asked
rules:
  - {id: tags, points: 10, when: {attribute: Tags, is: Will revert after reading the email}}
  - {id: quality, points: 10, when: {attribute: Lead Quality, is: Might be}}
  - {id: time, points: 10, when: {attribute: Total Time Spent on Website, at_least: 500}}
  - {id: referred, points: 10, when: {attribute: Lead Source, is: Reference}}
cut_offs: {mql: 20, sql: 40}
evaluation: {outcome: won}
"""
)
CALLED = parse(
    """
name: Called
rules:
  - {id: called, points: 50, when: {activity: call}}
  - {id: large, points: 30, when: {attribute: amount_requested, at_least: 10000}}
cut_offs: {mql: 20, sql: 25}
evaluation: {outcome: won}
"""
)


def shelf_of(name: str, folder) -> Shelf:
    held = workspace.create(folder / "w")
    run(held, mapping_of(name, folder))
    return Shelf(open_current(held))


@pytest.fixture(scope="module")
def school(real_data, tmp_path_factory) -> Shelf:
    """x_education, without any date."""
    return shelf_of("x_education", tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def school_leaks(school):
    """Its leaks."""
    return leaks(school, ASKED)


def test_the_fields_written_afterwards_are_named(school_leaks):
    assert school_leaks.field("Converted").verdict == "is the outcome"
    assert {each.name for each in school_leaks.fields if each.verdict == "leaks"} == {
        "Tags",
        "Lead Quality",
        "Lead Profile",
        "What is your current occupation",
        "What matters most to you in choosing a course",
    }
    assert {each.name for each in school_leaks.fields if each.verdict == "suspect"} == {
        "Last Activity",
        "Last Notable Activity",
        "Asymmetrique Activity Score",
        "Asymmetrique Profile Score",
        "Asymmetrique Profile Index",
    }


def test_honest_strong_fields_are_not_accused(school_leaks):
    for name in ("Lead Source", "Lead Origin", "Total Time Spent on Website", "Specialization"):
        assert school_leaks.field(name).verdict == "no sign", name


def test_time_on_site_alone_separates_as_published(school_leaks):
    alone = school_leaks.field("Total Time Spent on Website").ranked
    assert (round(alone.value, 4), alone.n) == (0.6506, 9240)
    assert alone.low < 0.6506 < alone.high


def test_the_honest_figure_is_told_without_the_leaks(school, school_leaks):
    pytest.importorskip("sklearn")
    together = fields_together(school, ASKED, school_leaks)
    assert together.everything.value == pytest.approx(0.982, abs=0.004)
    assert together.honest.value == pytest.approx(0.844, abs=0.006)
    assert together.honest.high < together.everything.low
    assert len(together.left_out) == 10 and not set(together.left_out) & set(together.used)
    assert "without the 10 that leak" in together.sentence


def test_rules_on_leaks_are_errors_and_honest_rules_are_not(school):
    told = lint_with_outcomes(school, ASKED)
    errors = {each.rule: each.check for each in told if each.level == "error"}
    assert errors == {"tags": "separates too well", "quality": "separates too well"}
    assert {each.check for each in told if each.rule in ("time", "referred")} == {"today's value"}


def test_calling_is_not_shown_as_a_cause(real_data, tmp_path):
    """Nobody is approved without a call about an offer, because an offer must come first."""
    bank = shelf_of("bpi2012_loan", tmp_path)
    call = leaks(bank, CALLED).kind("call")
    assert (call.without_it.hits, call.with_it.hits) == (0, 2246)
    assert call.a_step and call.by_sales
    told = [each for each in lint_with_outcomes(bank, CALLED) if each.rule == "called"]
    assert {each.check for each in told} >= {"seller's activity", "a step on the way"}
    (step,) = (each.message for each in told if each.check == "a step on the way")
    assert "0 % (0 to 0) of 8,076 leads without." in step
    assert "it is no evidence of an effect." in step


ZOHO = """
zone: UTC
leads:
  - file: REAL_DATA/zoho_crm/Leads.csv
    dialect: {delimiter: ",", encoding: utf-8}
    lead_id: LEADID
    created_at: {column: Created Time, format: "%d %b, %Y %H:%M:%S"}
    rename: {Lead Source: source}
    keep: all
stages:
  - file: REAL_DATA/zoho_crm/Leads.csv
    dialect: {delimiter: ",", encoding: utf-8}
    where: {column: CONVERTED, is: Yes}
    lead_id: LEADID
    stage: {value: opportunity}
"""


def test_a_vendors_demo_has_no_signal_but_its_own_outcome(real_data, tmp_path):
    """Neither hand-offs nor a date of the outcome: the fields are set beside the outcome at any time."""
    (tmp_path / "map.yaml").write_text(ZOHO.replace("REAL_DATA", real_data.as_posix()))
    held = workspace.create(tmp_path / "w")
    run(held, tmp_path / "map.yaml")
    asked = parse(
        "name: Zoho\nevaluation: {outcome: opportunity}\n"
        "rules: [{id: a, points: 5, when: {attribute: source, is: Chat}}]"
    )
    found = leaks(Shelf(open_current(held)), asked)
    assert (found.n, found.hits) == (3900, 3632)
    assert "the outcome at any time" in found.caveat
    assert found.field("CONVERTED").verdict == "is the outcome"
    assert found.leaking == {"CONVERTED", "Lead Status"}
    others = [each for each in found.fields if each.name not in found.leaking]
    assert others and all(each.alone.high < 0.6 for each in others)
