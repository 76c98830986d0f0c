"""Every number on a page is the library's own, asked beside the page."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st

from leadscore.evidence import Handoff, Shelf, lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.strip import leads_sum, wins_sum
from leadscore.figures.words import estimate_in_words
from leadscore.model import Model
from leadscore.scoring import Explainer, score
from leadscore.simulation import build_board
from leadscore.vocabulary import BAND_WORDS

from .room import Visit, opened, visit


@pytest.fixture(scope="module")
def kept(sample_workspace: Path) -> tuple[Shelf, Model]:
    """The sample's data and model, opened once."""
    return opened(sample_workspace)


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Visit:
    """One visitor for all stories that only read."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched)
    st.cache_resource.clear()


def test_home_shows_the_sums_of_the_strip(visitor: Visit, kept: tuple[Shelf, Model]) -> None:
    shelf, model = kept
    report = closed_loop(shelf, model, lens_of(None, model.evaluation, shelf.database.manifest.zone))
    leads, wins = leads_sum(report), wins_sum(report)
    said = visitor.open("home").words()
    assert leads.in_words() in said
    assert wins is not None
    assert wins.in_words() in said
    for each in (leads, wins):
        assert each.result == each.total - sum(step.count for step in each.steps)
    assert visitor.metric("Active model") == model.name


def test_tune_shows_the_look_of_the_active_model(visitor: Visit, kept: tuple[Shelf, Model]) -> None:
    visitor.open("tune")
    assert_look(visitor, *kept, "then_worked")


@pytest.mark.parametrize("hindsight", ["now", "then"])
def test_the_hindsight_switch_changes_the_numbers(visitor: Visit, kept: tuple[Shelf, Model], hindsight: str) -> None:
    visitor.open("tune")
    honest = visitor.words()
    visitor.app.get_by_key("hindsight").set_value(hindsight)
    visitor.run()
    assert visitor.words() != honest
    assert_look(visitor, *kept, hindsight)
    visitor.app.get_by_key("hindsight").set_value("then_worked")
    assert visitor.run().words() == honest


def test_a_moved_slider_shows_the_look_of_the_moved_model(visitor: Visit, kept: tuple[Shelf, Model]) -> None:
    shelf, model = kept
    rule = next(rule for rule in model.rules if not rule.knock_out and rule.slider[1] > rule.worth)
    visitor.open("tune")
    visitor.app.slider(key=f"points of {rule.id}").set_value(int(rule.slider[1]))
    visitor.run()
    assert_look(visitor, shelf, model, "then_worked", model.with_points({rule.id: rule.slider[1]}))
    visitor.run().press("Undo")  # the move itself drew the numbers only; the next run draws the whole page
    assert_look(visitor, shelf, model, "then_worked")
    visitor.press("Redo").press("Reset")
    assert_look(visitor, shelf, model, "then_worked")


def test_every_tab_of_tune_holds_what_it_says(visitor: Visit) -> None:
    visitor.open("tune")
    for tab, words in {
        "Swap card": "handed over then, and by the draft",
        "What matters": "At equal volume, five points more or less on one rule.",
        "Balance": "Its 95 % interval comes from drawing the accounts anew.",
        "Files, SQL": "What became of the leads",
        "Scores": "Do higher bands become customers more often?",
    }.items():
        visitor.app.session_state["tune tabs"] = tab
        assert words in visitor.run().words(), tab


def test_the_lines_of_leads_sum_to_their_score(visitor: Visit, kept: tuple[Shelf, Model]) -> None:
    shelf, model = kept
    explainer = Explainer(shelf, model, Handoff())
    for lead_id in leads_of_all_bands(shelf, model):
        explanation = explainer.explain(lead_id)
        visitor.open("lead", lead=lead_id)
        lines = visitor.table(0)
        assert lines["points"].iloc[:-1].sum() == lines["points"].iloc[-1] == float(explanation.score)
        assert Decimal(visitor.metric("Score at")) == explanation.score
        assert visitor.metric("Band") == BAND_WORDS[explanation.band or ""]
        assert visitor.metric("Grade") == (explanation.grade or "none")


def test_data_shows_rows_attributes_and_activities_in_use(visitor: Visit, kept: tuple[Shelf, Model]) -> None:
    manifest = kept[0].database.manifest
    tables, attributes, kinds = (visitor.open("data").table(place) for place in range(3))
    assert dict(zip(tables["Table"], tables["Rows"], strict=True)) == {
        name.replace("_", " "): info.rows for name, info in manifest.tables.items()
    }
    assert list(attributes["Attribute"]) == [each.name for each in manifest.attributes]
    assert dict(zip(kinds["Activity"], kinds["Rows"], strict=True)) == manifest.kinds


def assert_look(visitor: Visit, shelf: Shelf, model: Model, hindsight: str, draft: Model | None = None) -> None:
    """Every number of Tune is that of the board."""
    look = build_board(shelf, model, hindsight).look(draft or model)
    said = visitor.words()
    for part in look.bands:
        assert f"{BAND_WORDS[part.band or '']}: {part.leads:,} leads, conversion" in said
        assert estimate_in_words(part.conversion) in said
        assert estimate_in_words(part.won) in said
    for part in look.bands[:2]:
        assert visitor.metric(f"{BAND_WORDS[part.band or '']} a month") == f"{part.volume.value:,.1f}"
    assert estimate_in_words(look.quality_handed_over.lqs) in said


def leads_of_all_bands(shelf: Shelf, model: Model) -> list[str]:
    """A few leads of every band."""
    table = score(shelf, model, Handoff()).table
    sql = f"""SELECT lead_id FROM {table} QUALIFY row_number() OVER (PARTITION BY band ORDER BY lead_id) <= 2"""
    return [lead_id for (lead_id,) in shelf.database.cursor().execute(sql).fetchall()]
