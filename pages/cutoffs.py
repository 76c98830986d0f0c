"""From which score is a lead worth a call?"""

import streamlit as st

from pages._parts import cut_off_parts, empty, strip
from pages._session import draft, frame, workspace

place = frame.enter("cutoffs")
st.title(place.question)
active = empty.stop_without_model()
strip.show(active)
model = draft.current(active, workspace.revision_of_model()).model

chosen, capacity, bands = st.tabs(
    ["What each cut-off gives", "From your team's capacity", "Bands and gates"], on_change="rerun", key="cut-off tabs"
)
if chosen.open:
    with chosen:
        cut_off_parts.show_curves(model)
if capacity.open:
    with capacity:
        cut_off_parts.show_capacity(model)
if bands.open:
    with bands:
        cut_off_parts.show_bands(model)
