"""What did we change, when, and why?"""

import streamlit as st

from pages._parts import empty, strip, version_parts
from pages._session import draft, frame, versions, workspace

place = frame.enter("versions")
st.title(place.question)
active = empty.stop_without_model()
strip.show(active)
draft.current(active, workspace.revision_of_model())

lines = versions.lines()
version_parts.conflict()
version_parts.save(draft.held().model, lines)
line = version_parts.choose_line(lines)
if line is None:
    st.info(
        "Set points on Tune, come back, and save the draft with the reason for the change.",
        title="No version was saved yet",
    )
    st.page_link("pages/tune.py", label="Open Tune", icon=":material/tune:")
    st.stop()
history = versions.history(line)
version_parts.history(history)
version_parts.compare(history, draft.held().model, active)
