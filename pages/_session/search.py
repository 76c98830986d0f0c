"""The company search of every page, and which lead was chosen from it."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.lookup import Found, find
from leadscore.store.database import Database

_BOX = "find"
_JUST = "_just_asked"
_ASKED = "_asked"
LEAD = "lead"
"""The query parameter that names a lead in a shared address; what was typed, maybe a name, is never in an address."""


def box() -> None:
    """The search box; the answer is shown on the Lead page."""
    st.text_input("Find my deal", key=_BOX, placeholder="Company or lead id", on_change=_ask)


def just_asked() -> bool:
    """Whether something was asked since the last run."""
    return bool(st.session_state.pop(_JUST, False))


def wanted() -> str | None:
    """The lead that the address names."""
    return st.query_params.get(LEAD)


def found(database: Database) -> tuple[Found, ...] | None:
    """The leads that were last asked for: in the search box, else by the address; None before anything was."""
    asked: str | None = st.session_state.get(_ASKED)
    listed = find(database, asked) if asked else None
    named = wanted()
    if named and not any(each.lead_id == named for each in listed or ()):
        return find(database, named)
    return listed


def address_of(lead_id: str) -> dict[str, str]:
    """The query parameters of an address that opens this lead."""
    return {LEAD: lead_id}


def keep_in_address(lead_id: str) -> None:
    """Make the page's address one that opens this lead."""
    if wanted() != lead_id:
        st.query_params[LEAD] = lead_id


def _ask() -> None:
    """Take over what was typed; told twice of one change, as after a switch of pages, it leads nowhere again."""
    asked = st.session_state[_BOX].strip()
    if asked == st.session_state.get(_ASKED):
        return
    st.query_params.clear()
    st.session_state[_ASKED] = asked
    st.session_state[_JUST] = bool(asked)
