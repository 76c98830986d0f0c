"""Journeys in words and as a chart: nothing unknown is drawn, and no rate stands without its interval."""

from __future__ import annotations

from leadscore.estimate import Estimate
from leadscore.figures import journeys as words
from leadscore.figures.drawing import drawn
from leadscore.learning.journeys.journey import Journeys, Part, Parting, Side, Spread
from leadscore.outcomes import Horizon

HORIZON = Horizon("sql", 60, "default")
ALL = Estimate(0.4, 0.3, 0.5, 100)
NONE = Estimate.unknown("no lead here")


def part(name: str, rate: Estimate) -> Part:
    return Part(name, rate.n, round((rate.value or 0) * rate.n), rate, ALL, NONE)


def side(steps: Spread) -> Side:
    return Side(40, steps, steps, Spread(9, 5, 21, 40), Spread(0.5, 0.1, 1.3, 39), steps, ALL, ALL, ALL, ALL, NONE)


def told(**others: object) -> Journeys:
    return Journeys("sql", HORIZON, "leads handed over", None, 100, 40, ALL, **others)  # type: ignore[arg-type]


def test_the_first_sentence_says_who_is_counted() -> None:
    assert words.sentence(told()) == (
        "40 of 100 leads became confirmed SQL within 60 days: 40.0 % (30.0 to 50.0), n = 100. "
        "Counted: leads handed over."
    )
    nothing = Journeys("won", HORIZON, "leads", None, 0, 0, Estimate.unknown("no dates"), "no dates")
    assert words.sentence(nothing) == "No journeys to won can be told: no dates."


def test_an_empty_part_is_named_and_not_drawn_as_0() -> None:
    found = told(
        by_days=Parting((part("0-1 days", Estimate(0.2, 0.1, 0.29, 50)), part("2-7 days", NONE)), 0.01, 0.02),
        days_unknown=1,
    )
    chart = words.days_chart(found)
    assert chart.series[0].y == (20.0, None)
    assert chart.series[1].y == (40.0, 40.0)
    assert "0-1 days (below)" in chart.note
    assert chart.note.endswith("1 lead without them: created after the hand-off, or nobody knows when.")
    figure = drawn(chart)
    assert figure.data[0].x == ("0-1<br>n = 50", "2-7<br>n = 0")
    assert figure.layout.title.text == words.QUESTION


def test_rates_stand_with_their_intervals() -> None:
    (row,) = words.part_rows(Parting((part("form_fill", Estimate(0.25, 0.15, 0.4, 40)),)))
    assert row == (
        "form fill",
        "10 of 40",
        "25.0 % (15.0 to 40.0)",
        "40.0 % (30.0 to 50.0)",
        "unknown: no lead here",
    )


def test_parts_are_named_only_where_rates_differ_beyond_chance() -> None:
    parts = (part("a", Estimate(0.7, 0.6, 0.8, 30)), part("b_c", Estimate(0.1, 0.0, 0.2, 30)), part("d", ALL))
    assert words.part_note(Parting(parts, 0.001, 0.004), ALL) == (
        "The commonest first. These rates differ beyond chance (false discovery rate 0.4 %): the rate of all leads "
        "lies outside the interval of a (above), b c (below)."
    )
    assert words.part_note(Parting(parts, 0.04, 0.2), ALL) == (
        "The commonest first. History cannot tell these rates apart."
    )
    assert "Too few leads" in words.part_note(Parting(parts), ALL)
    assert words.part_note(Parting(parts[:1]), ALL).startswith("All of these leads have the same one")


def test_both_sides_stand_beside_each_other() -> None:
    rows = words.side_rows(told(reached=side(Spread(14, 10, 20, 40)), others=side(Spread(None, None, None, 0))))
    assert rows[0] == ("Leads", "40", "40")
    assert rows[2] == ("Own steps", "14 (half: 10 to 20)", "unknown")
    assert rows[4][1] == "0.5 (half: 0.1 to 1.3)"
    assert words.side_rows(told()) == []


def test_unknown_order_is_said() -> None:
    assert len(words.notes(told())) == 1
    assert words.notes(told(tied=3))[1].startswith("Of 3 leads two different steps carry the same instant")
