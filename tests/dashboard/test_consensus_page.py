"""Criteria and weights at the desk: belief before evidence, votes entered for others, rounds, settling, saving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st

from leadscore.model import Model, load, model_hash, to_yaml
from leadscore.store.state import By, Opening, Room, Settled, State
from leadscore.vocabulary import BALLOT_SIZES

from .room import Visit, choices, visit

NOW = datetime.fromisoformat("2026-11-03T09:00")
FAY = By("Fay Lead", "marketing", NOW)
ASKED = ("demo", "webinar", "trial")


@pytest.fixture
def folder(own_sample_workspace: Path) -> Iterator[Path]:
    """A workspace with an open room at the step of the votes: two of sales, one of marketing, all without a device."""
    model = load(own_sample_workspace / "model.yaml")
    with State.open(own_sample_workspace) as state:
        room = state.rooms.open(Opening("Autumn", model.name, to_yaml(model), model_hash(model)), FAY)
        state.rooms.mark(room.id, "step:consensus", FAY)
        for name, team in (("Ben", "sales"), ("Bea", "sales"), ("Mia", "marketing")):
            state.rooms.seat(room.id, By(name, team, NOW))
    yield own_sample_workspace
    st.cache_resource.clear()


def desk(folder: Path, patched: pytest.MonkeyPatch, page: str = "workshop") -> Visit:
    """Fay at the desk."""
    visitor = visit(folder, patched)
    visitor.app.session_state["your name"], visitor.app.session_state["your team"] = FAY.name, FAY.team
    return visitor.open(page)


def voted(folder: Path, sizes: dict[str, tuple[str, str, str]], reveal: bool = True) -> Room:
    """A round in which Ben, Bea and Mia said so of each rule."""
    with State.open(folder) as state:
        room = state.rooms.current()
        assert room is not None
        held = state.ballots.start(room.id, tuple(sizes), FAY)
        for place, member in enumerate(state.rooms.members(room.id)):
            for rule, said in sizes.items():
                state.ballots.vote(held.id, member, rule, said[place], NOW)
        if reveal:
            state.ballots.reveal(held.id, FAY)
        return room


def turn_of(visitor: Visit) -> int:
    """Which turn of the page the boxes are of."""
    state = visitor.app.session_state
    return int(state["_workshop_turn"]) if "_workshop_turn" in state else 0


def model_of(folder: Path) -> Model:
    return load(folder / "model.yaml")


def test_tune_waits_until_something_was_revealed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = desk(folder, monkeypatch, "tune")
    assert "has not revealed its first votes" in visitor.words()
    assert len(visitor.app.slider) == 0
    voted(folder, {"demo": ("L", "L", "S")})
    assert len(visitor.run().app.slider) > 0


def test_whoever_looks_before_is_written_down(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = desk(folder, monkeypatch, "tune").press("Show it all the same (this is written down)")
    assert len(visitor.app.slider) > 0
    with State.open(folder) as state:
        room = state.rooms.current()
        assert room is not None
        assert [(mark.kind, mark.author.name) for mark in room.marks][-1] == ("looked", FAY.name)


def test_votes_of_people_without_a_device_are_entered_and_not_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = desk(folder, monkeypatch)
    choices(visitor, "rules of the next round").set_value(list(ASKED))
    visitor.run().press("Start the vote")
    with State.open(folder) as state:
        room = state.rooms.current()
        assert room is not None
        (held,) = state.ballots.rounds(room.id)
        ben = state.rooms.members(room.id)[0]
        box = f"entry {held.id} {ben.id} demo"
        choices(visitor, box).set_value("XL")
        visitor.run()
        assert state.ballots.mine(held.id, ben) == {"demo": "XL"}
        assert state.ballots.progress(held.id).votes == 1
    assert visitor.app.session_state[box] is None
    assert "30 points" in visitor.words()  # the scale, and no vote


def test_the_teams_are_compared_settled_saved_and_signed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = voted(folder, {"demo": ("XL", "L", "0"), "webinar": ("0", "0", "XL"), "trial": ("M", "M", "M")})
    visitor = desk(folder, monkeypatch)
    said = visitor.words()
    assert "Sales 25 (n = 2, from 20 to 30); Marketing 0 (n = 1); middle 13." in said
    assert "Sales 10 (n = 2); Marketing 10 (n = 1); middle 10." in said
    turn = turn_of(visitor)
    visitor.app.number_input(key=f"points demo {turn}").set_value(17.0)
    visitor.app.text_input(key=f"why demo {turn}").set_value("Half of them buy")
    visitor.app.text_input(key=f"against demo {turn}").set_value("Too many students ask")
    visitor.run().press("Settle these, and put them on the sliders")
    with State.open(folder) as state:
        kept = {each.rule: each for each in state.weights.of(room.id)}
        assert {rule: each.points for rule, each in kept.items()} == {
            "demo": Decimal(17),
            "webinar": Decimal(15),
            "trial": Decimal(10),
        }
        assert (kept["demo"].rationale, kept["demo"].dissent) == ("Half of them buy", "Too many students ask")
        state.rooms.mark(room.id, "step:next", FAY)
        visitor.run().press("Save it for signing")
        version = state.versions.latest(room.line)
        assert version is not None
        points = {"demo": Decimal(17), "webinar": Decimal(15), "trial": Decimal(10)}
        assert version.model_hash == model_hash(model_of(folder).with_points(points))
        visitor.press("Sign for marketing")
        assert [each.author.team for each in state.signatures.of(version.id)] == ["marketing"]
        state.signatures.sign(version.id, By("Ben", "sales", NOW))
    assert "signed by both teams" in visitor.run().words().lower()


def test_who_settles_later_overwrites_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = voted(folder, {"demo": ("L", "L", "S"), "trial": ("M", "M", "M")})
    visitor = desk(folder, monkeypatch)
    with State.open(folder) as state:
        state.weights.settle(Settled(room.id, "demo", Decimal(4)), FAY)
        visitor.app.number_input(key=f"points demo {turn_of(visitor)}").set_value(9.0)
        visitor.press("Settle these, and put them on the sliders")
        assert "'Asked for a demo' at 4 points meanwhile" in visitor.words()
        assert [(each.rule, each.points) for each in state.weights.all()] == [("demo", Decimal(4))]
        visitor.press("Settle these, and put them on the sliders")
        assert [(each.rule, each.points) for each in state.weights.all()] == [
            ("demo", Decimal(4)),
            ("trial", Decimal(10)),
        ]


def test_an_edit_after_signing_starts_without_signatures(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = voted(folder, {"demo": ("L", "L", "L")})
    visitor = desk(folder, monkeypatch).press("Settle these, and put them on the sliders")
    with State.open(folder) as state:
        state.rooms.mark(room.id, "step:next", FAY)
        visitor.run().press("Save it for signing").press("Sign for marketing")
        state.rooms.mark(room.id, "step:consensus", FAY)
        turn = turn_of(visitor.run())
        visitor.app.number_input(key=f"points demo {turn}").set_value(11.0)
        visitor.run().press("Settle these, and put them on the sliders")
        state.rooms.mark(room.id, "step:next", FAY)
        assert "A new version starts without signatures" in visitor.run().words()
        visitor.press("Save it for signing")
        newest = state.versions.latest(room.line)
        assert newest is not None and newest.number == 2
        assert state.signatures.of(newest.id) == ()
    assert "Marketing: not signed yet" in visitor.words()


def test_before_a_projector_no_name_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voted(folder, {"demo": ("L", "L", "S")})
    visitor = desk(folder, monkeypatch)
    assert "Mia" in visitor.words()
    visitor.app.toggle(key="projector").set_value(True)
    said = visitor.run().words()
    assert not any(name in said for name in ("Mia", "Ben", "Bea", "Fay"))


def test_sizes_are_said_in_points(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voted(folder, {"demo": ("L", "L", "S")}, reveal=False)
    said = desk(folder, monkeypatch).words()
    assert all(f"{size} = {points}" in said for size, points in BALLOT_SIZES.items())


def test_a_rule_that_takes_points_away_says_so_on_the_ballot(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """'L' of a rule below zero is 20 points less: whoever votes reads it before, not after the reveal."""
    voted(folder, {"demo": ("L", "L", "S"), "unsubscribed": ("S", "S", "S")}, reveal=False)
    said = desk(folder, monkeypatch).words()
    assert "unsubscribed. Takes points away: 0 = 0, S = -5, M = -10, L = -20, XL = -30" in said
    assert "demo requested. Takes" not in said


def test_a_round_without_a_vote_is_not_revealed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reveal cannot be taken back, so a click too early must not cost a round."""
    with State.open(folder) as state:
        room = state.rooms.current()
        assert room is not None
        state.ballots.start(room.id, ASKED, FAY)
        visitor = desk(folder, monkeypatch).press("Reveal")
        assert "Nobody has voted yet, so there is nothing to reveal" in visitor.words()
        assert state.ballots.rounds(room.id)[-1].revealed_at is None
