"""A lead's score through time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from leadscore.desk.history import History
from leadscore.figures import theme
from leadscore.model import Model
from leadscore.vocabulary import BAND_WORDS


def score_history(history: History, model: Model, zone: str) -> go.Figure:
    """The score on every Monday and today, the cut-offs as dashed lines, the hand-off as a dotted one."""
    figure = go.Figure()
    at = [_local(each.at, zone) for each in history.then]
    figure.add_scatter(
        x=at,
        y=[float(each.score) for each in history.then],
        text=[BAND_WORDS.get(each.band or "", "") for each in history.then],
        hovertemplate="%{y:g} %{text}<extra></extra>",
        mode="lines+markers",
        line={"color": theme.BLUE, "shape": "hv"},
        marker={"size": 5},
        name="score",
    )
    if model.cut_offs is not None:
        for words, points in (("MQL", model.cut_offs.mql), ("SQL", model.cut_offs.sql)):
            figure.add_hline(float(points), annotation_text=f"{words} cut-off {points:f}", **theme.CUT_OFF)
    if history.handed_over_at is not None:
        figure.add_vline(_local(history.handed_over_at, zone), line_dash="dot", line_color=theme.INK)
        figure.add_annotation(
            x=_local(history.handed_over_at, zone),
            y=1,
            yref="paper",
            yanchor="bottom",
            text="handed over",
            showarrow=False,
            xanchor="left",
        )
    figure.update_yaxes(range=[0, 105])
    figure.update_layout(showlegend=False)
    return theme.question(figure, "How did the score move?", f"Mondays ({zone})", "score", height=320)


def _local(instant: datetime, zone: str) -> datetime:
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
