"""Which questions hold for mostly the same leads."""

from __future__ import annotations

import numpy as np

from leadscore.learning.signals.overlap import Overlap, Together


def together(*columns: list[int], subjects: str = "abcdef") -> Together:
    holds = np.column_stack([np.asarray(each, dtype=bool) for each in columns])
    return Together.of(
        holds,
        [f"name {each}" for each in subjects[: len(columns)]],
        [frozenset(each) for each in subjects[: len(columns)]],
    )


def test_a_question_that_mostly_holds_too_is_named_with_both_shares() -> None:
    found = together([1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0]).overlap(0)
    assert found == (Overlap("name b", 0.75, 0.25),)


def test_what_holds_for_nearly_everybody_is_not_named() -> None:
    assert together([1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 0]).overlap(0) == ()


def test_what_is_about_the_same_is_not_named_and_of_another_subject_only_the_nearest() -> None:
    nearly = [1, 1, 0, 0, 0, 0, 0, 0]
    found = together(
        [1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0], nearly, [1, 1, 1, 1, 1, 0, 0, 0], subjects="aabb"
    )
    assert [each.name for each in found.overlap(0)] == ["name b"]
    assert found.overlap(0)[0].share == 1.0


def test_what_nobody_has_overlaps_with_nothing() -> None:
    assert together([0, 0, 0], [1, 0, 1]).overlap(0) == ()
