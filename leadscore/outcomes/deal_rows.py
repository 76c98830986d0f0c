"""Deals as rows: each deal once, with the lead that it is credited to and what was known of that lead at its T."""

from __future__ import annotations

from leadscore.outcomes.cohort import Cohort, with_group
from leadscore.outcomes.deals import DEAL_CREDITS
from leadscore.outcomes.fates import MEMBERS
from leadscore.outcomes.kept_tables import call
from leadscore.outcomes.query import in_period
from leadscore.outcomes.scored import ACCOUNT_OF_ROW, ALONE, several_rows
from leadscore.store.queries import Stage, assemble

_HAND_OFFS = Stage("lead_stages", "when each lead was first handed over", "SELECT lead_id, mql_at FROM first_entries")

_LISTED = """SELECT single_deals.*, linked_deals.deal_id IS NOT NULL AS linked, credits.lead_id
FROM single_deals
LEFT JOIN (SELECT deal_id, lead_id FROM deal_credits WHERE credited) AS credits USING (deal_id)
LEFT JOIN (SELECT DISTINCT deal_id FROM deal_leads SEMI JOIN leads USING (lead_id)) AS linked_deals USING (deal_id)"""

_BY_STAGES = """SELECT lead_id AS deal_id,
    CASE WHEN won_reached THEN 'won' WHEN lost_reached THEN 'lost' ELSE 'open' END AS outcome,
    opportunity_at AS opened_at, CASE WHEN won_reached THEN won_at WHEN lost_reached THEN lost_at END AS closed_at,
    CAST(NULL AS VARCHAR) AS currency, FALSE AS disputed, CAST(NULL AS DOUBLE) AS amount, TRUE AS linked, lead_id
FROM first_entries SEMI JOIN members USING (lead_id)
WHERE won_reached OR lost_reached OR opportunity_reached"""

_ROW = f"""SELECT credited_deals.*, {ACCOUNT_OF_ROW} AS account_number, scored.band, scored.as_of, scored.local_month,
    scored.lead_id IS NOT NULL AS of_scored,
    scored.lead_id IS NOT NULL AND COALESCE(scored.as_of <= credited_deals.closed_at, TRUE) AS scored
FROM credited_deals
LEFT JOIN scored_leads AS scored USING (lead_id)
LEFT JOIN of_several USING (lead_id)"""

SCORED_DEALS = Stage(
    "scored_deals",
    "deals of leads of the asked period whose score was known when they closed, each credited to one lead",
    "SELECT * FROM outcome_deals WHERE scored AND in_period",
)

ALL_DEALS = Stage(
    "all_deals",
    "with a lead or without; a deal without one stands alone",
    f"SELECT * REPLACE (COALESCE(account_number, {ALONE}) AS account_number) FROM outcome_deals",
)

CLOSED = "outcome IN ('won', 'lost')"
"""SQL: whether a deal is decided."""


def build_deals(cohort: Cohort) -> None:
    """See to the relation `outcome_deals`, a row a deal as the data date knows it.

    Columns: deal_id, outcome, opened_at, closed_at, currency, disputed, amount, linked (to any lead of the data),
    lead_id (the credited one of the population), its account_number, by_group, band, as_of and in_period, and scored:
    whether it had its T by the close.  Without a deals table the won and lost stages are the deals.
    """
    cohort.scored.table(cohort.cursor, "deal_rows", lambda: _rows(cohort.facts.deals))
    group, source = with_group(cohort.question, "deal_rows")
    select = f"""SELECT deal_rows.*, CASE WHEN of_scored THEN {group} END AS by_group,
    of_scored AND {in_period(cohort.question, "as_of")} AS in_period
FROM {source}"""
    call(cohort.cursor, "outcome_deals", select)


def _rows(deals: bool) -> str:
    members = Stage("members", "one row for each lead of the population", MEMBERS)
    stages = (members, _HAND_OFFS, *DEAL_CREDITS) if deals else (members,)
    credited = Stage("credited_deals", "one row a deal: its leads never multiply it", _LISTED if deals else _BY_STAGES)
    return assemble((*stages, credited, several_rows("credited_deals")), _ROW)
