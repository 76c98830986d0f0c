"""`metrics` and `review` of a named model file say that they count the period that no draft is tuned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Leadscore

TOLD = "These figures count the locked period, too: hand-offs from "


@pytest.mark.parametrize("command", [("metrics",), ("review", "--month", "2026-05")], ids=["metrics", "review"])
def test_a_named_model_is_told_of_the_lock_and_the_active_one_is_not(
    leadscore: Leadscore, sample_workspace: Path, command: tuple[str, ...]
) -> None:
    name, *more = command
    draft = leadscore(name, sample_workspace, *more, "--model", sample_workspace / "model.yaml")
    assert TOLD in draft.err
    assert TOLD not in leadscore(name, sample_workspace, *more).err


def test_where_nothing_is_locked_nothing_is_told(leadscore: Leadscore, six: Path) -> None:
    assert TOLD not in leadscore("metrics", six, "--model", six / "model.yaml").err
