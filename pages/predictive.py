"""May a machine refine our points yet, and is it better?"""

import streamlit as st

from pages._parts import (
    belief,
    champion_parts,
    empty,
    locked_parts,
    readiness_parts,
    signals_head,
    strip,
    watch_parts,
    ways_of_scoring,
)
from pages._session import draft, draft_files, frame, workspace

place = frame.enter("predictive")
st.title(place.question)
active = empty.stop_without_model()
belief.stop_before_reveal()
strip.show(active)
draft.current(active, workspace.revision_of_model())
draft_files.open_from_address()
asked = signals_head.show(active, locked_parts.FROM_DRAFTS)

ready, ways, champion, locked, watch = st.tabs(
    ["Readiness", "Basic or predictive", "Champion and challengers", "Locked period", "Alarms and cut-offs"],
    on_change="rerun",
    key="predictive tabs",
)
if ready.open:
    with ready, empty.telling("Readiness cannot be judged"):
        readiness_parts.show(asked)
if ways.open:
    with ways, empty.telling("The two ways cannot be compared"):
        ways_of_scoring.show(asked)
if champion.open:
    with champion, empty.telling("The challengers cannot be compared"):
        champion_parts.show(asked)
if locked.open:
    with locked, empty.telling("The locked period cannot be read"):
        locked_parts.show(asked)
if watch.open:
    with watch, empty.telling("The alarms cannot be computed"):
        watch_parts.show(asked)
