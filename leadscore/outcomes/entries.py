"""First entries: one row per lead with the first instant of each stage, and its wins where deals are listed."""

from __future__ import annotations

from leadscore.outcomes.deals import DEAL_OUTCOMES
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage
from leadscore.vocabulary import STAGES

STAGE_ENTRIES = Stage(
    "stage_entries",
    "what happened after the data date is not known for every lead, so it counts for none",
    """SELECT lead_id, LOWER(TRIM(stage, ' ')) AS stage, entered_at FROM stages
WHERE entered_at IS NULL OR entered_at <= $data_date""",
)

LEAD_STAGES = Stage(
    "lead_stages",
    "first entry to each stage: a repeated stage or a second episode never counts a lead twice",
    "SELECT lead_id,\n    "
    + ",\n    ".join(
        f"MIN(entered_at) FILTER (WHERE stage = '{stage}') AS {stage}_at, "
        f"COALESCE(BOOL_OR(stage = '{stage}'), FALSE) AS {stage}_reached"
        for stage in STAGES
    )
    + "\nFROM stage_entries GROUP BY lead_id",
)


def _episode_ends(deals: bool) -> Stage:
    exits = ["rejected", "recycled", "disqualified"] + ([] if deals else ["lost"])
    listed = ", ".join(f"'{stage}'" for stage in exits)
    return Stage(
        "episode_ends",
        "conversion counts the first episode: what follows a side exit belongs to a later one",
        f"""SELECT lead_id, MIN(stage_entries.entered_at) AS episode_end,
    MIN(stage_entries.entered_at) FILTER (WHERE stage_entries.stage = 'recycled') AS recycled_after
FROM stage_entries JOIN lead_outcomes USING (lead_id)
WHERE stage_entries.stage IN ({listed}) AND stage_entries.entered_at >= lead_outcomes.mql_at
GROUP BY lead_id""",
    )


def _lead_outcomes(deals: bool) -> Stage:
    """Won and lost of a lead: from its deals where a deals table exists, else from its stages."""
    if not deals:
        sql = "SELECT *, FALSE AS same_deal, CAST(NULL AS DOUBLE) AS won_amount FROM lead_stages"
        return Stage("lead_outcomes", "without a deals table the won and lost stages are the deals", sql)
    return Stage(
        "lead_outcomes",
        "a customer stage copied to every contact of an account is no win: deals say who won",
        """SELECT COALESCE(lead_stages.lead_id, lead_deals.lead_id) AS lead_id,
    lead_deals.won_at AS won_at,
    COALESCE(lead_deals.won_reached, FALSE) AS won_reached,
    CASE WHEN lead_deals.lead_id IS NULL THEN lead_stages.lost_at ELSE lead_deals.lost_at END AS lost_at,
    COALESCE(lead_deals.lost_reached, lead_stages.lost_reached, FALSE) AS lost_reached,
    lead_stages.* EXCLUDE (lead_id, won_at, won_reached, lost_at, lost_reached),
    COALESCE(lead_deals.same_deal, FALSE) AS same_deal, lead_deals.won_amount
FROM lead_stages FULL JOIN lead_deals ON lead_stages.lead_id = lead_deals.lead_id""",
    )


def outcome_stages(manifest: Manifest, members: str = "SELECT lead_id FROM leads") -> tuple[Stage, ...]:
    """Stages up to `lead_outcomes`, a row per lead with any stage or deal, and `episode_ends`.

    `members` selects the lead_id of all leads in the population: only they may be credited with a deal.
    """
    deals = "deals" in manifest.tables
    linking = DEAL_OUTCOMES if deals else ()
    population = Stage("members", "one row for each lead of the population", members)
    return (population, STAGE_ENTRIES, LEAD_STAGES, *linking, _lead_outcomes(deals), _episode_ends(deals))
