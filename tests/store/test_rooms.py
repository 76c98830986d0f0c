"""Rooms: one is open at a time; people join with its code, and nobody joins twice."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.checkup import check
from leadscore.store.state import By, Grown, Opening, Settled, State
from leadscore.store.state.rooms import CODE_LENGTH, LETTERS

from .at_once import at_once
from .conftest import ADA, BEN, NOON
from .story import open_room, saving

LATER = By("Ada", "marketing", NOON + timedelta(hours=2))


def test_a_room_starts_from_a_model_under_a_code_of_its_own(state: State) -> None:
    room = open_room(state)
    assert (room.title, room.document, room.step, room.is_open, room.marks) == (
        "Lead scoring",
        "name: one",
        "objectives",
        True,
        (),
    )
    assert re.fullmatch(f"[{LETTERS}]{{{CODE_LENGTH}}}", room.code)
    assert not set(LETTERS) & set("01OIL")
    assert state.rooms.current() == state.rooms.get(room.id) == room


def test_the_steps_of_a_room_are_noted_with_who_took_them(state: State) -> None:
    room = open_room(state)
    state.rooms.mark(room.id, "unprepared", ADA)
    state.rooms.mark(room.id, "step:icp", BEN)
    now = state.rooms.mark(room.id, "looked", ADA)
    assert now.step == "icp"
    assert [(each.kind, each.author.name) for each in now.marks] == [
        ("unprepared", "Ada"),
        ("step:icp", "Ben"),
        ("looked", "Ada"),
    ]
    with pytest.raises(UsageError, match="'step:roless' is nothing to note of a workshop. Did you mean 'step:roles'"):
        state.rooms.mark(room.id, "step:roless", ADA)
    with pytest.raises(UsageError, match="'closed' is nothing to note"):
        state.rooms.mark(room.id, "closed", ADA)


def test_a_closed_room_is_kept_and_takes_nothing_more(state: State) -> None:
    room, grown = open_room(state), Grown("name: two", "model of name: two", "model of name: one")
    ada = state.rooms.join(room.id, room.code, ADA).member
    closed = state.rooms.close(room.id, LATER)
    assert (closed.is_open, closed.closed_at, state.rooms.current()) == (False, LATER.at, None)
    for act in (
        lambda: state.rooms.close(room.id, ADA),
        lambda: state.rooms.mark(room.id, "looked", ADA),
        lambda: state.rooms.join(room.id, room.code, BEN),
        lambda: state.rooms.seat(room.id, BEN),
        lambda: state.rooms.readmit(ada.id, BEN),
        lambda: state.rooms.grow(room.id, grown, ADA),
        lambda: state.ballots.start(room.id, ("vp",), ADA),
    ):
        with pytest.raises(UsageError, match="This workshop is closed"):
            act()
    second = open_room(state)
    assert state.rooms.all() == (second, closed)


def test_one_room_at_a_time(state: State) -> None:
    room = open_room(state)
    with pytest.raises(UsageError, match="Another workshop is open. Go on with it, or close it"):
        open_room(state)
    assert state.rooms.all() == (room,)


def test_of_many_who_open_a_room_at_once_one_does(state: State) -> None:
    told = at_once(state.place, 8, lambda own, _: open_room(own))
    assert sorted(each[:7] for each in told) == ["Another"] * 7 + ["kept"]
    assert len(state.rooms.all()) == 1


def test_people_join_with_the_code_however_they_type_it(state: State) -> None:
    room = open_room(state)
    typed = f" {room.code[:3].lower()} {room.code[3:]}\n"
    joined = state.rooms.join(room.id, typed, BEN)
    assert (joined.member.name, joined.member.team, joined.member.has_device) == ("Ben", "sales", True)
    assert state.rooms.member_of(joined.token) == joined.member
    assert state.rooms.members(room.id) == (joined.member,)
    wrong = "AAAAAA" if room.code != "AAAAAA" else "BBBBBB"
    for code in (wrong, "", "½ü株", "\udcff", room.code + "A"):
        with pytest.raises(UsageError, match="This code opens no workshop. Read it once more") as refused:
            state.rooms.join(room.id, code, ADA)
        assert room.code not in str(refused.value) and wrong not in str(refused.value)
    with pytest.raises(StoreError, match="There is no workshop 99 here"):
        state.rooms.join(99, room.code, ADA)


def test_a_token_is_nowhere_but_with_its_owner(state: State) -> None:
    room = open_room(state)
    joined = state.rooms.join(room.id, room.code, BEN)
    assert len(joined.token) >= 22
    assert joined.token not in repr(joined) and room.code not in repr(state.rooms.get(room.id))
    assert joined.member.proof not in repr(joined)
    for file in state.place.folder.glob("state*"):
        assert joined.token.encode() not in file.read_bytes()
    for unknown in ("", "no such token", joined.token[:-1], "\udcff", "ü" * 50):
        assert state.rooms.member_of(unknown) is None


def test_a_name_sits_in_a_room_once_in_each_team(state: State) -> None:
    room = open_room(state)
    state.rooms.join(room.id, room.code, BEN)
    for again in (By(" ben ", "sales", NOON), BEN):
        with pytest.raises(UsageError, match="Somebody of this name and team is in the room already") as refused:
            state.rooms.join(room.id, room.code, again)
        assert "Ben" not in str(refused.value)
        with pytest.raises(UsageError, match="is in the room already"):
            state.rooms.seat(room.id, again)
    state.rooms.join(room.id, room.code, By("Ben", "marketing", NOON))
    seated = state.rooms.seat(room.id, By("Ben B.", "sales", NOON))
    assert not seated.has_device
    assert [each.name for each in state.rooms.members(room.id)] == ["Ben", "Ben", "Ben B."]


def test_a_lost_page_is_replaced_and_is_worth_nothing_any_more(state: State) -> None:
    room = open_room(state)
    lost = state.rooms.join(room.id, room.code, BEN)
    asked = state.ballots.start(room.id, ("vp",), ADA)
    state.ballots.vote(asked.id, lost.member, "vp", "L", NOON)
    first, second = (state.rooms.readmit(lost.member.id, ADA) for _ in range(2))
    assert len({lost.token, first.token, second.token}) == 3
    assert state.rooms.member_of(lost.token) is None and state.rooms.member_of(first.token) is None
    assert state.rooms.member_of(second.token) == second.member == lost.member
    assert state.rooms.members(room.id) == (lost.member,)
    assert state.ballots.mine(asked.id, second.member) == {"vp": "L"}
    for ended in (lost.member, first.member):
        with pytest.raises(UsageError, match="somebody who votes on a device of their own"):
            state.ballots.vote(asked.id, ended, "vp", "XL", NOON)
        with pytest.raises(UsageError, match="somebody who votes on a device of their own"):
            state.ballots.mine(asked.id, ended)
    state.ballots.vote(asked.id, second.member, "vp", "S", NOON)
    state.ballots.reveal(asked.id, ADA)
    assert [(vote.name, vote.size) for vote in state.ballots.revealed(asked.id)] == [("Ben", "S")]
    with pytest.raises(StoreError, match="There is no member 99 here"):
        state.rooms.readmit(99, ADA)


def test_somebody_who_was_seated_can_have_a_device_later(state: State) -> None:
    room = open_room(state)
    seated, other = state.rooms.seat(room.id, BEN), state.rooms.seat(room.id, By("Cleo", "sales", NOON))
    joined = state.rooms.readmit(seated.id, ADA)
    assert joined.member.has_device and state.rooms.member_of(joined.token) == joined.member
    assert state.rooms.members(room.id) == (joined.member, other)
    asked = state.ballots.start(room.id, ("vp",), ADA)
    with pytest.raises(UsageError, match="somebody who votes on a device of their own"):
        state.ballots.vote(asked.id, seated, "vp", "L", NOON)
    state.ballots.vote(asked.id, joined.member, "vp", "L", NOON)
    state.ballots.vote(asked.id, other, "vp", "S", NOON)


def test_a_new_token_is_on_record_with_who_gave_it_and_nowhere_in_the_file(state: State) -> None:
    room = open_room(state)
    lost = state.rooms.join(room.id, room.code, BEN)
    before = state.audit.head().entries
    joined = state.rooms.readmit(lost.member.id, ADA)
    (entry,) = state.audit.entries()[before:]
    assert (entry.about, entry.act) == ("keys", "added")
    assert joined.token not in repr(joined) and joined.member.proof not in repr(joined)
    for file in state.place.folder.glob("state*"):
        assert joined.token.encode() not in file.read_bytes()
    assert check(state.place).findings[1:] == ()


def test_a_rooms_model_grows_from_what_it_is(state: State) -> None:
    room = open_room(state)
    grown = state.rooms.grow(room.id, Grown("name: two", "model of name: two", room.model_hash), BEN)
    assert (grown.document, grown.model_hash) == ("name: two", "model of name: two")
    assert state.rooms.current() == state.rooms.get(room.id) == state.rooms.all()[0] == grown
    with pytest.raises(UsageError, match="Somebody else added rules to this workshop just now"):
        state.rooms.grow(room.id, Grown("name: three", "model of name: three", room.model_hash), ADA)
    state.rooms.grow(room.id, Grown("name: three", "model of name: three", grown.model_hash), ADA)
    assert state.rooms.get(room.id).document == "name: three"
    with pytest.raises(UsageError, match="The model has 1,?000,?001 characters"):
        Grown("x" * 1_000_001, "hash", "base")


def test_of_many_who_join_by_one_name_at_once_one_does(state: State) -> None:
    room = open_room(state)
    told = at_once(state.place, 6, lambda own, _: own.rooms.join(room.id, room.code, BEN))
    assert sorted(told)[-1] == "kept"
    assert len(state.rooms.members(room.id)) == 1


def test_the_turn_changes_with_what_everybody_sees_and_not_with_votes(state: State) -> None:
    room = open_room(state)
    turn = state.rooms.turn(room.id)
    ben = state.rooms.join(room.id, room.code, BEN).member

    def turned() -> bool:
        nonlocal turn
        before, turn = turn, state.rooms.turn(room.id)
        assert turn >= before
        return turn > before

    assert not turned()
    state.rooms.mark(room.id, "step:roles", ADA)
    assert turned()
    asked = state.ballots.start(room.id, ("vp",), ADA)
    assert turned()
    state.ballots.vote(asked.id, ben, "vp", "L", NOON)
    assert not turned()
    state.ballots.reveal(asked.id, ADA)
    assert turned()
    state.weights.settle(Settled(room.id, "vp", Decimal(10), asked.id), ADA)
    assert turned()
    state.rooms.readmit(ben.id, ADA)
    assert turned()
    state.rooms.grow(room.id, Grown("name: two", "model of name: two", room.model_hash), ADA)
    assert turned()
    version = state.versions.save(saving("name: two"), ADA)
    assert turned()
    state.signatures.sign(version.id, ADA)
    assert turned()
    state.rooms.close(room.id, ADA)
    assert turned()


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ({"title": " "}, "A workshop needs a title"),
        ({"title": "x" * 201}, "The title has 201 characters; at most 200"),
        ({"line": ""}, "needs the name under which its model is saved"),
        ({"document": "\udcff"}, "The model holds half a character"),
    ],
    ids=["no title", "a long title", "no line", "half a character"],
)
def test_what_is_no_opening(opening: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Opening(**{"title": "T", "line": "L", "document": "name: one", "model_hash": "m", **opening})
