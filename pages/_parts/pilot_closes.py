"""When closes can tell: how many to expect by each week, and how many there were."""

from __future__ import annotations

import streamlit as st

from leadscore.figures.drawing import drawn
from leadscore.figures.pilot import closes_by_week, expected_in_words
from leadscore.reports import Past
from leadscore.reports.pilot import outlook_in_words, seen_in_words
from pages._parts import tables
from pages._session import pilot, showing
from pages._session.pilot import Held
from pages._session.showing import plain


def show(past: Past, held: Held) -> None:
    """The sentence, the chart, and what it rests on; where nothing is known, why."""
    found = pilot.outlook(past, held)
    sentence, *rests_on = outlook_in_words(held.planned, found)
    st.markdown(f"**{plain(sentence)}**")
    seen = seen_in_words(found)
    if seen is not None:
        st.markdown(plain(seen))
    chart = closes_by_week(found.all, found.top, found.seen)
    if chart.known():
        st.caption(f"**{plain(chart.question)}**")
        figure = drawn(chart, titled=False, large=showing.on_projector())
        st.plotly_chart(figure, theme=None, key="pilot closes", config={"displayModeBar": False}, alt=chart.question)
        st.caption(plain(chart.note))
    if found.seen_reason:
        st.caption(plain(f"Closes so far: unknown, since {found.seen_reason}."))
    for words in rests_on:
        st.caption(plain(words))
    with st.expander("Week by week"):
        rows = [
            {
                "Week": f"{week}, until {held.planned.end_of_week(week):%a %d %b %Y}",
                "Expected closes": expected_in_words(closes),
                "Of the top band": expected_in_words(top),
                "Seen": "not known yet" if seen is None else f"{seen:,}",
            }
            for week, (closes, top, seen) in enumerate(
                zip(found.all.weeks, found.top.weeks, found.seen, strict=True), start=1
            )
        ]
        tables.plain_table(rows, "Closes by week")
