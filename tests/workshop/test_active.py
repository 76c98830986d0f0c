"""Which model both teams work with: what they signed, else the model file, and never another one in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from leadscore.errors import ModelError, StoreError
from leadscore.model import to_yaml
from leadscore.store import workspace
from leadscore.store.state import State
from leadscore.store.workspace import Workspace
from leadscore.workshop.active import active, has_state, signed_in

from .signed import NOON, ada, agreed, ben, both_sign, saved, worth


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace with a model file in which a webinar has 5 points."""
    made = workspace.create(tmp_path / "ws")
    made.model.write_text(to_yaml(agreed(webinar=5, name="Current rules")), encoding="utf-8")
    return made


@pytest.fixture
def state(place: Workspace) -> Iterator[State]:
    """Its open state."""
    with State.open(place) as opened:
        yield opened


def test_before_anybody_signs_the_model_file_stands_in_and_says_so(place: Workspace):
    found = active(place)
    assert (worth(found.model), found.signed, found.since) == (5, False, None)
    assert found.words == "Current rules: not signed by both teams yet."
    assert not place.state.exists(), "looking makes no state"


def test_without_a_model_there_is_none(place: Workspace):
    place.model.unlink()
    assert (active(place).taken(), active(place).words) == (None, "There is no model yet.")


def test_one_signature_is_not_enough_and_the_second_makes_it_active(place: Workspace, state: State):
    version = saved(state, agreed())
    state.signatures.sign(version.id, ben(1))
    assert not active(place).signed
    state.signatures.sign(version.id, ada(3))
    found = active(place)
    assert (worth(found.taken()), found.version) == (20, version)
    assert found.since == NOON + timedelta(hours=3)
    assert found.words == "Agreed model, version 1: signed by both teams since 02 Nov 2026."


def test_signatures_of_two_teams_on_two_versions_agree_on_nothing(place: Workspace, state: State):
    first = saved(state, agreed())
    second = saved(state, agreed(webinar=15))
    state.signatures.sign(first.id, ben())
    state.signatures.sign(second.id, ada())
    assert not active(place).signed


def test_the_same_model_saved_twice_is_signed_only_where_both_signed_one_version(place: Workspace, state: State):
    first = saved(state, agreed())
    second = saved(state, agreed(), "Another line")
    assert first.model_hash == second.model_hash
    state.signatures.sign(first.id, ben())
    state.signatures.sign(second.id, ada())
    assert not active(place).signed


def test_after_an_edit_the_signed_version_stays_active_until_the_new_one_has_both(place: Workspace, state: State):
    both_sign(state, saved(state, agreed()))
    edited = saved(state, agreed(webinar=15))
    assert worth(active(place).model) == 20
    state.signatures.sign(edited.id, ada(5))
    assert worth(active(place).model) == 20
    state.signatures.sign(edited.id, ben(6))
    assert (worth(active(place).model), active(place).since) == (15, NOON + timedelta(hours=6))


def test_what_was_completed_last_counts_not_what_was_saved_last(place: Workspace, state: State):
    first, second = saved(state, agreed()), saved(state, agreed(webinar=15))
    both_sign(state, second)
    assert active(place).version == second
    both_sign(state, first, hours=4)
    assert active(place).version == first


def test_a_restored_version_is_active_once_it_is_signed_anew(place: Workspace, state: State):
    first = saved(state, agreed())
    both_sign(state, first)
    second = saved(state, agreed(webinar=15))
    both_sign(state, second, hours=3)
    third = state.versions.restore(first.id, "Back", second.id, ada(5))
    assert active(place).version == second
    both_sign(state, third, hours=6)
    assert (active(place).version, worth(active(place).model)) == (third, 20)


def test_a_clock_that_was_set_back_does_not_change_what_was_completed_last(place: Workspace, state: State):
    first, second = saved(state, agreed()), saved(state, agreed(webinar=15))
    both_sign(state, first, hours=10)
    both_sign(state, second, hours=1)
    assert active(place).version == second


def test_the_model_file_plays_no_part_once_a_version_is_signed(place: Workspace, state: State):
    both_sign(state, saved(state, agreed()))
    place.model.write_text("no model at all", encoding="utf-8")
    assert worth(active(place).model) == 20
    place.model.unlink()
    assert worth(active(place).model) == 20


def test_a_broken_model_file_is_told_where_nothing_is_signed(place: Workspace):
    place.model.write_text("no model at all", encoding="utf-8")
    with pytest.raises(ModelError):
        active(place)


def spoil(place: Workspace) -> None:
    content = bytearray(place.state.read_bytes())
    content[4096:8192] = bytes(4096)
    place.state.write_bytes(bytes(content))


def lose(place: Workspace) -> None:
    place.state.unlink()


@pytest.mark.parametrize("harm", [spoil, lose])
def test_from_a_damaged_state_no_other_model_is_taken(place: Workspace, harm):
    with State.open(place) as state:
        both_sign(state, saved(state, agreed()))
    assert active(place).signed
    for left in ("-wal", "-shm"):
        place.state.with_name(f"{place.state.name}{left}").unlink(missing_ok=True)
    harm(place)
    found = active(place)
    assert (found.model, found.signed, has_state(place)) == (None, False, True)
    assert found.words.startswith("Nobody can say which model both teams signed.")
    with pytest.raises(StoreError, match=r"state.sqlite is damaged"):
        found.taken()


def test_a_signature_is_noticed_at_little_cost(state: State):
    version = saved(state, agreed())
    before = state.signatures.turn()
    both_sign(state, version)
    assert (before, signed_in(state).version) == (0, version)
    assert state.signatures.turn() > before
    other = state.signatures.turn()
    saved(state, agreed(webinar=15))
    assert state.signatures.turn() == other
