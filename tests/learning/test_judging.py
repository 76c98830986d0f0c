"""Judging forward in time: what was not known when a fold began chooses nothing in it."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore.learning.suggesting.folds import Fold
from leadscore.learning.suggesting.judging import FIRST, PENALTIES, Leads, judge
from leadscore.learning.suggesting.sign_constrained import Limits, Line

PART = 100


def leads(second_part: str) -> Leads:
    """Three parts of leads; in the second the signal says what it says in the others, or the contrary."""
    place = np.arange(3 * PART)
    holds = place % 2 == 0
    hit = np.where(place % 10 < 2, ~holds, holds)
    middle = (place >= PART) & (place < 2 * PART) & (second_part == "contrary")
    free = Limits(np.array([-np.inf]), np.array([np.inf]))
    return Leads(holds[:, None] * 1.0, np.where(middle, ~hit, hit), place, place // PART, free)


def lines(second_part: str, known: int) -> list[Line]:
    """The line that judges each part; `known` leads are learned from when the third begins."""
    parts = [Fold(np.arange(PART), np.arange(PART, 2 * PART)), Fold(np.arange(known), np.arange(2 * PART, 3 * PART))]
    used: list[Line] = []

    def scored(line, places):
        used.append(line)
        return np.zeros(len(places)), np.zeros(len(places))

    judge(leads(second_part), tuple(parts), scored, 0)
    return used


def test_outcomes_that_came_after_a_fold_began_do_not_choose_its_penalty() -> None:
    alike, contrary = lines("alike", PART), lines("contrary", PART)
    assert contrary[1].slopes[0] == alike[1].slopes[0]
    assert alike[1].slopes[0] == pytest.approx(alike[0].slopes[0])


def test_outcomes_that_were_known_by_then_do() -> None:
    assert PENALTIES[0] < FIRST < PENALTIES[-1]
    assert lines("contrary", 2 * PART)[1].slopes[0] < lines("alike", 2 * PART)[1].slopes[0]
