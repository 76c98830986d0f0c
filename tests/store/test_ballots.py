"""Ballots: secret until all are shown at once; the latest vote of each person counts, and none comes after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.state import By, Member, Room, State
from leadscore.store.state.sealing import seal
from leadscore.vocabulary import BALLOT_SIZES

from .at_once import at_once
from .conftest import ADA, BEN, NOON
from .story import open_room, workshop

RULES = ("vp", "demo")


@pytest.fixture
def room(state: State) -> Room:
    return open_room(state)


@pytest.fixture
def ada(state: State, room: Room) -> Member:
    return state.rooms.join(room.id, room.code, ADA).member


@pytest.fixture
def ben(state: State, room: Room) -> Member:
    return state.rooms.seat(room.id, BEN)


def test_a_round_keeps_the_sizes_it_was_voted_with(state: State, room: Room) -> None:
    asked = state.ballots.start(room.id, RULES, ADA)
    assert (asked.room, asked.number, asked.rules, asked.sizes, asked.revealed_at) == (
        room.id,
        1,
        RULES,
        BALLOT_SIZES,
        None,
    )
    assert state.ballots.rounds(room.id) == (asked,)


def test_the_latest_vote_counts_and_shows_to_its_owner(state: State, room: Room, ada: Member, ben: Member) -> None:
    asked = state.ballots.start(room.id, RULES, ADA)
    for member, rule, size in ((ada, "vp", "S"), (ben, "vp", "XL"), (ada, "demo", "0"), (ada, "vp", "L")):
        state.ballots.vote(asked.id, member, rule, size, NOON)
    assert state.ballots.mine(asked.id, ada) == {"vp": "L", "demo": "0"}
    assert state.ballots.mine(asked.id, ben) == {"vp": "XL"}
    done = state.ballots.progress(asked.id)
    assert (done.members, done.finished, done.by_team, done.votes) == (2, 1, {"sales": (0, 1), "marketing": (1, 1)}, 3)
    shown = state.ballots.reveal(asked.id, By("Ada", "marketing", NOON + timedelta(minutes=5)))
    assert shown.revealed_at == NOON + timedelta(minutes=5)
    votes = {(each.name, each.team, each.rule): each.size for each in state.ballots.revealed(asked.id)}
    assert votes == {
        ("Ada", "marketing", "vp"): "L",
        ("Ada", "marketing", "demo"): "0",
        ("Ben", "sales", "vp"): "XL",
    }


def test_before_the_reveal_no_reader_can_tell_one_vote_from_another(
    state: State, room: Room, ada: Member, ben: Member
) -> None:
    """Whatever everybody may read says the same, however somebody votes."""
    asked = state.ballots.start(room.id, RULES, ADA)
    state.ballots.vote(asked.id, ada, "vp", "S", NOON)
    before = (workshop(state, state.rooms.get(room.id)), state.ballots.mine(asked.id, ben))
    state.ballots.vote(asked.id, ada, "vp", "XL", NOON)
    assert (workshop(state, state.rooms.get(room.id)), state.ballots.mine(asked.id, ben)) == before
    with pytest.raises(UsageError, match="are secret until all are shown at once. Reveal it first"):
        state.ballots.revealed(asked.id)


def test_only_the_token_opens_a_ballot_of_somebody_with_a_device(state: State, room: Room) -> None:
    joined = state.rooms.join(room.id, room.code, ADA)
    asked = state.ballots.start(room.id, RULES, ADA)
    state.ballots.vote(asked.id, joined.member, "vp", "S", NOON)
    (listed,) = state.rooms.members(room.id)
    assert listed == joined.member
    with pytest.raises(UsageError, match="ballot of somebody who votes on a device of their own"):
        state.ballots.mine(asked.id, listed)
    with pytest.raises(UsageError, match="Vote on that device"):
        state.ballots.vote(asked.id, listed, "vp", "XL", NOON)
    again = state.rooms.member_of(joined.token)
    assert again is not None
    assert state.ballots.mine(asked.id, again) == {"vp": "S"}


def test_the_chain_does_not_tell_a_vote_to_whoever_hashes_guesses(state: State, room: Room, ada: Member) -> None:
    asked = state.ballots.start(room.id, RULES, ADA)
    state.ballots.vote(asked.id, ada, "vp", "S", NOON)
    entry = state.audit.entries()[-1]
    guessed = (entry.id, entry.at, asked.id, ada.id, "vp")
    assert entry.about == "votes"
    assert entry.row_hash not in {seal("votes", (*guessed, size)) for size in BALLOT_SIZES}


def test_after_the_reveal_no_vote_is_taken(state: State, room: Room, ada: Member) -> None:
    asked = state.ballots.start(room.id, RULES, ADA)
    state.ballots.vote(asked.id, ada, "vp", "S", NOON)
    state.ballots.reveal(asked.id, ADA)
    with pytest.raises(UsageError, match="This round is over: its votes are shown"):
        state.ballots.vote(asked.id, ada, "vp", "XL", NOON)
    with pytest.raises(UsageError, match="are shown already"):
        state.ballots.reveal(asked.id, BEN)
    assert [each.size for each in state.ballots.revealed(asked.id)] == ["S"]


def test_a_vote_that_races_the_reveal_is_in_it_or_refused(state: State, room: Room) -> None:
    people = [state.rooms.seat(room.id, By(f"Rep {number}", "sales", NOON)) for number in range(7)]
    for _ in range(4):
        asked = state.ballots.start(room.id, RULES, ADA)

        def act(own: State, number: int, asked_id: int = asked.id) -> None:
            if number == 7:
                own.ballots.reveal(asked_id, ADA)
            else:
                own.ballots.vote(asked_id, people[number], "vp", "L", NOON)

        told = at_once(state.place, 8, act)
        kept = {people[number].id for number in range(7) if told[number] == "kept"}
        assert {each.member_id for each in state.ballots.revealed(asked.id)} == kept
        assert {each for each in told if each != "kept"} <= {
            "This round is over: its votes are shown, so none is taken any more."
        }


def test_rounds_follow_each_other(state: State, room: Room) -> None:
    first = state.ballots.start(room.id, ("vp",), ADA)
    with pytest.raises(UsageError, match="A round is being voted on. Show its votes before you start the next"):
        state.ballots.start(room.id, ("demo",), BEN)
    first = state.ballots.reveal(first.id, ADA)
    second = state.ballots.start(room.id, ("demo",), BEN)
    assert state.ballots.rounds(room.id) == (first, second)
    assert second.number == 2


def test_of_many_who_start_or_reveal_a_round_at_once_one_does(state: State, room: Room) -> None:
    told = at_once(state.place, 6, lambda own, number: own.ballots.start(room.id, (f"rule {number}",), ADA))
    assert told.count("kept") == 1
    (asked,) = state.ballots.rounds(room.id)
    told = at_once(state.place, 6, lambda own, _: own.ballots.reveal(asked.id, ADA))
    assert told.count("kept") == 1


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((), "1 to 8 rules, not 0"),
        (tuple(f"rule {number}" for number in range(9)), "1 to 8 rules, not 9"),
        (("vp", "vp"), "each rule once"),
        (("vp", " "), "without an id"),
    ],
    ids=["none", "nine", "twice", "nameless"],
)
def test_what_is_no_round(state: State, room: Room, rules: tuple[str, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        state.ballots.start(room.id, rules, ADA)
    assert state.ballots.rounds(room.id) == ()


def test_what_is_no_vote(state: State, room: Room, ada: Member) -> None:
    asked = state.ballots.start(room.id, RULES, ADA)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"rule": "webinar"}, "does not ask about 'webinar'. Vote on one of the rules that it shows"),
        ({"size": "XXL"}, "'XXL' is no size of this round. Choose one of: 0, S, M, L, XL"),
    )
    for more, words in wrong:
        with pytest.raises(UsageError, match=words):
            state.ballots.vote(**{"round_id": asked.id, "member": ada, "rule": "vp", "size": "S", "at": NOON, **more})
    with pytest.raises(StoreError, match="There is no round 999 here"):
        state.ballots.vote(999, ada, "vp", "S", NOON)
    assert state.ballots.mine(asked.id, ada) == {}


def test_members_of_another_room_do_not_vote(state: State, room: Room, ada: Member) -> None:
    state.rooms.close(room.id, ADA)
    other = open_room(state)
    asked = state.ballots.start(other.id, RULES, ADA)
    for act in (
        lambda: state.ballots.vote(asked.id, ada, "vp", "S", NOON),
        lambda: state.ballots.mine(asked.id, ada),
    ):
        with pytest.raises(UsageError, match="This round is another workshop's"):
            act()


def test_a_room_that_closes_ends_its_voting_and_its_votes_can_be_shown(state: State, room: Room, ada: Member) -> None:
    asked = state.ballots.start(room.id, RULES, ADA)
    state.ballots.vote(asked.id, ada, "vp", "S", NOON)
    state.rooms.close(room.id, ADA)
    with pytest.raises(UsageError, match="This workshop is closed"):
        state.ballots.vote(asked.id, ada, "vp", "XL", NOON)
    state.ballots.reveal(asked.id, ADA)
    assert [each.size for each in state.ballots.revealed(asked.id)] == ["S"]
