"""The leads of a rule: who they are, the latest first, and how many of them got there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leadscore.learning import rule_leads as rule_leads_module
from leadscore.learning.rule_leads import rule_leads

from .conftest import Company
from .small_company import SmallCompany, at


def company() -> SmallCompany:
    """Three leads with the letter a (lead0 to lead2), one without, one unknown, one that nobody called."""
    made = SmallCompany()
    made.lead((1, 1), "sql", day=3)
    made.lead((1, 0), None, day=1)
    made.lead((1, 0), "sql", day=2)
    made.lead((0, 1), None)
    made.lead((None, 1), "sql")
    made.lead((1, 1), "sql", called=False)
    return made


def test_a_rule_has_its_leads_the_latest_first(tmp_path: Path) -> None:
    made = company()
    found = rule_leads(made.shelf(tmp_path), made.model(), "a", "sql")
    assert [(each.lead_id, each.hit, each.score) for each in found.leads] == [
        ("lead0", True, 20),
        ("lead2", True, 10),
        ("lead1", False, 10),
    ]
    assert found.leads[0].as_of == datetime.fromisoformat(at(4))
    assert (found.held.n, found.held_hits, found.not_held.n, found.not_held_hits, found.unknown) == (3, 2, 1, 0, 1)
    assert found.held.value == pytest.approx(2 / 3)
    assert found.reason is None


def test_the_locked_period_stays_out(tmp_path: Path) -> None:
    made = company()
    before = datetime.fromisoformat(at(4))
    found = rule_leads(made.shelf(tmp_path), made.model(), "a", "sql", before)
    assert [each.lead_id for each in found.leads] == ["lead2", "lead1"]


def test_no_more_rows_than_a_table_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_leads_module, "MOST_ROWS", 2)
    made = company()
    found = rule_leads(made.shelf(tmp_path), made.model(), "a", "sql")
    assert ([each.lead_id for each in found.leads], found.held.n) == (["lead0", "lead2"], 3)


def test_a_rule_on_todays_values_has_none_and_says_why(tmp_path: Path) -> None:
    made = company()
    made.captured = False
    found = rule_leads(made.shelf(tmp_path), made.model(), "a", "sql")
    assert found.leads == ()
    assert found.held.value is None
    assert found.reason == "rests on today's value of a: what it was at T is not known"


def test_undated_leads_have_no_t(tmp_path: Path) -> None:
    made = company()
    made.dated = False
    found = rule_leads(made.shelf(tmp_path), made.model(), "a", "sql")
    assert {each.as_of for each in found.leads} == {None}
    assert found.held.reason == "no dates"


def test_counts_are_those_beside_the_sliders(saas: Company) -> None:
    for effect in saas.effects.rules:
        found = rule_leads(saas.shelf, saas.model, effect.rule_id)
        if effect.held is None:
            assert found.reason == effect.odds_ratio.reason
            continue
        assert effect.not_held is not None
        assert (found.held.n, found.held_hits) == (effect.held.n, effect.held.hits)
        assert (found.not_held.n, found.not_held_hits) == (effect.not_held.n, effect.not_held.hits)
        assert len(found.leads) == effect.held.n
