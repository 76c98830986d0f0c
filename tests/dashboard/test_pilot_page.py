"""The pilot's page: a plan to look at, a pilot begun on what both teams signed, its tasks, closes and groups."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st

from leadscore.errors import StoreError
from leadscore.figures.pilot import QUESTION
from leadscore.model import load
from leadscore.store.state import By, State, Version
from leadscore.store.state.pilots import Begun
from leadscore.workshop.pilot import plan
from leadscore.workshop.saved_models import saving
from pages._session import keeping, pilot, workspace

from . import companies
from .room import Visit, as_read, visit
from .test_versions_page import sits

STARTS = date(2026, 6, 3)
NOON = datetime.fromisoformat("2026-05-30T12:00:00")
ADA, BEN = By("Ada", "marketing", NOON), By("Ben", "sales", NOON)


@pytest.fixture
def room(own_sample_workspace: Path) -> Iterator[Path]:
    """A workspace of one's own; what was cached of it is let go."""
    yield own_sample_workspace
    st.cache_resource.clear()


def signed(workspace: Path) -> Version:
    """The sample's model, saved and signed by both teams."""
    with State.open(workspace) as state:
        model = load(workspace / "model.yaml")
        version = state.versions.save(saving(model, "Agreed model", "As agreed", None), ADA)
        state.signatures.sign(version.id, ADA)
        state.signatures.sign(version.id, BEN)
    return version


def begun(workspace: Path, comparison: str = "", starts: date = STARTS) -> None:
    version = signed(workspace)
    with State.open(workspace) as state:
        state.pilots.begin(Begun(version.id, starts, 12, comparison), ADA)


def turn(visitor: Visit, tab: str) -> Visit:
    visitor.app.session_state["pilot tabs"] = tab
    return visitor.run()


def cells(visitor: Visit) -> set[str]:
    frames = [each.value for each in (*visitor.app.table, *visitor.app.dataframe)]
    return {" ".join(as_read(str(cell)).split()) for frame in frames for row in frame.to_numpy() for cell in row}


def names(visitor: Visit) -> set[str]:
    """What is drawn in the page's chart."""
    (chart,) = visitor.app.get("plotly_chart")
    return {each.get("name") for each in json.loads(chart.proto.spec)["data"]}


def button(visitor: Visit, label: str):
    return next(each for each in visitor.app.button if each.label == label)


