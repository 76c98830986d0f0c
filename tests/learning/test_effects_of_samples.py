"""Effects on the sample companies, whose truth is known."""

from __future__ import annotations

import math
from datetime import timedelta
from decimal import Decimal

import pytest
from scipy.stats import spearmanr

from leadscore.evidence import Arrival, Handoff
from leadscore.figures.closed_loop import closed_loop
from leadscore.learning import effects, settles, verdicts


def log_odds(company, rule_id: str) -> tuple[float, float, float]:
    return company.effects.of(rule_id).slope.ends


def test_the_order_of_the_true_effects_is_recovered(company) -> None:
    true = company.ids("true")
    order = spearmanr(
        [company.signals[each]["odds_ratio"] for each in true], [log_odds(company, each)[0] for each in true]
    )
    assert order.statistic > 0.8


def test_intervals_hold_the_planted_odds_ratios(companies) -> None:
    """Of 30 true and 11 noise signals; nine in ten, since the intent that nobody sees shrinks odds ratios a little."""
    planted = [
        (company.signals[each]["odds_ratio"], company.effects.of(each).odds_ratio)
        for company in companies.values()
        for kind in ("true", "noise")
        for each in company.ids(kind)
    ]
    assert len(planted) == 41
    assert sum(found.low < truth < found.high for truth, found in planted) >= 37


def test_a_useless_webinar_looks_useful_until_only_worked_leads_are_asked(company) -> None:
    everyone = effects(company.shelf, company.model, among="all", lens=Arrival(14)).of("webinar").odds_ratio
    handed_over = effects(company.shelf, company.model, among="handed_over").of("webinar").odds_ratio
    worked = company.effects.of("webinar").odds_ratio
    assert everyone.low > 1.5
    assert worked.low < 1 < worked.high
    assert worked.value < handed_over.value < everyone.value


def test_noise_is_seldom_called_an_effect(companies) -> None:
    found = [company.effects.of(each) for company in companies.values() for each in company.ids("noise")]
    judged = [
        verdicts(company.model, company.effects).of(each)
        for company in companies.values()
        for each in company.ids("noise")
    ]
    assert sum(effect.slope.chance < 0.05 for effect in found) <= 0.05 * len(found) + 1
    assert not [verdict for verdict in judged if verdict.chance <= 0.05]
    assert not [verdict for verdict in judged if verdict.word == "supported"]


def test_history_contradicts_the_twenty_points_of_the_webinar(company) -> None:
    verdict = verdicts(company.model, company.effects).of("webinar")
    assert verdict.word == "contradicted"
    assert verdict.sentence.startswith("History contradicts 20 points: at equal other rules")
    assert verdict.worth.high < 10


def test_the_strongest_signals_are_supported_or_their_missing_points_contradicted(company) -> None:
    strong = sorted(company.ids("true"), key=lambda each: -company.signals[each]["odds_ratio"])[:3]
    judged = verdicts(company.model, company.effects)
    for each in strong:
        assert judged.of(each).word == ("supported" if company.model.rule(each).worth else "contradicted")


@pytest.mark.parametrize("outcome", ["sql", "won"])
def test_effects_look_at_the_leads_of_the_conversion_figure(company, outcome: str) -> None:
    found = effects(company.shelf, company.model, outcome)
    figure = closed_loop(company.shelf, company.model, Handoff()).figure(f"conversion_{outcome}")
    assert (found.n, found.hits) == (figure.n, round(figure.value * figure.n))
    for effect in found.rules:
        sides = (effect.held, effect.not_held, effect.unknown)
        assert (sum(side.n for side in sides), sum(side.hits for side in sides)) == (found.n, found.hits)


def test_difference_and_odds_ratio_lie_on_one_side_of_no_effect(company) -> None:
    for effect in company.effects.estimated:
        ratio, difference = effect.odds_ratio, effect.difference
        assert difference.low < difference.value < difference.high
        for one, other in ((ratio.low, difference.low), (ratio.value, difference.value), (ratio.high, difference.high)):
            assert math.copysign(1, one - 1) == math.copysign(1, other)


def test_points_play_no_part(saas) -> None:
    moved = saas.model.with_points({"webinar": Decimal(1), "demo": Decimal(30)})
    assert effects(saas.shelf, moved) == saas.effects


def test_the_locked_period_stays_out(saas) -> None:
    last = saas.shelf.database.manifest.data_date - timedelta(days=60)
    quarter = last - timedelta(days=90)
    early = effects(saas.shelf, saas.model, before=quarter)
    sums = closed_loop(saas.shelf, saas.model, Handoff(), to=(quarter - timedelta(days=1)).date())
    assert early.before == quarter
    assert 0.7 * saas.effects.n < early.n < saas.effects.n
    assert early.n == pytest.approx(sums.figure("conversion_sql").n, abs=5)
    assert effects(saas.shelf, saas.model, before=last.replace(year=2030)).n == saas.effects.n


def test_what_history_can_settle_is_said_before_any_slider(companies) -> None:
    said = {name: settles(company.effects) for name, company in companies.items()}
    assert said["saas"].sentence == (
        "This history can settle differences of about ± 10 percentage points for 8 of your 17 rules."
    )
    assert said["manufacturing"].sentence == (
        "This history cannot settle differences of 10 percentage points for any of your 18 rules; "
        "the smallest that would show is 10.3."
    )
    rare = settles(effects(companies["saas"].shelf, companies["saas"].model, "won"))
    assert rare.size == 0.04
