"""What do we know about our leads?"""

import streamlit as st

from pages._parts import (
    bring_parts,
    data_tables,
    empty,
    health_parts,
    history_parts,
    importing_parts,
    settle_parts,
    source_parts,
    strip,
    write_back_parts,
)
from pages._session import frame, starting, workspace

TABS = ("What we know", "Bring data", "What it can settle", "Data health", "Write back", "History")

place = frame.enter("data")
starting.go_on()
st.title(place.question)

importing_parts.ended()
on_its_way = st.empty()

first = TABS[0 if workspace.has_data() else 1]
known, bring, settle, health, back, history = st.tabs(TABS, on_change="rerun", key="data tabs", default=first)

if known.open:
    with known, empty.telling("The data in use cannot be read"):
        strip.show_where_known()
        data_tables.known(workspace.manifest())
        source_parts.show()

if bring.open:
    with bring:
        bring_parts.show()

if settle.open:
    with settle, empty.telling("This cannot be told"):
        settle_parts.show()

if health.open:
    with health, empty.telling("The data cannot be examined"):
        health_parts.show()

if back.open:
    with back, empty.telling("Nothing can be written back"):
        write_back_parts.show()

if history.open:
    with history, empty.telling("The history cannot be read"):
        history_parts.show()

importing_parts.follow(on_its_way)
