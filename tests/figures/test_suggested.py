"""Suggested points as a picture and as a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from leadscore.estimate import Estimate
from leadscore.figures.suggested import MINUS, points_in_words, rows, suggested_chart
from leadscore.learning.suggesting.suggested import BalancePrice, SuggestedPoints, Suggestion
from leadscore.learning.suggesting.suggested_words import learned_from, of_balance, of_rule
from leadscore.outcomes import Horizon

DEMO = SuggestedPoints("demo", "Asked for a demo", Decimal(15), 12, 8, 15, 1, 1.2, 19, (), None, "Among them.")
BOUNCED = SuggestedPoints("bounced", "Mail <b>bounced</b>", Decimal(-5), -14, -19, -8, -1, -1.0, -14, (), None, "Less.")
RIVAL = SuggestedPoints(
    "rival", "Works for a rival", Decimal(0), reason="a knock-out has no points", sentence="No points."
)


def told(*points: SuggestedPoints, cost: Estimate | None = None) -> Suggestion:
    area = Estimate(0.69, 0.65, 0.73, 581)
    price = BalancePrice(0.6, 0.6, 0.82, Estimate(0.75, 0.71, 0.78, 581), cost or Estimate(0.053, 0.02, 0.09, 581))
    horizon = Horizon("sql", 60, "default")
    return Suggestion(
        "sql", horizon, "worked leads", points, None, None, "Said.", area, price, 9.0, 1.0, 972, 343, 941, 4, 200, ()
    )


def test_each_rule_that_history_speaks_of_has_a_mark_now_and_then() -> None:
    figure = suggested_chart(told(DEMO, BOUNCED, RIVAL))
    suggested, now = figure.data[:2]
    assert list(suggested.x) == [12, -14] and list(now.x) == [15, -5]
    assert list(suggested.error_x.array) == [3, 6] and list(suggested.error_x.arrayminus) == [4, 5]


def test_names_of_the_data_are_no_markup() -> None:
    figure = suggested_chart(told(BOUNCED))
    assert list(figure.layout.yaxis.ticktext) == ["Mail &lt;b&gt;bounced&lt;/b&gt;"]
    assert "<b>" not in figure.data[0].hovertext[0]
    quoted = suggested_chart(told(replace(DEMO, name="Asked \"now\" & 'here'")))
    assert list(quoted.layout.yaxis.ticktext) == ["Asked \"now\" &amp; 'here'"]
    assert "&quot;" not in quoted.data[0].hovertext[0] + quoted.data[1].hovertext[0]


def test_where_nothing_is_suggested_nothing_was_learned_and_no_lead_is_no_zero() -> None:
    assert learned_from(told(DEMO)).startswith("Looked at 972 leads of 941 accounts (worked leads): 343 of them became")
    assert learned_from(replace(told(DEMO), n=0, hits=0)) == "There is no lead to learn from (worked leads)."


def test_the_table_leaves_empty_what_history_says_nothing_of() -> None:
    demo, bounced, rival = rows(told(DEMO, BOUNCED, RIVAL))
    assert (demo["Now"], demo["Suggested"], demo["Without the balance"]) == ("15", "12 (8 to 15)", "19")
    assert (bounced["Now"], bounced["Suggested"]) == (f"{MINUS}5", f"{MINUS}14 ({MINUS}19 to {MINUS}8)")
    assert (rival["Suggested"], rival["Without the balance"], rival["What history says"]) == ("", "", "No points.")
    assert points_in_words(RIVAL) == ""


@pytest.mark.parametrize(
    ("now", "points", "ends", "said"),
    [
        (15, 12, (8, 15), "History gives it 8 to 15 points; today's 15 lies within."),
        (25, 12, (8, 15), "History gives it 8 to 15 points; today's 25 is more."),
        (5, 12, (8, 15), "History gives it 8 to 15 points; today's 5 is less."),
        (0, 12, (8, 15), "History gives it 8 to 15 points; today it has none."),
        (20, 2, (0, 5), "History cannot tell it from no points (0 to 5); today's 20 is more."),
        (-5, -14, (-19, -8), "History gives it -19 to -8 points; today's -5 is less."),
    ],
    ids=["within", "more", "less", "none", "nothing", "harm"],
)
def test_a_rule_in_words(now: int, points: int, ends: tuple[int, int], said: str) -> None:
    assert of_rule(Decimal(now), points, ends) == said


def test_the_balance_in_words() -> None:
    said = "The evidence alone would stand at 82 : 18 and pick the right one 75 times in 100 (71 to 78), n = 581; "
    assert of_balance(told(DEMO).balance) == f"{said}the agreed 60 : 40 costs 5 of 100 pairs (2 to 9)."
    unsure = told(DEMO, cost=Estimate(0.01, -0.01, 0.03, 581)).balance
    assert of_balance(unsure) == f"{said}history cannot tell that from the agreed 60 : 40."
    better = told(DEMO, cost=Estimate(-0.03, -0.05, -0.01, 581)).balance
    assert of_balance(better) == f"{said}the agreed 60 : 40 gains 3 of 100 pairs (1 to 5)."
