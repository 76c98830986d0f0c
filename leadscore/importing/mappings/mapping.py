"""What a mapping says, as frozen values: which columns of which files become which fields of which tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

Kind = Literal["id", "text", "number", "instant"]

FIELDS: dict[str, dict[str, Kind]] = {
    "leads": {"lead_id": "id", "created_at": "instant"},
    "activities": {
        "lead_id": "id",
        "occurred_at": "instant",
        "kind": "text",
        "detail": "text",
        "value": "number",
        "actor": "text",
    },
    "stages": {
        "lead_id": "id",
        "stage": "text",
        "entered_at": "instant",
        "amount": "number",
        "reason": "text",
        "score": "number",
    },
    "deals": {
        "deal_id": "id",
        "account_id": "id",
        "opened_at": "instant",
        "closed_at": "instant",
        "outcome": "text",
        "amount": "number",
        "currency": "text",
        "type": "text",
    },
    "deal_leads": {"deal_id": "id", "lead_id": "id"},
    "changes": {"lead_id": "id", "field": "text", "value": "text", "changed_at": "instant"},
}
"""The fields of each table and what kind of value each holds; leads has its attributes besides."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "leads": ("lead_id",),
    "activities": ("lead_id", "occurred_at", "kind"),
    "stages": ("lead_id", "stage"),
    "deals": ("deal_id", "outcome"),
    "deal_leads": ("deal_id", "lead_id"),
    "changes": ("lead_id", "field", "changed_at"),
}
"""Fields that a source must map and a row must have."""

SOURCE_KEYS = ("file", "sheet", "dialect", "where", "keep", "rename", "exported_at")
"""What a source says of itself; its other keys are fields."""

ID_ATTRIBUTES = ("account_id", "deal_id")
"""Attributes that are identities: text, whatever they look like."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text file is written; None means: find out, and say so in a warning."""

    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a raw column, with the model's operators."""

    column: str
    operator: str
    value: str | float | bool | tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Where the value of one field comes from, and how its text is read.

    Either `column` or `constant` is set.  `decimal` None means a point that nobody stated.  `values` has its keys
    lowered and trimmed.  `matches` are the attributes of the leads in which the value is looked up: it stands for the
    one lead that has it, or with `each` for every lead that has it.
    """

    column: str | None = None
    constant: str | None = None
    format: str | None = None
    zone: str | None = None
    decimal: str | None = None
    type: Literal["text", "number"] | None = None
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One reading of one file for one table; `where` conditions must all hold.

    `exported_at` is when a list of leads was exported (naive UTC), so that what differs from others has a date.
    """

    table: str
    place: str
    file: Path
    sheet: str | None
    dialect: Dialect
    where: tuple[Condition, ...]
    fields: tuple[tuple[str, Field], ...]
    keep: Literal["all"] | tuple[str, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    exported_at: datetime | None = None

    def field(self, name: str) -> Field | None:
        """The field of that name, if the source maps it."""
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping file."""

    file: Path
    sources: tuple[Source, ...]
    zone: str | None = None
    missing: tuple[str, ...] = ()
    data_date: datetime | None = None
    complete_until: tuple[tuple[str, datetime], ...] = ()
    captured_at_form: tuple[str, ...] = ()
    totals_today: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The mapped tables, leads first."""
        return tuple(table for table in FIELDS if any(source.table == table for source in self.sources))

    def lists_leads(self, source: Source) -> bool:
        """Whether the place that a source reads is a list of leads, a row a lead."""
        place = (source.file, source.sheet)
        return any(each.table == "leads" and (each.file, each.sheet) == place for each in self.sources)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read, once each."""
        return tuple(dict.fromkeys(source.file for source in self.sources))
