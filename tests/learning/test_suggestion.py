"""Suggested points on small companies: what is learned from, what stays as it is and why, and when nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from leadscore.learning.known_leads import known_leads
from leadscore.learning.suggesting.suggestion import suggest, suggestion_of
from leadscore.model import Model, parse

from .known_truth import shuffled
from .small_company import START, SmallCompany

DRAWS = 60
HELPS, HARMS, NOTHING = 1.6, -1.6, 0.0
LAST_DAY = 230
"""Later hand-offs are not mature by the data date."""


def company(seed: int, log_odds, leads: int = 600, unknown: float = 0.0, **how) -> SmallCompany:
    """Leads over the year with these true log odds ratios; of a share of them the first letter is unknown."""
    made, chance = SmallCompany(**how), np.random.default_rng(seed)
    for place in range(leads):
        holds = [bool(each) for each in chance.random(len(log_odds)) < 0.4]
        hit = chance.random() < 1 / (1 + np.exp(0.8 - np.dot(holds, log_odds)))
        letters = [None, *holds[1:]] if chance.random() < unknown else holds
        made.lead(letters, "sql" if hit else None, account=f"F{place // 2}", day=place * LAST_DAY / leads)
    return made


def asking(*rules: str, balance: str = "{behavioural: 60, demographic: 40}") -> Model:
    """One rule a line: a letter, its group and its points, or `out` for a knock-out."""
    lines = []
    for rule in rules:
        letter, group, points = rule.split()
        worth = "knock_out: true" if points == "out" else f"points: {points}"
        lines.append(f"  - {{id: {letter}, group: {group}, {worth}, when: {{attribute: {letter}, is: 'yes'}}}}")
    return parse("\n".join(["name: Asking", f"balance: {balance}", "rules:", *lines]))


THREE = asking("a intent 10", "b demographic 10", "c negative -5")


def test_what_helps_gets_points_and_what_harms_loses_them(tmp_path: Path) -> None:
    shelf = company(1, (HELPS, HELPS, HARMS)).shelf(tmp_path)
    found = suggest(shelf, THREE, draws=DRAWS)
    assert found.signal and found.reason is None
    assert [each.rule_id for each in found.points if each.called] == ["a", "b", "c"]
    assert [found.of(each).suggested for each in "ab"] == [12, 8]
    assert found.of("c").high < 0
    assert found.held_out.low > 0.6
    assert found.model == THREE.with_points({each.rule_id: Decimal(each.suggested) for each in found.points})


def test_it_is_a_proposal_and_the_model_it_was_asked_of_stays(tmp_path: Path) -> None:
    shelf = company(1, (HELPS, HELPS, HARMS)).shelf(tmp_path)
    before = THREE.model_dump_json()
    found = suggest(shelf, THREE, draws=DRAWS)
    assert THREE.model_dump_json() == before
    assert found.model is not None and found.model.cut_offs == THREE.cut_offs and found.model.groups == THREE.groups


def test_a_sign_is_kept_whatever_the_evidence_says(tmp_path: Path) -> None:
    """Teams gave b points although it harms: it gets none, and never a negative one."""
    shelf = company(2, (HELPS, HARMS, HELPS)).shelf(tmp_path)
    found = suggest(shelf, THREE, draws=DRAWS)
    assert (found.of("b").suggested, found.of("b").low) == (0, 0)
    assert (found.of("c").suggested, found.of("c").high) == (0, 0)
    assert "it found nothing of the sign it may have" in found.of("b").sentence


def test_knock_outs_and_rules_without_evidence_stay_as_they_are(tmp_path: Path) -> None:
    made = company(3, (HELPS, HELPS, HARMS, NOTHING))
    model = asking("a intent 10", "b demographic 10", "c negative -5", "d outs out", "z intent 7")
    model = model.model_copy(update={"rules": (*model.rules[:4], rare(model))})
    found = suggest(made.shelf(tmp_path), model, draws=DRAWS)
    assert found.of("d").sentence == "A knock-out has no points."
    assert found.of("rare").suggested is None
    assert found.of("rare").sentence.startswith(
        "Stays as it is: too few: needs 10 accounts with it and 10 without, has 0"
    )
    assert found.model is not None and found.model.rule("rare").points == 7
    assert found.n < 600
    assert any("leads that a knock-out takes out are not learned from" in each for each in found.caveats)


def rare(model: Model):
    """A rule that holds for nobody."""
    text = "{id: rare, group: intent, points: 7, when: {attribute: a, is: maybe}}"
    return parse(f"name: x\nrules: [{text}]").rules[0]


def test_todays_values_are_not_learned_from(tmp_path: Path) -> None:
    shelf = company(4, (HELPS, HELPS), captured=False).shelf(tmp_path)
    found = suggest(shelf, asking("a intent 10", "b demographic 10"), draws=DRAWS)
    assert not found.signal
    assert found.sentence == "History suggests no points: no rule can be learned from: each is left out or too rare."
    assert found.of("a").sentence.startswith("Stays as it is: rests on today's value of a")


def test_too_few_outcomes_say_how_many_there_are(tmp_path: Path) -> None:
    found = suggest(company(5, (HELPS, HELPS), leads=50).shelf(tmp_path), asking("a intent 10", "b demographic 10"))
    assert found.model is None
    needed = "needs 30 leads that reached the outcome and 30 that did not"
    assert found.reason == f"too few: {needed}, has {found.hits} and {50 - found.hits}"


@pytest.mark.parametrize("seed", range(4))
def test_outcomes_of_chance_are_no_signal(tmp_path: Path, seed: int) -> None:
    found = suggest(company(seed, (NOTHING,) * 3).shelf(tmp_path), THREE, draws=DRAWS)
    assert not found.signal and found.model is None
    assert found.sentence.startswith("History suggests no points: no signal: points learned earlier pick the lead")
    assert "where 50 is chance" in found.sentence
    assert [each.suggested for each in found.points] == [None, None, None]


def test_the_same_leads_with_their_outcomes_shuffled_are_no_signal(tmp_path: Path) -> None:
    known = known_leads(company(1, (HELPS, HELPS, HARMS)).shelf(tmp_path), THREE)
    assert suggestion_of(known, THREE, DRAWS).signal
    assert not any(suggestion_of(shuffled(known, seed), THREE, DRAWS).signal for seed in range(5))


def test_the_locked_period_changes_nothing(tmp_path: Path) -> None:
    """What came at or after the lock may be anything: the same suggestion comes from the leads before it."""
    shelf = company(6, (HELPS, HELPS, HARMS)).shelf(tmp_path)
    lock = START + timedelta(days=150)
    known = known_leads(shelf, THREE)
    early = known.as_of < np.datetime64(lock)
    cut = {name: getattr(known, name)[early] for name in ("lead_id", "as_of", "account", "hit", "units", "unknown")}
    found, direct = suggest(shelf, THREE, before=lock, draws=DRAWS), suggestion_of(replace(known, **cut), THREE, DRAWS)
    assert found.n == int(early.sum()) < known.n
    assert [(each.suggested, each.low, each.high) for each in found.points] == [
        (each.suggested, each.low, each.high) for each in direct.points
    ]


def test_unknown_is_not_no(tmp_path: Path) -> None:
    """Of half the leads a is unknown; what a does among the others is found all the same."""
    full = suggest(company(7, (HELPS, HELPS, HARMS)).shelf(tmp_path / "full"), THREE, draws=DRAWS)
    half = suggest(company(7, (HELPS, HELPS, HARMS), unknown=0.5).shelf(tmp_path / "half"), THREE, draws=DRAWS)
    assert half.of("a").effect == pytest.approx(full.of("a").effect, abs=0.6)
    assert half.of("a").high - half.of("a").low >= full.of("a").high - full.of("a").low


def test_rules_that_say_the_same_are_said_to_be_alike(tmp_path: Path) -> None:
    shelf = company(8, (HELPS, HELPS, HARMS)).shelf(tmp_path)
    twice = asking("a intent 10", "b demographic 10", "c negative -5")
    again = twice.rules[0].model_copy(update={"id": "again"})
    found = suggest(shelf, twice.model_copy(update={"rules": (*twice.rules, again)}), draws=DRAWS)
    assert found.of("a").like == ("again",) and found.of("again").like == ("a",)
    assert abs(found.of("a").suggested - found.of("again").suggested) <= 1
    assert found.of("a").sentence.endswith("It cannot be told apart from 'again': take them together.")
    assert found.of("b").like == ()


def test_without_dates_accounts_are_left_out_at_random_and_it_says_so(tmp_path: Path) -> None:
    shelf = company(9, (HELPS, HELPS, HARMS), dated=False).shelf(tmp_path)
    found = suggest(shelf, THREE, draws=DRAWS)
    assert found.signal and found.folds == 5
    assert "without dates points were judged on accounts left out at random, not on later ones" in found.caveats
    assert "Points learned on some accounts pick the lead that became confirmed SQL out of a pair of others" in (
        found.sentence
    )


def test_what_the_balance_costs_is_said_on_the_same_leads(tmp_path: Path) -> None:
    """Only behaviour matters, yet 90 % of the points are to be demographic."""
    shelf = company(10, (HELPS, 0.3)).shelf(tmp_path)
    model = asking("a intent 10", "b demographic 10", balance="{behavioural: 10, demographic: 90}")
    price = suggest(shelf, model, draws=DRAWS).balance
    assert price.suggested == pytest.approx(0.1, abs=0.03) and price.alone > 0.6
    assert price.evidence.n == price.cost.n
    assert price.cost.value > 0.05


def test_asking_twice_gives_the_same(tmp_path: Path) -> None:
    shelf = company(11, (HELPS, HELPS, HARMS)).shelf(tmp_path)
    assert suggest(shelf, THREE, draws=DRAWS) == suggest(shelf, THREE, draws=DRAWS)
