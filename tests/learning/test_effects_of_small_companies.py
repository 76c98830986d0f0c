"""Effects where the data lacks something: no dates, no calls, no outcome, no effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.errors import UsageError
from leadscore.figures.evidence_words import beside_sliders
from leadscore.learning import effects, settles, verdicts
from leadscore.model import Model, parse

from .small_company import SmallCompany


def with_rule(model: Model, text: str) -> Model:
    extra = parse(f"name: Extra\nrules:\n  - {text}").rules
    return model.model_copy(update={"rules": (*model.rules, *extra)})


def test_counts_can_be_checked_in_the_head(tmp_path: Path) -> None:
    company = SmallCompany()
    for letters, sql, times in (((1, 1), 1, 12), ((1, 0), 0, 8), ((0, 1), 1, 5), ((0, 0), 0, 15), ((None, 0), 1, 11)):
        for _ in range(times):
            company.lead(letters, "sql" if sql else None)
    company.lead((1, 1), "sql", called=False)
    effect = effects(company.shelf(tmp_path), company.model()).of("a")
    assert (effect.held.n, effect.held.hits) == (20, 12)
    assert (effect.not_held.n, effect.not_held.hits) == (20, 5)
    assert (effect.unknown.n, effect.unknown.hits) == (11, 11)


def test_data_without_any_outcome_says_so(tmp_path: Path) -> None:
    company = SmallCompany().crowd(1, 60, (0.0, 0.0), base=-99)
    shelf, model = company.shelf(tmp_path), company.model()
    found = effects(shelf, model)
    assert found.reason == "needs at least 1 sql lead; this data has none"
    assert [effect.odds_ratio.value for effect in found.rules] == [None, None]
    assert found.of("a").held.n > 0
    assert beside_sliders(found, {})["a"].words == f"No evidence: {found.reason}."
    assert settles(found).sentence == f"This history can settle nothing about your 2 rules: {found.reason}."
    judged = verdicts(model, found)
    assert judged.sentence == f"History cannot tell anything about these rules: {found.reason}."
    assert {verdict.word for verdict in judged.rules} == {"cannot tell"}


def test_data_without_any_signal_says_so(tmp_path: Path) -> None:
    company = SmallCompany().crowd(2, 500, (0.0,) * 8)
    model = company.model()
    found = effects(company.shelf(tmp_path), model)
    assert len(found.estimated) == 8
    judged = verdicts(model, found)
    assert judged.sentence == "History cannot tell any of these 8 rules from no effect."
    assert all(verdict.worth.value is None for verdict in judged.rules)


def test_a_signal_is_found_and_priced(tmp_path: Path) -> None:
    company = SmallCompany().crowd(3, 1500, (1.5, 0.0, 0.0))
    model = company.model(points=10)
    judged = verdicts(model, effects(company.shelf(tmp_path), model))
    assert [verdict.word for verdict in judged.rules] == ["supported", "contradicted", "contradicted"]
    assert judged.of("a").worth.value > 20
    assert judged.sentence == "Of 3 rules history supports 1, contradicts 2, and cannot tell for 0."


def test_todays_values_and_sleeping_rules_are_left_out_with_the_reason(tmp_path: Path) -> None:
    company = SmallCompany(captured=False).crowd(4, 200, (0.5, 0.0))
    model = with_rule(company.model(), "{id: trial, points: 5, when: {activity: trial_started}}")
    found = effects(company.shelf(tmp_path), model)
    assert found.of("a").held is None
    assert found.of("a").odds_ratio.reason == "rests on today's value of a: what it was at T is not known"
    assert found.of("trial").odds_ratio.reason == "sleeps: this data has no activity 'trial_started'"
    assert found.reason == "too few: no rule has enough leads with it and without it"


def test_without_touches_all_handed_over_leads_count(tmp_path: Path) -> None:
    company = SmallCompany(called=False).crowd(5, 300, (1.0, 0.0))
    found = effects(company.shelf(tmp_path), company.model())
    assert found.n == 300
    assert found.denominator == "leads handed over, worked or not, since this data has no touches by sales"
    assert found.of("a").odds_ratio.low > 1


def test_without_dates_the_outcome_at_any_time_counts(tmp_path: Path) -> None:
    company = SmallCompany(dated=False).crowd(6, 300, (1.2, 0.0))
    found = effects(company.shelf(tmp_path), company.model())
    assert (found.n, found.horizon.days) == (300, None)
    assert found.denominator == "all scored leads, since this data has no dates"
    assert found.of("a").odds_ratio.low > 1
    assert found.of("a").odds_ratio.reason == found.of("a").difference.reason == "no dates"


def test_a_call_that_only_follows_the_outcome_makes_no_evidence(tmp_path: Path) -> None:
    company = SmallCompany().crowd(7, 200, (1.0, 0.0))
    company.calls = [line.replace("-03 09:00:00", "-29 09:00:00") for line in company.calls]
    found = effects(company.shelf(tmp_path), company.model())
    assert "were first touched after it" in found.reason
    assert not found.estimated


def test_colleagues_widen_the_interval(tmp_path: Path) -> None:
    """Four contacts of each account end alike: the truth is that of a quarter as many leads."""
    alone, together = SmallCompany().crowd(8, 150, (0.8,)), SmallCompany()
    for account, line in enumerate(alone.leads):
        hit = any(stage.startswith(f"lead{account},sql") for stage in alone.stages)
        for _ in range(4):
            together.lead((line.endswith("yes"),), "sql" if hit else None, account=f"firm {account}")
    one = effects(alone.shelf(tmp_path / "alone"), alone.model()).of("a").slope
    four = effects(together.shelf(tmp_path / "together"), together.model()).of("a").slope
    assert four.error == pytest.approx(one.error, rel=0.05)


def test_an_unknown_choice_of_leads_is_refused_with_a_hint(tmp_path: Path) -> None:
    company = SmallCompany().crowd(9, 20, (0.0,))
    with pytest.raises(UsageError, match="Effects know no leads 'workd'. Did you mean 'worked'?"):
        effects(company.shelf(tmp_path), company.model(), among="workd")
