"""What became of one lead by a moment: closed and how, back in nurturing, or open with its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.desk.clock import DEFAULT_DUE, Clock, Due, calendar_of
from leadscore.desk.episodes import episode_stages, no_touches
from leadscore.outcomes.calendar import BusinessTime
from leadscore.store.database import Database
from leadscore.store.queries import assemble


@dataclass(frozen=True, slots=True)
class Standing:
    """The clock of a lead, and when it was closed or sent back to nurturing (naive UTC; None: not, or undated)."""

    clock: Clock
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether its latest episode has ended: closed, or back in nurturing."""
        return self.clock.closed_as is not None or self.ended_at is not None


def standing_of(
    database: Database, lead_id: str, at: datetime | None = None, limit: Due = DEFAULT_DUE
) -> Standing | None:
    """Where a lead stands at a moment (naive UTC; None: when the data end); None where this data has no dates."""
    as_of = at or database.manifest.data_date
    if as_of is None or not database.manifest.dated:
        return None
    sql = assemble(episode_stages(database.manifest, of_one=True), _ONE)
    found = database.cursor().execute(sql, {"as_of": as_of, "lead_id": lead_id}).fetchone()
    handed_over_at, touched_at, closed_as, ended_at = found or (None, None, None, None)
    calendar = calendar_of(database.manifest)
    business = BusinessTime.between(calendar, handed_over_at, as_of) if handed_over_at else None
    unknown = no_touches(database)
    return Standing(Clock(handed_over_at, touched_at, as_of, business, limit, closed_as, unknown), ended_at)


_ONE = "SELECT handed_over_at, touched_at, closed_as, ended_at FROM episodes"
