"""The rules detect at the hand-off exactly what the generator meant, and the effects can be found again."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression

from .evidence import at_hand_off
from .sample import COMPANIES, sample

FITTED = ("true", "proxy", "noise")


@pytest.mark.parametrize("name", COMPANIES)
def test_every_signal_is_detected_as_often_as_it_was_meant(name: str) -> None:
    found = at_hand_off(name).values()
    for signal in sample(name).truth["signals"]:
        assert sum(signal["id"] in one for one in found) == signal["at_hand_off"], signal["id"]


@pytest.mark.parametrize("name", COMPANIES)
def test_every_signal_has_its_share_of_all_leads(name: str) -> None:
    company = sample(name)
    for signal in company.truth["signals"]:
        spread = 4 * math.sqrt(signal["share"] * (1 - signal["share"]) / len(company.real))
        assert signal["share_of_leads"] == pytest.approx(signal["share"], abs=spread), signal["id"]


@cache
def estimates(name: str) -> dict[str, tuple[float, float]]:
    """ln(odds ratio) and standard error of each signal, adjusted for the others, over worked hand-offs."""
    company, found = sample(name), at_hand_off(name)
    rivals = next(rule for rule in company.model["rules"] if rule["id"] == "competitor")["when"]["in"]
    leads = [
        lead
        for lead, at in company.handed.items()
        if company.touches(lead, at, 30) and company.leads[lead]["company"] not in rivals
    ]
    ids = [one["id"] for one in company.truth["signals"] if one["kind"] in FITTED]
    lists = ("trade fair list", "target list")
    x = np.array(
        [[*(one in found[lead] for one in ids), company.leads[lead]["source"] in lists] for lead in leads], float
    )
    y = np.array([company.first(lead, "sql") is not None for lead in leads])
    fit = LogisticRegression(C=np.inf, max_iter=1000).fit(x, y)
    chance, design = fit.predict_proba(x)[:, 1], np.c_[np.ones(len(x)), x]
    spread = np.sqrt(np.diag(np.linalg.inv((design * (chance * (1 - chance))[:, None]).T @ design)))[1:]
    return {one: (float(b), float(se)) for one, b, se in zip(ids, fit.coef_[0], spread, strict=False)}


def of_kind(name: str, kind: str) -> list[dict[str, object]]:
    return [one for one in sample(name).truth["signals"] if one["kind"] == kind]


@pytest.mark.parametrize("name", COMPANIES)
def test_true_effects_are_found_again(name: str) -> None:
    found = estimates(name)
    for signal in of_kind(name, "true"):
        effect, error = found[signal["id"]]
        assert abs(effect - math.log(signal["odds_ratio"])) < 2.6 * error, signal["id"]


@pytest.mark.parametrize("name", COMPANIES)
def test_true_effects_keep_their_order(name: str) -> None:
    found, true = estimates(name), of_kind(name, "true")
    order = spearmanr([one["odds_ratio"] for one in true], [found[one["id"]][0] for one in true])
    assert order.statistic > 0.8


@pytest.mark.parametrize("name", COMPANIES)
def test_noise_stays_near_an_odds_ratio_of_one(name: str) -> None:
    found = [estimates(name)[one["id"]] for one in of_kind(name, "noise")]
    assert all(abs(effect) < 2.6 * error for effect, error in found)
    assert sum(abs(effect) < 1.96 * error for effect, error in found) >= len(found) - 1


@pytest.mark.parametrize("name", COMPANIES)
def test_a_proxy_keeps_a_little_of_the_intent_that_nobody_sees(name: str) -> None:
    found = [estimates(name)[one["id"]][0] for one in of_kind(name, "proxy")]
    assert 1.0 < math.exp(sum(found) / len(found)) < 1.6


@pytest.mark.parametrize("name", COMPANIES)
def test_the_score_beside_a_hand_off_is_that_of_the_old_points(name: str) -> None:
    company, found = sample(name), at_hand_off(name)
    rules, groups = company.model["rules"], company.model["groups"]
    for lead, signals in found.items():
        sums = dict.fromkeys(groups, 0)
        for rule in rules:
            sums[rule.get("group", "")] = sums.get(rule.get("group", ""), 0) + rule.get("points", 0) * (
                rule["id"] in signals
            )
        bounded = [
            min(max(sums[group], bounds.get("floor", -999)), bounds.get("cap", 999)) for group, bounds in groups.items()
        ]
        shown = next(one.row["score"] for one in company.stages[lead] if one.row["stage"] == "mql")
        assert int(shown) == min(max(sum(bounded), 0), 100), lead


def test_rules_and_truth_agree() -> None:
    for name in COMPANIES:
        rules = {rule["id"]: rule for rule in sample(name).model["rules"]}
        for signal in sample(name).truth["signals"]:
            if signal["old_points"] is not None:
                assert rules[signal["id"]]["points"] == signal["old_points"]
                assert rules[signal["id"]]["when"] == signal["condition"]
