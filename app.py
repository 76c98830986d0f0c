"""The dashboard: frames every page with navigation.  Start it with `leadscore serve` or `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages._parts import sidebar
from pages._session import frame

# A picture of our own: a symbol by name would be fetched from another server.
ICON = Path(__file__).parent / "pages" / "_parts" / "icon.png"

st.set_page_config(page_title="leadscore", page_icon=str(ICON), layout="wide")
frame.run(sidebar.show)
