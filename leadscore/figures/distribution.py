"""How the scores spread, and what became of the leads at each score."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from leadscore.figures import theme
from leadscore.model import Model
from leadscore.simulation import CLASSES, Look
from leadscore.vocabulary import CLASS_WORDS, OUTCOME_WORDS

_LOOK_OF_CLASS = {
    "converted": (theme.GREEN, ""),
    "not_converted": (theme.SKY, "/"),
    "unworked": (theme.ORANGE, "."),
    "immature": (theme.GREY, "x"),
    "left_out": (theme.GREY, "-"),
}
_BINS = np.arange(0, 101, dtype=np.int16)


def distribution(look: Look, model: Model, outcome: str, active: Look | None = None) -> go.Figure:
    """Leads by whole point and what became of them; cut-offs as lines, the active model as a thin line."""
    figure = go.Figure()
    for place, name in enumerate(CLASSES):
        leads = look.histogram[place]
        if leads.any():
            figure.add_bar(x=_BINS, y=leads.astype(np.int32), name=_class(name, outcome), marker=_marker(name))
    if active is not None:
        before = active.histogram.sum(axis=0).astype(np.int32)
        figure.add_scatter(x=_BINS, y=before, name="compared with", mode="lines", line=theme.BASELINE)
    for name, cut_off in _cut_offs(model):
        figure.add_vline(x=cut_off - 0.5, **theme.CUT_OFF, annotation_text=f"{name} {cut_off:g}")
    figure.update_layout(barmode="stack", bargap=0.05)
    return theme.question(figure, "How do the scores spread, and what became of the leads?", "score", "leads")


def _class(name: str, outcome: str) -> str:
    return CLASS_WORDS[name].format(outcome=OUTCOME_WORDS[outcome])


def _marker(name: str) -> dict[str, object]:
    colour, shape = _LOOK_OF_CLASS[name]
    return {"color": colour, "pattern": {"shape": shape, "size": 4, "solidity": 0.2}, "line": {"width": 0}}


def _cut_offs(model: Model) -> list[tuple[str, float]]:
    if model.cut_offs is None:
        return []
    return [("MQL", float(model.cut_offs.mql)), ("SQL", float(model.cut_offs.sql))]
