"""The model as settings that a person makes in a CRM, and as SQL for a warehouse."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.crm.model_sheets import Line
from leadscore.exporting.crm.write_back import Origin
from leadscore.vocabulary import counted
from pages._session import write_back
from pages._session.showing import plain

TITLES = {"hubspot": "HubSpot lead scoring", "salesforce": "Salesforce", "marketo": "Marketo", "sql": "SQL"}


def show(origin: Origin) -> None:
    """Where it is to be set up, line by line."""
    where = st.segmented_control(
        "Set up in", list(TITLES), format_func=TITLES.__getitem__, default="hubspot", key="settings of", required=True
    )
    if where == "sql":
        _sql(origin)
        return
    found = write_back.lines(origin.model, where)
    differing = sum(bool(line.differs) for line in found if line.part in ("rule", "knock-out"))
    rules = len(origin.model.rules)
    st.markdown(
        plain(
            f"{counted(rules, 'rule')} in {counted(len(found), 'line')}, of which {TITLES[where]} cannot say "
            f"{differing} quite as the model does: the last column says what is not the same."
        )
    )
    rows = pd.DataFrame([_row(line) for line in found if line.part != "model"])
    st.table(rows, border="horizontal", hide_index=True, alt=f"Settings for {TITLES[where]}")
    with st.container(horizontal=True):
        for ending, words in ((".xlsx", "Excel workbook"), (".csv", "CSV")):
            st.download_button(
                words,
                data=write_back.sheet_file(origin.model, where, ending),
                file_name=f"{write_back.stem(origin, where)}-settings{ending}",
                on_click="ignore",
                icon=":material/download:",
                key=f"settings {ending}",
            )


def _row(line: Line) -> dict[str, str]:
    """A line as it is read: the file has each part of a filter in a column of its own."""
    name = line.rule or line.group
    lettered = f" ({line.filter})" if line.filter else ""
    filters = [
        f"{line.field} {line.operator} {line.value}".strip(),
        line.often,
        line.frame,
        f"together: {line.joined}" if line.joined else "",
    ]
    filters = [f"{line.on}: {filters[0]}" if line.on else filters[0], *filters[1:]]
    said = {
        "What": f"{line.part}: {name}{lettered}",
        "Filter": "; ".join(each for each in filters if each),
        "Points": line.change,
        "Set it up": " ".join(filter(None, [line.setup, f"Not the same: {line.differs}" if line.differs else ""])),
    }
    return {column: plain(text) for column, text in said.items()}


def _sql(origin: Origin) -> None:
    text = write_back.sql(origin.model)
    st.markdown("One query of named steps over the tables that were imported; it gives the same scores as this page.")
    name = f"{write_back.stem(origin, 'model')}.sql"
    st.download_button("Download the SQL", text, name, on_click="ignore", icon=":material/download:")
    st.code(text, language="sql", height=400)
