"""To come."""

import streamlit as st

from pages._session import frame

place = frame.enter("cutoffs")
st.title(place.question)
