"""A page for somebody in the room who lost theirs, or had none: shown at the desk alone, and put away."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import UsageError
from leadscore.store.state import Joined, Room
from pages._session import facilitator, keeping

WHO = "who lost their page"
_SHOWN = "_new_page"


def names(held: Room) -> dict[int, str]:
    """Whoever sits in the room, by number; without those whose names were erased."""
    return {each.id: f"{each.name}, {each.team}" for each in facilitator.members(held) if each.name}


def make(held: Room, at: int) -> None:
    """Give the person in the box a new page; a callback.  The page they had ends."""
    if at == facilitator.TURNS.now():
        with facilitator.TURNS.told():
            chosen = st.session_state.get(WHO)
            if chosen not in names(held):
                raise UsageError("Choose first whose page is lost.")
            st.session_state[_SHOWN] = keeping.state().rooms.readmit(chosen, keeping.by())
            facilitator.TURNS.end()


def shown(held: Room) -> Joined | None:
    """The page that was made here last, as long as it counts and was not put away."""
    made: Joined | None = st.session_state.get(_SHOWN)
    found = keeping.state().rooms.member_of(made.token) if made else None
    return made if found is not None and found.room == held.id else None


def put_away() -> None:
    """Show it no more; a callback."""
    st.session_state.pop(_SHOWN, None)
