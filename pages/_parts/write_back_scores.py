"""The scores of the leads for a CRM: its first rows, what to do there, and the file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.exporting.crm.crm_shapes import SHAPES, shape_of
from leadscore.exporting.crm.shapes import Shape, advice
from leadscore.exporting.crm.write_back import Origin, told
from pages._session import write_back
from pages._session.showing import as_cell, on_projector, plain
from pages._session.write_back import Preview

CSV, XLSX = "CSV", "Excel workbook"


def show(origin: Origin) -> None:
    """The CRM, what it will take, and the file."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        crm = st.selectbox("CRM", list(SHAPES), format_func=lambda key: SHAPES[key].title, key="write back crm")
        shape = shape_of(crm)
        form = CSV
        if shape.takes_xlsx:
            form = st.segmented_control("File", [CSV, XLSX], default=CSV, key="write back form", required=True)
    found = write_back.preview(origin, crm)
    for line in told(found.written, shape):
        st.markdown(plain(line))
    _table(found, shape)
    _file(origin, crm, ".xlsx" if form == XLSX else ".csv")
    with st.expander(plain(f"What to do in {shape.title}" if shape.name != "csv" else "What is in the file")):
        st.markdown("\n".join(f"{place}. {plain(line)}" for place, line in enumerate(advice(shape), 1)))


def _table(found: Preview, shape: Shape) -> None:
    """The highest scores as they stand in the file; who it is stays hidden before a projector."""
    if not found.rows:
        st.info("No lead has a score as of the data date, so the file would have its header only.")
        return
    who = {shape.id_column, shape.email_column, shape.name_column}
    hidden = who if on_projector() else set()
    rows = [
        {name: "hidden" if name in hidden else _shown(cell) for name, cell in zip(found.columns, row, strict=True)}
        for row in found.rows
    ]
    st.caption(plain(f"The {len(rows)} highest scores, as they stand in the file."))
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="First rows of the file")


def _shown(cell: object) -> object:
    return as_cell(cell) if isinstance(cell, str) else float(str(cell))


def _file(origin: Origin, crm: str, ending: str) -> None:
    made = write_back.prepared(origin, crm, ending)
    if made is None:
        st.button(
            "Prepare the file",
            icon=":material/output:",
            on_click=write_back.prepare,
            args=(origin, crm, ending),
            help="Every lead is explained for its reasons: some seconds for ten thousand leads.",
        )
        return
    name, content = made
    st.download_button(f"Download {name}", content, name, on_click="ignore", icon=":material/download:")
    packed = " Its parts are within the limits of the CRM; take them in one by one." if name.endswith(".zip") else ""
    st.caption(plain(f"{len(content) / 1e6:,.1f} MB.{packed}"))
