"""Is the agreed score earning trust, and when can closes tell?"""

import streamlit as st

from pages._parts import empty, pilot_closes, pilot_head, pilot_indicators, pilot_plan, review_head
from pages._session import frame, pilot, workspace

place = frame.enter("pilot")
st.title(place.question)
model = empty.stop_without_model()
active = workspace.active()
may_save = review_head.who_saves()
held = pilot_head.show(active, model, may_save)
past = pilot.past(model, held.planned, pilot.circumstances(model))
closes, plan, indicators, compared = st.tabs(
    ["Closes", "Plan and tasks", "Leading indicators", "Comparison"], on_change="rerun", key="pilot tabs"
)
if closes.open:
    with closes, empty.telling("The closes cannot be counted"):
        pilot_closes.show(past, held)
if plan.open:
    with plan:
        pilot_plan.show(held, may_save)
if indicators.open:
    with indicators, empty.telling("The indicators cannot be counted"):
        pilot_indicators.show(past, held)
if compared.open:
    with compared, empty.telling("The groups cannot be compared"):
        pilot_indicators.groups(past, held)
