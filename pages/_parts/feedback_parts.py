"""Feedback on the page: one tap for a lead, what was said of it, and both sides' verdict on a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from leadscore.desk.fate import fate
from leadscore.desk.feedback import fired
from leadscore.figures import lookup, reasons
from leadscore.figures.lookup import Found
from leadscore.figures.words import instant_in_words
from leadscore.model import Model
from leadscore.scoring import Explanation
from leadscore.store.state import Author, Feedback
from leadscore.vocabulary import CONCERNS, RATINGS, REASON_CODES, REASONS_OF_RATING, VERDICTS
from pages._parts import empty, tables, who
from pages._session import feedback, keeping, workspace
from pages._session.showing import on_projector, plain

THANKS = {
    "accept": "Kept: accepted.",
    "reject": "Kept: rejected. Marketing sees it now.",
    "dispute": "Kept: disputed. Both sides are asked for a verdict below.",
    "answer": "The answer is kept.",
    "verdict": "The verdict is kept.",
}
_ICONS = {"accept": ":material/thumb_up:", "reject": ":material/thumb_down:", "dispute": ":material/balance:"}


def of_lead(model: Model, lead: Found) -> None:
    """Of one lead: the taps, what was said, and the evidence while a dispute waits for a verdict."""
    st.subheader("What do you say of it?")
    with empty.telling("No feedback on this lead"):
        explanation = workspace.explained(model, lead)
        scored_at = explanation.as_of if explanation.as_of in lead.hand_offs else lead.handed_over_at
        give(explanation, model, scored_at)
        listed = feedback.of_lead(lead.lead_id)
        if any(each.is_open for each in listed):
            _evidence(explanation)
        said(listed)


def _evidence(explanation: Explanation) -> None:
    """What both sides look at before they judge: the score then line by line, who called, and what became of it."""
    database = workspace.shelf().database
    zone = database.manifest.zone
    with st.expander("The evidence, for both sides", expanded=True, icon=":material/balance:"):
        moment = instant_in_words(explanation.as_of, zone)
        st.text(f"Score {explanation.score:f} as of {moment}")
        tables.explanation_lines(reasons.rows(explanation), zone)
        touches = lookup.touches(database, explanation.lead_id)
        st.text(f"Attempts by sales: {len(touches):,}")
        entries = [f"{each.stage} {_when(each.entered_at)}" for each in fate(database, explanation.lead_id)]
        st.text(f"What became of it: {'; '.join(entries) or 'no stage is known'}")


def give(explanation: Explanation, model: Model, handed_over_at: datetime | None) -> None:
    """The three taps: accepting is kept at once, rejecting and disputing ask for the reason."""
    what_happened()
    if not who.may_save():
        return
    rated = feedback.Rated(explanation, model, handed_over_at, feedback.data_seen())
    with st.container(horizontal=True):
        st.button(
            RATINGS["accept"],
            icon=_ICONS["accept"],
            on_click=feedback.give,
            args=(rated, "accept", feedback.turn()),
        )
        for rating in ("reject", "dispute"):
            with st.popover(RATINGS[rating], icon=_ICONS[rating]):
                _boxes(rating, explanation, model)
                words = f"Keep: {RATINGS[rating].lower()}"
                st.button(words, on_click=feedback.give, args=(rated, rating, feedback.turn()))


def said(listed: Sequence[Feedback]) -> None:
    """What was said, the newest first, each with its answers and verdicts; whoever looks has seen it."""
    feedback.note_seen(listed)
    for each in listed:
        with st.container(border=True):
            one(each)


def one(each: Feedback) -> None:
    """One rating: by whom, when, why, on which score; then what followed."""
    score = "" if each.score is None else f", score then {each.score:f}"
    st.text(f"{RATINGS[each.rating]}: {_reason(each)}{score}. {_author(each.author)}, {_when(each.at)}")
    if each.concerns:
        st.text(f"The customer worries about: {', '.join(CONCERNS[word] for word in each.concerns)}")
    if each.text:
        st.text(f"“{each.text}”")
    for stamp in each.stamps:
        if stamp.kind == "answered" and stamp.text:
            st.text(f"Answer: “{stamp.text}” {_author(stamp.author)}, {_when(stamp.at)}")
    for verdict in each.verdicts:
        words = f" “{verdict.text}”" if verdict.text else ""
        st.text(f"{verdict.author.team.capitalize()}: {VERDICTS[verdict.verdict]}.{words} {_author(verdict.author)}")
    if each.verdict is not None:
        st.badge(f"Settled: {VERDICTS[each.verdict].lower()}", icon=":material/gavel:", color="gray")
    elif each.rating == "dispute" and not each.is_open:
        st.badge("The two sides differ", icon=":material/gavel:", color="gray")
    _follow(each)


def _follow(each: Feedback) -> None:
    """What the person at this desk may add: an answer, or their side's verdict."""
    person = keeping.you()
    if person is None or not keeping.writable():
        return
    at = feedback.turn()
    with st.container(horizontal=True):
        with st.popover("Answer", icon=":material/reply:", key=f"answering {each.id}"):
            st.text_area("Your answer", key=feedback.key(f"answer {each.id}"), max_chars=2000)
            st.button("Keep the answer", key=f"keep answer {each.id}", on_click=feedback.answer, args=(each.id, at))
        if each.rating == "dispute":
            with st.popover(f"Verdict of {person[1]}", icon=":material/gavel:", key=f"judging {each.id}"):
                verdict = feedback.key(f"verdict {each.id}")
                st.segmented_control("Was the score right?", list(VERDICTS), format_func=VERDICTS.get, key=verdict)
                st.text_area("Why?", key=feedback.key(f"verdict text {each.id}"), max_chars=2000)
                st.button(
                    "Keep the verdict", key=f"keep verdict {each.id}", on_click=feedback.judge, args=(each.id, at)
                )


def _boxes(rating: str, explanation: Explanation, model: Model) -> None:
    reasons = REASONS_OF_RATING[rating]
    st.pills("Why?", reasons, format_func=REASON_CODES.get, key=feedback.key(f"{rating} reason"))
    if rating == "dispute":
        names = {rule: plain(model.rule(rule).name) for rule in fired(explanation)}
        key = feedback.key("dispute rules")
        st.pills("Which rules are wrong?", list(names), selection_mode="multi", format_func=names.get, key=key)
    concerns = feedback.key(f"{rating} concerns")
    st.pills(
        "What does the customer worry about?",
        list(CONCERNS),
        selection_mode="multi",
        format_func=CONCERNS.get,
        key=concerns,
    )
    st.text_area("In your words", key=feedback.key(f"{rating} text"), max_chars=2000)


def what_happened() -> None:
    """What the last tap did, or why it did nothing."""
    problem, done = feedback.take_problem(), feedback.take_given()
    if problem:
        st.warning(plain(problem))
    if done:
        st.success(THANKS[done])


def _reason(each: Feedback) -> str:
    return REASON_CODES[each.reason] if each.reason else "no reason needed"


def _author(author: Author) -> str:
    name = "name hidden" if on_projector() else author.name or "name erased"
    return f"{name} ({author.team})"


def _when(at: datetime | None) -> str:
    if at is None:
        return "at an unknown time"
    return instant_in_words(at, workspace.shelf().database.manifest.zone)
