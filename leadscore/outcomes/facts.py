"""What a data set has and lacks: the facts that decide denominators, badges and reasons."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from leadscore.outcomes.entries import outcome_stages
from leadscore.outcomes.query import run
from leadscore.outcomes.question import Question
from leadscore.outcomes.touches import TOUCHES
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage
from leadscore.vocabulary import STAGES


@dataclass(frozen=True, slots=True)
class Facts:
    """What the data set has, and how many scored leads fall outside the cohort."""

    leads_in_data: int
    scored: int
    without_landmark: int
    after_data_date: int
    outside_period: int
    leads: int
    dated: bool
    touches: bool
    hand_offs: bool
    deals: bool
    linked_deals: bool
    account_known: bool
    reached: dict[str, int]
    """Leads of the whole data with each stage by the data date; won is counted by `lead_deals` where deals exist."""


_COUNTS = f"""SELECT
    (SELECT COUNT(*) FROM leads),
    (SELECT COUNT(*) FROM asked),
    (SELECT COUNT(*) FILTER (WHERE as_of IS NULL) FROM asked),
    (SELECT COUNT(*) FILTER (WHERE as_of > $data_date) FROM asked),
    (SELECT COUNT(*) FILTER (WHERE NOT in_period) FROM outcome_leads),
    (SELECT COUNT(*) FILTER (WHERE in_period) FROM outcome_leads),
    (SELECT COUNT(*) > 0 FROM touches),
    (SELECT COUNT(*) FILTER (WHERE mql_at IS NOT NULL) > 0 FROM lead_stages),
    {", ".join(f"(SELECT COUNT(*) FILTER (WHERE {stage}_reached) FROM lead_outcomes)" for stage in STAGES)}"""


def gather_facts(cursor: duckdb.DuckDBPyConnection, manifest: Manifest, scores: str, question: Question) -> Facts:
    """Look once at the data and the built `outcome_leads` for what the figures need to know beforehand."""
    asked = Stage("asked", "every scored lead, with or without a T", f"SELECT * FROM {quoted(scores)}")
    row = run(cursor, question, (asked, *outcome_stages(manifest), TOUCHES), _COUNTS)[0]
    return Facts(
        leads_in_data=row[0],
        scored=row[1],
        without_landmark=row[2] if manifest.dated else 0,
        after_data_date=row[3] if manifest.dated else 0,
        outside_period=row[4],
        leads=row[5],
        dated=manifest.dated,
        touches=row[6] and manifest.dated,
        hand_offs=row[7] and manifest.dated,
        deals="deals" in manifest.tables,
        linked_deals=_linked(cursor, manifest),
        account_known=manifest.attribute("account_id") is not None,
        reached=dict(zip(STAGES, row[8:], strict=True)),
    )


def _linked(cursor: duckdb.DuckDBPyConnection, manifest: Manifest) -> bool:
    """Whether any deal is linked to a lead of this data."""
    if "deals" not in manifest.tables:
        return False
    sql = "SELECT COUNT(*) > 0 FROM deal_leads SEMI JOIN deals USING (deal_id) SEMI JOIN leads USING (lead_id)"
    return bool(cursor.execute(sql).fetchall()[0][0])
