"""A folder on the machine that serves: its files can be taken without an upload."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from leadscore.exporting.cells import safe_text
from leadscore.importing.reading.folders import Listed, listed
from leadscore.vocabulary import counted
from pages._session import uploads


def show() -> uploads.Brought | None:
    """The files of a folder that was named, once they are wanted."""
    with st.expander("Or name a folder on this machine", icon=":material/folder:"):
        named = st.text_input("Folder", placeholder="/home/me/exports", key=f"folder {uploads.box()}")
        if not named:
            st.caption(
                "Its files are copied into the workspace for the import; links and folders within are not followed."
            )
            return None
        found = listed(Path(named).expanduser())
        _table(found)
        if not found.files:
            return None
        st.button(
            f"Take {counted(len(found.files), 'file')}",
            icon=":material/folder_open:",
            on_click=uploads.name_folder,
            args=(named,),
        )
        if uploads.named_folder() != named:
            return None
    with st.spinner("Looking at the files …"):
        return uploads.brought_from(found.files)


def _table(found: Listed) -> None:
    rows = [{"File": safe_text(file.name), "Taken": "yes", "Why not": ""} for file in found.files]
    rows += [{"File": safe_text(name), "Taken": "no", "Why not": why} for name, why in found.left]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Files of the folder")
    else:
        st.caption("There is nothing in it.")
