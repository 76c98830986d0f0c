"""What do you say, before anyone shows you the numbers?"""

import streamlit as st

from pages._parts import room_ballot, room_join, room_step
from pages._session import frame, keeping, room

place = frame.enter("room")
held = room.current()
room.drawn(held)
room_join.watch(held)
if held is None:
    room_join.closed(place.question)
who = room.member(held)
if who is None:
    room_join.form(held, place.question)
room_join.head(held, who)
if not keeping.writable():
    st.warning("Nothing can be saved at the moment. Tell the facilitator; what you said so far is kept.")
    st.stop()
if held.step == "consensus":
    room_ballot.show(held, who)
else:
    room_step.show(held, who)
