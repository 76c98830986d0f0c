"""Belief before evidence: while a room has not revealed its first votes, the evidence waits."""

from __future__ import annotations

import streamlit as st

from leadscore.store.state import Room
from pages._session import belief, facilitator, keeping
from pages._session.showing import plain


def stop_before_reveal() -> None:
    """Stop the page where it would show evidence to people who are about to vote."""
    held = belief.comes_first()
    if held is None:
        return
    problem = facilitator.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    st.info(
        plain(
            f"'{held.title}' has not revealed its first votes. What the past says would colour them, so it is shown "
            "after the reveal."
        ),
        title="First say what you believe",
    )
    st.page_link("pages/workshop.py", label="Back to the workshop", icon=":material/groups:")
    if keeping.you() and keeping.writable():
        way_round(held)
    st.stop()


def way_round(held: Room) -> None:
    """The button for those who must see the evidence before the reveal."""
    st.button(
        "Show it all the same (this is written down)",
        key="look before the reveal",
        on_click=belief.look,
        args=(held,),
        icon=":material/lock_open:",
    )
