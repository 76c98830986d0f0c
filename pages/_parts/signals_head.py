"""The head of Signals and Predictive: which model, which outcome, and what is kept out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from leadscore.model import Model
from leadscore.vocabulary import OUTCOME_WORDS
from pages._parts import tune_head
from pages._parts.tune_head import KeptOut
from pages._session import boards, draft, history


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the past: `draft` lies on the sliders, `active` is in use.

    `before`: where the locked period starts (naive UTC), None where nothing is locked.
    """

    active: Model
    draft: Model
    outcome: str
    before: datetime | None


def show(active: Model, kept_out: KeptOut = tune_head.OFF_THE_PAGE) -> Asked:
    """The outcome to choose, and a sentence on what is locked away."""
    outcome = st.selectbox(
        "Outcome",
        list(OUTCOME_WORDS),
        index=list(OUTCOME_WORDS).index(history.outcome_of(active)),
        format_func=lambda word: OUTCOME_WORDS[word][0].upper() + OUTCOME_WORDS[word][1:],
        key="outcome",
        persist_state="session",
        width=220,
    )
    lock = boards.lock()
    st.caption(tune_head.lock_in_words(lock, kept_out))
    return Asked(active, draft.held().model, outcome, lock.starts)
