"""Signals: what goes with the outcome is called, what does not is not, and only what was known at T takes part."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from outcomes.story import Story, day
from scipy.stats import false_discovery_control
from simulation.history import shelf_of

from leadscore.errors import UsageError
from leadscore.estimate import Z
from leadscore.evidence import Arrival, Shelf
from leadscore.figures.signal_words import method
from leadscore.learning import effects
from leadscore.learning.asking.candidates import Candidates, candidates
from leadscore.learning.asking.drafting import with_rule
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.signals.signals import FALSE_SHARE, Signals, signals, signals_of
from leadscore.model import Model, Rule, parse
from learning.small_company import SmallCompany

NOTHING_YET = parse("name: A\nrules: [{id: none, points: 1, when: {attribute: title, is: nobody}}]")


def of(found: Signals, label: str):
    return next(each for each in found.signals if each.candidate.rule.name == label)


def told(story: Story, model: Model = NOTHING_YET, **asked) -> Signals:
    with shelf_of(story, day(400)) as held:
        return signals(held, model, **asked)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shelf, Model]:
    """Letter a helps (log odds 1.2), b harms (-1.2), c does nothing; the model knows of a alone."""
    company = SmallCompany().crowd(7, 900, (1.2, -1.2, 0.0))
    model = company.model()
    return company.shelf(tmp_path_factory.mktemp("signals")), model.without_rules(["b", "c"])


@pytest.fixture(scope="module")
def found(small: tuple[Shelf, Model]) -> Signals:
    return signals(*small)


def test_what_helps_is_more_what_harms_is_less_and_what_does_nothing_cannot_be_told(found: Signals) -> None:
    a, b, c = (next(each for each in found.signals if each.candidate.name == letter) for letter in "abc")
    yes = {each.candidate.name: each.candidate.rule.name.endswith("yes") for each in (a, b, c)}
    assert a.word == ("more" if yes["a"] else "less")
    assert b.word == ("less" if yes["b"] else "more")
    assert c.word == "cannot tell"
    assert found.sentence.startswith("Of 3 questions tested together, leads with 1 of them became confirmed SQL more")


def test_counts_with_and_without_and_the_unknown_add_up(found: Signals) -> None:
    for each in found.signals:
        assert each.held.n + each.not_held.n + each.unknown.n == found.n == 900
        assert each.held.hits + each.not_held.hits + each.unknown.hits == found.hits


def test_the_rates_are_those_of_benjamini_and_hochberg_over_all_tests(saas_found: Signals) -> None:
    """p-values worked back from the intervals, adjusted by scipy."""
    tested = [each for each in saas_found.signals if each.rate is not None]
    chances = []
    for each in tested:
        value, low, high = (math.log(end) for end in (each.odds_ratio.value, each.odds_ratio.low, each.odds_ratio.high))
        chances.append(math.erfc(abs(value) / ((high - low) / (2 * Z)) / math.sqrt(2)))
    assert len(tested) == saas_found.tests > 100
    assert [each.rate for each in tested] == pytest.approx(list(false_discovery_control(chances, method="bh")))
    assert [each.word != "cannot tell" for each in tested] == [each.rate <= FALSE_SHARE for each in tested]


def test_the_rule_that_asks_the_same_is_named(found: Signals) -> None:
    asked = {each.candidate.name: each.in_model for each in found.signals}
    assert (asked["b"], asked["c"]) == (None, None)
    a = next(each for each in found.signals if each.candidate.name == "a")
    assert a.in_model == ("a" if a.candidate.rule.name.endswith("yes") else None)


def test_the_locked_period_stays_out(small: tuple[Shelf, Model]) -> None:
    story = Story(captured=("title",))
    for place in range(200):
        story.lead(
            f"L{place}", handed=place, worked=place + 1, sql=place + 3 if place % 2 else None, title="ab"[place % 2]
        )
    whole, before = told(story), told(story, before=day(120))
    assert (whole.n, before.n) == (200, 120)
    assert all(part.until <= day(120) for each in before.signals for part in each.stability.parts)


def why_left_out(found: Signals, name: str) -> str:
    return next(each.reason for each in found.left_out if each.name == name)


def test_todays_value_is_no_signal() -> None:
    """The budget is known of all who became sql, since it was asked for then; no mapping makes it a signal."""
    story = Story(captured=("title",))
    for place in range(80):
        sql = place % 2 == 0
        told_of = {"budget": "yes" if sql else None, "title": "ab"[place // 2 % 2]}
        story.lead(f"L{place}", handed=1, worked=2, sql=9 if sql else None, **told_of)
    found = told(story)
    assert {each.candidate.name for each in found.signals} == {"title"}
    assert why_left_out(found, "budget").startswith("rests on today's value")
    story.captured = ("title", "budget")
    assert why_left_out(told(story), "budget").startswith("'budget' must not be an input")


def test_what_came_after_the_hand_off_is_no_signal() -> None:
    """Whoever became sql got a brochure afterwards; half of the others had it before."""
    story = Story(captured=("title",))
    for place in range(80):
        sql = place % 2 == 0
        story.lead(f"L{place}", handed=10, worked=11, sql=20 if sql else None, title="ab"[place // 2 % 2])
        story.touch(f"L{place}", 12 if sql else 9 if place % 4 == 1 else 13, "brochure", "lead")
    brochure = of(told(story), "Brochure")
    assert (brochure.held.n, brochure.held.hits) == (20, 0)
    assert brochure.word != "more"


def test_leads_that_nobody_called_do_not_count() -> None:
    story = Story(captured=("title",))
    for place in range(160):
        called = place < 80
        story.lead(
            f"L{place}",
            handed=1,
            worked=2 if called else None,
            sql=9 if called and place % 2 else None,
            title="ab"[called],
        )
    found = told(story)
    assert found.n == 80
    assert found.denominator == "leads handed over and worked within 30 days"


def test_a_webinar_that_looks_useful_among_all_leads_is_not_called_among_worked_ones(saas, saas_found: Signals) -> None:
    pooled = effects(saas.shelf, saas.model, among="all", lens=Arrival(14)).of("webinar").odds_ratio
    assert pooled.low > 1.5
    webinars = [each for each in saas_found.signals if each.candidate.name == "webinar_attended"]
    assert len(webinars) >= 5
    assert {each.word for each in webinars} == {"cannot tell"}


def test_a_trial_merely_started_is_explained_by_the_trial_that_was_used(saas, saas_found: Signals) -> None:
    """Every active trial was started first: started alone says much, beside the active ones next to nothing."""
    alone = saas.model.without_rules(["trial_active", "trial"])
    only = [
        each for each in candidates(saas.shelf, alone).rules if each.name == "trial_started" and each.form == "ever"
    ]
    known = known_leads(saas.shelf, alone.model_copy(update={"rules": (*alone.rules, only[0].rule), "cut_offs": None}))
    without = signals_of(known, alone, Candidates(tuple(only), ())).signals[0]
    beside = of(saas_found, "Trial started")
    assert without.word == "more"
    assert beside.difference.value < 0.5 * without.difference.value
    assert beside.word == "cannot tell"


def test_what_mostly_goes_together_is_named(saas_found: Signals) -> None:
    in_app = of(saas_found, "In app, at least 3 times").overlap[0]
    assert in_app.name in ("Started a trial", "Trial started")
    assert in_app.share > 0.99 > 0.7 > in_app.without


def test_strong_true_signals_are_called_in_their_direction(all_found: dict[str, Signals]) -> None:
    planted = {
        "saas": ("Demo requested", "In app, at least 3 times", "Teammate invited"),
        "manufacturing": (
            "Quote request",
            "Order, at least 2 times",
            "Purchase stage: vendor selection within 30 days",
        ),
        "services": ("Consultation requested", "Source: referral", "Nps response of at least 9"),
    }
    for name, strong in planted.items():
        assert {of(all_found[name], label).word for label in strong} == {"more"}
    assert of(all_found["saas"], "Email at freemail.example").word == "less"


def test_noise_is_called_no_more_often_than_stated(all_found: dict[str, Signals]) -> None:
    noise = {"webinar_attended", "social_share", "industry"}
    tested = [
        each
        for name, found in all_found.items()
        for each in found.signals
        if each.candidate.name in noise and (name, each.candidate.name) != ("manufacturing", "industry")
    ]
    assert len(tested) > 30
    calls = sum(len(found.called) for found in all_found.values())
    assert sum(each.word != "cannot tell" for each in tested) <= FALSE_SHARE * calls


@pytest.mark.parametrize("seed", range(3))
def test_where_nothing_is_true_nothing_is_called(saas, saas_known: tuple[KnownLeads, Candidates], seed: int) -> None:
    """Outcomes by chance, alike within an account; a call in one world of twenty is what the rate allows."""
    known, asked = saas_known
    chance = np.random.default_rng(seed)
    leaning = chance.normal(-0.7, 1, known.account.max() + 1)[known.account]
    by_chance = replace(known, hit=chance.random(known.n) < 1 / (1 + np.exp(-leaning)))
    assert signals_of(by_chance, saas.model, asked).called == ()


@pytest.mark.slow
def test_sixty_worlds_where_nothing_is_true(companies) -> None:
    """Twenty for each sample company: three with a call are what the rate allows."""
    called = 0
    for company in companies.values():
        known, asked = looked_at(company)
        for seed in range(20):
            chance = np.random.default_rng(seed)
            leaning = chance.normal(-0.7, 1, known.account.max() + 1)[known.account]
            by_chance = replace(known, hit=chance.random(known.n) < 1 / (1 + np.exp(-leaning)))
            called += bool(signals_of(by_chance, company.model, asked).called)
    print(f"\n{called} of 60 worlds without any effect have a call")
    assert called <= 7


def test_few_outcomes_bear_few_that_stand_beside(saas, saas_known: tuple[KnownLeads, Candidates]) -> None:
    """With forty outcomes the model's rules stay, and nothing else is held equal."""
    known, asked = saas_known
    few = np.zeros(known.n, dtype=bool)
    few[:: known.n // 40] = True
    assert signals_of(replace(known, hit=few), saas.model, asked).beside == len(
        [rule for rule in saas.model.rules if rule.id in {each.id for each in known.rules}]
    ) - _rare(known, saas.model)


def _rare(known: KnownLeads, model: Model) -> int:
    places = [place for place, rule in enumerate(known.rules) if rule.id in {each.id for each in model.rules}]
    return sum(int(known.units[:, place].astype(bool).sum()) < 10 for place in places)


def test_without_dates_attributes_are_tested_and_nothing_is_said_of_time() -> None:
    story = Story(dated=False, captured=("title",))
    for place in range(120):
        story.lead(f"L{place}", scored=False, title="ab"[place % 2])
        story.stages += [(f"L{place}", "sql", None, None, None, None)] if place % 3 == 0 else []
    found = told(story)
    (title,) = found.signals
    assert title.stability.reason == "no dates"
    assert title.difference.reason == "no dates"
    assert "since this data has no dates" in found.denominator
    assert "third of the time" not in method(found)


def test_data_with_nothing_to_ask_and_outcomes_that_cannot_be_known_say_so() -> None:
    story = Story()
    for place in range(40):
        story.lead(f"L{place}", handed=1, worked=2, sql=9 if place % 2 else None, title="ab"[place % 2])
    assert told(story).sentence == "History can tell of no signal: this data has nothing that was known of a lead at T."
    story.captured = ("title",)
    nobody = told(story, outcome="won")
    assert (nobody.signals, nobody.tests) == ((), 0)
    assert nobody.reason.startswith("needs at least 1 won")


def test_nine_leads_are_too_few_and_have_no_rate() -> None:
    story = Story(captured=("title", "size"))
    for place in range(60):
        story.lead(f"L{place}", handed=1, worked=2, sql=9 if place < 9 else None, title="ab"[place % 2])
    (title,) = told(story).signals
    assert (title.rate, title.word) == (None, "cannot tell")
    assert "needs 10 leads that reached the outcome" in title.difference.reason


def test_one_click_makes_a_rule_at_no_points_behind_the_others_and_a_second_none(small: tuple[Shelf, Model]) -> None:
    _, model = small
    new = Rule.model_validate({"id": "a", "group": "Ungrouped", "points": 0, "when": {"attribute": "b", "is": "yes"}})
    wider = with_rule(model, new)
    assert [(rule.id, rule.worth) for rule in wider.rules] == [("a", 10), ("a_2", 0)]
    assert wider.rules[-1].group == "ungrouped"
    assert model.rules == wider.rules[:-1]
    with pytest.raises(UsageError, match="asks the same already"):
        with_rule(wider, new)


@pytest.fixture(scope="module")
def all_found(companies) -> dict[str, Signals]:
    return {name: signals(company.shelf, company.model) for name, company in companies.items()}


@pytest.fixture(scope="module")
def saas_found(all_found: dict[str, Signals]) -> Signals:
    return all_found["saas"]


@pytest.fixture(scope="module")
def saas_known(companies) -> tuple[KnownLeads, Candidates]:
    return looked_at(companies["saas"])


def looked_at(company) -> tuple[KnownLeads, Candidates]:
    """The worked leads of a company with its model's rules and all candidates, and the candidates."""
    asked = candidates(company.shelf, company.model)
    rules = (*company.model.rules, *(each.rule for each in asked.rules))
    return known_leads(company.shelf, company.model.model_copy(update={"rules": rules, "cut_offs": None})), asked
