"""How many settings were looked at on these data, and how much too good the best of them looks; drawn last of all."""

from __future__ import annotations

import time

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.simulation.optimism import Optimism
from leadscore.vocabulary import counted
from pages._parts.sliders import TRIED
from pages._parts.tune_head import Asked
from pages._session import draft, tries
from pages._session.showing import plain
from pages._session.tries import Fishing

_HEAD_START = 0.012
"""Seconds until the charts are on their way, as between the numbers and them."""

NONE_YET = "No other points were looked at on these data yet."
NOT_COUNTED = "What is looked at is not counted at the moment: {why}"


@st.fragment(key=TRIED)
def show(asked: Asked) -> None:
    """Count what was just looked at, and say where that leads; what it costs comes after numbers and charts."""
    time.sleep(_HEAD_START)
    problem = tries.note(draft.held().model, asked.active, asked.outcome)
    try:
        said = (
            NOT_COUNTED.format(why=problem) if problem else in_words(tries.fishing(asked.active, asked.outcome, False))
        )
    except LeadscoreError as error:
        said = NOT_COUNTED.format(why=error)
    st.caption(plain(said))


def in_words(found: Fishing) -> str:
    """The tries so far and what they flatter, in a sentence."""
    if not found.settings:
        return NONE_YET
    tried = f"{counted(found.settings, 'setting was', 'settings were')} looked at on these data"
    if found.optimism is None or found.optimism.expected.value is None:
        return f"{tried}; what that flatters stands on Predictive, Locked period."
    return f"{tried}; {flattered(found.optimism)}."


def flattered(found: Optimism) -> str:
    """How much too good the best of the settings is expected to look."""
    if found.expected.value is None:
        return f"how much too good the best of them looks is unknown: {found.expected.reason}"
    much = max(0.0, found.expected.value)
    shown = f"the best of them shows a lift of {found.lift.value:.2f} x"
    return f"{shown} and is expected to look {much:.2f} x too good (n = {found.expected.n:,})"
