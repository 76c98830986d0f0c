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

LOOKS: tuple[tuple[Line, bool], ...] = (
    ({"color": theme.BLUE, "dash": "solid"}, False),
    ({"color": theme.VERMILION, "dash": "dash"}, False),
    ({"color": theme.GREEN, "dash": "dot"}, True),
)
"""Of precision, recall and volume: the line, and whether it is read on the right."""

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
    _drawn(figure, at, OUTCOME_WORDS[outcome])
    _baseline(figure, other)
    _cut_offs(figure, model)
    theme.question(figure, "What does each cut-off give?", "cut-off (points)", "%", height=440)
    most = [each.a_month.value or 0.0 for each in (*at, *other)] + [each.high or 0.0 for each in volumes]
    _axes(figure, max(most, default=0.0), any(each.a_month.known() for each in at))
    if large:
        figure.update_layout(font_size=19, title_font_size=23, height=580)
        figure.update_annotations(font_size=19)
    return figure


def _drawn(figure: go.Figure, at: Sequence[AtCutOff], outcome: str) -> None:
    """The three lines, as far as anything is known of each."""
    names = (f"precision: {outcome} of those above", f"recall: share of all {outcome}", "leads a month (right)")
    points = [float(each.points) for each in at]
    for name, (line, right), values in zip(names, LOOKS, _lines(at), strict=True):
        if any(value is not None for value in values):
            figure.add_scatter(x=points, y=values, name=name, mode="lines", line=line, secondary_y=right)


def _axes(figure: go.Figure, most: float, volume_known: bool) -> None:
    """Per cent on the left and leads a month on the right, on one grid."""
    step = _even(most / PARTS)
    figure.update_yaxes(
        title="leads a month",
        secondary_y=True,
        showgrid=False,
        range=[0, PARTS * step],
        dtick=step,
        tickformat=",~g",
        visible=volume_known,
    )
    figure.update_yaxes(range=[0, 100], dtick=100 / PARTS, secondary_y=False)


def _lines(at: Sequence[AtCutOff]) -> tuple[list[float | None], ...]:
    """Precision, recall and volume, a value a cut-off."""
    return (
        [theme.percent(each.precision.value) for each in at],
        [theme.percent(each.recall.value) for each in at],
        [each.a_month.value for each in at],
    )


def _baseline(figure: go.Figure, other: Sequence[AtCutOff]) -> None:
    """The model that the draft is compared with: a thin line beside each, named once."""
    if not other:
        return
    points = [float(each.points) for each in other]
    for (line, right), values in zip(LOOKS, _lines(other), strict=True):
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
        fillcolor=theme.faint(colour, 0.3),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        name="95 % interval",
        showlegend=not secondary_y,
        secondary_y=secondary_y,
    )


def _even(part: float) -> float:
    """The next number that is easily counted in: 1, 2, 2.5 or 5 and their tenfolds."""
    if part <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(part))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if part <= step * power * (1 + 1e-9))
