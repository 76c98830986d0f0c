"""The ICP worksheet: lines that fit the data, the rules they give, and the past inside and outside, checked by hand."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from learning.small_company import SmallCompany
from scipy.optimize import brentq

from leadscore.errors import ModelError, UsageError
from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.evidence import Facts, Shelf
from leadscore.figures import icp as figures
from leadscore.model import load, parse
from leadscore.store.database import open_current
from leadscore.workshop.icp import Line, Worksheet, badges, draft_rules, held_against, with_draft_rules
from leadscore.workshop.icp_history import GROUPS, History, icp_history
from leadscore.workshop.lift import lift
from leadscore.workshop.spellings import commonest

FACTS = Facts(
    {"industry": "text", "company_size": "number", "title": "text"},
    frozenset(),
    captured_at_form=frozenset({"industry", "company_size"}),
)
INDUSTRY = Line("industry", "in", ("Software", "Media"))
SIZE = Line("company_size", "between", (Decimal(50), Decimal(1000)))
TITLE = Line("title", "words", ("vp", "director"), "nice")
RIVAL = Line("industry", "words", ("tobacco",), "never")
SHEET = Worksheet((INDUSTRY, SIZE, TITLE, RIVAL))

A = Line("a", "in", ("yes",))
NOT_B = Line("b", "in", ("yes",), "never")


def company(outcome: str = "sql") -> SmallCompany:
    """Letters a (must) and b (rules out), how many, and how many of them reached the outcome."""
    told = SmallCompany()
    crowds = (
        ((1, 0), 20, 12),
        ((0, 0), 20, 5),
        ((1, 1), 10, 2),
        ((None, 0), 10, 7),
        ((None, 1), 4, 0),
        ((1, None), 3, 3),
    )
    for letters, leads, hits in crowds:
        for place in range(leads):
            told.lead(letters, outcome if place < hits else None)
    for _ in range(5):
        told.lead((1, 0), outcome, called=False)
    return told


def history(told: SmallCompany, folder: Path, *lines: Line) -> History:
    return icp_history(told.shelf(folder), Worksheet(lines), told.model())


def test_conversion_inside_outside_and_unknown(tmp_path: Path) -> None:
    """Inside 12 of 20.  Outside: must fails 5 of 20, ruled out 2 of 10 and 0 of 4.  Unknown: 7 of 10 and 3 of 3."""
    found = history(company(), tmp_path, A, NOT_B).conversion("sql")
    assert [found.of_group(each).n for each in GROUPS] == [20, 34, 13]
    assert [found.of_group(each).value for each in GROUPS] == pytest.approx([12 / 20, 7 / 34, 10 / 13])
    assert found.lift.value == pytest.approx((12 / 20) / (7 / 34))
    assert found.lift.n == 54
    assert found.difference.value == pytest.approx(12 / 20 - 7 / 34)


def test_worked_leads_are_inside_outside_or_unknown(tmp_path: Path) -> None:
    """Of the 67 that somebody called; the five that nobody called are in no share."""
    found = history(company(), tmp_path, A, NOT_B).worked
    assert [round(found.of_group(each).value * 67) for each in GROUPS] == [20, 34, 13]
    assert found.inside.n == 67
    assert found.of == "leads handed over and worked within 30 days"


def test_the_won_inside_count_whoever_was_called(tmp_path: Path) -> None:
    """Won: 12 and 5 uncalled inside, 7 outside, 10 unknown."""
    found = history(company("won"), tmp_path, A, NOT_B).won
    assert [round(found.of_group(each).value * 34) for each in GROUPS] == [17, 7, 10]
    assert found.inside.n == 34


def test_colleagues_count_together(tmp_path: Path) -> None:
    """Ten accounts of four leads that decide together: the interval is that of accounts, wider than of forty leads."""
    told = SmallCompany()
    for account in range(10):
        for _ in range(4):
            told.lead((1,), "sql" if account < 5 else None, account=f"A{account}")
    found = history(told, tmp_path, A).conversion("sql").inside
    by_hand = proportion(AccountSums(n=40, hits=20, accounts=10, n_n=160, n_x=80, x_x=80))
    assert (found.low, found.high) == pytest.approx((by_hand.low, by_hand.high))
    alone = proportion(AccountSums.alone(20, 40))
    assert found.high - found.low > 1.5 * (alone.high - alone.low)


def test_a_line_on_todays_value_decides_nothing_and_is_named(tmp_path: Path) -> None:
    told = company()
    told.captured = False
    found = history(told, tmp_path, A)
    assert found.left_out == (("a is 'yes'", "a"),)
    assert found.conversion("sql").inside.value is None
    assert "today's value" in found.reason


def test_nice_lines_alone_leave_nobody_outside(tmp_path: Path) -> None:
    found = history(company(), tmp_path, Line("a", "in", ("yes",), "nice"))
    assert found.won.inside.reason == "no line must be so or rules a lead out, so nobody is outside"


def test_an_attribute_that_the_data_lack_makes_everybody_unknown(tmp_path: Path) -> None:
    found = history(company(), tmp_path, Line("industry", "in", ("Media",))).worked
    assert (found.inside.value, found.unknown.value) == (0, 1)


def test_one_word_of_several_is_enough_and_no_title_is_unknown(tmp_path: Path) -> None:
    found = history(company(), tmp_path, Line("a", "words", ("yes", "perhaps"))).worked
    assert [round(found.of_group(each).value * 67) for each in GROUPS] == [33, 20, 14]


def test_four_outcomes_are_too_few_for_a_lift(tmp_path: Path) -> None:
    told = SmallCompany()
    for letters, hits in (((1,), 3), ((0,), 1)):
        for place in range(20):
            told.lead(letters, "sql" if place < hits else None)
    assert history(told, tmp_path, A).conversion("sql").lift.reason == "too few: needs 5 outcomes, has 4"


@pytest.mark.parametrize(("one", "other"), [((30, 60), (20, 100)), ((1, 40), (3, 500)), ((0, 9), (5, 9))], ids=str)
def test_the_interval_of_a_lift_recovers_the_variances(one: tuple[int, int], other: tuple[int, int]) -> None:
    """Donner and Zou's ends are where the interval of p - R q, made of the two intervals, touches 0."""
    p, q = (proportion(AccountSums.alone(*each)) for each in (one, other))
    found = lift(p, q)

    def lower(ratio: float) -> float:
        return p.value - ratio * q.value - math.hypot(p.value - p.low, ratio * (q.high - q.value))

    def upper(ratio: float) -> float:
        return p.value - ratio * q.value + math.hypot(p.high - p.value, ratio * (q.value - q.low))

    if p.value:
        assert found.low == pytest.approx(brentq(lower, 0, found.value))
    assert found.high == pytest.approx(brentq(upper, found.value, 1000))


