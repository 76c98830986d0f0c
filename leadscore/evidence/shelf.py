"""Evidence that was built, kept in memory as long as what it depends on stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlglot import exp

from leadscore.evidence.compiler import compile_evidence, compile_exclusions
from leadscore.evidence.facts import Facts, check
from leadscore.evidence.landmarks import Everyone, Lens, Replay
from leadscore.evidence.spelling import spelled
from leadscore.evidence.staging import Stage, assemble
from leadscore.model.hashes import condition_hash
from leadscore.model.model import Model
from leadscore.store.database import Database

T = TypeVar("T")

KEPT = 6
"""Evidence tables held at a time; at 1 M leads and 20 rules one takes about 0.2 GB."""

KEPT_DERIVED = 8
"""Tables of scores held at a time; at 1 M leads one takes about 0.1 GB."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How the leads of the data set became those with evidence: leads = scored + no landmark + excluded."""

    leads: int
    without_landmark: int
    excluded: int
    scored: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A table of the database with one row for each lead and landmark, and how many leads it leaves out."""

    table: str
    left_out: LeftOut


class Shelf:
    """Builds evidence on one database and keeps the latest of it; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.facts = Facts.of(database.manifest)
        self._kept: OrderedDict[str, Evidence] = OrderedDict()
        self._derived: OrderedDict[str, None] = OrderedDict()
        self._beside: dict[str, Any] = {}
        self._lock = threading.Lock()

    def evidence(self, model: Model, lens: Lens) -> Evidence:
        """The evidence of a model's rules under a lens; ModelError where the data cannot answer the model."""
        check(model, self.facts)
        key = evidence_key(model, lens)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._build(key, model, lens)
                self._forget_oldest()
            self._kept.move_to_end(key)
            return self._kept[key]

    def kept(self, model: Model, lens: Lens) -> str | None:
        """The table of evidence that was built already; it may be let go at any time."""
        with self._lock:
            found = self._kept.get(evidence_key(model, lens))
        return found.table if found else None

    def population(self, model: Model, moment: datetime) -> str:
        """The table of all leads that the model's population keeps, at their hand-off or else at that moment."""
        return self.evidence(model.model_copy(update={"rules": ()}), Everyone(moment)).table

    def excluded_by(self, model: Model, moment: datetime) -> tuple[int, ...]:
        """How many leads each population condition excludes, at their hand-off or else at that moment.

        A lead counts under the first condition that holds, so the counts add up.
        """
        stages = compile_exclusions(model, self.facts, Everyone(moment))
        counted = exp.select("excluded_by", "count(*)").from_("exclusions").group_by("excluded_by")
        found = dict(self.database.cursor().execute(spelled(assemble(stages, counted), "duckdb")).fetchall())
        return tuple(found.get(place, 0) for place in range(len(model.population.exclude)))

    def keep(self, table: str) -> None:
        """Remember a table made of evidence; the least recently kept go when there are too many."""
        with self._lock:
            self._derived[table] = None
            self._derived.move_to_end(table)
            while len(self._derived) > KEPT_DERIVED:
                oldest, _ = self._derived.popitem(last=False)
                self.database.cursor().execute(f"DROP TABLE IF EXISTS {oldest}")

    def beside(self, name: str, make: Callable[[], T]) -> T:
        """What a room above keeps as long as this shelf lasts, under a name of its own; made at the first call."""
        with self._lock:
            if name not in self._beside:
                self._beside[name] = make()
            found: T = self._beside[name]
        return found

    def _build(self, key: str, model: Model, lens: Lens) -> Evidence:
        table = f"evidence_{key[:16]}"
        stages = compile_evidence(model, self.facts, lens).stages
        query = assemble(stages, exp.select("*").from_("evidence"))
        self.database.cursor().execute(f"CREATE OR REPLACE TABLE {table} AS {spelled(query, 'duckdb')}")
        counted = "count(DISTINCT lead_id)" if isinstance(lens, Replay) else "count(*)"
        scored = self._number(f"SELECT {counted} FROM {table}")
        with_landmark = self._with_landmark(stages, counted) if model.population.exclude else scored
        leads = self.database.manifest.rows("leads")
        return Evidence(table, LeftOut(leads, leads - with_landmark, with_landmark - scored, scored))

    def _with_landmark(self, stages: Sequence[Stage], counted: str) -> int:
        """How many leads had a landmark before the population excluded some; only a replay has several for one."""
        until = next(place for place, stage in enumerate(stages) if stage.name == "landmarks")
        landmarks = assemble(stages[: until + 1], exp.select(counted).from_("landmarks"))
        return self._number(spelled(landmarks, "duckdb"))

    def _number(self, sql: str) -> int:
        found = self.database.cursor().execute(sql).fetchone()
        return found[0] if found else 0

    def _forget_oldest(self) -> None:
        while len(self._kept) > KEPT:
            _, oldest = self._kept.popitem(last=False)
            self.database.cursor().execute(f"DROP TABLE IF EXISTS {oldest.table}")


def evidence_key(model: Model, lens: Lens) -> str:
    """What evidence depends on besides the data: the rules without points, the population and the lens."""
    conditions = [rule.when for rule in model.rules]
    return condition_hash([conditions, model.population, repr(lens)])
