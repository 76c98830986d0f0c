"""The last look at the past: what one part of a page has asked, the next part of it need not ask again."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from leadscore.model import Model
from leadscore.simulation import Board, Look
from leadscore.simulation.side_by_side import side_by_side
from pages._session import boards

_LAST = "_looks"


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """One board asked for two models, brought to the same rules: the draft and the one it is compared with."""

    board: Board
    ours: Model
    theirs: Model
    look: Look
    before: Look


def looks(draft: Model, compared: Model, hindsight: str, outcome: str) -> Looks:
    """The past under the draft, and under the model it is compared with."""
    ours, theirs = side_by_side(draft, compared)
    board = boards.board(ours, hindsight, outcome)
    last: Looks | None = st.session_state.get(_LAST)
    if last is None or last.board is not board:
        last = None
    look = last.look if last and last.ours == ours else board.look(ours)
    before = last.before if last and last.theirs == theirs else board.look(theirs)
    found = Looks(board, ours, theirs, look, before)
    st.session_state[_LAST] = found
    return found
