"""Dates in an impossible order: leads that sales had before they existed."""

from __future__ import annotations

from leadscore.estimate import Estimate
from leadscore.outcomes.query import run
from leadscore.outcomes.question import Question
from leadscore.outcomes.standing import NO_DATES
from leadscore.store.database import Database

NOTHING_TO_COMPARE = "no lead has both a day of creation and a dated stage"


def _local(instant: str) -> str:
    return f"CAST(({instant} AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE)"


_COUNT = f"""SELECT COUNT(*) FILTER (WHERE {_local("first_at")} < {_local("created_at")}), COUNT(*)
FROM leads JOIN (
    SELECT lead_id, MIN(entered_at) AS first_at FROM stages WHERE stage <> 'inquiry' GROUP BY lead_id
) AS entered USING (lead_id)
WHERE created_at IS NOT NULL AND first_at IS NOT NULL"""


def impossible_order(database: Database) -> Estimate:
    """The share of leads with a stage on a day before the one on which they were created, in the company's zone.

    `n` are the leads with both dates; days are compared, since a date without a time stands for the end of its day.
    """
    manifest = database.manifest
    if not manifest.dated or manifest.data_date is None:
        return Estimate.unknown(NO_DATES)
    question = Question(data_date=manifest.data_date, zone=manifest.zone)
    with database.cursor() as cursor:
        wrong, leads = run(cursor, question, (), _COUNT)[0]
    return Estimate.count(wrong / leads, leads) if leads else Estimate.unknown(NOTHING_TO_COMPARE)
