"""To come."""

import streamlit as st

from pages._session import frame

place = frame.enter("lead")
st.title(place.question)
