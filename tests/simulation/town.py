"""A small town told lead by lead, written as a snapshot: day 0 is Monday 5 January 2026, 9:00 UTC."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from reference.dataset import Facts
from reference.snapshot import write_snapshot

from leadscore.evidence import Shelf
from leadscore.model import Model
from leadscore.simulation.replay import Replayed, build_replay
from leadscore.store.database import Database

START = datetime.fromisoformat("2026-01-05T09:00")
STAGES = ("mql", "sal", "sql", "opportunity", "won", "lost", "rejected", "recycled", "disqualified")
FIRST_HAND_OFF = -60
"""Day of Zoe's hand-off, who opens the record of every town: the period starts there."""


def day(number: float) -> datetime:
    """An instant so many days after the start."""
    return START + timedelta(days=number)


@dataclass
class Town:
    """Rows of the canonical tables; `mql=` is the hand-off, every other stage is told the same way."""

    leads: list[dict] = field(default_factory=list)
    activities: list[dict] = field(default_factory=list)
    stages: list[dict] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=lambda: {"account_id": "text", "title": "text"})
    captured: tuple[str, ...] = ("title",)
    until: float = 400

    def lead(self, name, created=0, worked=None, did=(), title=None, account_id=None, **stages):
        """A lead, the days of its stages, the day of a call by sales, and what it did: ("demo", 3), ..."""
        at = None if created is None else day(created)
        self.leads.append({"lead_id": name, "created_at": at, "title": title, "account_id": account_id})
        for stage, when in stages.items():
            assert stage in STAGES
            entry = {"stage": stage, "entered_at": day(when), "amount": None, "reason": None, "score": None}
            self.stages.append({"lead_id": name, **entry})
        for kind, when in did:
            self._act(name, kind, when, "lead")
        if worked is not None:
            self._act(name, "call", worked, "seller")
        return self

    def _act(self, name, kind, when, actor):
        row = {"lead_id": name, "occurred_at": day(when), "kind": kind, "detail": None, "value": None, "actor": actor}
        self.activities.append(row)

    @contextmanager
    def shelf(self):
        """A shelf over the town's snapshot, with its data date."""
        tables = {"leads": self.leads, "activities": self.activities, "stages": self.stages}
        with TemporaryDirectory() as name:
            manifest = write_snapshot(Path(name), tables, Facts(self.attributes))
            attributes = tuple(
                replace(each, captured_at_form=each.name in self.captured) for each in manifest.attributes
            )
            dated = replace(manifest, attributes=attributes, data_date=day(self.until) if manifest.dated else None)
            database = Database(Path(name), dated, threads=1)
            try:
                yield Shelf(database)
            finally:
                database.close()

    def replay(self, model: Model, **asked) -> Replayed:
        """The town's past under a model, week by week."""
        with self.shelf() as shelf:
            return build_replay(shelf, model, **asked)


def opened() -> Town:
    """A town whose record opens with Zoe, handed over two months before day 0 without a point and never worked."""
    return Town().lead("Zoe", created=FIRST_HAND_OFF, mql=FIRST_HAND_OFF)


def model(webinar=20, demo=30, mql=20, sql=40, **more) -> Model:
    """Webinar and demo, points for each; further keys are those of a model file."""
    rules = [
        {"id": "webinar", "points": webinar, "when": {"activity": "webinar"}},
        {"id": "demo", "points": demo, "when": {"activity": "demo"}},
    ]
    cut_offs = None if mql is None else {"mql": mql, "sql": sql}
    return Model.model_validate({"name": "Town", "rules": rules, "cut_offs": cut_offs, **more})


def names(replayed: Replayed, leads) -> set[str]:
    """The marked leads by name."""
    return set(replayed.lead_id[leads])


def called(town: Town, prefix: str, number: int, hits: int, kind: str | None, created=0) -> Town:
    """So many leads handed over and called alike, the first `hits` of them confirmed by sales."""
    for place in range(number):
        sql = {"sql": created + 15} if place < hits else {}
        did = ((kind, created + 1),) if kind else ()
        town.lead(f"{prefix}{place:02}", created=created, mql=created + 10, worked=created + 11, did=did, **sql)
    return town
