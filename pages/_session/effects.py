"""What a change of the model does to the leads as they stand, kept as long as data and models stay."""

from __future__ import annotations

import streamlit as st

from leadscore.desk.queue import queue_lens
from leadscore.evidence import Shelf
from leadscore.model import Model, model_hash
from leadscore.simulation.moves import NO_BAND, NOT_SCORED, Moves
from leadscore.simulation.moves import moves as moved
from leadscore.vocabulary import BAND_WORDS
from pages._session import workspace

STANDS = {**BAND_WORDS, NO_BAND: "No band", NOT_SCORED: "Not scored"}
"""Where a lead may stand, in words."""


def moves(before: Model, after: Model) -> Moves:
    """All leads by band under two models, as of the data date."""
    shelf = workspace.shelf()
    return _moves(shelf, before, after, f"{shelf.database.manifest.revision} {model_hash(before)} {model_hash(after)}")


@st.cache_data(max_entries=16, show_spinner="Scoring all leads twice …")
def _moves(_shelf: Shelf, _before: Model, _after: Model, key: str) -> Moves:
    return moved(_shelf, _before, _after, queue_lens(_shelf)[0])
