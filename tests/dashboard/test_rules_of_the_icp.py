"""Rules of the ICP worksheet go the whole way: into the ballots, voted on, settled, on the sliders, saved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from leadscore.model import Model, load, model_hash, parse, to_yaml
from leadscore.store.state import Answered, By, Grown, Opening, Room, State
from leadscore.workshop.icp import MOST_LINES

from .room import Visit, choices
from .test_consensus_page import FAY, NOW, desk, turn_of


@pytest.fixture
def folder(own_sample_workspace: Path) -> Path:
    """A workspace with an open room, in which three people sit without a device."""
    model = load(own_sample_workspace / "model.yaml")
    with State.open(own_sample_workspace) as state:
        room = state.rooms.open(Opening("Autumn", model.name, to_yaml(model), model_hash(model)), FAY)
        for name, team in (("Ben", "sales"), ("Bea", "sales"), ("Mia", "marketing")):
            state.rooms.seat(room.id, By(name, team, NOW))
    return own_sample_workspace


def line(attribute: str, operator: str, *operand: object, need: str = "must") -> dict[str, object]:
    return {"attribute": attribute, "operator": operator, "operand": list(operand), "need": need}


SIZE, NEVER = line("company_size", "between", 100, 800), line("company_size", "at_most", 3, need="never")


def here(state: State) -> Room:
    room = state.rooms.current()
    assert room is not None
    return room


def write(state: State, *lines: dict[str, object]) -> None:
    """Keep a worksheet, at the step of the ICP."""
    room = here(state)
    state.rooms.mark(room.id, "step:icp", FAY)
    state.answers.give(Answered("icp", "worksheet", {"lines": list(lines)}, room=room.id), FAY)


def model(state: State) -> Model:
    return parse(here(state).document)


def ballots(visitor: Visit) -> list[str]:
    """The column of the draft rules that says whether they are in the ballots."""
    found = next(each.value for each in visitor.app.table if "In the ballots" in each.value.columns)
    return [str(each) for each in found["In the ballots"]]


def test_a_rule_of_the_icp_is_voted_on_settled_and_saved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(folder) as state:
        before, turn = model(state), state.rooms.turn(here(state).id)
        write(state, SIZE, NEVER)
        visitor = desk(folder, monkeypatch)
        assert ballots(visitor) == ["not yet", "not yet"]
        visitor.press("Take them over")
        assert ballots(visitor) == ["✓ yes", "no: a knock-out"]
        grown = model(state)
        assert grown.rules[: len(before.rules)] == before.rules
        assert [rule.id for rule in grown.rules[len(before.rules) :]] == ["icp_company_size", "icp_company_size_2"]
        assert state.rooms.turn(here(state).id) > turn + 1
        state.rooms.mark(here(state).id, "step:consensus", FAY)
        visitor.run()
        choices(visitor, "rules of the next round").set_value(["icp_company_size"])
        visitor.run().press("Start the vote")
        (held,) = state.ballots.rounds(here(state).id)
        for size, member in zip(("XL", "L", "S"), state.rooms.members(here(state).id), strict=True):
            state.ballots.vote(held.id, member, "icp_company_size", size, NOW)
        visitor.run().press("Reveal")
        assert "ICP: Company size is 100 to 800" in visitor.words()
        visitor.app.number_input(key=f"points icp_company_size {turn_of(visitor)}").set_value(18.0)
        visitor.run().press("Settle these, and put them on the sliders")
        state.rooms.mark(here(state).id, "step:next", FAY)
        visitor.run().press("Save it for signing")
        version = state.versions.latest(here(state).line)
        assert version is not None
        saved = parse(version.document)
        assert saved.rule("icp_company_size").points == Decimal(18)
        assert saved.rule("icp_company_size_2").knock_out


def test_taken_over_twice_is_there_once_and_a_changed_line_is_one_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with State.open(folder) as state:
        write(state, SIZE)
        visitor = desk(folder, monkeypatch).press("Take them over")
        once = here(state)
        write(state, line("company_size", "between", 100, 900))
        visitor.run().press("Take them over")
        assert len(model(state).rules) == len(parse(once.document).rules) + 1
        write(state, SIZE)
        assert ballots(visitor.run()) == ["✓ yes"]


def test_what_somebody_else_added_meanwhile_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(folder) as state:
        write(state, SIZE)
        visitor = desk(folder, monkeypatch)
        other = model(state).model_copy(update={"name": "Of somebody else"})
        state.rooms.grow(here(state).id, Grown(to_yaml(other), model_hash(other), here(state).model_hash), FAY)
        visitor.press("Take them over")
        assert model(state).name == "Of somebody else"
        assert "icp_company_size" in {rule.id for rule in model(state).rules}


def test_as_many_lines_as_a_worksheet_holds_are_taken_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(folder) as state:
        write(state, *(line("company_size", "between", place, place + 7) for place in range(MOST_LINES)))
        before = len(model(state).rules)
        desk(folder, monkeypatch).press("Take them over")
        assert len(model(state).rules) == before + MOST_LINES
