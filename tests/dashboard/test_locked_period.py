"""The locked period on the pages: tries are counted on Tune, it opens once, and everybody is told afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from leadscore.model import load, scoring_hash
from leadscore.simulation import build_board, lock_of
from leadscore.simulation.locked_period import LockedPeriod, from_json
from leadscore.simulation.optimism import Histories, lifts_of, optimism
from leadscore.store.state import By, State, Unlocking, Writable
from leadscore.workshop.saved_models import saving
from pages._session import keeping

from . import companies
from .companies import NOW
from .room import Visit, opened, visit

ADA, BEN = By("Ada", "marketing", NOW), By("Ben", "sales", NOW)
OPEN, CONFIRM = "Open the locked period", "Yes, open it for good"
NONE_YET = "No other points were looked at on these data yet."


@pytest.fixture
def place(own_sample_workspace: Path) -> Iterator[Path]:
    """A sample workspace of one's own; what pages keep of it is forgotten afterwards."""
    yield own_sample_workspace
    st.cache_resource.clear()


def look_at(visitor: Visit, points: int, rule: str = "demo") -> Visit:
    """Release a slider and look."""
    visitor.app.slider(key=f"points of {rule}").set_value(points)
    return visitor.run().run()  # a move draws the numbers, the next run the whole page


def sit_down(visitor: Visit) -> Visit:
    """Say once who sits there."""
    visitor.app.text_input(key="your name").set_value("Eve")
    visitor.app.session_state["your team"] = "sales"
    return visitor.run()


def locked_tab(visitor: Visit) -> Visit:
    visitor.open("predictive")
    visitor.app.session_state["predictive tabs"] = "Locked period"
    return visitor.run()


def versions_shown(visitor: Visit) -> pd.DataFrame:
    return next(each.value for each in visitor.app.dataframe if "Version" in each.value)


def tries(place: Path) -> int:
    with State.open(place) as state:
        return len(state.tries.all())


# tries


