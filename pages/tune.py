"""To come."""

import streamlit as st

from pages._session import frame

place = frame.enter("tune")
st.title(place.question)
