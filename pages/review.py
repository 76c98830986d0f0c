"""Did high scores become customers, and what do we change?"""

import streamlit as st

from leadscore.reports import wanted
from pages._parts import (
    empty,
    review_agreed,
    review_decisions,
    review_head,
    review_pack,
    review_section,
    workshop_pulse,
)
from pages._session import frame, review, showing

TABS = {
    "What changed": ("changed",),
    "Both teams": ("teams", "cohorts"),
    "Quality": ("selection", "quality"),
    "Scores and closes": ("closes", "surprises"),
    "Revenue": ("revenue", "slipping"),
    "Cycle": ("cycle",),
    "Service levels": ("service", "speed"),
    "Drift": ("drift", "shadow"),
    "Voices": ("voices", "campaigns", "owners", "benchmarks"),
}

place = frame.enter("review")
st.title(place.question)
model = empty.stop_without_model()
past = review.past(model)
with st.container(horizontal=True, vertical_alignment="bottom"):
    month = review_head.month_of(past)
    around = review.circumstances(model)
    past = review.under_promises(past, month, around)
    if showing.on_projector():
        around = review.without_names(around)
    pack = review_pack.buttons()
may_save = review_head.who_saves()
if pack is not None:
    review_pack.make(past, month, around, pack)
review_head.under(past, month)
review_decisions.show(month, around, may_save)
shown = wanted(around)
for name, tab in zip(TABS, st.tabs(list(TABS), on_change="rerun", key="review tabs"), strict=True):
    if tab.open:
        with tab:
            if name == "Service levels":
                review_agreed.promises(past.months, month, around, may_save)
            if name == "Voices":
                review_agreed.extras()
            for key in TABS[name]:
                if key in shown:
                    review_section.show(past, month, key, around, may_save)
            if name == "Voices":
                workshop_pulse.monthly(may_save)
