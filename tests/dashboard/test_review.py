"""Review shows what the library says; decisions are kept and carried; whatever the data lack, the page is true."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest
import streamlit as st

from leadscore.figures.drawing import drawn
from leadscore.model import load, model_hash
from leadscore.outcomes import Commitments
from leadscore.reports import Agreed, Month, Past, Section, section
from leadscore.store.state import By, Decided, Given, Promised, State
from leadscore.workshop.saved_models import saving

from . import companies
from .room import Visit, as_read, opened, visit
from .test_versions_page import sits

TABS = {
    "What changed": ("changed",),
    "Both teams": ("teams", "cohorts"),
    "Quality": ("selection", "quality"),
    "Scores and closes": ("closes", "surprises"),
    "Revenue": ("revenue", "slipping"),
    "Cycle": ("cycle",),
    "Service levels": ("service", "speed"),
    "Drift": ("drift", "shadow"),
    "Voices": ("voices", "campaigns"),
}

ASK_MOST = ("Drift", "Voices")
"""Tabs that ask the past most often: their numbers are compared in the library's own stories."""


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Visit:
    """One visitor for the stories that only read."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched, "review")
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def past(sample_workspace: Path) -> Past:
    """The same history beside the page, under no promise."""
    return Past(*opened(sample_workspace))


def turn(visitor: Visit, tab: str) -> Visit:
    """Open a tab."""
    visitor.app.session_state["review tabs"] = tab
    return visitor.run()


def cells(visitor: Visit) -> set[str]:
    """Every cell of every table of the page, as read."""
    frames = [each.value for each in (*visitor.app.table, *visitor.app.dataframe)]
    return {" ".join(as_read(str(cell)).split()) for frame in frames for row in frame.to_numpy() for cell in row}


def assert_told(visitor: Visit, told: Section) -> None:
    """The page says every word and number of a section and draws its charts."""
    said = visitor.words()
    assert told.question in said
    assert all(" ".join(words.split()) in said for words in told.sentences)
    shown = cells(visitor)
    for table in told.tables:
        for row in table.words():
            assert {" ".join(cell.split()) for cell in row} <= shown
    specs = [json.loads(each.proto.spec) for each in visitor.app.get("plotly_chart")]
    alternatives = [each.proto.alt for each in visitor.app.get("plotly_chart")]
    for chart in told.charts:
        assert (f"**{chart.question}**" in said.splitlines()) == chart.known()
        if chart.known():
            spec = specs[alternatives.index(chart.question)]
            assert len(spec["data"]) == len(drawn(chart).data)


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab not in ASK_MOST])
def test_every_tab_says_what_the_library_says(visitor: Visit, past: Past, tab: str) -> None:
    turn(visitor, tab)
    month = past.month("2026-08")
    for key in TABS[tab]:
        assert_told(visitor, section(past, month, key))


def test_the_latest_mature_month_is_chosen_and_others_say_what_they_are(visitor: Visit) -> None:
    picker = visitor.app.selectbox(key="review month")
    assert picker.value == "2026-08"
    assert [each for each in picker.options if "too recent" in each][0].startswith("October 2026, 102 leads")
    assert "Clock: from the hand-off" in visitor.words()
    assert "Population: 55 leads in the figures" in visitor.words()


def test_every_chart_and_table_opens_its_rows_and_its_sql(visitor: Visit, past: Past) -> None:
    turn(visitor, "Quality")
    month = past.month("2026-08")
    told = [section(past, month, key) for key in TABS["Quality"]]
    doors = sum(len(each.known_charts) + len(each.tables) for each in told)
    assert sum(str(each.key).startswith("rows ") for each in visitor.app.button) == doors
    visitor.app.button(key="rows quality table 0").click()
    visitor.run()
    assert "21 of 55 rows count: 38.2 %." in visitor.words()
    rows = visitor.app.dataframe[-1].value
    assert len(rows) == 55
    assert {"Lead", "Company", "Stands", "Counts"} <= set(rows.columns)
    assert any("standings AS" in each.value for each in visitor.app.code)


def test_before_a_room_no_lead_and_no_owner_has_a_name(visitor: Visit) -> None:
    turn(visitor, "Quality")
    visitor.app.toggle(key="projector").set_value(True)
    visitor.run()
    visitor.app.button(key="rows quality table 0").click()
    visitor.run()
    assert "21 of 55 rows count: 38.2 %." in visitor.words()
    assert "Leads are hidden on the projector." in visitor.words()
    assert not any("Lead" in each.value.columns for each in visitor.app.dataframe)
    turn(visitor, "Voices")
    assert visitor.app.toggle(key="review owners").disabled
    assert "I trust the score" not in visitor.words()  # nobody said who they are
    assert "once a month, by everybody who works with it" in visitor.words()
    visitor.app.toggle(key="projector").set_value(False)
    visitor.run()


NAMES = tuple(f"Lead {number}" for number in range(12))


def test_decisions_are_kept_carried_and_done(tmp_path: Path) -> None:
    workspace = companies.small(tmp_path, NAMES)
    with pytest.MonkeyPatch.context() as patched:
        page = sits(visit(workspace, patched, "review"), "Ada", "marketing")
        page.press("Keep this decision")
        assert "Say what is to be done." in page.words()
        page.app.text_input(key="what is decided 0").set_value("Call every ready lead in a day")
        page.app.text_input(key="who does it 0").set_value("Ben")
        page.app.date_input(key="by when 0").set_value(date(2026, 1, 31))
        page.press("Keep this decision")
        assert "Call every ready lead in a day" in page.words()
        assert "Ben, due 2026-01-31, overdue; Review of 2026-01" in page.words()
        next(each for each in page.app.button if each.label.startswith("Carry to")).click()
        page.run()
        assert "carried 1 time" in page.words()
        assert "overdue" not in page.words()
        page.press("Done")
        assert "Done: 1 action" in page.words()
        turn(page, "Both teams")
        page.app.selectbox(key="teams note about 3").set_value("Lead Quality Score")
        page.app.text_area(key="teams note 3").set_value("The fair was in January")
        next(each for each in page.app.button if each.key == "keep note teams").click()
        page.run()
        assert any("“Lead Quality Score” (marketing" in as_read(each.value) for each in page.app.info)
    with State.open(workspace) as state:
        (kept,) = state.actions.all()
        (note,) = state.notes.of("2026-01")
    assert (note.about, note.text) == ("Lead Quality Score", "The fair was in January")
    assert (kept.owner, kept.first_due, kept.carried, kept.source) == ("Ben", date(2026, 1, 31), 1, "Review of 2026-01")
    assert kept.done_at is not None
    st.cache_resource.clear()


def enter(page: Visit, side: str, **boxes: float) -> Visit:
    """Fill boxes of the promises and keep those of a side."""
    for name, value in boxes.items():
        label = f"agreed {name.replace('_', ' ')} "
        next(each for each in page.app.number_input if str(each.key).startswith(label)).set_value(value)
    return page.press(f"Keep what {side} promises")


def test_promises_of_both_sides_are_kept_for_good(tmp_path: Path) -> None:
    workspace = companies.small(tmp_path, NAMES)
    with pytest.MonkeyPatch.context() as patched:
        page = turn(sits(visit(workspace, patched, "review"), "Ada", "marketing"), "Service levels")
        assert "Nothing was promised yet, so nobody can have broken it." in page.words()
        enter(page, "marketing", leads_a_month=20)
        enter(page, "sales", hours=1.5, attempts=2, days=5)
        later = turn(visit(workspace, patched, "review"), "Service levels")
        with State.open(workspace) as state:
            agreed = Agreed.of(state.promises.all(), Month(date(2026, 1, 1)), "UTC")
        expected = Commitments(leads_a_month=20, touch_within_minutes=90, attempts=2, attempt_days=5)
        assert agreed.commitments == expected
        past = Past(*opened(workspace)).under(agreed.commitments, agreed.since)
        told = section(past, past.month("2026-01"), "service")
        assert "Marketing delivers 20 leads of the band ready a month, promised from January 2026 on." in told.sentences
        assert_told(later, told)
        assert {"20 top-band leads a month", "Ada, marketing", "Review of 2026-01"} <= cells(later)
        later.app.toggle(key="projector").set_value(True)
        assert "Ada, marketing" not in cells(later.run())
    st.cache_resource.clear()


def test_two_who_promise_at_once_are_both_told(tmp_path: Path) -> None:
    workspace = companies.small(tmp_path, NAMES)
    with pytest.MonkeyPatch.context() as patched:
        page = turn(sits(visit(workspace, patched, "review"), "Ada", "marketing"), "Service levels")
        with State.open(workspace) as state:
            now = datetime(2026, 11, 2, 9)  # noqa: DTZ001
            state.promises.enter(
                Promised("marketing", date(2026, 1, 1), leads_a_month=30), By("Cleo", "marketing", now)
            )
        enter(page, "marketing", leads_a_month=20)
        assert "A promise of marketing was entered meanwhile, at 2026-11-02 09:00 UTC" in page.words()
        assert "30 top-band leads a month" in cells(page)
        enter(page, "marketing", leads_a_month=20)
        assert {"30 top-band leads a month", "20 top-band leads a month"} <= cells(page)
    st.cache_resource.clear()


@pytest.mark.parametrize("saved_before", [True, False], ids=["a state", "no state"])
def test_where_nothing_can_be_saved_the_review_is_read_all_the_same(tmp_path: Path, saved_before: bool) -> None:
    workspace = companies.small(tmp_path, NAMES)
    if saved_before:
        with State.open(workspace) as state:
            now = datetime(2026, 11, 2, 9)  # noqa: DTZ001
            state.actions.decide(Decided("Call sooner", "Ben", date(2026, 12, 1)), By("Ada", "marketing", now))
    real = os.access
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
        page = turn(visit(workspace, patched, "review"), "Both teams")
        assert "What did each team do, counted on the same leads?" in page.words()
        assert any("Nothing can be saved" in each.proto.title for each in page.app.warning)
        assert ("Call sooner" in page.words()) == saved_before
        assert not any(str(each.key).startswith("keep note") for each in page.app.button)
        turn(page, "Service levels")
        assert "Nothing was promised yet, so nobody can have broken it." in page.words()
    st.cache_resource.clear()


def test_versions_feedback_and_actions_stand_in_the_review(tmp_path: Path) -> None:
    workspace = companies.small(tmp_path, NAMES)
    now = datetime(2026, 11, 2, 9)  # noqa: DTZ001
    model = load(workspace / "model.yaml")
    older = model.with_points({"demo": model.rule("demo").worth - 15})
    with State.open(workspace) as state:
        first = state.versions.save(saving(older, "Agreed", "before", None), By("Ada", "marketing", now))
        state.versions.save(saving(model, "Agreed", "demo counts", first.id), By("Ada", "marketing", now))
        rejected = Given("L3", "reject", model_hash(model), "no_budget", ("price",), "Asked for a discount")
        state.feedback.give(rejected, By("Ben", "sales", now))
        state.actions.decide(Decided("Call sooner", "Ben", date(2026, 12, 1)), By("Ada", "marketing", now))
    with pytest.MonkeyPatch.context() as patched:
        page = visit(workspace, patched, "review")
        said = page.words()
        assert "Since version 1 of 'Agreed': 12 of 12 leads of this month stand in another band" in said
        assert "6 leads from hand over to ready." in said
        assert "6 leads from nurture to hand over." in said
        assert "Decisions: 1 action open" in [each.label for each in page.app.expander]
        turn(page, "Voices")
        assert "0 ratings of leads handed over this month, 1 in all." in page.words()
        assert {"Price", "“Asked for a discount”", "No money for it"} <= cells(page)
        page.app.button(key="rows voices table 0").click()
        page.run()
        assert "0 rows." in page.words()
        assert "no SQL counts it" in page.words()
    st.cache_resource.clear()


UNDATED = """
captured_at_form: [title]
leads:
  - {file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, keep: [title]}
