"""What a page drew a while ago counts for nothing once the room went on without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leadscore.model import load, model_hash, to_yaml
from leadscore.store.state import By, Member, Opening, State
from leadscore.workshop.saved_models import saving

from .room import Visit, visit
from .test_workshop_method import NOW

FAY = By("Fay Lead", "marketing", NOW)


@pytest.fixture
def folder(own_sample_workspace: Path) -> Path:
    """A workspace whose room is at its last step, with a version to sign."""
    model = load(own_sample_workspace / "model.yaml")
    with State.open(own_sample_workspace) as state:
        room = state.rooms.open(Opening("Autumn", model.name, to_yaml(model), model_hash(model)), FAY)
        state.rooms.mark(room.id, "step:next", FAY)
        state.versions.save(saving(model, model.name, "Agreed", None), FAY)
    return own_sample_workspace


def seated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Visit, Member]:
    """Sonia's page, with the button to sign for sales."""
    with State.open(folder) as state:
        room = state.rooms.all()[0]
        joined = state.rooms.join(room.id, room.code, By("Sonia", "sales", NOW))
    return visit(folder, monkeypatch, "room", me=joined.token), joined.member


def closed(state: State, sonia: Member) -> None:
    state.rooms.close(sonia.room, FAY)


def given_a_new_page(state: State, sonia: Member) -> None:
    state.rooms.readmit(sonia.id, By("Sonia", "sales", NOW))


def nothing(state: State, sonia: Member) -> None:
    pass


@pytest.mark.parametrize(
    ("happens", "signed"), [(nothing, 1), (closed, 0), (given_a_new_page, 0)], ids=["open", "closed", "new page"]
)
def test_a_seat_signs_while_it_lasts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[State, Member], None], signed: int
) -> None:
    page, sonia = seated(folder, monkeypatch)
    with State.open(folder) as state:
        happens(state, sonia)
    page.press("Sign for sales")
    with State.open(folder) as state:
        assert len(state.signatures.all()) == signed
