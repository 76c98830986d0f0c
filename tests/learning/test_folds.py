"""Folds go forward in time, keep accounts together, and learn only from what was known."""

from __future__ import annotations

import numpy as np
import pytest

from leadscore.learning.suggesting.folds import folds_of

START = np.datetime64("2026-01-01T09:00:00", "us")
HORIZON = 60


def days(*numbers: int):
    return START + np.array(numbers) * np.timedelta64(1, "D")


def daily(leads: int, colleagues: int = 1):
    """A lead a day; colleagues come 50 days after each other."""
    lead = np.arange(leads)
    account = lead if colleagues == 1 else lead // (50 * colleagues) * 50 + lead % 50
    return account, days(*range(leads)), np.arange(leads) % 2 == 0


def test_no_account_is_on_both_sides_of_a_fold() -> None:
    account, as_of, hit = daily(400, colleagues=4)
    folds = folds_of(account, as_of, hit, HORIZON)
    assert folds
    for fold in folds:
        assert not set(account[fold.learned]) & set(account[fold.judged])


def test_only_outcomes_known_when_the_fold_begins_are_learned_from() -> None:
    account, as_of, hit = daily(500)
    folds = folds_of(account, as_of, hit, HORIZON)
    assert len(folds) == 4
    for fold in folds:
        assert as_of[fold.learned].max() + np.timedelta64(HORIZON, "D") < as_of[fold.judged].min()


def test_every_lead_is_judged_once_but_for_the_first_part() -> None:
    account, as_of, hit = daily(1000)
    folds = folds_of(account, as_of, hit, HORIZON)
    assert len(folds) == 4
    assert sorted(np.concatenate([fold.judged for fold in folds])) == list(range(400, 1000))


def test_an_account_belongs_to_the_fold_of_its_earliest_lead() -> None:
    account, as_of, hit = daily(1000)
    account[-1] = account[450]
    first, *others = folds_of(account, as_of, hit, HORIZON)
    assert {450, 999} <= set(first.judged)
    assert not any(999 in fold.judged or 999 in fold.learned for fold in others)


def test_a_fold_with_too_little_to_learn_from_is_left_out() -> None:
    account, as_of, hit = daily(1000)
    hit[:600] = False
    assert len(folds_of(account, as_of, hit, HORIZON)) == 2
    assert folds_of(account, as_of, np.zeros(1000, dtype=bool), HORIZON) == ()


@pytest.mark.parametrize("horizon", [0, 60])
def test_without_dates_accounts_are_dealt_out(horizon: int) -> None:
    account, _, hit = daily(300, colleagues=2)
    undated = np.full(300, np.datetime64("NaT", "us"))
    folds = folds_of(account, undated, hit, horizon)
    assert sorted(np.concatenate([fold.judged for fold in folds])) == list(range(300))
    for fold in folds:
        assert not set(account[fold.learned]) & set(account[fold.judged])
