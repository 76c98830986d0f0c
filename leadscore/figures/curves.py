"""Cut-offs against what they give: precision, recall and volume at every whole point."""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from leadscore.estimate import Estimate
from leadscore.figures import theme
from leadscore.model import Model
from leadscore.simulation.cut_offs import AtCutOff
from leadscore.vocabulary import OUTCOME_WORDS

Line = dict[str, object]

PRECISION: Line = {"color": theme.BLUE, "dash": "solid"}
RECALL: Line = {"color": theme.VERMILION, "dash": "dash"}
VOLUME: Line = {"color": theme.GREEN, "dash": "dot"}
PARTS = 5
"""Both axes have so many parts, so that they share one grid."""


def curves(
    at: Sequence[AtCutOff],
    model: Model,
    outcome: str,
    volumes: Sequence[Estimate] = (),
    other: Sequence[AtCutOff] = (),
    large: bool = False,
) -> go.Figure:
    """Precision and recall on the left axis, leads a month on the right, over the cut-off, with intervals.

    volumes: leads a month with intervals, a cut-off each; other: the same of the model it is compared with, as thin
    lines of the same colours; large: type for a room before a projector.
    """
    figure = make_subplots(specs=[[{"secondary_y": True}]])
    points = [float(each.points) for each in at]
    _interval(figure, points, [each.precision for each in at], theme.SKY, 100)
    _interval(figure, points, volumes, theme.GREEN, 1, secondary_y=True)
    words = OUTCOME_WORDS[outcome]
    names = (f"precision: {words} of those above", f"recall: share of all {words}", "leads a month (right)")
    for name, line, values, right in zip(
        names, (PRECISION, RECALL, VOLUME), _lines(at), (False, False, True), strict=True
    ):
        if any(value is not None for value in values):
            figure.add_scatter(x=points, y=values, name=name, mode="lines", line=line, secondary_y=right)
    _baseline(figure, other)
    _cut_offs(figure, model)
    theme.question(figure, "What does each cut-off give?", "cut-off (points)", "%", height=440)
    most = max((each.a_month.value or 0.0 for each in (*at, *other)), default=0.0)
    step = _even(max([most, *(each.high or 0.0 for each in volumes)]) / PARTS)
    figure.update_yaxes(
        title="leads a month",
        secondary_y=True,
        showgrid=False,
        range=[0, PARTS * step],
        dtick=step,
        tickformat=",~g",
        visible=any(each.a_month.known() for each in at),
    )
    figure.update_yaxes(range=[0, 100], dtick=100 / PARTS, secondary_y=False)
    if large:
        figure.update_layout(font_size=19, title_font_size=23, height=580)
        figure.update_annotations(font_size=19)
    return figure


def _lines(at: Sequence[AtCutOff]) -> tuple[list[float | None], ...]:
    """Precision, recall and volume, a value a cut-off."""
    return (
        [_percent(each.precision) for each in at],
        [_percent(each.recall) for each in at],
        [each.a_month.value for each in at],
    )


def _baseline(figure: go.Figure, other: Sequence[AtCutOff]) -> None:
    """The model that the draft is compared with: a thin line beside each, named once."""
    if not other:
        return
    points = [float(each.points) for each in other]
    for line, values, right in zip((PRECISION, RECALL, VOLUME), _lines(other), (False, False, True), strict=True):
        thin = {"color": line["color"], "width": 1}
        figure.add_scatter(
            x=points, y=values, mode="lines", line=thin, secondary_y=right, hoverinfo="skip", showlegend=False
        )
    figure.add_scatter(
        x=[None], y=[None], mode="lines", line={"color": theme.GREY, "width": 1}, name="thin: compared with"
    )


def _cut_offs(figure: go.Figure, model: Model) -> None:
    """A line for each cut-off, with its name above the chart, away from the other's."""
    if model.cut_offs is None:
        return
    for name, cut_off, side in (("MQL", model.cut_offs.mql, "left"), ("SQL", model.cut_offs.sql, "right")):
        place = {"annotation_position": f"top {side}", "annotation_yshift": 18}
        figure.add_vline(x=float(cut_off), **theme.CUT_OFF, annotation_text=f"{name} {cut_off}", **place)


def _interval(
    figure: go.Figure,
    points: Sequence[float],
    estimates: Sequence[Estimate],
    colour: str,
    times: float,
    secondary_y: bool = False,
) -> None:
    known = [(x, each) for x, each in zip(points, estimates, strict=False) if each.low is not None]
    if not known:
        return
    there, back = known, known[::-1]
    figure.add_scatter(
        x=[x for x, _ in there] + [x for x, _ in back],
        y=[times * (each.high or 0) for _, each in there] + [times * (each.low or 0) for _, each in back],
        fill="toself",
        fillcolor=_faint(colour),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name="95 % interval",
        showlegend=not secondary_y,
        secondary_y=secondary_y,
    )


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.3)"


def _even(part: float) -> float:
    """The next number that is easily counted in: 1, 2, 2.5 or 5 and their tenfolds."""
    if part <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(part))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if part <= step * power * (1 + 1e-9))


def _percent(estimate: Estimate) -> float | None:
    return None if estimate.value is None else 100 * estimate.value
