"""The cut-off that each month's volume would have asked for, beside the one in the model."""

from __future__ import annotations

import plotly.graph_objects as go

from leadscore.figures.chart import Chart, Series
from leadscore.figures.drawing import drawn
from leadscore.simulation.monthly import ByMonth

QUESTION = "Which cut-off would each month's volume have asked for?"


def computed_cut_offs(found: ByMonth, large: bool = False) -> go.Figure:
    """The computed cut-off by month with what chance allows around it, and the model's as a thin line.

    Months in which fewer leads came than were wanted have no point; large: type for a room before a projector.
    """
    months = tuple(each.month for each in found.months)
    points = tuple(None if each.cut_off is None else float(each.cut_off) for each in found.months)
    low, high = (
        tuple(None if each.within is None else float(each.within[end]) for each in found.months) for end in (0, 1)
    )
    computed = Series(f"computed, for {found.wanted:,.0f} leads a month", months, points, low, high)
    own = () if found.model is None else (_line(f"in the model: {found.model}", months, float(found.model)),)
    return drawn(Chart(QUESTION, "month", "cut-off (points)", (computed, *own)), large=large)


def _line(name: str, months: tuple[str, ...], points: float) -> Series:
    return Series(name, months, (points,) * len(months), look="baseline")
