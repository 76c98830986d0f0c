"""Where each lead stands between marketing and sales as of a moment: handed over, touched since, or closed.

An episode begins as in the figures of the review, and an attempt is one there, too.  How it ended is asked otherwise:
figures count the first end that a lead is credited with, a rep must know of the latest, also of a colleague's deal.
"""

from __future__ import annotations

from leadscore.outcomes.standing import NO_TOUCHES
from leadscore.outcomes.touches import ANY_TOUCHES
from leadscore.store.database import Database
from leadscore.store.manifest import Manifest
from leadscore.store.queries import Stage, assemble
from leadscore.vocabulary import EXITS, HAND_OFF

_IS_HAND_OFF = f"what = '{HAND_OFF}'"
_EXITS = ", ".join(f"'{stage}'" for stage in EXITS)

_BY_STAGES = f"""SELECT lead_id, what, COALESCE(entered_at, $as_of) AS step_at, entered_at IS NULL AS undated
FROM (SELECT lead_id, LOWER(TRIM(stage, ' ')) AS what, entered_at FROM stages)
WHERE ({_IS_HAND_OFF} AND entered_at <= $as_of)
   OR (what IN ({_EXITS}) AND COALESCE(entered_at <= $as_of, TRUE))"""

_BY_DEALS = """
UNION ALL
SELECT lead_id, LOWER(TRIM(outcome, ' ')), closed_at, FALSE FROM deals JOIN deal_leads USING (deal_id)
WHERE LOWER(TRIM(outcome, ' ')) IN ('won', 'lost') AND closed_at <= $as_of"""

_LATEST = Stage(
    "latest_steps",
    "the latest end, by a stage or by a deal; at the same instant a win comes first",
    f"""SELECT lead_id,
    MIN(step_at) FILTER (WHERE {_IS_HAND_OFF}) AS first_hand_off,
    MAX(step_at) FILTER (WHERE {_IS_HAND_OFF}) AS last_hand_off,
    MAX(step_at) FILTER (WHERE NOT {_IS_HAND_OFF}) AS ended_at,
    ARG_MAX(what, (step_at, what = 'won')) FILTER (WHERE NOT {_IS_HAND_OFF}) AS how,
    BOOL_OR(undated) AS undated
FROM steps GROUP BY lead_id""",
)

_BEGUN_AGAIN = (
    Stage(
        "earlier_ends",
        "the latest end before a repeated hand-off; at one instant an end comes before any hand-off but the first",
        f"""SELECT lead_id, first_hand_off, MAX(step_at) AS ended_at FROM steps JOIN latest_steps USING (lead_id)
WHERE NOT {_IS_HAND_OFF} AND NOT steps.undated AND last_hand_off > first_hand_off
  AND step_at BETWEEN first_hand_off AND last_hand_off
GROUP BY lead_id, first_hand_off""",
    ),
    Stage(
        "begun_again",
        "the first hand-off after that end; one without an end before it only lists the same lead twice",
        f"""SELECT lead_id, MIN(step_at) AS begun_at FROM steps JOIN earlier_ends USING (lead_id)
WHERE {_IS_HAND_OFF} AND step_at >= ended_at AND step_at > first_hand_off
GROUP BY lead_id""",
    ),
)

_STANDING = (
    Stage(
        "begun",
        "the hand-off that opened the episode a rep is in, and whether the latest end came after it",
        """SELECT *, undated OR hand_off IS NULL OR ended_at > hand_off
    OR (ended_at = hand_off AND hand_off = first_hand_off) AS over
FROM (SELECT *, COALESCE(begun_at, first_hand_off) AS hand_off
    FROM latest_steps LEFT JOIN begun_again USING (lead_id))""",
    ),
    Stage(
        "open_or_closed",
        "an end before the hand-off belongs to an earlier episode",
        """SELECT lead_id,
    CASE WHEN over AND how = 'recycled' THEN NULL ELSE hand_off END AS handed_over_at,
    CASE WHEN over AND how <> 'recycled' THEN how END AS closed_as,
    CASE WHEN over AND NOT undated THEN ended_at END AS ended_at
FROM begun""",
    ),
    Stage(
        "episodes",
        "the first attempt by a person in sales since the hand-off stops the clock",
        """SELECT open_or_closed.*, touched_at FROM open_or_closed LEFT JOIN (
    SELECT lead_id, MIN(occurred_at) AS touched_at
    FROM any_touches JOIN open_or_closed USING (lead_id)
    WHERE occurred_at > handed_over_at AND occurred_at <= $as_of
    GROUP BY lead_id) USING (lead_id)""",
    ),
)


def episode_stages(manifest: Manifest, of_one: bool = False) -> tuple[Stage, ...]:
    """Stages up to `episodes(lead_id, handed_over_at, closed_as, ended_at, touched_at)` of all leads, or `of_one`.

    They bind `$as_of` (naive UTC) and, of one lead, `$lead_id`.
    A lead without a row was never handed over or closed.  An end without a date counts as the latest; `ended_at` is
    the date of the end, if it has one, that closed the lead or sent it back to nurturing.
    """
    by_deals = _BY_DEALS if {"deals", "deal_leads"} <= set(manifest.tables) else ""
    only = "WHERE lead_id = $lead_id" if of_one else ""
    steps = Stage("steps", "hand-offs and ends by the moment", f"SELECT * FROM ({_BY_STAGES}{by_deals}) {only}")
    return (steps, _LATEST, *_BEGUN_AGAIN, ANY_TOUCHES, *_STANDING)


def no_touches(database: Database) -> str | None:
    """Why nobody knows who was called: not one attempt by sales up to the data date; None where there is one."""
    sql = assemble(
        (ANY_TOUCHES,), "SELECT lead_id FROM any_touches WHERE COALESCE(occurred_at <= $until, TRUE) LIMIT 1"
    )
    until = database.manifest.data_date
    return None if database.cursor().execute(sql, {"until": until}).fetchall() else NO_TOUCHES
