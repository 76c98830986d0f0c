"""One signal by itself: what history says of it, its counts, its parts of time, who shares it, its leads, its rule."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.figures import lookup
from leadscore.figures import signal_words as words
from leadscore.figures.words import day_in_words, estimate_in_words
from leadscore.learning.signals.signals import Signal, Signals
from leadscore.model import Rule
from leadscore.model.values import shortest
from leadscore.model.words import in_words
from leadscore.vocabulary import OUTCOME_WORDS
from pages._parts import tables
from pages._parts.signals_head import Asked
from pages._session import search, showing, workspace
from pages._session import signals as looked
from pages._session.showing import as_cell, plain


def show(asked: Asked, found: Signals, signal: Signal) -> None:
    """All that is known of it, and the click that makes it a rule."""
    rule = signal.candidate.rule
    with st.container(border=True):
        st.markdown(f"**{plain(rule.name)}**: {plain(words.sentence(signal, found.outcome))}")
        _rule(signal)
        _rates(asked, rule)
        _times(signal, found)
        for line in words.overlaps(signal):
            st.markdown(f"- {plain(line)}")
        if st.button("Rows and SQL", key="signal rows", type="tertiary", icon=":material/table_rows:"):
            _opened(asked, rule)


def _rule(signal: Signal) -> None:
    """One click to a rule of the draft; or where that rule lies."""
    rule = signal.candidate.rule
    same = looked.drafted(rule)
    if same is None:
        st.button(
            "Draft rule",
            icon=":material/add:",
            on_click=looked.make_rule,
            args=(rule, looked.TURNS.now()),
            help="Adds it to the draft at 0 points; Undo on Tune takes it back.",
        )
        return
    worth = "a knock-out" if same.knock_out else f"at {shortest(same.worth)} points"
    st.markdown(plain(f"It lies on the draft: rule '{same.name}', {worth}."))
    st.page_link("pages/tune.py", label="Give it points on Tune", icon=":material/tune:")


def _rates(asked: Asked, rule: Rule) -> None:
    behind = looked.leads(asked.draft, rule, asked.outcome, asked.before)
    if behind.reason is not None:
        return
    became = OUTCOME_WORDS[asked.outcome]
    st.text(
        f"{words.UNADJUSTED}: with it {estimate_in_words(behind.held)} became {became}; "
        f"without it {estimate_in_words(behind.not_held)}; unknown of {behind.unknown:,} leads."
    )


def _times(signal: Signal, found: Signals) -> None:
    st.text(words.over_time(signal))
    if signal.stability.parts:
        rows = [words.part_row(part, found.outcome) for part in signal.stability.parts]
        tables.plain_table(rows, "The effect in each part of the time")


@st.dialog("Rows and SQL", width="large")
def _opened(asked: Asked, rule: Rule) -> None:
    behind = looked.leads(asked.draft, rule, asked.outcome, asked.before)
    st.markdown(plain(f"{rule.name}: {in_words(rule.when)}. {behind.held.n:,} of the {behind.denominator} have it."))
    if showing.on_projector():
        st.caption("Leads are hidden on the projector.")
    elif behind.leads:
        zone = workspace.zone()
        company = lookup.companies(workspace.shelf().database, [each.lead_id for each in behind.leads])
        rows = [
            {
                "Lead": as_cell(each.lead_id),
                "Company": as_cell(company.get(each.lead_id, "")),
                f"T ({zone})": day_in_words(each.as_of, zone) if each.as_of else "no date",
                f"Became {OUTCOME_WORDS[asked.outcome]}": "yes" if each.hit else "no",
            }
            for each in behind.leads
        ]
        table = st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key="signal leads",
            placeholder="",
            alt="Leads with it; choose a row to open the lead",
        )
        for place in table.selection.rows[:1]:
            address = search.address_of(behind.leads[place].lead_id, "handoff")
            st.page_link("pages/lead.py", label="Open this lead", icon=":material/person_search:", query_params=address)
    with st.expander("The SQL that finds them: one point for each lead with it"):
        st.code(looked.sql(asked.draft, rule), language="sql")
