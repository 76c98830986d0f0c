"""Charts say what the look says: every number of theirs is one of its numbers, and what is unknown is not drawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leadscore.evidence import Shelf
from leadscore.figures import live
from leadscore.figures.balance import WAYS, balance_meter
from leadscore.figures.bands import bands
from leadscore.figures.distribution import distribution
from leadscore.figures.live import LiveChart
from leadscore.figures.words import estimate_in_words
from leadscore.model import Model, load
from leadscore.simulation import CLASSES, Balances, Look, build_board
from leadscore.simulation.balance import Sides
from leadscore.store.database import open_current
from leadscore.vocabulary import BAND_WORDS, CLASS_WORDS

UNKNOWN = Sides(None, None, "no leads")


@pytest.fixture(scope="module")
def model(sample_workspace: Path) -> Model:
    return load(sample_workspace / "model.yaml")


@pytest.fixture(scope="module")
def look(sample_workspace: Path, model: Model) -> Look:
    return build_board(Shelf(open_current(sample_workspace)), model).look(model)


def series(drawn: LiveChart, kind: str) -> list[dict]:
    """The series of one kind, as the browser gets them."""
    return [each for each in json.loads(json.dumps(drawn.option))["series"] if each["type"] == kind]


def test_the_distribution_holds_every_lead_of_each_class(look: Look, model: Model) -> None:
    drawn = distribution(look, model, "sql")
    bars = [[count or 0 for count in each["data"]] for each in series(drawn, "bar")]
    assert bars == [leads.tolist() for leads in look.histogram if leads.any()]
    assert sum(map(sum, bars)) == look.all.leads
    assert f"{look.all.leads:,} leads" in drawn.words


def test_what_is_unknown_is_hollow(look: Look, model: Model) -> None:
    bars = series(distribution(look, model, "sql"), "bar")
    hollow = [CLASS_WORDS[name] for name in ("unworked", "immature", "left_out")]
    assert {each["name"] for each in bars if each["itemStyle"]["color"] == "transparent"} <= set(hollow)
    assert len({json.dumps(each["itemStyle"]) for each in bars}) == len(bars) > 2


def test_cut_offs_stand_before_the_point_where_they_begin(look: Look, model: Model) -> None:
    assert model.cut_offs is not None
    lines = series(distribution(look, model, "sql"), "line")[-1]["markLine"]["data"]
    assert [line["xAxis"] + 0.5 for line in lines] == [model.cut_offs.mql, model.cut_offs.sql]
    without = series(distribution(look, model.with_cut_offs(None), "sql"), "line")
    assert without[-1]["markLine"]["data"] == []


def test_the_model_compared_with_is_a_thin_line_over_all_classes(look: Look, model: Model) -> None:
    (line, _) = series(distribution(look, model, "sql", look), "line")
    assert line["data"] == look.histogram.sum(axis=0).tolist()
    assert line["lineStyle"]["width"] < 2
    (line,) = series(bands(look, "sql", look), "line")
    assert line["data"] == [100 * part.conversion.value for part in look.bands]


def test_bands_carry_the_interval_and_n_of_every_rate(look: Look) -> None:
    drawn = bands(look, "sql")
    for name, dots, lines in zip(("conversion", "won"), series(drawn, "scatter"), series(drawn, "lines"), strict=True):
        rates = [getattr(part, name) for part in look.bands]
        assert [dot["value"][1] for dot in dots["data"]] == [100 * rate.value for rate in rates]
        assert [[y for _, y in line["coords"]] for line in lines["data"]] == [
            [100 * rate.low, 100 * rate.high] for rate in rates
        ]
        assert all(estimate_in_words(rate) in dot["name"] for rate, dot in zip(rates, dots["data"], strict=True))
    assert all(
        f"{BAND_WORDS[str(part.band)]} {estimate_in_words(part.conversion)}" in drawn.words for part in look.bands
    )


def test_won_is_not_drawn_beside_itself(look: Look) -> None:
    assert len(series(bands(look, "won"), "scatter")) == 1


def test_the_balance_meter_shows_both_sides_and_the_agreed_share(look: Look) -> None:
    behavioural, demographic = series(balance_meter(look.balances), "bar")
    assert behavioural["data"] == [round(100 * getattr(look.balances, way).share(), 1) for way in WAYS]
    assert [a + b for a, b in zip(behavioural["data"], demographic["data"], strict=True)] == pytest.approx([100] * 3)
    assert behavioural["markLine"]["data"][0]["xAxis"] == 100 * look.balances.target


def test_an_unknown_balance_is_no_bar_and_says_so() -> None:
    drawn = balance_meter(Balances(Sides(30.0, 10.0), UNKNOWN, UNKNOWN, 0.6))
    assert series(drawn, "bar")[0]["data"] == [75.0, None, None]
    assert drawn.option["yAxis"]["data"] == ["points at most", "points awarded: unknown", "variance: unknown"]
    assert drawn.words == (
        "Behavioural side: 75 % of the points at most, of the points awarded unknown, of the variance unknown; "
        "agreed 60 %."
    )


@pytest.mark.parametrize("size", [live.TYPE, live.LARGE_TYPE])
def test_a_legend_never_reaches_into_the_plot(look: Look, model: Model, size: int) -> None:
    option = distribution(look, model, "sql", look, size).option
    for each in (option, *(query["option"] for query in option["media"])):
        names = [name if isinstance(name, str) else name["name"] for name in each["legend"]["data"]]
        assert len(names) == sum(map(bool, [*(leads.any() for leads in look.histogram), True]))
        assert each["grid"]["top"] > 2 * size
    tops = [option["grid"]["top"], *(query["option"]["grid"]["top"] for query in option["media"])]
    assert tops == sorted(tops, reverse=True)  # the wider, the fewer lines
    assert len(CLASSES) >= len(series(distribution(look, model, "sql"), "bar"))
