"""Leads whose outcome is known, one by one: four named leads, and the same counts as the effects on every sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from leadscore.learning.known_leads import known_leads

from .conftest import Company
from .small_company import START, SmallCompany


def test_each_lead_stands_with_its_rules_its_outcome_and_its_account(tmp_path: Path) -> None:
    company = SmallCompany()
    company.lead((1, 0), "sql", account="Ahorn", day=3)
    company.lead((None, 1), None, account="Birch", day=1)
    company.lead((0, 1), None, account="Ahorn", day=2)
    company.lead((1, 1), "sql", called=False)
    found = known_leads(company.shelf(tmp_path), company.model())
    assert list(found.lead_id) == ["lead1", "lead2", "lead0"]
    assert found.units.tolist() == [[0, 100], [0, 100], [100, 0]]
    assert found.unknown.tolist() == [[True, False], [False, False], [False, False]]
    assert found.hit.tolist() == [False, False, True]
    assert found.account[1] == found.account[2] != found.account[0]
    assert (found.n, found.hits) == (3, 1)


def test_a_period_takes_its_first_instant_and_leaves_its_end(tmp_path: Path) -> None:
    company = SmallCompany()
    for day in range(4):
        company.lead((1,), "sql" if day % 2 else None, day=day)
    shelf, model = company.shelf(tmp_path), company.model()
    second, fourth = (START.replace(day=day) for day in (3, 5))
    assert list(known_leads(shelf, model, since=second, before=fourth).lead_id) == ["lead1", "lead2"]
    assert list(known_leads(shelf, model, before=second).lead_id) == ["lead0"]
    assert list(known_leads(shelf, model, since=fourth).lead_id) == ["lead3"]


def test_rules_that_data_cannot_answer_are_left_out_with_the_reason(tmp_path: Path) -> None:
    company = SmallCompany(captured=False).crowd(1, 60, (0.5, 0.0))
    found = known_leads(company.shelf(tmp_path), company.model())
    assert found.rules == ()
    assert found.units.shape == (60, 0)
    assert found.left_out["a"] == "rests on today's value of a: what it was at T is not known"


def test_without_dates_all_leads_count_and_a_caveat_says_so(tmp_path: Path) -> None:
    company = SmallCompany(dated=False).crowd(2, 40, (0.5,))
    found = known_leads(company.shelf(tmp_path), company.model())
    assert (found.n, found.caveat) == (40, "no dates")
    assert np.isnat(found.as_of.astype("datetime64[us]")).all()


def test_they_are_the_leads_of_the_effects(company: Company) -> None:
    found = known_leads(company.shelf, company.model)
    assert (found.n, found.hits) == (company.effects.n, company.effects.hits)
    assert len(np.unique(found.account)) == company.effects.accounts
    assert list(found.as_of) == sorted(found.as_of)
    for place, rule in enumerate(found.rules):
        effect = company.effects.of(rule.id)
        holds = found.units[:, place] > 0
        assert (int(holds.sum()), int(found.hit[holds].sum())) == (effect.held.n, effect.held.hits), rule.id
        assert int(found.unknown[:, place].sum()) == effect.unknown.n, rule.id
