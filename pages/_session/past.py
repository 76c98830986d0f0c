"""The data of before: kept snapshots, and going back to one of them."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from leadscore.store import returning
from leadscore.store.snapshots import Snapshot
from pages._session import workspace
from pages._session.turns import Turns

TURNS = Turns("history")
_RETURNED = "_returned"


def kept() -> tuple[Snapshot, ...]:
    """Every kept snapshot, the latest first."""
    return tuple(reversed(workspace.snapshot_history()))


def go_back(number: int, turn: int) -> None:
    """Put an earlier snapshot in use again; a callback, which acts once a turn."""
    if turn != TURNS.now():
        return
    TURNS.end()
    with TURNS.told():
        made = returning.return_to(workspace.workspace(), number, datetime.now(UTC).replace(tzinfo=None))
        st.session_state[_RETURNED] = (number, made.number)


def take_returned() -> tuple[int, int] | None:
    """Which snapshot was put in use again, and under which number, once."""
    returned: tuple[int, int] | None = st.session_state.pop(_RETURNED, None)
    return returned
