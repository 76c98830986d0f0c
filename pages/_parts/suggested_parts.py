"""The points that the past suggests: a table, a picture, and one click to the sliders."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.estimate import Estimate
from leadscore.figures import suggested as words
from leadscore.figures.words import sentence
from leadscore.learning.suggesting.suggested import Suggestion
from leadscore.learning.suggesting.suggested_words import learned_from, of_balance
from leadscore.model import to_yaml
from pages._parts import takeaway, ways
from pages._parts.signals_head import Asked
from pages._session import draft, showing, suggested
from pages._session.showing import plain

PAIRS = (
    "On later accounts than those that were learned from: how often the points put the right one of two leads first."
)
ON_THE_SLIDERS = "These points lie on the sliders. Judge them on Tune at equal volume before anybody signs."
BEFORE_A_CLICK = "Nothing changes before you click, and a click can be undone. Judge them on Tune at equal volume."
METHOD = (
    "Logistic regression on how much of each rule a lead had at T, with a ridge, and each effect kept to the sign of "
    "its points. Points share the total of today by effect, each side of the balance its part, within caps and "
    "sliders. Intervals at 95 %: accounts are drawn anew, all the way to whole points."
)


def show(asked: Asked) -> None:
    """What history would give each rule of the draft; nothing happens before a click."""
    found = suggested.suggestion(asked.draft, asked.outcome, asked.before)
    st.markdown(f"**{plain(found.sentence)}**")
    st.caption(plain(learned_from(found)))
    if found.model is None:
        _left_as_they_are(found)
        return
    _figures(found)
    st.caption(plain(of_balance(found.balance)))
    for caveat in found.caveats:
        st.caption(plain(sentence(caveat)))
    _take_over(found)
    _picture(found)
    _table(found)
    st.caption(METHOD)


def _figures(found: Suggestion) -> None:
    spoken_of = sum(each.suggested is not None for each in found.points)
    with st.container(horizontal=True):
        _pairs("Right of 100 pairs", found.held_out)
        _pairs("Without the balance", found.balance.evidence)
        with st.container(border=True):
            st.metric("Rules that surely deserve points", sum(each.called for each in found.points))
            st.caption(f"of {spoken_of} that history speaks of")


def _pairs(label: str, area: Estimate) -> None:
    ends = "no interval" if area.low is None or area.high is None else f"{100 * area.low:.0f} to {100 * area.high:.0f}"
    with st.container(border=True):
        st.metric(label, "unknown" if area.value is None else f"{100 * area.value:.0f}", help=PAIRS)
        st.caption(f"{ends}, {area.n:,} later leads")


def _take_over(found: Suggestion) -> None:
    """The one click; what lies on the sliders already needs none."""
    if found.model is None:
        return
    same = found.model == draft.held().model
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not same:
            click = found.model, suggested.TURNS.now()
            words_of_it, icon = "Put these points on the sliders", ":material/tune:"
            st.button(words_of_it, icon=icon, on_click=suggested.take_over, args=click)
        takeaway.way_back()
        st.download_button(
            "Model file with these points",
            data=to_yaml(found.model),
            file_name="suggested.yaml",
            on_click="ignore",
            icon=":material/download:",
        )
        st.page_link("pages/tune.py", label="Open Tune and its swap card", icon=":material/compare_arrows:")
    st.caption(ON_THE_SLIDERS if same else BEFORE_A_CLICK)


def _picture(found: Suggestion) -> None:
    st.subheader(words.QUESTION)
    st.plotly_chart(
        words.suggested_chart(found, showing.on_projector()),
        theme=None,
        key="suggested points",
        config={"displayModeBar": False},
        alt=f"{words.QUESTION} {found.sentence}",
    )


def _table(found: Suggestion) -> None:
    """Narrow enough to be read without scrolling: sentences break into lines."""
    rows = [{name: plain(text) for name, text in row.items()} for row in words.rows(found)]
    alt = "What each rule has now and what history would give it"
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=alt)


def _left_as_they_are(found: Suggestion) -> None:
    """Why each rule stays as it is, where rules have reasons of their own."""
    for caveat in found.caveats:
        st.caption(plain(sentence(caveat)))
    own = [each for each in found.points if each.reason != found.reason]
    for each in own:
        st.caption(plain(f"{each.name}: {each.sentence}"))
    ways.past_today(each.reason for each in own)
