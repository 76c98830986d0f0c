"""What does sales say of our leads, and does anyone answer?"""

import streamlit as st

from pages._parts import empty, feedback_parts, feedback_sums, strip, who
from pages._session import feedback, frame

place = frame.enter("feedback")
st.title(place.question)
model = empty.stop_without_model()
strip.show(model)
given = feedback.all_of_it()
if not given:
    st.info(
        "Open a lead and accept, reject or dispute it in one tap: it stands here at once.",
        title="Nobody has said anything yet",
    )
    st.page_link("pages/leads.py", label="Open Leads", icon=":material/format_list_numbered:")
    st.stop()
who.may_save()
feedback_parts.what_happened()
feedback_sums.pulse(given)
feedback_sums.ratings(given)
feedback_sums.disputed_rules(given, model)
feedback_sums.against_outcomes(given, model)
