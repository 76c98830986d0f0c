"""What Home knows of the past for its lamps and its list; it takes long, so the page is drawn before it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning import Reach
from leadscore.model import Model, model_hash
from leadscore.simulation import Balances
from pages._session import workspace

_ASKED = "_counted_asked"
_PATIENCE = 1.0
"""Seconds between the page that can be used and the figures that take long."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the past says of a model: what history can settle, its balance, and what came after the signatures.

    silent: the share of the points that these data cannot award; pairs, lift: of leads handed over after `since`, None
    where nobody signed; month: the first day of the one that a review begins with, None where
    there is none.
    """

    starts: frozenset[str]
    excluded: str | None
    reach: Reach | None
    why_no_reach: str
    balances: Balances | None
    why_no_balance: str
    leads: int
    silent: float
    pairs: Estimate | None
    lift: Estimate | None
    month: date | None


def counted(model: Model, since: datetime | None) -> Counted:
    """What the past says of a model that was signed at a moment, if it was; counted once for all sessions."""
    key = _key(model, since)
    found = _counted(workspace.shelf(), model, since, key)
    _known().add(key)
    return found


def counted_already(model: Model, since: datetime | None) -> Counted | None:
    """The same where somebody has counted it already, or where this session has been told to wait; else None."""
    key = _key(model, since)
    if key in _known() or st.session_state.get(_ASKED) == key:
        return counted(model, since)
    return None


def count_soon(model: Model, since: datetime | None) -> None:
    """Count once the page stands, then draw it again; to be called at its end, where something is not counted yet."""
    st.fragment(_count, run_every=_PATIENCE)(model, since)


def _count(model: Model, since: datetime | None) -> None:
    """The first time belongs to the page itself, the second is the timer's."""
    key = _key(model, since)
    if st.session_state.get(_ASKED) != key:
        st.session_state[_ASKED] = key
        return
    counted(model, since)
    st.rerun()


def _key(model: Model, since: datetime | None) -> str:
    return f"{workspace.shelf().database.manifest.revision} {model_hash(model)} {since}"


@st.cache_resource(show_spinner=False)
def _known() -> set[str]:
    """The keys of what was counted; a few words each."""
    return set()


@st.cache_resource(max_entries=8, show_spinner="Counting …")
def _counted(_shelf: Shelf, _model: Model, _since: datetime | None, key: str) -> Counted:
    # What it takes is imported once it is needed: the first page of a new server need not wait for it.
    from pages._session import counting

    return counting.count(_shelf, _model, _since)
