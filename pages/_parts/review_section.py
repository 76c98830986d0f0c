"""A section of the review on the page: question, sentences, charts, tables, each with a door to its rows; notes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.figures.drawing import drawn
from leadscore.reports import Circumstances, Month, Past, Section, Table, noted
from pages._parts import report_table, review_rows
from pages._session import review, showing
from pages._session.showing import as_cell, plain

FEW = 3
"""More sentences than these are a list."""

WIDE = 8
"""From so many columns on a table scrolls."""


def show(past: Past, month: Month, key: str, around: Circumstances, may_save: bool) -> None:
    """One section, counted when it is first looked at."""
    section = noted(review.section(past, month, key, around), month, around)
    draw(past, month, section, around)
    if may_save:
        _note(month, section)


def draw(past: Past, month: Month, section: Section, around: Circumstances) -> None:
    """Draw a section; every chart and table has a door to the rows behind its figures."""
    st.subheader(section.question)
    mark = "- " if len(section.sentences) > FEW else ""
    gap = "\n" if mark else "\n\n"
    st.markdown(gap.join(f"{mark}{plain(words)}" for words in section.sentences))
    for place, (chart, ways) in enumerate(section.known_charts):
        key = f"{section.key} chart {place}"
        st.caption(f"**{plain(chart.question)}**")
        figure = drawn(chart, titled=False, large=showing.on_projector())
        st.plotly_chart(figure, theme=None, key=key, config={"displayModeBar": False}, alt=chart.question)
        if chart.note:
            st.caption(plain(chart.note))
        review_rows.door(past, month, ways, key, around)
    for place, table in enumerate(section.tables):
        _table(table)
        review_rows.door(past, month, table.ways, f"{section.key} table {place}", around)
    for words in section.footnotes:
        st.caption(plain(words))
    for words in section.notes:
        st.info(plain(words), icon=":material/sticky_note_2:")


def _note(month: Month, section: Section) -> None:
    """A box for a note on the section or on any of its charts, rows and figures."""
    with st.popover("Add a note", icon=":material/edit_note:"):
        st.selectbox(
            "On",
            section.figures,
            format_func=review_rows.plain_option,
            key=review.box(f"{section.key} {review.ABOUT}"),
        )
        st.text_area("Note", key=review.box(f"{section.key} {review.NOTE}"), max_chars=600)
        st.button(
            "Keep this note",
            key=f"keep note {section.key}",
            on_click=review.note,
            args=(month, section.key, review.turn()),
        )


def _table(table: Table) -> None:
    st.caption(f"**{plain(table.title)}**")
    if len(table.columns) < WIDE:
        report_table.show(table)
        return
    texts = [[as_cell(cell) for cell in row] for row in table.words()]
    frame = pd.DataFrame(texts, columns=list(table.columns))
    st.dataframe(frame, hide_index=True, height="content", alt=table.title)
