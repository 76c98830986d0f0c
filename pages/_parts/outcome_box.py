"""The outcome that a page asks the past about; one choice for all pages."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from leadscore.vocabulary import OUTCOME_WORDS
from pages._session import history


def show(active: Model) -> str:
    """The box; at first the model's own outcome, or the first that the data know."""
    return st.selectbox(
        "Outcome",
        list(OUTCOME_WORDS),
        index=list(OUTCOME_WORDS).index(history.outcome_of(active)),
        format_func=lambda word: OUTCOME_WORDS[word][0].upper() + OUTCOME_WORDS[word][1:],
        key="outcome",
        persist_state="session",
        width=220,
    )
