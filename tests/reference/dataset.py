"""The data set as the scorer reads it: rows by lead, and what the data as a whole has or lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from .text import plain

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]

MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1) // MICROSECOND
WELL_KNOWN = frozenset(
    {
        "email",
        "name",
        "company",
        "title",
        "seniority",
        "industry",
        "company_size",
        "annual_revenue",
        "country",
        "source",
        "campaign",
        "owner",
        "account_id",
        "budget",
        "authority",
        "need",
        "timeline",
        "expected_value",
    }
)
SELLER_KINDS = frozenset({"call", "meeting", "email_sent", "email_delivered", "bounced"})


def microseconds(instant: datetime) -> int:
    """Microseconds since 1970, negative before: whole numbers never run out of calendar."""
    return (instant.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows alone do not say: the attributes with their types ('text' or 'number'), and the zone of dates."""

    attributes: dict[str, str]
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, its texts in the form in which they are compared."""

    at: int
    kind: str
    detail: str | None
    value: float | None
    actor: str | None

    @property
    def own(self) -> bool:
        """Whether the lead did it: by its actor, else by a kind that is not a seller's."""
        return self.actor == "lead" if self.actor is not None else self.kind not in SELLER_KINDS


@dataclass(slots=True)
class Dataset:
    """The rows of every table, found by lead; build it with `dataset`."""

    facts: Facts
    leads: dict[str, Row]
    activities: dict[str, list[Activity]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    hand_offs: dict[str, datetime] = field(default_factory=dict)
    changes: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    changed_fields: set[str] = field(default_factory=set)
    deals: list[Row] = field(default_factory=list)
    deals_of_lead: dict[str, set[str]] = field(default_factory=dict)
    dated: bool = False

    def has(self, attribute: str) -> bool:
        """Whether the data has the attribute; an attribute that nobody knows is an error."""
        if attribute in self.facts.attributes:
            return True
        if attribute in WELL_KNOWN:
            return False
        raise LookupError(f"'{attribute}' is neither in this data nor well known")

    def value(self, lead_id: str, attribute: str, at: int | None) -> Any:
        """The value of an attribute the data has, for a lead at T; None where it is not known."""
        if at is None or attribute not in self.changed_fields:
            return self.leads[lead_id].get(attribute)
        rows = [row for row in self.changes.get((lead_id, attribute), []) if _dated_by(row, at)]
        if not rows:
            return None
        last = max(row["changed_at"] for row in rows)
        ties = [row for row in rows if row["changed_at"] == last]
        winner = max(ties, key=lambda row: (row["value"] is not None, row["value"] or ""))
        return winner["number"] if self.facts.attributes[attribute] == "number" else winner["value"]

    def activities_until(self, lead_id: str, at: int) -> list[Activity]:
        """The activities of a lead at or before T."""
        return [each for each in self.activities.get(lead_id, []) if each.at <= at]


def _dated_by(row: Row, at: int) -> bool:
    return row["changed_at"] is not None and microseconds(row["changed_at"]) <= at


def dataset(tables: Tables, facts: Facts) -> Dataset:
    """Index the canonical rows; a table may be absent or empty."""
    data = Dataset(facts, {row["lead_id"]: row for row in tables.get("leads", [])})
    data.deals = list(tables.get("deals", []))
    for row in tables.get("activities", []):
        activity = _activity(row)
        data.kinds.add(activity.kind)
        data.activities.setdefault(row["lead_id"], []).append(activity)
    for row in tables.get("changes", []):
        data.changed_fields.add(row["field"])
        data.changes.setdefault((row["lead_id"], row["field"]), []).append(row)
    for row in tables.get("deal_leads", []):
        data.deals_of_lead.setdefault(row["lead_id"], set()).add(row["deal_id"])
    stamps = [row for row in tables.get("stages", []) if row["entered_at"] is not None]
    for row in stamps:
        if plain(row["stage"]) == "mql":
            known = data.hand_offs.get(row["lead_id"], row["entered_at"])
            data.hand_offs[row["lead_id"]] = min(known, row["entered_at"])
    data.dated = bool(stamps) or any(row.get("created_at") is not None for row in data.leads.values())
    return data


def _activity(row: Row) -> Activity:
    detail, actor = row.get("detail"), row.get("actor")
    return Activity(
        at=microseconds(row["occurred_at"]),
        kind=plain(row["kind"]),
        detail=None if detail is None else plain(detail),
        value=row.get("value"),
        actor=None if actor is None else plain(actor),
    )
