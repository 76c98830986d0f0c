"""Dates in an order that cannot be: which rows have them, and what may be done without guessing a date."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.store.treatments.held import Held
from leadscore.store.treatments.working_copy import WorkingCopy
from leadscore.vocabulary import HAND_OFF

FIRST_ENTRIES = "first_entries_of_stage"


@dataclass(frozen=True, slots=True)
class Disorder:
    """Two stages of one lead, of which the later one was entered first."""

    earlier: str
    later: str


DISORDERS = (
    Disorder(HAND_OFF, "sql"),
    Disorder(HAND_OFF, "opportunity"),
    Disorder(HAND_OFF, "won"),
    Disorder("sql", "won"),
)

AFTER_CREATION = (HAND_OFF, "sal", "sql", "opportunity", "won", "lost")
"""Stages that a lead can only enter once it is there."""

OLDER_DEALS = """SELECT deal_id, lead_id, leads.created_at, deals.opened_at FROM deal_leads JOIN deals USING (deal_id)
JOIN leads USING (lead_id) WHERE deals.opened_at < leads.created_at"""

CLOSED_FIRST = "SELECT deal_id, opened_at, closed_at FROM deals WHERE closed_at < opened_at"


def first_entries(held: Held) -> str:
    """A table (lead_id, stage, first) of the first dated entry of every lead to each stage."""
    held.make(
        FIRST_ENTRIES,
        """SELECT lead_id, LOWER(TRIM(stage, ' ')) AS stage, MIN(entered_at) AS first FROM stages
WHERE entered_at IS NOT NULL GROUP BY ALL""",
    )
    return FIRST_ENTRIES


def before_creation(stages: tuple[str, ...]) -> str:
    """Leads that entered one of these stages before they were created; call `first_entries` first."""
    listed = ", ".join(f"'{stage}'" for stage in stages)
    return f"""SELECT lead_id, MIN(first) AS first, ANY_VALUE(created_at) AS created_at
FROM {FIRST_ENTRIES} JOIN leads USING (lead_id) WHERE stage IN ({listed}) AND first < created_at GROUP BY lead_id"""


def out_of_order(disorder: Disorder) -> str:
    """Leads that entered the later stage before the earlier one; call `first_entries` first."""
    return f"""SELECT earlier.lead_id, earlier.first AS earlier_at, later.first AS later_at
FROM {FIRST_ENTRIES} AS earlier JOIN {FIRST_ENTRIES} AS later ON earlier.lead_id = later.lead_id
WHERE earlier.stage = '{disorder.earlier}' AND later.stage = '{disorder.later}' AND later.first < earlier.first"""


def forget_creation(copy: WorkingCopy) -> None:
    """A creation date that comes after the lead's own stages becomes unknown: the record was made anew, or moved."""
    first_entries(copy.held)
    late = before_creation(AFTER_CREATION)
    copy.update("leads", "created_at = NULL", f"lead_id IN (SELECT lead_id FROM ({late}))")


def unlink_older_deals(copy: WorkingCopy) -> None:
    """A deal that was open before the lead existed is not the lead's: the deal stays, without it."""
    copy.delete("deal_leads", f"(deal_id, lead_id) IN (SELECT (deal_id, lead_id) FROM ({OLDER_DEALS}))")


def forget_opening(copy: WorkingCopy) -> None:
    """An opening date that comes after the closing becomes unknown."""
    copy.update("deals", "opened_at = NULL", "closed_at < opened_at")


def leave_out_disordered(copy: WorkingCopy) -> None:
    """Take out the leads whose stages come in an order that cannot be."""
    first_entries(copy.held)
    every = " UNION ".join(f"SELECT lead_id FROM ({out_of_order(each)})" for each in DISORDERS)
    copy.held.make("disordered", every)
    copy.delete_leads("disordered")
