"""What goes with becoming a customer, and what only seems to?"""

import streamlit as st

from pages._parts import (
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

place = frame.enter("signals")
st.title(place.question)
active = empty.stop_without_model()
belief.stop_before_reveal()
strip.show(active)
draft.current(active, workspace.revision_of_model())
draft_files.open_from_address()
asked = signals_head.show(active)

signals, believed, suggested, journeys, leaks = st.tabs(
    ["All signals", "Belief and evidence", "Suggested points", "Journeys", "Leaks and lint"],
    on_change="rerun",
    key="signal tabs",
)
if signals.open:
    with signals, empty.telling("The signals cannot be weighed"):
        signals_table.show(asked)
if believed.open:
    with believed, empty.telling("Belief and evidence cannot be compared"):
        belief_evidence.show(asked)
if suggested.open:
    with suggested, empty.telling("No points can be suggested"):
        suggested_parts.show(asked)
if journeys.open:
    with journeys, empty.telling("The journeys cannot be counted"):
        journeys_parts.show(asked)
if leaks.open:
    with leaks, empty.telling("The data cannot be checked"):
        leaks_parts.show(asked)
