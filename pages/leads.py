"""Whom do I call first, and why?"""

import streamlit as st

from pages._parts import empty, queue_filters, queue_table, strip
from pages._session import desk, frame

place = frame.enter("leads")
st.title(place.question)
model = empty.stop_without_model()

asked, leads = st.container(), st.container()
with leads, st.container(horizontal=True):
    routing = queue_filters.routing()
    queue = desk.queue(model, *routing)
    columns = queue_filters.columns(queue)
with asked:
    filters = queue_filters.show(queue)
with leads:
    queue_table.show(queue, filters, columns)
strip.show(model)
