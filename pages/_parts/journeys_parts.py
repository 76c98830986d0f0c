"""The journeys of won and lost leads."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from leadscore.figures import journeys as words
from leadscore.figures.drawing import drawn
from leadscore.learning.journeys.journey import Journeys, Parting
from leadscore.reports import Table
from pages._parts import report_table
from pages._parts.signals_head import Asked
from pages._session import journeys, showing
from pages._session.showing import plain


def show(asked: Asked) -> None:
    """How leads that got there and those that did not came to their hand-off."""
    found = journeys.told(asked.draft, asked.outcome, asked.before)
    st.markdown(f"**{plain(words.sentence(found))}**")
    if found.reason is not None:
        return
    _days(found)
    _table(
        "How those who got there came to the hand-off, and the others",
        words.side_columns(found),
        words.side_rows(found),
    )
    st.caption("Middle value, and the ends of the middle half; shares with their 95 % interval.")
    _parts(found, "Source", "source", found.by_source, found.source_reason)
    _parts(found, "First own step", "first step", found.by_first, found.steps_reason)
    _parts(found, "Last own step before the hand-off", "last step", found.by_last, found.steps_reason)
    _parts(found, "Commonest paths: the first three different steps", "path", found.paths, found.steps_reason)
    for note in words.notes(found):
        st.caption(plain(note))


def _days(found: Journeys) -> None:
    chart = words.days_chart(found)
    st.subheader(chart.question)
    figure = drawn(chart, titled=False, large=showing.on_projector())
    st.plotly_chart(figure, theme=None, key="days in nurture", config={"displayModeBar": False}, alt=chart.question)
    st.caption(plain(chart.note))
    columns = ("Days in nurture", *words.part_columns(found.outcome))
    report_table.show(Table(chart.question, columns, tuple(words.part_rows(found.by_days))))


def _parts(found: Journeys, title: str, what: str, parting: Parting, reason: str | None) -> None:
    if not parting.parts:
        st.subheader(title)
        st.text(f"Unknown: {reason}.")
        return
    _table(title, (what.capitalize(), *words.part_columns(found.outcome)), words.part_rows(parting))
    st.caption(plain(words.part_note(parting, found.rate)))


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    st.subheader(title)
    report_table.show(Table(title, columns, tuple(rows)))
