"""What the steps of the workshop left behind so far, and what each still lacks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.store.state import Room
from leadscore.vocabulary import STEPS
from leadscore.workshop.agenda import Outcome
from pages._session import method, said
from pages._session.showing import plain

EVERY = "2s"
"""How often what people said is looked up anew."""


def problem() -> None:
    """What went wrong in the last click, once."""
    told = method.take_problem()
    if told:
        st.warning(plain(told))


def show(held: Room) -> None:
    """All five steps in a table."""
    rows = [_row(each) for each in said.outcomes(held)]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="What each step left behind")


def line(held: Room, step: str) -> None:
    """One step in a line: done, or what is still missing."""
    outcome = next(each for each in said.outcomes(held) if each.step == step)
    st.caption(
        plain(f"✓ Stored: {', '.join(outcome.stored)}." if outcome.done else f"Still missing: {_missing(outcome)}.")
    )


def _row(outcome: Outcome) -> dict[str, str]:
    return {
        "Step": STEPS[outcome.step],
        "State": "✓\u00a0done" if outcome.done else "…\u00a0open",
        "Left behind": plain(", ".join(outcome.stored)) or "nothing yet",
        "Still missing": plain(_missing(outcome)) or "nothing",
    }


def _missing(outcome: Outcome) -> str:
    return ", ".join(outcome.missing)
