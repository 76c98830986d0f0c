"""Closes of a pilot by week: what can be expected with its range, what was seen, and from where on closes tell."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore.estimate import Estimate
from leadscore.figures.chart import Chart, Series
from leadscore.workshop.pilot_closes import TELLING, Expected

QUESTION = "How many closes can be expected by each week, and how many were there?"
RANGE = "The band is the range in which 95 of 100 such pilots would lie."


def closes_by_week(all_: Expected, top: Expected, seen: Sequence[int | None]) -> Chart:
    """Expected closes of all hand-offs with their range and of the top band, those seen, and the number that tells."""
    weeks = tuple(float(week) for week in range(1, len(all_.weeks) + 1))
    series = [
        Series(
            "expected",
            weeks,
            tuple(each.value for each in all_.weeks),
            tuple(each.low for each in all_.weeks),
            tuple(each.high for each in all_.weeks),
        ),
        Series("expected of the top band", weeks, tuple(each.value for each in top.weeks)),
        Series("seen", weeks, tuple(None if count is None else float(count) for count in seen), look="dots"),
        Series(f"{TELLING}: fewer settle nothing", weeks, (float(TELLING),) * len(weeks), look="baseline"),
    ]
    known = [each for each in series if each.look == "baseline" or any(value is not None for value in each.y)]
    return Chart(QUESTION, "week of the pilot", "closes since the start", tuple(known), RANGE)


def expected_in_words(closes: Estimate) -> str:
    """`4.5 (1 to 9)`; `unknown: ...` with the reason."""
    if closes.value is None:
        return f"unknown: {closes.reason}"
    return f"{closes.value:,.1f} ({closes.low or 0:,.0f} to {closes.high or 0:,.0f})"
