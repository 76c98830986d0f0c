"""Agreement: two people sign, both teams fill it in, it is drawn up, and every paper can be checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from leadscore.model import load, model_hash
from leadscore.reports.agreement import QUESTION
from leadscore.store.state import Answered, By, Opening, Promised, Settled, State
from leadscore.workshop.agreement import from_json
from leadscore.workshop.saved_models import saving
from pages._session import keeping

from . import companies
from .room import Visit, as_read, choices, visit
from .test_versions_page import sits

NAMES = tuple(f"Lead {number}" for number in range(12))
NASTY = "<script>alert(1)</script> **bold** =HYPERLINK(1) :material/close:"
ADA, BEN = ("Ada", "marketing"), ("Ben", "sales")


def by(name: str, team: str) -> By:
    return By(name, team, keeping.now())


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A company of twelve leads, with a model that nobody saved."""
    return companies.small(tmp_path, NAMES)


@pytest.fixture
def saved(workspace: Path) -> Path:
    """The same, with the model saved as a version."""
    with State.open(workspace) as state:
        state.versions.save(saving(load(workspace / "model.yaml"), "Agreed model", "As found", None), by(*ADA))
    return workspace


@pytest.fixture
def signed(saved: Path) -> Path:
    """The same, signed by both."""
    with State.open(saved) as state:
        version = state.versions.lines()[0]
        state.signatures.sign(version.id, by(*ADA))
        state.signatures.sign(version.id, by(*BEN))
    return saved


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The page of the workspace that the story asked for, with Ada at the desk."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(request.getfixturevalue(request.param), patched, "agreement")
    st.cache_resource.clear()


def of(workspace: str) -> pytest.MarkDecorator:
    """The story is about this workspace."""
    return pytest.mark.parametrize("page", [workspace], indirect=True, ids=[workspace])


def turn(page: Visit, tab: str) -> Visit:
    page.app.session_state["agreement tabs"] = tab
    return page.run()


def cells(page: Visit) -> set[str]:
    """Every cell of the document's tables, as read."""
    frames = (each.value for each in (*page.app.table, *page.app.dataframe))
    return {as_read(str(cell)) for frame in frames for row in frame.to_numpy() for cell in row}


def listed(page: Visit, column: str) -> pd.DataFrame:
    """The list that has a column of that name."""
    (found,) = (each.value for each in page.app.dataframe if column in each.value.columns)
    return found


def buttons(page: Visit) -> dict[str, bool]:
    """Every button, and whether it can be pressed."""
    return {each.label: not each.disabled for each in page.app.button}


@of("workspace")
def test_where_nothing_was_saved_it_teaches_what_to_do(page: Visit) -> None:
    words = page.words()
    assert QUESTION in words
    assert "not signed by both teams yet" in words
    assert "Save the model as a version" in words
    assert "DRAFT. Neither sales nor marketing has signed this model" in words
    assert "Draw up the agreement" not in buttons(page)


@of("saved")
def test_two_different_people_sign_and_it_is_drawn_up(page: Visit, saved: Path) -> None:
    sits(page, *ADA)
    assert not buttons(page)["Draw up the agreement"]
    page.press("Sign for marketing")
    assert "DRAFT. " in page.words()
    sits(page, "Ada", "sales")
    assert not buttons(page)["Sign for sales"]
    assert "somebody else of sales has to sign" in page.words()
    sits(page, *BEN)
    page.press("Sign for sales")
    assert "Agreed: marketing and sales have both signed the model" in page.words()
    assert "it is not drawn up and kept yet" in page.words()
    page.press("Draw up the agreement")
    assert "nothing changed since" in page.words()
    assert "Draw it up anew" not in buttons(page)
    hashed = model_hash(load(saved / "model.yaml"))
    with State.open(saved) as state:
        (kept,) = state.agreements.all()
    agreement = from_json(kept.document)
    assert (kept.model_hash, agreement.model_hash, agreement.is_signed) == (hashed, hashed, True)
    assert agreement.head == str(kept.head)
    assert {hashed, agreement.head, kept.document_hash} <= cells(page)


