"""The cohort: the scored leads of one question, each with its group and whether its T lies in the asked period.

Every closed-loop figure starts here, so each rule of who counts stands once.  The rows stay inside the database:
`first_entries` (every lead of the data with a stage or deal), `sales_contacts` (what sales did) and `scored_leads` do
not change with the question; `outcome_leads` is the latter with group and period, and families read its part `cohort`
(T inside the asked period) through `Cohort.rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.outcomes.facts import Facts
from leadscore.outcomes.fates import Fates, fates_sql
from leadscore.outcomes.grouping import grouping, inline_group, ordered_groups
from leadscore.outcomes.kept_tables import call
from leadscore.outcomes.query import execute, in_period, run
from leadscore.outcomes.question import Question
from leadscore.outcomes.scored import Scored, scored_sql
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage, assemble

T = TypeVar("T")

COHORT = Stage("cohort", "scored leads whose T lies in the asked period", "SELECT * FROM outcome_leads WHERE in_period")


@dataclass(frozen=True, slots=True)
class Cohort:
    """The built cohort of one question; valid on its cursor until the next one is built there."""

    cursor: duckdb.DuckDBPyConnection
    question: Question
    scored: Scored
    facts: Facts
    groups: tuple[str, ...]
    """Groups of `question.by` from most leads to fewest (months and bands in their own order); empty without `by`."""
    leads_of: dict[str | None, int]
    """Leads of the cohort in each group; None: in all."""

    @property
    def bands(self) -> tuple[str, ...]:
        """All bands, best first; empty where leads are scored and none has one, since the model has no cut-offs."""
        return self.scored.bands

    def rows(self, stages: tuple[Stage, ...], select: str, **bound: Any) -> list[tuple[Any, ...]]:
        """The rows of a query over `cohort`; `$data_date` and `$zone` are bound besides what is given."""
        return run(self.cursor, self.question, (COHORT, *stages), select, **bound)

    def arrays(self, stages: tuple[Stage, ...], select: str, **bound: Any) -> dict[str, NDArray[Any]]:
        """The same as a plain array for each column; what is missing is what the array's type makes of it."""
        found = execute(self.cursor, self.question, assemble((COHORT, *stages), select), **bound).fetchnumpy()
        return {name: np.ma.getdata(column) for name, column in found.items()}

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What neither the period nor the grouping changes: found for the first cohort of these scored leads."""
        return self.scored.once(key, find)


def cohort_sql(manifest: Manifest, scores: str, question: Question, members: str) -> tuple[tuple[str, str], ...]:
    """The tables of a cohort in their order, each with the query that fills it; values are bound by name.

    `members` is a SELECT of the lead_id of every lead in the population.
    """
    tables = (*fates_sql(manifest, members), ("scored_leads", scored_sql(manifest, scores)))
    grouped = _grouped(manifest, question.by)
    return (*tables, *((("grouped_leads", grouped),) if grouped else ()), ("outcome_leads", _outcome_leads(question)))


def cohort_text(manifest: Manifest, question: Question) -> str:
    """The tables of a cohort as a person reads them, over relations `scores` and `population`; $names are bound."""
    members = "SELECT lead_id FROM population UNION SELECT lead_id FROM scores"
    return "\n\n".join(f"-- {name}\n{sql};" for name, sql in cohort_sql(manifest, "scores", question, members))


def build_cohort(
    cursor: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    scores: str,
    question: Question,
    population: str = "leads",
) -> Cohort:
    """Build the cohort of a question from the relation `scores(lead_id, as_of, score, band)`, one row per lead.

    `population` names a relation with the lead_id of every lead that the model's population keeps: who, beside the
    scored leads, may be credited with a deal.  Raises DataError where a lead is scored twice or no data date is given.
    """
    members = f"SELECT lead_id FROM {quoted(population)} UNION SELECT lead_id FROM {quoted(scores)}"
    fates = Fates(cursor, manifest, question, members)
    return cohort_of(Scored(cursor, manifest, scores, question, members, fates), cursor, question)


def cohort_of(scored: Scored, cursor: duckdb.DuckDBPyConnection, question: Question) -> Cohort:
    """The cohort of one question among scored leads: only group and period are still to be found."""
    scored.call_on(cursor)
    grouped = _grouped(scored.manifest, question.by)
    if grouped:
        execute(cursor, question, f"CREATE OR REPLACE TEMP TABLE grouped_leads AS\n{grouped}")
    call(cursor, "outcome_leads", _outcome_leads(question))
    inside, outside = cursor.execute(_INSIDE).fetchall()[0]
    sizes: dict[str, int] = dict(cursor.execute(_SIZES).fetchall()) if question.by is not None else {}
    groups = ordered_groups(question.by, sizes) if question.by is not None else ()
    facts = replace(scored.facts, outside_period=outside, leads=inside)
    leads_of: dict[str | None, int] = {None: inside} | dict(sizes)
    return Cohort(cursor, question, scored, facts, groups, leads_of)


_INSIDE = "SELECT COUNT(*) FILTER (WHERE in_period), COUNT(*) FILTER (WHERE NOT in_period) FROM outcome_leads"
_SIZES = "SELECT by_group, COUNT(*) FROM outcome_leads WHERE in_period GROUP BY by_group"


def _outcome_leads(question: Question) -> str:
    group = inline_group(question.by)
    source = f"*, {group} AS by_group" if group else "*"
    table = "scored_leads" if group else "grouped_leads"
    return f"SELECT {source}, {in_period(question, 'as_of')} AS in_period FROM {table}"


def _grouped(manifest: Manifest, by: str | None) -> str | None:
    """The query for groups that do not stand in the row of a lead; None where they do."""
    if by is None or inline_group(by):
        return None
    scored = Stage("scored", "every scored lead with its T", "SELECT lead_id, as_of FROM scored_leads")
    select = "SELECT scored_leads.*, lead_groups.by_group FROM scored_leads JOIN lead_groups USING (lead_id)"
    return assemble((scored, *grouping(by, manifest)), select)


def with_group(question: Question, table: str, month: str = "local_month") -> tuple[str, str]:
    """Rows of leads with their groups in SQL: the group of a row, and the table or its join that it is read from."""
    group = inline_group(question.by, month)
    if group:
        return group, table
    return "by_group", f"{table} LEFT JOIN (SELECT lead_id, by_group FROM grouped_leads) USING (lead_id)"
