"""What the teams believe and what history pays: votes of the room, evidence kept for all sessions, the rule chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import streamlit as st

from leadscore import learning
from leadscore.evidence import Shelf
from leadscore.learning import Effects, Verdicts
from leadscore.learning.belief import Stand
from leadscore.learning.paid import Paid, paid
from leadscore.learning.rule_leads import RuleLeads, rule_leads
from leadscore.model import Model
from leadscore.store.state import Room
from leadscore.workshop.active import has_state
from leadscore.workshop.votes import latest, tally
from pages._session import draft, keeping, room, suggested, workspace

CHART, RULE = "belief chart", "rule of belief"
"""The keys of the chart and of the box with the chosen rule."""


def asked_room() -> Room | None:
    """The room whose votes count: the open one, else the newest of the model in use; only once it revealed any."""
    if not has_state(workspace.workspace()):
        return None
    held = workspace.active()
    lines = {held.version.line} if held.version else {held.model.name} if held.model else set()
    rooms = (each for each in keeping.state().rooms.all() if each.is_open or each.line in lines)
    return next((each for each in sorted(rooms, key=lambda each: not each.is_open) if room.revealed(each)), None)


def stands(held: Room | None) -> dict[str, Stand]:
    """What a room said of each rule, by its id: the latest votes, and what was settled."""
    if held is None:
        return {}
    model, book = room.model_of(held), keeping.state().ballots
    rounds = (tally(model, book.revealed(each.id), each.rules, each.sizes) for each in room.revealed(held))
    voted = {each.rule_id: each for each in latest(rounds)}
    settled = {each.rule: each.points for each in keeping.state().weights.of(held.id)}
    found = {}
    for rule_id in (*voted, *(each for each in settled if each not in voted)):
        each = voted.get(rule_id)
        medians = [each.of(team).median if each else None for team in ("sales", "marketing")]
        found[rule_id] = Stand(*medians, each.middle if each else None, settled.get(rule_id))
    return found


def paid_by_history(model: Model, outcome: str, before: datetime | None) -> Paid:
    """What history pays each rule of a model."""
    return paid(suggested.suggestion(model, outcome, before), _judged(model, outcome, before))


def leads(model: Model, rule_id: str, outcome: str, before: datetime | None) -> RuleLeads:
    """The leads of a rule."""
    return _leads(workspace.shelf(), model, rule_id, outcome, before, workspace.key_of(model))


def chosen(model: Model) -> str | None:
    """The rule whose leads are shown; to be called before its box is drawn."""
    rule_id: str | None = st.session_state.get(RULE)
    if rule_id is not None and all(rule.id != rule_id for rule in model.rules):
        rule_id = st.session_state[RULE] = None
    return rule_id


def choose() -> None:
    """Take up the rule whose mark was clicked; the callback of the chart."""
    rule_id = rule_of(st.session_state.get(CHART))
    if rule_id is not None:
        st.session_state[RULE] = rule_id


def rule_of(event: Mapping[str, Mapping[str, list[Mapping[str, object]]]] | None) -> str | None:
    """The rule of the last mark that a chart's event names; None where nothing, or the ground, was clicked."""
    points = (event or {}).get("selection", {}).get("points", [])
    named = [data for point in points if (data := point.get("customdata"))]
    last = named[-1] if named else None
    found = last[0] if isinstance(last, list | tuple) else last
    return None if found is None else str(found)


def set_points(rule_id: str, points: Decimal) -> None:
    """Put a rule's slider to these points, as one step that can be undone; a callback."""
    draft.set_model(draft.held().model.with_points({rule_id: points}))


def _judged(model: Model, outcome: str, before: datetime | None) -> Verdicts:
    return learning.verdicts(model, _effects(workspace.shelf(), model, outcome, before, workspace.key_of(model)))


@st.cache_resource(max_entries=8, show_spinner="Weighing each rule against the others …")
def _effects(_shelf: Shelf, _model: Model, outcome: str, before: datetime | None, key: str) -> Effects:
    return learning.effects(_shelf, _model, outcome=outcome, before=before)


@st.cache_resource(max_entries=32, show_spinner="Looking for the leads of this rule …")
def _leads(_shelf: Shelf, _model: Model, rule_id: str, outcome: str, before: datetime | None, key: str) -> RuleLeads:
    return rule_leads(_shelf, _model, rule_id, outcome, before)
