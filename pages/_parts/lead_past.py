"""What happened to a lead, and how its score moved."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from leadscore.desk.changes import under_earlier_version, what_changed
from leadscore.desk.history import History
from leadscore.desk.timeline import Timeline
from leadscore.figures import lead_words
from leadscore.figures.score_history import score_history
from leadscore.figures.words import day_in_words
from leadscore.model import Model
from leadscore.scoring import Explanation
from pages._parts import tables
from pages._session import desk, showing


def show_timeline(explanation: Explanation, timeline: Timeline, zone: str) -> None:
    """Everything that happened, with the points it gave."""
    st.caption(lead_words.timeline_sum(timeline, explanation.score))
    if timeline.happened:
        rows = lead_words.timeline_rows(timeline, zone, names=not showing.on_projector())
        tables.plain_table(rows, f"What happened, the latest first; times in {zone}")
    else:
        st.info("This data knows of nothing dated that this lead did.", title="Nothing happened")


def show_changes(model: Model, history: History, lead_id: str, zone: str) -> None:
    """The score through time up to the data's end, and what moved it."""
    until = desk.until()
    if until is None or not history.then:
        st.info(f"There is no history: {history.reason or 'this data has no dates'}.")
        return
    figure = score_history(history, model, zone)
    st.plotly_chart(figure, theme=None, key="history", config={"displayModeBar": False})
    now = history.at(until)
    timeline = desk.timeline_now(model, lead_id) if now is not None else None
    since = {"Since yesterday": until - timedelta(days=1), "Since last week": until - timedelta(days=7)}
    if history.handed_over_at is not None:
        since["Since the hand-off"] = history.handed_over_at
    for words, moment in since.items():
        before = history.at(moment)
        st.subheader(f"{words} ({day_in_words(moment, zone)})")
        if before is None or now is None or timeline is None:
            st.text("It had no score then.")
            continue
        changed = what_changed(model, before, now, timeline.happened)
        earlier = desk.earlier_version(model, lead_id, moment)
        if earlier is not None:
            changed = under_earlier_version(changed, *earlier)
        for sentence in lead_words.change_sentences(changed, zone):
            st.text(sentence)
    st.caption(
        "The curve shows the model in use now at every moment. A change counts another version of it only where one "
        "was saved before that moment."
    )
