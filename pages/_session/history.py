"""What the past says under a model: kept for all sessions as long as data and model stay."""

from __future__ import annotations

import streamlit as st

from leadscore.evidence import Shelf, lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import Model, model_hash
from leadscore.outcomes import Report
from pages._session import workspace


def report(model: Model) -> Report:
    """The closed-loop figures of a model under its own lens."""
    return _report(workspace.shelf(), model, f"{workspace.shelf().database.manifest.revision} {model_hash(model)}")


@st.cache_resource(max_entries=8, show_spinner="Asking the past …")
def _report(_shelf: Shelf, _model: Model, key: str) -> Report:
    return closed_loop(_shelf, _model, lens_of(None, _model.evaluation, _shelf.database.manifest.zone))
