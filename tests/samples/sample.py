"""One sample company as its files say it, read without the product and without the generator."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
COMPANIES = ("saas", "manufacturing", "services")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stamped:
    """One row with its instant in UTC."""

    at: datetime
    row: Row


@dataclass(frozen=True, slots=True)
class Sample:
    """All tables of one company; activities, stages and changes by lead and in order of time."""

    name: str
    truth: dict[str, Any]
    model: dict[str, Any]
    mapping: dict[str, Any]
    leads: dict[str, Row]
    created: dict[str, datetime]
    activities: dict[str, list[Stamped]]
    stages: dict[str, list[Stamped]]
    changes: dict[str, list[Stamped]]
    deals: dict[str, Row]
    deal_leads: list[tuple[str, str]]

    def first(self, lead: str, stage: str) -> datetime | None:
        return next((one.at for one in self.stages.get(lead, []) if one.row["stage"] == stage), None)

    @property
    def real(self) -> list[str]:
        """Leads that are neither duplicates, nor tests, nor customers who wrote again."""
        return [
            lead
            for lead, row in self.leads.items()
            if not row["duplicate_of"] and row["existing_customer"] != "yes" and not row["email"].endswith(".test")
        ]

    @property
    def handed(self) -> dict[str, datetime]:
        """The first hand-off of every real lead that has one."""
        found = {lead: self.first(lead, "mql") for lead in self.real}
        return {lead: at for lead, at in found.items() if at is not None}

    def touches(self, lead: str, start: datetime, days: float) -> list[datetime]:
        """Human attempts by sales in (start, start + days]."""
        return [
            one.at
            for one in self.activities.get(lead, [])
            if one.row["kind"] in ("call", "meeting", "email_sent")
            and one.row["actor"] != "lead"
            and 0 < (one.at - start).total_seconds() <= days * 86400
        ]


def read_yaml(file: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(file.read_text(encoding="utf-8")))


def rows_of(name: str, source: dict[str, Any]) -> list[Row]:
    file = FOLDER / name / source["file"]
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8")), delimiter=source["dialect"]["delimiter"]))


def instant(text: str, field: str | dict[str, str]) -> datetime:
    """The instant in UTC, without a zone."""
    if isinstance(field, dict) and "format" in field:
        moment = datetime.strptime(text, field["format"]).replace(tzinfo=ZoneInfo(field["zone"]))
    else:
        moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None)


def by_lead(rows: list[Row], source: dict[str, Any], field: str) -> dict[str, list[Stamped]]:
    found: dict[str, list[Stamped]] = defaultdict(list)
    for row in rows:
        found[row["lead_id"]].append(Stamped(instant(row[field], source[field]), row))
    return {lead: sorted(some, key=lambda one: one.at) for lead, some in found.items()}


@cache
def sample(name: str) -> Sample:
    """The company of that name, stages in canonical words."""
    mapping = read_yaml(FOLDER / name / "mapping.yaml")
    leads = {row["lead_id"]: row for row in rows_of(name, mapping["leads"][0])}
    staged = mapping["stages"][1]
    stages = [{**row, "stage": staged["stage"]["values"][row["stage"]]} for row in rows_of(name, staged)]
    acts, changes, deals = mapping["activities"][0], mapping["changes"][0], mapping["deals"][0]
    sold = [{**row, "outcome": deals["outcome"]["values"][row["outcome"]]} for row in rows_of(name, deals)]
    return Sample(
        name,
        json.loads((FOLDER / name / "truth.json").read_text(encoding="utf-8")),
        read_yaml(FOLDER / name / "model.yaml"),
        mapping,
        leads,
        {lead: instant(row["created_at"], mapping["leads"][0]["created_at"]) for lead, row in leads.items()},
        by_lead(rows_of(name, acts), acts, "occurred_at"),
        by_lead(stages, staged, "entered_at"),
        by_lead(rows_of(name, changes), changes, "changed_at"),
        {row["deal_id"]: row for row in sold},
        [(row["deal_id"], row["lead_id"]) for row in rows_of(name, mapping["deal_leads"][0])],
    )
