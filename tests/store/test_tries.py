"""Tries: a setting that was looked at counts once for its data and outcome, whoever looks again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from leadscore.errors import UsageError
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import check
from leadscore.store.restoring import restore
from leadscore.store.state import Author, Looked, State, Tried
from leadscore.store.workspace import Workspace

from .at_once import at_once
from .conftest import ADA, BEN, NOON
from .story import everything, tell, tried


def test_a_look_again_is_no_new_try(state: State) -> None:
    assert state.tries.look(tried(20), NOON, ADA)
    before = state.audit.head()
    assert not state.tries.look(tried(20), NOON, BEN)
    assert state.audit.head() == before
    assert state.tries.count("data-1") == 1


def test_other_points_data_or_outcomes_are_other_tries(state: State) -> None:
    for each in (tried(20), tried(25), tried(25, outcome="won"), tried(25, revision="data-2")):
        assert state.tries.look(each, NOON, ADA)
    assert state.tries.count("data-1", "sql") == 2
    assert state.tries.count("data-1", "won") == 1
    assert state.tries.count("data-1") == 2, "20 and 25 points, whatever was asked of them"
    assert state.tries.count("data-2") == 1
    assert state.tries.count("data-3") == 0


def test_how_many_were_looked_at_after_a_moment(state: State) -> None:
    state.tries.look(tried(20), NOON, ADA)
    state.tries.look(tried(25), NOON + timedelta(minutes=5), ADA)
    assert state.tries.count("data-1", since=NOON - timedelta(minutes=1)) == 2
    assert state.tries.count("data-1", since=NOON) == 1
    assert state.tries.count("data-1", "won", since=NOON) == 0


def test_a_try_holds_what_scores_it_again(state: State) -> None:
    state.tries.look(tried(20), NOON, ADA)
    state.tries.look(tried(25), NOON)
    known, nobody = state.tries.latest("data-1", "sql", 300)
    assert (known.document, known.model_hash, known.scoring_hash) == (
        "name: 20 points",
        "model of name: 20 points",
        "scores of name: 20 points",
    )
    assert (known.at, known.author, nobody.author) == (NOON, Author("Ada", "marketing"), None)
    assert [each.document for each in state.tries.latest("data-1", "sql", 1)] == ["name: 25 points"]


def test_who_looked_at_how_many(state: State) -> None:
    for points, by in ((20, ADA), (25, BEN), (30, ADA), (35, None)):
        state.tries.look(tried(points), NOON, by)
    assert state.tries.people("data-1") == (
        Looked(Author("Ada", "marketing"), 2, NOON, NOON),
        Looked(Author("Ben", "sales"), 1, NOON, NOON),
        Looked(None, 1, NOON, NOON),
    )


def test_of_people_who_look_at_one_setting_at_once_one_try_is_kept(state: State) -> None:
    told = at_once(state.place, 4, lambda own, who: own.tries.look(tried(20), NOON))
    assert told == ["kept"] * 4
    assert state.tries.count("data-1") == 1


def test_a_model_too_long_to_keep_is_no_try() -> None:
    with pytest.raises(UsageError, match="The model has 1,000,001 characters"):
        Tried("data-1", "sql", "x" * 1_000_001, "hash", "hash")


def test_tries_and_openings_come_back_from_a_backup(ws: Workspace, tmp_path: Path) -> None:
    with State.open(ws) as state:
        tell(state)
        said = everything(state)
    back_up(ws, tmp_path / "kept.zip", NOON)
    again = tmp_path / "again"
    restore(tmp_path / "kept.zip", again, NOON)
    with State.open(again) as state:
        assert everything(state) == said
    assert check(again).findings[1:] == ()
