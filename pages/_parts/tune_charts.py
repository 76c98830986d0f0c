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
from pages._parts import matters_table, swap_table, takeaway
from pages._parts.sliders import CHARTS
from pages._parts.tune_head import Asked
from pages._parts.tune_numbers import in_words
from pages._session import boards, draft, looks, scored, showing
from pages._session.looks import Looks

_HEAD_START = 0.012
"""Seconds until the numbers are on their way: the server sends what has gathered every 10 ms, and together they would
be drawn together, at the speed of the charts."""

TABS = ("Scores", "Swap card", "What matters", "Balance and lift", "Files and SQL")


NOT_TO_RANK = (
    "The lift is taken among leads that an earlier score chose, so it must not decide between two models: the swap "
    "card does. Its 95 % interval comes from drawing the accounts anew."
)


@st.fragment(key=CHARTS)
def show(asked: Asked) -> None:
    """The open tab for the draft; the others are drawn when they are opened."""
    time.sleep(_HEAD_START)
    model = draft.held().model
    seen = looks.looks(model, asked.compared, asked.hindsight, asked.outcome)
    tabs = st.tabs(TABS, on_change="rerun", key="tune tabs")
    scores, swap, matters, balance, sql = tabs
    if scores.open:
        with scores:
            _charts(seen)
    if swap.open:
        with swap:
            swap_table.show(seen.ours, seen.theirs, asked.outcome)
    if matters.open:
        with matters:
            matters_table.show(model)
    if balance.open:
        with balance:
            _chart(balance_meter(seen.look.balances, _size()), "balance")
            st.text(f"Lift of the top fifth: {times_in_words(boards.lift(seen.board, seen.ours))}")
            st.caption(NOT_TO_RANK)
    if sql.open:
        with sql:
            takeaway.downloads()  # here, since what is drawn outside is forgotten by the server at a slider move
            for words, text in zip(("Scores", "What became of the leads"), scored.sql(model), strict=True):
                st.caption(words)
                st.code(text, language=None, wrap_lines=True)


def _charts(seen: Looks) -> None:
    _chart(distribution(seen.look, seen.ours, seen.board.outcome, seen.before, _size()), "distribution")
    _chart(bands(seen.look, seen.board.outcome, seen.before, _size()), "bands")
    st.markdown(in_words(seen))


def _chart(drawn: LiveChart, key: str) -> None:
    st.markdown(f"**{drawn.question}**")
    st.echarts_chart(drawn.option, height=drawn.height, key=key, alt=drawn.words)


def _size() -> int:
    return live.LARGE_TYPE if showing.on_projector() else live.TYPE
