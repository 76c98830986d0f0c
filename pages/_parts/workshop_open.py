"""Before the workshop: what is prepared and what is not, and the button that opens the room."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.words import instant_in_words
from leadscore.model import Model
from leadscore.vocabulary import counted
from pages._parts import home_prepare
from pages._session import facilitator, home, keeping, visitor, workspace
from pages._session.showing import plain


def show(model: Model, may_save: bool) -> None:
    """The list of what is prepared, the form that opens a room, and the rooms of before."""
    problem = facilitator.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    home_prepare.show(may_save)
    lacking = home.unprepared()
    st.subheader("Open the room")
    _network()
    if lacking:
        lines = counted(len(lacking), "line of the list is", "lines of the list are")
        st.warning(f"{lines} not ready. A room opened now says so in its minutes.", title="Not everything is prepared")
    st.text_input("Title", key=facilitator.TITLE, max_chars=120, placeholder="Lead scoring, first half of 2027")
    st.text_input(
        "The model is saved as the next version of",
        key=facilitator.LINE,
        max_chars=80,
        placeholder=model.name,
        help="Left empty, it keeps the name of the model that is active now.",
    )
    st.button(
        "Open the room unprepared" if lacking else "Open the room",
        icon=":material/meeting_room:",
        disabled=not may_save,
        on_click=facilitator.open_room,
        args=(model, lacking, facilitator.TURNS.now()),
    )
    _earlier()


def _network() -> None:
    address = visitor.room_address()
    if address:
        seen = visitor.devices()
        tried = f"{counted(seen, 'other device')} reached it since it was started."
        st.caption(
            plain(
                f"Other devices of this network join at {address}. "
                f"{tried if seen else 'None has reached it yet: try it with one telephone before people arrive.'}"
            )
        )
    else:
        st.caption(
            "This dashboard serves this machine alone. To let others join from their own devices, stop it and start "
            "leadscore serve WORKSPACE --room. Without a network, votes are entered here or written on paper ballots."
        )


def _earlier() -> None:
    rooms = keeping.state().rooms.all()
    if not rooms:
        return
    with st.expander(f"Earlier: {counted(len(rooms), 'workshop')}", icon=":material/history:"):
        for held in rooms:
            st.text(f"{held.title} ({instant_in_words(held.at, workspace.zone())})")
