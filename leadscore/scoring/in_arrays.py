"""The arithmetic over arrays of distinct units: what a slider move needs, in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.model.model import Model
from leadscore.scoring import arithmetic
from leadscore.scoring.arithmetic import hundredths, ten_thousandths

Column = NDArray[Any]

BANDS = ("ready", "hand_over", "nurture", "out")
"""The order of the numbers in `Rescored.band`; -1 is no band."""


class _Arrays:
    """The algebra of whole-number columns; a number alone stands for a column of it."""

    def number(self, value: int) -> Any:
        return value

    def times(self, value: Any, number: Any) -> Any:
        return value * number

    def plus(self, values: Sequence[Any]) -> Any:
        return reduce(np.add, values) if len(values) else 0

    def lesser(self, value: Any, bound: Any) -> Any:
        return np.minimum(value, bound)

    def greater(self, value: Any, bound: Any) -> Any:
        return np.maximum(value, bound)

    def reaches(self, value: Any, number: Any) -> Any:
        return value >= number

    def every(self, tests: Sequence[Any]) -> Any:
        return reduce(np.logical_and, tests, np.True_)

    def some(self, tests: Sequence[Any]) -> Any:
        return reduce(np.logical_or, tests, np.False_)


ARRAYS = _Arrays()


@dataclass(frozen=True, slots=True)
class Rescored:
    """Scores (ten-thousandths) of rows of units, points by group, and the band as its place in `BANDS`."""

    score: Column
    groups: dict[str, Column]
    band: Column


class Units:
    """Rows of units: a column of whole hundredths a rule, in the order of the model's rules."""

    def __init__(self, columns: Sequence[Column], rows: int) -> None:
        self.columns = [np.ascontiguousarray(column, dtype=np.int32) for column in columns]
        self.rows = rows
        self._largest = [int(column.max(initial=0)) for column in self.columns]

    def for_sums_of(self, model: Model) -> list[Column]:
        """The columns in the narrowest whole numbers in which no sum of the model's points overflows."""
        reach = sum(abs(hundredths(rule.worth)) * most for rule, most in zip(model.rules, self._largest, strict=True))
        return self.columns if reach < _LARGEST_NARROW else [column.astype(np.int64) for column in self.columns]


_LARGEST_NARROW = 2**31 - 1


def rescore(model: Model, units: Units) -> Rescored:
    """Score rows of units and say what band each is in."""
    rows, at = units.rows, units.for_sums_of(model).__getitem__

    groups = {name: _full(arithmetic.group_points(ARRAYS, model, name, at), rows) for name in model.group_names}
    score = _full(arithmetic.score(ARRAYS, list(groups.values())), rows)
    gate = np.logical_and(
        arithmetic.has_intent(ARRAYS, model, at), arithmetic.has_minima(ARRAYS, model, groups.__getitem__)
    )
    return Rescored(score, groups, _bands(model, score, arithmetic.knocked_out(ARRAYS, model, at), gate))


def _bands(model: Model, score: Column, knocked_out: Any, gate: Any) -> Column:
    band = np.full(len(score), -1, dtype=np.int8)
    if model.cut_offs is not None:
        handed_over = score >= ten_thousandths(model.cut_offs.mql)
        ready = (score >= ten_thousandths(model.cut_offs.sql)) & gate
        band = np.where(ready, np.int8(0), np.where(handed_over, np.int8(1), np.int8(2)))
    return np.where(knocked_out, np.int8(BANDS.index("out")), band)


def _full(value: Any, rows: int) -> Column:
    return np.broadcast_to(value, (rows,))
