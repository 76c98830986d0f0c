"""Interviews with sales: which behaviours show readiness?  Each answer becomes a claim that the past is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from leadscore.errors import LeadscoreError
from leadscore.estimate import Estimate
from leadscore.learning.effect import Counted
from leadscore.model.words import spoken
from leadscore.store.state import Room
from leadscore.workshop.findings import Finding
from leadscore.workshop.icp import Line
from leadscore.workshop.interviews import EXPECTS, QUESTIONS, activity, stored
from pages._parts import belief as belief_parts
from pages._parts import tune_head, workshop_icp, workshop_outcomes
from pages._session import belief, boards, method, said, seats
from pages._session.seats import Seat
from pages._session.showing import on_projector, plain

KINDS = ("Something they do", "Something they are", "Not in the data")
SIGNS = {
    "supported": "✓\u00a0supported",
    "contradicted": "✗\u00a0contradicted",
    "cannot tell": "?\u00a0cannot\u00a0tell",
}
INTERVIEWED_TEAM = "sales"


def show(held: Room, may_save: bool) -> None:
    """The interview, and what the past says to all answers once the room has voted."""
    workshop_outcomes.problem()
    st.subheader("Which behaviours show that someone is ready?")
    if may_save:
        with st.expander("Interview somebody in sales", icon=":material/record_voice_over:"):
            if not on_projector():
                name = "Who was asked, in sales (initials will do; empty: you)"
                st.text_input(name, key=method.INTERVIEWED, max_chars=80)
            form(seats.of_team(held, INTERVIEWED_TEAM))
    _claims(held, may_save)


def form(seat: Seat, at_desk: bool = True) -> None:
    """A question, the signal that the answer names, what it makes of a lead, and the words that were said."""
    question = st.selectbox(
        "Question", list(QUESTIONS), format_func=QUESTIONS.__getitem__, key=f"interview question {seat.key}"
    )
    if not at_desk:
        st.markdown(f"**{QUESTIONS[question]}**")
    words = "The answer in their own words" if at_desk else "In your own words"
    st.text_area(words, key=method.box(seat, f"interview {question}", "text"), max_chars=600, height=80)
    told = _told(seat, question, at_desk)
    st.button(
        "Keep this answer",
        key=f"keep interview {seat.key}",
        disabled=told is None,
        on_click=method.keep_interview,
        args=(seat, question, told, method.turn(seat, f"interview {question}")),
        icon=":material/add_comment:",
    )
    if not at_desk:
        _kept(seat)


def _kept(seat: Seat) -> None:
    """On a device of one's own: which questions are answered, since the boxes are empty again."""
    kept = [words for question, words in QUESTIONS.items() if method.own(seat, "interview", question) is not None]
    if kept:
        st.caption(f"✓ Kept: {len(kept)} of {len(QUESTIONS)} questions. Answering one again replaces it.")


def _told(seat: Seat, question: str, at_desk: bool) -> Mapping[str, Any] | None:
    """The claim as it stands in the boxes; None while something is missing."""
    kind = st.segmented_control(
        "Which signal is that?",
        KINDS,
        default=KINDS[0],
        required=True,
        key=method.box(seat, f"interview {question}", "kind"),
    )
    expects = st.segmented_control(
        "It makes a lead",
        list(EXPECTS),
        default="more",
        required=True,
        format_func=EXPECTS.__getitem__,
        key=method.box(seat, f"interview {question}", "expects"),
    )
    if kind == KINDS[2]:
        st.caption("It stays as words, with the advice to record it from now on.")
        return stored(None, expects)
    try:
        signal = _done(seat, question) if kind == KINDS[0] else _is(question, at_desk)
    except LeadscoreError as error:
        st.warning(plain(str(error)))
        return None
    return None if signal is None else stored(signal, expects)


def _done(seat: Seat, question: str) -> Any:
    """A kind of activity, how often, and how long before."""
    kinds = sorted(said.facts().kinds or ())
    if not kinds:
        st.caption("This data has no activities.")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = method.box(seat, f"interview {question}", "activity")
        kind = st.selectbox("Activity", kinds, None, format_func=spoken, key=key)
        often = st.number_input(
            "At least times", 1, 100, 1, key=method.box(seat, f"interview {question}", "often"), width=150
        )
        days = st.number_input(
            "Within days before",
            0,
            3650,
            0,
            key=method.box(seat, f"interview {question}", "days"),
            width=180,
            help="0: at any time before the hand-over.",
        )
    return None if kind is None else activity(kind, days or None, often)


def _is(question: str, at_desk: bool) -> Any:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        attribute, operator, operand = workshop_icp.condition(f"interview {question}", values_shown=at_desk)
    return Line(attribute, operator, operand).condition if attribute and operand else None


@st.fragment(run_every=workshop_outcomes.EVERY)
def _claims(held: Room, may_save: bool) -> None:
    claimed = said.claims()
    if not claimed:
        st.caption("Nobody was asked yet.")
        return
    if belief.evidence_waits(held):
        rows = [
            {"Claim": plain(each.words), "Expects": EXPECTS[each.expects], "Named by": each.named} for each in claimed
        ]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt="What sales claims")
        st.info(
            "What the past says to single signals would colour the votes, so it is shown after the first reveal.",
            title="First say what you believe",
        )
        if may_save:
            belief_parts.way_round(held)
        return
    found = said.found(claimed)
    st.markdown(plain(found.sentence))
    table = pd.DataFrame([_row(each) for each in found.findings])
    st.table(table, border="horizontal", hide_index=True, alt="What the past says to each claim")
    st.caption(plain(f"Among {found.denominator}, n = {found.n:,}; the difference is at equal other rules and claims."))
    st.caption(tune_head.lock_in_words(boards.lock()))
    with st.expander("In sentences, with what was said"):
        for each in found.findings:
            st.markdown(f"**{plain(each.claim.words)}**: {plain(each.sentence)}")
            for words in each.claim.said:
                st.caption(plain(f"“{words}”"))


def _row(each: Finding) -> dict[str, str]:
    difference = each.difference
    return {
        "Claim": plain(each.claim.words),
        "Expects": EXPECTS[each.claim.expects],
        "Named by": str(each.claim.named),
        "Verdict": SIGNS[each.word],
        "With it": _counted(each.held),
        "Without it": _counted(each.not_held),
        "Difference in percentage points": "–" if difference is None else _points(difference),
        "False discovery rate": "–" if each.rate is None else _percent(each.rate),
    }


def _points(difference: Estimate) -> str:
    if difference.value is None or difference.low is None or difference.high is None:
        return "–"
    value, low, high = (100 * each for each in (difference.value, difference.low, difference.high))
    return plain(f"{value:+.1f} ({low:+.1f} to {high:+.1f})")


def _percent(rate: float) -> str:
    return "under 0.1 %" if rate < 0.001 else f"{100 * rate:.1f} %"


def _counted(each: Counted | None) -> str:
    return "–" if each is None else f"{each.hits}\u00a0of\u00a0{each.n}"
