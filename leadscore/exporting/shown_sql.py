"""The SQL behind the figures, as it runs: the scores of every lead, and what became of them."""

from __future__ import annotations

from leadscore.evidence import Lens, Shelf, lens_of
from leadscore.exporting.sql import model_sql
from leadscore.model import Model
from leadscore.outcomes import Question
from leadscore.outcomes.cohort import cohort_text


def scores_sql(shelf: Shelf, model: Model) -> str:
    """The scores of a model under its own lens, as DuckDB runs them on this data."""
    return model_sql(model, _lens(shelf, model), "duckdb", shelf.facts)


def outcomes_sql(shelf: Shelf, model: Model) -> str:
    """What became of each scored lead, a row each: every rate counts these rows; $names are bound when it runs."""
    manifest = shelf.database.manifest
    asked = Question.of(manifest, model.evaluation, _lens(shelf, model).name)
    return cohort_text(manifest, asked)


def _lens(shelf: Shelf, model: Model) -> Lens:
    return lens_of(None, model.evaluation, shelf.database.manifest.zone)
