"""A small world told lead by lead, as an in-memory DuckDB with the canonical tables and a `scores` table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb

from leadscore.outcomes import Question, Report, figures
from leadscore.store.database import quoted
from leadscore.store.manifest import COLUMNS, Attribute, Manifest, Table

START = datetime.fromisoformat("2026-01-01T09:00")
"""Day 0 of every story."""

RATES = ("waterfall", "conversion", "quality", "revenue")
"""Families that most stories are about."""

LATER = START + timedelta(days=365)
"""A data date by which every lead of a story is mature."""


def day(number: float) -> datetime:
    """An instant so many days after the start."""
    return START + timedelta(days=number)


@dataclass
class Story:
    """Rows of the canonical tables; `scores` has (lead_id, as_of, score, band)."""

    leads: list[dict] = field(default_factory=list)
    activities: list[tuple] = field(default_factory=list)
    stages: list[tuple] = field(default_factory=list)
    deals: list[tuple] | None = None
    deal_leads: list[tuple] = field(default_factory=list)
    changes: list[tuple] = field(default_factory=list)
    scores: list[tuple] = field(default_factory=list)
    captured: tuple[str, ...] = ()
    dated: bool = True

    def lead(self, name, handed=None, worked=None, band=None, created=0, scored=True, at=None, **told):
        """A lead; stages as days (sql=20), worked as the day of a call, the rest attributes."""
        attributes = {key: told[key] for key in told if key not in _STAGES}
        self.leads.append({"lead_id": name, "created_at": _instant(created), **attributes})
        stages = {"mql": handed, **{key: told[key] for key in told if key in _STAGES}}
        for stage, when in stages.items():
            if when is not None:
                self.stages.append((name, stage, _instant(when), None, None, None))
        if worked is not None:
            self.touch(name, worked)
        if scored:
            landmark = at if at is not None else handed
            self.scores.append((name, _instant(landmark), 500_000, band))
        return self

    def touch(self, name, when, kind="call", actor=None):
        """An activity of that lead."""
        self.activities.append((name, _instant(when), kind, None, None, actor))
        return self

    def stage(self, name, stage, when):
        """One more stage entry."""
        self.stages.append((name, stage, None if when is None else _instant(when), None, None, None))
        return self

    def deal(self, deal, leads, outcome="won", closed=None, amount=1000.0, opened=None, currency="EUR", account=None):
        """A deal with its leads; the first makes the deals table exist."""
        row = (deal, account, _instant(opened), _instant(closed), outcome, amount, currency, None)
        self.deals = [*(self.deals or []), row]
        self.deal_leads += [(deal, lead) for lead in leads]
        return self

    def manifest(self) -> Manifest:
        """A manifest that says what the story has."""
        tables = {"leads": self.leads, "activities": self.activities, "stages": self.stages, "changes": self.changes}
        tables |= {} if self.deals is None else {"deals": self.deals, "deal_leads": self.deal_leads}
        names = list(dict.fromkeys(key for lead in self.leads for key in lead if key not in COLUMNS["leads"]))
        return Manifest(
            revision="story",
            tables={name: Table(len(rows), "") for name, rows in tables.items() if rows},
            attributes=tuple(Attribute(name, self._type(name), name in self.captured) for name in names),
            changed_fields=tuple(sorted({row[1] for row in self.changes})),
            dated=self.dated,
        )

    def _type(self, name):
        values = [lead.get(name) for lead in self.leads if lead.get(name) is not None]
        return "number" if values and all(isinstance(value, (int, float)) for value in values) else "text"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """The story as tables of an in-memory DuckDB."""
        cursor = duckdb.connect(":memory:")
        cursor.execute("SET TimeZone = 'UTC'")
        types = {"number": "DOUBLE", "text": "VARCHAR"}
        attributes = {each.name: types[each.type] for each in self.manifest().attributes}
        leads = [tuple(lead.get(name) for name in COLUMNS["leads"] | attributes) for lead in self.leads]
        _table(cursor, "leads", COLUMNS["leads"] | attributes, leads)
        for name in ("activities", "stages", "deals", "deal_leads", "changes"):
            _table(cursor, name, COLUMNS[name], getattr(self, name) or [])
        score = {"lead_id": "VARCHAR", "as_of": "TIMESTAMP", "score": "BIGINT", "band": "VARCHAR"}
        _table(cursor, "scores", score, self.scores)
        return cursor

    def report(self, population="leads", commitments=None, families=RATES, draws=0, **asked) -> Report:
        """Figures of some families, without resampling; everything is mature unless a data date is given."""
        if self.dated:
            asked.setdefault("data_date", LATER)
        question = Question(**asked)
        return figures(self.connect(), self.manifest(), "scores", question, population, commitments, draws, families)


_STAGES = {"inquiry", "sal", "sql", "opportunity", "won", "lost", "rejected", "recycled", "disqualified"}


def _instant(when):
    return day(when) if isinstance(when, (int, float)) else when


def _table(cursor, name, columns, rows):
    listed = ", ".join(f"{quoted(column)} {sql_type}" for column, sql_type in columns.items())
    cursor.execute(f"CREATE TABLE {name} ({listed})")
    if rows:
        cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)


def called(**leads) -> Story:
    """Leads handed over on day 0 and called on day 1: called(Ada={"sql": 20}, Ben={})."""
    story = Story()
    for name, told in leads.items():
        story.lead(name, **{"handed": 0, "worked": 1, **told})
    return story


def rate(report, name="conversion_sql", group=None) -> tuple[int, int]:
    """A share as (hits, n)."""
    found = report.figure(name, group)
    return (round(found.value * found.n), found.n)


def value(report, name, group=None) -> float | None:
    """The value of a figure."""
    return report.figure(name, group).value


def workshop() -> Story:
    """Ten handed-over leads in two bands; eight were called, four of them became sql, two of those were won."""
    story = Story()
    story.lead("Ada", handed=0, worked=1, band="ready", sql=10, opportunity=20, won=60, source="Web")
    story.lead("Ben", handed=0, worked=2, band="ready", sql=59, opportunity=61, lost=90, source="web ")
    story.lead("Cleo", handed=5, worked=6, band="ready", sql=30, opportunity=40, won=120, source="Web")
    story.lead("Dan", handed=5, worked=35, band="ready", rejected=40, source="Fair")
    story.lead("Eve", handed=10, worked=12, band="hand_over", sql=20, lost=70, source="Fair")
    story.lead("Fay", handed=10, worked=11, band="hand_over", recycled=50, source="fair")
    story.lead("Gus", handed=10, worked=15, band="hand_over", source=None)
    story.lead("Hal", handed=12, worked=13, band="hand_over", disqualified=20, source=" ")
    story.lead("Ida", handed=12, band="hand_over", sql=30, source="Fair")
    story.lead("Joe", handed=12, band="nurture", source="Web")
    return story
