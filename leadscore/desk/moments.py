"""Evidence of leads at moments that are written down beforehand, instead of those of a lens."""

from __future__ import annotations

from sqlglot import exp

from leadscore.evidence import Handoff, Shelf, Stage, assemble, compile_evidence, spelled, units_column
from leadscore.model import Model
from leadscore.scoring.in_sql import scoring_stages


def evidence_at(shelf: Shelf, model: Model, moments: str) -> str:
    """The SQL of `evidence` for the rows of a table (lead_id, created_at, as_of); excluded leads are left out."""
    return spelled(assemble(_stages(shelf, model, moments), exp.select("*").from_("evidence")), "duckdb")


def scores_at(shelf: Shelf, model: Model, moments: str) -> str:
    """The SQL of (lead_id, as_of, units, score, band) for the rows of a table (lead_id, created_at, as_of)."""
    carried = ("lead_id", "as_of", *(units_column(place) for place in range(len(model.rules))))
    stages = (*_stages(shelf, model, moments), *scoring_stages(model, "evidence", carried))
    return spelled(assemble(stages, exp.select(*carried, "score", "band").from_("banded")), "duckdb")


def _stages(shelf: Shelf, model: Model, moments: str) -> tuple[Stage, ...]:
    """The compiled stages from the landmarks on, which are the written ones."""
    stages = compile_evidence(model, shelf.facts, Handoff()).stages
    after = next(place for place, stage in enumerate(stages) if stage.name == "landmarks") + 1
    written = Stage("landmarks", "leads at the moments that were written down", exp.select("*").from_(moments))
    return (written, *stages[after:])
