"""The arithmetic over arrays of distinct units: what a slider move needs, in milliseconds.

Rules that mostly add up among themselves (those of a group) make a block of columns.  A block has far fewer distinct
rows than all columns together, so what stays inside it is computed on those and spread over all rows only where
blocks meet.  Which rules share a block decides nothing but the speed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

_LARGEST_NARROW = 2**31 - 1
_LARGEST_CODE = 2**62
_FEW_VALUES = 2**16


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Distinct rows of some columns: `row[i]` is the place of row i of all among the `distinct` ones."""

    row: Column
    distinct: int


@dataclass(frozen=True, slots=True, eq=False)
class InBlock:
    """A value for each distinct row of a block; a `block` of None has a value for every row there is."""

    values: Column
    block: Block | None

    def full(self) -> Column:
        """A value for every row."""
        return self.values if self.block is None else np.take(self.values, self.block.row, mode="clip")


def _map(value: Any, change: Callable[[Any], Any]) -> Any:
    return InBlock(change(value.values), value.block) if isinstance(value, InBlock) else change(value)


def _meet(values: Sequence[Any], join: Callable[[Any, Any], Any], start: Any) -> Any:
    """Values joined: numbers first, then what lies in the same block, then the blocks over all rows."""
    plain = reduce(join, (value for value in values if not isinstance(value, InBlock)), start)
    blocks: dict[int, InBlock] = {}
    for value in values:
        if isinstance(value, InBlock):
            met = blocks.get(id(value.block))
            blocks[id(value.block)] = InBlock(join(met.values, value.values), met.block) if met else value
    if not blocks:
        return plain
    first, *others = blocks.values()
    if not others:
        return _map(first, lambda column: join(column, plain))
    return InBlock(reduce(join, (other.full() for other in others), join(first.full(), plain)), None)


class _Arrays:
    """The algebra of whole-number columns in blocks; a number alone stands for a column of it."""

    def number(self, value: int) -> Any:
        return value

    def times(self, value: Any, number: Any) -> Any:
        return _map(value, lambda column: column * number) if number else 0

    def plus(self, values: Sequence[Any]) -> Any:
        return _meet(values, np.add, 0)

    def lesser(self, value: Any, bound: Any) -> Any:
        return _map(value, lambda column: np.minimum(column, bound))

    def greater(self, value: Any, bound: Any) -> Any:
        return _map(value, lambda column: np.maximum(column, bound))

    def reaches(self, value: Any, number: Any) -> Any:
        return _map(value, lambda column: column >= number)

    def every(self, tests: Sequence[Any]) -> Any:
        return _meet(tests, np.logical_and, np.True_)

    def some(self, tests: Sequence[Any]) -> Any:
        return _meet(tests, np.logical_or, np.False_)


ARRAYS = _Arrays()


@dataclass(frozen=True, slots=True, eq=False)
class Rescored:
    """Scores (ten-thousandths) of rows of units, points by group, and the band as its place in `BANDS`."""

    score: Column
    band: Column
    in_groups: dict[str, Any]

    @property
    def groups(self) -> dict[str, Column]:
        """Points of each group for every row, in ten-thousandths."""
        return {name: full(value, len(self.score)) for name, value in self.in_groups.items()}


class Units:
    """Rows of units: a column of whole hundredths a rule, in the order of the model's rules.

    `together`: for each rule the word of the block it is kept in, such as its group; without, all rules are one block.
    """

    def __init__(self, columns: Sequence[Column], rows: int, together: Sequence[str] | None = None) -> None:
        self.rows = rows
        words = list(together) if together is not None else [""] * len(columns)
        self._largest = [int(column.max(initial=0)) for column in columns]
        self._columns: list[InBlock] = [InBlock(column, None) for column in columns]
        for word in dict.fromkeys(words):
            self._keep([place for place, each in enumerate(words) if each == word], columns)

    def _keep(self, places: list[int], columns: Sequence[Column]) -> None:
        first, row = distinct_rows([columns[place] for place in places], self.rows)
        block = Block(row, len(first)) if 2 * len(first) < self.rows else None
        for place in places:
            kept = columns[place] if block is None else columns[place][first]
            self._columns[place] = InBlock(np.ascontiguousarray(kept, dtype=np.int32), block)

    def for_sums_of(self, model: Model) -> list[InBlock]:
        """The columns in the narrowest whole numbers in which no sum of the model's points overflows."""
        reach = sum(abs(hundredths(rule.worth)) * most for rule, most in zip(model.rules, self._largest, strict=True))
        ends = [abs(bound) for each in model.groups.values() for bound in (each.cap, each.floor) if bound is not None]
        if reach + sum(map(ten_thousandths, ends)) < _LARGEST_NARROW:
            return self._columns
        return [InBlock(column.values.astype(np.int64), column.block) for column in self._columns]


def distinct_rows(columns: Sequence[Column], rows: int) -> tuple[Column, Column]:
    """Where each distinct row of the columns stands first, and for every row the number of its distinct one."""
    code, codes = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        digit, digits = _digits(column)
        if codes * digits > _LARGEST_CODE:
            known, code = np.unique(code, return_inverse=True)
            codes = len(known)
        code, codes = code * digits + digit, codes * digits
    _, first, row = np.unique(code, return_index=True, return_inverse=True)
    return first, row


def _digits(column: Column) -> tuple[Column, int]:
    """The values numbered in their order, and how many there are."""
    if int(column.max(initial=0)) < _FEW_VALUES and int(column.min(initial=0)) >= 0:
        number = np.cumsum(np.bincount(column, minlength=1) > 0) - 1
        return number[column], int(number[-1]) + 1
    values, digit = np.unique(column, return_inverse=True)
    return digit, len(values)


def rescore(model: Model, units: Units) -> Rescored:
    """Score rows of units and say what band each is in."""
    rows, at = units.rows, units.for_sums_of(model).__getitem__
    groups = {name: arithmetic.group_points(ARRAYS, model, name, at) for name in model.group_names}
    score = full(arithmetic.score(ARRAYS, list(groups.values())), rows)
    gate = ARRAYS.every(
        [arithmetic.has_intent(ARRAYS, model, at), arithmetic.has_minima(ARRAYS, model, groups.__getitem__)]
    )
    return Rescored(score, _bands(model, score, arithmetic.knocked_out(ARRAYS, model, at), gate), groups)


def _bands(model: Model, score: Column, knocked_out: Any, gate: Any) -> Column:
    """The place of each row's band: a cut-off that is not reached is one place further down."""
    band = np.full(len(score), -1, dtype=np.int8)
    if model.cut_offs is not None:
        ready = score >= ten_thousandths(model.cut_offs.sql)
        if not _is_everywhere(gate):
            ready &= full(gate, len(score))
        handed_over = score >= ten_thousandths(model.cut_offs.mql)
        band = np.int8(2) - handed_over.view(np.int8) - ready.view(np.int8)
    if not _is_nowhere(knocked_out):
        band[full(knocked_out, len(score))] = BANDS.index("out")
    return band


def _is_everywhere(test: Any) -> bool:
    return not isinstance(test, InBlock) and bool(np.all(test))


def _is_nowhere(test: Any) -> bool:
    return not isinstance(test, InBlock) and not np.any(test)


def full(value: Any, rows: int) -> Column:
    """A value in blocks, or a number, as a column over all rows."""
    return value.full() if isinstance(value, InBlock) else np.broadcast_to(value, (rows,))
