"""The criteria template: the model as a sheet that people edit, and such a sheet read back."""

from __future__ import annotations

import streamlit as st

from leadscore.exporting.crm.write_back import Origin
from leadscore.model import Model, model_hash, presets
from leadscore.model.differences import differences
from leadscore.vocabulary import counted
from pages._session import draft, write_back
from pages._session.showing import plain

ABOVE = "the model above"


def show(origin: Origin) -> None:
    """The sheet to take away, and the way back."""
    st.markdown(
        "Every rule, group and cut-off as one table. What is changed in it, such as points, is read back; unchanged it "
        "gives the same model, to the last letter of its hash."
    )
    source = st.selectbox("Sheet of", [ABOVE, *presets.names()], format_func=_named, key="criteria of")
    model = origin.model if source == ABOVE else presets.preset(source)
    name = f"{write_back.stem(origin, 'criteria')}" if source == ABOVE else f"leadscore-{source}"
    with st.container(horizontal=True):
        for ending, words in ((".xlsx", "Excel workbook"), (".csv", "CSV")):
            st.download_button(
                words,
                data=write_back.criteria_file(model, ending),
                file_name=f"{name}{ending}",
                on_click="ignore",
                icon=":material/download:",
                key=f"criteria {ending}",
            )
    st.caption(plain(f"Model {model_hash(model)}."))
    _back()


def _named(source: str) -> str:
    return "The model above" if source == ABOVE else presets.preset(source).name


def _back() -> None:
    upload = st.file_uploader("A sheet that was edited", type=["csv", "xlsx"], key="criteria sheet")
    if (problem := write_back.TURNS.take_problem()) is not None:
        st.error(plain(problem), title="The sheet was not taken over")
    if upload is None:
        return
    came = write_back.came(upload)
    if came.read is None:
        st.error("  \n".join(plain(line) for line in came.problem.splitlines()), title="This sheet cannot be read")
        return
    for note in came.read.notes:
        st.warning(plain(note))
    _changes(came.read.model)


def _changes(model: Model) -> None:
    """What the sheet changes on the table, and taking it over."""
    found = differences(draft.held().model, model)
    st.caption(plain(f"Read: {model.name}, {counted(len(model.rules), 'rule')}, model {model_hash(model)}."))
    if not found:
        st.info("It is the model on the table, unchanged.")
        return
    for each in found:
        st.markdown(plain(each.in_words()))
    st.button(
        "Put it on the sliders",
        icon=":material/tune:",
        on_click=write_back.put_on_sliders,
        args=(model,),
        help="Tune can undo it.",
    )
