"""The door of the room: joining with name, team and code; and the watch that shows at once what happens in it."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from leadscore.store.state import Member, Room
from leadscore.vocabulary import STEPS, TEAMS
from pages._session import room
from pages._session.showing import plain

EVERY = "1s"


@st.fragment(run_every=EVERY)
def watch(held: Room | None) -> None:
    """Draw the page anew as soon as the room opened, closed, or went on."""
    now = room.current()
    if (now.id if now else None) != (held.id if held else None) or (now is not None and room.has_turned(now)):
        st.rerun(scope="app")


def closed(question: str) -> NoReturn:
    """Nobody opened a room."""
    st.title(question)
    st.info("This page opens by itself as soon as the facilitator opens the room.", title="No room is open yet")
    st.stop()


def form(held: Room, question: str) -> NoReturn:
    """Name, team and code."""
    st.title(question)
    st.caption(plain(f"{held.title}: votes stay private until they are revealed, and then only their spread is shown."))
    problem = room.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    if room.has_ended():
        st.info("The seat of this page was given a new page, or was in another workshop. Ask the facilitator, or join.")
    room.offer_code()
    with st.form("join", border=False):
        st.text_input("Your name", key=room.NAME, max_chars=80)
        st.segmented_control("Your team", TEAMS, format_func=str.capitalize, key=room.TEAM)
        st.text_input("Room code", key=room.CODE, max_chars=12, help="It stands on the wall, beside the QR code.")
        st.form_submit_button("Join", on_click=room.join, args=(held, room.TURNS.now()), icon=":material/login:")
    st.stop()


def head(held: Room, who: Member) -> None:
    """Who this is, and where the room is."""
    st.subheader(STEPS[held.step])
    st.caption(plain(f"{held.title}. You are {who.name}, {who.team}."))
    problem = room.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
