"""What was agreed: settled weights, a signature of each team, the agreement itself, and the pilot."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.store.state import Begun, By, Drawn, Settled, State, Version
from leadscore.store.words import Words

from .at_once import at_once
from .conftest import ADA, BEN, NOON
from .story import open_room, saving

DECEMBER = date(2026, 12, 7)


@pytest.fixture
def version(state: State) -> Version:
    return state.versions.save(saving("name: agreed"), ADA)


def test_each_team_signs_exactly_one_model(state: State, version: Version) -> None:
    ada = state.signatures.sign(version.id, ADA)
    ben = state.signatures.sign(version.id, BEN)
    assert (ada.version, ada.model_hash, ada.scoring_hash) == (version.id, version.model_hash, version.scoring_hash)
    assert [each.author.team for each in state.signatures.of(version.id)] == ["marketing", "sales"]
    edited = state.versions.save(saving("name: edited", version.id), BEN)
    assert state.signatures.of(edited.id) == ()
    assert state.signatures.all() == (ada, ben)


def test_a_team_signs_a_version_once(state: State, version: Version) -> None:
    state.signatures.sign(version.id, ADA)
    with pytest.raises(UsageError, match="Marketing signed this version already, at 2026-11-02 12:00 UTC") as refused:
        state.signatures.sign(version.id, By("Cleo", "marketing", NOON))
    assert "Ada" not in str(refused.value)


@pytest.mark.parametrize("name", ["Ada", " ada", "ADA "])
def test_nobody_signs_for_both(state: State, version: Version, name: str) -> None:
    state.signatures.sign(version.id, ADA)
    with pytest.raises(UsageError, match="The same person signed this version for marketing. Two people are needed"):
        state.signatures.sign(version.id, By(name, "sales", NOON))
    assert len(state.signatures.all()) == 1


def test_a_version_that_is_not_there_is_not_signed(state: State) -> None:
    with pytest.raises(StoreError, match="There is no version 99 here"):
        state.signatures.sign(99, ADA)


def test_of_a_team_that_signs_at_once_one_does(state: State, version: Version) -> None:
    told = at_once(state.place, 6, lambda own, who: own.signatures.sign(version.id, By(f"Rep {who}", "sales", NOON)))
    assert told.count("kept") == 1
    assert len(state.signatures.of(version.id)) == 1


def test_of_one_person_who_signs_for_both_at_once_one_is_kept(state: State, version: Version) -> None:
    teams = ("sales", "marketing")
    told = at_once(state.place, 2, lambda own, who: own.signatures.sign(version.id, By("Ada", teams[who], NOON)))
    assert told.count("kept") == 1


def test_settled_points_are_kept_with_their_reason_and_the_dissent(state: State) -> None:
    room = open_room(state)
    first = state.weights.settle(Settled(room.id, "vp", Decimal("10")), ADA)
    other = state.weights.settle(Settled(room.id, "webinar", Decimal("-5")), ADA)
    later = state.weights.settle(Settled(room.id, "vp", Decimal("12.5"), None, "They buy", "Titles lie"), BEN)
    assert (later.points, later.rationale, later.dissent) == (Decimal("12.5"), "They buy", "Titles lie")
    assert (first.rationale, first.dissent) == ("", "")
    assert state.weights.of(room.id) == (other, later)
    assert state.weights.all() == (first, other, later)


def test_points_are_settled_by_a_round_of_the_room_that_was_revealed(state: State) -> None:
    room = open_room(state)
    asked = state.ballots.start(room.id, ("vp",), ADA)
    with pytest.raises(UsageError, match="The votes of this round are not shown yet. Reveal it"):
        state.weights.settle(Settled(room.id, "vp", Decimal(10), asked.id), ADA)
    state.ballots.reveal(asked.id, ADA)
    assert state.weights.settle(Settled(room.id, "vp", Decimal(10), asked.id), ADA).round == asked.id
    state.rooms.close(room.id, ADA)
    with pytest.raises(UsageError, match="This round is another workshop's"):
        state.weights.settle(Settled(open_room(state).id, "vp", Decimal(10), asked.id), ADA)


@pytest.mark.parametrize("points", ["NaN", "Infinity", "1000001", "-1e9"])
def test_what_are_no_points(points: str) -> None:
    with pytest.raises(UsageError, match="Points lie between -1,000,000 and 1,000,000"):
        Settled(1, "vp", Decimal(points))


def test_a_forgotten_lead_is_in_no_rationale_and_the_points_stay(state: State) -> None:
    room = open_room(state)
    state.weights.settle(Settled(room.id, "vp", Decimal(5), None, "anna-canary-id bought", "One swallow"), ADA)
    state.weights.settle(Settled(room.id, "demo", Decimal(9), None, "They ask", "as anna-canary-id did"), BEN)
    assert state.forget("anna-canary-id", Words("anna-canary-id"), NOON) == 2
    said = [(each.points, each.rationale, each.dissent) for each in state.weights.of(room.id)]
    assert said == [(Decimal(5), None, "One swallow"), (Decimal(9), "They ask", None)]


def test_an_agreement_is_bound_to_its_model_and_to_the_chain(state: State, version: Version) -> None:
    state.signatures.sign(version.id, ADA)
    before = state.audit.head()
    kept = state.agreements.keep(Drawn(version.id, '{"answers": [7, 8]}'), ADA)
    assert (kept.version, kept.model_hash, kept.head) == (version.id, version.model_hash, before)
    assert kept.document_hash == hashlib.sha256(b'{"answers": [7, 8]}').hexdigest()
    assert state.audit.holds(kept.head)
    later = state.agreements.keep(Drawn(version.id, "{}"), By("Somebody new", "sales", NOON))
    assert state.audit.entries()[later.head.entries - 1].hash == later.head.hash
    assert later.id == later.head.entries + 1
    assert (state.agreements.latest(), state.agreements.all()) == (later, (kept, later))
    assert state.agreements.get(kept.id) == kept


def test_what_is_no_agreement(state: State) -> None:
    with pytest.raises(UsageError, match="is no JSON document"):
        Drawn(1, "We agree")
    with pytest.raises(StoreError, match="There is no version 99 here"):
        state.agreements.keep(Drawn(99, "{}"), ADA)
    assert (state.agreements.latest(), state.agreements.all()) == (None, ())


def test_a_pilot_begins_on_a_day_for_some_weeks(state: State, version: Version) -> None:
    first = state.pilots.begin(Begun(version.id, DECEMBER, 4, "random"), ADA)
    assert (first.version, first.model_hash, first.starts_on, first.weeks, first.comparison) == (
        version.id,
        version.model_hash,
        DECEMBER,
        4,
        "random",
    )
    second = state.pilots.begin(Begun(version.id, DECEMBER, 6), BEN)
    assert (state.pilots.latest(), state.pilots.all()) == (second, (first, second))


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ((1, DECEMBER, 0), "1 to 52 weeks, not 0"),
        ((1, DECEMBER, 4, "tea"), "'tea' is no comparison. Did you mean 'team'"),
    ],
    ids=["no weeks", "no comparison"],
)
def test_what_is_no_pilot(begun: tuple[int, date, int], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Begun(*begun)
