"""Scored leads: each with T, its hand-off, whether it was worked, its stages, and its won amount, of all periods.

What neither the asked period nor the grouping changes is built here once: the tables, and figures over all of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar

import duckdb

from leadscore.errors import DataError
from leadscore.outcomes.facts import gather_facts
from leadscore.outcomes.fates import Fates
from leadscore.outcomes.kept_tables import call, make
from leadscore.outcomes.query import local_month
from leadscore.outcomes.question import Question
from leadscore.store.database import Database, quoted
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage, assemble
from leadscore.vocabulary import BANDS, STAGES

T = TypeVar("T")

ALONE = -1
"""The number of an account without a second scored lead."""

FIRST_OF_SEVERAL = 1_000_000_000
"""Above the numbers of shared accounts."""

_NAME = "scored_leads"


class Scored:
    """The table `scored_leads` of the relation `scores(lead_id, as_of, score, band)`, and what is asked of all of it.

    With a database the tables are for all its cursors, last as long as this object, and are safe to share between
    threads; else they are the cursor's.  Raises DataError where a lead is scored twice or no data date is given.
    """

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        manifest: Manifest,
        scores: str,
        question: Question,
        members: str,
        fates: Fates,
        database: Database | None = None,
    ) -> None:
        if manifest.dated and question.data_date is None:
            raise DataError("This data has dates but the question has no data date. Give the manifest's data_date.")
        _one_row_a_lead(cursor, scores)
        self.manifest = manifest
        self._question = replace(question, from_=None, to=None, by=None)
        self._fates = fates
        self._database = database
        self._lock = threading.RLock()
        self._found: dict[Hashable, Any] = {}
        self.filled: dict[str, str] = {}
        fates.call_on(cursor)
        self._tables = {_NAME: make(self, cursor, self._question, _NAME, scored_sql(manifest, scores), database)}
        self.facts = gather_facts(cursor, manifest, scores, self._question, members)
        self.bands = _bands(cursor, scores)

    def call_on(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Call the tables by their names on a cursor."""
        self._fates.call_on(cursor)
        call(cursor, _NAME, f"SELECT * FROM {self._tables[_NAME]}")

    def table(self, cursor: duckdb.DuckDBPyConnection, name: str, sql: Callable[[], str]) -> None:
        """One more table of all periods, filled at the first call, to be called by its name on the cursor."""
        with self._lock:
            if name not in self._tables:
                self.filled[name] = sql()
                self._tables[name] = make(self, cursor, self._question, name, self.filled[name], self._database)
        call(cursor, name, f"SELECT * FROM {self._tables[name]}")

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What no period or grouping changes: found at the first call."""
        with self._lock:
            if key not in self._found:
                self._found[key] = find()
            found: T = self._found[key]
        return found


def scored_sql(manifest: Manifest, scores: str) -> str:
    """The query that fills `scored_leads` from a relation of scores; values are bound by name."""
    return assemble((_scored(quoted(scores), manifest.dated), *_accounts(manifest)), _row(manifest))


def _scored(scores: str, dated: bool) -> Stage:
    kept = "as_of <= $data_date" if dated else "TRUE"
    return Stage(
        "scored",
        "a T after the data date has no known future: such leads are left out and counted",
        f"SELECT lead_id, as_of, score, band FROM {scores} WHERE {kept}",
    )


def _accounts(manifest: Manifest) -> tuple[Stage, ...]:
    if manifest.attribute("account_id") is None:
        return ()
    account = "NULLIF(TRIM(CAST(leads.account_id AS VARCHAR), ' '), '')"
    return (
        Stage(
            "named_accounts",
            "colleagues share an outcome: the account is the unit of every interval, else the lead itself",
            f"""SELECT scored.*, COALESCE('account ' || {account}, 'lead ' || scored.lead_id) AS account,
    {account} IS NOT NULL AS named
FROM scored LEFT JOIN leads USING (lead_id)""",
        ),
        Stage(
            "shared_accounts",
            "accounts with at least two scored leads, numbered; whoever is in no such account stands alone",
            """SELECT account, ROW_NUMBER() OVER (ORDER BY account) - 1 AS account_number
FROM named_accounts WHERE named GROUP BY account HAVING COUNT(*) > 1""",
        ),
    )


_REACHED = ",\n    ".join(
    f"o.{stage}_at AS {stage}_at, COALESCE(o.{stage}_reached, FALSE) AS {stage}_reached" for stage in STAGES
)


def _row(manifest: Manifest) -> str:
    """A row a lead: its account, and the account's number, ALONE for a lead that stands alone."""
    if manifest.attribute("account_id") is None:
        source, account = "scored", f"'lead ' || lead_id AS account, CAST({ALONE} AS INTEGER) AS account_number"
    else:
        source = "named_accounts AS scored LEFT JOIN shared_accounts USING (account)"
        account = f"scored.account, CAST(COALESCE(account_number, {ALONE}) AS INTEGER) AS account_number"
    return f"""SELECT scored.lead_id, scored.as_of, scored.score, scored.band,
    {local_month("scored.as_of")} AS local_month, {account},
    o.mql_at AS hand_off, COALESCE(o.worked, FALSE) AS worked, o.first_touch, o.episode_end, o.recycled_after,
    COALESCE(o.same_deal, FALSE) AS same_deal, o.won_amount,
    {_REACHED}
FROM {source}
LEFT JOIN first_entries AS o USING (lead_id)"""


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


def _one_row_a_lead(cursor: duckdb.DuckDBPyConnection, scores: str) -> None:
    rows, leads = cursor.execute(f"SELECT COUNT(*), COUNT(DISTINCT lead_id) FROM {quoted(scores)}").fetchall()[0]
    if rows != leads:
        raise DataError(f"'{scores}' has {rows} rows for {leads} leads. Figures need one row and one T per lead.")


def _bands(cursor: duckdb.DuckDBPyConnection, scores: str) -> tuple[str, ...]:
    """A knock-out gives the band out even where the model has no cut-offs; only the others show that it has.

    All scored leads are looked at, not the asked period alone; where there are none, nothing denies the bands.
    """
    listed = ", ".join(f"'{band}'" for band in BANDS if band != "out")
    sql = f"SELECT COUNT(*) = 0 OR COUNT(*) FILTER (WHERE band IN ({listed})) > 0 FROM {quoted(scores)}"
    return BANDS if cursor.execute(sql).fetchall()[0][0] else ()
