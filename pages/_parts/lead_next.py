"""What it would take: rules that nearly fired, ways to the next band, an opener, and what if."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from leadscore.desk.interests import interests_of, opener
from leadscore.desk.timeline import Timeline
from leadscore.desk.what_if import Added, Fact, moves
from leadscore.evidence import Lens
from leadscore.figures import lead_words
from leadscore.figures.words import day_in_words
from leadscore.model import Model
from leadscore.model.conditions import attributes_of, kinds_of, leaves
from leadscore.model.words import spoken
from leadscore.scoring import Explanation
from leadscore.vocabulary import BAND_WORDS, counted
from pages._parts import empty
from pages._session import desk, workspace
from pages._session.showing import plain


def show_outlook(model: Model, explanation: Explanation) -> None:
    """What nearly fired, and the shortest ways up."""
    outlook = desk.outlook(model, explanation)
    nearly, ways = lead_words.outlook_sentences(outlook)
    st.subheader("Nearly")
    for sentence in nearly or ("No rule is one step from firing.",):
        st.text(sentence)
    st.subheader("The shortest way up")
    for sentence in ways:
        st.text(sentence)


def show_interests(timeline: Timeline, zone: str) -> None:
    """What it read about, what it asked for, and a sentence to begin with."""
    found = interests_of(timeline)
    st.subheader("What to talk about")
    for each in found.interests:
        how = ", ".join(spoken(kind) for kind in each.kinds)
        st.text(f"{each.detail}: {counted(each.times, 'time')}, last on {day_in_words(each.last_at, zone)} ({how})")
    if not found.interests:
        st.caption("This data does not know what it looked at.")
    if found.question:
        kind, detail, at = found.question
        st.text(f"Last asked: {spoken(kind)}{f', {detail}' if detail else ''}, on {day_in_words(at, zone)}")
    said = opener(found)
    if said:
        st.text(f"To begin with: {said}")


def show_what_if(model: Model, lens: Lens, explanation: Explanation) -> None:
    """Change a fact or add an activity, and see the score move."""
    st.subheader("What if?")
    facts = _facts(model)
    added = _added(model) if explanation.as_of else ()
    if not facts and not added:
        st.caption("Change a fact or add an activity: the score moves as the rules say. Nothing is saved.")
        return
    with empty.telling("This cannot be asked"):
        after = desk.what_if(model, lens, explanation, facts, added)
        band = BAND_WORDS[after.band] if after.band else None
        delta = after.score - explanation.score
        st.metric("Score then", f"{after.score:f}", f"{delta:+f}" if delta else None, border=True, width=220)
        if band:
            same = after.band == explanation.band
            st.text(f"Band: {band}{', as now' if same else ''}.")
        for label, points in moves(explanation, after):
            st.text(f"{label}: {points:+f}")


def _facts(model: Model) -> dict[str, Fact]:
    """The facts that the reader changed."""
    manifest = workspace.shelf().database.manifest
    asked = [name for rule in model.rules for name in attributes_of(rule.when) if manifest.attribute(name)]
    name = st.selectbox(
        "Fact", list(dict.fromkeys(asked)), index=None, placeholder="As it is", key="what if fact", format_func=spoken
    )
    held = manifest.attribute(name) if name else None
    if name is None or held is None:
        return {}
    if st.checkbox("Unknown", key="what if unknown"):
        return {name: None}
    if held.type == "number":
        number = st.number_input(f"{plain(spoken(name))} would be", value=None, key=f"what if {name}")
        return {} if number is None else {name: Decimal(str(number))}
    text = st.text_input(f"{plain(spoken(name))} would be", key=f"what if {name}", max_chars=200)
    return {name: text} if text.strip() else {}


def _added(model: Model) -> tuple[Added, ...]:
    """The activity that the reader adds."""
    kinds = [kind for rule in model.rules for leaf in leaves(rule.when) for listed in kinds_of(leaf) for kind in listed]
    kind = st.selectbox(
        "Activity",
        list(dict.fromkeys(kinds)),
        index=None,
        placeholder="None added",
        key="what if activity",
        format_func=spoken,
    )
    if kind is None:
        return ()
    detail = st.text_input("Its detail", key="what if detail", max_chars=200).strip() or None
    times = st.number_input("Times", 1, 20, 1, key="what if times")
    return (Added(kind, detail),) * int(times)
