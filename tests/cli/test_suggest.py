"""`leadscore suggest`: a proposal on the terminal, as JSON, or as a model file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from leadscore.learning.suggesting.suggestion import suggest
from leadscore.model import load
from leadscore.simulation import lock_of
from leadscore.store.database import open_current

from .conftest import Leadscore


@pytest.fixture(scope="module")
def copied(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SaaS sample in a folder of its own."""
    return Path(shutil.copytree(sample_workspace, tmp_path_factory.mktemp("suggest") / "saas"))


def test_it_says_what_the_library_finds_outside_the_locked_period(leadscore: Leadscore, copied: Path) -> None:
    from leadscore.evidence import Shelf

    shelf = Shelf(open_current(copied))
    found = suggest(shelf, load(copied / "model.yaml"), before=lock_of(shelf).starts)
    called = leadscore("suggest", copied)
    assert called.code == 0
    lines = called.out.splitlines()
    assert lines[0] == found.sentence
    assert "Locked away and not looked at: hand-offs from 2026-03-17 07:07 (Europe/Berlin) on." in lines
    demo, webinar = found.of("demo"), found.of("webinar")
    assert any(
        line.split()[-6:] == ["demo", "15", *f"{demo.suggested} {demo.low} to {demo.high}".split()] for line in lines
    )
    assert any(line.startswith("Attended a webinar") and f" {webinar.suggested} " in line for line in lines)


def test_json_has_every_rule_with_its_reason_or_interval(leadscore: Leadscore, copied: Path) -> None:
    document = leadscore("suggest", copied, "--outcome", "won", "--json").json
    assert document["outcome"] == "won" and "model" not in document
    assert len(document["points"]) == len(load(copied / "model.yaml").rules)
    for each in document["points"]:
        assert (each["suggested"] is None) == bool(each["reason"])
        assert each["suggested"] is None or each["low"] <= each["suggested"] <= each["high"]


def test_out_writes_the_proposal_and_leaves_the_workspace_s_model(
    leadscore: Leadscore, copied: Path, tmp_path: Path
) -> None:
    before = (copied / "model.yaml").read_bytes()
    called = leadscore("suggest", copied, "--out", tmp_path / "m.yaml")
    assert called.code == 0
    assert called.err.endswith("m.yaml, and nothing else. Name it with --model to see what it would do.\n")
    assert (copied / "model.yaml").read_bytes() == before
    written = load(tmp_path / "m.yaml")
    assert written.rule("webinar").worth < 10 and written.cut_offs == load(copied / "model.yaml").cut_offs
    again = leadscore("suggest", copied, "--model", tmp_path / "m.yaml", "--json").json
    assert {each["suggested"] for each in again["points"]} != {None}
    assert all(each["suggested"] in (None, each["now"]) for each in again["points"])


def test_where_nothing_can_be_suggested_nothing_is_written(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    called = leadscore("suggest", six, "--out", tmp_path / "m.yaml")
    assert called.code == 1
    assert called.out.startswith("History suggests no points: ")
    assert called.err.startswith("Error: Nothing was written to ")
    assert not (tmp_path / "m.yaml").exists()


def test_an_unknown_outcome_is_a_mistake_of_the_call(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("suggest", six, "--outcome", "wn")
    assert called.code == 2
    assert called.err == "Error: There is no outcome 'wn'. Did you mean 'won'? Choose one of: sql, opportunity, won.\n"


def test_without_data_it_says_so(leadscore: Leadscore, empty: Path) -> None:
    assert leadscore("suggest", empty).code == 1
