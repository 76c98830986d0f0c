"""Cut-offs shows what the library says of the model on the table, and what is set there is set everywhere."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from leadscore.evidence import Shelf, lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.words import change_in_words, count_in_words, estimate_in_words, times_in_words
from leadscore.model import CutOffs, Model
from leadscore.simulation import lock_of
from leadscore.simulation.capacity import Team, capacity
from leadscore.simulation.cut_offs import at_cut_offs, curve, derived_cut_offs
from leadscore.simulation.intervals import ranges, volume_change
from leadscore.simulation.merging import merging_of
from leadscore.simulation.replay import Replayed, build_replay
from leadscore.simulation.sorting import sort_leads
from leadscore.vocabulary import BAND_WORDS

from .room import Visit, as_read, opened, visit

CAPACITY, BANDS = "From your team's capacity", "Bands and gates"


@pytest.fixture(scope="module")
def kept(sample_workspace: Path) -> tuple[Shelf, Model]:
    """The sample's data and model, opened once."""
    return opened(sample_workspace)


@pytest.fixture(scope="module")
def replayed(kept: tuple[Shelf, Model]) -> Replayed:
    """The sample's past before the locked period."""
    return build_replay(*kept, before=lock_of(kept[0]).starts)


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Visit:
    """One visitor for all stories; each begins with the active model."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched)
    st.cache_resource.clear()


@pytest.fixture
def page(visitor: Visit, kept: tuple[Shelf, Model]) -> Visit:
    """Cut-offs as it is first seen."""
    visitor.app.session_state["cut-off tabs"] = "What each cut-off gives"
    visitor.open("cutoffs")
    for box, points in (("mql cut-off", kept[1].cut_offs.mql), ("sql cut-off", kept[1].cut_offs.sql)):
        visitor.app.number_input(key=box).set_value(float(points))
        visitor.run()
    return visitor


def test_the_two_cut_offs_and_every_fifth(page: Visit, kept: tuple[Shelf, Model], replayed: Replayed) -> None:
    model = kept[1]
    (fifths,) = (each.value for each in page.app.table)
    asked = (model.cut_offs.mql, model.cut_offs.sql)
    told = zip(at_cut_offs(replayed, model, asked), ranges(replayed, model, cut_offs=asked), strict=True)
    volumes = [each.value for each in page.app.metric if each.label == "Leads a month"]
    for name, volume, (at, drawn) in zip(("MQL", "SQL"), volumes, told, strict=True):
        assert volume == f"{drawn.a_month.value:,.1f}"
        assert f"**From {name} {at.points} on**" in page.words()
        assert f"Precision: {estimate_in_words(at.precision)}\nRecall: {estimate_in_words(at.recall)}" in page.words()
        assert f"Lift: {times_in_words(drawn.lift)}" in page.words()
    every = [
        each for each in zip(curve(replayed, model), ranges(replayed, model), strict=True) if each[0].points % 5 == 0
    ]
    assert [row["Cut-off"] for row in fifths.to_dict("records")] == [str(at.points) for at, _ in every]
    for row, (at, drawn) in zip(fifths.to_dict("records"), every, strict=True):
        assert_told(row, at, drawn)


def test_precision_of_all_is_the_conversion_that_metrics_prints(kept: tuple[Shelf, Model]) -> None:
    """With nothing locked: from score 0 on, the hand-offs that no knock-out keeps out."""
    shelf, model = kept
    everything = build_replay(shelf, model)
    report = closed_loop(shelf, model, lens_of(None, model.evaluation, shelf.database.manifest.zone))
    printed = {each.group: each.estimate for each in report.figures if each.name == "conversion_sql_by_band"}
    (at,) = at_cut_offs(everything, model, [Decimal(0)])
    bands = [estimate for band, estimate in printed.items() if band != "out"]
    assert at.precision.n == sum(each.n for each in bands)
    assert at.precision.value == pytest.approx(sum(each.n * (each.value or 0) for each in bands) / at.precision.n)
    for band, rate in merging_of(everything, model).bands:
        assert rate == printed[band]


def test_a_typed_cut_off_is_taken_over_and_compared(page: Visit, kept: tuple[Shelf, Model], replayed: Replayed) -> None:
    model = kept[1]
    page.app.number_input(key="mql cut-off").set_value(45.5)
    page.run()
    draft = model.with_cut_offs(moved(model, mql="45.5"))
    assert change_in_words(volume_change(replayed, draft, model)) in page.words()
    assert f"MQL cut-off: 45.5, was {model.cut_offs.mql}" in page.words()
    page.press("Undo")
    assert page.app.number_input(key="mql cut-off").value == float(model.cut_offs.mql)
    assert "The draft on the table is the active model, unchanged." in page.words()


def test_the_stricter_cut_off_gives_way(page: Visit) -> None:
    page.app.number_input(key="mql cut-off").set_value(70.0)
    page.run()
    assert page.app.number_input(key="sql cut-off").value == 70
    page.app.number_input(key="sql cut-off").set_value(30.0)
    page.run()
    assert page.app.number_input(key="mql cut-off").value == 30


def test_cut_offs_from_todays_volume(page: Visit, kept: tuple[Shelf, Model], replayed: Replayed) -> None:
    offered = derived_cut_offs(replayed, kept[1]).cut_offs
    page.press(f"From today's volume: {offered.mql} and {offered.sql}")
    assert page.app.number_input(key="mql cut-off").value == float(offered.mql)
    assert page.app.number_input(key="sql cut-off").value == float(offered.sql)


def test_the_baseline_is_a_thin_line_beside_each(page: Visit, kept: tuple[Shelf, Model], replayed: Replayed) -> None:
    page.app.number_input(key="mql cut-off").set_value(50.0)
    page.run()
    drawn = json.loads(page.app.get("plotly_chart")[0].proto.spec)["data"]
    thin = [line for line in drawn if line.get("line", {}).get("width") == 1]
    assert [line["line"]["color"] for line in thin[:3]] == ["#0072B2", "#D55E00", "#009E73"]
    assert thin[3]["name"] == "thin: compared with"


def test_capacity(page: Visit, kept: tuple[Shelf, Model], replayed: Replayed) -> None:
    model = kept[1]
    page.app.session_state["cut-off tabs"] = CAPACITY
    page.run()
    assert page.metric("New leads a week the team can work") == "200"
    assert "here the team's time sets no cut-off" in page.words()
    page.app.number_input(key="reps").set_value(1)
    page.run()
    found = capacity(replayed, model, Team(1, 40, 6, 0, 2))
    points = found.cut_off.points
    assert page.metric("Cut-off that delivers them") == str(points)
    (drawn,) = ranges(replayed, model, cut_offs=(points,))
    assert f"Leads a month at that cut-off: {count_in_words(drawn.a_month)}" in page.words()
    assert estimate_in_words(found.rate) in page.words()
    assert count_in_words(found.outcomes) in page.words()
    page.press(f"Use {points} as MQL cut-off")
    assert f"MQL cut-off: {points}, was {model.cut_offs.mql}" in page.words()


def test_bands_and_where_every_lead_goes(page: Visit, kept: tuple[Shelf, Model], replayed: Replayed) -> None:
    shelf, model = kept
    page.app.session_state["cut-off tabs"] = BANDS
    page.run()
    bands, places = (each.value for each in page.app.table)
    assert dict(zip(bands["Band"], bands["Conversion"], strict=True)) == {
        BAND_WORDS[band]: estimate_in_words(rate) for band, rate in merging_of(replayed, model).bands
    }
    sorting = sort_leads(shelf, model, lens_of(None, model.evaluation, shelf.database.manifest.zone))
    assert [as_read(each) for each in places["Because"]] == [each.reason for each in sorting.sorted]
    assert sum(int(each.replace(",", "")) for each in places["Leads"]) == sorting.leads


def assert_told(row: dict[str, Any], at: Any, drawn: Any) -> None:
    """A row of the page says what the library says."""
    assert row["Leads a month"] == count_in_words(drawn.a_month)
    assert drawn.a_month.value == at.a_month.value
    assert row["Precision"] == estimate_in_words(at.precision)
    assert row["Recall"] == estimate_in_words(at.recall)
    assert row["Lift"] == times_in_words(drawn.lift)


def moved(model: Model, mql: str) -> CutOffs:
    """The model's cut-offs with another one for the hand-off."""
    return model.cut_offs.model_copy(update={"mql": Decimal(mql)})
