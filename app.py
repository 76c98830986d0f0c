"""The dashboard: frames every page with navigation.  Start it with `leadscore serve` or `streamlit run app.py`."""

import streamlit as st

from pages._parts import sidebar
from pages._session import frame

st.set_page_config(page_title="leadscore", page_icon=":material/balance:", layout="wide")
sidebar.show()
frame.run()
