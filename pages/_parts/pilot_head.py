"""The top of the pilot: on which model it runs, where it stands, how to begin one, and the rep card."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from leadscore.workshop.active import Active
from leadscore.workshop.pilot import DEFAULT_WEEKS, FEWEST_WEEKS, MOST_WEEKS
from leadscore.workshop.pilot_groups import CAN, CANNOT, COMPARED_WITH
from pages._session import keeping, pilot, showing
from pages._session.pilot import Held
from pages._session.showing import plain


def show(active: Active, model: Model, may_save: bool) -> Held:
    """Says what is piloted and where it stands, offers to begin one; the plan that the page is about."""
    problem = pilot.take_problem()
    if problem:
        st.warning(plain(problem))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(active.words))
        st.download_button(
            "Rep card",
            data=lambda: pilot.card(active, active.model or model),
            file_name="rep-card.html",
            mime="text/html",
            on_click="ignore",
            icon=":material/badge:",
            help="One A4 page for those who call: what weighs most, what each band asks, a worked example.",
        )
    held = pilot.begun()
    if held is None:
        _form(active, may_save)
        return pilot.looked_at()
    _standing(active, held)
    with st.expander("Begin another pilot", icon=":material/restart_alt:"):
        _form(active, may_save)
    return held


def _standing(active: Active, held: Held) -> None:
    standing = held.planned.on(keeping.today())
    done = 1 - standing.days_left / (7 * held.planned.weeks)
    st.progress(min(1.0, max(0.0, done)), plain(standing.words))
    if held.pilot is not None and active.version is not None and held.pilot.version != active.version.id:
        st.warning(
            "The pilot began on another version than the one that is signed now: figures below are of the signed one. "
            "Begin another pilot to start anew."
        )


def _form(active: Active, may_save: bool) -> None:
    """From when, for how long, and beside whom; what is missing to begin."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input("Starts on", pilot.next_monday(), key=pilot.box(pilot.STARTS), width=180)
        st.number_input("Weeks", FEWEST_WEEKS, MOST_WEEKS, DEFAULT_WEEKS, key=pilot.box(pilot.WEEKS), width=140)
        owners = () if showing.on_projector() else pilot.owners()
        offered = [each for each in COMPARED_WITH if each != "team" or owners]
        comparison = st.selectbox(
            "Compared with", offered, format_func=COMPARED_WITH.__getitem__, key=pilot.box(pilot.WITH), width=260
        )
        if comparison == "team":
            st.multiselect("Whose leads are in the pilot?", owners, key=pilot.box(pilot.OWNERS), width=320)
        ready = active.signed and may_save
        st.button(
            "Begin the pilot",
            on_click=pilot.begin,
            args=(pilot.turn(),),
            disabled=not ready,
            icon=":material/rocket_launch:",
        )
    st.caption(f"{CAN[comparison]} {CANNOT[comparison]}")
    if not active.signed:
        st.info(
            "A pilot needs a model that both teams signed. Until then this is the plan that it would follow.",
            icon=":material/draw:",
        )
        st.page_link("pages/versions.py", label="Open Versions", icon=":material/history:")
    elif not may_save:
        st.caption("To begin it, say at the top of the page who you are.")
