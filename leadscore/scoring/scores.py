"""Scores of all leads of a data set under a model and a lens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlglot import exp

from leadscore.evidence import Evidence, LeftOut, Lens, Shelf, assemble, spelled
from leadscore.model.hashes import scoring_hash
from leadscore.model.model import Model
from leadscore.scoring.arithmetic import exact
from leadscore.scoring.in_sql import group_column, scoring_stages

CARRIED = ("lead_id", "as_of", "own_at")
ORDER = "score DESC, own_at DESC NULLS LAST, lead_id"
"""The order of leads everywhere: score, then latest own activity, then lead_id."""


@dataclass(frozen=True, slots=True)
class Score:
    """One lead's score as of its landmark; `groups` by name, all in points, exact."""

    lead_id: str
    as_of: datetime | None
    score: Decimal
    groups: dict[str, Decimal]
    band: str | None
    grade: str | None
    temperature: str | None


@dataclass(frozen=True, slots=True)
class Scores:
    """A table (lead_id, as_of, own_at, g0, ..., knocked_out, score, band, grade, temperature), and who is left out."""

    table: str
    model: Model
    shelf: Shelf
    left_out: LeftOut

    def rows(self, limit: int | None = None) -> Iterator[Score]:
        """Leads from the highest score down; ties by latest own activity, then lead_id."""
        names = self.model.group_names
        groups = "".join(f"{group_column(i)}, " for i in range(len(names)))
        most = f" LIMIT {int(limit)}" if limit is not None else ""
        cursor = self.shelf.database.cursor().execute(
            f"SELECT lead_id, as_of, score, {groups}band, grade, temperature FROM {self.table} ORDER BY {ORDER}{most}"
        )
        while chunk := cursor.fetchmany(10_000):
            for lead_id, as_of, score, *points, band, grade, temperature in chunk:
                by_group = dict(zip(names, map(exact, points), strict=True))
                yield Score(lead_id, as_of, exact(score), by_group, band, grade, temperature)


def score(shelf: Shelf, model: Model, lens: Lens) -> Scores:
    """Score every lead that has a landmark and is not excluded; ModelError where the data cannot answer the model."""
    evidence = shelf.evidence(model, lens)
    table = f"scores_{evidence.table.removeprefix('evidence_')}_{scoring_hash(model)[:16]}"
    shelf.database.cursor().execute(f"CREATE OR REPLACE TABLE {table} AS {scores_query(model, evidence)}")
    shelf.keep(table)
    return Scores(table, model, shelf, evidence.left_out)


def scores_query(model: Model, evidence: Evidence) -> str:
    """The SQL that turns built evidence into scores."""
    stages = scoring_stages(model, evidence.table, CARRIED)
    return spelled(assemble(stages, exp.select("*").from_("banded")), "duckdb")
