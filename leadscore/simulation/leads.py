"""The leads of a board: for each its row of units, its month, its account, and where it stands towards each outcome.

Read once by DuckDB.  Leads with equal units share one row (a pattern), so that a slider move scores each row once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import units_column
from leadscore.outcomes import Cohort
from leadscore.outcomes.cohort import COHORT
from leadscore.outcomes.query import execute
from leadscore.outcomes.standing import STANDINGS, Target, standing
from leadscore.scoring.in_arrays import distinct_rows
from leadscore.simulation.lock import Lock
from leadscore.store.queries import assemble

Column = NDArray[Any]

NO_MONTH = -1
ALONE = -1
HIT = 1
TOUCHED_AFTER = 2
PLACE = 4
"""A mark is PLACE x place in STANDINGS + HIT if the outcome came in its horizon + TOUCHED_AFTER if a touch followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Leads:
    """Leads in the order of their patterns; every array but `units` has a value a lead.

    units: a column of whole hundredths for each rule, a value for each pattern; pattern: the place of a lead's row in
    them; month: 12 x year + month - 1 of T in the local zone, or NO_MONTH; account: a number for each account with at
    least two leads here, or ALONE; revenue: won amount of a first win at or after T, else 0; marks: by target.
    """

    units: tuple[Column, ...]
    patterns: int
    pattern: Column
    month: Column
    account: Column
    revenue: Column
    marks: dict[str, Column]
    locked: int
    """Leads of the locked period, which are in no array; where it is open, those outside it."""
    unseen: int
    """Leads without evidence at the moment that is looked at, in no array either."""

    def stands(self, target: str, *places: str) -> Column:
        """Which leads stand in one of these places towards a target."""
        chosen = np.array([place in places for place in STANDINGS])
        return np.take(chosen, self.marks[target] // PLACE)

    def hit(self, target: str) -> Column:
        """Which leads reached the target within its horizon."""
        return self.marks[target] & HIT > 0

    def touched_after(self, target: str) -> Column:
        """Which leads were first touched only after they had reached the target."""
        return self.marks[target] & TOUCHED_AFTER > 0


def read_leads(cohort: Cohort, evidence: str, rules: int, targets: dict[str, tuple[Target, int]], lock: Lock) -> Leads:
    """The built cohort joined with a table of evidence; `targets` by name, each with its horizon in days.

    Leads of the locked period stay out; where it is open, all others do.

    `rules` is the number of columns of units in the table.
    """
    for name, (target, days) in targets.items():
        _mark(cohort, name, target, days)
    execute(
        cohort.cursor, cohort.question, _all_leads(evidence, rules, tuple(targets), lock.open), **_lock_bounds(lock)
    )
    locked, unseen = cohort.cursor.execute(
        "SELECT COUNT(*) FILTER (WHERE locked), COUNT(*) FILTER (WHERE NOT locked AND NOT seen) FROM board_leads"
    ).fetchall()[0]
    return _by_pattern(cohort.cursor, rules, tuple(targets), locked, unseen)


def _mark(cohort: Cohort, name: str, target: Target, days: int) -> None:
    places = ", ".join(f"'{place}'" for place in STANDINGS)
    select = f"""SELECT lead_id, CAST({PLACE} * (LIST_POSITION([{places}], standing) - 1)
    + CASE WHEN hit THEN {HIT} ELSE 0 END + CASE WHEN touched_after THEN {TOUCHED_AFTER} ELSE 0 END AS TINYINT) AS mark
FROM standings"""
    marks = assemble((COHORT, standing(target, cohort.facts)), select)
    execute(cohort.cursor, cohort.question, f"CREATE OR REPLACE TEMP TABLE mark_{name} AS\n{marks}", days=days)


def _lock_bounds(lock: Lock) -> dict[str, Any]:
    return {"lock_starts": lock.starts, "lock_ends": lock.ends}


_LOCAL = "((cohort.as_of AT TIME ZONE 'UTC') AT TIME ZONE $zone)"
_MONTH = f"12 * EXTRACT(year FROM {_LOCAL}) + EXTRACT(month FROM {_LOCAL}) - 1"
_LOCKED = "COALESCE(cohort.as_of BETWEEN CAST($lock_starts AS TIMESTAMP) AND CAST($lock_ends AS TIMESTAMP), FALSE)"
_AFTER_LOCK = "COALESCE(cohort.as_of > CAST($lock_ends AS TIMESTAMP), FALSE)"
_REVENUE = "CASE WHEN won_at < cohort.as_of THEN 0 ELSE COALESCE(won_amount, 0) END"


def _all_leads(evidence: str, rules: int, targets: tuple[str, ...], opened: bool) -> str:
    """A row for each lead of the cohort; what came after the locked period has no outcome to be shown yet."""
    units = "".join(f"units.{units_column(place)}, " for place in range(rules))
    immature, mature = STANDINGS.index("immature"), [STANDINGS.index(place) for place in ("unworked", "counted")]
    listed = ", ".join(str(place) for place in mature)
    marks = ",\n    ".join(
        f"CASE WHEN {_AFTER_LOCK} AND mark_{name}.mark // {PLACE} IN ({listed})"
        f" THEN CAST({PLACE * immature} AS TINYINT) ELSE mark_{name}.mark END AS {name}"
        for name in targets
    )
    joined = "\n".join(f"JOIN mark_{name} USING (lead_id)" for name in targets)
    select = f"""SELECT {units}units.lead_id IS NOT NULL AS seen, {"NOT " if opened else ""}{_LOCKED} AS locked,
    CAST(COALESCE({_MONTH}, {NO_MONTH}) AS INTEGER) AS month, cohort.account, {_REVENUE} AS revenue,
    {marks}
FROM cohort LEFT JOIN {evidence} AS units USING (lead_id)
{joined}"""
    return f"CREATE OR REPLACE TEMP TABLE board_leads AS\n{assemble((COHORT,), select)}"


def _by_pattern(cursor: duckdb.DuckDBPyConnection, rules: int, targets: tuple[str, ...], *counts: int) -> Leads:
    found = cursor.execute(_SEEN).fetchnumpy()
    for table in ("board_leads", *(f"mark_{name}" for name in targets)):
        cursor.execute(f"DROP TABLE {table}")
    columns = {name: np.ma.getdata(column) for name, column in found.items()}
    units = [columns[units_column(place)] for place in range(rules)]
    first, row = distinct_rows(units, len(columns["month"]))
    order = np.argsort(row, kind="stable")
    locked, unseen = counts
    return Leads(
        units=tuple(column[first] for column in units),
        patterns=len(first),
        pattern=row[order].astype(np.int32),
        month=columns["month"][order],
        account=columns["account_number"][order],
        revenue=columns["revenue"][order],
        marks={name: columns[name][order] for name in targets},
        locked=locked,
        unseen=unseen,
    )


_SEEN = f"""WITH seen_leads AS (SELECT * EXCLUDE (seen, locked) FROM board_leads WHERE seen AND NOT locked),
shared AS (
    SELECT account, CAST(ROW_NUMBER() OVER (ORDER BY account) - 1 AS INTEGER) AS account_number
    FROM seen_leads WHERE NOT STARTS_WITH(account, 'lead ') GROUP BY account HAVING COUNT(*) > 1)
SELECT seen_leads.* EXCLUDE (account), COALESCE(account_number, {ALONE}) AS account_number
FROM seen_leads LEFT JOIN shared USING (account)"""
"""A lead without an account is an account of its own, so only named ones can be shared."""
