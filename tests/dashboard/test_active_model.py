"""Pages work with what both teams signed: noticed at the next run, at little cost, and never replaced in silence."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st

from leadscore.errors import StoreError
from leadscore.model import Model, load, to_yaml
from leadscore.store.state import By, State, Version
from leadscore.workshop.saved_models import saving
from pages._session import keeping, workspace

from .room import Visit, visit

NOON = datetime.fromisoformat("2026-11-02T12:00:00")
ADA, BEN = By("Ada", "marketing", NOON), By("Ben", "sales", NOON + timedelta(hours=1))


@pytest.fixture
def place(own_sample_workspace: Path):
    """A sample workspace of one's own; what pages keep of it is forgotten afterwards."""
    yield own_sample_workspace
    st.cache_resource.clear()


def signed(place: Path, model: Model) -> Version:
    """The model as a version that both teams sign."""
    with State.open(place) as state:
        latest = state.versions.latest("Agreed model")
        saved = state.versions.save(saving(model, "Agreed model", "Agreed", latest.id if latest else None), ADA)
        state.signatures.sign(saved.id, BEN)
        state.signatures.sign(saved.id, ADA)
    return saved


def with_demo(place: Path, points: int) -> Model:
    return load(place / "model.yaml").with_points({"demo": Decimal(points)})


def demo(visitor: Visit) -> int:
    """Where the slider stands."""
    return int(visitor.app.slider(key="points of demo").value)


def test_tune_opens_no_state_before_anything_was_decided(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "state", refused)  # Home, where every visit begins, looks what was decided
    visitor, asked = visit(place, monkeypatch), []

    def noted() -> State:
        asked.append("state")
        return refused()

    monkeypatch.setattr(keeping, "state", noted)
    assert demo(visitor.open("tune")) == 15
    assert asked == []
    assert not (place / "state.sqlite").exists()


def refused() -> State:
    raise StoreError("Nobody opens it here.")


def test_a_new_signature_is_noticed_at_the_next_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(place, monkeypatch, "tune")
    assert demo(visitor) == 15
    signed(place, with_demo(place, 7))
    assert demo(visitor.run()) == 7
    assert workspace.active().words == "Agreed model, version 1: signed by both teams since 02 Nov 2026."
    signed(place, with_demo(place, 9))
    assert demo(visitor.run()) == 9
    (place / "model.yaml").unlink()
    assert demo(visitor.run()) == 9


def test_looking_for_a_new_signature_costs_little(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(place, with_demo(place, 7))
    visit(place, monkeypatch, "tune")
    fastest = 1.0
    for _ in range(50):
        begun = time.perf_counter()
        workspace.active_model()
        fastest = min(fastest, time.perf_counter() - begun)
    assert fastest < 0.001


def test_with_a_damaged_state_no_page_shows_another_model(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(place, with_demo(place, 7))
    for file in place.glob("state.sqlite*"):
        file.unlink()
    for page in ("tune", "leads"):
        words = visit(place, monkeypatch, page).words()
        assert "Nobody can say which model both teams signed." in words
        assert "state.sqlite is damaged" in words
        assert not visit(place, monkeypatch, page).app.slider


def test_a_signed_model_that_these_data_cannot_answer_gives_way_in_sight(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shoes = {"id": "shoes", "points": 5, "when": {"attribute": "shoe_size", "is": "44"}}
    model = load(place / "model.yaml")
    odd = Model.model_validate({**model.model_dump(by_alias=True), "rules": [*model.rules, shoes]})
    signed(place, odd)
    visitor = visit(place, monkeypatch, "tune")
    assert demo(visitor) == 15
    assert f"Shown is '{model.name}', which is not signed." in visitor.words()
    (place / "model.yaml").unlink()
    stopped = visitor.run()
    assert "Signed: Agreed model, version 1" in stopped.words() and "shoe_size" in stopped.words()
    stopped.press("Start from it")
    assert "which is not signed" in visitor.run().words()
    signed(place, with_demo_of(to_yaml(model), place))
    assert "which is not signed" not in visitor.run().words()


def with_demo_of(text: str, place: Path) -> Model:
    """The sample's own model again."""
    (place / "model.yaml").write_text(text, encoding="utf-8")
    return with_demo(place, 7)
