"""Deals as wins of leads: one deal is one win, credited to the earliest handed-over lead on it."""

from __future__ import annotations

from leadscore.store.queries import Stage

ONE_DEAL_A_ROW = (
    Stage(
        "deals_by_data_date",
        "what the data date knows of a deal: one closed after it is still open",
        """SELECT deal_id, opened_at, closed_at, amount, NULLIF(LOWER(TRIM(currency, ' ')), '') AS currency,
    CASE WHEN LOWER(TRIM(outcome, ' ')) IN ('won', 'lost') AND (closed_at IS NULL OR closed_at <= $data_date)
         THEN LOWER(TRIM(outcome, ' ')) ELSE 'open' END AS outcome
FROM deals
WHERE opened_at IS NULL OR opened_at <= $data_date OR closed_at <= $data_date""",
    ),
    Stage(
        "single_deals",
        "a deal listed twice is one deal: won before lost before open, then the earliest close; no amount is picked",
        """SELECT deal_id, outcome, opened_at, closed_at, currency, disputed,
    CASE WHEN NOT disputed THEN amount END AS amount
FROM (
    SELECT deal_id, outcome, closed_at, MIN(opened_at) OVER alike AS opened_at,
        MIN(currency) OVER alike AS currency, MIN(amount) OVER alike AS amount,
        COALESCE(MIN(amount) OVER alike <> MAX(amount) OVER alike, FALSE)
            OR COALESCE(MIN(currency) OVER alike <> MAX(currency) OVER alike, FALSE) AS disputed
    FROM deals_by_data_date
    WINDOW alike AS (PARTITION BY deal_id, outcome))
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY deal_id
    ORDER BY outcome = 'won' DESC, outcome = 'lost' DESC, closed_at NULLS LAST) = 1""",
    ),
)


DEAL_CREDITS = (
    *ONE_DEAL_A_ROW,
    Stage(
        "leads_on_deals",
        "a link counts once, however often it was exported",
        """SELECT DISTINCT deal_id, lead_id
FROM deal_leads SEMI JOIN single_deals USING (deal_id) SEMI JOIN members USING (lead_id)""",
    ),
    Stage(
        "deal_credits",
        "the earliest handed-over lead takes the deal; without hand-offs, the earliest lead",
        """SELECT linked.deal_id, linked.lead_id, ROW_NUMBER() OVER (
    PARTITION BY linked.deal_id
    ORDER BY lead_stages.mql_at NULLS LAST, leads.created_at NULLS LAST, linked.lead_id) = 1 AS credited
FROM leads_on_deals AS linked
LEFT JOIN lead_stages USING (lead_id)
LEFT JOIN leads USING (lead_id)""",
    ),
)
"""Stages that end in `deal_credits`, a row a deal and lead of `members` on it; they read `lead_stages`."""

DEAL_OUTCOMES = (
    *DEAL_CREDITS,
    Stage(
        "lead_deals",
        "one row a lead, so that several deals never multiply it",
        """SELECT lead_id,
    MIN(closed_at) FILTER (WHERE credited AND outcome = 'won') AS won_at,
    BOOL_OR(credited AND outcome = 'won') AS won_reached,
    FSUM(amount) FILTER (WHERE credited AND outcome = 'won') AS won_amount,
    MIN(closed_at) FILTER (WHERE credited AND outcome = 'lost') AS lost_at,
    BOOL_OR(credited AND outcome = 'lost') AS lost_reached,
    NOT BOOL_OR(credited) AS same_deal
FROM deal_credits JOIN single_deals USING (deal_id)
GROUP BY lead_id""",
    ),
)
"""Stages that end in `lead_deals`, a row per lead of `members` on any deal; they read `lead_stages`.

A lead that is credited with no deal it stands on is `same_deal`, whatever became of the deal: leaving out colleagues
of won deals only would choose the denominator by the outcome.
"""
