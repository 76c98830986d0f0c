"""Charts that every slider move draws again: plain values for ECharts, whose picture stays and only changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leadscore.figures import theme

Option = dict[str, Any]

TYPE, LARGE_TYPE = 14, 20
"""The type's size in pixels at a desk, and before a room."""

WIDTHS = (280, 360, 480, 640)
"""From which width in pixels on a legend is laid out anew: a telephone, beside the sliders, a large screen."""

COMPARED = "compared with"
DOTS = "path://M0 6h4v3h-4zM8 6h4v3h-4zM16 6h4v3h-4zM0 0h1v0h-1zM0 15h1v0h-1z"
"""The sign of a dotted line in a legend."""

GAP = 12
"""Between the entries of a legend, in pixels."""

GRID_LINES = "rgba(127,127,127,0.25)"


@dataclass(frozen=True, slots=True)
class LiveChart:
    """The question it answers, what it says in words for those who do not see it, and ECharts' option."""

    question: str
    words: str
    option: Option
    height: int
    """In pixels."""


def framed(option: Option, names: Sequence[str], size: int, above: bool = False) -> Option:
    """The option with a legend that takes as many lines as it needs; `above`: a line of labels over the plot."""
    first, *wider = (_legend(names, size, width, above) for width in WIDTHS)
    media = [{"query": {"minWidth": width}, "option": each} for width, each in zip(WIDTHS[1:], wider, strict=True)]
    return {"animation": False, "textStyle": {"fontSize": size}, **option, **first, "media": media}


def axis(kind: str, name: str, size: int, **more: object) -> Option:
    """An axis with its name in the middle of it."""
    return {
        "type": kind,
        "name": name,
        "nameLocation": "middle",
        "nameGap": round((1.8 if kind == "category" else 0.5) * size),
        "nameTextStyle": {"fontSize": size},
        "axisLabel": {"fontSize": size, "hideOverlap": True},
        "axisTick": {"show": False},
        "axisLine": {"show": False},
        "splitLine": {"show": kind == "value", "lineStyle": {"color": GRID_LINES}},
        **more,
    }


def hidden(low: float, high: float) -> Option:
    """An axis of numbers on the ground of another axis: for what stands between its categories."""
    return {"type": "value", "min": low, "max": high, "show": False}


def solid(colour: str) -> Option:
    """A filled bar."""
    return {"color": colour}


def hollow(colour: str, line: str = "solid") -> Option:
    """An outlined bar: a second sign beside the colour that, unlike a pattern, costs nothing to draw."""
    return {"color": "transparent", "borderColor": colour, "borderWidth": 1.5, "borderType": line}


def baseline(data: Sequence[float | None]) -> Option:
    """The model that is compared with: thin, grey, dotted."""
    line = {"color": theme.INK, "width": 1.5, "type": "dotted"}
    return {
        "name": COMPARED,
        "type": "line",
        "data": list(data),
        "symbol": "none",
        "lineStyle": line,
        "itemStyle": {"color": theme.INK},
        "z": 4,
    }


def cut_off_lines(lines: Sequence[Option], size: int) -> Option:
    """Lines at cut-offs or other agreed values, named over the plot; each has its place on an axis and its label."""
    ink = {"fontSize": size, "color": theme.INK}
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"color": theme.INK, "width": 2, "type": "dashed"},
        "data": [{**each, "label": {**ink, **each["label"]}} for each in lines],
    }


def _legend(names: Sequence[str], size: int, width: int, above: bool) -> Option:
    height = round(1.7 * size)
    lines = _lines(names, size, width) + above
    return {
        "legend": {
            "data": [{"name": COMPARED, "icon": DOTS} if name == COMPARED else name for name in names],
            "left": 0,
            "top": 0,
            "padding": 0,
            "itemGap": GAP,
            "itemWidth": round(1.4 * size),
            "itemHeight": size,
            "textStyle": {"fontSize": size},
        },
        "grid": {"left": size, "right": size, "top": lines * height + size, "bottom": 0},
    }


def _lines(names: Sequence[str], size: int, width: int) -> int:
    """How many lines the legend breaks into; a letter is a little less than half as wide as the type is high."""
    lines, used = 1, 0.0
    for name in names:
        wide = 0.46 * size * len(name) + 2 * size
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + GAP
    return lines
