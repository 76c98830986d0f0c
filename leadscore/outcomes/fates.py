"""Fates: what became of every lead of the data, whatever score, period or grouping is asked."""

from __future__ import annotations

import duckdb

from leadscore.outcomes.entries import outcome_stages
from leadscore.outcomes.kept_tables import call, make
from leadscore.outcomes.question import Question
from leadscore.outcomes.touches import SALES_CONTACTS, TOUCHES, WORKED_LEADS
from leadscore.store.database import Database
from leadscore.store.manifest import Manifest
from leadscore.store.queries import assemble

MEMBERS = "SELECT lead_id FROM first_entries WHERE member"
"""The leads of the population that have a stage or a deal."""


def fates_sql(manifest: Manifest, members: str) -> tuple[tuple[str, str], ...]:
    """The two tables in their order, each with the query that fills it; `members` selects the population's lead_id."""
    entries = assemble((*outcome_stages(manifest, members), TOUCHES, WORKED_LEADS), _ENTRIES)
    return (("sales_contacts", SALES_CONTACTS), ("first_entries", entries))


_ENTRIES = """SELECT lead_outcomes.*, lead_id IN (SELECT lead_id FROM members) AS member,
    episode_ends.episode_end, episode_ends.recycled_after,
    worked_leads.lead_id IS NOT NULL AS worked, worked_leads.first_touch
FROM lead_outcomes
LEFT JOIN episode_ends USING (lead_id)
LEFT JOIN worked_leads USING (lead_id)"""


class Fates:
    """`first_entries`, a row for every lead of the data with a stage or deal, and `sales_contacts`, what sales did.

    With a database the tables are for all its cursors and last as long as this object; else they are the cursor's.
    """

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        manifest: Manifest,
        question: Question,
        members: str,
        database: Database | None = None,
    ) -> None:
        self._tables = {
            name: make(self, cursor, question, name, sql, database) for name, sql in fates_sql(manifest, members)
        }

    def call_on(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Call the tables by their names on a cursor."""
        for name, table in self._tables.items():
            call(cursor, name, f"SELECT * FROM {table}")
