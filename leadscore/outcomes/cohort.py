"""The cohort: a row per scored lead with T, its hand-off, whether it was worked, its stages, and its won amount.

Every closed-loop figure starts here, so each rule of who counts stands once.  The rows stay inside the database, in
the temporary tables `first_entries` (every lead of the data with a stage or deal), `sales_contacts` (what sales did)
and `outcome_leads` (every scored lead); families read the part `cohort` of the latter (T inside the asked period)
through `Cohort.rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from leadscore.errors import DataError
from leadscore.evidence import Lens, Shelf
from leadscore.model import Model
from leadscore.outcomes.entries import STAGE_ENTRIES, episode_ends, outcome_stages
from leadscore.outcomes.facts import Facts, gather_facts
from leadscore.outcomes.grouping import grouping, ordered_groups
from leadscore.outcomes.query import execute, in_period, run
from leadscore.outcomes.question import Question
from leadscore.outcomes.touches import SALES_CONTACTS, TOUCHES, WORKED_LEADS
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage, assemble
from leadscore.vocabulary import BANDS, STAGES

ALONE = -1
"""The number of an account without a second scored lead."""

FIRST_OF_SEVERAL = 1_000_000_000
"""Above the numbers of shared accounts."""

COHORT = Stage("cohort", "scored leads whose T lies in the asked period", "SELECT * FROM outcome_leads WHERE in_period")


@dataclass(frozen=True, slots=True)
class Cohort:
    """The built cohort of one question; valid on its cursor until the next one is built there."""

    cursor: duckdb.DuckDBPyConnection
    question: Question
    facts: Facts
    groups: tuple[str, ...]
    """Groups of `question.by` from most leads to fewest (months and bands in their own order); empty without `by`."""
    leads_of: dict[str | None, int]
    """Leads of the cohort in each group; None: in all."""
    members: str
    """SELECT of the lead_id of every lead in the model's population, scored or not."""
    bands: tuple[str, ...]
    """All bands, best first; empty where leads are scored and none has one, since the model has no cut-offs."""

    def rows(self, stages: tuple[Stage, ...], select: str, **bound: Any) -> list[tuple[Any, ...]]:
        """The rows of a query over `cohort`; `$data_date` and `$zone` are bound besides what is given."""
        return run(self.cursor, self.question, (COHORT, *stages), select, **bound)

    def arrays(self, stages: tuple[Stage, ...], select: str, **bound: Any) -> dict[str, NDArray[Any]]:
        """The same as a plain array for each column; what is missing is what the array's type makes of it."""
        found = execute(self.cursor, self.question, assemble((COHORT, *stages), select), **bound).fetchnumpy()
        return {name: np.ma.getdata(column) for name, column in found.items()}


def cohort_sql(manifest: Manifest, scores: str, question: Question, members: str) -> tuple[tuple[str, str], ...]:
    """The tables of a cohort in their order, each with the query that fills it; values are bound by name.

    `members` is a SELECT of the lead_id of every lead in the population.
    """
    entries = assemble(outcome_stages(manifest, members), "SELECT * FROM lead_outcomes")
    rows = assemble(_stages(manifest, quoted(scores), question), _ROW)
    return (("first_entries", entries), ("sales_contacts", SALES_CONTACTS), ("outcome_leads", rows))


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
    if manifest.dated and question.data_date is None:
        raise DataError("This data has dates but the question has no data date. Give the manifest's data_date.")
    _one_row_a_lead(cursor, scores)
    members = f"SELECT lead_id FROM {quoted(population)} UNION SELECT lead_id FROM {quoted(scores)}"
    for table, sql in cohort_sql(manifest, scores, question, members):
        execute(cursor, question, f"CREATE OR REPLACE TEMP TABLE {table} AS\n{sql}")
    facts = gather_facts(cursor, manifest, scores, question, members)
    sizes = _sizes(cursor) if question.by is not None else {}
    groups = ordered_groups(question.by, sizes) if question.by is not None else ()
    leads_of: dict[str | None, int] = {None: facts.leads} | dict(sizes)
    return Cohort(cursor, question, facts, groups, leads_of, members, _bands(cursor, scores))


def cohort_text(manifest: Manifest, question: Question) -> str:
    """The tables of a cohort as a person reads them, over relations `scores` and `population`; $names are bound."""
    members = "SELECT lead_id FROM population UNION SELECT lead_id FROM scores"
    return "\n\n".join(f"-- {name}\n{sql};" for name, sql in cohort_sql(manifest, "scores", question, members))


def population_of(shelf: Shelf, model: Model) -> str:
    """The relation with the lead_id of all leads that a model's population keeps; all leads where nothing is dated."""
    moment = shelf.database.manifest.data_date
    return shelf.population(model, moment) if moment is not None else "leads"


def unscored_cohort(shelf: Shelf, model: Model, lens: Lens, outcome: str) -> Cohort:
    """The leads with a T, on a cursor of their own, without score or band: only what became of them is asked."""
    cursor, manifest = shelf.database.cursor(), shelf.database.manifest
    landmarks = quoted(shelf.evidence(model, lens).table)
    cursor.execute(
        "CREATE OR REPLACE TEMP VIEW unscored AS "
        f"SELECT lead_id, as_of, 0 AS score, CAST(NULL AS VARCHAR) AS band FROM {landmarks}"
    )
    question = Question.of(manifest, model.evaluation, lens.name, outcome)
    return build_cohort(cursor, manifest, "unscored", question, population_of(shelf, model))


