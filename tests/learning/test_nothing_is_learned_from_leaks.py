"""A field that was filled in on the way is no signal, gets no points, and teaches no score."""

from __future__ import annotations

import pytest

from leadscore.evidence import Shelf
from leadscore.learning.leaks.barred import barred
from leadscore.learning.leaks.leaks import leaks
from leadscore.learning.refining.learned_score import with_candidates
from leadscore.learning.signals.signals import signals
from leadscore.learning.suggesting.suggestion import suggest
from leadscore.model import Model
from leadscore.model.conditions import attributes_of

from .leaky_company import REACHED, LeakyCompany, chance, model


def quality(place: int, stood: str) -> str:
    """What a rep writes down once a lead has become one of theirs; a guess before."""
    return "high" if stood == REACHED and chance(place, "quality") < 0.95 else "low"


ASKS = model("{id: rated, points: 20, when: {attribute: verdict, is: high}}")


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return LeakyCompany({"verdict": quality}).shelf(tmp_path_factory.mktemp("rated") / "company")


def test_the_lint_and_what_learns_bar_the_same_rule(rated: Shelf) -> None:
    (why,) = barred(ASKS, leaks(rated, ASKS)).values()
    assert why.startswith("'verdict' must not be an input: alone it separates the outcomes with an AUC of 0.9")


def test_it_is_no_signal(rated: Shelf) -> None:
    found = signals(rated, ASKS)
    assert "verdict" not in {each.candidate.name for each in found.signals}
    (left,) = (each for each in found.left_out if each.name == "verdict")
    assert left.reason.startswith("'verdict' must not be an input")


def test_it_explains_no_signal_away(rated: Shelf) -> None:
    """A rule on it would hold the outcome itself equal."""
    found, without = signals(rated, ASKS), signals(rated, ASKS.without_rules({"rated"}))
    assert found.tests > 0
    assert found.beside == without.beside
    assert found.signals == without.signals


def test_it_gets_no_points(rated: Shelf) -> None:
    found = suggest(rated, ASKS, draws=20)
    (points,) = (each for each in found.points if each.rule_id == "rated")
    assert points.suggested is None
    assert points.reason is not None
    assert points.reason.startswith("'verdict' must not be an input")


def test_it_teaches_no_score(rated: Shelf) -> None:
    learned: Model = with_candidates(rated, ASKS)
    assert "verdict" not in {name for rule in learned.rules for name in attributes_of(rule.when)}


def test_fields_are_checked_once_whoever_asks(rated: Shelf) -> None:
    assert leaks(rated, ASKS) is leaks(rated, ASKS, ASKS.evaluation.outcome)
    assert leaks(rated, ASKS, "won") is not leaks(rated, ASKS)
