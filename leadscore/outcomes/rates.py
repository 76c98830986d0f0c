"""Counts and shares of a cohort, with what their intervals need: overall, by the asked group, and by band."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from leadscore.estimate import AccountSums, Estimate
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.figure import Figure
from leadscore.outcomes.scored import ALONE
from leadscore.store.queries import Stage

T = TypeVar("T")

NO_CUT_OFFS = "the model has no cut-offs, so its leads have no bands"

AT_OR_ABOVE = "band IN ('ready', 'hand_over')"
"""SQL: whether a lead stood at or above the cut-off and was not out."""

_KIND = "CASE WHEN GROUPING(by_group) = 0 THEN 'group' WHEN GROUPING(band) = 0 THEN 'band' ELSE 'all' END"


@dataclass(frozen=True, slots=True)
class Split(Generic[T]):
    """One thing for all leads together, for each group of the question, and for each band."""

    cells: Mapping[tuple[str, str | None], T]
    nothing: T

    def all(self) -> T:
        """For all leads of the cohort together."""
        return self.cells.get(("all", None), self.nothing)

    def group(self, name: str) -> T:
        """For one group of the question."""
        return self.cells.get(("group", name), self.nothing)

    def band(self, name: str) -> T:
        """For one band."""
        return self.cells.get(("band", name), self.nothing)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count, and of how many."""

    count: int
    of: int

    def estimate(self, reason: str | None = None) -> Estimate:
        """The count as an estimate without interval."""
        return Estimate.count(self.count, self.of, reason)


def counts(
    cohort: Cohort,
    expressions: Mapping[str, str],
    stages: tuple[Stage, ...] = (),
    relation: str = "cohort",
    weight: str = "1",
    **bound: Any,
) -> dict[str, Split[Tally]]:
    """How many rows of `relation` fulfil each SQL condition; `expressions` are ours, values are bound.

    `weight` is the column that says how many leads a row stands for.
    """
    sums = [f"COALESCE(SUM({weight}) FILTER (WHERE {condition}), 0)" for condition in expressions.values()]
    columns = ", ".join(f"CAST({each} AS BIGINT)" for each in (f"COALESCE(SUM({weight}), 0)", *sums))
    select = f"SELECT {_KIND}, COALESCE(by_group, band), {columns} FROM {relation} "
    select += "GROUP BY GROUPING SETS ((), (by_group), (band))"
    rows = cohort.rows(stages, select, **bound)
    return {
        name: Split({(kind, label): Tally(found[place], of) for kind, label, of, *found in rows}, Tally(0, 0))
        for place, name in enumerate(expressions)
    }


def shares(
    cohort: Cohort,
    hits: Mapping[str, str],
    inside: str = "TRUE",
    stages: tuple[Stage, ...] = (),
    relation: str = "cohort",
    weight: str = "1",
    **bound: Any,
) -> dict[str, Split[AccountSums]]:
    """Hits among the rows of `relation` that are `inside`, summed over accounts: only sums leave the database.

    `weight` is the column that says how many leads a row stands for.
    """
    marks = ", ".join(f"CAST({condition} AS BIGINT) AS hit_{place}" for place, condition in enumerate(hits.values()))
    inner = f"SELECT account_number, by_group, band, {weight} AS weight, {marks} FROM {relation} WHERE {inside}"
    steps = (
        *stages,
        Stage("rows_inside", "who is in the denominator, and which of them hit", inner),
        *_sums_over_accounts(len(hits)),
    )
    sums = ", ".join(f"SUM(x_{p}), SUM(n_x_{p}), SUM(x_x_{p})" for p in range(len(hits)))
    select = f"SELECT kind, label, SUM(n), SUM(accounts), SUM(n_n), {sums} FROM account_sums GROUP BY kind, label"
    rows = cohort.rows(steps, select, **bound)
    return {name: _account_sums(rows, 5 + 3 * place) for place, name in enumerate(hits)}


def leads_per_hit(rate: Estimate, nothing: str) -> Estimate:
    """Leads for one hit: one over the rate, and so are the ends of its interval; `nothing` is said where nobody hit."""
    if rate.value is None:
        return rate
    if not rate.value or not rate.low or not rate.high:
        return Estimate.unknown(nothing, rate.n)
    return Estimate(1 / rate.value, 1 / rate.high, 1 / rate.low, rate.n, rate.reason)


def _sums_over_accounts(hits: int) -> tuple[Stage, ...]:
    """Stages from `rows_inside` to `account_sums`: a lead that stands alone is its own account."""
    xs = [f"COALESCE(SUM(weight * hit_{place}), 0) AS x_{place}" for place in range(hits)]
    alone = "".join(f", x_{p}, x_{p} AS n_x_{p}, x_{p} AS x_x_{p}" for p in range(hits))
    shared = "".join(f", x_{p}, n * x_{p}, x_{p} * x_{p}" for p in range(hits))
    sums = ", ".join(["COALESCE(SUM(weight), 0) AS n", *xs])
    cell = f"{_KIND} AS kind, COALESCE(by_group, band) AS label, {sums} FROM rows_inside"
    return (
        Stage(
            "lone_sums",
            "leads that share their account with nobody, a row a cell",
            f"SELECT {cell} WHERE account_number = {ALONE} GROUP BY GROUPING SETS ((), (by_group), (band))",
        ),
        Stage(
            "shared_sums",
            "one row an account and cell, since colleagues do not decide alone",
            f"SELECT {cell} WHERE account_number <> {ALONE} GROUP BY GROUPING SETS "
            "((account_number), (account_number, by_group), (account_number, band))",
        ),
        Stage(
            "account_sums",
            "what an interval over accounts needs",
            f"""SELECT kind, label, n, n AS accounts, n AS n_n{alone} FROM lone_sums
UNION ALL SELECT kind, label, n, 1, n * n{shared} FROM shared_sums""",
        ),
    )


def _account_sums(rows: list[tuple[Any, ...]], first: int) -> Split[AccountSums]:
    cells = {}
    for row in rows:
        hits, n_x, x_x = (int(value) for value in row[first : first + 3])
        n, accounts, n_n = (int(value) for value in row[2:5])
        cells[(row[0], row[1])] = AccountSums(n, hits, accounts, n_n, n_x, x_x)
    return Split(cells, AccountSums(0, 0, 0, 0, 0, 0))


def spread(cohort: Cohort, name: str, split: Split[T], estimate: Callable[[T], Estimate]) -> tuple[Figure, ...]:
    """The figures of a split: all leads (group None), then each group of the question."""
    return (
        Figure(name, None, estimate(split.all())),
        *(Figure(name, group, estimate(split.group(group))) for group in cohort.groups),
    )


def spread_bands(cohort: Cohort, name: str, split: Split[T], estimate: Callable[[T], Estimate]) -> tuple[Figure, ...]:
    """The figures of a split by band, best band first; one unknown figure where the leads have no bands."""
    if not cohort.bands:
        return (Figure(name, None, Estimate.unknown(NO_CUT_OFFS, cohort.facts.leads)),)
    return tuple(Figure(name, band, estimate(split.band(band))) for band in cohort.bands)
