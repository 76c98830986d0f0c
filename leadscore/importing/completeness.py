"""Up to when each table is complete, and the data date that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadscore.importing.mapping import Mapping
from leadscore.importing.staging import Staging

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


def completeness(staging: Staging, mapping: Mapping, tables: tuple[str, ...]) -> Completeness:
    """Each table's latest stamp unless the mapping says otherwise; the earliest of them is the data date.

    The leads' own dates count only where nothing else is dated.
    """
    latest = {table: staging.one(_LATEST[table]) for table in _LATEST if table in tables}
    until = {table: stamp for table, stamp in latest.items() if stamp is not None} | dict(mapping.complete_until)
    counting = {table: stamp for table, stamp in until.items() if table != "leads"} or until
    return Completeness(
        data_date=mapping.data_date or min(counting.values(), default=None),
        complete_until=until,
        dated=latest.get("leads") is not None or latest.get("stages") is not None,
    )
