"""Voting on a phone: the rules of a round, five sizes each, and after the reveal where the teams stand."""

from __future__ import annotations

import streamlit as st

from leadscore.model import Model
from leadscore.model.values import shortest
from leadscore.model.words import in_words
from leadscore.store.state import Member, Progress, Room, Round
from leadscore.vocabulary import counted
from leadscore.workshop.votes import points_of
from pages._parts import consensus_result, room_join, signing_parts
from pages._session import room
from pages._session.showing import plain


def show(held: Room, who: Member) -> None:
    """The open round; else what the last one revealed; else that it is about to begin."""
    model, voting = room.model_of(held), room.open_round(held)
    if voting is not None:
        _ballot(voting, who, model)
        return
    if room.revealed(held):
        consensus_result.show(held, on_phone=True)
    else:
        st.info("The facilitator is choosing the rules. The ballot appears here by itself.")
    signing_parts.of_room(held, who)


def _ballot(voting: Round, who: Member, model: Model) -> None:
    st.markdown(f"**Round {voting.number}: how much should each of these count?**")
    st.caption(plain(f"{sizes_in_words(voting)}. A vote is kept at once and can be changed until the reveal."))
    mine = room.show_own_votes(voting, who)
    for rule_id in voting.rules:
        rule = model.rule(rule_id)
        st.segmented_control(
            plain(rule.name),
            list(voting.sizes),
            key=room.vote_box(voting, rule_id),
            required=rule_id in mine,
            help=plain(f"Holds if: {in_words(rule.when)}."),
            on_change=room.vote,
            args=(voting, who, rule_id),
        )
        if words := otherwise_in_words(voting, model, rule_id):
            st.caption(plain(words))
    _own(len(mine), len(voting.rules))
    tally(voting)


def _own(given: int, rules: int) -> None:
    if given < rules:
        st.caption(f"{given} of {counted(rules, 'rule')} voted on.")
    else:
        st.success(f"All {counted(rules, 'vote')} kept. You may still change them.")


def sizes_in_words(voting: Round) -> str:
    """The sizes and their points."""
    return ", ".join(f"{size} = {points}" for size, points in voting.sizes.items()) + " points"


def otherwise_in_words(voting: Round, model: Model, rule_id: str) -> str:
    """What the sizes are worth where that is not what the ballot says: they take points away, or a range ends there."""
    worth = {size: points_of(model, rule_id, size, voting.sizes).points for size in voting.sizes}
    if worth == voting.sizes:
        return ""
    down = "Takes points away: " if min(worth.values()) < 0 else "Here "
    return f"{down}{', '.join(f'{size} = {shortest(points)}' for size, points in worth.items())}"


@st.fragment(run_every=room_join.EVERY)
def tally(voting: Round) -> None:
    """How many have voted, by team: never what."""
    found: Progress = room.progress(voting)
    by_team = ", ".join(f"{team} {done} of {sat}" for team, (done, sat) in found.by_team.items())
    st.progress(
        found.finished / found.members if found.members else 0.0,
        f"{found.finished} of {found.members} have voted on every rule: {by_team}.",
    )
