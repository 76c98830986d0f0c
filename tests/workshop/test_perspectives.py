"""Two columns: what both teams said, what one said, who owns the hand-over; and three pitfalls that counts call."""

from __future__ import annotations

import pytest

from leadscore.errors import UsageError
from leadscore.evidence import Facts
from leadscore.model import parse
from leadscore.workshop import hand_over, pitfalls
from leadscore.workshop.hand_over import Owned, mapped
from leadscore.workshop.perspectives import QUESTIONS, Said, compare, compared, question, signals
from leadscore.workshop.pitfalls import COMMUNICATION, Rated, diagnoses, heard

MODEL = parse(
    """
name: Two rules
rules:
  - {id: demo, label: Asked for a demo, points: 10, when: {activity: demo_requested}}
  - {id: vp, label: VP at a small company, points: 10,
     when: {all: [{attribute: title, has_word: vp}, {attribute: company_size, below: 200}]}}
"""
)


def said(team: str, item: str, *words: str, text: str = "") -> Said:
    return Said(team, item, words, text)


def test_what_both_chose_and_what_one_chose() -> None:
    """Sales: demo, budget.  Marketing (two people): demo, webinar; DEMO, webinar.  Shared: demo, one word of three."""
    answers = [said("sales", "good", "Demo", "Budget"), said("marketing", "good", "demo", "Webinar")]
    found = compare(question("good"), [*answers, said("marketing", "good", "DEMO", "Webinar")])
    assert [(each.word, each.sales, each.marketing) for each in found.shared] == [("Demo", 1, 2)]
    assert [each.word for each in found.only_sales] == ["Budget"]
    assert [(each.word, each.marketing) for each in found.only_marketing] == [("Webinar", 2)]
    assert (found.overlap.value, found.overlap.n, found.answered) == (pytest.approx(1 / 3), 3, (1, 2))


def test_one_teams_silence_is_no_difference() -> None:
    found = compare(question("good"), [said("sales", "good", "Demo")])
    assert found.overlap.value is None
    assert found.overlap.reason == "marketing chose no word yet"
    assert found.answered == (1, 0)


def test_own_words_stand_beside_the_figure() -> None:
    found = compare(question("good"), [said("sales", "good", text=" They call us ")])
    assert (found.texts, found.words, found.answered) == ((("sales", "They call us"),), 0, (1, 0))


def test_signals_are_the_rules_and_then_what_no_rule_is_about_alone() -> None:
    facts = Facts({"title": "text", "company_size": "number"}, frozenset({"demo_requested", "webinar_attended"}))
    assert signals(facts, MODEL) == (
        "Asked for a demo",
        "VP at a small company",
        "webinar attended",
        "company size",
        "title",
    )


def test_an_unknown_question_is_named() -> None:
    with pytest.raises(UsageError, match="no question 'god'"):
        question("god")


def owned(step: str, sales: tuple, marketing: tuple) -> list[Owned]:
    return [Owned("sales", step, *sales), Owned("marketing", step, *marketing)]


def standing(answers: list[Owned], step: str = "first_touch") -> tuple[str, str]:
    found = next(each for each in mapped(answers) if each.step == step)
    return found.standing, found.why


@pytest.mark.parametrize(
    ("sales", "marketing", "expected"),
    [
        (("sales", 4.0), ("sales", 8.0), ("agreed", "sales owns it, within 8 hours")),
        (("sales", 4.0), ("sales", 24.0), ("disputed", "sales owns it; 4 hours for sales, 24 for marketing")),
        (("sales", 4.0), ("sales", None), ("disputed", "sales owns it; only sales names a time, 4 hours")),
        (("sales", None), ("sales", None), ("agreed", "sales owns it; no time was named")),
        (("marketing", 4.0), ("sales", 4.0), ("disputed", "sales says marketing, marketing says sales")),
        (("nobody",), ("nobody",), ("nobody", "both teams say that nobody owns it")),
        (("nobody",), ("sales",), ("disputed", "sales says nobody, marketing says sales")),
    ],
    ids=["agreed", "time", "one time", "no time", "owner", "nobody", "half nobody"],
)
def test_a_step_is_agreed_disputed_or_nobodys(sales, marketing, expected) -> None:
    assert standing(owned("first_touch", sales, marketing)) == expected


