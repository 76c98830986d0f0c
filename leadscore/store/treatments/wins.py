"""One win that was stamped on every contact of an account."""

from __future__ import annotations

from leadscore.store.treatments.held import Held
from leadscore.store.treatments.working_copy import WorkingCopy
from leadscore.vocabulary import HAND_OFF

SYNCED_WINS = "synced_wins"
_WON = "LOWER(TRIM(stage, ' ')) = 'won'"


def find(held: Held) -> str:
    """A table (lead_id, account_id, minute, deals, kept) of leads whose account was won within a minute for several.

    As many are kept as the group has deals won that day, one where it has none: those on a deal first, and of them
    who was handed over (else created) first.
    """
    account = held.attribute("account_id")
    held.make(
        SYNCED_WINS,
        f"""WITH stamped AS (SELECT DISTINCT lead_id, {account} AS account_id, created_at,
    DATE_TRUNC('minute', entered_at) AS minute FROM stages JOIN leads USING (lead_id) WHERE {_WON}),
wins AS (SELECT * FROM stamped WHERE account_id IS NOT NULL AND minute IS NOT NULL
    QUALIFY COUNT(*) OVER (PARTITION BY account_id, minute) > 1),
hand_offs AS (SELECT lead_id, MIN(entered_at) AS handed_at FROM stages
    WHERE LOWER(TRIM(stage, ' ')) = '{HAND_OFF}' GROUP BY lead_id),
won_deals AS (SELECT lead_id, deal_id, closed_at FROM deal_leads JOIN deals USING (deal_id)
    WHERE LOWER(TRIM(outcome, ' ')) = 'won'),
deals_of_wins AS (SELECT account_id, minute, COUNT(DISTINCT deal_id) AS deals FROM wins
    LEFT JOIN won_deals ON won_deals.lead_id = wins.lead_id
    AND COALESCE(closed_at BETWEEN minute - INTERVAL 1 DAY AND minute + INTERVAL 1 DAY, TRUE)
    GROUP BY account_id, minute),
ranked AS (SELECT wins.*, deals, ROW_NUMBER() OVER (PARTITION BY account_id, minute ORDER BY
        lead_id IN (SELECT lead_id FROM won_deals) DESC, handed_at NULLS LAST, created_at NULLS LAST, lead_id) AS place
    FROM wins JOIN deals_of_wins USING (account_id, minute) LEFT JOIN hand_offs USING (lead_id))
SELECT lead_id, account_id, minute, deals, place <= GREATEST(deals, 1) AS kept FROM ranked
QUALIFY COUNT(*) OVER (PARTITION BY account_id, minute) > GREATEST(deals, 1)""",
    )
    return SYNCED_WINS


def keep_one(copy: WorkingCopy) -> None:
    """Take the won stamps of the other contacts out."""
    find(copy.held)
    copy.delete(
        "stages",
        f"{_WON} AND (lead_id, DATE_TRUNC('minute', entered_at)) IN "
        f"(SELECT (lead_id, minute) FROM {SYNCED_WINS} WHERE NOT kept)",
    )
