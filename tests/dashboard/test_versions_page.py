"""A draft becomes a version with its reason; two of them side by side; what two people saved at once is shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st

from leadscore.evidence import AsOf
from leadscore.model import load, model_hash
from leadscore.simulation.moves import moves
from leadscore.store.state import State
from leadscore.workshop.saved_models import model_of

from .room import Visit, opened, visit


@pytest.fixture
def ada(own_sample_workspace: Path) -> Visit:
    """Ada of marketing at her desk."""
    with pytest.MonkeyPatch.context() as patched:
        visitor = visit(own_sample_workspace, patched).open("versions")
        yield sits(visitor, "Ada", "marketing")
    st.cache_resource.clear()


def sits(visitor: Visit, name: str, team: str) -> Visit:
    visitor.app.session_state["your name"] = name
    visitor.app.session_state["your team"] = team
    return visitor.run()


def save(visitor: Visit, why: str) -> Visit:
    visitor.app.text_input(key="reason of the version").set_value(why)
    return visitor.press("Save the version")


def saved(workspace: Path) -> State:
    return State.open(workspace)


def move(visitor: Visit, rule: str, points: int) -> Visit:
    """Move a slider on Tune and come back."""
    visitor.open("tune").app.slider(key=f"points of {rule}").set_value(points)
    visitor.run()
    return visitor.open("versions")


def test_a_version_is_saved_with_its_reason(ada: Visit, own_sample_workspace: Path) -> None:
    active = load(own_sample_workspace / "model.yaml")
    save(ada, "As we found it")
    save(move(ada, "demo", 3), "Size matters less")
    assert "Version 2 is saved." in ada.words()
    with saved(own_sample_workspace) as state:
        newest, first = state.versions.history(active.name)
    assert (first.number, first.reason, first.author.name, first.author.team) == (
        1,
        "As we found it",
        "Ada",
        "marketing",
    )
    assert first.model_hash == model_hash(active)
    assert (newest.reason, newest.base) == ("Size matters less", first.id)
    assert model_of(newest) == active.with_points({"demo": Decimal(3)})


def test_the_same_model_is_not_saved_twice(ada: Visit, own_sample_workspace: Path) -> None:
    save(save(ada, "As we found it"), "Once more")
    assert "exactly the draft: there is nothing to save" in ada.words()
    with saved(own_sample_workspace) as state:
        assert len(state.versions.lines()) == 1


def test_a_version_needs_a_reason(ada: Visit) -> None:
    save(ada, " ")
    assert "Say why: a version is saved with its reason." in ada.words()


def test_two_versions_in_words_and_in_effect(ada: Visit, own_sample_workspace: Path) -> None:
    shelf, active = opened(own_sample_workspace)
    rule = active.rule("demo")
    save(move(save(ada, "As we found it"), rule.id, 1), "Hardly it")
    changed = active.with_points({rule.id: Decimal(1)})
    told = moves(shelf, active, changed, AsOf(shelf.database.manifest.data_date))
    words = ada.words()
    assert f"{told.changed:,} of {told.leads:,} leads change band" in words
    assert f"{told.raised:,} scores rise, {told.lowered:,} fall" in words
    (table,) = (each.value for each in ada.app.dataframe if list(each.value.columns) == ["What", "Was", "Is"])
    assert [tuple(row) for row in table.itertuples(index=False)] == [(rule.name, f"{rule.worth:f} points", "1 points")]


def test_two_people_save_at_once_and_both_see_it(ada: Visit, own_sample_workspace: Path) -> None:
    active = load(own_sample_workspace / "model.yaml")
    rule = "demo"
    save(ada, "As we found it")
    with pytest.MonkeyPatch.context() as patched:
        ben = sits(visit(own_sample_workspace, patched).open("versions"), "Ben", "sales")
        move(ben, rule, 1)
        save(move(ada, rule, 2), "Two are enough")
        save(ben, "One is enough")
        assert "look at both, then save yours on top" in ben.words()
        with saved(own_sample_workspace) as state:
            assert state.versions.latest(active.name).reason == "Two are enough"
        ben.press("Save mine on top of theirs")
    with saved(own_sample_workspace) as state:
        assert [each.reason for each in state.versions.history(active.name)] == [
            "One is enough",
            "Two are enough",
            "As we found it",
        ]


def test_an_older_version_comes_back_as_the_newest(ada: Visit, own_sample_workspace: Path) -> None:
    active = load(own_sample_workspace / "model.yaml")
    save(move(save(ada, "As we found it"), "demo", 1), "Hardly it")
    next(each for each in ada.app.selectbox if each.label == "To").set_value("Version 1")
    ada.run().press("Restore version 1")
    with saved(own_sample_workspace) as state:
        newest, _, first = state.versions.history(active.name)
    assert (newest.restored_from, newest.reason) == (first.id, "Back to version 1")
    assert model_of(newest) == active