def test_a_step_that_one_team_left_open_cannot_be_told() -> None:
    assert standing([Owned("sales", "first_touch", "sales")]) == ("cannot tell", "marketing said nothing of it")


def test_a_divided_team_disputes_with_itself() -> None:
    answers = [*owned("first_touch", ("sales",), ("sales",)), Owned("sales", "first_touch", "marketing")]
    assert standing(answers) == ("disputed", "sales divided about who owns it")


@pytest.mark.parametrize(
    ("told", "words"),
    [({"owner": "legal"}, "no owner 'legal'"), ({"step": "lunch"}, "no step 'lunch'"), ({"hours": 0}, "hours above 0")],
    ids=["owner", "step", "hours"],
)
def test_what_cannot_stand_on_the_map(told, words) -> None:
    with pytest.raises(UsageError, match=words):
        Owned(**{"team": "sales", "step": "feedback", "owner": "sales"} | told)


def all_answered(shared: int = 2, own: int = 0) -> list[Said]:
    """Both teams answer every question with so many words in common, and sales with so many of its own."""
    common = [f"word {place}" for place in range(shared)]
    return [
        answer
        for each in QUESTIONS
        for answer in (
            said("sales", each.id, *common, *(f"own {place}" for place in range(own))),
            said("marketing", each.id, *common),
        )
    ]


def all_mapped(**differing: tuple) -> list[Owned]:
    steps = dict.fromkeys(hand_over.STEPS, (("sales", 4.0), ("sales", 4.0))) | differing
    return [each for step, (sales, marketing) in steps.items() for each in owned(step, sales, marketing)]


def all_rated(value: int = 4, **differing: tuple[int, int]) -> list[Rated]:
    values = dict.fromkeys(COMMUNICATION, (value, value)) | differing
    return [
        Rated(team, item, each[i]) for item, each in values.items() for i, team in enumerate(("sales", "marketing"))
    ]


def states(said=(), owned=(), rated=()):
    return tuple(each.state for each in diagnoses(compared(said), mapped(owned), heard(rated)))


def test_nothing_answered_is_never_ok() -> None:
    assert states() == ("cannot tell", "cannot tell", "cannot tell")


def test_everything_answered_alike_is_ok() -> None:
    assert states(all_answered(), all_mapped(), all_rated()) == ("ok", "ok", "ok")


def test_one_missing_answer_takes_the_ok_away() -> None:
    assert states(all_answered()[:-1], all_mapped()[:-1], all_rated()[:-1]) == ("cannot tell",) * 3


def test_perspectives_are_at_risk_where_most_words_are_one_teams_alone() -> None:
    """One shared word and two of sales alone, in six questions: 6 of 18."""
    found = diagnoses(compared(all_answered(1, 2)), (), ())[0]
    assert found.state == "at risk"
    assert found.why == "6 of 18 words chosen by both teams; 6 of 6 questions answered by both teams"
    assert "What makes a lead good?" in found.to_do


def test_process_counts_each_kind_of_step() -> None:
    answers = all_mapped(feedback=(("nobody",), ("nobody",)), nurture=(("sales",), ("marketing",)))
    found = diagnoses((), mapped(answers), ())[1]
    assert found.state == "at risk"
    assert found.why == "of 7 steps 5 agreed, 1 disputed, 1 nobody's, 0 not answered by both; 0 unclear to somebody"
    assert "'Marketing hears the reason'" in found.to_do


def test_an_agreed_step_that_is_unclear_to_somebody_is_a_risk() -> None:
    answers = [*all_mapped(), Owned("sales", "inquiry", "sales", 4.0, clear=False)]
    assert diagnoses((), mapped(answers), ())[1].state == "at risk"


@pytest.mark.parametrize(
    ("value", "differing", "state"),
    [(4, {}, "ok"), (3, {}, "at risk"), (5, {"reasons": (5, 4)}, "ok"), (5, {"meetings": (3, 5)}, "at risk")],
    ids=["four", "three", "near", "one team"],
)
def test_communication_is_at_risk_where_one_team_finds_it_low(value, differing, state) -> None:
    assert states(rated=all_rated(value, **differing))[2] == state


def test_no_rating_outside_the_scale() -> None:
    with pytest.raises(UsageError, match="from 1 to 5"):
        pitfalls.Rated("sales", "reasons", 6)
