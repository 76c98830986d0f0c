"""From an import straight on to Tune: a model to start from is made the active one, and Tune is opened."""

from __future__ import annotations

import streamlit as st

from pages._session import frame, workspace

_STARTED = "_started"


def start(name: str, text: str) -> None:
    """Make a model's text the active model, and ask for Tune; a callback, which may be called twice."""
    if not st.session_state.get(_STARTED):
        workspace.start_from(name, text)
    st.session_state[_STARTED] = True


def go_on() -> None:
    """Open Tune where a start was just made."""
    if st.session_state.pop(_STARTED, False):
        frame.go("tune")
