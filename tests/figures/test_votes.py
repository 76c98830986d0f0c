"""The chart of a reveal: one row a rule, no names, and nothing drawn for a team that did not vote."""

from __future__ import annotations

from workshop.ballots import voted
from workshop.signed import agreed, with_rule

from leadscore.figures.votes import in_words, positions
from leadscore.workshop.disagreement import disagreement

HOSTILE = {"id": "x", "label": "<b>Sale</b> " * 9, "points": 5, "range": [0, 10], "when": {"activity": "sale"}}


def drawn(model, **votes):
    found = disagreement(model, voted(model, **votes), None)
    return found, {trace.name: trace for trace in positions(found).data if trace.name}, positions(found)


def test_medians_stand_beside_today_in_the_order_of_the_ranking():
    """Demo is 20 apart, the webinar 5: it comes first, in row 0."""
    found, traces, figure = drawn(agreed(), webinar=("M", "S"), demo=("M", "XL XL L"))
    assert list(figure.layout.yaxis.ticktext) == ["Demo", "Webinar"]
    assert list(traces["Sales, middle vote"].x) == [10, 10]
    assert list(traces["Marketing, middle vote"].x) == [30, 5]
    assert list(traces["Points today"].x) == [30, 20]
    assert traces["Sales, middle vote"].marker.symbol != traces["Marketing, middle vote"].marker.symbol
    assert traces["Marketing, middle vote"].hovertext[0] == "Marketing: middle 30, from 20 to 30, 3 voted"
    assert figure.layout.title.text == "Where do the teams stand?"
    assert in_words(found) == ()


def test_on_a_telephone_rules_are_named_above_their_rows():
    found, _, wide = drawn(agreed(), webinar=("M", "S"), demo=("M", "XL"))
    figure = positions(found, narrow=True)
    assert [each.text for each in figure.layout.annotations] == list(wide.layout.yaxis.ticktext)
    assert figure.layout.yaxis.showticklabels is False
    assert figure.layout.height > wide.layout.height


def test_every_vote_is_one_dot_and_equal_ones_do_not_hide_each_other():
    _, _, figure = drawn(agreed(), webinar=("M M M", "S"))
    dots = [trace for trace in figure.data if trace.mode == "markers" and not trace.name]
    assert [len(trace.x) for trace in dots] == [3, 1]
    assert len(set(zip(dots[0].x, dots[0].y, strict=True))) == 3


def test_thirty_equal_votes_stay_in_the_row_of_their_rule():
    _, _, figure = drawn(agreed(), webinar=("M " * 30, "S " * 30), demo=("S", "S"))
    rows = [round(y) for trace in figure.data if trace.mode == "markers" and not trace.name for y in trace.y]
    assert sorted(rows) == [0] * 60 + [1] * 2


def test_a_team_without_votes_has_no_mark_and_is_named():
    found, traces, _ = drawn(agreed(), webinar=("M", ""), demo=("S", "S"))
    assert len(traces["Marketing, middle vote"].x) == 1
    assert in_words(found) == ("Nobody of marketing voted on Webinar.",)
    nobody, traces, _ = drawn(agreed(), webinar=("", "S"), demo=("", "S"))
    assert len(traces["Sales, middle vote"].x) == 0
    assert in_words(nobody) == (
        "Nobody of sales voted, so the chart shows one team only and there is no middle of two.",
    )


def test_names_of_rules_are_no_markup_and_a_changed_size_is_said():
    found, _, figure = drawn(with_rule(HOSTILE), x=("XL", "S"))
    (label,) = figure.layout.yaxis.ticktext
    assert label.startswith("&lt;b&gt;Sale") and "<" not in label and label.endswith("…")
    assert in_words(found)[0].endswith(
        ": L counts 10 instead of 20: the range of '" + "<b>Sale</b> " * 9 + "' is 0 to 10."
    )


def test_nothing_voted_draws_an_empty_chart():
    found, traces, _ = drawn(agreed())
    assert (len(traces["Points today"].x), in_words(found)) == (0, ())
