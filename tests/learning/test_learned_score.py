"""The learned score, on a company whose signals are known: what it learns, when, and from whom."""

from __future__ import annotations

import builtins
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leadscore.errors import UsageError
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.refining.elastic_net import L1
from leadscore.learning.refining.honest_auc import honest_auc
from leadscore.learning.refining.learned_score import LearnedScore, learn, learned_score, points_of, with_candidates
from leadscore.learning.refining.time_parts import Borders, borders_of, time_parts
from leadscore.model.conditions import attributes_of

from .conftest import Company
from .small_company import START, SmallCompany

OWN = ("a", "b", "c")


def told(leads: int = 600, log_odds=(2.0, -1.5, 0.0), seed: int = 5, **more: Any) -> SmallCompany:
    """Leads that came one after another over 240 days: `a` speaks for the outcome, `b` against it, `c` says nothing."""
    company = SmallCompany(**more)
    chance = np.random.default_rng(seed)
    for place in range(leads):
        letters = chance.random(3) < 0.4
        hit = chance.random() < 1 / (1 + np.exp(0.3 - letters @ np.array(log_odds)))
        company.lead(letters, "sql" if hit else None, day=240 * place / leads)
    return company


def known_of(company: SmallCompany, folder: Path) -> KnownLeads:
    return known_leads(company.shelf(folder), company.model())


def learned_of(company: SmallCompany, folder: Path, borders: Borders | None = None) -> LearnedScore:
    return learn(known_of(company, folder), company.model(), OWN, borders)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnownLeads, LearnedScore]:
    """Everybody whose outcome is known, and what was learned from them."""
    known = known_of(told(), tmp_path_factory.mktemp("town"))
    return known, learn(known, told(3).model(), OWN)


def test_it_finds_what_speaks_for_the_outcome_and_what_against(town) -> None:
    _, found = town
    points = {rule.id: rule.worth for rule in found.model.rules}
    assert points["a"] == 100
    assert points["b"] < -20
    assert abs(points.get("c", Decimal(0))) < 20
    assert found.signal


def test_points_are_the_slopes_of_scikit_learn(town) -> None:
    from sklearn.linear_model import LogisticRegression

    known, found = town
    own = time_parts(known, found.borders).learned
    columns = known.units[own] / 100
    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    mixed = {} if LogisticRegression().get_params().get("penalty") != "l2" else {"penalty": "elasticnet"}
    asked = {"C": 1 / found.penalty, "solver": "saga", "l1_ratio": L1, "max_iter": 5000, **mixed}
    slopes = LogisticRegression(**asked).fit(scaled, known.hit[own]).coef_[0] / columns.std(axis=0)
    points = 100 * slopes / (columns @ slopes).max()
    for rule, expected in zip(known.rules, points, strict=True):
        mine = next((float(each.worth) for each in found.model.rules if each.id == rule.id), 0.0)
        assert mine == pytest.approx(expected if abs(expected) >= 1 else 0, abs=0.3), rule.id


def test_the_parts_follow_each_other_and_what_was_learned_was_known_by_then(town) -> None:
    known, found = town
    borders, parts = found.borders, time_parts(known, found.borders)
    assert borders.judged_from - borders.learned_before == timedelta(days=60)
    assert known.as_of[parts.learned].max() < np.datetime64(borders.learned_before)
    assert known.as_of[parts.calibrated].min() >= np.datetime64(borders.learned_before)
    assert known.as_of[parts.calibrated].max() + np.timedelta64(60, "D") < known.as_of[parts.checked].min()
    assert not (parts.learned & (parts.calibrated | parts.judged)).any()
    assert not (parts.calibrated & parts.checked).any() and not (parts.checked & ~parts.judged).any()
    assert (found.learned, found.calibrated, found.checked) == tuple(
        int(each.sum()) for each in (parts.learned, parts.calibrated, parts.checked)
    )


def test_later_leads_change_nothing_that_was_fitted_before_them(tmp_path: Path, town) -> None:
    """Forty leads more, all with `c` and all confirmed: those after a border are in nothing that ends there."""
    _, found = town
    borders = found.borders
    asked = {borders.checked_from: (True, False), borders.calibrated_before: (True, True)}
    for after, (chances, checked) in {**asked, borders.learned_before: (False, False)}.items():
        company = told()
        day = (after - START) / timedelta(days=1) + 1
        for place in range(40):
            company.lead((0, 0, 1), "sql", day=day + place / 10)
        again = learned_of(company, tmp_path / f"{after:%j}", found.borders)
        assert again.model == found.model
        assert (again.chances == found.chances) is chances
        assert (again.calibration == found.calibration) is checked


