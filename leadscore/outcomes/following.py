"""Followed cases: read from the database how long each was followed and how it ended, by group and by band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import AccountSums
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.incidence import Incidence, incidence
from leadscore.outcomes.scored import ALONE

Column = NDArray[Any]


_COLUMNS = ("account_number", "waited", "way", "age", "by_group", "band")


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Cases in arrays of one length; `ways` is in how many ways a case can end.

    account: -1 where alone; waited: how long followed; way: how it ended, 0 where it had not; age: from the start to
    the data date; group and band: places in those of the cohort, -1 for none.
    """

    ways: int
    account: Column
    waited: Column
    way: Column
    age: Column
    group: Column
    band: Column

    @classmethod
    def read(cls, cohort: Cohort, table: str, ways: int) -> Followed:
        """The rows of a temporary table with account_number, waited, way, age, by_group and band."""
        group = _GROUP if cohort.groups else "-1"
        select = f"""SELECT account_number, CAST(waited AS DOUBLE) AS waited, CAST(way AS BIGINT) AS way,
    CAST(age AS DOUBLE) AS age, {group} AS by_group, {_band(cohort.bands)} AS band FROM {table}"""
        bound = [list(cohort.groups)] if cohort.groups else []
        found = cohort.cursor.execute(select, bound).fetchnumpy()
        return cls(ways, *(np.ma.getdata(found[name]) for name in _COLUMNS))

    def of(self, chosen: Column) -> Followed:
        """Only the chosen cases."""
        parts = (self.account, self.waited, self.way, self.age, self.group, self.band)
        return Followed(self.ways, *(column[chosen] for column in parts))

    def cells(self, cohort: Cohort) -> list[tuple[str | None, Followed]]:
        """All cases, then those of each group of the question."""
        groups = [(name, self.of(self.group == place)) for place, name in enumerate(cohort.groups)]
        return [(None, self), *groups]

    def by_band(self, cohort: Cohort) -> list[tuple[str, Followed]]:
        """The cases of each band, best first."""
        return [(name, self.of(self.band == place)) for place, name in enumerate(cohort.bands)]

    def incidence(self) -> Incidence:
        """The cumulative incidence of each way to end."""
        return incidence(self.waited, self.way, self.ways)

    def share(self, hit: Column) -> AccountSums:
        """Sums over accounts of these cases, some of which `hit`."""
        return share_of(self.account, hit)

    def rows(self) -> tuple[Column, Column, Column]:
        """What is resampled."""
        return self.account, self.waited, self.way


_GROUP = "CAST(COALESCE(LIST_POSITION(CAST(? AS VARCHAR[]), by_group), 0) - 1 AS INTEGER)"


def _band(bands: tuple[str, ...]) -> str:
    """SQL: the place of a band, -1 for none; bands are words of the product."""
    ladder = "".join(f" WHEN '{band}' THEN {place}" for place, band in enumerate(bands))
    return f"CASE band{ladder} ELSE -1 END" if bands else "-1"


def share_of(account: Column, hit: Column) -> AccountSums:
    """Sums over accounts (-1: alone) of cases, some of which `hit`."""
    lone = account == ALONE
    n, hits = int(lone.sum()), int((lone & hit).sum())
    _, named = np.unique(account[~lone], return_inverse=True)
    sizes, found = np.bincount(named), np.bincount(named, weights=hit[~lone]).astype(np.int64)
    return AccountSums(
        n=n + len(named),
        hits=hits + int(found.sum()),
        accounts=n + len(sizes),
        n_n=n + int(sizes @ sizes),
        n_x=hits + int(sizes @ found),
        x_x=hits + int(found @ found),
    )
