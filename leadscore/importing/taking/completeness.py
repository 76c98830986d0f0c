"""Up to when each table is complete, and the data date that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from leadscore.importing.mappings.mapping import Mapping
from leadscore.importing.taking.staging import Staging
from leadscore.store.manifest import Manifest

_LATEST = {
    "leads": "SELECT max(created_at) FROM leads",
    "activities": "SELECT max(occurred_at) FROM activities",
    "stages": "SELECT max(entered_at) FROM stages",
    "deals": "SELECT max(greatest(opened_at, CASE WHEN outcome IN ('won', 'lost') THEN closed_at END)) FROM deals",
    "changes": "SELECT max(changed_at) FROM changes",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """The data date and where it comes from; `dated` is false where neither arrivals nor stages have dates."""

    data_date: datetime | None
    complete_until: dict[str, datetime]
    dated: bool


MOST_DAYS_APART = 7
"""A table that ends longer before another is rather stale than complete."""


def counted(until: dict[str, datetime]) -> dict[str, datetime]:
    """The tables whose end counts for the data date: the leads' own only where nothing else is dated."""
    return {table: stamp for table, stamp in until.items() if table != "leads"} or until


def held_back(until: dict[str, datetime], data_date: datetime | None, zone: str) -> str | None:
    """A warning where the table that sets the data date ends long before others do; None where none does.

    Also None where the mapping itself states another data date.  Days are those of the zone.
    """
    ends = sorted(counted(until).items(), key=lambda each: (each[1], each[0]))
    if not ends or data_date != ends[0][1] or ends[-1][1] - ends[0][1] <= timedelta(days=MOST_DAYS_APART):
        return None
    (first, earliest), *others = [(table, _day(stamp, zone)) for table, stamp in ends]
    listed = ", ".join(f"{table} run to {day}" for table, day in others)
    return (
        f"the data date {earliest} is set by {first}, which end there; {listed}. What comes after the data date does "
        f"not count. If {first} are complete for longer, say so in the mapping: `complete_until: {{{first}: "
        f"{others[-1][1]}}}`, or state the `data_date:` itself"
    )


def _day(stamp: datetime, zone: str) -> date:
    return stamp.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def completeness(
    staging: Staging, mapping: Mapping, tables: tuple[str, ...], before: Manifest | None = None
) -> Completeness:
    """Each table's latest stamp unless the mapping says otherwise; the earliest of them is the data date.

    The leads' own dates count only where nothing else is dated.  What was stated of the data before, to which these
    were added, holds on: no table ends earlier than it did.
    """
    latest = {table: staging.one(_LATEST[table]) for table in _LATEST if table in tables}
    if "changes" in tables and "exports" in tables:  # an export that shows no difference shows that there was none
        latest["changes"] = staging.one(
            "SELECT greatest(max(changed_at), (SELECT max(last_at) FROM exports)) FROM changes"
        )
    until = {table: stamp for table, stamp in latest.items() if stamp is not None}
    for table, stamp in before.complete_until.items() if before else ():
        until[table] = max(stamp, until.get(table, stamp))
    until |= dict(mapping.complete_until)
    return Completeness(
        data_date=mapping.data_date or _data_date(until, before),
        complete_until=until,
        dated=latest.get("leads") is not None or latest.get("stages") is not None,
    )


def _data_date(until: dict[str, datetime], before: Manifest | None) -> datetime | None:
    found = min(counted(until).values(), default=None)
    if before is None or before.data_date is None:
        return found
    stated = before.data_date != min(counted(before.complete_until).values(), default=None)
    return max(before.data_date, found or before.data_date) if stated else found
