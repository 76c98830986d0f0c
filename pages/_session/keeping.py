"""What people decided, opened once for all sessions; and who sits at this desk."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from leadscore.store.state import By, State, Writable
from leadscore.vocabulary import TEAMS
from pages._session import workspace

_NAME = "your name"
_TEAM = "your team"


def state() -> State:
    """The state of this workspace; StoreError where it is damaged or cannot be made."""
    return workspace.state()


def writable() -> Writable:
    """Whether people can save now, and if not why."""
    return state().writable()


def you() -> tuple[str, str] | None:
    """Name and team of the person at this desk; None until they said so."""
    name, team = str(st.session_state.get(_NAME) or "").strip(), st.session_state.get(_TEAM)
    return (name, str(team)) if name and team else None


def by() -> By:
    """The person at this desk, now; only where `you` is known."""
    person = you()
    if person is None:
        raise ValueError("nobody said who sits here")
    return By(*person, now())


def ask_who() -> None:
    """Ask for name and team; both stay for the session."""
    st.text_input("Your name", key=_NAME, max_chars=80, persist_state="session")
    st.segmented_control("Your team", TEAMS, format_func=str.capitalize, key=_TEAM, persist_state="session")


def now() -> datetime:
    """This moment, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
