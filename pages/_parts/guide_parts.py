"""The Guide: the method, the answers to doubts, what others claim, what a facilitator says, and the words."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from leadscore.model import Model
from leadscore.reports.wording import said
from leadscore.vocabulary import STEPS, counted
from leadscore.workshop import agenda
from leadscore.workshop.claims import MARK
from leadscore.workshop.method import BASIC_OR_PREDICTIVE, IS, IS_NOT, MACHINE, METHOD, glossary
from leadscore.workshop.objections import Live, Objection
from leadscore.workshop.predictive.readiness import WHEN_TO_SWITCH, WHEN_TO_TRY
from pages._parts import empty, strip, ways
from pages._session import guide
from pages._session.showing import plain


def method() -> None:
    """The six steps, and what a score is and is not for somebody who sells."""
    for place, way in enumerate(METHOD, start=1):
        with st.container(border=True):
            st.markdown(f"**{place}. {plain(way.title)}**")
            st.markdown(plain(way.words))
            ways.to(way.page, "Open")
    for title, lines in (("A score is, for somebody who sells,", IS), ("It is not", IS_NOT)):
        st.markdown(f"**{title}**")
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    _machine()


def _machine() -> None:
    """When a machine may refine the points."""
    st.subheader("When may a machine refine the points?")
    for words in (*MACHINE, f"{WHEN_TO_TRY} {WHEN_TO_SWITCH}"):
        st.markdown(plain(words))
    rows = [{"What": what, "Basic": basic, "Predictive": other} for what, basic, other in BASIC_OR_PREDICTIVE]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Basic and predictive scoring")
    ways.to("predictive", "See where you stand")


def objections(model: Model) -> None:
    """What people say, the answer, and the figures of these data."""
    strip.show(model)
    with empty.telling("The figures cannot be shown"):
        for each in guide.answered(model):
            _objection(each)


def _objection(each: Objection) -> None:
    with st.container(border=True):
        st.subheader(f"“{plain(each.says)}”")
        st.markdown(plain(each.answer))
        rows = [{"In these data": _label(live), "Found": _said(live)} for live in each.live]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=each.says)
        ways.to(each.page, "See it")


def claims(model: Model) -> None:
    """The sources' numbers beside our own, and where the sources contradict each other."""
    st.warning("These numbers are quoted from others. They are no promise of this product.", title=MARK.capitalize())
    strip.show(model)
    with empty.telling("The figures cannot be shown"):
        rows = [
            {
                "Claimed": plain(each.about),
                f"The number ({MARK})": each.quoted,
                "In these data": f"{_label(each.live)}: {_said(each.live)}",
            }
            for each in guide.claimed(model)
        ]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Claims of others beside our numbers")
        st.subheader("Where they contradict each other")
        for found in guide.contradicted(model):
            with st.container(border=True):
                st.markdown(f"**{plain(found.about)}**")
                st.markdown(plain(f"{found.one}. {found.other}."))
                st.markdown(plain(f"Computed here: {found.computed}"))
                ways.to(found.page, "See it")


def scripts() -> None:
    """What a facilitator says in each step of a workshop."""
    st.caption(f"Five steps, {counted(agenda.PLANNED_MINUTES, 'minute')} in all.")
    for step in agenda.STEPS:
        with st.expander(f"{STEPS[step.id]}: {counted(step.minutes, 'minute')}", icon=":material/record_voice_over:"):
            st.markdown(f"**{plain(step.aim)}**")
            st.markdown("\n".join(f"- {plain(line)}" for line in step.script))
    ways.to("workshop", "Open")


def words() -> None:
    """The glossary."""
    rows = [{"Word": plain(word), "Meaning": plain(meaning)} for word, meaning in glossary().items()]
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="Words of this product")


def _label(live: Live) -> str:
    return plain(live.label)


def _said(live: Live) -> str:
    """A figure with its n, and its interval where it has one; what is unknown says why."""
    each = live.estimate
    if each.value is None or live.unit in ("share", "times"):
        return plain(said(each, "times" if live.unit == "times" else "share"))
    if live.unit == "of":
        return f"{each.value:,.0f} of {each.n:,}"
    if live.unit == "points":
        return f"{each.value:g} points, n = {counted(each.n, 'rule')}"
    return f"{said(each, 'days')}, n = {each.n:,}"