def test_a_lift_over_nobody_is_unknown() -> None:
    nobody = proportion(AccountSums.alone(0, 30))
    assert lift(proportion(AccountSums.alone(5, 30)), nobody).value is None
    assert lift(Estimate.unknown("no dates", 4), nobody).reason == "no dates"


def test_a_worksheet_is_plain_values_and_back() -> None:
    told = SHEET.to_json()
    assert told["lines"][1] == {
        "attribute": "company_size",
        "operator": "between",
        "operand": [50, 1000],
        "need": "must",
    }
    assert Worksheet.from_json(told) == SHEET


def test_a_line_asked_anew_takes_the_place_of_the_old_one() -> None:
    larger = Line("company_size", "between", (Decimal(200), Decimal(5000)), "nice")
    assert SHEET.with_line(larger).lines == (INDUSTRY, TITLE, RIVAL, larger)
    assert SHEET.without_line(0).lines == (SIZE, TITLE, RIVAL)
    assert len(SHEET.lines) == 4


MODEL = parse("name: M\nrules:\n  - {id: icp_title, points: 8, when: {attribute: title, has_word: chief}}")


def test_the_rules_it_gives() -> None:
    rules = draft_rules(SHEET, MODEL)
    assert [rule.id for rule in rules] == ["icp_industry", "icp_company_size", "icp_title_2", "icp_industry_2"]
    assert [rule.points for rule in rules] == [10, 10, 5, None]
    assert [rule.knock_out for rule in rules] == [False, False, False, True]
    assert rules[1].name == "ICP: Company size is 50 to 1,000"
    assert [rule.group for rule in draft_rules(SHEET)] == [
        "firmographic",
        "firmographic",
        "demographic",
        "firmographic",
    ]


def test_tune_takes_them_and_what_it_has_is_not_added_twice() -> None:
    once = with_draft_rules(MODEL, SHEET)
    assert len(once.rules) == 5
    assert with_draft_rules(once, SHEET) == once


def test_badges_say_what_the_data_do_to_them() -> None:
    country = Line("country", "in", ("US",))
    found = badges(draft_rules(Worksheet((*SHEET.lines, country))), FACTS)
    assert found == {"icp_title": "today's value of title", "icp_country": "sleeps: no attribute 'country'"}


