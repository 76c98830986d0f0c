"""The leaks that the samples were planted with, and nothing else; known shares set beside a plain count."""

from __future__ import annotations

import pytest

from leadscore.learning.leaks.fields_together import fields_together
from leadscore.learning.leaks.leaks import leaks
from leadscore.learning.leaks.lint import findings, lint_with_outcomes
from leadscore.model import Rule, presets

FILLED_AT_SQL = ("title", "budget", "timeline", "authority")


@pytest.fixture(scope="module")
def found(companies):
    """The leaks of each sample under the outcome of its own model."""
    return {name: leaks(each.shelf, each.model) for name, each in companies.items()}


def test_lead_quality_is_named_and_nothing_else(company, found):
    assert found[company.name].leaking == {"lead_quality"}
    planted = found[company.name].field("lead_quality")
    assert [sign.check for sign in planted.signs] == ["written afterwards", "name of an outcome"]
    assert planted.written.after_t.value == 1
    assert planted.todays.low > 0.9  # what an analysis of today's values would have been proud of
    assert planted.alone.low < 0.5 < planted.alone.high


def test_what_reps_fill_in_is_dated_and_says_nothing_at_the_hand_off(company, found):
    for name in FILLED_AT_SQL:
        field = found[company.name].field(name)
        assert field.verdict == "dated", name
        assert field.alone.value < 0.6 < 0.63 + field.todays.value * (name != "title")
    assert {each.name for each in found[company.name].fields if each.verdict == "dated"} == set(FILLED_AT_SQL)


def test_known_shares_are_those_of_a_plain_count(companies, found):
    cursor = companies["saas"].shelf.database.cursor()
    sql = """SELECT COUNT(budget) / COUNT(*), COUNT(*) FROM leads
WHERE email NOT ILIKE '%@ourselves.test%' AND duplicate_of IS NULL AND existing_customer = 'no'
    AND lead_id IN (SELECT lead_id FROM stages WHERE stage = 'sql')"""
    share, n = cursor.execute(sql).fetchall()[0]
    reached = found["saas"].field("budget").known.reached
    assert (reached.value, reached.n) == (share, n)


def test_the_own_model_and_the_own_preset_are_not_accused(company, found):
    for model in (company.model, presets.preset(company.name)):
        told = findings(company.shelf, model, found[company.name])
        assert {each.check for each in told if each.level != "note"} <= {"dead", "sleeping"}, model.name


@pytest.mark.parametrize(
    ("when", "level", "check"),
    [
        ({"attribute": "lead_quality", "is": "A"}, "error", "written afterwards"),
        ({"activity": "meeting"}, "warning", "a step on the way"),
        ({"activity": "call"}, "warning", "seller's activity"),
    ],
    ids=["lead quality", "meeting", "call"],
)
def test_a_rule_on_a_planted_leak_is_found(company, when, level, check):
    rule = Rule.model_validate({"id": "planted", "points": 10, "when": when})
    model = company.model.model_copy(update={"rules": (*company.model.rules, rule)})
    told = [(each.level, each.check) for each in lint_with_outcomes(company.shelf, model) if each.rule == "planted"]
    assert (level, check) in told


def test_praise_after_winning_is_said_to_count_only_before(companies):
    services = companies["services"]
    praise = leaks(services.shelf, services.model, "won").kind("nps_response")
    assert praise.afterwards and praise.after.low > 0.5
    (note,) = (
        each for each in lint_with_outcomes(services.shelf, services.model, "won") if each.check == "after the outcome"
    )
    assert "nps_response" in note.message and note.level == "note"


def test_orders_of_winners_come_mostly_after_t(companies):
    made = companies["manufacturing"]
    orders = leaks(made.shelf, made.model, "won").kind("order")
    assert orders.after_t.value > 0.25 and orders.after_t.low > 0.2


def test_what_is_left_without_the_leak(company, found):
    pytest.importorskip("sklearn")
    together = fields_together(company.shelf, company.model, found[company.name])
    assert together.everything.low > 0.95
    assert together.honest.high < 0.65
    assert together.left_out == ("lead_quality",)
    assert "The second is the honest figure." in together.sentence


def test_the_locked_period_is_left_out(companies, found):
    from leadscore.simulation import lock_of

    saas = companies["saas"]
    before = lock_of(saas.shelf).starts
    unlocked = leaks(saas.shelf, saas.model, before=before)
    assert unlocked.n < found["saas"].n and unlocked.leads < found["saas"].leads
    assert unlocked.leaking == {"lead_quality"}
