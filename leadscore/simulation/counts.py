"""Counting many things at once over cells that the patterns fall into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.simulation.leads import Leads

Column = NDArray[Any]

PAIR = 2**26
"""Two counts travel as one float, the second multiplied by this: exact as long as no sum reaches it."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many leads of each kind each pattern has, two kinds in one column of floats."""

    kinds: tuple[str, ...]
    pairs: tuple[Column, ...]

    @classmethod
    def of(cls, leads: Leads, kinds: Mapping[str, Column]) -> Counts:
        """Count the leads of each kind (true or false a lead) in each pattern."""
        if len(leads.pattern) >= PAIR:
            raise ValueError(f"counts are exact below {PAIR} leads, got {len(leads.pattern)}")
        columns = [count(leads, chosen) for chosen in kinds.values()]
        seconds = [*columns[1::2], *([np.zeros(leads.patterns)] if len(columns) % 2 else [])]
        pairs = tuple(one + PAIR * two for one, two in zip(columns[::2], seconds, strict=True))
        return cls(tuple(kinds), pairs)

    def by_cell(self, cell: Column, cells: int) -> dict[str, Column]:
        """How many leads of each kind are in each cell; `cell` of each pattern, as intp."""
        found: list[Column] = []
        for pair in self.pairs:
            both = np.bincount(cell, weights=pair, minlength=cells).astype(np.int64)
            found += [both & (PAIR - 1), both >> 26]
        return dict(zip(self.kinds, found, strict=False))


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """An amount for each of a few patterns."""

    pattern: Column
    amount: Column

    @classmethod
    def of(cls, leads: Leads, amount: Column) -> Amounts:
        """The amounts of leads, summed by pattern."""
        sums = np.bincount(leads.pattern, weights=amount, minlength=leads.patterns)
        place = np.flatnonzero(sums)
        return cls(place, sums[place])

    def by_cell(self, cell: Column, cells: int) -> Column:
        """The sum of the amounts in each cell."""
        return np.bincount(cell[self.pattern], weights=self.amount, minlength=cells)


def count(leads: Leads, chosen: Column) -> Column:
    """How many of the chosen leads each pattern has, as floats."""
    return np.bincount(leads.pattern[chosen], minlength=leads.patterns).astype(np.float64)
