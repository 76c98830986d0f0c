"""What people decided, opened once for all sessions; and who sits at this desk."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from leadscore.outcomes.calendar import local_day
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
    if not name or not team:
        return None
    _desk()[:] = [(name, str(team))]
    return name, str(team)


def by() -> By:
    """The person at this desk, now; only where `you` is known."""
    person = you()
    if person is None:
        raise ValueError("nobody said who sits here")
    return By(*person, now())


def before() -> tuple[str, str] | None:
    """Who said last that they sit at this desk, in this session or, before its page was loaded anew, in another."""
    return next(iter(_desk()), None)


def go_on() -> None:
    """Take up name and team of whoever sat here before; a callback."""
    person = before()
    if person is not None:
        st.session_state[_NAME], st.session_state[_TEAM] = person


def ask_who() -> None:
    """Ask for name and team; both stay for the session."""
    st.text_input("Your name", key=_NAME, max_chars=80, persist_state="session")
    st.segmented_control("Your team", TEAMS, format_func=str.capitalize, key=_TEAM, persist_state="session")


@st.cache_resource(show_spinner=False)
def _desk() -> list[tuple[str, str]]:
    """Who sits at the one desk of this server: kept while it runs, and nowhere else."""
    return []


def today() -> date:
    """The day of the company, in the zone of its data."""
    return local_day(now(), workspace.zone())


def now() -> datetime:
    """This moment, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
