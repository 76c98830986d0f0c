"""What would these points have done to real past leads?"""

import streamlit as st

from pages._parts import belief, empty, sliders, strip, tune_charts, tune_head, tune_numbers, tune_tried
from pages._session import boards, draft, draft_files, frame, workspace

place = frame.enter("tune")
st.title(place.question)
active = empty.stop_without_model()
belief.stop_before_reveal()
strip.show(active)
draft.current(active, workspace.revision_of_model())
draft_files.open_from_address()
model = draft.held().model
question = tune_head.show(active)

beside, reach = boards.beside(model, question.outcome)
st.caption(f"{reach.sentence} {tune_head.lock_in_words(boards.lock())}")
looked_at = st.container()

tune_numbers.show(question)
left, right = st.columns([3, 5], gap="medium")
with left:
    sliders.show(model, beside)
with right:
    tune_charts.show(question)
with looked_at:
    tune_tried.show(question)
