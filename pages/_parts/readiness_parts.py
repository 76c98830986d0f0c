"""Whether a machine may refine the points: eight items with what was found and needed, and when to switch."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.workshop.predictive.checklist import Item, Part
from leadscore.workshop.predictive.readiness import WHEN_TO_SWITCH, WHEN_TO_TRY, Readiness, overall
from leadscore.workshop.prepare import STATE_WORDS
from pages._parts import ways
from pages._parts.home_prepare import BADGES, ICONS
from pages._parts.signals_head import Asked
from pages._session import champion, readiness
from pages._session.champion import Question
from pages._session.showing import plain

STANDING_BADGES = {"not_ready": "red", "ready_to_try": "orange", "ready_to_switch": "green"}
STANDING_ICONS = {
    "not_ready": ":material/block:",
    "ready_to_try": ":material/science:",
    "ready_to_switch": ":material/swap_horiz:",
}


def show(asked: Asked) -> None:
    """What the eight items add up to, then each."""
    found = _with_evidence(readiness.judged(asked.active, asked.outcome), asked)
    _overall(found)
    for item in found.items:
        _item(item)


def _with_evidence(found: Readiness, asked: Asked) -> Readiness:
    """With what speaks for a challenger, which takes long and is asked only where the items hold."""
    if found.standing == "not_ready":
        return found
    evidence, beyond = champion.evidence(Question(asked.active, asked.outcome, asked.before))
    return overall(found.items, evidence, beyond)


def _overall(found: Readiness) -> None:
    st.subheader("May a machine refine the points of the active model?")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(found.word, icon=STANDING_ICONS[found.standing], color=STANDING_BADGES[found.standing])
        st.markdown(plain(found.sentence), width="content")
    with st.container(border=True):
        st.markdown("**When to switch?**")
        st.markdown(plain(WHEN_TO_TRY))
        st.markdown(plain(WHEN_TO_SWITCH))


def _item(item: Item) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(STATE_WORDS[item.state], icon=ICONS[item.state], color=BADGES[item.state])
            st.markdown(f"**{plain(item.name)}**", width="content")
        st.markdown(plain(item.question))
        frame = pd.DataFrame([_row(part) for part in item.parts])
        st.table(frame, border="horizontal", hide_index=True, alt=f"{item.name}: what was found, and what is needed")
        ways.to(item.page, "Evidence" if item.state == "ok" else "Mend it")


def _row(part: Part) -> dict[str, str]:
    return {
        "Looked at": plain(part.name),
        "Found": plain(part.found),
        "Needed": plain(part.threshold),
        "State": "" if part.state is None else STATE_WORDS[part.state],
    }
