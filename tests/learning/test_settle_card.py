"""What an export can settle, rule by rule: every state once, and what to bring next, the most valuable first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.evidence import Facts, Shelf
from leadscore.learning.effect import Counted, Effect
from leadscore.learning.settle import SettleCard, settle_card
from leadscore.learning.settle_needs import KINDS_OF_TOPIC, topic_of
from leadscore.learning.settle_rules import STATE_WORDS, settled_rules
from leadscore.model import load, parse, presets
from leadscore.store.database import open_current

from .conftest import Company
from .small_company import SmallCompany
from .told import effect, model, told

ASKED = """
name: Asked
rules:
  - {id: a, label: Has a, points: 10, when: {attribute: a, is: 'yes'}}
  - {id: all, label: Everybody, points: 3, when: {attribute: a, known: true}}
  - {id: none, label: Nobody, points: 3, when: {attribute: a, is: maybe}}
  - {id: again, label: Has a once more, points: 2, when: {not: {attribute: a, is: 'no'}}}
  - {id: size, label: Big, points: 8, when: {attribute: company_size, above: 100}}
  - {id: demo, label: Demo, points: 20, when: {activity: demo_requested}}
  - {id: demos, label: Demo and big, points: 15,
     when: {all: [{activity: demo_requested}, {attribute: company_size, above: 9}]}}
  - {id: either, label: Has b or a demo, points: 1,
     when: {any: [{attribute: b, is: 'yes'}, {activity: demo_requested}]}}
  - {id: out, label: Competitor, knock_out: true, when: {attribute: company, is: Acme}}