stages:
  - {file: steps.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, stage: step}
"""
UNTOUCHED = (
    companies.MAPPING[: companies.MAPPING.index("activities:")]
    + (companies.MAPPING[companies.MAPPING.index("stages:") :])
)


def company(folder: Path, kind: str) -> Path:
    """A small company that lacks something."""
    if kind == "one month, no won lead":
        return companies.small(folder, NAMES, won=False)
    made = companies.small(folder, NAMES, months=3)
    if kind == "no amounts, no lost leads":
        return made
    mapping = companies.written(folder / "files" / "other.yaml", UNDATED if kind == "no dates" else UNTOUCHED)
    model = companies.MODEL
    if kind == "no dates":
        model = model.replace("activity: demo_requested", "attribute: title, has_word: clerk")
    return companies.imported(folder / "other", mapping, model)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("no dates", "unknown: no dates"),
        ("no touches", "who was called is unknown"),
        ("no amounts, no lost leads", "unknown: needs at least 1 lost deal"),
        ("one month, no won lead", "unknown: needs at least 1 won"),
    ],
)
def test_what_the_data_lack_is_said_on_a_page_that_stands(tmp_path: Path, kind: str, words: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        page = visit(company(tmp_path, kind), patched, "review")
        said = ""
        for tab in TABS if kind == "no dates" else [tab for tab in TABS if tab not in ASK_MOST]:
            turn(page, tab)
            said += "\n".join((page.words(), *cells(page)))
        assert words in said
    st.cache_resource.clear()


def test_two_saved_models_are_compared_as_soon_as_both_are_saved(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = turn(visit(own_sample_workspace, monkeypatch, "review"), "Drift")
    assert "Shadow scoring has not begun" in visitor.words()
    model = load(own_sample_workspace / "model.yaml")
    draft = model.with_points({model.rules[0].id: model.rules[0].worth + 5})
    with State.open(own_sample_workspace) as state:
        by = By("Ada", "marketing", datetime.fromisoformat("2026-02-01T10:00:00"))
        state.versions.save(saving(model, "Agreed", "as it is", None), by)
        state.versions.save(saving(draft, "Draft", "more for the first", None), by)
    visitor.run()
    assert "stood fixed since 01 Feb 2026" in visitor.words() and "Only the draft" in cells(visitor)
