"""How does this work, and what do we say to those who doubt it?"""

import streamlit as st

from pages._parts import empty, export_guide, guide_parts
from pages._session import frame

place = frame.enter("guide")
st.title(place.question)
method, doubts, claims, scripts, exports, words = st.tabs(
    ["The method", "Six objections", "What others claim", "For facilitators", "Exporting from a CRM", "Words"],
    on_change="rerun",
    key="guide tabs",
)
if method.open:
    with method:
        guide_parts.method()
if scripts.open:
    with scripts:
        guide_parts.scripts()
if exports.open:
    with exports:
        export_guide.show()
if words.open:
    with words:
        guide_parts.words()
if doubts.open:
    with doubts:
        guide_parts.objections(empty.stop_without_model())
if claims.open:
    with claims:
        guide_parts.claims(empty.stop_without_model())
