"""Which words of a lead's source mean which of the four kinds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.figures.sources import sources
from leadscore.vocabulary import counted
from pages._session import workspace


def show() -> None:
    """The words of the sources of the data in use."""
    if not workspace.has_data():
        return
    found = sources(workspace.shelf().database)
    st.subheader("Where the leads come from")
    if found.reason:
        st.caption(found.reason)
    if not found.words:
        return
    rows = [
        {"Source": safe_text(each.word), "Kind": each.kind if not found.reason else "", "Leads": each.leads}
        for each in found.words
    ]
    columns = {"Leads": st.column_config.NumberColumn(format="localized")}
    alt = "Words of sources, the kind that each means, and its leads"
    st.dataframe(pd.DataFrame(rows), column_config=columns, hide_index=True, height="content", alt=alt)
    if found.more:
        st.caption(f"And {counted(found.more, 'more word')}.")
