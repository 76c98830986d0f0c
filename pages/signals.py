"""What goes with becoming a customer, and what only seems to?"""

from collections.abc import Mapping

import streamlit as st

from pages._parts import (
    asking_tabs,
    belief,
    belief_evidence,
    empty,
    journeys_parts,
    leaks_parts,
    signals_head,
    signals_table,
    strip,
    suggested_parts,
)
from pages._session import draft, draft_files, frame, workspace

TABS: Mapping[str, asking_tabs.Tab] = {
    "All signals": (signals_table.show, "The signals cannot be weighed"),
    "Belief and evidence": (belief_evidence.show, "Belief and evidence cannot be compared"),
    "Suggested points": (suggested_parts.show, "No points can be suggested"),
    "Journeys": (journeys_parts.show, "The journeys cannot be counted"),
    "Leaks and lint": (leaks_parts.show, "The data cannot be checked"),
}

place = frame.enter("signals")
st.title(place.question)
active = empty.stop_without_model()
belief.stop_before_reveal()
strip.show(active)
draft.current(active, workspace.revision_of_model())
draft_files.open_from_address()
asked = signals_head.show(active)
asking_tabs.show(TABS, "signal tabs", asked)
