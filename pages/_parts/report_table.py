"""A table of a report on the page: words of the data as they are, and no figure parted from its n."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.reports.section import Table
from pages._session.showing import plain

UNBROKEN = ", n\u00a0=\u00a0"
"""Where a cell breaks into lines, `n = 26` stays in one."""


def show(table: Table) -> None:
    """A table that is narrow enough to be read without scrolling."""
    rows = [[cell(words) for words in row] for row in table.words()]
    frame = pd.DataFrame(rows, columns=[plain(each) for each in table.columns])
    st.table(frame, border="horizontal", hide_index=True, alt=table.title)


def cell(words: str) -> str:
    """What stands in a cell."""
    return plain(words).replace(", n = ", UNBROKEN)
