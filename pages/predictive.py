"""May a machine refine our points yet, and is it better?"""

from collections.abc import Mapping

import streamlit as st

from pages._parts import (
    asking_tabs,
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

TABS: Mapping[str, asking_tabs.Tab] = {
    "Readiness": (readiness_parts.show, "Readiness cannot be judged"),
    "Basic or predictive": (ways_of_scoring.show, "The two ways cannot be compared"),
    "Champion and challengers": (champion_parts.show, "The challengers cannot be compared"),
    "Locked period": (locked_parts.show, "The locked period cannot be read"),
    "Alarms and cut-offs": (watch_parts.show, "The alarms cannot be computed"),
}

place = frame.enter("predictive")
st.title(place.question)
active = empty.stop_without_model()
belief.stop_before_reveal()
strip.show(active)
draft.current(active, workspace.revision_of_model())
draft_files.open_from_address()
asked = signals_head.show(active, locked_parts.FROM_DRAFTS)
asking_tabs.show(TABS, "predictive tabs", asked)