"""


def carded(company: SmallCompany, folder: Path, text: str = ASKED) -> SettleCard:
    return settle_card(company.shelf(folder), parse(text))


def states(card: SettleCard) -> dict[str, str]:
    return {rule.rule_id: rule.state for rule in card.settled.rules}


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> SettleCard:
    """Four hundred leads of whom two yes-or-no fields are known, asked by rules of every kind."""
    return carded(SmallCompany().crowd(1, 400, (0.5, 0.0)), tmp_path_factory.mktemp("crowd"))


@pytest.fixture(scope="module")
def saas(sample_workspace: Path) -> Company:
    return Company("saas", Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml"))


def test_each_rule_has_the_state_that_stands_in_its_way(card: SettleCard) -> None:
    assert states(card) == {
        "a": "alike",
        "all": "unvaried",
        "none": "unvaried",
        "again": "alike",
        "size": "asleep",
        "demo": "asleep",
        "demos": "asleep",
        "either": "large",
        "out": "asleep",
    }


def test_what_is_told_of_a_rule_can_be_checked_by_hand() -> None:
    """A rule with an error of 0.1 shows 7 points (2.8 x 0.1 x 0.25); one of 0.4 shows 27, so (27/10)^2 x 1,000."""
    found = told(effect("sharp", 0.0, 0.1), effect("blunt", 0.0, 0.4))
    sharp, blunt = settled_rules(model("sharp 5", "blunt 5"), FACTS, found).rules
    assert (sharp.state, sharp.why) == ("judged", "A difference of 10.0 percentage points or more would show.")
    assert blunt.state == "large" and blunt.needed == pytest.approx(1000 * (blunt.detectable / 0.1) ** 2, abs=1)
    assert blunt.why.startswith("Only a difference of 27.0 percentage points or more would show.")
    assert f"about {blunt.needed:,} such leads are needed; there are 1,000" in blunt.why
    assert (sharp.held, sharp.not_held) == (Counted(300, 150), Counted(700, 350))


def test_a_larger_difference_is_settled_by_more_rules() -> None:
    found = told(effect("sharp", 0.0, 0.1), effect("blunt", 0.0, 0.4))
    asked = model("sharp 5", "blunt 5")
    assert [settled_rules(asked, FACTS, found, size).count("judged") for size in (0.05, 0.10, 0.30)] == [0, 1, 2]


def test_a_reason_that_holds_for_all_is_not_told_as_the_rules_own() -> None:
    reason = "too few: needs 10 leads that reached the outcome and 10 that did not, has 2 and 900"
    rules = (effect("a", None, reason=reason), effect("b", None, reason="too few: has 3 and 20"))
    settled = settled_rules(model("a 5", "b 5"), FACTS, told(*rules, reason=reason))
    assert [rule.state for rule in settled.rules] == ["nothing", "few"]
    assert settled.rules[0].why == f"T{reason[1:]}."
    assert settled.reach.sentence == f"This history can settle nothing about your 2 rules: {reason}."


def test_a_name_in_a_reason_keeps_its_letters() -> None:
    twin = Effect(**{**as_values(effect("a", None, reason="cannot be told apart from 'VP'")), "like": ("VP",)})
    (rule,) = settled_rules(model("a 5"), FACTS, told(twin)).rules
    assert (rule.state, rule.why) == ("alike", "Cannot be told apart from 'VP'.")


FACTS = Facts(attributes={"source": "text"}, captured_at_form=frozenset({"source"}))


def as_values(found: Effect) -> dict[str, object]:
    return {name: getattr(found, name) for name in found.__slots__}


def test_todays_value_is_no_history_until_somebody_confirms_the_form(tmp_path: Path) -> None:
    company = SmallCompany(captured=False).crowd(1, 200, (0.5,))
    text = "name: One\nrules:\n  - {id: a, points: 10, when: {attribute: a, is: 'yes'}}"
    card = carded(company, tmp_path / "today", text)
    (rule,), need = card.settled.rules, card.needs[0]
    assert rule.state == "today" and "'a', of which only today's value is known" in rule.why
    assert rule.held is None
    assert (need.topic, need.what, need.opens) == ("field history", "When fields became known (a)", ("a",))
    company.captured = True
    confirmed = carded(company, tmp_path / "confirmed", text)
    assert states(confirmed)["a"] in ("judged", "large")
    assert [each.topic for each in confirmed.needs] in ([], ["time"])


class Counting(SmallCompany):
    """The same with a field that the CRM goes on counting."""

    def mapping(self, letters: list[str]) -> str:
        return super().mapping(letters).replace("captured_at_form: [a, b]", "captured_at_form: [a]\ntotals_today: [b]")


def test_a_total_of_today_asks_for_its_single_events_and_never_for_the_form(tmp_path: Path) -> None:
    text = "name: Two\nrules:\n" + "".join(
        f"  - {{id: {each}, points: 5, when: {{attribute: {each}, is: 'yes'}}}}\n" for each in "ab"
    )
    card = carded(Counting().crowd(1, 200, (0.5, 0.0)), tmp_path, text)
    assert states(card)["b"] == "today" and states(card)["a"] in ("judged", "large")
    need = card.needs[0]
    assert (need.topic, need.what) == ("activities", "The single events behind totals of today (b)")
    assert need.opens == ("b",) and "form" not in need.why


def test_what_opens_the_most_points_comes_first_and_time_last(card: SettleCard) -> None:
    told_of = [(need.topic, need.what, need.opens, need.points) for need in card.needs]
    assert told_of[:3] == [
        ("forms", "Dated activities of the kind demo_requested", ("Demo",), Decimal(20)),
        ("fields", "The field company size", ("Big",), Decimal(8)),
        ("fields", "The field company", ("Competitor",), Decimal(0)),
    ]
    assert card.needs[0].waiting == ("Demo", "Demo and big", "Has b or a demo")
    assert [need.topic for need in card.needs[3:]] == ["time"]


def test_a_part_that_sleeps_is_told_beside_the_rest(card: SettleCard) -> None:
    rule = next(each for each in card.settled.rules if each.rule_id == "either")
    assert rule.state != "asleep"
    assert rule.why.endswith("A part of it is unknown to everyone: the data have no activity 'demo_requested'.")


def test_nobody_and_everybody_are_told_apart(card: SettleCard) -> None:
    rules = {rule.rule_id: rule for rule in card.settled.rules}
    assert rules["all"].why == "All of the 400 leads of whom it is known have it, so there is nothing to compare."
    assert rules["none"].why.startswith("None of these 400 leads has it")
    assert (rules["none"].held, rules["size"].held) == (Counted(0, 0), None)


FOUNDATIONS = {
    "no dates": ({"dated": False}, "Dates: when leads were created and when they entered their stages"),
    "nobody called": ({"called": False}, "Calls, meetings and e-mails of sales, dated, with who did them"),
}


@pytest.mark.parametrize("name", FOUNDATIONS)
def test_what_every_rule_rests_on_comes_before_all_else(tmp_path: Path, name: str) -> None:
    lacking, what = FOUNDATIONS[name]
    card = carded(SmallCompany(**lacking).crowd(1, 100, (0.5, 0.0)), tmp_path)
    first = card.needs[0]
    assert (first.what, first.everything, first.points) == (what, True, Decimal(62))
    assert sum(need.everything for need in card.needs) == 1


def test_without_outcomes_they_are_asked_for_first(tmp_path: Path) -> None:
    card = carded(SmallCompany().crowd(1, 60, (0.0, 0.0), base=-99), tmp_path)
    assert card.needs[0].what == "Outcomes: which leads became confirmed SQL, and when"
    assert states(card)["a"] == "nothing"
    few = SmallCompany()
    for number in range(40):
        few.lead((number % 2, 0), "sql" if number < 4 else None)
    assert carded(few, tmp_path / "few").needs[0].what == "When leads became confirmed SQL, of more leads"


def test_counts_of_a_rule_are_those_of_its_effect(saas: Company) -> None:
    card = settle_card(saas.shelf, saas.model)
    for rule, seen in zip(card.settled.rules, saas.effects.rules, strict=True):
        assert (rule.held, rule.not_held, rule.unknown) == (seen.held, seen.not_held, seen.unknown)
    assert card.settled.reach.sentence.endswith("of your 17 rules.")
    assert card.settled.count("judged") == card.settled.reach.settled > 0


def test_a_preset_of_another_trade_names_what_it_misses(saas: Company) -> None:
    """The maker of machines asks a software company for quotes and orders, which nobody there has."""
    card = settle_card(saas.shelf, presets.preset("manufacturing"))
    missing = {need.topic: need.what for need in card.needs if need.topic != "time"}
    assert "Dated activities of the kind quote_request" in missing["forms"]
    assert {"orders", "forms", "events"} == missing.keys()
    assert card.settled.count("asleep") == 7


def test_every_state_has_words_and_every_kind_a_topic() -> None:
    kinds = [kind for listed in KINDS_OF_TOPIC.values() for kind in listed]
    assert len(kinds) == len(set(kinds))
    assert (topic_of(" Email_Click "), topic_of("pigeon")) == ("e-mails", "activities")
    assert len(set(STATE_WORDS.values())) == len(STATE_WORDS)


def test_the_states_read_no_points(saas: Company) -> None:
    doubled = (each.model_copy(update={"points": 2 * each.worth} if each.points else {}) for each in saas.model.rules)
    asked = saas.model.model_copy(update={"rules": tuple(doubled)})
    assert settle_card(saas.shelf, asked).settled.rules == settle_card(saas.shelf, saas.model).settled.rules
