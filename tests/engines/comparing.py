"""Where an engine parts from DuckDB over a world: checksums of evidence and scores, and the order of the leads."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from reference.worlds import World

from leadscore.evidence import Lens
from leadscore.store.database import Database

from .answer import Answer, differences
from .duck import Duck
from .question import asked_of


class Asked(Protocol):
    """An engine with the tables of a world in it."""

    dialect: str

    def ask(self, statement: str) -> Answer: ...


class Engine(Protocol):
    """An engine that can load the tables of a world."""

    def loaded(self, database: Database) -> AbstractContextManager[Asked]: ...


def parting(world: World, engine: Engine, lens: Lens | None = None) -> list[str]:
    """In words (DuckDB | the other); the first few of the evidence, then of the exported query."""
    with asked_of(world, lens) as question, engine.loaded(question.database) as other:
        duck = Duck(question.database)
        ours = duck.ask(question.evidence_sql(duck.dialect))
        found = differences(ours, other.ask(question.evidence_sql(other.dialect)))
        ours = duck.ask(question.exported_sql(duck.dialect))
        return found + differences(ours, other.ask(question.exported_sql(other.dialect)), ordered=True)
