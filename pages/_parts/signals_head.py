"""The head of Signals and Predictive: which model, which outcome, and what is kept out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from leadscore.model import Model
from leadscore.vocabulary import OUTCOME_WORDS
from pages._parts import outcome_box, tune_head
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
    outcome = outcome_box.show(active)
    _tell_what_is_missing(active, outcome)
    lock = boards.lock()
    st.caption(tune_head.lock_in_words(lock, kept_out))
    return Asked(active, draft.held().model, outcome, lock.starts)


def _tell_what_is_missing(active: Model, outcome: str) -> None:
    """That nobody is known to have reached the outcome, and what to do about it."""
    known = history.known_outcomes(active)
    if outcome in known:
        return
    others = " or ".join(f"'{OUTCOME_WORDS[each]}'" for each in known)
    do = f"Choose {others}, or bring" if known else "Bring"
    st.info(f"No lead is known to have become {OUTCOME_WORDS[outcome]}. {do} that stage with its dates under Data.")
