"""Do the teams trust the score: the company's own answers, where it was asked."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.words import estimate_in_words, number_in_words
from leadscore.workshop.pulse import HIGH, QUESTIONS, Reading
from pages._session import home
from pages._session.showing import plain


def show() -> None:
    """A line for each question and occasion; where nobody was asked, how to ask."""
    asked = home.pulse()
    if not asked:
        st.caption(
            "Nobody was asked yet whether they trust the score: a workshop begins and ends with that question, and the "
            "review asks it every month, under Voices."
        )
        return
    st.markdown("**Do we trust it ourselves?**")
    lines = [f"- {_line(when, each)}" for when, found in asked for each in found if each.team is None]
    st.markdown("\n".join(lines))


def _line(when: str, each: Reading) -> str:
    """What was asked when, the share of yes, and the middle answer."""
    middle = "unknown" if each.middle.value is None else number_in_words(each.middle.value)
    told = f"{when.capitalize()}: “{QUESTIONS[each.question]}” {HIGH} or 5: {estimate_in_words(each.high)}"
    return plain(f"{told}; middle answer {middle}")
