"""How do we get from two opinions to one signed model?"""

import streamlit as st

from pages._parts import empty, room_join, who, workshop_head, workshop_open, workshop_steps
from pages._session import draft, frame, room, showing, workspace

place = frame.enter("workshop")
held = room.current()
st.title(showing.plain(held.title) if held else place.question)
active = empty.stop_without_model()
draft.current(active, workspace.revision_of_model())
may_save = who.may_save()
room.drawn(held)
room_join.watch(held)
if held is None:
    workshop_open.show(active, may_save)
else:
    workshop_head.show(held, may_save)
    workshop_steps.show(held, may_save)
