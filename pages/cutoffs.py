"""From which score is a lead worth a call?"""

import streamlit as st

from pages._parts import band_parts, capacity_parts, cut_off_parts, empty, strip, takeaway
from pages._session import draft, draft_files, frame, workspace

place = frame.enter("cutoffs")
st.title(place.question)
active = empty.stop_without_model()
strip.show(active)
draft.current(active, workspace.revision_of_model())
other = draft_files.compared(cut_off_parts.compared_with(), active)
model = draft.held().model
takeaway.show(model, active)

chosen, capacity, bands = st.tabs(
    ["What each cut-off gives", "From your team's capacity", "Bands and gates"], on_change="rerun", key="cut-off tabs"
)
if chosen.open:
    with chosen:
        cut_off_parts.show(model, other)
if capacity.open:
    with capacity:
        capacity_parts.show(model)
if bands.open:
    with bands:
        band_parts.show(model)
