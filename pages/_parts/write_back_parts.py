"""Writing back: scores and the model in the shapes that CRMs take in."""

from __future__ import annotations

import streamlit as st

from leadscore.exporting.crm.write_back import Origin
from pages._parts import empty, write_back_criteria, write_back_models, write_back_scores
from pages._session import workspace, write_back
from pages._session.showing import plain

SCORES, SETTINGS, CRITERIA = "Scores of the leads", "The model as settings", "Criteria template"
AGREED, DRAFT = "The active model", "The draft on the table"


def show() -> None:
    """The tab."""
    st.subheader("What goes back into the CRM?")
    if not workspace.has_data():
        st.info("Open 'Bring data' first: then its leads are scored here.", title="There is no data yet")
        return
    model = empty.stop_without_model()
    origin = _origin(write_back.origins(model))
    what = st.segmented_control(
        "What", [SCORES, SETTINGS, CRITERIA], default=SCORES, key="write back what", required=True
    )
    if what == SETTINGS:
        write_back_models.show(origin)
    elif what == CRITERIA:
        write_back_criteria.show(origin)
    else:
        write_back_scores.show(origin)


def _origin(offered: tuple[Origin, ...]) -> Origin:
    """Whose scores: the active model, unless a person says draft."""
    chosen = offered[0]
    if len(offered) > 1:
        words = st.segmented_control(
            "Of which model?", [AGREED, DRAFT], default=AGREED, key="write back of", required=True
        )
        chosen = offered[1] if words == DRAFT else offered[0]
    if chosen.is_draft:
        st.warning("Nobody agreed to this model. Files are called DRAFT, and so is the version in every row.")
    st.caption(plain(f"{chosen.model.name}: {chosen.version}."))
    return chosen
