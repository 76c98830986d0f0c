"""What did we promise each other, on which model, and why?"""

import streamlit as st

from pages._parts import (
    agreement_document,
    agreement_forms,
    agreement_history,
    agreement_kept,
    agreement_signing,
    empty,
    who,
)
from pages._session import agreement, frame
from pages._session.showing import plain

place = frame.enter("agreement")
st.title(place.question)
model = empty.stop_without_model()
may_save = who.may_save()
problem = agreement.take_problem()
if problem:
    st.warning(plain(problem))
agreement_signing.show(may_save)
papers, said = agreement.kept(), agreement.said()

document, plays, promises, goals, service, history = st.tabs(
    ["The agreement", "Plays", "Commitments", "Goals and rhythm", "Is it kept?", "Papers"],
    on_change="rerun",
    key="agreement tabs",
)
if document.open:
    with document:
        agreement_document.show(model, papers, may_save)
if plays.open:
    with plays:
        agreement_forms.plays(said, may_save)
if promises.open:
    with promises:
        agreement_forms.promises(said, may_save)
if goals.open:
    with goals:
        agreement_forms.goals(said, may_save)
        agreement_forms.rhythm(said, may_save)
        agreement_forms.words(may_save)
if service.open:
    with service:
        agreement_kept.show(model)
if history.open:
    with history:
        agreement_history.show(papers)
        agreement_history.check()
