"""Where each lead stands between marketing and sales as of a moment: handed over, touched since, or closed."""

from __future__ import annotations

from leadscore.store.database import Database
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage
from leadscore.vocabulary import EXITS, HAND_OFF, LEAD_ACTOR, TOUCH_KINDS

CLOSED = tuple(stage for stage in EXITS if stage != "recycled")
"""Ends after which nobody calls; a recycled lead goes back to nurturing and is open."""

UNKNOWN_WHO = "who was called is unknown"

_KINDS = ", ".join(f"'{kind}'" for kind in TOUCH_KINDS)
_EXITS = ", ".join(f"'{stage}'" for stage in EXITS)
_ATTEMPT = f"LOWER(TRIM(kind, ' ')) IN ({_KINDS}) AND LOWER(TRIM(COALESCE(actor, ''), ' ')) <> '{LEAD_ACTOR}'"

_DEAL_ENDS = """
    UNION ALL
    SELECT lead_id, LOWER(TRIM(outcome, ' ')), closed_at, FALSE
    FROM deals JOIN deal_leads USING (deal_id)
    WHERE LOWER(TRIM(outcome, ' ')) IN ('won', 'lost') AND closed_at <= $as_of"""


def episode_stages(manifest: Manifest) -> tuple[Stage, ...]:
    """Stages up to `episodes(lead_id, handed_over_at, touched_at, closed_as, ended_at)`; binds `$as_of` (naive UTC).

    A lead without a row was never handed over, touched or closed.  An end without a date counts as the latest;
    `ended_at` is the date of the end, if it has one, that closed the lead or sent it back to nurturing.
    """
    deals = _DEAL_ENDS if {"deals", "deal_leads"} <= set(manifest.tables) else ""
    return (
        Stage(
            "latest_hand_offs",
            "the latest hand-off opens the episode that a rep is in",
            f"""SELECT lead_id, MAX(entered_at) AS handed_over_at FROM stages
WHERE LOWER(TRIM(stage, ' ')) = '{HAND_OFF}' AND entered_at <= $as_of GROUP BY lead_id""",
        ),
        Stage(
            "latest_ends",
            "the latest end of an episode, by a stage or by a deal; at the same instant a win comes first",
            f"""SELECT lead_id, ARG_MAX(how, (ended_at, how = 'won')) AS how, MAX(ended_at) AS ended_at,
    BOOL_OR(undated) AS undated FROM (
    SELECT lead_id, LOWER(TRIM(stage, ' ')) AS how, COALESCE(entered_at, $as_of) AS ended_at,
        entered_at IS NULL AS undated FROM stages
    WHERE LOWER(TRIM(stage, ' ')) IN ({_EXITS}) AND (entered_at IS NULL OR entered_at <= $as_of){deals})
GROUP BY lead_id""",
        ),
        Stage(
            "open_or_closed",
            "an end before the latest hand-off belongs to an earlier episode",
            f"""SELECT lead_id,
    CASE WHEN how IS NULL OR handed_over_at > ended_at OR how <> 'recycled' THEN handed_over_at END AS handed_over_at,
    CASE WHEN how IN ({", ".join(f"'{stage}'" for stage in CLOSED)})
        AND COALESCE(ended_at >= handed_over_at, TRUE) THEN how END AS closed_as,
    CASE WHEN COALESCE(ended_at >= handed_over_at, TRUE) AND NOT undated THEN ended_at END AS ended_at
FROM latest_hand_offs FULL JOIN latest_ends USING (lead_id)""",
        ),
        Stage(
            "episodes",
            "the first attempt by a person in sales since the hand-off stops the clock",
            f"""SELECT open_or_closed.*, touched_at FROM open_or_closed LEFT JOIN (
    SELECT lead_id, MIN(occurred_at) AS touched_at
    FROM activities JOIN open_or_closed USING (lead_id)
    WHERE {_ATTEMPT} AND occurred_at > handed_over_at AND occurred_at <= $as_of
    GROUP BY lead_id) USING (lead_id)""",
        ),
    )


def no_touches(database: Database) -> str | None:
    """Why nobody knows who was called: this data has not one attempt by sales; None where it has one."""
    known = database.cursor().execute(f"SELECT lead_id FROM activities WHERE {_ATTEMPT} LIMIT 1").fetchall()
    return None if known else UNKNOWN_WHO
