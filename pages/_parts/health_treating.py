"""Treatments on the page: a switch each, what they change together before they are applied, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from leadscore.figures import health_words
from leadscore.learning.health.effect import Effect
from leadscore.store.treatments.treatment import Treatment
from leadscore.vocabulary import counted
from pages._session import health
from pages._session.showing import plain


def done() -> None:
    """What was done to the data in use, with the way back; or what was done to earlier data, to be done again."""
    made, turn = health.done(), health.turn()
    if made:
        st.success(f"The data in use went through {counted(len(made), 'treatment')}", title="Treated")
        for line in health_words.all_done(made):
            st.markdown(plain(line))
        st.button(
            "Undo all: back to the data as imported", icon=":material/undo:", on_click=health.apply, args=((), turn)
        )
    elif before := health.last_chosen():
        st.info("Earlier data were treated; the data in use are not.", title="As last time?")
        for each in before:
            st.markdown(plain(health_words.treatment_in_words(each)))
        st.button("Treat them the same way", icon=":material/healing:", on_click=health.apply, args=(before, turn))


def switch(name: str, treatment: Treatment) -> Treatment | None:
    """The switch of one treatment, on where the data in use went through it; what it changes alone."""
    applied = treatment.standing_in([each.treatment for each in health.done()])
    wanted = st.toggle(
        plain(health_words.treatment_in_words(treatment)),
        value=applied is not None,
        key=f"treat {name} {health.turn()}",
    )
    if st.checkbox("Show what this alone would change", key=f"alone {name} {health.turn()}"):
        effect(health.effect_of([treatment]))
    return (applied or treatment) if wanted else None


def offer(wanted: Sequence[Treatment]) -> None:
    """What the switched treatments change together, and the click that applies them."""
    applied = tuple(each.treatment for each in health.done())
    if not wanted and not applied:
        return
    st.subheader("What would change?")
    if not wanted:
        st.markdown("Nothing is switched on: the data in use would be those that were imported.")
    changed = health.effect_of(wanted)
    effect(changed)
    if tuple(each.treatment for each in changed.done) == applied:
        st.caption("The data in use are these.")
        return
    words = f"Apply {counted(len(changed.done), 'treatment')}" if wanted else "Back to the data as imported"
    st.button(words, icon=":material/healing:", on_click=health.apply, args=(tuple(wanted), health.turn()))
    st.caption("The data as imported are kept. Every treatment can be taken back.")


def effect(changed: Effect) -> None:
    """Before and after, and what each treatment takes out or changes."""
    rows = [
        {"": each.what, "As imported": each.before, "Treated": each.after} for each in health_words.changes(changed)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="The data as imported and as treated")
    for line in (*health_words.all_done(changed.done), *health_words.caveats(changed)):
        st.caption(plain(line))
