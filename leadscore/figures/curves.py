"""Cut-offs against what they give: precision, recall and volume at every whole point."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from leadscore.estimate import Estimate
from leadscore.figures import theme
from leadscore.model import Model
from leadscore.simulation.cut_offs import AtCutOff
from leadscore.vocabulary import OUTCOME_WORDS


def curves(at: Sequence[AtCutOff], model: Model, outcome: str) -> go.Figure:
    """Precision with its interval and recall on the left axis, leads a month on the right, over the cut-off."""
    figure = make_subplots(specs=[[{"secondary_y": True}]])
    points = [each.points for each in at]
    _interval(figure, points, [each.precision for each in at])
    precision = [_percent(each.precision) for each in at]
    words = OUTCOME_WORDS[outcome]
    figure.add_scatter(x=points, y=precision, name=f"precision: {words} of those above", line={"color": theme.BLUE})
    recall = [_percent(each.recall) for each in at]
    line = {"color": theme.VERMILION, "dash": "dash"}
    figure.add_scatter(x=points, y=recall, name=f"recall: share of all {words}", line=line)
    volume = [each.a_month.value for each in at]
    line = {"color": theme.GREEN, "dash": "dot"}
    figure.add_scatter(x=points, y=volume, name="leads a month (right)", line=line, secondary_y=True)
    if model.cut_offs is not None:
        for name, cut_off in (("MQL", model.cut_offs.mql), ("SQL", model.cut_offs.sql)):
            figure.add_vline(
                x=float(cut_off),
                line_width=2,
                line_dash="dash",
                line_color=theme.INK,
                annotation_text=f"{name} {cut_off}",
            )
    theme.question(figure, "What does each cut-off give?", "cut-off (points)", "%", height=420)
    figure.update_yaxes(title="leads a month", secondary_y=True, showgrid=False, rangemode="tozero")
    figure.update_yaxes(range=[0, 100], secondary_y=False)
    return figure


def _interval(figure: go.Figure, points: Sequence[int], estimates: Sequence[Estimate]) -> None:
    known = [(x, each) for x, each in zip(points, estimates, strict=True) if each.low is not None]
    if not known:
        return
    there, back = known, known[::-1]
    figure.add_scatter(
        x=[x for x, _ in there] + [x for x, _ in back],
        y=[100 * (each.high or 0) for _, each in there] + [100 * (each.low or 0) for _, each in back],
        fill="toself",
        fillcolor="rgba(0,114,178,0.18)",
        line={"width": 0},
        hoverinfo="skip",
        name="its 95 % interval",
    )


def _percent(estimate: Estimate) -> float | None:
    return None if estimate.value is None else 100 * estimate.value