def test_what_is_known_of_a_lead_waits_until_nobody_can_call_it_any_more(town) -> None:
    known, _ = town
    assert known.settled_days == 60
    past = replace(known.past, horizon=replace(known.past.horizon, days=14))
    assert replace(known, past=past).settled_days == 30


def test_colleagues_of_whom_it_learned_from_judge_nothing(tmp_path: Path) -> None:
    company = told()
    company.lead((1, 0, 0), "sql", account="Acme", day=1)
    company.lead((1, 0, 0), "sql", account="Acme", day=230)
    known = known_of(company, tmp_path)
    parts = time_parts(known, borders_of(known))
    (place,) = np.flatnonzero(known.lead_id == "lead601")
    assert parts.colleagues[place] and not parts.judged[place]
    assert learn(known, company.model(), OWN).colleagues == ("lead601",)


def test_the_score_of_the_model_is_what_its_points_say(town) -> None:
    known, found = town
    points = {rule.id: rule.worth for rule in found.model.rules}
    for lead in range(0, known.n, 25):
        units = zip(known.rules, known.units[lead], strict=True)
        total = sum((points.get(rule.id, Decimal(0)) * int(each) / 100 for rule, each in units), Decimal(0))
        assert points_of(found.model, known)[lead] == pytest.approx(float(min(Decimal(100), max(Decimal(0), total))))


def test_noise_has_no_signal(tmp_path: Path) -> None:
    found = learned_of(told(log_odds=(0.0, 0.0, 0.0), seed=8), tmp_path)
    assert not found.signal
    assert found.reason or found.auc.low <= 0.5


def test_the_auc_is_that_of_pairs_within_a_month() -> None:
    """May: 9 beats 3, ties with 9; June: 1 loses to 5.  One and a half of three pairs."""
    months = np.array(["2026-05-03", "2026-05-09", "2026-05-20", "2026-06-01", "2026-06-02"], dtype="datetime64[us]")
    hit = np.array([True, False, False, True, False])
    found = honest_auc(np.array([9.0, 3.0, 9.0, 1.0, 5.0]), hit, np.arange(5), months)
    assert found.value == pytest.approx(1.5 / 3)
    assert (found.low, found.reason) == (None, "too few outcomes for an interval")


def test_a_field_that_is_the_outcome_is_not_learned_from_even_under_a_rule(tmp_path: Path) -> None:
    company, chance = SmallCompany(), np.random.default_rng(2)
    for place in range(500):
        a = chance.random() < 0.4
        hit = chance.random() < (0.6 if a else 0.3)
        company.lead((a, hit, 0), "sql" if hit else None, day=240 * place / 500)
    shelf, model = company.shelf(tmp_path), company.model()
    asked = [{*attributes_of(rule.when)} for rule in with_candidates(shelf, model).rules]
    assert {"a"} in asked and {"b"} not in asked
    learned = learned_score(shelf, model)
    assert {name for rule in learned.model.rules for name in attributes_of(rule.when)} == {"a"}


UNKNOWN = {
    "no dates": (lambda: told(dated=False), "this data has no dates: nothing can be held back to judge it by"),
    "too few": (lambda: told(90), "too few: needs 10 leads to"),
    "nobody": (lambda: told(3), "needs at least 1 sql"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_where_nothing_can_be_learned_it_says_why(tmp_path: Path, name: str) -> None:
    make, reason = UNKNOWN[name]
    company = make()
    if name == "nobody":
        company.stages = [each for each in company.stages if ",sql," not in each]
    found = learned_of(company, tmp_path)
    assert found.model is None
    assert found.reason.startswith(reason)
    assert found.auc.value is None


def test_without_scikit_learn_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, model, original = known_of(told(), tmp_path), told(3).model(), builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("sklearn"):
            raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")
        return original(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageError, match="pip install 'leadscore\\[predict\\]'"):
        learn(known, model, OWN)


def test_of_a_sample_it_asks_more_than_the_rules_and_keeps_to_leads_before_the_lock(company: Company) -> None:
    before = datetime.fromisoformat("2025-12-18T00:00:00")
    found = learned_score(company.shelf, company.model, before=before)
    assert found.signal
    assert found.borders.checked_from < before
    assert found.tried > len(company.model.rules)
    assert found.model.cut_offs is None
    assert all(group.cap is None and group.floor is None for group in found.model.groups.values())
    assert [rule.id for rule in found.model.rules if rule.knock_out] == [
        rule.id for rule in company.model.rules if rule.knock_out
    ]
