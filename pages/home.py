"""What is agreed, what is known, and what comes next?"""

import streamlit as st

from pages._parts import empty, home_lamps, home_next, home_prepare, home_pulse, strip
from pages._session import frame, home, workspace

place = frame.enter("home")
st.title(place.question)
first = st.container()
if not workspace.has_data():
    checked = home.prepared(None)
    home_prepare.title(checked)
    home_prepare.lines(checked, may_save=False)
with first:
    model = empty.stop_without_model()

strip.show(model)
known = home.counted_already(model)
checked = home.prepared(known)
home_next.active(model)
home_next.steps(home.what_next(checked, known))
home_lamps.show(home.lamps(model, known))
home_pulse.show()
if known is None:
    home.count_soon(model)
else:
    home_prepare.beside(checked, folded=home.signed_since(model) is not None)
