"""Episodes: from a hand-off to the first end after it; the next hand-off opens the next one.

A second hand-off without an end in between opens none: the same lead is listed twice, not handed over twice.
"""

from __future__ import annotations

from leadscore.outcomes.cohort import Cohort, with_group
from leadscore.outcomes.entries import STAGE_ENTRIES
from leadscore.outcomes.kept_tables import call
from leadscore.outcomes.query import in_period, local_month
from leadscore.outcomes.scored import ACCOUNT_OF_ROW, several_rows
from leadscore.store.queries import Stage, assemble

ACCEPTS = ("sal", "sql", "opportunity", "won")
SIDE_EXITS = ("rejected", "recycled", "disqualified")


_MARKS = ", ".join(f"'{stage}'" for stage in ("mql", *SIDE_EXITS, *ACCEPTS[:-1]))
_ENDS = ", ".join(f"'{stage}'" for stage in (*SIDE_EXITS, "won", "lost"))

_FIRST = (
    STAGE_ENTRIES,
    Stage(
        "steps",
        "hand-offs, ends and acceptances; won and lost are those of the deals where deals are listed",
        f"""SELECT lead_id, stage, entered_at, mql_at FROM stage_entries JOIN first_entries USING (lead_id)
WHERE stage IN ({_MARKS}) AND entered_at >= mql_at
UNION ALL SELECT lead_id, 'won', won_at, mql_at FROM first_entries WHERE won_at >= mql_at
UNION ALL SELECT lead_id, 'lost', lost_at, mql_at FROM first_entries WHERE lost_at >= mql_at""",
    ),
    Stage(
        "first_ends",
        "the first end at or after the first hand-off; of two at one instant the one that comes first by name",
        f"""SELECT lead_id, MIN(entered_at) AS ended_at, ARG_MIN(stage, (entered_at, stage)) AS ended_by
FROM steps WHERE stage IN ({_ENDS}) GROUP BY lead_id""",
    ),
    Stage(
        "handed_again",
        "only leads with a hand-off after their first end have a second episode",
        """SELECT DISTINCT lead_id FROM steps JOIN first_ends USING (lead_id)
WHERE stage = 'mql' AND entered_at >= ended_at AND entered_at > mql_at""",
    ),
)

_LATER = (
    Stage(
        "told",
        "an end that a hand-off follows at the same instant belongs to the episode before",
        f"""SELECT lead_id, stage, entered_at, COALESCE(LAG(stage) OVER in_order <> 'mql', TRUE) AS after_end,
    ROW_NUMBER() OVER in_order AS place
FROM steps SEMI JOIN handed_again USING (lead_id)
WHERE stage IN ('mql', {_ENDS})
WINDOW in_order AS (
    PARTITION BY lead_id ORDER BY entered_at, (stage = 'mql') = (entered_at = mql_at) DESC, stage)""",
    ),
    Stage(
        "numbered",
        "each hand-off after an end opens an episode, and what follows belongs to it",
        """SELECT *, SUM(CASE WHEN stage = 'mql' AND after_end THEN 1 ELSE 0 END) OVER (
    PARTITION BY lead_id ORDER BY place) AS number FROM told""",
    ),
    Stage(
        "repeated_spans",
        "from its hand-off to its first end",
        """SELECT lead_id, CAST(number AS INTEGER) AS number, MIN(entered_at) AS handed_at,
    MIN(entered_at) FILTER (WHERE stage <> 'mql') AS ended_at,
    ARG_MIN(stage, place) FILTER (WHERE stage <> 'mql') AS ended_by
FROM numbered GROUP BY lead_id, number""",
    ),
)
"""Leads with several episodes, told step by step: the first hand-off of all comes before an end at its instant."""

_EVERY = (
    Stage(
        "spans",
        "every episode with its end",
        """SELECT lead_id, 1 AS number, mql_at AS handed_at, ended_at, ended_by
FROM first_entries LEFT JOIN first_ends USING (lead_id)
WHERE mql_at IS NOT NULL AND lead_id NOT IN (SELECT lead_id FROM handed_again)
UNION ALL SELECT lead_id, number, handed_at, ended_at, ended_by FROM repeated_spans""",
    ),
    Stage(
        "acceptances",
        "the first sign that sales took the hand-off on, within its episode",
        f"""SELECT lead_id, number, MIN(entered_at) AS accepted_at FROM steps JOIN spans USING (lead_id)
WHERE stage IN ({", ".join(f"'{stage}'" for stage in ACCEPTS)}) AND entered_at >= handed_at
  AND (ended_at IS NULL OR entered_at <= ended_at)
GROUP BY lead_id, number""",
    ),
    Stage(
        "all_episodes",
        "one row an episode",
        "SELECT spans.*, accepted_at FROM spans LEFT JOIN acceptances USING (lead_id, number)",
    ),
    several_rows("repeated_spans"),
)


_ROW = f"""SELECT lead_id, {ACCOUNT_OF_ROW} AS account_number, band, {local_month("handed_at")} AS handed_month,
    number, handed_at, ended_at, ended_by, accepted_at
FROM all_episodes JOIN scored_leads USING (lead_id) LEFT JOIN of_several USING (lead_id)"""


def build_episodes(cohort: Cohort) -> None:
    """See to the relation `episodes`, a row an episode of a scored lead handed over in the asked period.

    Columns: lead_id, account_number, by_group (by month: that of the hand-off), band (at the lead's T: no score is
    asked at a second hand-off), number, handed_at, ended_at and ended_by (the first end, both NULL while open), and
    accepted_at (the first of sal, sql, opportunity and won within the episode).
    """
    cohort.scored.table(cohort.cursor, "episode_rows", lambda: assemble((*_FIRST, *_LATER, *_EVERY), _ROW))
    group, source = with_group(cohort.question, "episode_rows", "handed_month")
    select = f"""SELECT episode_rows.*, {group} AS by_group FROM {source}
WHERE {in_period(cohort.question, "handed_at")}"""
    call(cohort.cursor, "episodes", select)
