"""Worked leads: at least one human attempt by sales within 30 days of the hand-off."""

from __future__ import annotations

from leadscore.store.queries import Stage
from leadscore.vocabulary import LEAD_ACTOR, TOUCH_KINDS, WORKED_WITHIN_DAYS

MEETING_KINDS = ("meeting_booked", "meeting_held")
"""Kinds of activity that tell of a meeting and are no attempt by themselves."""

_KIND = "LOWER(TRIM(kind, ' '))"
_TOUCH = "IN (" + ", ".join(f"'{kind}'" for kind in TOUCH_KINDS) + ")"
_MEETING = "IN (" + ", ".join(f"'{kind}'" for kind in MEETING_KINDS) + ")"
_BY_SALES = f"""SELECT lead_id, occurred_at, {_KIND} AS kind, LOWER(TRIM(detail, ' ')) AS detail FROM activities
WHERE (actor IS NULL OR LOWER(TRIM(actor, ' ')) <> '{LEAD_ACTOR}')
  AND ({_KIND} {_TOUCH}"""

ANY_TOUCHES = Stage("any_touches", "attempts by a person in sales, whenever they were", f"{_BY_SALES})")

SALES_CONTACTS = f"{_BY_SALES} OR {_KIND} {_MEETING})\n  AND occurred_at <= $data_date"
"""The query that fills `sales_contacts`, what sales did by the data date: the activities are read for it once."""

TOUCHES = Stage(
    "touches",
    "attempts by a person in sales; what the lead did itself, and automatic mail, is none",
    f"SELECT * FROM sales_contacts WHERE kind {_TOUCH}",
)

WORKED_LEADS = Stage(
    "worked_leads",
    "a stage never makes a lead worked, only an attempt in (hand-off, hand-off + 30 days] does",
    f"""SELECT lead_id, MIN(touches.occurred_at) AS first_touch
FROM touches JOIN lead_outcomes USING (lead_id)
WHERE touches.occurred_at > lead_outcomes.mql_at
  AND touches.occurred_at <= lead_outcomes.mql_at + INTERVAL {WORKED_WITHIN_DAYS} DAY
GROUP BY lead_id""",
)

MOST_TOUCHED_AFTER = 0.5
FEWEST_TOUCHED_AFTER = 10


def follows_outcome(after: int, outcomes: int, words: str) -> str | None:
    """Why worked and unworked leads cannot be told apart here: most first touches come after the outcome; else None.

    `outcomes` are those among worked leads, `after` those of them whose first touch came only after.  Where a call
    follows an offer by rule, being called is a result of the outcome, and a rate among the called would be near 1.
    """
    if after < FEWEST_TOUCHED_AFTER or after <= MOST_TOUCHED_AFTER * outcomes:
        return None
    return (
        f"{after} of {outcomes} {words} leads were first touched after it: "
        "here the outcome decides who is worked, so a rate among worked leads says nothing"
    )
