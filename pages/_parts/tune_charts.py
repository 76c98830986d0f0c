"""What follows the numbers after a slider move: two charts, or what another tab holds."""

from __future__ import annotations

import time

import streamlit as st

from leadscore.figures import live
from leadscore.figures.balance import balance_meter
from leadscore.figures.bands import bands
from leadscore.figures.distribution import distribution
from leadscore.figures.live import LiveChart
from leadscore.figures.words import times_in_words
from leadscore.model import Model
from pages._parts import matters_table, swap_table, takeaway
from pages._parts.sliders import CHARTS
from pages._parts.tune_head import Asked
from pages._parts.tune_numbers import in_words
from pages._session import boards, draft, looks, scored, showing
from pages._session.looks import Looks

_HEAD_START = 0.012
"""Seconds until the numbers are on their way: the server sends what has gathered every 10 ms, and together they would
be drawn together, at the speed of the charts."""

TABS = SCORES, SWAP, MATTERS, BALANCE, FILES = "Scores", "Swap card", "What matters", "Balance", "Files, SQL"

NOT_TO_RANK = (
    "The lift is taken among leads that an earlier score chose, so it must not decide between two models: the swap "
    "card does. Its 95 % interval comes from drawing the accounts anew."
)


def show(asked: Asked) -> None:
    """The tabs; only what the open one holds is drawn."""
    for name, tab in zip(TABS, st.tabs(TABS, on_change="rerun", key="tune tabs"), strict=True):
        if tab.open:
            with tab:
                _open(asked, name)


@st.fragment(key=CHARTS)
def _open(asked: Asked, name: str) -> None:
    """What the open tab says of the draft."""
    time.sleep(_HEAD_START)
    model = draft.held().model
    seen = looks.looks(model, asked.compared, asked.hindsight, asked.outcome)
    if name == SWAP:
        swap_table.show(seen.ours, seen.theirs, asked.outcome)
    elif name == MATTERS:
        matters_table.show(model)
    elif name == BALANCE:
        _balance(seen)
    elif name == FILES:
        _files(model)
    else:
        _charts(seen)


def _balance(seen: Looks) -> None:
    _chart(balance_meter(seen.look.balances, _size()), "balance")
    st.text(f"Lift of the top fifth: {times_in_words(boards.lift(seen.board, seen.ours))}")
    st.caption(NOT_TO_RANK)


def _files(model: Model) -> None:
    takeaway.downloads()  # here, since what is drawn outside is forgotten by the server at a slider move
    for words, text in zip(("Scores", "What became of the leads"), scored.sql(model), strict=True):
        st.caption(words)
        st.code(text, language=None, wrap_lines=True)


def _charts(seen: Looks) -> None:
    _chart(distribution(seen.look, seen.ours, seen.board.outcome, seen.before, _size()), "distribution")
    _chart(bands(seen.look, seen.board.outcome, seen.before, _size()), "bands")
    st.text(in_words(seen))


def _chart(drawn: LiveChart, key: str) -> None:
    st.markdown(f"**{drawn.question}**")
    st.echarts_chart(drawn.option, height=drawn.height, key=key, alt=drawn.words)


def _size() -> int:
    return live.LARGE_TYPE if showing.on_projector() else live.TYPE