@of("signed")
def test_an_edit_needs_new_signatures_and_says_what_it_changes(page: Visit, signed: Path) -> None:
    with State.open(signed) as state:
        first = state.versions.lines()[0]
        changed = load(signed / "model.yaml").with_points({"demo": Decimal(25)})
        state.versions.save(saving(changed, "Agreed model", "Demo counts less", first.id), by(*BEN))
    sits(page.run(), *ADA)
    words = page.words()
    assert "Agreed model, version 1: signed by both teams" in words
    assert "An edit voids signatures" in words
    assert list(listed(page, "Was").iloc[0]) == ["Asked for a demo", "30 points", "25 points"]
    page.press("Sign for marketing")
    assert "Agreed model, version 1: signed by both teams" in page.words()


@of("signed")
def test_what_both_sides_promise_is_kept_and_an_overtaken_promise_is_not(page: Visit, signed: Path) -> None:
    sits(turn(page, "Commitments"), *BEN)
    assert "Nothing is promised yet." in page.words()
    page.app.number_input(key="agreement sales touch_within_minutes 0").set_value(4.0)
    page.app.number_input(key="agreement sales attempts 0").set_value(9)
    page.app.number_input(key="agreement sales attempt_days 0").set_value(3)
    page.press("Keep what sales promises")
    assert "first touch within 4 business hours, at least 9 attempts in 3 days unless reached" in page.words()
    with State.open(signed) as state:
        (mine,) = state.promises.all()
        assert mine.promised.source == "Agreement"
        theirs = Promised("sales", date(2026, 12, 1), touch_within_minutes=60, seen=mine.id)
        state.promises.enter(theirs, by("Cleo", "sales"))
    page.press("Keep what sales promises")
    assert "Nothing was overwritten" in page.words()
    turn(page, "Plays")
    assert "9 attempts in 3 days are 3.0 a day" in page.words()
    assert "Ready: first touch within 4 business hours, 9 attempts in 3 days" in [
        each.label for each in page.app.expander
    ]


@of("signed")
def test_a_play_is_kept_and_one_that_was_changed_meanwhile_is_not_overwritten(page: Visit, signed: Path) -> None:
    sits(turn(page, "Plays"), *BEN)
    page.app.number_input(key="agreement hand_over attempts 0").set_value(3)
    page.app.number_input(key="agreement hand_over days 0").set_value(14)
    choices(page, "agreement hand_over channels 0").set_value(["email"])
    choices(page, "agreement hand_over stops 0").set_value(["declined"])
    page.press("Keep the play of Hand over")
    assert "Hand over: 3 attempts in 14 days" in [each.label for each in page.app.expander]
    with State.open(signed) as state:
        (kept,) = state.answers.of("agreement")
        state.answers.give(Answered("agreement", kept.item, {**kept.value, "attempts": 2}), by(*ADA))
    page.press("Keep the play of Hand over")
    assert "Somebody of marketing changed this meanwhile" in page.words()
    with State.open(signed) as state:
        assert len(state.answers.of("agreement")) == 2
    turn(page, "The agreement")
    assert "2 attempts in 14 days" in {
        str(cell) for each in page.app.table for row in each.value.to_numpy() for cell in row
    }


@of("signed")
def test_goals_rhythm_and_words_stand_in_the_agreement_as_texts(page: Visit, signed: Path) -> None:
    sits(turn(page, "Goals and rhythm"), *ADA)
    page.app.text_input(key="agreement a goal 0").set_value(NASTY)
    page.press("Keep this goal")
    page.app.selectbox(key="agreement week of the review 1").set_value(2)
    page.press("Keep this day")
    page.app.text_area(key="agreement text on a section 2").set_value(NASTY)
    page.press("Keep these words")
    turn(page, "The agreement")
    assert f"{NASTY} (marketing)" in page.words()
    assert f"Marketing: {NASTY}" in page.words()
    assert "the second Tuesday of each month, called by sales and marketing" in page.words()
    page.press("Draw up the agreement")
    with State.open(signed) as state:
        kept = state.agreements.latest()
    assert kept is not None
    assert "alert(1)" not in kept.document
    sits(turn(page, "Goals and rhythm"), *BEN)
    assert "Take back" not in buttons(page)
    sits(page, *ADA)
    page.press("Take back")
    assert "No goal yet." in page.words()


