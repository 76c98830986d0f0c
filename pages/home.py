"""What is agreed, what is known, and what comes next?"""

import streamlit as st

from leadscore.model import model_hash
from pages._parts import empty, strip
from pages._session import frame
from pages._session.showing import plain

place = frame.enter("home")
st.title(place.question)
model = empty.stop_without_model()

strip.show(model)
st.metric("Active model", plain(model.name))
st.caption(f"{len(model.rules)} rules; hash {model_hash(model)[:12]}")
st.page_link("pages/tune.py", label="See what these points would have done", icon=":material/tune:")
st.page_link("pages/cutoffs.py", label="See from which score a lead is worth a call", icon=":material/flag:")
st.page_link("pages/data.py", label="See what is known about the leads", icon=":material/database:")
