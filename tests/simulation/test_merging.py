"""Bands: which neighbours history cannot tell apart, and whether better bands convert better."""

from __future__ import annotations

from leadscore.estimate import AccountSums, Estimate, proportion
from leadscore.simulation.merging import merging, merging_of

from .town import called, model, opened


def rate(hits, n):
    return proportion(AccountSums.alone(hits, n))


def test_bands_whose_difference_contains_zero_may_be_merged():
    found = merging([("ready", rate(60, 100)), ("hand_over", rate(30, 100)), ("nurture", rate(25, 100))])
    assert [(each.better, each.worse) for each in found.offers] == [("hand_over", "nurture")]
    assert found.monotone is True


def test_an_inversion_counts_only_beyond_its_interval():
    assert merging([("ready", rate(28, 100)), ("hand_over", rate(30, 100))]).monotone is True
    turned = merging([("ready", rate(10, 100)), ("hand_over", rate(60, 100))])
    assert (turned.monotone, turned.offers) == (False, ())


def test_an_empty_band_is_no_zero():
    found = merging([("ready", Estimate.unknown("no worked lead is ready")), ("hand_over", rate(3, 10))])
    assert found.neighbours[0].difference.reason == "no worked lead is ready"
    assert (found.monotone, found.offers) == (None, ())


def test_bands_of_a_model_are_those_at_the_hand_off():
    town = called(called(opened(), "demo", 10, 6, "demo"), "web", 10, 2, "webinar")
    found = merging_of(town.replay(model()), model(mql=20, sql=30))
    assert [(name, each.value, each.n) for name, each in found.bands] == [
        ("ready", 0.6, 10),
        ("hand_over", 0.2, 10),
        ("nurture", None, 0),
    ]
