"""How the scores spread, and what became of the leads at each score."""

from __future__ import annotations

import numpy as np

from leadscore.figures import live, theme
from leadscore.figures.live import LiveChart, Option
from leadscore.model import Model
from leadscore.simulation import CLASSES, Look
from leadscore.vocabulary import CLASS_WORDS, OUTCOME_WORDS

_LOOK_OF_CLASS = {
    "converted": live.solid(theme.GREEN),
    "not_converted": live.solid(theme.SKY),
    "unworked": live.hollow(theme.ORANGE),
    "immature": live.hollow(theme.GREY),
    "left_out": live.hollow(theme.GREY, "dotted"),
}
"""Filled where it is known what became of the leads, hollow where it is not."""

_POINTS = list(range(101))


def distribution(
    look: Look, model: Model, outcome: str, compared: Look | None = None, size: int = live.TYPE
) -> LiveChart:
    """Leads by whole point and what became of them; cut-offs as lines, the model compared with as a thin line."""
    drawn = [(place, name) for place, name in enumerate(CLASSES) if look.histogram[place].any()]
    series = [_bars(look.histogram[place].tolist(), name, outcome) for place, name in drawn]
    names = [each["name"] for each in series]
    if compared is not None:
        series.append({**live.baseline(compared.histogram.sum(axis=0).tolist()), "step": "middle"})
        names.append(series[-1]["name"])
    option = {
        "xAxis": [
            live.axis("category", "score", size, data=_POINTS, axisLabel={"fontSize": size, "interval": 9}),
            live.hidden(-0.5, 100.5),
        ],
        "yAxis": live.axis("value", "leads", size),
        "tooltip": {"trigger": "axis", "textStyle": {"fontSize": size}},
        "series": [*series, _cut_offs(model, size)],
    }
    return LiveChart(
        "How do the scores spread, and what became of the leads?",
        _in_words(look, model),
        live.framed(option, names, size, above=model.cut_offs is not None),
        340 + 20 * (size - live.TYPE),
    )


def _bars(leads: list[int], name: str, outcome: str) -> Option:
    return {
        "name": CLASS_WORDS[name].format(outcome=OUTCOME_WORDS[outcome]),
        "type": "bar",
        "stack": "leads",
        "barCategoryGap": "8%",
        "data": [count or None for count in leads],
        "itemStyle": _LOOK_OF_CLASS[name],
        "emphasis": {"disabled": True},
    }


def _cut_offs(model: Model, size: int) -> Option:
    """The cut-offs as lines between the points, each named on the side where the other is not."""
    lines = []
    if model.cut_offs is not None:
        for name, points, side in (("MQL", model.cut_offs.mql, "right"), ("SQL", model.cut_offs.sql, "left")):
            lines.append({"xAxis": float(points) - 0.5, "label": {"formatter": f"{name} {points:g}", "align": side}})
    return {"type": "line", "xAxisIndex": 1, "data": [], "markLine": live.cut_off_lines(lines, size)}


def _in_words(look: Look, model: Model) -> str:
    everyone = look.histogram.sum(axis=0)
    leads = int(everyone.sum())
    if not leads:
        return "No lead has a score."
    half = int(np.searchsorted(everyone.cumsum(), leads / 2))
    words = f"{leads:,} leads, half of them at {half} points or fewer."
    if model.cut_offs is None:
        return words
    over = sum(part.leads for part in look.bands[:2])
    return f"{words} {over:,} stand at or above the MQL cut-off of {model.cut_offs.mql:g} and are not out."
