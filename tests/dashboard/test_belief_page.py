"""Signals: belief against evidence, and journeys, as a visitor finds them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st

from leadscore.figures import belief_words
from leadscore.figures import journeys as journey_words
from leadscore.learning import effects, verdicts
from leadscore.learning.belief import beliefs
from leadscore.learning.journeys.journeys import journeys
from leadscore.learning.paid import paid
from leadscore.learning.rule_leads import rule_leads
from leadscore.learning.suggesting.suggestion import suggest
from leadscore.model import load, model_hash, to_yaml
from leadscore.simulation import lock_of
from leadscore.store.state import By, Opening, Settled, State
from pages._session.believed import rule_of

from . import companies
from .room import Visit, as_read, opened, visit

NOW = datetime.fromisoformat("2026-11-03T09:00")
FAY = By("Fay Lead", "marketing", NOW)
BELIEF, JOURNEYS = "Belief and evidence", "Journeys"
UNDATED = """
name: Undated
rules: [{id: referred, points: 20, when: {attribute: Lead Source, is: Reference}}]
cut_offs: {mql: 20, sql: 40}
"""


def signals(folder: Path, patched: pytest.MonkeyPatch, tab: str) -> Visit:
    """A new visitor at a tab of the page Signals."""
    return turned(visit(folder, patched), tab)


def turned(visitor: Visit, tab: str) -> Visit:
    visitor.app.session_state["signal tabs"] = tab
    return visitor.open("signals")


def chosen(visitor: Visit, rule_id: str) -> Visit:
    """The visitor chooses a rule from the box."""
    visitor.app.selectbox(key="rule of belief").set_value(rule_id)
    return visitor.run()


def tables_of(visitor: Visit) -> list[list[list[str]]]:
    """Every table of the page, in words."""
    return [[[as_read(str(cell)) for cell in row] for row in each.value.values.tolist()] for each in visitor.app.table]


@pytest.fixture(scope="module")
def reader(sample_workspace: Path) -> Iterator[Visit]:
    """One visitor for the stories that only read."""
    with pytest.MonkeyPatch.context() as patched:
        yield signals(sample_workspace, patched, BELIEF)
    st.cache_resource.clear()


def voted(folder: Path, reveal: bool = True) -> None:
    """A room in which Ben and Mia voted on the demo and the webinar; the webinar was settled at 3."""
    model = load(folder / "model.yaml")
    with State.open(folder) as state:
        room = state.rooms.open(Opening("Autumn", model.name, to_yaml(model), model_hash(model)), FAY)
        state.rooms.mark(room.id, "step:consensus", FAY)
        for name, team in (("Ben", "sales"), ("Mia", "marketing")):
            state.rooms.seat(room.id, By(name, team, NOW))
        held = state.ballots.start(room.id, ("demo", "webinar"), FAY)
        for member, sizes in zip(state.rooms.members(room.id), (("XL", "0"), ("M", "L")), strict=True):
            for rule, size in zip(("demo", "webinar"), sizes, strict=True):
                state.ballots.vote(held.id, member, rule, size, NOW)
        if reveal:
            state.ballots.reveal(held.id, FAY)
            state.weights.settle(Settled(room.id, "webinar", model.rule("webinar").worth - 17, held.id), FAY)


def test_the_table_is_what_the_library_says(reader: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    before = lock_of(shelf).starts
    judged = verdicts(model, effects(shelf, model, outcome="sql", before=before))
    told = paid(suggest(shelf, model, "sql", before), judged)
    found = beliefs(model, told.points, {})
    page = turned(reader, BELIEF)
    assert found.sentence in page.words()
    assert told.words in page.words()
    assert "Nobody has voted on these rules" in page.words()
    assert tables_of(page)[0] == [[*row] for row in belief_words.rows(found)]


def test_a_chosen_rule_shows_its_leads_before_the_locked_period(reader: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    told = rule_leads(shelf, model, "webinar", "sql", lock_of(shelf).starts)
    page = chosen(turned(reader, BELIEF), "webinar")
    assert belief_words.counts_in_words(told, "sql") in page.words()
    shown = page.table(0)
    assert [*shown["Lead"]] == [each.lead_id for each in told.leads]
    assert (shown["Became confirmed SQL"] == "yes").sum() == told.held_hits
    assert f"All {told.held.n} leads with it" in page.words()


def test_a_knock_out_can_be_looked_into_and_is_never_0(reader: Visit) -> None:
    page = chosen(turned(reader, BELIEF), "competitor")
    assert "With it, 0 of" in page.words()
    silent = [table for table in page.app.dataframe if "Why" in table.value]
    assert silent[-1].value.values.tolist() == [["Works for a competitor", "knock-out", "a knock-out has no points"]]


def test_no_lead_is_named_before_a_room(sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = chosen(signals(sample_workspace, monkeypatch, BELIEF), "webinar")
    assert any("Lead" in table.value for table in page.app.dataframe)
    page.app.session_state["projector"] = True
    page.run()
    assert not any("Lead" in table.value for table in page.app.dataframe)
    assert "Leads are hidden on the projector." in page.words()
    assert "With it, " in page.words()


def test_one_click_sets_the_slider_and_can_be_undone(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = chosen(signals(own_sample_workspace, monkeypatch, BELIEF), "downloads")
    before = page.app.session_state["_draft"].draft.model
    button = next(each for each in page.app.button if each.label.startswith("Set its slider from 15 to "))
    target = int(button.label.split(" to ")[1].split()[0])
    page.press(button.label)
    drafted = page.app.session_state["_draft"].draft
    assert drafted.model == before.with_points({"downloads": drafted.model.rule("downloads").worth})
    assert drafted.model.rule("downloads").worth == target
    page.press("Undo")
    assert page.app.session_state["_draft"].draft.model == before


def test_belief_comes_first(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voted(own_sample_workspace, reveal=False)
    waiting = signals(own_sample_workspace, monkeypatch, BELIEF)
    assert "has not revealed its first votes" in waiting.words()
    assert tables_of(waiting) == []


def test_votes_and_settled_points_are_the_belief(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voted(own_sample_workspace)
    page = signals(own_sample_workspace, monkeypatch, BELIEF)
    assert "In 'Autumn' the teams voted on or settled 2 of these 16 rules" in page.words()
    rows = {row[1]: row for row in tables_of(page)[0]}
    assert rows["Asked for a demo"][4:] == ["30", "10", "the middle"]
    assert "the teams give 20" in rows["Asked for a demo"][2]
    assert rows["Attended a webinar"][4:] == ["0", "20", "settled"]
    assert "the teams give 3" in rows["Attended a webinar"][2]
    assert rows["Started a trial"][4:] == ["", "", "no vote"]


@pytest.mark.parametrize(
    ("event", "rule_id"),
    [
        (None, None),
        ({}, None),
        ({"selection": {"points": []}}, None),
        ({"selection": {"points": [{"x": 1}]}}, None),
        ({"selection": {"points": [{"customdata": ["demo"]}]}}, "demo"),
        ({"selection": {"points": [{"customdata": ["demo"]}, {"customdata": "trial"}]}}, "trial"),
    ],
    ids=["nothing", "empty", "no point", "the ground", "a mark", "two marks"],
)
def test_a_click_on_a_mark_names_its_rule(
    event: dict[str, dict[str, list[dict[str, object]]]] | None, rule_id: str | None
) -> None:
    assert rule_of(event) == rule_id


def test_journeys_are_what_the_library_says(reader: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    found = journeys(shelf, model, "sql", lock_of(shelf).starts)
    page = turned(reader, JOURNEYS)
    assert journey_words.sentence(found) in page.words()
    shown = tables_of(page)
    assert shown[0] == [[*row] for row in journey_words.part_rows(found.by_days)]
    assert shown[1] == [[*row] for row in journey_words.side_rows(found)]
    assert [table[0][0] for table in shown[2:]] == ["website", "form fill", "page visit", shown[5][0][0]]
    assert shown[5] == [[*row] for row in journey_words.part_rows(found.paths)]


@pytest.mark.parametrize("tab", [BELIEF, JOURNEYS])
def test_few_leads_with_odd_names_are_told_truly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str) -> None:
    folder = companies.small(tmp_path, ("*Ada*", "<b>Ben</b>", "Cy") * 4, months=8)
    page = signals(folder, monkeypatch, tab)
    if tab == JOURNEYS:
        assert "3 of 8 leads became confirmed SQL" in page.words()
        assert "Unknown: this data has no attribute 'source'." in page.words()
    else:
        assert "History says nothing in points about any of these 2 rules" in page.words()
        assert "No points are suggested: " in page.words() and "So history pays" not in page.words()
        assert "With it, " in chosen(page, "demo").words()


@pytest.mark.real_data
@pytest.mark.parametrize("tab", [BELIEF, JOURNEYS])
def test_leads_without_dates_are_told_truly(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    assert real_data.is_dir()
    page = signals(companies.x_education(tmp_path / "room", UNDATED), monkeypatch, tab)
    if tab == JOURNEYS:
        assert "No journeys to won can be told: no dates." in page.words()
    else:
        (silent,) = page.app.dataframe
        assert "rests on today's value of Lead Source" in silent.value["Why"][0]


@pytest.mark.parametrize("tab", [BELIEF, JOURNEYS])
def test_without_data_the_page_says_where_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str) -> None:
    page = signals(companies.emptied(tmp_path / "room"), monkeypatch, tab)
    assert "Bring a CRM export" in page.words()
