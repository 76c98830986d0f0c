"""What is watched, kept for all sessions: alarms, and the cut-offs that each month's volume would ask for."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import StoreError
from leadscore.evidence import Shelf
from leadscore.model import Model
from leadscore.simulation.capacity import WEEKS_A_MONTH, Team
from leadscore.simulation.monthly import ByMonth, cut_offs_by_month
from leadscore.simulation.replay import Replayed, build_replay
from leadscore.workshop.active import has_state
from leadscore.workshop.agreement_drawing import promised
from leadscore.workshop.predictive import watch
from leadscore.workshop.predictive.watch import Alarm
from leadscore.workshop.predictive.watched import watched
from pages._session import keeping, workspace

WORKED, PROMISED, TODAY = "What sales can work", "What marketing promised", "What the model hands over today"
"""Whose volume the cut-offs are computed for."""


def alarms(model: Model) -> tuple[Alarm, ...]:
    """Every alarm at its latest month."""
    return _alarms(workspace.shelf(), model, workspace.key_of(model))


def leads_promised() -> int | None:
    """Leads a month that marketing promised; None where it promised none, or nobody can say."""
    if not has_state(workspace.workspace()):
        return None
    try:
        found = promised(keeping.state().promises.all(), "marketing", keeping.today())
    except StoreError:
        return None
    return None if found is None else found.promised.leads_a_month


def wanted_by(team: Team) -> float:
    """Leads a month that a team can work."""
    return team.leads_a_week * WEEKS_A_MONTH


def by_month(model: Model, wanted: float | None) -> ByMonth:
    """The computed cut-offs; volume is no outcome, so months of the locked period are among them."""
    shelf = workspace.shelf()
    replayed = _whole(shelf, model, workspace.key_of(model))
    zone = shelf.database.manifest.zone
    return _by_month(replayed, model, zone, wanted, workspace.key_of(model))


@st.cache_resource(max_entries=8, show_spinner="Looking month by month …")
def _alarms(_shelf: Shelf, _model: Model, key: str) -> tuple[Alarm, ...]:
    return watch.watch(watched(_shelf, _model), _model)


@st.cache_resource(max_entries=2, show_spinner="Replaying the past week by week …")
def _whole(_shelf: Shelf, _model: Model, key: str) -> Replayed:
    return build_replay(_shelf, _model)


@st.cache_data(max_entries=32, show_spinner=False)
def _by_month(_replayed: Replayed, _model: Model, zone: str, wanted: float | None, key: str) -> ByMonth:
    return cut_offs_by_month(_replayed, _model, zone, wanted)
