"""Why does this lead have its score?"""

import streamlit as st

from leadscore.figures import lookup, reasons
from leadscore.figures.words import instant_in_words
from leadscore.vocabulary import BAND_WORDS
from pages._parts import empty, tables
from pages._session import frame, search, showing, workspace

place = frame.enter("lead")
st.title(place.question)
model = empty.stop_without_model()
database = workspace.shelf().database
zone = database.manifest.zone

found = search.found(database)
if found is None:
    st.info("Type a company or a lead id into 'Find my deal' in the sidebar.", title="Which lead?")
    st.stop()
if not found:
    st.warning("No lead's id is, and no company or name contains, what you typed. Try a shorter part of the name.")
    st.stop()
chosen = tables.choose_lead(found, search.wanted())
search.keep_in_address(chosen.lead_id)
st.text(tables.who(chosen))

explanation = None
with empty.telling("No score for this lead"):
    explanation = workspace.explained(model, chosen)
if explanation is None:
    st.stop()

moment = instant_in_words(explanation.as_of, zone) if explanation.as_of else "no date: this data has none"
with st.container(horizontal=True):
    st.metric(f"Score at {moment}", str(explanation.score), border=True)
    st.metric("Grade", explanation.grade or "none", border=True)
    st.metric("Band", BAND_WORDS[explanation.band] if explanation.band else "no cut-offs", border=True)
if explanation.as_of and not chosen.handed_over_at:
    st.caption("Never handed over: this is its score when the data ends.")
st.subheader("The strongest reasons")
for reason in reasons.reasons(explanation) or ("Nothing gave or took points.",):
    st.text(reason)
st.subheader("All that counted")
tables.explanation_lines(reasons.rows(explanation), zone)
st.subheader("Who called")
touches = lookup.touches(database, chosen.lead_id)
if touches:
    tables.touches(touches, zone, names=not showing.on_projector())
else:
    st.caption("Nobody in sales, as far as this data knows.")
