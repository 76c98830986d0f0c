"""What was tried on the past: each setting that somebody looked at on Tune counts once, and what the best flatters."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.model import Model, model_hash, parse, scoring_hash, to_yaml
from leadscore.simulation.board import same_rules
from leadscore.simulation.optimism import MOST_SETTINGS, NOTHING_TRIED, Column, Histories, Optimism, lifts_of, optimism
from leadscore.simulation.side_by_side import together
from leadscore.store.state import By, Tried, Try
from leadscore.workshop.active import has_state
from pages._session import boards, keeping, workspace

_NOTED = "_tries_noted"
FEW_AT_ONCE = 20
"""Settings that may be read and scored while somebody waits for a page; more are left to whoever asks for them."""


@dataclass(frozen=True, slots=True)
class Fishing:
    """How many settings were looked at for an outcome, and what that flatters; None where it was not counted yet."""

    settings: int
    optimism: Optimism | None


def note(model: Model, active: Model, outcome: str) -> str | None:
    """Count a setting that was just looked at, unless it is the active model or was counted; why it could not be."""
    key = f"{workspace.shelf().database.manifest.revision} {outcome} {(scores := scoring_hash(model))}"
    noted: set[str] = st.session_state.setdefault(_NOTED, set())
    if key in noted or scores == scoring_hash(active):
        return None
    try:
        writable = keeping.writable()
        if not writable:
            return writable.why
        keeping.state().tries.look(_tried(model, outcome, scores), keeping.now(), _by())
    except LeadscoreError as error:
        return str(error)
    noted.add(key)
    _keep(scores, model)
    return None


def looked_at(outcome: str | None = None) -> int:
    """How many settings were looked at on the data in use; nothing is opened before anything was decided."""
    if not has_state(workspace.workspace()):
        return 0
    return keeping.state().tries.count(workspace.shelf().database.manifest.revision, outcome)


def fishing(active: Model, outcome: str, patient: bool = True) -> Fishing:
    """What the settings looked at for an outcome flatter; without patience only where that takes no time."""
    count = looked_at(outcome)
    if not count:
        return Fishing(0, Optimism.unknown(NOTHING_TRIED))
    revision = workspace.shelf().database.manifest.revision
    tries = keeping.state().tries.latest(revision, outcome, MOST_SETTINGS)
    asked = _asked(active, outcome, f"{boards.key_of(active)} {outcome}")
    if not patient and len(asked.unknown(tries)) > FEW_AT_ONCE:
        return Fishing(count, None)
    return Fishing(count, asked.flattered(tries))


class _Asked:
    """What each setting has in resampled histories of the known leads; begun anew where one has rules of its own."""

    def __init__(self, model: Model, outcome: str) -> None:
        self._outcome = outcome
        self._one_asks = threading.Lock()
        self._begin(model)

    def unknown(self, tries: Sequence[Try]) -> list[Try]:
        """Those that were not asked yet."""
        return [each for each in tries if each.scoring_hash not in self._known]

    def flattered(self, tries: Sequence[Try]) -> Optimism:
        """How much too good the best of them looks."""
        with self._one_asks:
            self._learn(tries)
            return optimism(self._histories, [self._known[each.scoring_hash] for each in tries])

    def _begin(self, model: Model) -> None:
        self._model = model
        self._board = boards.board(model, "then_worked", self._outcome)
        self._histories = Histories.of(self._board.tallies.ranked)
        self._known: dict[str, Column] = {}

    def _learn(self, tries: Sequence[Try]) -> None:
        new = self.unknown(tries)
        whole, *settings = together([self._model, *(_model(each) for each in new)])
        if not same_rules(whole, self._model):
            self._begin(whole)
            new = list(tries)
            _, *settings = together([whole, *(_model(each) for each in new)])
        for each, setting in zip(new, settings, strict=True):
            self._known[each.scoring_hash] = lifts_of(self._board, self._histories, setting)


def _model(tried: Try) -> Model:
    return _models().get(tried.scoring_hash) or _keep(tried.scoring_hash, parse(tried.document, "a setting looked at"))


def _keep(scores: str, model: Model) -> Model:
    """Keep the model of a setting, and no more of them than are asked at once."""
    known = _models()
    known[scores] = model
    for oldest in list(known)[:-MOST_SETTINGS]:
        known.pop(oldest, None)
    return model


@st.cache_resource(max_entries=4, show_spinner="Drawing accounts anew …")
def _asked(_active: Model, outcome: str, key: str) -> _Asked:
    return _Asked(_active, outcome)


@st.cache_resource(show_spinner=False)
def _models() -> dict[str, Model]:
    """Settings by what scores them, so that their texts need not be read again."""
    return {}


def _tried(model: Model, outcome: str, scores: str) -> Tried:
    revision = workspace.shelf().database.manifest.revision
    return Tried(revision, outcome, to_yaml(model), model_hash(model), scores)


def _by() -> By | None:
    return keeping.by() if keeping.you() else None
