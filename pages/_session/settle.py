"""What the data in use can settle, kept as long as data and model stay; and of which model that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from leadscore.errors import ModelError
from leadscore.evidence import Shelf, check, sleeping
from leadscore.learning.settle import SettleCard, settle_card
from leadscore.model import Model, presets
from pages._session import boards, history, workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """The model whose rules are judged; `stands_in` says why it is not the one that pages work with."""

    model: Model
    stands_in: str | None = None


def asked() -> Asked | None:
    """The active model where these data can answer it, else the start that they can answer best; None without any."""
    shelf, why = workspace.shelf(), "There is no model yet."
    try:
        model = workspace.active_model()
        if model is not None:
            check(model, shelf.facts)
            return Asked(model)
    except ModelError as error:
        why = f"The model in use cannot be used with these data: {error.problems[0]}"
    return _best_start(shelf, why)


def card(model: Model) -> SettleCard:
    """Every rule with whether the data can judge it, by the outcome that Tune shows first."""
    return _card(workspace.shelf(), model, history.outcome_of(model), boards.lock().starts, workspace.key_of(model))


def _best_start(shelf: Shelf, why: str) -> Asked | None:
    """The preset of which most rules are awake; what the data themselves offer, where that is less than half."""
    fitting = [model for name in presets.names() if _fits(shelf, model := presets.preset(name))]
    best = max(fitting, key=lambda model: _awake(shelf, model), default=None)
    own = workspace.starting_point_of_data()
    model = own if own is not None and (best is None or _awake(shelf, best) < 0.5) else best
    return None if model is None else Asked(model, f"{why} Judged here: '{model.name}', a place to start from.")


def _fits(shelf: Shelf, model: Model) -> bool:
    try:
        check(model, shelf.facts)
    except ModelError:
        return False
    return True


def _awake(shelf: Shelf, model: Model) -> float:
    """The share of a model's rules that do not sleep."""
    return 1 - len(sleeping(model, shelf.facts)) / len(model.rules)


@st.cache_resource(max_entries=8, show_spinner="Asking of each rule what these data can settle …")
def _card(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> SettleCard:
    return settle_card(_shelf, _model, outcome, before)
