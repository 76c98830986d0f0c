"""Cut-offs: the curve over every whole point, the cut-offs that today's volume gives, and every lead in one place."""

from __future__ import annotations

import pytest

from leadscore.evidence import AsOf, Shelf
from leadscore.model import Model
from leadscore.model.presets import preset
from leadscore.simulation.cut_offs import curve, derived_cut_offs
from leadscore.simulation.replay import build_replay
from leadscore.simulation.sorting import sort_leads
from leadscore.store.database import open_current

from .town import Town, called, day, model, opened


def ladder() -> Town:
    """Ten demos of 30 with six confirmed, ten webinars of 20 with two, and five leads of no point with none."""
    town = called(called(opened(), "demo", 10, 6, "demo"), "web", 10, 2, "webinar")
    return called(town, "none", 5, 0, None)


def test_precision_recall_and_leads_worked_per_outcome():
    at = {each.points: each for each in curve(ladder().replay(model()), model())}
    assert len(at) == 101
    assert (at[30].precision.value, at[30].precision.n, at[30].recall.value) == (0.6, 10, 0.75)
    assert (at[20].precision.value, at[20].recall.value) == (0.4, 1.0)
    assert (at[0].precision.value, at[0].precision.n) == (8 / 25, 25)
    assert at[20].worked_per_outcome.value == 2.5
    assert at[20].worked_per_outcome.low == pytest.approx(1 / at[20].precision.high)
    assert at[21].precision == at[30].precision


def test_volume_falls_with_the_cut_off_and_what_nobody_reaches_is_unknown():
    points = curve(ladder().replay(model()), model())
    volumes = [each.a_month.n for each in points]
    assert volumes == sorted(volumes, reverse=True)
    assert (volumes[0], volumes[20], volumes[30], volumes[31]) == (26, 20, 10, 0)
    assert points[31].precision.reason == "no worked and mature lead has this score"
    assert points[31].a_month.value == 0


def test_cut_offs_come_from_the_volume_of_today():
    """21 were handed over, 8 of the 21 mature ones were confirmed: 20 let 20 through, 30 ten."""
    town = called(called(opened(), "demo", 10, 6, "demo"), "web", 10, 2, "webinar")
    for name in ("Kay", "Lea", "Max"):
        town.lead(name)
    found = derived_cut_offs(town.replay(model(mql=None)), model(mql=None))
    assert (found.cut_offs.mql, found.cut_offs.sql) == (20, 30)
    assert (found.mql.wanted, found.mql.leads, found.sql.wanted, found.sql.leads) == (21, 20, 8, 10)
    assert found.words == (
        "no cut-off hands over 21 leads: 20 gives 20, 0 gives 24.",
        "no cut-off hands over 8 leads: 30 gives 10.",
    )


def test_gates_of_the_model_stay():
    gated = model(cut_offs={"mql": 1, "sql": 2, "sql_needs": {"any_of": ["demo"]}})
    assert derived_cut_offs(ladder().replay(gated), gated).cut_offs.sql_needs.any_of == ("demo",)


def test_without_confirmed_leads_both_cut_offs_are_the_same_and_it_is_said():
    town = called(opened(), "demo", 10, 0, "demo")
    found = derived_cut_offs(town.replay(model()), model())
    assert found.cut_offs.mql == found.cut_offs.sql
    assert "needs at least 1 sql lead" in found.words[0]


@pytest.mark.parametrize(
    ("town", "reason"),
    [(Town(leads=[{"lead_id": "Ada", "created_at": None}]), "no dates"), (Town().lead("Ada"), "no hand-offs")],
)
def test_without_hand_offs_there_is_no_volume_to_derive_from(town, reason):
    replayed = town.replay(model())
    assert reason in derived_cut_offs(replayed, model()).reason
    assert all(each.precision.value is None and each.precision.reason for each in curve(replayed, model()))


STRICT = {
    "groups": {"behaviour": {"cap": 60}},
    "rules": [
        {"id": "webinar", "label": "Webinar", "group": "behaviour", "points": 20, "when": {"activity": "webinar"}},
        {"id": "demo", "label": "Demo", "points": 40, "when": {"activity": "demo"}},
        {"id": "vp", "points": 40, "when": {"attribute": "title", "is": "VP"}},
        {"id": "rival", "label": "Competitor", "knock_out": True, "when": {"attribute": "title", "is": "Spy"}},
    ],
    "cut_offs": {"mql": 20, "sql": 40, "sql_needs": {"any_of": ["demo"], "at_least": {"behaviour": 20}}},
}


def test_every_lead_is_in_exactly_one_place_with_its_reason():
    town = Town().lead("Ada", did=[("demo", 1), ("webinar", 1)]).lead("Ben", did=[("webinar", 1)])
    town.lead("Cleo", title="VP").lead("Dan", did=[("demo", 1)]).lead("Eve").lead("Sam", title="Spy", did=[("demo", 1)])
    strict = Model.model_validate({"name": "Strict", **STRICT})
    with town.shelf() as shelf:
        found = sort_leads(shelf, strict, AsOf(day(10)))
    assert {each.reason: (each.place, each.leads) for each in found.sorted} == {
        "knock-out: Competitor": ("out", 1),
        "reaches the SQL cut-off 40 and all it needs besides": ("qualify", 1),
        "reaches the SQL cut-off, but gate missing: one of Demo": ("qualify", 1),
        "reaches the SQL cut-off, but gate missing: at least 20 points of behaviour": ("qualify", 1),
        "reaches the MQL cut-off 20": ("qualify", 1),
        "below the MQL cut-off 20": ("nurture", 1),
    }
    assert (found.count("qualify"), found.count("nurture"), found.count("out"), found.leads) == (4, 1, 1, 6)


def test_without_cut_offs_nobody_is_sorted():
    with Town().lead("Ada").shelf() as shelf:
        found = sort_leads(shelf, model(mql=None), AsOf(day(10)))
    assert (found.leads, found.sorted, found.reason) == (1, (), "the model has no cut-offs")


def test_a_preset_gets_cut_offs_that_hand_over_what_is_handed_over_today(sample_workspace):
    """The preset has none; 76 leads a month were handed over, 23 of them are confirmed."""
    offered = preset("saas")
    replayed = build_replay(Shelf(open_current(sample_workspace)), offered)
    found = derived_cut_offs(replayed, offered)
    assert replayed.a_month(found.mql.leads).value == pytest.approx(76, rel=0.05)
    assert replayed.a_month(found.sql.leads).value == pytest.approx(23, rel=0.1)
    assert (found.cut_offs.mql, found.cut_offs.sql) != (50, 75)
