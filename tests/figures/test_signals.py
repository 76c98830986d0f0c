"""The picture of signals: a mark and an interval for each that has an effect, in the order given."""

from __future__ import annotations

import pytest

from leadscore.estimate import Estimate
from leadscore.figures import signal_words as words
from leadscore.figures.signals import MOST_DRAWN, chart, drawn
from leadscore.learning.asking.candidates import Candidate
from leadscore.learning.effect import Counted
from leadscore.learning.signals.overlap import Overlap
from leadscore.learning.signals.signals import Signal
from leadscore.learning.signals.stability import Stability
from leadscore.model.rules import Rule


def signal(label: str, word: str, gap: Estimate) -> Signal:
    rule = Rule.model_validate({"id": "x", "label": label, "points": 0, "when": {"attribute": "a", "is": label}})
    ratio = Estimate(2.0, 1.5, 2.5, gap.n) if gap.known() else gap
    return Signal(
        candidate=Candidate(rule, "a", "attribute", "a", "value"),
        held=Counted(40, 20),
        not_held=Counted(60, 10),
        unknown=Counted(0, 0),
        odds_ratio=ratio,
        difference=gap,
        rate=0.01 if gap.known() else None,
        word=word,
        stability=Stability("cannot tell", "no dates"),
        unknown_share=0.0,
        overlap=(Overlap("Others", 0.8, 0.2),),
        in_model=None,
        main=True,
    )


MORE = signal("Boss", "more", Estimate(0.2, 0.1, 0.3, 100))
LESS = signal("Student", "less", Estimate(-0.2, -0.3, -0.1, 100))
NOBODY = signal("Nobody", "cannot tell", Estimate.unknown("too few", 100))


def test_each_word_has_a_colour_and_a_sign_of_its_own_and_the_first_stands_on_top() -> None:
    figure = chart([LESS, MORE], "sql")
    more, less = figure.data
    assert (more.name, list(more.x), list(more.y)) == ("More often", [20.0], ["Boss"])
    assert list(more.error_x.array) == pytest.approx([10.0])
    assert list(less.error_x.arrayminus) == pytest.approx([10.0])
    assert (more.marker.color, more.marker.symbol) != (less.marker.color, less.marker.symbol)
    assert list(figure.layout.yaxis.categoryarray) == ["Boss", "Student"]


def test_what_is_unknown_is_not_drawn_as_nothing() -> None:
    assert drawn([NOBODY, MORE]) == (MORE,)
    assert len(drawn([MORE] * 50)) == MOST_DRAWN


def test_names_of_the_data_are_no_markup_and_each_has_a_line_of_its_own() -> None:
    bad = signal("<a href='x'>" + "y" * 60, "more", Estimate(0.2, 0.1, 0.3, 100))
    names = [name for trace in chart([bad, bad], "sql").data for name in trace.y]
    assert len(set(names)) == 2
    assert not [name for name in names if "<" in name]


def test_the_sentence_says_how_much_more_often_and_what_cannot_be_told() -> None:
    assert words.sentence(LESS, "won") == (
        "At equal other things leads with it became won 20.0 percentage points less often "
        "(-30.0 to -10.0, odds times 2.00, 1.50 to 2.50)."
    )
    assert words.sentence(NOBODY, "sql") == "History cannot tell: too few."
    assert words.row(NOBODY)["False rate"] is None
    assert words.overlaps(MORE) == ("'Others' holds for 80 % of them, and for 20 % of the others.",)
