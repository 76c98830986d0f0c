"""Feedback summed up: how alive it is, which rules collect disputes, and who the outcome bears out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from leadscore.desk import feedback as sums
from leadscore.exporting.cells import safe_text
from leadscore.figures.words import estimate_in_words
from leadscore.model import Model
from leadscore.store.state import Feedback
from leadscore.vocabulary import OUTCOME_WORDS, RATINGS, counted
from leadscore.workshop.lamps import span
from pages._parts import empty, feedback_parts
from pages._session import feedback as given_here
from pages._session import keeping, search
from pages._session.showing import on_projector, plain

SHOWN = 30
"""Ratings on the page at once."""


def pulse(given: Sequence[Feedback]) -> None:
    """Feedback of the last 14 days, disputes that wait for a verdict, and how soon somebody replies."""
    found = sums.pulse(given, keeping.now())
    with st.container(horizontal=True):
        st.metric("Given in the last 14 days", f"{found.lately:,}", border=True, help=f"{found.all:,} in all")
        st.metric("Disputes that wait for a verdict", f"{found.open_disputes:,}", border=True)
        reply = "none yet" if found.median_reply is None else span(found.median_reply)
        words = f"The median over {counted(found.answered, 'answer')}; what waits is not in it."
        st.metric("Time to the first reply", reply, border=True, help=words)


def disputed_rules(given: Sequence[Feedback], model: Model) -> None:
    """The rules of the active model that disputes are about."""
    st.subheader("Which rules collect disputes?")
    rules = sums.disputes_by_rule(given, model)
    if not rules:
        st.caption("No dispute is about a lead to which a rule of the active model gave or took points.")
        return
    rows = [
        {
            "Rule": safe_text(each.name),
            "Named as wrong": each.named,
            "Disputes of leads it fired on": each.disputes,
            "Ratings of leads it fired on": each.feedback,
        }
        for each in rules
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Rules by disputes")


def against_outcomes(given: Sequence[Feedback], model: Model) -> None:
    """What sales said beside what the score said, and what became of those leads that were worked."""
    st.subheader("Who was right: the rep or the score?")
    with empty.telling("Ratings cannot be set against outcomes"):
        found = given_here.set_against(model, given)
        if found.agreement.value is None:
            st.caption("No rating is of a lead in these figures: handed over, scored, and known by the data date.")
            return
        outcome = OUTCOME_WORDS[model.evaluation.outcome]
        rows = [
            {
                "Sales says": "good lead" if rep else "no good lead",
                "The score says": "hand over" if score else "nurture",
                "Leads": found.counts[rep, score],
                f"Became {outcome}": estimate_in_words(found.rates[rep, score]),
            }
            for rep, score in found.counts
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Ratings against scores and outcomes")
        st.caption(
            f"They agree on {estimate_in_words(found.agreement)}. Whoever rates sees the score, so agreement says "
            "little; the outcome decides only where a lead was worked and its time is over."
        )


def ratings(given: Sequence[Feedback]) -> None:
    """Ratings one by one, each opening its lead."""
    st.subheader("What was said")
    kinds = {"open": "Disputes that wait", **RATINGS}
    kind = st.segmented_control("Show", list(kinds), format_func=kinds.get, key="feedback shown")
    chosen = [each for each in given if kind is None or each.rating == kind or (kind == "open" and each.is_open)]
    st.caption(f"{len(chosen):,} of {len(given):,}" + (f", the latest {SHOWN} below" if len(chosen) > SHOWN else ""))
    shown = chosen[:SHOWN]
    given_here.note_seen(shown)
    companies = given_here.companies(shown)
    for each in shown:
        with st.container(border=True):
            _lead(each, companies)
            feedback_parts.one(each)


def _lead(each: Feedback, companies: Mapping[str, str]) -> None:
    if each.lead_id is None:
        st.text("A lead that was erased")
        return
    company = "hidden" if on_projector() else companies.get(each.lead_id, each.lead_id)
    address = search.address_of(each.lead_id)
    st.page_link("pages/lead.py", label=plain(company), icon=":material/person_search:", query_params=address)
