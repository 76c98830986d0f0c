"""How things are shown in this session: for one person at a desk, or for a room before a projector."""

from __future__ import annotations

import streamlit as st

_PROJECTOR = "projector"


def projector_switch() -> None:
    """The switch of the projector mode."""
    st.toggle(
        "Projector mode",
        key=_PROJECTOR,
        persist_state="session",
        help="Large type; names of leads and reps are hidden.",
    )


def on_projector() -> bool:
    """Whether names are hidden and type is large."""
    return bool(st.session_state.get(_PROJECTOR, False))
