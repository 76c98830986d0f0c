"""What must not be an input, and what looks wrong in the rules."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.errors import ModelError
from leadscore.evidence import check
from leadscore.figures import leak_words
from leadscore.figures.leak_words import Row
from leadscore.learning.leaks.leaks import Leaks
from leadscore.model import Model
from pages._parts import tables
from pages._parts.signals_head import Asked
from pages._session import boards, leaks, workspace
from pages._session.showing import plain


def show(asked: Asked) -> None:
    """The findings, the worst first, and below them every field and activity with what it knows of the outcome."""
    model = asked.draft
    check(model, workspace.shelf().facts)
    question = (asked.outcome, asked.before)
    findings = leaks.lint(model, *question)
    found = leaks.found(model, *question)
    st.subheader("What is wrong in the rules?")
    st.markdown(plain(leak_words.summary(findings)))
    rules = leak_words.of_rules(findings, model)
    if rules:
        _findings(rules)
        st.page_link("pages/tune.py", label="Change the rules on Tune", icon=":material/tune:")
    st.subheader("What must not be an input?")
    _fields(found, leaks.together(model, *question).sentence)
    for words in leak_words.of_data(findings):
        st.caption(plain(words))
    _kinds(leak_words.kind_rows(found))


def beside_signing(model: Model) -> None:
    """What the outcome says against a model that is to be signed: told, since only people can weigh it.

    Errors that need no outcome stop the signature itself and are told there.
    """
    if not workspace.has_data():
        return
    try:
        check(model, workspace.shelf().facts)
    except ModelError:
        return
    findings = leaks.lint(model, model.evaluation.outcome, boards.lock().starts)
    for each in findings:
        if each.level == "error" and each.check in leak_words.OF_DATA:
            st.warning(plain(each.message), title="The past speaks against this rule")


def _findings(rows: Sequence[Row]) -> None:
    """Long sentences are read in full, so this table breaks lines."""
    frame = pd.DataFrame([{name: plain(value) for name, value in row.items()} for row in rows])
    st.table(frame, border="horizontal", hide_index=True, alt="Findings about the rules, the worst first")


def _fields(found: Leaks, together: str) -> None:
    st.markdown(plain(together))
    st.caption(plain(leak_words.looked_at(found)))
    rows = leak_words.field_rows(found)
    if rows:
        tables.plain_table(rows, "Every field: for how many leads it is known, and what it alone tells of the outcome")
    else:
        st.info("This data has no attributes to check.")


def _kinds(rows: Sequence[Row]) -> None:
    if not rows:
        st.caption("No activity is dated, so none can be checked.")
        return
    st.subheader("Which activities are no signals?")
    tables.plain_table(rows, "Every kind of activity: who did it, when, and the outcome with and without it")
