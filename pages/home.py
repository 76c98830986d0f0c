"""What is agreed, what is known, and what comes next?"""

import streamlit as st

from leadscore.model import model_hash
from pages._parts import strip
from pages._session import frame, workspace

place = frame.enter("home")
st.title("Where do we stand?")

if not workspace.has_data():
    st.info("There is no data yet. Bring a CRM export, or start with a synthetic sample company.", title="No data")
    st.page_link("pages/data.py", label="Open Data", icon=":material/database:")
    st.stop()

model = workspace.active_model()
if model is None:
    st.info("There is no model yet. Start from a preset on the Tune page.", title="No model")
    st.page_link("pages/tune.py", label="Open Tune", icon=":material/tune:")
    st.stop()

strip.show(model)
st.metric("Active model", model.name)
st.caption(f"{len(model.rules)} rules; hash {model_hash(model)[:12]}")
st.page_link("pages/tune.py", label="See what these points would have done", icon=":material/tune:")
