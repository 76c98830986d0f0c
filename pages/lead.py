"""Why does this lead have its score?"""

import streamlit as st

from pages._parts import empty, feedback_parts, lead_head, lead_next, lead_others, lead_past, lead_why, strip, tables
from pages._session import desk, frame, search, workspace

place = frame.enter("lead")
st.title(place.question)
model = empty.stop_without_model()
database = workspace.shelf().database
zone = database.manifest.zone

found = search.found(database)
if found is None:
    st.info("Type a company or a lead id into 'Find my deal' in the sidebar.", title="Which lead?")
    st.page_link("pages/leads.py", label="Or choose one from the queue", icon=":material/format_list_numbered:")
    st.stop()
if not found:
    st.warning(search.nothing_found())
    st.stop()
chosen = tables.choose_lead(found, search.wanted())
search.keep_in_address(chosen.lead_id)
st.text(tables.who(chosen))

lens = lead_head.choose_moment(chosen)
explanation = None
with empty.telling("No score for this lead"):
    explanation = workspace.explained_at(model, lens, chosen.lead_id)
if explanation is None:
    st.stop()
history = desk.history(model, chosen.lead_id)
lead_head.show(model, explanation, history, chosen)
feedback_parts.of_lead(model, chosen)

why, happened, changed, following, others = st.tabs(
    ["Why", "What happened", "What changed", "What next", "Others"], on_change="rerun", key="lead tabs"
)
if why.open:
    with why:
        lead_why.show(model, explanation, zone)
if happened.open:
    with happened:
        lead_past.show_timeline(explanation, desk.timeline(model, explanation), zone)
if changed.open:
    with changed:
        lead_past.show_changes(model, history, chosen.lead_id, zone)
if following.open:
    with following:
        lead_next.show_outlook(model, explanation)
        lead_next.show_interests(desk.timeline(model, explanation), zone)
        lead_next.show_what_if(model, lens, explanation)
if others.open:
    with others:
        lead_others.show_alike(model, explanation)
        lead_others.show_account(model, explanation, zone)
strip.show(model)
