"""What a data set has and lacks: the facts that decide denominators, badges and reasons."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from leadscore.outcomes.query import run
from leadscore.outcomes.question import Question
from leadscore.outcomes.touches import ANY_TOUCHES, TOUCHES
from leadscore.store.database import quoted
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage
from leadscore.vocabulary import STAGES

TOUCH = "touch"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the data set has, and how many leads of the model's population fall outside the cohort, and why."""

    leads_in_data: int
    in_population: int
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
    """Leads of the whole data with each stage by the data date; won by their deals where deals exist."""
    later: frozenset[str] = frozenset()
    """Stages (and TOUCH) that nobody has by the data date, though the data has some after it."""


_REACHED = "SELECT " + ", ".join(f"COUNT(*) FILTER (WHERE {stage}_reached)" for stage in STAGES) + " FROM first_entries"

_COUNTS = """SELECT
    (SELECT COUNT(*) FROM leads),
    (SELECT COUNT(*) FROM members),
    (SELECT COUNT(*) FROM asked),
    (SELECT COUNT(as_of) FROM asked),
    (SELECT COUNT(*) FILTER (WHERE as_of > $data_date) FROM asked),
    (SELECT COUNT(*) FROM scored_leads),
    (SELECT COUNT(*) > 0 FROM (SELECT lead_id FROM touches LIMIT 1)),
    (SELECT COUNT(mql_at) > 0 FROM first_entries)"""


def gather_facts(
    cursor: duckdb.DuckDBPyConnection, manifest: Manifest, scores: str, question: Question, members: str
) -> Facts:
    """Look once at the data and the built tables for what the figures need to know beforehand, of all periods."""
    asked = Stage("asked", "every scored lead, with or without a T", f"SELECT * FROM {quoted(scores)}")
    kept = Stage("members", "every lead of the model's population", members)
    row = run(cursor, question, (asked, kept, TOUCHES), _COUNTS)[0]
    reached = dict(zip(STAGES, cursor.execute(_REACHED).fetchall()[0], strict=True))
    missing = {stage for stage, leads in reached.items() if not leads} | (set() if row[6] else {TOUCH})
    return Facts(
        leads_in_data=row[0],
        in_population=row[1],
        without_landmark=row[1] - (row[3] if manifest.dated else row[2]),
        after_data_date=row[4] if manifest.dated else 0,
        outside_period=0,
        leads=row[5],
        dated=manifest.dated,
        touches=row[6] and manifest.dated,
        hand_offs=row[7] and manifest.dated,
        deals="deals" in manifest.tables,
        linked_deals=_linked(cursor, manifest),
        account_known=manifest.attribute("account_id") is not None,
        reached=reached,
        later=_later(cursor, manifest, question, missing),
    )


_LATER_STAGES = "SELECT DISTINCT LOWER(TRIM(stage, ' ')) FROM stages WHERE entered_at > $data_date"
_LATER_DEALS = "SELECT DISTINCT LOWER(TRIM(outcome, ' ')) FROM deals WHERE closed_at > $data_date"
_LATER_TOUCH = f"SELECT '{TOUCH}' FROM any_touches WHERE occurred_at > $data_date LIMIT 1"


def _later(
    cursor: duckdb.DuckDBPyConnection, manifest: Manifest, question: Question, missing: set[str]
) -> frozenset[str]:
    """Which of the missing the data has only after the data date; won and lost by the deals where there are some."""
    if not manifest.dated or not missing:
        return frozenset()
    by_deal = {"won", "lost"} if "deals" in manifest.tables else set()
    found = {stage for (stage,) in run(cursor, question, (), _LATER_STAGES)} - by_deal
    if by_deal:
        found |= {outcome for (outcome,) in run(cursor, question, (), _LATER_DEALS)} & by_deal
    if TOUCH in missing:
        found |= {touch for (touch,) in run(cursor, question, (ANY_TOUCHES,), _LATER_TOUCH)}
    return frozenset(found & missing)


def _linked(cursor: duckdb.DuckDBPyConnection, manifest: Manifest) -> bool:
    """Whether any deal is linked to a lead of this data."""
    if "deals" not in manifest.tables:
        return False
    sql = "SELECT COUNT(*) > 0 FROM deal_leads SEMI JOIN deals USING (deal_id) SEMI JOIN leads USING (lead_id)"
    return bool(cursor.execute(sql).fetchall()[0][0])
