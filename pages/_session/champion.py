"""The model in use and its challengers as this session sees them: judged once for all sessions, proposed as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from leadscore.errors import ModelError, StoreError
from leadscore.evidence import Shelf, check
from leadscore.model import Model, model_hash
from leadscore.reports import Circumstances
from leadscore.simulation.swap_card import Part, Swapped, swapped
from leadscore.workshop.active import has_state
from leadscore.workshop.predictive.challenger import Challenger, Challengers, Fixed
from leadscore.workshop.predictive.challengers import challengers
from leadscore.workshop.predictive.readiness import Evidence
from leadscore.workshop.predictive.scoring_ways import Refit, refit
from pages._session import draft, keeping, readiness, workspace
from pages._session.turns import Turns

_TURNS = Turns("champion")
_PROPOSED = "_proposed"


@dataclass(frozen=True, slots=True)
class Question:
    """Which model is the champion, by which outcome it is judged, and where the locked period starts."""

    champion: Model
    outcome: str
    before: datetime | None


def judged(asked: Question) -> Challengers:
    """Every challenger under one question."""
    fixed = _fixed(asked.champion)
    stands = " ".join(f"{each.name} {each.since} {model_hash(each.model)}" for each in fixed)
    return _challengers(workspace.shelf(), asked, fixed, f"{_key(asked)} {stands}")


def ready(asked: Question, found: Challengers) -> bool:
    """Whether the checklist holds, asked only where anything hangs on it."""
    if not any(each.beyond for each in found.challengers):
        return False
    return readiness.judged(asked.champion, asked.outcome).standing != "not_ready"


def evidence(asked: Question) -> tuple[Evidence, bool]:
    """The best evidence on any challenger for the checklist, and whether it speaks for one beyond its interval.

    History alone speaks for one as it does beside the champion.
    """
    found = judged(asked)
    if found.reason:
        return "none", False
    later = [(each.beyond, one) for each in found.challengers for one in each.evidence]
    speaks = next((one.kind for beyond, one in later if beyond and one.beyond), None)
    if speaks is not None:
        return speaks, True
    if later:
        return later[0][1].kind, False
    return "history", any(each.advice() == "try it" for each in found.challengers)


def refitted(asked: Question, found: Challengers) -> Refit:
    """The learned score against what it was a quarter earlier."""
    return _refit(workspace.shelf(), asked, found, _key(asked))


def leads_of(found: Challengers, one: Challenger, part: Part) -> tuple[Swapped, ...]:
    """The leads of one part of a challenger's card, by name."""
    if found.replayed is None or one.card is None:
        return ()
    return swapped(found.replayed, one.card, part)


def propose(model: Model, name: str, at: int) -> None:
    """Put a challenger on the sliders as one step that can be undone; nobody signs by it; a callback."""
    if at == turn():
        with _TURNS.told():
            draft.set_model(model)
            st.session_state[_PROPOSED] = name
            _TURNS.end()


def turn() -> int:
    """Changes with everything that is proposed, so that a click acts once."""
    return _TURNS.now()


def take_proposed() -> str | None:
    """What was just put on the sliders, once."""
    name: str | None = st.session_state.pop(_PROPOSED, None)
    return name


def _fixed(champion: Model) -> tuple[Fixed, ...]:
    """The saved model that has stood fixed beside the champion, if these data can answer it."""
    if not has_state(workspace.workspace()):
        return ()
    try:
        rival = Circumstances.of(keeping.state(), champion).rival
        if rival is not None:
            check(rival.model, workspace.shelf().facts)
    except (StoreError, ModelError):
        return ()
    return () if rival is None else (Fixed(rival.name, rival.model, rival.since),)


def _key(asked: Question) -> str:
    revision = workspace.shelf().database.manifest.revision
    return f"{revision} {workspace.key_of(asked.champion)} {asked.outcome} {asked.before}"


@st.cache_resource(
    max_entries=4,
    show_spinner="Learning from the older leads, judging on the later ones (once; many leads take a minute) …",
)
def _challengers(_shelf: Shelf, _asked: Question, _fixed: tuple[Fixed, ...], key: str) -> Challengers:
    return challengers(_shelf, _asked.champion, _asked.outcome, _asked.before, _fixed)


@st.cache_resource(max_entries=4, show_spinner="Learning once more, as it was a quarter earlier …")
def _refit(_shelf: Shelf, _asked: Question, _found: Challengers, key: str) -> Refit:
    return refit(_shelf, _asked.champion, _found, _asked.before)
