"""Where a figure comes from: its name in the library, its group, and the part of the past that it was asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Months = Literal["month", "before", "until", "marketing", "sales", "arrival", "fixed"]
"""The month looked at; the one before it; all until its end; those since a side promised; all, on arrival; those
since two models stood fixed, on arrival."""

MONTHS_IN_WORDS: dict[Months, str] = {
    "month": "this month",
    "before": "the month before",
    "until": "all months until then",
    "marketing": "all months since it was promised",
    "sales": "all months since it was promised",
    "arrival": "all months, on arrival",
    "fixed": "all leads since both models stood fixed, on arrival",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """One figure: `name` as in `leadscore metrics`, `group` of `by` (band, month, or an attribute), None for all."""

    name: str
    group: str | None = None
    by: str | None = None
    months: Months = "month"


@dataclass(frozen=True, slots=True)
class Way:
    """A way from a figure to its rows: what the reader sees of the figure, and where it comes from."""

    label: str
    origin: Origin
