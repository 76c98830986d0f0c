"""Why a lead has its score: steps as a figure, as sentences and as lines; sub-scores; who called."""

from __future__ import annotations

import streamlit as st

from leadscore.desk.steps import steps
from leadscore.desk.sub_scores import sub_scores
from leadscore.figures import lead_words, lookup, reasons
from leadscore.figures.waterfall import waterfall
from leadscore.model import Model
from leadscore.scoring import Explanation
from pages._parts import tables
from pages._session import showing, workspace


def show(model: Model, explanation: Explanation, zone: str) -> None:
    """The whole way from 0 to the score."""
    made = steps(explanation, model)
    left, right = st.columns([3, 2], gap="large")
    with left:
        figure = waterfall(made, float(explanation.score))
        st.plotly_chart(figure, theme=None, key="waterfall", config={"displayModeBar": False})
    with right:
        st.subheader("In words")
        for sentence in lead_words.step_sentences(made, explanation.score, zone):
            st.text(sentence)
    st.subheader("All that counted")
    tables.explanation_lines(reasons.rows(explanation), zone)
    st.subheader("Who called")
    touches = lookup.touches(workspace.shelf().database, explanation.lead_id)
    if touches:
        tables.touches(touches, zone, names=not showing.on_projector())
    else:
        st.caption("Nobody in sales, as far as this data knows.")
    st.subheader("By kind of evidence")
    tables.plain_table(lead_words.sub_score_rows(sub_scores(explanation, model)), "Points by kind of evidence")
