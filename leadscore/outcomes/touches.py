"""Worked leads: at least one human attempt by sales within 30 days of the hand-off."""

from __future__ import annotations

from leadscore.store.queries import Stage
from leadscore.vocabulary import LEAD_ACTOR, TOUCH_KINDS, WORKED_WITHIN_DAYS

_KINDS = ", ".join(f"'{kind}'" for kind in TOUCH_KINDS)

TOUCHES = Stage(
    "touches",
    "attempts by a person in sales; what the lead did itself, and automatic mail, is none",
    f"""SELECT lead_id, occurred_at FROM activities
WHERE LOWER(TRIM(kind)) IN ({_KINDS})
  AND (actor IS NULL OR LOWER(TRIM(actor)) <> '{LEAD_ACTOR}')
  AND occurred_at <= $data_date""",
)

WORKED_LEADS = Stage(
    "worked_leads",
    "a stage never makes a lead worked, only an attempt in (hand-off, hand-off + 30 days] does",
    f"""SELECT DISTINCT lead_id
FROM touches JOIN lead_stages USING (lead_id)
WHERE touches.occurred_at > lead_stages.mql_at
  AND touches.occurred_at <= lead_stages.mql_at + INTERVAL {WORKED_WITHIN_DAYS} DAY""",
)
