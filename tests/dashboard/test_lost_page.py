"""A lost page: the desk makes a new one for that person, the old one ends, and no token is in any log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from leadscore.model import load, model_hash, to_yaml
from leadscore.store.state import By, Opening, State
from pages._session import visitor as door

from .room import Visit, visit
from .test_workshop_method import NOW, part


@pytest.fixture
def folder(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an open room at the vote; Sonia came with a device, Ben without one."""
    visit(own_sample_workspace, monkeypatch)
    model = load(own_sample_workspace / "model.yaml")
    fay = By("Fay Lead", "marketing", NOW)
    with State.open(own_sample_workspace) as state:
        room = state.rooms.open(Opening("Autumn", model.name, to_yaml(model), model_hash(model)), fay)
        state.rooms.seat(room.id, By("Ben *Close*", "sales", NOW))
    return own_sample_workspace


def join(folder: Path, name: str) -> str:
    """The token of somebody who joins."""
    with State.open(folder) as state:
        room = state.rooms.all()[0]
        return state.rooms.join(room.id, room.code, By(name, "sales", NOW)).token


def new_page(desk: Visit, person: int) -> str:
    """Make a page for one of those in the room; the token in its address."""
    desk.app.selectbox(key="who lost their page").set_value(
        desk.app.selectbox(key="who lost their page").options[person]
    )
    desk.run().press("Make a new page")
    (address,) = (each.value for each in desk.app.text)
    assert address.startswith("http://10.1.2.3:8501/room?me=")
    return str(address).partition("me=")[2]


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr(door, "own_address", lambda token: f"http://10.1.2.3:8501/room?me={token}")
    return part("workshop_lost_page")


def test_a_new_page_is_the_same_person_and_the_old_one_ends(
    folder: Path, desk: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lost = join(folder, "Sonia")
    with caplog.at_level(logging.DEBUG):
        token = new_page(desk.run(), 1)
    assert token != lost and token not in caplog.text
    assert "Whoever opens this page votes as Sonia, sales" in desk.words()
    assert "You are Sonia, sales." in visit(folder, monkeypatch, "room", me=token).words()
    ended = visit(folder, monkeypatch, "room", me=lost)
    assert "The seat of this page was given a new page" in ended.words()
    assert [each.label for each in ended.app.text_input if each.label == "Room code"] == ["Room code"]
    assert token not in desk.press("Put it away").words()
    assert not desk.app.text


def test_a_device_that_turned_up_gets_the_seat_that_was_kept_for_it(
    folder: Path, desk: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = new_page(desk, 0)
    assert "You are Ben *Close*, sales." in visit(folder, monkeypatch, "room", me=token).words()
    with State.open(folder) as state:
        (ben,) = state.rooms.members(state.rooms.all()[0].id)
    assert ben.has_device


def test_a_page_that_does_not_count_any_more_is_shown_no_more(folder: Path, desk: Visit) -> None:
    new_page(desk, 0)
    with State.open(folder) as state:
        (ben,) = state.rooms.members(state.rooms.all()[0].id)
        state.rooms.readmit(ben.id, By("Somebody else", "sales", NOW))
    assert not desk.run().app.text


def test_nobody_is_chosen_at_first(folder: Path, desk: Visit) -> None:
    desk.press("Make a new page")
    with State.open(folder) as state:
        assert not state.rooms.members(state.rooms.all()[0].id)[0].has_device


def test_on_one_machine_alone_the_page_is_a_link(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = visit(folder, monkeypatch)
    desk.app.session_state["your name"], desk.app.session_state["your team"] = "Fay Lead", "marketing"
    desk.open("workshop")
    desk.app.selectbox(key="who lost their page").set_value(desk.app.selectbox(key="who lost their page").options[0])
    desk.run().press("Make a new page")
    assert "Open it on this machine" in {each.proto.label for each in desk.app.get("page_link")}
