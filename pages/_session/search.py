"""The company search of every page, and which lead was chosen from it."""

from __future__ import annotations

import streamlit as st

_BOX = "find"
_JUST = "_just_asked"
_ASKED = "_asked"
LEAD = "lead"
"""The query parameter that names a lead in a shared address."""


def box() -> None:
    """The search box; the answer is shown on the Lead page."""
    st.text_input("Find my deal", key=_BOX, placeholder="Company or lead id", on_change=_ask)


def just_asked() -> bool:
    """Whether something was asked since the last run."""
    return bool(st.session_state.pop(_JUST, False))


def asked() -> str | None:
    """What was last asked: by the address of the page, else in the search box; None before anything was."""
    text: str | None = st.query_params.get(LEAD) or st.session_state.get(_ASKED)
    return text


def _ask() -> None:
    st.query_params.clear()
    st.session_state[_ASKED] = st.session_state[_BOX].strip()
    st.session_state[_JUST] = bool(st.session_state[_ASKED])
