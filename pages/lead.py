"""Why does this lead have its score?"""

import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.evidence import lens_of
from leadscore.figures import lookup, reasons
from leadscore.figures.words import instant_in_words
from pages._parts import empty, tables
from pages._session import frame, search, showing, workspace

place = frame.enter("lead")
st.title(place.question)
model = empty.stop_without_model()
database = workspace.shelf().database
zone = database.manifest.zone

asked = search.asked()
if asked is None:
    st.info("Type a company or a lead id into 'Find my deal' in the sidebar.", title="Which lead?")
    st.stop()
found = lookup.find(database, asked)
if not found:
    st.warning("No lead's id is, and no company or name contains, what you typed. Try a shorter part of the name.")
    st.stop()
chosen = tables.choose_lead(found)

try:
    explanation = workspace.explainer(model, lens_of(None, model.evaluation, zone)).explain(chosen.lead_id)
except LeadscoreError as error:
    st.warning(str(error))
    st.stop()

moment = instant_in_words(explanation.as_of, zone) if explanation.as_of else "no date: this data has none"
with st.container(horizontal=True):
    st.metric(f"Score at {moment}", str(explanation.score), border=True)
    st.metric("Grade", explanation.grade or "none", border=True)
    st.metric("Band", (explanation.band or "none").replace("_", " "), border=True)
st.subheader("The strongest reasons")
for reason in reasons.reasons(explanation):
    st.text(reason)
st.subheader("All that counted")
tables.explanation_lines(reasons.rows(explanation))
st.subheader("Who called")
touches = lookup.touches(database, chosen.lead_id)
if touches:
    tables.touches(touches, zone, names=not showing.on_projector())
else:
    st.caption("Nobody in sales, as far as this data knows.")
