"""To come."""

import streamlit as st

from pages._session import frame

place = frame.enter("data")
st.title(place.question)
