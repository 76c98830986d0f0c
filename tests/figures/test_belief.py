"""The picture of belief against evidence: a mark is found by its rule, nothing unknown is drawn, names are texts."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go

from leadscore.estimate import Estimate
from leadscore.figures import belief_words as words
from leadscore.figures.belief import ASIDE, TURNED, belief_chart, notes
from leadscore.learning.belief import Beliefs, Stand, beliefs
from leadscore.learning.rule_leads import RuleLeads
from leadscore.model import Model, parse

MODEL = """
name: Drawn
rules:
  - {id: demo, label: Asked for a demo, points: 15, when: {activity: demo}}
  - {id: fair, label: "<b>Fair</b>", points: 10, when: {activity: fair}}
  - {id: left, label: Unsubscribed, points: -10, when: {activity: left}}
  - {id: rare, label: Rare, points: 10, when: {activity: rare}}
  - {id: rival, label: Rival, knock_out: true, when: {activity: rival}}
"""
PAID = {
    "demo": Estimate(12, 8, 16, 900),
    "fair": Estimate(1, -2, 4, 900),
    "left": Estimate(-14, -20, -8, 900),
    "rare": Estimate.unknown("too few: has 3", 900),
}


def model() -> Model:
    return parse(MODEL)


def told(**stands: Stand) -> Beliefs:
    return beliefs(model(), PAID, stands)


def marks(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Where the mark of each rule stands."""
    return {
        data[0]: (x, y)
        for trace in figure.data
        if trace.mode == "markers+text"
        for data, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }


def traces(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data if trace.name}


def test_each_rule_stands_at_what_teams_give_and_history_pays() -> None:
    figure = belief_chart(told())
    assert marks(figure) == {"demo": (15, 12), "fair": (10, 1), "left": (10, 14)}
    seen = traces(figure)["Believed and seen"]
    assert [*seen.text] == ["<b>1</b>", "<b>3</b>"]
    assert [*seen.error_y.array] == [4, 6]
    assert [*seen.error_y.arrayminus] == [4, 6]
    assert figure.layout.xaxis.title.text == "points the teams give, or take"
    assert {each.text for each in figure.layout.annotations} == {
        "<b>Believed and seen</b>",
        "<b>Believed, not seen</b>",
        "<b>Seen, not believed</b>",
        "<b>Neither</b>",
    }


def test_places_differ_by_sign_as_well_as_by_colour() -> None:
    figure = belief_chart(told())
    looks = [(trace.marker.color, trace.marker.symbol) for trace in figure.data if trace.mode == "markers+text"]
    assert len({colour for colour, _ in looks}) == len({symbol for _, symbol in looks}) == len(looks) == 2


def test_both_teams_have_a_mark_where_they_voted() -> None:
    figure = belief_chart(told(demo=Stand(Decimal(30), Decimal(0), Decimal(15)), left=Stand(sales=Decimal(-20))))
    assert [*traces(figure)["Sales, middle vote"].x] == [30]  # on the other rule the mark itself is the vote of sales
    assert [*traces(figure)["Marketing, middle vote"].x] == [0]
    assert "Sales, middle vote" not in traces(belief_chart(told()))
    same = told(demo=Stand(Decimal(15), Decimal(15), Decimal(15)))
    assert "Sales, middle vote" not in traces(belief_chart(same))


def test_a_line_joins_both_votes_through_the_mark() -> None:
    figure = belief_chart(told(demo=Stand(Decimal(30), Decimal(0), Decimal(15), Decimal(40))))
    (line,) = [trace for trace in figure.data if trace.mode == "lines" and trace.name is None]
    assert (line.x, line.y) == ((0, 40, None), (12, 12, None))


def test_names_are_texts() -> None:
    hover = [text for trace in belief_chart(told()).data if trace.hovertext for text in trace.hovertext]
    assert any("&lt;b&gt;Fair&lt;/b&gt;" in text for text in hover)
    assert not any("<b>Fair" in text for text in hover)


def test_marks_that_would_hide_each_other_stand_side_by_side() -> None:
    lines = "".join(f"\n  - {{id: r{place}, points: 10, when: {{activity: demo}}}}" for place in range(5))
    found = beliefs(parse(f"name: Five\nrules:{lines}"), {f"r{place}": PAID["demo"] for place in range(5)}, {})
    places = marks(belief_chart(found)).values()
    assert len({x for x, _ in places}) == 5
    assert {y for _, y in places} == {12}
    assert max(x for x, _ in places) < 14
    assert notes(found) == (ASIDE,)
    assert notes(told()) == (TURNED,)


def test_the_chosen_rule_has_a_ring() -> None:
    plain, ringed = belief_chart(told()), belief_chart(told(), "fair")
    assert len(ringed.data) == len(plain.data) + 1
    assert (ringed.data[-1].x, ringed.data[-1].y) == ((10,), (1,))
    assert len(belief_chart(told(), "rare").data) == len(plain.data)


def test_a_projector_has_larger_type() -> None:
    desk, room = belief_chart(told()), belief_chart(told(), large=True)
    assert room.layout.font.size > desk.layout.font.size
    assert room.layout.height > desk.layout.height


def test_the_table_has_columns_for_votes_only_where_there_are_any() -> None:
    assert words.columns(told()) == ("No.", "Rule", "What to do", "Place")
    assert words.rows(told())[0] == (
        "1",
        "Asked for a demo",
        "Leave it: the teams give 15, and history pays 12 (8 to 16).",
        "Believed and seen",
    )
    voted = told(demo=Stand(Decimal(30), Decimal(0), Decimal(15)))
    assert words.rows(voted)[0][4:] == ("30", "0", "the middle")
    assert words.rows(voted)[1][4:] == ("", "", "no vote")
    assert len(words.columns(voted)) == len(words.rows(voted)[0])


def test_what_history_does_not_say_has_its_reason() -> None:
    assert words.silent_rows(told()) == [
        {"Rule": "Rare", "Teams give": "10", "Why": "too few: has 3"},
        {"Rule": "Rival", "Teams give": "knock-out", "Why": "a knock-out has no points"},
    ]


def test_counts_of_a_rule_have_their_intervals() -> None:
    held, without = Estimate(0.5, 0.4, 0.6, 100), Estimate(0.2, 0.15, 0.26, 300)
    leads = RuleLeads("demo", held, 50, without, 60, 7, (), "worked leads")
    assert words.counts_in_words(leads, "sql") == (
        "With it, 50 of 100 became confirmed SQL: 50.0 % (40.0 to 60.0); without it, 60 of 300: 20.0 % (15.0 to 26.0). "
        "Of 7 nobody knows whether it held."
    )
    asleep = RuleLeads("demo", Estimate.unknown("sleeps"), 0, Estimate.unknown("sleeps"), 0, 0, (), "leads", "sleeps")
    assert words.counts_in_words(asleep, "sql") == "No leads to show: sleeps."


def test_thresholds_are_printed() -> None:
    assert told().threshold == 5
    assert words.threshold_in_words(told()).startswith("Believed: at least 5 points (half of the middle rule).")
