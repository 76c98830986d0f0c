"""The pasts of a data set that are kept: fates by population, and scored leads by what scored them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import duckdb
from sqlglot import exp

from leadscore.evidence import Handoff, Lens, Shelf, assemble, spelled
from leadscore.evidence.landmarks import stages
from leadscore.evidence.shelf import evidence_key
from leadscore.model import Model
from leadscore.model.hashes import condition_hash, scoring_hash
from leadscore.outcomes.cohort import Cohort, cohort_of
from leadscore.outcomes.fates import Fates
from leadscore.outcomes.question import Question
from leadscore.outcomes.scored import Scored
from leadscore.scoring import score
from leadscore.store.database import Database, quoted

KEPT = 2
"""Scored leads held at a time; at 1 M leads they take about 0.3 GB with their deals and episodes, fates 0.15 GB."""

UNSCORED = "unscored"
_NAME = "pasts"
_NO_SCORE = "lead_id, as_of, 0 AS score, CAST(NULL AS VARCHAR) AS band"
_Relation = Callable[[duckdb.DuckDBPyConnection], str]


def kept_cohort(
    shelf: Shelf, cursor: duckdb.DuckDBPyConnection, model: Model, lens: Lens, question: Question
) -> Cohort:
    """The cohort of a question to the leads that a model scores; all that the question does not change is kept."""
    return cohort_of(shelf.beside(_NAME, Pasts).scored(shelf, model, lens), cursor, question)


def unscored_cohort(
    shelf: Shelf,
    model: Model,
    lens: Lens,
    outcome: str | None = None,
    cursor: duckdb.DuckDBPyConnection | None = None,
) -> Cohort:
    """The leads with a T, by default on a cursor of their own: what became of them is asked, whoever scored them."""
    question = Question.of(shelf.database.manifest, model.evaluation, lens.name, outcome)
    landmarks = shelf.beside(_NAME, Pasts).landmarks(shelf, model, lens)
    return cohort_of(landmarks, cursor or shelf.database.cursor(), question)


def hand_offs_cohort(shelf: Shelf, question: Question) -> Cohort:
    """The same for every lead with a hand-off, whatever the model and its population."""
    return cohort_of(shelf.beside(_NAME, Pasts).landmarks(shelf, None, Handoff()), shelf.database.cursor(), question)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which leads are asked for (no model: of no population), and what fills a relation of their scores."""

    shelf: Shelf
    model: Model | None
    lens: Lens
    relation: _Relation

    @property
    def excludes(self) -> bool:
        """Whether there is a population that may leave leads out."""
        return self.model is not None and bool(self.model.population.exclude)

    @property
    def landmarks(self) -> str:
        """What decides which leads have a T, and which."""
        exclude = self.model.population.exclude if self.model is not None else ()
        return condition_hash([list(exclude), repr(self.lens)])

    def members(self, scores: str) -> str:
        """SELECT of the lead_id of every lead that may be credited with a deal."""
        moment = self.shelf.database.manifest.data_date
        if self.model is None or not self.excludes or moment is None:
            return "SELECT lead_id FROM leads"
        kept = quoted(self.shelf.population(self.model, moment))
        return f"SELECT lead_id FROM {kept} UNION SELECT lead_id FROM {quoted(scores)}"


@dataclass(frozen=True, slots=True)
class _Held:
    """Scored leads, and of which leads at which T they are, whatever scored them."""

    scored: Scored
    landmarks: str


class Pasts:
    """Builds what became of scored leads and keeps the latest of it; safe to share between threads.

    One is built at a time; what is there is handed out without waiting for it.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._fates: tuple[str, Fates] | None = None
        self._lock = threading.Lock()
        self._building = threading.Lock()

    def scored(self, shelf: Shelf, model: Model, lens: Lens) -> Scored:
        """The leads that a model scores under a lens."""
        key = f"{evidence_key(model, lens)} {scoring_hash(model)}"
        asked = _Asked(shelf, model, lens, lambda cursor: score(shelf, model, lens).table)
        return self._kept(lambda: self._find(key), key, asked)

    def landmarks(self, shelf: Shelf, model: Model | None, lens: Lens) -> Scored:
        """The leads with a T under a lens that a model's population keeps; whoever scored them first will do."""
        asked = _Asked(shelf, model, lens, _unscored(shelf, model, lens))
        return self._kept(lambda: self._find_like(asked.landmarks), asked.landmarks, asked)

    def _kept(self, find: Callable[[], Scored | None], key: str, asked: _Asked) -> Scored:
        found = find()
        if found is not None:
            return found
        with self._building:
            found = find()
            if found is None:
                self._make_room()
                found = self._build(asked)
                with self._lock:
                    self._held[key] = _Held(found, asked.landmarks)
        return found

    def _find(self, key: str) -> Scored | None:
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key].scored

    def _find_like(self, landmarks: str) -> Scored | None:
        with self._lock:
            like = [key for key, held in self._held.items() if held.landmarks == landmarks]
        return self._find(like[-1]) if like else None

    def _make_room(self) -> None:
        """The oldest goes before the next is built, so that they are never in memory together."""
        with self._lock:
            while len(self._held) >= KEPT:
                self._held.popitem(last=False)

    def _build(self, asked: _Asked) -> Scored:
        database = asked.shelf.database
        manifest = database.manifest
        question = Question(data_date=manifest.data_date, zone=manifest.zone)
        with database.cursor() as cursor:
            scores = asked.relation(cursor)
            members = asked.members(scores)
            fates = self._fates_of(database, cursor, asked.landmarks if asked.excludes else "", members, question)
            return Scored(cursor, manifest, scores, question, members, fates, database)

    def _fates_of(
        self, database: Database, cursor: duckdb.DuckDBPyConnection, key: str, members: str, question: Question
    ) -> Fates:
        """Those of the population, of which only the latest is kept."""
        if self._fates is None or self._fates[0] != key:
            self._fates = None
            self._fates = (key, Fates(cursor, database.manifest, question, members, database))
        return self._fates[1]


def _unscored(shelf: Shelf, model: Model | None, lens: Lens) -> _Relation:
    """What fills a relation of leads with a T, and neither score nor band."""

    def relation(cursor: duckdb.DuckDBPyConnection) -> str:
        if model is not None:
            source = f"VIEW {UNSCORED} AS SELECT {_NO_SCORE} FROM {quoted(shelf.evidence(model, lens).table)}"
        else:
            found = assemble(stages(lens, shelf.facts.dated), exp.select("*").from_("landmarks"))
            source = f"TABLE {UNSCORED} AS SELECT {_NO_SCORE} FROM ({spelled(found, 'duckdb')})"
        cursor.execute(f"CREATE OR REPLACE TEMP {source}")
        return UNSCORED

    return relation