@of("signed")
def test_an_empty_goal_is_refused(page: Visit) -> None:
    sits(turn(page, "Goals and rhythm"), *ADA)
    page.press("Keep this goal")
    assert "Write the goal first." in page.words()


@of("signed")
def test_a_second_agreement_tells_what_it_changed(page: Visit, signed: Path) -> None:
    sits(page, *ADA)
    page.press("Draw up the agreement")
    with State.open(signed) as state:
        state.promises.enter(Promised("marketing", date(2026, 11, 1), leads_a_month=20), by(*ADA))
    page.run()
    assert "1 thing changed since" in page.words()
    page.press("Draw it up anew")
    turn(page, "Papers")
    assert list(listed(page, "Agreement")["Agreement"]) == [2, 1]
    assert list(listed(page, "Was").iloc[0]) == ["marketing promises, top-band leads a month", "none", "20"]


@of("signed")
def test_a_printed_head_can_be_checked(page: Visit, signed: Path) -> None:
    with State.open(signed) as state:
        head = str(state.audit.head())
    turn(page, "Papers")
    for typed, told in (
        (head, "The audit still contains it"),
        (head[:16], "The audit still contains it"),
        (f"2:{'0' * 12}", "The audit does not contain it"),
        ("812", "is no head of an audit"),
    ):
        page.app.text_input(key="printed head").set_value(typed)
        assert told in page.run().words()


@of("signed")
def test_before_a_room_nobody_who_signed_has_a_name(page: Visit) -> None:
    sits(page, *ADA)
    page.press("Draw up the agreement")
    page.app.toggle(key="projector").set_value(True)
    page.run()
    shown = cells(page)
    assert "hidden" in shown
    assert not {"Ada", "Ben"} & shown
    turn(page, "Papers")
    assert list(listed(page, "By")["By"]) == ["hidden"]


@of("signed")
def test_reasons_and_dissents_of_the_workshop_stand_beside_the_rules(page: Visit, signed: Path) -> None:
    with State.open(signed) as state:
        room = state.rooms.open(Opening("Half a day", "Agreed model", "name: x", "hash"), by(*ADA))
        state.weights.settle(Settled(room.id, "demo", Decimal(30), None, "A demo is a project", NASTY), by(*ADA))
    page.run()
    shown = [row for each in page.app.table for row in each.value.to_numpy() if row[0] == "Asked for a demo"]
    assert "A demo is a project" in shown[0]
    assert "\\<script\\>" in shown[0][5]


@of("signed")
def test_the_files_hold_the_same_document(page: Visit, signed: Path) -> None:
    sits(page, *ADA)
    page.press("Draw up the agreement")
    with State.open(signed) as state:
        kept = state.agreements.latest()
    assert kept is not None
    files = {each.proto.label: each.proto.url for each in page.app.get("download_button")}
    assert set(files) == {"To print", "As JSON"}
    assert json.loads(kept.document)["model_hash"] == kept.model_hash


@of("signed")
def test_both_sides_see_on_the_same_leads_whether_it_is_kept(page: Visit, signed: Path) -> None:
    with State.open(signed) as state:
        state.promises.enter(Promised("sales", date(2026, 1, 1), touch_within_minutes=480), by(*BEN))
        state.promises.enter(Promised("marketing", date(2026, 3, 1), leads_a_month=20), by(*ADA))
    words = turn(page, "Is it kept?").words()
    assert "Did both sides keep what they agreed?" in words
    assert "Sales touches every such lead within 8 business hours, promised from January 2026 on." in words
    assert "Marketing promises from March 2026 on: 20 top-band leads a month. This month came before it." in words
    assert "What did each team do, counted on the same leads?" in words
