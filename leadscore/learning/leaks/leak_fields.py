"""The columns of one field of the data, lead by lead: known or not, its value as a whole number, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.estimate import Estimate, proportion
from leadscore.learning.leaks.leak_leads import TABLE, LeakLeads
from leadscore.learning.leaks.separation import in_tenths
from leadscore.outcomes.following import share_of
from leadscore.store.database import quoted
from leadscore.store.manifest import Attribute
from leadscore.vocabulary import STAGES

STAGE_WORDS = (*STAGES, "qualified", "unqualified", "closed won", "closed lost", "converted", "customer")
"""Values that tell a stage, in the product's words and in those of common CRMs."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One field of every lead: whether it is known, its value numbered (0: unknown), and numbers as they are."""

    known: NDArray[np.bool_]
    codes: NDArray[np.int64]
    numbers: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class Written:
    """Of leads with a T and a dated value: the share first written after T; of those at the outcome, at or after it."""

    after_t: Estimate
    at_outcome: Estimate


def todays_column(leads: LeakLeads, attribute: Attribute) -> Column:
    """A field as it stands today."""
    name = f"leads.{quoted(attribute.name)}"
    sql = f"""SELECT {TABLE}.place, {_selected(name, name, attribute)} FROM {TABLE} JOIN leads USING (lead_id)
WHERE {_filled(name)}"""
    return _column(leads, leads.query(sql), attribute)


def column_at_t(leads: LeakLeads, attribute: Attribute) -> Column:
    """A field with a dated history as it was known at T; unknown for leads without a T."""
    sql = f"""SELECT * EXCLUDE (filled) FROM (
    SELECT place, {_selected("value", "number", attribute)}, {_filled("value")} AS filled
    FROM {TABLE} JOIN changes USING (lead_id) WHERE field = $field AND changed_at <= as_of
    QUALIFY ROW_NUMBER() OVER (PARTITION BY place ORDER BY changed_at DESC, value DESC NULLS LAST) = 1)
WHERE filled"""
    return _column(leads, leads.query(sql, field=attribute.name), attribute)


def written(leads: LeakLeads, attribute: Attribute) -> Written:
    """When the values of a field with a dated history were first written."""
    sql = f"""SELECT place, MIN(changed_at) > ANY_VALUE(as_of) AS after_t,
    COALESCE(MIN(changed_at) >= ANY_VALUE(outcome_at), FALSE) AS at_outcome,
    ANY_VALUE(stood) = 'reached' AND ANY_VALUE(outcome_at) IS NOT NULL AS reached
FROM {TABLE} JOIN changes USING (lead_id)
WHERE field = $field AND {_filled("value")} AND as_of IS NOT NULL GROUP BY place"""
    found = leads.query(sql, field=attribute.name)
    account = leads.account[found["place"].astype(np.int64)]
    reached = found["reached"].astype(np.bool_)
    nothing = "no dated value of a lead with a T"
    after = share_of(account, found["after_t"].astype(np.bool_))
    late = share_of(account[reached], found["at_outcome"].astype(np.bool_)[reached])
    return Written(proportion(after, nothing=nothing), proportion(late, nothing=nothing))


def stage_share(leads: LeakLeads, attribute: Attribute) -> float:
    """The part of a text field's known values that are words of stages; 0 where it tells a single one of them."""
    if attribute.type == "number":
        return 0.0
    value = f"LOWER(TRIM(leads.{quoted(attribute.name)}, ' '))"
    listed = ", ".join(f"'{word}'" for word in STAGE_WORDS)
    sql = f"""SELECT COUNT(*) FILTER (WHERE {value} IN ({listed})) / NULLIF(COUNT({value}), 0) AS share,
    COUNT(DISTINCT {value}) FILTER (WHERE {value} IN ({listed})) AS words
FROM {TABLE} JOIN leads USING (lead_id)"""
    share, words = leads.cursor.execute(sql).fetchall()[0]
    return float(share or 0) if words > 1 else 0.0


def _filled(column: str) -> str:
    return f"NULLIF(TRIM(CAST({column} AS VARCHAR), ' '), '') IS NOT NULL"


def _selected(value: str, number: str, attribute: Attribute) -> str:
    if attribute.type == "number":
        return f"{number} AS number"
    return f"HASH(LOWER(TRIM(CAST({value} AS VARCHAR), ' '))) AS value"


def _column(leads: LeakLeads, rows: dict[str, NDArray[Any]], attribute: Attribute) -> Column:
    place = rows["place"].astype(np.int64)
    known = np.zeros(leads.n, dtype=np.bool_)
    known[place] = True
    if attribute.type == "number":
        numbers = np.full(leads.n, np.nan)
        numbers[place] = np.ma.filled(rows["number"].astype(np.float64), np.nan)
        return Column(known, in_tenths(numbers), numbers)
    values = np.unique(rows["value"], return_inverse=True)[1] + 1
    return Column(known, leads.spread(place, values), None)
