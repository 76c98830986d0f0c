"""The company search of every page: what was asked, until a page answers it."""

from __future__ import annotations

import streamlit as st

_BOX = "find"
_ASKED = "_asked"


def box() -> None:
    """The search box; an answer is shown on the Lead page."""
    st.text_input("Find my deal", key=_BOX, placeholder="Company or lead id", on_change=_ask)


def just_asked() -> str | None:
    """What was asked since the last run, once."""
    asked: str | None = st.session_state.pop(_ASKED, None)
    return asked


def _ask() -> None:
    st.session_state[_ASKED] = st.session_state[_BOX].strip()
