"""The company search of every page, and which lead was chosen from it."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.lookup import Found, find
from leadscore.store.database import Database
from pages._session import links

_BOX = "find"
_JUST = "_just_asked"
_ASKED = "_asked"
LEAD = "lead"
"""The query parameter that names a lead by its opaque id; what was typed, maybe a name, is never in an address."""

MOMENT = "at"


def box() -> None:
    """The search box; the answer is shown on the Lead page."""
    st.text_input("Find my deal", key=_BOX, placeholder="Company or lead id", on_change=_ask)


def just_asked() -> bool:
    """Whether something was asked since the last run."""
    return bool(st.session_state.pop(_JUST, False))


def wanted() -> str | None:
    """The lead_id that the address names."""
    link = st.query_params.get(LEAD)
    return links.lead_of(link) if link else None


def nothing_found() -> str:
    """Why nothing was found: the address leads nowhere, or nothing fits what was typed."""
    link = st.query_params.get(LEAD)
    if not link:
        return "No lead's id is, and no company or name contains, what you typed. Try a shorter part of the name."
    return links.problem_of(link) or "The data in use do not hold the lead of this link. Look for it by its company."


def found(database: Database) -> tuple[Found, ...] | None:
    """The leads that were last asked for: in the search box, else by the address; None before anything was."""
    asked: str | None = st.session_state.get(_ASKED)
    listed = find(database, asked) if asked else None
    named = wanted()
    if named and not any(each.lead_id == named for each in listed or ()):
        return find(database, named)
    return listed


def address_of(lead_id: str, moment: str = "now") -> dict[str, str]:
    """The query parameters of an address that opens this lead as it stands now, or stood at its hand-off."""
    return {LEAD: links.link_of(lead_id), MOMENT: moment}


def wanted_moment() -> str | None:
    """The moment that the address names: now or handoff."""
    asked = st.query_params.get(MOMENT)
    return asked if asked in ("now", "handoff") else None


def keep_moment(moment: str) -> None:
    """Make the page's address one that looks at the lead at this moment."""
    if (wanted_moment() or "handoff") != moment:
        st.query_params[MOMENT] = moment


def keep_in_address(lead_id: str) -> None:
    """Make the page's address one that opens this lead."""
    link = links.link_of(lead_id)
    if st.query_params.get(LEAD) != link:
        st.query_params[LEAD] = link


def _ask() -> None:
    """Take over what was typed; told twice of one change, as after a switch of pages, it leads nowhere again."""
    asked = st.session_state[_BOX].strip()
    if asked == st.session_state.get(_ASKED):
        return
    st.query_params.clear()
    st.session_state[_ASKED] = asked
    st.session_state[_JUST] = bool(asked)