def test_a_line_must_fit_the_data() -> None:
    with pytest.raises(ModelError, match="looks at 'indutsry'"):
        held_against(Worksheet((Line("indutsry", "in", ("Media",)),)), FACTS)
    with pytest.raises(ModelError, match="which this data holds as text"):
        held_against(Worksheet((Line("industry", "at_least", (Decimal(5),)),)), FACTS)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"operator": "near"}, "cannot ask 'near'"),
        ({"need": "maybe"}, "never 'maybe'"),
        ({"operand": ()}, "names no value"),
        ({"operator": "between", "operand": (Decimal(9), Decimal(5))}, "runs backwards"),
        ({"operand": (" ",)}, "not blank"),
    ],
    ids=["operator", "need", "empty", "backwards", "blank"],
)
def test_what_is_no_line(told: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Line(**{"attribute": "industry", "operator": "in", "operand": ("Media",)} | told)


@pytest.mark.parametrize(
    "value", [None, {}, {"lines": [{}]}, {"lines": [{"attribute": "a", "operand": [True]}]}], ids=str
)
def test_what_is_no_worksheet(value: object) -> None:
    with pytest.raises(UsageError):
        Worksheet.from_json(value)


def test_the_planted_size_lifts_the_saas_sample(sample_workspace: Path) -> None:
    """50 to 1,000 staff was planted with an odds ratio of 2, the industries with none."""
    shelf, model = Shelf(open_current(sample_workspace)), load(sample_workspace / "model.yaml")
    size = icp_history(shelf, Worksheet((SIZE,)), model)
    assert size.conversion("sql").lift.low > 1
    assert size.won.inside.value > size.worked.inside.high
    industry = icp_history(
        shelf, Worksheet((Line("industry", "in", ("Software", "Media", "Financial services")),)), model
    )
    assert industry.conversion("sql").lift.low < 1 < industry.conversion("sql").lift.high
    shares = [size.won.of_group(each).value for each in GROUPS]
    assert sum(shares) == pytest.approx(1)


def test_the_locked_period_is_not_for_worksheets(tmp_path: Path) -> None:
    """Ten leads handed over in January and ten, all of them hits, in June, which is locked."""
    told = SmallCompany()
    for place in range(20):
        late = place >= 10
        told.lead((1,), "sql" if late or place < 3 else None, day=150 if late else 0)
    shelf, sheet = told.shelf(tmp_path), Worksheet((A,))
    assert icp_history(shelf, sheet, told.model()).conversion("sql").inside.value == 13 / 20
    found = icp_history(shelf, sheet, told.model(), before=datetime.fromisoformat("2026-05-01"))
    assert (found.conversion("sql").inside.value, found.worked.inside.n) == (3 / 10, 10)


def test_the_past_in_words(tmp_path: Path) -> None:
    found = history(company(), tmp_path, A, NOT_B)
    worked, lifted = figures.sentences(found, "sql")[-2:]
    assert worked.startswith("Inside it: 30 % (20 to 42, n = 67) of leads handed over and worked within 30 days")
    assert lifted.startswith("Leads inside became confirmed SQL more often: 2.91 x (")
    assert figures.rows(found)[0]["Became confirmed SQL in 60 days"].startswith("60.0 % (")
    assert figures.chart(found, "sql").series[0].y == pytest.approx((60, 100 * 7 / 34, 100 * 10 / 13))


def test_before_the_votes_the_won_stand_alone(tmp_path: Path) -> None:
    (told,) = figures.won_alone(history(company("won"), tmp_path, A, NOT_B))
    assert told.startswith("Inside it: 50 % (34 to 66, n = 34) of the won leads; of 29 % (")
    assert told.endswith("a fact is missing.")


def test_what_history_cannot_tell_is_said(tmp_path: Path) -> None:
    told = SmallCompany()
    for place in range(60):
        told.lead((place % 2,), "sql" if place % 3 == 0 else None)
    found = history(told, tmp_path, A)
    assert (
        "History cannot tell whether leads inside became confirmed SQL more often" in figures.sentences(found, "sql")[2]
    )
    assert (
        figures.sentences(found, "won")[0]
        == "Inside it: an unknown share (no lead was won by the data date) of the won leads."
    )


def test_values_to_choose_from_are_the_commonest_and_never_who_a_lead_is(sample_workspace: Path) -> None:
    shelf = Shelf(open_current(sample_workspace))
    assert commonest(shelf, "industry")[:2] == ("Software", "Media")
    assert [commonest(shelf, name) for name in ("email", "company", "name", "account_id", "company_size", "x")] == [
        ()
    ] * 6