def test_looking_at_the_active_model_is_no_try(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(place, monkeypatch, "tune")
    assert NONE_YET in visitor.words()
    visitor.app.get_by_key("hindsight").set_value("now")
    visitor.run()
    assert tries(place) == 0


def test_a_setting_that_is_looked_at_counts_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = look_at(visit(place, monkeypatch, "tune"), 7)
    assert "1 setting was looked at on these data" in visitor.words()
    look_at(visitor, 9)
    look_at(visitor, 7)
    assert "2 settings were looked at on these data" in visitor.words()
    visitor.press("Undo").press("Redo").press("Reset")
    assert tries(place) == 2
    with State.open(place) as state:
        (first, _) = state.tries.all()
    assert first.author is None
    assert first.scoring_hash == scoring_hash(load(place / "model.yaml").with_points({"demo": Decimal(7)}))


def test_whoever_sits_there_is_named_beside_the_try(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = sit_down(visit(place, monkeypatch, "versions")).open("tune")
    look_at(visitor, 7)
    with State.open(place) as state:
        (only,) = state.tries.all()
        assert only.author is not None
        assert (only.author.name, only.author.team) == ("Eve", "sales")


def test_another_outcome_is_another_look(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = look_at(visit(place, monkeypatch, "tune"), 7)
    visitor.app.selectbox(key="outcome").set_value("won")
    visitor.run()
    with State.open(place) as state:
        assert [each.outcome for each in state.tries.all()] == ["sql", "won"]


def test_where_nothing_can_be_written_the_page_goes_on_and_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit(place, monkeypatch, "tune")
    before = visitor.metric("Ready a month")
    with monkeypatch.context() as full:
        full.setattr(keeping, "writable", lambda: Writable(False, "The disk is full."))
        look_at(visitor, 0)
        assert "What is looked at is not counted at the moment: The disk is full." in visitor.words()
        assert visitor.metric("Ready a month") != before
    assert tries(place) == 0
    assert "1 setting was looked at" in visitor.run().words(), "it counts once it can"


def test_what_the_best_flatters_is_the_librarys(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(place, monkeypatch, "tune")
    settings = []
    shelf, model = opened(place)
    for points in (0, 3, 20):
        look_at(visitor, points)
        settings.append(model.with_points({"demo": Decimal(points)}))
    board = build_board(shelf, model)
    histories = Histories.of(board.tallies.ranked)
    found = optimism(histories, [lifts_of(board, histories, each) for each in settings])
    said = f"shows a lift of {found.lift.value:.2f} x and is expected to look {max(0, found.expected.value):.2f} x too"
    assert (
        f"3 settings were looked at on these data; the best of them {said} good (n = {found.expected.n:,})."
        in visitor.words()
    )
    assert said in locked_tab(visitor).words()


def test_a_setting_with_other_rules_is_asked_beside_the_others(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = look_at(visit(place, monkeypatch, "tune"), 7)
    fewer = load(place / "model.yaml").without_rules(["webinar"])
    with State.open(place) as state:
        state.versions.save(saving(fewer, "Fewer", "Too many", None), ADA)
    visitor.open("versions").press("Put it on the table").open("tune")
    assert "2 settings were looked at on these data; the best of them shows" in visitor.words()


# the one opening


def test_before_it_opens_the_page_says_what_is_locked_and_who_looked(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = lock_of(opened(place)[0])
    visitor = locked_tab(look_at(visit(place, monkeypatch, "tune"), 7))
    said = visitor.words()
    assert f"{lock.leads:,} mature hand-offs from" in said
    assert f"{lock.outcomes:,} of them with" in said
    assert "1 setting was looked at on these data" in said
    assert list(visitor.table(0)["Who looked first"]) == ["name not said"]
    assert OPEN not in [each.label for each in visitor.app.button], "whoever opens it says first who they are"
    sit_down(visitor).press(OPEN)
    assert CONFIRM in [each.label for each in visitor.app.button]
    visitor.press("Leave it closed")
    with State.open(place) as state:
        assert state.openings.all() == ()


def test_it_opens_once_for_all_models_and_stays_readable(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load(place / "model.yaml")
    with State.open(place) as state:
        state.versions.save(saving(model.with_points({"demo": Decimal(3)}), "Agreed", "First", None), BEN)
    visitor = sit_down(locked_tab(look_at(visit(place, monkeypatch, "tune"), 7)))
    visitor.press(OPEN).press(CONFIRM)
    with State.open(place) as state:
        (kept,) = state.openings.all()
    assert kept.author.name == "Eve"
    seen = from_json(kept.document)
    assert [each.name for each in seen.models] == [
        f"In use: {model.name}",
        "The draft on the sliders",
        "Agreed, version 1",
    ]
    said = visitor.words()
    assert "Opened on" in said
    assert "by Eve, sales. Whatever was tuned since then has seen it" in said
    assert f"SHA-256 {kept.document_hash[:12]}" in said
    sql = seen.models[0].towards("sql")
    assert sql is not None
    assert visitor.metric("Lift in the locked period") == f"{sql.lift.value:.2f} x"
    assert [each.label for each in visitor.app.metric].count("Lift in the locked period") == 1, "one model at a time"
    visitor.app.selectbox(key="model in the locked period").set_value("Agreed, version 1")
    other = seen.models[2].towards("sql")
    assert other is not None
    assert visitor.run().metric("Lift in the locked period") == f"{other.lift.value:.2f} x"
    assert OPEN not in [each.label for each in visitor.app.button]
    again = locked_tab(visit(place, monkeypatch))
    assert f"SHA-256 {kept.document_hash[:12]}" in again.words()


def test_afterwards_tune_versions_and_home_say_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load(place / "model.yaml")
    with State.open(place) as state:
        first = state.versions.save(saving(model, "Agreed", "First", None), BEN)
    visitor = sit_down(locked_tab(visit(place, monkeypatch))).press(OPEN).press(CONFIRM)
    later = By("Ben", "sales", keeping.now())
    with State.open(place) as state:
        state.versions.save(saving(model.with_points({"demo": Decimal(1)}), "Agreed", "Then", first.id), later)
    visitor.open("versions")
    assert [words.split(" on ")[0] for words in versions_shown(visitor)["Locked period"]] == [
        "has seen it: opened",
        "held against it",
    ]
    assert "points set since then have seen them" in visitor.open("tune").words()
    look_at(visitor, 7)
    assert "1 setting was looked at since then: none of them is covered." in locked_tab(visitor).words()
    assert "Lift of the top fifth in the locked period" in visitor.open("home").run().words()


def test_whoever_comes_second_is_told_who_was_first(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = sit_down(locked_tab(visit(place, monkeypatch))).press(OPEN)
    revision = opened(place)[0].database.manifest.revision
    theirs = from_json_of_another(place, revision)
    visitor.press(CONFIRM)
    with State.open(place) as state:
        assert [each.document for each in state.openings.all()] == [theirs]
    assert "by Ben, sales" in visitor.words()


def from_json_of_another(place: Path, revision: str) -> str:
    """Somebody else, in another program, opens it meanwhile."""
    from leadscore.simulation.locked_period import Candidate, look_into

    shelf, model = opened(place)
    document = look_into(shelf, [Candidate("Ben's", model)], lock_of(shelf)).to_json()
    with State.open(place) as state:
        state.openings.open(Unlocking(revision, document), BEN)
    return document


def test_before_a_projector_nobody_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = sit_down(visit(place, monkeypatch, "versions")).open("tune")
    look_at(visitor, 7)
    sit_down(locked_tab(visitor)).press(OPEN).press(CONFIRM)
    visitor.app.session_state["projector"] = True
    visitor.run()
    assert "by sales. Whatever" in visitor.words()
    assert list(visitor.table(0)["Who looked first"]) == ["sales"]


@pytest.mark.parametrize("company", ["small", "nobody won"])
def test_where_nothing_is_locked_there_is_nothing_to_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, company: str
) -> None:
    place = companies.small(tmp_path) if company == "small" else companies.small(tmp_path, won=False)
    visitor = locked_tab(visit(place, monkeypatch))
    said = visitor.words()
    assert "So there is nothing to open." in said
    assert NONE_YET in said
    assert OPEN not in [each.label for each in visitor.app.button]
    st.cache_resource.clear()


def test_leads_that_an_opening_on_earlier_data_saw_leave_no_fair_reveal(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, _ = opened(place)
    lock = lock_of(shelf)
    seen = LockedPeriod("earlier data", lock.starts, lock.ends, lock.leads, lock.outcomes, "sql", (), (), ())
    assert "so that one fair reveal is left" in visit(place, monkeypatch, "tune").words()
    with State.open(place) as state:
        state.openings.open(Unlocking(seen.revision, seen.to_json()), BEN)
    words = visit(place, monkeypatch, "tune").words()
    assert "were opened on earlier data: a reveal is fair for later ones" in words
    assert "so that one fair reveal is left" not in words
