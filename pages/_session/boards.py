"""The boards that sliders ask: built once for all sessions as long as data, rules and question stay."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from leadscore import learning
from leadscore.estimate import Estimate
from leadscore.evidence import Shelf, lens_of, sleeping
from leadscore.evidence.landmarks import Handoff
from leadscore.evidence.shelf import evidence_key
from leadscore.figures.evidence_words import Beside, beside_sliders
from leadscore.learning import Reach
from leadscore.model import Model, model_hash
from leadscore.simulation import Board, Lock, build_board, cut_offs, intervals, lock_of
from leadscore.simulation.board_curve import board_curve
from leadscore.simulation.capacity import Capacity, Team, capacity
from leadscore.simulation.cut_offs import AtCutOff, Derived
from leadscore.simulation.intervals import WHOLE_POINTS, Ranged
from leadscore.simulation.matters import Matter, what_matters
from leadscore.simulation.merging import Merging, merging_of
from leadscore.simulation.replay import Replayed, build_replay
from leadscore.simulation.sorting import Sorting, sort_leads
from leadscore.simulation.swap_card import Part, SwapCard, Swapped, Terms, swap_card
from leadscore.simulation.swap_card import swapped as named_leads
from leadscore.simulation.weeks import Weeks
from pages._session import workspace


def board(model: Model, hindsight: str, outcome: str) -> Board:
    """The board of a model's rules for one position of the hindsight switch and one outcome."""
    return _board(workspace.shelf(), model, hindsight, outcome, key_of(model))


def swap(model: Model, other: Model, outcome: str, terms: Terms) -> SwapCard:
    """The swap card of a draft against a model of the same rules, on the past replayed week by week."""
    return swap_card(replay_of(model), model, other, terms, outcome)


def swapped(model: Model, card: SwapCard, part: Part) -> tuple[Swapped, ...]:
    """The leads of one part of a card by name."""
    return named_leads(replay_of(model), card, part)


def matters(model: Model) -> tuple[Matter, ...]:
    """What five points on each rule of the draft would change."""
    return what_matters(replay_of(model), model)


def curve(model: Model, outcome: str) -> tuple[AtCutOff, ...]:
    """What every whole-point cut-off gives under the draft's points; without weeks, on all leads as they stand."""
    replayed = replay_of(model)
    if replayed.weeks is None:
        return board_curve(board(model, "then_worked", outcome), model)
    return cut_offs.curve(replayed, model, outcome)


def at_cut_offs(model: Model, points: Sequence[Decimal], outcome: str) -> tuple[AtCutOff, ...]:
    """What these cut-offs give under the draft's points."""
    return cut_offs.at_cut_offs(replay_of(model), model, points, outcome)


def ranges(model: Model, outcome: str, points: Sequence[Decimal] = WHOLE_POINTS) -> tuple[Ranged, ...]:
    """Volume and lift of cut-offs with their intervals."""
    key = f"{key_of(model)} {model_hash(model)}"
    return _ranges(replay_of(model), model, outcome, tuple(points), key)


def volume_change(model: Model, other: Model) -> Estimate:
    """Leads a month at the MQL cut-off, less those of a model of the same rules at its own."""
    return intervals.volume_change(replay_of(model), model, other)


def lift(seen: Board, model: Model) -> Estimate:
    """The lift of the top fifth that a look at a board shows, with its interval."""
    key = f"{key_of(model)} {model_hash(model)} {seen.view.hindsight} {seen.outcome}"
    return _lift(seen, model, key)


def weeks(model: Model) -> Weeks | None:
    """Which weeks of the past the cut-offs are judged on."""
    return replay_of(model).weeks


def derived(model: Model) -> Derived:
    """The cut-offs that today's volume suggests."""
    return cut_offs.derived_cut_offs(replay_of(model), model)


def capacity_of(model: Model, team: Team) -> Capacity:
    """The cut-off that a team can work."""
    return capacity(replay_of(model), model, team)


def merging(model: Model) -> Merging:
    """Whether neighbouring bands differ."""
    return merging_of(replay_of(model), model)


def sorting(model: Model) -> Sorting:
    """Where every lead goes, and why."""
    shelf = workspace.shelf()
    return sort_leads(shelf, model, lens_of(None, model.evaluation, shelf.database.manifest.zone))


def replay_of(model: Model) -> Replayed:
    """The weeks of the past that the rules of a model are judged on."""
    return _replayed(workspace.shelf(), model, key_of(model))


def lock() -> Lock:
    """The locked period of the data in use."""
    return _lock(workspace.shelf(), workspace.shelf().database.manifest.revision)


def beside(model: Model, outcome: str) -> tuple[dict[str, Beside], Reach]:
    """What stands beside each slider, and what this history can settle at all."""
    return _beside(workspace.shelf(), model, outcome, key_of(model))


def key_of(model: Model) -> str:
    """Changes with the data in use and with the rules and the evaluation of a model, and not with its points."""
    ids = [rule.id for rule in model.rules]
    asked = f"{evidence_key(model, Handoff())} {ids} {model.evaluation.model_dump_json()}"
    return f"{workspace.shelf().database.manifest.revision} {asked}"


@st.cache_resource(max_entries=8, show_spinner="Looking back …")
def _board(_shelf: Shelf, _model: Model, hindsight: str, outcome: str, key: str) -> Board:
    return build_board(_shelf, _model, hindsight, outcome, lock=_lock(_shelf, _shelf.database.manifest.revision))


@st.cache_resource(max_entries=4, show_spinner="Replaying the past week by week …")
def _replayed(_shelf: Shelf, _model: Model, key: str) -> Replayed:
    return build_replay(_shelf, _model, before=_lock(_shelf, _shelf.database.manifest.revision).starts)


@st.cache_data(max_entries=32, show_spinner="Drawing accounts anew for the interval …")
def _lift(_board: Board, _model: Model, key: str) -> Estimate:
    return intervals.lift_of_top_fifth(_board, _model)


@st.cache_data(max_entries=32, show_spinner="Drawing accounts anew for the intervals …")
def _ranges(
    _replayed: Replayed, _model: Model, outcome: str, points: tuple[Decimal, ...], key: str
) -> tuple[Ranged, ...]:
    return intervals.ranges(_replayed, _model, outcome, points)


@st.cache_resource(max_entries=4, show_spinner=False)
def _lock(_shelf: Shelf, revision: str) -> Lock:
    return lock_of(_shelf)


@st.cache_resource(max_entries=8, show_spinner="Weighing each rule against the others …")
def _beside(_shelf: Shelf, _model: Model, outcome: str, key: str) -> tuple[dict[str, Beside], Reach]:
    locked = _lock(_shelf, _shelf.database.manifest.revision)
    found = learning.effects(_shelf, _model, outcome=outcome, before=locked.starts)
    return beside_sliders(found, sleeping(_model, _shelf.facts)), learning.settles(found)
