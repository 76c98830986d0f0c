"""Chances of a learned score against what came, by fifths of the leads it was checked on."""

from __future__ import annotations

from leadscore.figures.chart import Chart, Series
from leadscore.figures.theme import percent
from leadscore.learning.refining.calibration import Calibration
from leadscore.vocabulary import OUTCOME_WORDS

QUESTION = "Do the chances come true?"
NOTE = (
    "Each dot is a fifth of the leads that neither the weights nor the chances were learned from; its line is the 95 % "
    "interval. On the dotted line as many came as were foretold."
)


def calibration_chart(found: Calibration, outcome: str) -> Chart:
    """Foretold against observed; the dotted diagonal is where both are the same."""
    end = max([0.0, *(each.observed.high or each.foretold for each in found.fifths)])
    diagonal = tuple(100 * each for each in (0.0, end))
    dots = Series(
        "a fifth of the leads",
        tuple(100 * each.foretold for each in found.fifths),
        tuple(percent(each.observed.value) for each in found.fifths),
        tuple(percent(each.observed.low) for each in found.fifths),
        tuple(percent(each.observed.high) for each in found.fifths),
        "dots",
    )
    even = Series("as foretold", diagonal, diagonal, look="baseline")
    reached = f"became {OUTCOME_WORDS[outcome]} (%)"
    return Chart(QUESTION, "chance that was foretold (%)", reached, (even, dots), NOTE)
