"""What the past suggests, kept as long as data, model and outcome stay; and the one click that takes it over."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from leadscore.evidence import Shelf
from leadscore.learning.suggesting.suggestion import Suggestion, suggest
from leadscore.model import Model, model_hash
from pages._session import draft, workspace
from pages._session.turns import Turns

TURNS = Turns("suggested")


def suggestion(model: Model, outcome: str, before: datetime | None) -> Suggestion:
    """The points that history suggests for a model, from leads with T before the locked period."""
    shelf = workspace.shelf()
    key = f"{shelf.database.manifest.revision} {model_hash(model)}"
    return _suggested(shelf, model, outcome, before, key)


def take_over(model: Model, turn: int) -> None:
    """Put suggested points on the sliders, as one step that can be undone; a click of an earlier turn does nothing."""
    if turn != TURNS.now():
        return
    draft.set_model(model)
    TURNS.end()


@st.cache_resource(
    max_entries=8,
    show_spinner="Learning points from the past, and drawing accounts anew (once; many leads take a minute) …",
)
def _suggested(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> Suggestion:
    return suggest(_shelf, _model, outcome, before=before)
