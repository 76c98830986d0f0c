"""A chart as plain values, before anything draws it: the page, the pack and the slides all draw the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Look = Literal["line", "steps", "dots", "bars", "baseline"]
"""How a series is drawn; a baseline is a thin grey line on every chart."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or set of bars or dots: a value (None: unknown) for each x, with the ends of its interval if any."""

    name: str
    x: tuple[str | float, ...]
    y: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    look: Look = "line"

    def __post_init__(self) -> None:
        for column in (self.y, self.low or self.y, self.high or self.y):
            if len(column) != len(self.x):
                raise ValueError(f"series '{self.name}' has {len(self.x)} places and {len(column)} values")


@dataclass(frozen=True, slots=True)
class Chart:
    """The question that a chart answers, what its axes count and in which unit, and its series."""

    question: str
    x: str
    y: str
    series: tuple[Series, ...]
    note: str = ""

    def known(self) -> bool:
        """Whether there is anything to draw; a baseline alone is an empty picture."""
        drawn = (each for each in self.series if each.look != "baseline")
        return any(value is not None for each in drawn for value in each.y)

    def to_json(self) -> dict[str, Any]:
        """Exactly what is drawn."""
        return {
            "question": self.question,
            "x": self.x,
            "y": self.y,
            "note": self.note,
            "series": [
                {"name": each.name, "look": each.look, "x": each.x, "y": each.y, "low": each.low, "high": each.high}
                for each in self.series
            ],
        }
