"""The second part of Cut-offs: the score from which the team has time for a lead."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.words import count_in_words, estimate_in_words, sentence
from leadscore.model import Model
from leadscore.simulation.capacity import WEEKS_A_MONTH, Capacity, Team
from pages._parts.cut_off_parts import use
from pages._session import boards, history


def show(model: Model) -> None:
    """The cut-off that delivers what the team can work."""
    found = boards.capacity_of(model, team())
    if found.reason or found.cut_off is None:
        st.metric("New leads a week the team can work", f"{found.leads_a_week:,.0f}", border=True)
        st.info(f"No cut-off follows from that: {found.reason}.")
        return
    a_month = boards.ranges(model, history.outcome_of(model), (found.cut_off.points,))[0].a_month
    with st.container(horizontal=True):
        st.metric("New leads a week the team can work", f"{found.leads_a_week:,.0f}", border=True)
        st.metric("Cut-off that delivers them", str(found.cut_off.points), border=True)
        st.metric("Leads a week at that cut-off", _weekly(found), border=True)
    if found.idle:
        st.info(
            f"The team could work {found.leads_a_month:,.0f} leads a month, and no more than "
            f"{count_in_words(a_month)} come at any cut-off: here the team's time sets no cut-off.",
            title="More time than leads",
        )
    st.text(f"Leads a month at that cut-off: {count_in_words(a_month)}")
    st.text(f"Of worked leads with such a score, confirmed SQL: {estimate_in_words(found.rate)}")
    st.text(f"Confirmed SQL a month to expect, if all of them are worked: {count_in_words(found.outcomes)}")
    st.caption(" ".join(sentence(each) for each in found.caveats))
    _offer(model, found)


def team() -> Team:
    """Who works the leads; the boxes hold the same wherever they stand."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reps = st.number_input("Reps", 1, 1000, 6, key="reps", persist_state="session", width=130)
        touches = st.number_input("Touches a rep a day", 1, 500, 40, key="touches", persist_state="session", width=150)
        attempts = st.number_input("Attempts a lead", 1, 50, 6, key="attempts", persist_state="session", width=130)
        deals = st.number_input("Open deals", 0, 100_000, 0, key="open deals", persist_state="session", width=130)
        each = st.number_input(
            "Touches a deal a week",
            0.0,
            50.0,
            2.0,
            0.5,
            format="%g",
            key="deal touches",
            persist_state="session",
            width=160,
        )
    return Team(int(reps), float(touches), float(attempts), int(deals), float(each))


def _weekly(found: Capacity) -> str:
    return "unknown" if found.a_month.value is None else f"{found.a_month.value / WEEKS_A_MONTH:,.1f}"


def _offer(model: Model, found: Capacity) -> None:
    if found.cut_off is None or found.idle:
        return
    mql = found.cut_off.points
    sql = max(mql, model.cut_offs.sql) if model.cut_offs else mql
    words = (
        f"Use {mql} as MQL cut-off" if model.cut_offs and sql == model.cut_offs.sql else f"Use {mql} as both cut-offs"
    )
    st.button(words, icon=":material/check:", on_click=use, args=(model, mql, sql))
