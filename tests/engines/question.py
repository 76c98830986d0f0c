"""What every engine is asked about a world: its evidence with scores, and the exported query itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reference.product import product_lens
from reference.snapshot import write_snapshot
from reference.worlds import World
from sqlglot import exp

from leadscore.evidence import Facts, Lens, assemble, compile_evidence, spelled, units_column, unknown_column
from leadscore.evidence.compiler import HEAD
from leadscore.exporting.sql import model_sql
from leadscore.model import Model
from leadscore.scoring.in_sql import scoring_stages
from leadscore.store.database import Database


@dataclass(frozen=True, slots=True)
class Question:
    """A model and a lens over one snapshot, which DuckDB has open and the other engines load."""

    model: Model
    lens: Lens
    database: Database

    @property
    def facts(self) -> Facts:
        """What the snapshot has."""
        return Facts.of(self.database.manifest)

    def evidence_sql(self, dialect: str) -> str:
        """lead_id, as_of, own_at, units and unknowns of every rule, points of every group, score and words."""
        rules = range(len(self.model.rules))
        carried = (*HEAD, *(name for i in rules for name in (units_column(i), unknown_column(i))))
        stages = (
            *compile_evidence(self.model, self.facts, self.lens).stages,
            *scoring_stages(self.model, "evidence", carried),
        )
        return spelled(assemble(stages, exp.select("*").from_("banded")), dialect)

    def exported_sql(self, dialect: str) -> str:
        """The query that a warehouse gets, leads in their order."""
        return model_sql(self.model, self.lens, dialect, self.facts)


@contextmanager
def asked_of(world: World, lens: Lens | None = None) -> Iterator[Question]:
    """The question of a world, its snapshot on disk for as long as the block runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(folder, write_snapshot(folder, world.tables, world.facts), threads=1)
        try:
            yield Question(
                Model.model_validate(world.model), lens or product_lens(world.model, world.facts, world.lens), database
            )
        finally:
            database.close()
