"""Clicks and opens that a machine made: within seconds of the delivery, or every link of a mail at once."""

from __future__ import annotations

from leadscore.store.treatments.held import Held
from leadscore.store.treatments.mail_words import listed
from leadscore.store.treatments.working_copy import WorkingCopy

SECONDS = 5
BURST = 3
"""So many clicks of one lead within the seconds are every link of a mail."""

CLICKS = ("email_click", "email_clicked", "click", "clicked email", "clicked link in email")
OPENS = ("email_open", "email_opened", "open", "opened email")
DELIVERIES = ("email_delivered", "delivered", "email delivered", "email_sent", "email sent", "send email")
MACHINE_MAIL = "machine_mail"

_WHOLE_MINUTE = "(occurred_at = DATE_TRUNC('minute', occurred_at))"
_END_OF_DAY = "(EXTRACT(MICROSECONDS FROM occurred_at) % 1000000 = 999999)"


def find(held: Held, seconds: int = SECONDS) -> str:
    """A table of the activities that a machine made, all their columns and why.

    A stamp without seconds, or of a day alone, cannot be told from its neighbours and is left as it is.
    """
    span = f"INTERVAL '{int(seconds)}' SECOND"
    held.make(
        MACHINE_MAIL,
        f"""WITH mail AS (SELECT *, LOWER(TRIM(kind, ' ')) AS word, {_WHOLE_MINUTE} AS whole FROM activities
    WHERE LOWER(TRIM(kind, ' ')) IN ({listed((*CLICKS, *OPENS, *DELIVERIES))}) AND NOT {_END_OF_DAY}),
judged AS (SELECT *, word IN ({listed(DELIVERIES)}) AS delivery,
    COUNT(*) FILTER (WHERE word IN ({listed(DELIVERIES)}) AND NOT whole) OVER just_before AS exact_deliveries,
    COUNT(*) FILTER (WHERE word IN ({listed(DELIVERIES)})) OVER just_before AS deliveries,
    COUNT(*) FILTER (WHERE word IN ({listed(CLICKS)}) AND NOT whole) OVER around AS clicks
FROM mail WINDOW
    just_before AS (PARTITION BY lead_id ORDER BY occurred_at RANGE BETWEEN {span} PRECEDING AND CURRENT ROW),
    around AS (PARTITION BY lead_id ORDER BY occurred_at RANGE BETWEEN {span} PRECEDING AND {span} FOLLOWING))
SELECT * EXCLUDE (word, whole, delivery, exact_deliveries, deliveries, clicks),
    CASE WHEN word IN ({listed(OPENS)}) THEN 'open at delivery'
    WHEN exact_deliveries > 0 OR (deliveries > 0 AND NOT whole) THEN 'click at delivery'
    ELSE 'every link at once' END AS why
FROM judged WHERE NOT delivery AND (exact_deliveries > 0 OR (deliveries > 0 AND NOT whole)
    OR (clicks >= {BURST} AND NOT whole AND word IN ({listed(CLICKS)})))""",
    )
    return MACHINE_MAIL


def leave_out(copy: WorkingCopy, seconds: int) -> None:
    """Take what machines clicked and opened out of the activities."""
    find(copy.held, seconds)
    if copy.held.count(MACHINE_MAIL):
        copy.replace("activities", _WITHOUT)


_WITHOUT = f"""SELECT * FROM activities WHERE lead_id NOT IN (SELECT lead_id FROM {MACHINE_MAIL})
UNION ALL (SELECT * FROM activities WHERE lead_id IN (SELECT lead_id FROM {MACHINE_MAIL})
EXCEPT ALL SELECT * EXCLUDE (why) FROM {MACHINE_MAIL})"""
"""Only the rows of leads that a machine answered for are compared one by one."""
