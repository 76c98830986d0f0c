"""A share of leads that hit among those in a denominator, ready to be summed by any cells the patterns fall into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums, Estimate
from leadscore.simulation.leads import ALONE, Leads

Column = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Colleagues:
    """Leads of a denominator that share their account with another one in it: pattern, account, and who hit."""

    pattern: Column
    account: Column
    accounts: int
    hits: Column
    """Places in the two arrays above."""

    @classmethod
    def among(cls, leads: Leads, inside: Column, hit: Column) -> Colleagues:
        """Those of the leads `inside` that have a colleague inside."""
        place = np.flatnonzero(inside & (leads.account != ALONE))
        sizes = np.bincount(leads.account[place], minlength=1)
        place = place[sizes[leads.account[place]] > 1]
        known, account = np.unique(leads.account[place], return_inverse=True)
        return cls(leads.pattern[place], account.astype(np.int64), len(known), np.flatnonzero(hit[place]))

    def sums(self, cell: Column, cells: int, n: Column, hits: Column) -> list[AccountSums]:
        """Sums over accounts for each cell; `cell` of each pattern, n and hits of each cell with all its leads."""
        if not self.accounts:
            return [AccountSums.alone(int(x), int(all_)) for x, all_ in zip(hits, n, strict=True)]
        key = self.account * cells + cell[self.pattern]
        size, shape = self.accounts * cells, (self.accounts, cells)
        n_a = np.bincount(key, minlength=size).reshape(shape)
        x_a = np.bincount(key[self.hits], minlength=size).reshape(shape)
        n_here, x_here = n_a.sum(axis=0), x_a.sum(axis=0)
        parts = (
            n,
            hits,
            n - n_here + np.count_nonzero(n_a, axis=0),
            n - n_here + np.einsum("ac,ac->c", n_a, n_a),
            hits - x_here + np.einsum("ac,ac->c", n_a, x_a),
            hits - x_here + np.einsum("ac,ac->c", x_a, x_a),
        )
        return [AccountSums(*(int(part[place]) for part in parts)) for place in range(cells)]


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """Those in a denominator that share accounts, and the sums over all of it.

    `estimate` turns sums over accounts into a share with its interval, or says why there is none.
    """

    colleagues: Colleagues
    estimate: Callable[[AccountSums], Estimate]
    all: AccountSums

    @classmethod
    def among(cls, leads: Leads, inside: Column, hit: Column, estimate: Callable[[AccountSums], Estimate]) -> Share:
        """The share of `hit` among the leads `inside`."""
        colleagues = Colleagues.among(leads, inside, hit)
        n, hits = np.array([inside.sum()]), np.array([(inside & hit).sum()])
        (whole,) = colleagues.sums(np.zeros(leads.patterns, dtype=np.int64), 1, n, hits)
        return cls(colleagues, estimate, whole)

    def overall(self) -> Estimate:
        """The share among all leads of the board: the same whatever the points."""
        return self.estimate(self.all)

    def by_cell(self, cell: Column, cells: int, n: Column, hits: Column) -> list[Estimate]:
        """The share in each cell; `cell` of each pattern, n and hits of each cell."""
        return [self.estimate(sums) for sums in self.colleagues.sums(cell, cells, n, hits)]