def _one_row_a_lead(cursor: duckdb.DuckDBPyConnection, scores: str) -> None:
    rows, leads = cursor.execute(f"SELECT COUNT(*), COUNT(DISTINCT lead_id) FROM {quoted(scores)}").fetchall()[0]
    if rows != leads:
        raise DataError(f"'{scores}' has {rows} rows for {leads} leads. Figures need one row and one T per lead.")


def _scored(scores: str, dated: bool) -> Stage:
    if not dated:
        period, kept = "TRUE", "TRUE"
    else:
        period, kept = in_period("as_of"), "as_of <= $data_date"
    return Stage(
        "scored",
        "a T after the data date has no known future: such leads are left out and counted",
        f"SELECT lead_id, as_of, score, band, {period} AS in_period FROM {scores} WHERE {kept}",
    )


_REACHED = ",\n    ".join(
    f"o.{stage}_at AS {stage}_at, COALESCE(o.{stage}_reached, FALSE) AS {stage}_reached" for stage in STAGES
)

_ROW = f"""SELECT scored.*, lead_groups.by_group, lead_accounts.account, lead_accounts.account_number,
    o.mql_at AS hand_off, worked_leads.lead_id IS NOT NULL AS worked, worked_leads.first_touch,
    episode_ends.episode_end, episode_ends.recycled_after,
    COALESCE(o.same_deal, FALSE) AS same_deal, o.won_amount,
    {_REACHED}
FROM scored
JOIN lead_groups USING (lead_id)
JOIN lead_accounts USING (lead_id)
LEFT JOIN first_entries AS o USING (lead_id)
LEFT JOIN episode_ends USING (lead_id)
LEFT JOIN worked_leads USING (lead_id)"""


def _stages(manifest: Manifest, scores: str, question: Question) -> tuple[Stage, ...]:
    return (
        _scored(scores, manifest.dated),
        *grouping(question.by, manifest),
        *_accounts(manifest),
        STAGE_ENTRIES,
        episode_ends("deals" in manifest.tables),
        TOUCHES,
        WORKED_LEADS,
    )


def _accounts(manifest: Manifest) -> tuple[Stage, ...]:
    known = manifest.attribute("account_id") is not None
    account = "NULLIF(TRIM(CAST(leads.account_id AS VARCHAR), ' '), '')" if known else "CAST(NULL AS VARCHAR)"
    return (
        Stage(
            "named_accounts",
            "colleagues share an outcome: the account is the unit of every interval, else the lead itself",
            f"""SELECT scored.lead_id, COALESCE('account ' || {account}, 'lead ' || scored.lead_id) AS account,
    {account} IS NOT NULL AS named
FROM scored{" LEFT JOIN leads USING (lead_id)" if known else ""}""",
        ),
        Stage(
            "shared_accounts",
            "accounts with at least two scored leads, numbered; whoever is in no such account stands alone",
            """SELECT account, ROW_NUMBER() OVER (ORDER BY account) - 1 AS account_number
FROM named_accounts WHERE named GROUP BY account HAVING COUNT(*) > 1""",
        ),
        Stage(
            "lead_accounts",
            f"one account a lead, and its number, {ALONE} for a lead that stands alone",
            f"""SELECT lead_id, account, CAST(COALESCE(account_number, {ALONE}) AS INTEGER) AS account_number
FROM named_accounts LEFT JOIN shared_accounts USING (account)""",
        ),
    )


def several_rows(relation: str) -> Stage:
    """`of_several`: leads with more than one row in a relation, each with a number for them as an account.

    A lead that stands alone among leads has company where it has several deals or episodes: they share an outcome.
    """
    return Stage(
        "of_several",
        "rows of one lead do not decide alone, either",
        f"""SELECT lead_id, CAST({FIRST_OF_SEVERAL} + ROW_NUMBER() OVER (ORDER BY lead_id) AS INTEGER) AS own_number
FROM {relation} WHERE lead_id IS NOT NULL GROUP BY lead_id HAVING COUNT(*) > 1""",
    )


ACCOUNT_OF_ROW = f"CASE WHEN account_number = {ALONE} THEN COALESCE(own_number, {ALONE}) ELSE account_number END"
"""SQL: the account of a row where its lead may have several, given `of_several`."""


def _sizes(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    sql = "SELECT by_group, COUNT(*) FROM outcome_leads WHERE in_period GROUP BY by_group"
    return dict(cursor.execute(sql).fetchall())


def _bands(cursor: duckdb.DuckDBPyConnection, scores: str) -> tuple[str, ...]:
    """A knock-out gives the band out even where the model has no cut-offs; only the others show that it has.

    All scored leads are looked at, not the asked period alone; where there are none, nothing denies the bands.
    """
    listed = ", ".join(f"'{band}'" for band in BANDS if band != "out")
    sql = f"SELECT COUNT(*) = 0 OR COUNT(*) FILTER (WHERE band IN ({listed})) > 0 FROM {quoted(scores)}"
    return BANDS if cursor.execute(sql).fetchall()[0][0] else ()
