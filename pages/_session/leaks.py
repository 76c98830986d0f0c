"""What the lint finds, kept for all sessions as long as data, question and model stay."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from leadscore.evidence import Shelf
from leadscore.learning.leaks.fields_together import FieldsTogether, fields_together
from leadscore.learning.leaks.leaks import Leaks, leaks
from leadscore.learning.leaks.lint import findings
from leadscore.model import Model, model_hash
from leadscore.model.lint import Finding
from pages._session import workspace


def found(model: Model, outcome: str, before: datetime | None) -> Leaks:
    """Every field and activity of the data against an outcome."""
    return _found(workspace.shelf(), model, outcome, before, _question(model))


def together(model: Model, outcome: str, before: datetime | None) -> FieldsTogether:
    """What all fields together know of the outcome, with and without those that leak."""
    return _together(workspace.shelf(), model, outcome, before, _question(model))


def lint(model: Model, outcome: str, before: datetime | None) -> tuple[Finding, ...]:
    """Every finding about a model on the data in use, errors first."""
    return _lint(workspace.shelf(), model, outcome, before, f"{_question(model)} {model_hash(model)}")


def _question(model: Model) -> str:
    """What the checks of fields depend on besides the outcome: data, population, lens and horizons."""
    asked = f"{model.population.model_dump_json()} {model.evaluation.model_dump_json()}"
    return f"{workspace.shelf().database.manifest.revision} {asked}"


@st.cache_resource(
    max_entries=8, show_spinner="Checking every field against the outcome (once; many leads take a minute) …"
)
def _found(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> Leaks:
    return leaks(_shelf, _model, outcome, before)


@st.cache_resource(max_entries=8, show_spinner="Fitting all fields with and without those that leak …")
def _together(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> FieldsTogether:
    return fields_together(_shelf, _model, _found(_shelf, _model, outcome, before, key), outcome, before)


@st.cache_resource(max_entries=16, show_spinner="Looking for what is wrong in the rules …")
def _lint(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> tuple[Finding, ...]:
    return findings(_shelf, _model, _found(_shelf, _model, outcome, before, _question(_model)))
