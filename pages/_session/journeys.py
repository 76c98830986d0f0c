"""The journeys of the past, counted once for all sessions as long as data and question stay."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from leadscore.evidence import Shelf
from leadscore.learning.journeys.journey import Journeys
from leadscore.learning.journeys.journeys import journeys
from leadscore.model import Model
from leadscore.model.hashes import condition_hash
from pages._session import workspace


def told(model: Model, outcome: str, before: datetime | None) -> Journeys:
    """The journeys to the hand-off under a model's population and horizons."""
    shelf = workspace.shelf()
    asked = condition_hash([list(model.population.exclude)])
    key = f"{shelf.database.manifest.revision} {asked} {model.evaluation.model_dump_json()}"
    return _told(shelf, model, outcome, before, key)


@st.cache_resource(max_entries=6, show_spinner="Following every lead to its hand-off …")
def _told(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> Journeys:
    return journeys(_shelf, _model, outcome, before)