def test_before_both_signed_the_plan_is_there_to_look_at(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = sits(visit(room, monkeypatch, "pilot"), "Ada", "marketing")
    assert "A pilot needs a model that both teams signed." in visitor.words()
    assert button(visitor, "Begin the pilot").disabled
    assert "By week 6 about 1" in visitor.words()
    (chart,) = visitor.app.get("plotly_chart")
    assert chart.proto.alt == QUESTION
    assert {"expected", "expected of the top band"} <= names(visitor)
    turn(visitor, "Plan and tasks")
    assert "**Weeks 1-2**" in visitor.words()
    assert "Roll-out and training" in visitor.words()
    assert "Give every rep the rep card and go through it together" in cells(visitor)
    assert not [each for each in visitor.app.button if str(each.key).startswith("pilot done")]
    turn(visitor, "Comparison")
    assert "A comparison group is chosen when the pilot begins." in visitor.words()


def test_a_pilot_is_begun_once_with_its_tasks_which_are_done_carried_and_taken_up_again(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = signed(room)
    visitor = sits(visit(room, monkeypatch, "pilot"), "Ada", "marketing")
    assert "Agreed model, version 1: signed by both teams since 30 May 2026." in visitor.words()
    visitor.app.date_input(key="pilot starts 0").set_value(STARTS)
    visitor.app.number_input(key="pilot weeks 0").set_value(9)
    visitor.run()
    visitor.press("Begin the pilot")
    with State.open(room) as state:
        (kept,) = state.pilots.all()
        tasks = state.actions.all()
    assert (kept.version, kept.starts_on, kept.weeks, kept.author.name) == (version.id, STARTS, 9, "Ada")
    assert [(each.what, each.due) for each in tasks] == [(each.what, each.due) for each in plan(STARTS, 9).tasks]
    assert "Over since Tue 04 Aug 2026" in as_read(visitor.app.get("progress")[0].proto.text)

    turn(visitor, "Plan and tasks")
    assert f"{len(tasks)} tasks open, {len(tasks)} overdue, 0 done." in visitor.words()
    one, two = tasks[0].id, tasks[1].id
    visitor.app.button(key=f"pilot done {one}").click()
    visitor.run()
    visitor.app.button(key=f"pilot carry {two}").click()
    visitor.run()
    assert "1 done" in visitor.words()
    visitor.app.button(key=f"pilot reopen {one}").click()
    visitor.run()
    with State.open(room) as state:
        first, second = state.actions.get(one), state.actions.get(two)
    assert first.done_at is None
    assert second.carried == 1
    assert second.due >= datetime.now().date() + timedelta(days=7)  # noqa: DTZ005


def test_missing_tasks_are_offered_and_kept_once(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(room)  # as after a break between the pilot and its tasks
    visitor = turn(sits(visit(room, monkeypatch, "pilot"), "Ada", "marketing"), "Plan and tasks")
    number = len(plan(STARTS).tasks)
    visitor.press(f"Keep {number} missing tasks")
    assert not [each for each in visitor.app.button if "missing" in each.label]
    with State.open(room) as state:
        assert len(state.actions.all()) == number


def test_closes_and_indicators_of_a_pilot_that_runs(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(room, "random")
    visitor = visit(room, monkeypatch, "pilot")
    assert "seen" in names(visitor)
    assert any("until Tue 09 Jun 2026" in cell for cell in cells(visitor))
    turn(visitor, "Leading indicators")
    assert "Hand-offs of 03 Jun 2026 to 25 Aug 2026, beside those of 11 Mar 2026 to 02 Jun 2026." in visitor.words()
    assert "Accepted by sales in time" in cells(visitor)
    assert "unknown: no time to the first touch is agreed" in cells(visitor)
    assert "whether sales rated them is asked of all" in visitor.words()
    turn(visitor, "Comparison")
    assert "Chance alone decides who is in" in visitor.words()
    assert "2026-06-03" in visitor.words()
    assert "Worked within 30 days" in cells(visitor)


def test_what_sales_said_is_unknown_where_nobody_can_read_it(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(room)
    visitor = turn(visit(room, monkeypatch, "pilot"), "Leading indicators")
    assert "Accepted by sales in time" in cells(visitor)
    monkeypatch.setattr(pilot, "feedback", unreadable)
    visitor.run()
    assert "The state is damaged" in visitor.words()
    assert "Accepted by sales in time" not in cells(visitor)


def unreadable() -> tuple[()]:
    raise StoreError("The state is damaged.")


def test_owners_are_named_and_kept_but_not_before_a_room(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(room)
    visitor = sits(visit(room, monkeypatch, "pilot"), "Ada", "marketing")
    visitor.app.date_input(key="pilot starts 0").set_value(STARTS)
    visitor.app.selectbox(key="pilot compared with 0").set_value("team")
    visitor.run()
    visitor.press("Begin the pilot")
    assert "Say whose leads are in the pilot" in visitor.words()
    picker = visitor.app.multiselect(key="pilot owners 0")
    owner = picker.options[0]
    picker.set_value([owner])
    visitor.run()
    visitor.press("Begin the pilot")
    turn(visitor, "Comparison")
    assert f"In the pilot: {owner}" in visitor.words()
    visitor.app.toggle(key="projector").set_value(True)
    visitor.run()
    assert owner not in visitor.words()


def test_the_page_is_true_where_little_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = companies.small(tmp_path / "few")
    visitor = visit(few, monkeypatch, "pilot")
    assert "How many closes to expect by week 6 is unknown" in visitor.words()
    assert not visitor.app.get("plotly_chart")
    for tab in ("Plan and tasks", "Leading indicators", "Comparison"):
        turn(visitor, tab)
    nothing = visit(companies.emptied(tmp_path / "nothing"), monkeypatch, "pilot")
    assert "Bring a CRM export, or start with a synthetic sample company." in nothing.words()


def test_data_without_dates_are_no_past_to_expect_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "undated"
    folder.mkdir()
    (folder / "leads.csv").write_text("id,title\nA,VP Sales\nB,Clerk\n", encoding="utf-8")
    mapping = folder / "mapping.yaml"
    mapping.write_text("leads:\n  - {file: leads.csv, lead_id: id, title: title}\n", encoding="utf-8")
    undated = companies.imported(tmp_path / "room", mapping, companies.MODEL)
    visitor = visit(undated, monkeypatch, "pilot")
    assert "How many closes to expect by week 6 is unknown: no dates." in visitor.words()
    turn(visitor, "Leading indicators")
    assert "unknown: this data has no dates" in cells(visitor)


def test_today_is_the_day_of_the_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 in UTC on Sunday is Monday in Berlin: week 1 has begun there, and the next Monday is a week away."""
    monkeypatch.setattr(keeping, "now", lambda: datetime.fromisoformat("2026-11-22T23:30"))
    monkeypatch.setattr(workspace, "zone", lambda: "Europe/Berlin")
    assert (keeping.today(), pilot.next_monday()) == (date(2026, 11, 23), date(2026, 11, 30))
