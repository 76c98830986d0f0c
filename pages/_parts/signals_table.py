"""Every attribute value and kind of activity beside the outcome: a table, a picture, and what is behind one of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.figures import signal_words as words
from leadscore.figures import signals as figures
from leadscore.learning.asking.candidates import LeftOut
from leadscore.learning.signals.signals import Signal, Signals
from leadscore.vocabulary import OUTCOME_WORDS, counted
from pages._parts import signal_behind, tables, ways
from pages._parts.review_rows import plain_option
from pages._parts.signals_head import Asked
from pages._session import showing
from pages._session import signals as looked
from pages._session.showing import as_cell, plain

EVERYTHING = "All"


def show(asked: Asked) -> None:
    """The head, the picture, the table, and one signal by itself."""
    found = looked.told(asked.draft, asked.outcome, asked.before)
    st.markdown(f"**{plain(found.sentence)}**")
    if found.reason is None:
        st.caption(plain(f"{words.head(found)} {words.method(found)}"))
    _told_problem()
    if found.signals:
        shown = _filtered(found.signals)
        _picture(shown, found)
        _table(shown, found)
        _one(asked, found)
    _left_out(found.left_out, not found.signals)


def _told_problem() -> None:
    problem = looked.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))


def _filtered(signals: Sequence[Signal]) -> list[Signal]:
    """The signals that are asked for, the surest first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        about = st.segmented_control(
            "About", [EVERYTHING, *words.ABOUT.values()], default=EVERYTHING, key="signals about", wrap=True
        )
        word = st.segmented_control(
            "Became it", [EVERYTHING, *words.WORDS.values()], default=EVERYTHING, key="signals word", wrap=True
        )
        search = st.text_input("Search", key="signals search", width=220, placeholder="a value or a kind")
    return [
        each
        for each in signals
        if about in (None, EVERYTHING, words.ABOUT[each.candidate.about])
        and word in (None, EVERYTHING, words.WORDS[each.word])
        and (search or "").strip().lower() in each.candidate.rule.name.lower()
    ]


def _picture(shown: Sequence[Signal], found: Signals) -> None:
    drawn = figures.drawn(shown)
    if not drawn:
        return
    became = OUTCOME_WORDS[found.outcome]
    st.subheader(f"Which leads became {became} more often, at equal other things?")
    st.plotly_chart(
        figures.chart(shown, found.outcome, showing.on_projector()),
        theme=None,
        key="signals chart",
        config={"displayModeBar": False},
        alt=f"Adjusted differences of {counted(len(drawn), 'signal')} with their intervals; the table has the numbers",
    )
    more = f"The {len(drawn)} surest of {len(shown):,}. " if len(drawn) < len(shown) else ""
    st.caption(f"{more}Lines are intervals at 95 %; what crosses 0 or has a grey square, history cannot tell.")


def _table(shown: Sequence[Signal], found: Signals) -> None:
    became = OUTCOME_WORDS[found.outcome]
    if not shown:
        st.caption("No signal is like that.")
        return
    st.dataframe(
        pd.DataFrame([{name: as_cell(cell) for name, cell in words.row(each).items()} for each in shown]),
        column_config={
            "Signal": st.column_config.TextColumn(width="medium"),
            "Outcome": st.column_config.TextColumn(f"Became {became}"),
            "Difference": st.column_config.NumberColumn(
                "% points", format="%+.1f", help="More or less often, adjusted."
            ),
            "From": st.column_config.NumberColumn(format="%+.1f", help="Lower end of the interval at 95 %."),
            "To": st.column_config.NumberColumn(format="%+.1f", help="Upper end of the interval at 95 %."),
            "With it": st.column_config.TextColumn(help=f"Leads with it that became {became}; not adjusted."),
            "Without": st.column_config.TextColumn(help=f"Leads without it that became {became}; not adjusted."),
            "Unknown": st.column_config.NumberColumn("Unknown, %", format="%.0f", help="Leads of whom nobody knows."),
            "False rate": st.column_config.NumberColumn(
                "False rate, %", format="%.1f", help="False discovery rate at which it would just be called."
            ),
        },
        hide_index=True,
        on_select=looked.choose([looked.key_of(each.candidate.rule) for each in shown]),
        selection_mode="single-row",
        key=looked.TABLE,
        placeholder="",
        alt=f"{counted(len(shown), 'signal')}, the surest first",
    )
    st.caption("Choose a row to look into it.")


def _one(asked: Asked, found: Signals) -> None:
    """The signal that is looked into."""
    by_key = {looked.key_of(each.candidate.rule): each for each in found.signals}
    looked.forget_missing(list(by_key))
    st.subheader("What is behind one of them?")
    chosen = st.selectbox(
        "Signal (or choose its row)",
        list(by_key),
        index=None,
        format_func=lambda key: plain_option(by_key[key].candidate.rule.name) if key in by_key else key,
        placeholder="Choose a signal",
        key=looked.CHOSEN,
    )
    if chosen is not None:
        signal_behind.show(asked, found, by_key[chosen])


def _left_out(left_out: Sequence[LeftOut], expanded: bool) -> None:
    if not left_out:
        return
    with st.expander(f"Not asked, or not in all forms ({len(left_out)})", expanded=expanded):
        ways.past_today(each.reason for each in left_out)
        rows = [{"Name": each.name, "Why": each.reason} for each in left_out]
        tables.plain_table(rows, "What was not asked, and why")
