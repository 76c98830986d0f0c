"""The second step: who takes which duty, and who owns which step of the hand-over as both teams see it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.store.state import Answer, Room
from leadscore.vocabulary import TEAMS
from leadscore.workshop.agenda import ROLES
from leadscore.workshop.hand_over import OWNERS, STEPS, Mapped, View
from pages._parts import workshop_outcomes
from pages._session import method, said, seats
from pages._session.seats import Seat
from pages._session.showing import plain

SIGNS = {"agreed": "= agreed", "disputed": "≠ disputed", "nobody": "∅ nobody's", "cannot tell": "? not answered"}

WIDTH = 330


def show(held: Room, may_save: bool) -> None:
    """Duties with their names, and the map of the hand-over."""
    workshop_outcomes.problem()
    st.subheader("Who does it on Monday?")
    _duties(held, may_save)
    workshop_outcomes.line(held, "roles")
    st.subheader("Who owns a lead on its way?")
    _map(held)
    if may_save:
        with st.expander("Type for both teams", expanded=not seats.have_devices(held), icon=":material/keyboard:"):
            for team, tab in zip(TEAMS, st.tabs([f"As {team} sees it" for team in TEAMS]), strict=True):
                with tab:
                    process(seats.of_team(held, team))


def process(seat: Seat) -> None:
    """Owner, hours and doubts for each step, as one person or team sees it."""
    for step, words in STEPS.items():
        before = method.own(seat, "process", step)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _owner(seat, step, words, before)
            hours = before.value["hours"] if before else None
            key = method.box(seat, "process", f"hours {step}")
            st.number_input("Within hours", 0.0, 10_000.0, float(hours or 0), 1.0, key=key, format="%g", width=150)
            unclear = bool(before and not before.value["clear"])
            st.checkbox("Not clear to us", unclear, key=method.box(seat, "process", f"unclear {step}"))
    st.caption("0 hours: no time was ever named.")
    st.button(
        "Keep this map",
        key=f"keep process {seat.key}",
        on_click=method.keep_process,
        args=(seat, method.turn(seat, "process")),
        icon=":material/route:",
    )


def _owner(seat: Seat, step: str, words: str, before: Answer | None) -> None:
    st.segmented_control(
        words,
        OWNERS,
        default=before.value["owner"] if before else None,
        format_func=str.capitalize,
        key=method.box(seat, "process", f"owner {step}"),
    )


def _duties(held: Room, may_save: bool) -> None:
    stands, desk = said.roles(held.id), seats.of_desk(held)
    if not may_save or desk is None:
        rows = [{"Duty": words, "Person": plain(stands.get(role, "–"))} for role, words in ROLES.items()]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Duties and who takes them")
        return
    with st.container(horizontal=True):
        for role, words in ROLES.items():
            key = method.box(desk, "role", role)
            st.text_input(words, stands.get(role, ""), key=key, max_chars=120, width=WIDTH)
    st.button(
        "Keep these names", on_click=method.keep_roles, args=(desk, method.turn(desk, "role")), icon=":material/badge:"
    )


@st.fragment(run_every=workshop_outcomes.EVERY)
def _map(held: Room) -> None:
    rows = [_row(each) for each in said.mapped(held)]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="The way of a lead, as both teams see it")


def _row(each: Mapped) -> dict[str, str]:
    return {
        "Step": STEPS[each.step],
        "Sales says": _view(each.sales),
        "Marketing says": _view(each.marketing),
        "State": SIGNS[each.standing],
        "Because": plain(each.why),
    }


def _view(view: View) -> str:
    if not view.n:
        return "–"
    hours = "no time" if view.hours is None else f"{view.hours:g} hours"
    unclear = f", unclear to {view.unclear}" if view.unclear else ""
    return f"{(view.owner or 'divided').capitalize()}, {hours}{unclear}"
