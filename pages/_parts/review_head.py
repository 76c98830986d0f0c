"""The top of the review: the month, who sits here, and under what its figures are read."""

from __future__ import annotations

import streamlit as st

from leadscore.errors import StoreError
from leadscore.reports import Month, Past, default_month, read_under
from pages._parts import who
from pages._session import keeping, review, showing
from pages._session.showing import plain

SHOWN_ALWAYS = 4
"""Clock, population and denominator stand above every tab; stage definitions one click away."""


def month_of(past: Past) -> Month:
    """The month that is looked at; the latest mature one until someone chooses."""
    months = past.months
    if not months:
        st.info("No lead has a hand-off or an arrival by the data date.", title="There is no month to review")
        st.stop()
    by_name = {each.name: each for each in reversed(months)}
    first = default_month(months, past.outcome).name
    chosen = st.selectbox(
        f"Month of {past.moment}" if past.manifest.dated else "Leads",
        list(by_name),
        list(by_name).index(first),
        format_func=lambda name: by_name[name].in_words(past.outcome),
        key=review.MONTH,
        persist_state="session",
        width=420,
    )
    return by_name[chosen]


def who_saves() -> bool:
    """Who writes down what is decided, asked once for the whole page; whether anything can be kept."""
    try:
        writable = keeping.writable()
    except StoreError as error:
        st.warning(plain(str(error)), title="Nothing can be saved at the moment: reading goes on")
        return False
    if not writable:
        st.warning(plain(writable.why), title="Nothing can be saved at the moment: reading goes on")
        return False
    person = keeping.you()
    said = "Say who you are, to keep decisions and notes"
    if person is not None:
        said = f"You: {person[1]}" if showing.on_projector() else plain(f"You: {person[0]}, {person[1]}")
    with st.popover(said, icon=":material/person:", key="review who"):
        st.caption("It stands beside what you save.")
        keeping.ask_who()
        who.go_on()
    return person is not None


def under(past: Past, month: Month) -> None:
    """Clock, population and denominator of every rate below, stage definitions on demand."""
    told = read_under(past, month)
    st.caption(plain(" ".join(told[:SHOWN_ALWAYS])))
    with st.expander("Stage definitions, and what to know of these data"):
        for words in told[SHOWN_ALWAYS:]:
            st.text(words)
