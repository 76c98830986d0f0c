"""What a snapshot says of itself: its tables, attributes, dates and the ledger of its import."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

FORMAT = 1

COLUMNS: dict[str, dict[str, str]] = {
    "leads": {"lead_id": "VARCHAR", "created_at": "TIMESTAMP"},
    "activities": {
        "lead_id": "VARCHAR",
        "occurred_at": "TIMESTAMP",
        "kind": "VARCHAR",
        "detail": "VARCHAR",
        "value": "DOUBLE",
        "actor": "VARCHAR",
    },
    "stages": {
        "lead_id": "VARCHAR",
        "stage": "VARCHAR",
        "entered_at": "TIMESTAMP",
        "amount": "DOUBLE",
        "reason": "VARCHAR",
        "score": "DOUBLE",
    },
    "deals": {
        "deal_id": "VARCHAR",
        "account_id": "VARCHAR",
        "opened_at": "TIMESTAMP",
        "closed_at": "TIMESTAMP",
        "outcome": "VARCHAR",
        "amount": "DOUBLE",
        "currency": "VARCHAR",
        "type": "VARCHAR",
    },
    "deal_leads": {"deal_id": "VARCHAR", "lead_id": "VARCHAR"},
    "changes": {
        "lead_id": "VARCHAR",
        "field": "VARCHAR",
        "value": "VARCHAR",
        "number": "DOUBLE",
        "changed_at": "TIMESTAMP",
    },
    "exports": {"lead_id": "VARCHAR", "first_at": "TIMESTAMP", "last_at": "TIMESTAMP"},
    "filled": {"lead_id": "VARCHAR", "field": "VARCHAR"},
}
"""The canonical columns of each table; leads has its attributes after these.

`exports` says in which dated export each lead stood first and last, `filled` which attributes of a lead its own list
left blank and a list of companies told: no file is mapped to them.
"""

AttributeType = Literal["text", "number"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of the leads: its name, its fixed type, and whether it was captured at the form.

    `total_today` marks a count that a CRM keeps up to date (page views, sessions): never captured at a form.
    """

    name: str
    type: AttributeType
    captured_at_form: bool = False
    total_today: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a snapshot: its number of rows and the checksum of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a reader must know of a snapshot without opening its tables."""

    revision: str
    tables: dict[str, Table]
    attributes: tuple[Attribute, ...]
    kinds: dict[str, int] = field(default_factory=dict)
    changed_fields: tuple[str, ...] = ()
    dated: bool = True
    zone: str = "UTC"
    data_date: datetime | None = None
    complete_until: dict[str, datetime] = field(default_factory=dict)
    ledger: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    treatments: tuple[Any, ...] = ()
    """What was mended in the data after their import, as plain values, in order."""
    untreated: int | None = None
    """The number of the snapshot that the treatments began from."""
    grown_from: int | None = None
    """The number of the snapshot that an import was added to."""

    def rows(self, table: str) -> int:
        """Rows of a table; 0 where the data set does not have it."""
        return self.tables[table].rows if table in self.tables else 0

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that exact name, if the data has it."""
        return next((each for each in self.attributes if each.name == name), None)

    def to_json(self) -> str:
        """The manifest as the text of manifest.json."""
        document = {"format": FORMAT, **asdict(self)}
        return json.dumps(document, indent=1, default=_instant, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read manifest.json; raises ValueError or KeyError where it is damaged."""
        document = json.loads(text)
        if document.pop("format") != FORMAT:
            raise ValueError("this snapshot was written by a newer leadscore; update leadscore to read it")
        document["tables"] = {name: Table(**table) for name, table in document["tables"].items()}
        document["attributes"] = tuple(Attribute(**each) for each in document["attributes"])
        document["changed_fields"] = tuple(document["changed_fields"])
        document["warnings"] = tuple(document["warnings"])
        document["treatments"] = tuple(document.get("treatments", ()))
        document["complete_until"] = {
            name: datetime.fromisoformat(text) for name, text in document["complete_until"].items()
        }
        if document["data_date"] is not None:
            document["data_date"] = datetime.fromisoformat(document["data_date"])
        return cls(**document)


def _instant(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a manifest")
