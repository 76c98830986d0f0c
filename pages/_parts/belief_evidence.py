"""What the teams believe of each rule against what history pays for it, and the leads behind every mark."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.figures import belief_words as words
from leadscore.figures import lookup
from leadscore.figures.belief import QUESTION, belief_chart, notes
from leadscore.figures.words import day_in_words
from leadscore.learning.belief import Belief, Beliefs, beliefs
from leadscore.learning.rule_leads import RuleLeads
from leadscore.model import Model
from leadscore.model.values import shortest
from leadscore.reports import Table
from leadscore.vocabulary import OUTCOME_WORDS
from pages._parts import report_table, tables, takeaway
from pages._parts.signals_head import Asked
from pages._session import believed, search, showing, workspace
from pages._session.showing import plain


def show(asked: Asked) -> None:
    """The picture, its table, and the leads of the rule that is chosen."""
    room = believed.asked_room()
    paid = believed.paid_by_history(asked.draft, asked.outcome, asked.before)
    found = beliefs(asked.draft, paid.points, believed.stands(room))
    st.markdown(f"**{plain(found.sentence)}**")
    for told in (_whose(found, room.title if room else None), paid.words):
        st.caption(plain(told))
    chosen = believed.chosen(asked.draft)
    if found.rules:
        _picture(found, chosen)
    _leads(asked, found)
    if found.silent:
        st.subheader("Rules that history says nothing of")
        tables.plain_table(words.silent_rows(found), "Rules that history says nothing of, and why")


def _whose(found: Beliefs, title: str | None) -> str:
    """Where the points of the teams come from."""
    of = len(found.rules) + sum(each.points is not None for each in found.silent)
    if title is None or not found.voted:
        return "Nobody has voted on these rules, so the teams are taken to believe in the points on the sliders."
    said = f"In '{title}' the teams voted on or settled {found.voted} of these {of} rules"
    return f"{said}; the others have the points on the sliders. What each team said is marked where it differs."


def _picture(found: Beliefs, chosen: str | None) -> None:
    st.subheader(QUESTION)
    figure = belief_chart(found, chosen, showing.on_projector())
    st.plotly_chart(
        figure,
        theme=None,
        key=believed.CHART,
        on_select=believed.choose,
        selection_mode="points",
        config={"displayModeBar": False},
        alt=f"{QUESTION} {found.sentence}",
    )
    st.caption(plain(words.threshold_in_words(found)))
    for note in notes(found):
        st.caption(note)
    title = "What the teams give each rule, what history pays, and what to do"
    report_table.show(Table(title, words.columns(found), tuple(words.rows(found))))


def _leads(asked: Asked, found: Beliefs) -> None:
    """The rule to look into: chosen here, or by a click on its mark."""
    names = {rule.id: rule.name for rule in asked.draft.rules}
    st.subheader("Whose leads are behind a mark?")
    rule_id = st.selectbox(
        "Rule (or click its mark)",
        list(names),
        index=None,
        format_func=lambda each: names.get(each, each),
        placeholder="Choose a rule",
        key=believed.RULE,
    )
    if rule_id is None:
        return
    told = next((each for each in found.rules if each.rule_id == rule_id), None)
    if told is not None:
        st.markdown(f"**{plain(told.sentence)}**")
        _offer(asked.draft, told)
    leads = believed.leads(asked.draft, rule_id, asked.outcome, asked.before)
    st.text(words.counts_in_words(leads, asked.outcome))
    if leads.leads:
        _table(leads, asked.outcome)


def _offer(model: Model, told: Belief) -> None:
    """One click to history's points, where the advice is not to leave it; a step that can be undone."""
    now = model.rule(told.rule_id).worth
    if now == told.target:
        st.caption(f"Its slider stands at {shortest(now)} points already.")
    with st.container(horizontal=True):
        if now != told.target and told.advice != "leave":
            st.button(
                f"Set its slider from {shortest(now)} to {shortest(told.target)} points",
                key=f"take {told.rule_id}",
                icon=":material/tune:",
                on_click=believed.set_points,
                args=(told.rule_id, told.target),
            )
        takeaway.way_back()


def _table(leads: RuleLeads, outcome: str) -> None:
    shown = len(leads.leads)
    if showing.on_projector():
        st.caption("Leads are hidden on the projector.")
        return
    zone = workspace.zone()
    company = lookup.companies(workspace.shelf().database, [each.lead_id for each in leads.leads])
    st.caption(
        f"The {shown:,} latest of {leads.held.n:,} leads with it"
        if shown < leads.held.n
        else f"All {shown:,} leads with it"
    )
    rows = [
        {
            "Lead": showing.as_cell(each.lead_id),
            "Company": showing.as_cell(company.get(each.lead_id, "")),
            f"T ({zone})": day_in_words(each.as_of, zone) if each.as_of else "no date",
            f"Became {OUTCOME_WORDS[outcome]}": "yes" if each.hit else "no",
            "Score then": None if each.score is None else float(each.score),
        }
        for each in leads.leads
    ]
    table = st.dataframe(
        pd.DataFrame(rows),
        column_config={"Score then": st.column_config.NumberColumn(format="%g", help="Without today's values.")},
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"leads of {leads.rule_id}",
        alt="Leads with this rule; choose a row to open the lead",
    )
    for place in table.selection.rows[:1]:
        address = search.address_of(leads.leads[place].lead_id, "handoff")
        st.page_link("pages/lead.py", label="Open this lead", icon=":material/person_search:", query_params=address)
