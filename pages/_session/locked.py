"""The locked period as this session sees it: whether it was opened, for which models, and its one opening."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.model import Model, scoring_hash
from leadscore.outcomes.calendar import local_day
from leadscore.simulation import locked_period
from leadscore.simulation.locked_period import Candidate, Fished, LockedPeriod, Shown
from leadscore.store.state import Opened, Unlocking, Version
from leadscore.vocabulary import OUTCOMES
from leadscore.workshop.active import has_state
from leadscore.workshop.saved_models import model_of
from leadscore.workshop.validation import Unlocked
from pages._session import boards, keeping, tries, workspace
from pages._session.turns import Turns

_ASKED, _CONFIRMED = "_locked_asked", "_locked_confirmed"
TURNS = Turns("locked")
MOST_VERSIONS = 20
"""Saved versions that are held against the locked period, the newest ones."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening and what was seen then."""

    opened: Opened
    seen: LockedPeriod


def openings() -> tuple[Opening, ...]:
    """Every opening, the oldest first; nothing is read before anything was decided."""
    if not has_state(workspace.workspace()):
        return ()
    return tuple(Opening(each, _seen(each.document, each.document_hash)) for each in keeping.state().openings.all())


def opened() -> Opened | None:
    """The opening of the locked period of the data in use; None while it is closed."""
    if not has_state(workspace.workspace()):
        return None
    return keeping.state().openings.of(workspace.shelf().database.manifest.revision)


def opening() -> Opening | None:
    """The same with what was seen."""
    found = opened()
    return None if found is None else Opening(found, _seen(found.document, found.document_hash))


def seen_until() -> datetime | None:
    """The latest T of a lead that an opening on other data saw, where the locked period now holds such; else None."""
    starts, revision = boards.lock().starts, workspace.shelf().database.manifest.revision
    ends = [each.seen.ends for each in openings() if each.seen.revision != revision]
    return max((end for end in ends if starts is not None and end >= starts), default=None)


def latest_of(scores: str) -> tuple[Opened, Shown] | None:
    """The last opening in which a model with that scoring hash was seen, and what was seen of it."""
    for each in reversed(openings()):
        shown = each.seen.of(scores)
        if shown is not None and shown.results:
            return each.opened, shown
    return None


def unlocked(model: Model) -> Unlocked | None:
    """What the locked period said of a model towards its outcome when it was opened last; None where it never was."""
    found = latest_of(scoring_hash(model))
    result = found[1].towards(model.evaluation.outcome) if found else None
    if found is None or result is None:
        return None
    return Unlocked(local_day(found[0].at, workspace.zone()), result.lift)


def tried_since(moment: datetime) -> int:
    """How many settings were looked at on the data in use after a moment."""
    return keeping.state().tries.count(workspace.shelf().database.manifest.revision, since=moment)


def candidates(active: Model, draft: Model) -> tuple[Candidate, ...]:
    """The models that an opening is for: the one in use, the draft, and the saved versions of the line."""
    held = workspace.active()
    in_use = Candidate(f"In use: {held.name or active.name}", active, held.version.id if held.version else None)
    return (in_use, Candidate("The draft on the sliders", draft), *_versions())


def ask() -> None:
    """Ask for the opening, to be confirmed; a callback."""
    st.session_state[_ASKED] = TURNS.now()


def leave() -> None:
    """Leave it closed; a callback."""
    st.session_state.pop(_ASKED, None)


def confirm() -> None:
    """Say once more that it is to be opened; a callback."""
    if st.session_state.pop(_ASKED, None) == TURNS.now():
        st.session_state[_CONFIRMED] = True


def is_asked() -> bool:
    """Whether somebody asked for the opening and did not confirm yet."""
    return st.session_state.get(_ASKED) == TURNS.now()


def take_confirmed() -> bool:
    """Whether it is to be opened now, once."""
    return bool(st.session_state.pop(_CONFIRMED, False))


def open_now(asked: Sequence[Candidate]) -> None:
    """Hold the models against the locked period and keep what is seen; a mistake is told in the next run."""
    with TURNS.told():
        lock, active = boards.lock(), asked[0].model
        found = locked_period.look_into(workspace.shelf(), asked, lock, _fished(active))
        keeping.state().openings.open(Unlocking(found.revision, found.to_json()), keeping.by())
        TURNS.end()


def _fished(active: Model) -> tuple[Fished, ...]:
    """What was looked at for each outcome until now."""
    found = []
    for outcome in OUTCOMES:
        each = tries.fishing(active, outcome)
        if each.optimism is not None:
            found.append(Fished(outcome, each.settings, each.optimism))
    return tuple(found)


def _versions() -> tuple[Candidate, ...]:
    line = _line()
    saved: tuple[Version, ...] = keeping.state().versions.history(line)[:MOST_VERSIONS] if line else ()
    found = []
    for each in saved:
        with suppress(LeadscoreError):  # a version that nobody can read cannot be held against anything
            found.append(Candidate(f"{each.line}, version {each.number}", model_of(each), each.id))
    return tuple(found)


def _line() -> str | None:
    """The line of the model in use, else the one on which somebody saved last."""
    version = workspace.active().version
    if version is not None:
        return version.line
    return next((each.line for each in keeping.state().versions.lines()), None)


@st.cache_resource(max_entries=16, show_spinner=False)
def _seen(document: str, key: str) -> LockedPeriod:
    return locked_period.from_json(document)
