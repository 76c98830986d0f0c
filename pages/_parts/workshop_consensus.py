"""Criteria and weights: rounds of private votes, what they came to, and the points that are settled."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from leadscore.model import Model, Rule
from leadscore.model.words import in_words
from leadscore.store.state import Member, Room, Round
from leadscore.store.state.rounds import MOST_RULES
from leadscore.vocabulary import BALLOT_SIZES, counted
from leadscore.workshop.adoption import Adoption, Row
from leadscore.workshop.disagreement import Disagreement
from leadscore.workshop.votes import can_be_voted
from pages._parts import consensus_result, room_ballot
from pages._session import consensus, draft, facilitator, room
from pages._session.showing import plain


def show(held: Room, may_save: bool) -> None:
    """The open round, or what was revealed, the points to settle, and the next round."""
    problem = consensus.TURNS.take_problem()
    if problem:
        st.warning(plain(problem))
    model, voting = room.model_of(held), room.open_round(held)
    if voting is not None:
        _voting(held, voting, model, may_save)
        return
    found = consensus.found(held)
    if found is not None:
        consensus_result.show(held)
        if may_save:
            _settle(held, found)
    _next_round(held, model, found, may_save)


def _voting(held: Room, voting: Round, model: Model, may_save: bool) -> None:
    st.subheader(f"Round {voting.number}: everybody votes, nobody sees")
    st.caption(plain(room_ballot.sizes_in_words(voting)))
    for rule_id in voting.rules:
        rule = model.rule(rule_id)
        otherwise = room_ballot.otherwise_in_words(voting, model, rule_id)
        st.markdown(f"- **{plain(rule.name)}**: {plain('. '.join(filter(None, (in_words(rule.when), otherwise))))}")
    room_ballot.tally(voting)
    if may_save:
        _entry(held, voting, model)
    st.button(
        "Reveal",
        icon=":material/visibility:",
        disabled=not may_save,
        on_click=consensus.reveal,
        args=(voting, consensus.TURNS.now()),
        help="Everybody sees where the teams stand, and nobody can change a vote of this round any more.",
    )


def _entry(held: Room, voting: Round, model: Model) -> None:
    """Votes of people without a device; a box forgets what was entered, since others look at this screen."""
    seated = [each for each in facilitator.members(held) if not each.has_device]
    if not seated:
        return
    with st.expander("Enter votes of people without a device", icon=":material/edit_note:"):
        names = {each.id: f"{each.name or '(erased)'}, {each.team}" for each in seated}
        chosen = st.selectbox("Person", list(names), format_func=names.__getitem__, key=f"entry of {voting.id}")
        sat = next(each for each in seated if each.id == chosen)
        for rule_id in voting.rules:
            _entry_of(voting, sat, model.rule(rule_id))


def _entry_of(voting: Round, sat: Member, rule: Rule) -> None:
    st.segmented_control(
        plain(rule.name),
        list(voting.sizes),
        key=facilitator.entry_box(voting, sat, rule.id),
        on_change=facilitator.enter_vote,
        args=(voting, sat, rule.id),
    )


def _next_round(held: Room, model: Model, found: Disagreement | None, may_save: bool) -> None:
    st.subheader("The next round" if found else "The first round")
    open_to = {rule.id: rule.name for rule in model.rules if can_be_voted(rule)}
    st.pills(
        f"Rules to vote on, at most {MOST_RULES}",
        list(open_to),
        selection_mode="multi",
        default=_proposed(held, model, found),
        format_func=lambda rule: plain(open_to[rule]),
        key=consensus.RULES,
    )
    chosen = consensus.chosen_rules()
    with st.container(horizontal=True):
        st.button(
            "Start the vote",
            icon=":material/how_to_vote:",
            disabled=not (may_save and 0 < len(chosen) <= MOST_RULES),
            on_click=consensus.start,
            args=(held, consensus.TURNS.now()),
        )
        st.download_button(
            "Ballots on paper",
            facilitator.paper(held, chosen, BALLOT_SIZES),
            "ballots.html",
            "text/html",
            icon=":material/print:",
            disabled=not chosen,
            on_click="ignore",
        )


def _proposed(held: Room, model: Model, found: Disagreement | None) -> list[str]:
    """What to vote on next: the arguments that are worth it; before any, the rules with most points not voted yet."""
    voted = {rule for each in room.revealed(held) for rule in each.rules}
    settled = {row.rule_id for row in consensus.settled(held).rows}
    again = [each.rule_id for each in found.those("argue") if each.rule_id not in settled] if found else []
    rest = [rule for rule in model.rules if can_be_voted(rule) and rule.id not in voted]
    return (again or [rule.id for rule in sorted(rest, key=lambda each: -abs(each.worth))])[:MOST_RULES]


def _settle(held: Room, found: Disagreement) -> None:
    """Points, reason and objection of every rule that was voted on; the middle is proposed."""
    st.subheader("Settle the points")
    settled, model = consensus.settled(held), room.model_of(held)
    rows = {row.rule_id: row for row in settled.rows}
    st.caption(
        plain(
            f"{counted(len(rows), 'rule')} settled so far. The middle of the teams' medians is filled in; write why, "
            "and what somebody still objects."
        )
    )
    for argument in found.arguments:
        _boxes(model.rule(argument.rule_id), rows.get(argument.rule_id), argument.voted.middle)
    rules = tuple(each.rule_id for each in found.arguments)
    with st.container(horizontal=True):
        st.button(
            "Settle these, and put them on the sliders",
            icon=":material/handshake:",
            on_click=consensus.settle,
            args=(held, rules, consensus.seen(held), consensus.TURNS.now()),
        )
    if rows:
        _on_sliders(held, settled)


def _boxes(rule: Rule, row: Row | None, middle: Decimal | None) -> None:
    """What is settled of one rule."""
    start = row.chosen if row else middle
    low, high = rule.slider
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            plain(rule.name),
            min(float(low), float(start or 0)),
            max(float(high), float(start or 0)),
            None if start is None else float(start),
            step=1.0,
            key=consensus.box("points", rule.id),
            format="%.4g",
            width=260,
        )
        why = (row.rationale if row else "") or ""
        st.text_input("Why", why, key=consensus.box("why", rule.id), max_chars=500)
        against = (row.dissent if row else "") or ""
        st.text_input("Objection", against, key=consensus.box("against", rule.id), max_chars=500)


def _on_sliders(held: Room, settled: Adoption) -> None:
    """Where the settled points are, and which rules nobody settled."""
    if settled.unchanged:
        st.caption(
            plain(f"Nobody settled these, so they keep the points that they have: {'; '.join(settled.unchanged)}.")
        )
    if consensus.is_on_sliders(held):
        st.success("The sliders stand at the settled points.")
        with st.container(horizontal=True):
            st.page_link("pages/tune.py", label="See what they would have done", icon=":material/tune:")
            st.page_link("pages/cutoffs.py", label="Set the cut-offs", icon=":material/flag:")
    elif draft.held().model != settled.model:
        st.caption("The sliders of this session stand at other points than those settled.")
