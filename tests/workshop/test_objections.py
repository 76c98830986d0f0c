"""Every figure beside an answer or a claim is the product's own; what the sources say is quoted, and contradicted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf, lens_of, sleeping
from leadscore.figures.closed_loop import closed_loop
from leadscore.learning import Reach, effects, settles
from leadscore.model import Model, load, parse
from leadscore.outcomes import Report
from leadscore.outcomes.opinions import RepAgainstScore
from leadscore.store.database import open_current
from leadscore.workshop.claims import MARK, NEEDS_BOTH, NOT_ASKED, claims, contradictions
from leadscore.workshop.objections import FAMILIES, NOBODY_RATED, Evidence, Live, Objection, objections
from leadscore.workshop.pulse import Reading


@pytest.fixture(scope="module")
def shelf(sample_workspace: Path) -> Iterator[Shelf]:
    yield Shelf(open_current(sample_workspace))


@pytest.fixture(scope="module")
def model(sample_workspace: Path) -> Model:
    return load(sample_workspace / "model.yaml")


@pytest.fixture(scope="module")
def report(shelf: Shelf, model: Model) -> Report:
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    return closed_loop(shelf, model, lens, families=(*FAMILIES, "cycle"), draws=0)


@pytest.fixture(scope="module")
def reach(shelf: Shelf, model: Model) -> Reach:
    return settles(effects(shelf, model))


@pytest.fixture(scope="module")
def told(shelf: Shelf, model: Model, report: Report, reach: Reach) -> dict[str, Objection]:
    found = objections(Evidence(model, report, len(sleeping(model, shelf.facts)), reach))
    return {each.key: each for each in found}


def live(told: dict[str, Objection], key: str) -> dict[str, Estimate]:
    return {each.label: each.estimate for each in told[key].live}


def test_there_are_six_and_each_has_an_answer_a_figure_and_a_page(told: dict[str, Objection]) -> None:
    assert len(told) == 6
    for each in told.values():
        assert each.says and each.answer and each.live and each.page
        assert not any(letter.isdigit() for letter in each.says + each.answer)


def test_quality_is_taken_apart_as_in_the_review(told: dict[str, Objection], report: Report) -> None:
    names = ("lqs", "lqs_worked_share", "lqs_rate_worked", "lqs_rate_unworked")
    assert list(live(told, "garbage").values()) == [report.figure(name) for name in names]


def test_missed_deals_and_points_are_the_figures_of_the_metrics(told: dict[str, Objection], report: Report) -> None:
    assert list(live(told, "miss_deals").values()) == [report.figure("recall"), report.figure("missed_wins")]
    assert next(iter(live(told, "miss_deals"))).endswith(report.header.denominator)
    points = live(told, "made_up")
    assert points["The top fifth by score against all"] == report.figure("lift_20")
    assert points["Became confirmed SQL in band Ready"] == report.figure("conversion_sql_by_band", "ready")


def test_how_many_rules_the_history_settles(told: dict[str, Objection], reach: Reach) -> None:
    settled = live(told, "made_up")["Rules whose effect this history can settle"]
    assert (settled.value, settled.n) == (reach.settled, len(reach.rules))


def test_what_history_cannot_settle_says_why(model: Model, report: Report) -> None:
    found = {each.key: each for each in objections(Evidence(model, report, why_no_reach="no dates"))}
    assert live(found, "made_up")["Rules whose effect this history can settle"] == Estimate.unknown("no dates")


def test_rules_that_score_and_rules_that_sleep(told: dict[str, Objection], model: Model) -> None:
    rules = live(told, "black_box")
    scoring = sum(bool(rule.worth) for rule in model.rules)
    assert rules["Rules that give or take points"] == Estimate.count(scoring, len(model.rules))
    assert rules["Rules that these data can answer"] == Estimate.count(len(model.rules), len(model.rules))


CLICKS = """
name: Clicks
rules:
  - {id: opens, points: 4, when: {activity: email_open}}
  - {id: clicks, points: 6, when: {activity: email_click, at_most: 2}}
  - {id: demo, points: 30, when: {activity: demo_requested}}
"""


@pytest.mark.parametrize("cut_offs", ["", "cut_offs: {mql: 20, sql: 40}"])
def test_what_opens_and_clicks_can_reach(report: Report, cut_offs: str) -> None:
    found = {each.key: each for each in objections(Evidence(parse(CLICKS + cut_offs, "clicks.yaml"), report))}
    reached, handed = live(found, "clickers").values()
    assert (reached.value, reached.n) == (16, 2)
    assert handed.value == (20 if cut_offs else None)


def test_who_was_right_where_rep_and_score_differ(model: Model, report: Report, told: dict[str, Objection]) -> None:
    assert all(each.reason == NOBODY_RATED for each in live(told, "know_my_leads").values())
    rates = {
        (rep, score): Estimate(0.1 + 0.2 * rep + 0.4 * score, 0, 1, 9) for rep in (True, False) for score in (0, 1)
    }
    rated = RepAgainstScore({}, Estimate.unknown("-"), Estimate.unknown("-"), rates, 0)
    found = {each.key: each for each in objections(Evidence(model, report, rated=rated))}
    assert list(live(found, "know_my_leads").values()) == [rates[True, False], rates[False, True]]


def own(report: Report, pulse: tuple[Reading, ...] = ()) -> dict[str, Live]:
    return {each.quoted: each.live for each in claims(report, report, pulse)}


def test_the_sources_numbers_stand_beside_the_companys_own(report: Report) -> None:
    found = own(report)
    assert list(found) == ["36 %", "73 %", "under 15 %", "+35 %", "-25 %", "2 x"]
    assert found["under 15 %"].estimate == report.figure("lqs")
    assert found["2 x"].estimate == report.figure("lift_20")
    assert found["-25 %"].estimate == report.figure("cycle_median")
    assert found["+35 %"].estimate == Estimate.unknown(NEEDS_BOTH)
    assert "not verified" in MARK


def test_trust_is_the_companys_own_answers(report: Report) -> None:
    assert own(report)["36 %"].estimate == own(report)["73 %"].estimate == Estimate.unknown(NOT_ASKED)
    readings = tuple(
        Reading(question, team, 9, Estimate.count(4, 9), Estimate(share, 0.1, 0.9, 9))
        for question, team, share in (("trust", None, 0.5), ("trust", "sales", 0.2), ("agree", None, 0.6))
    )
    assert own(report, readings)["36 %"].estimate.value == 0.6
    assert own(report, readings)["73 %"].estimate.value == 0.2
    assert own(report, readings)["73 %"].label.startswith("People in sales here")
    assert own(report, readings[:1])["73 %"].estimate.value == 0.5
    assert own(report, readings[:1])["73 %"].label.startswith("People in both teams together here")


def test_the_product_computes_where_the_sources_contradict_each_other() -> None:
    balance, trial, weeks = contradictions("By week 6 hardly a close.")
    assert (balance.one, balance.other) == ("The advice: 60 : 40", "The template that comes with it: 72 : 28")
    assert balance.computed.startswith("60 behavioural and 23 demographic points")
    assert "makes it 60 behavioural and 40 demographic points" in balance.computed
    assert (trial.one, trial.other) == ("One source: 25", "The other: 20")
    assert "(72 : 28), or 55 behavioural and 23 demographic points (71 : 29)" in trial.computed
    assert weeks.computed == "By week 6 hardly a close."
