"""How to get dated events out of a CRM, as a table for the one that is chosen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.learning.settle_needs import Topic
from leadscore.workshop.export_ways import SOURCE_WORDS, Crm, Way
from leadscore.workshop.exports import CRMS, GOLDEN_RULES, crm, found_elsewhere
from pages._session.showing import plain


def show(topics: frozenset[Topic] = frozenset()) -> None:
    """The exports of one CRM; first those that bring what is missing, where something is."""
    st.subheader("How to export it")
    chosen = st.segmented_control(
        "From where", [each.name for each in CRMS], default=CRMS[0].name, key="exported from", required=True
    )
    if chosen is None:
        return
    _of(crm(chosen), topics)
    with st.expander("What every export needs"):
        st.markdown("\n".join(f"- {plain(line)}" for line in GOLDEN_RULES))


def _of(chosen: Crm, topics: frozenset[Topic]) -> None:
    first = chosen.for_topics(topics)
    others = tuple(way for way in chosen.ways if way not in first)
    if first:
        _table(first, f"{chosen.name}: exports that bring what is missing")
    if others and first:
        with st.expander(f"Other exports of {chosen.name}"):
            _table(others, f"{chosen.name}: other exports")
    elif others:
        _table(others, f"{chosen.name}: exports")
    elsewhere = found_elsewhere(chosen, topics)
    if elsewhere:
        st.markdown(plain(f"Not from {chosen.name}: {elsewhere}."))
    st.caption(plain(f"What it cannot bring: {chosen.cannot}"))
    st.caption(
        "Menus and limits change. 'Not checked' means that nothing could be found to hold the line against; "
        "nothing here was tried in an account."
    )


def _table(ways: tuple[Way, ...], alt: str) -> None:
    rows = [
        {
            "Brings": plain(way.brings),
            "Where": plain(way.where),
            "Mind": plain(way.mind),
            "Rests on": SOURCE_WORDS[way.source],
        }
        for way in ways
    ]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=alt)
