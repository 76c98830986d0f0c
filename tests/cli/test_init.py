"""`leadscore init`: an empty workspace, or one with a sample company."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Leadscore


def test_without_a_sample_the_workspace_is_empty(leadscore: Leadscore, tmp_path: Path) -> None:
    called = leadscore("init", tmp_path / "ws", "--json")
    assert (called.code, called.json) == (0, {"workspace": str(tmp_path / "ws"), "sample": None})
    assert called.err == f"Made {tmp_path / 'ws'}.\n"
    assert sorted(each.name for each in (tmp_path / "ws").iterdir()) == ["data", "drafts"]


def test_an_empty_workspace_may_be_made_again(leadscore: Leadscore, empty: Path) -> None:
    assert leadscore("init", empty).code == 0


def test_a_sample_brings_data_and_the_model_in_use(leadscore: Leadscore, tmp_path: Path) -> None:
    called = leadscore("init", tmp_path / "ws", "--sample", "services", "--json")
    assert called.code == 0
    assert set(called.json) == {
        "workspace",
        "sample",
        "tables",
        "rejected_file",
        "revision",
        "warnings",
        "reasons",
        "changed",
    }
    assert called.json["sample"] == "services"
    assert (tmp_path / "ws" / "model.yaml").read_text().startswith("# Synthetic data")


@pytest.mark.parametrize(
    ("sample", "code", "words"),
    [
        ("sass", 2, "There is no sample 'sass'. Did you mean 'saas'? Choose one of: saas, manufacturing, services."),
        ("retail", 2, "There is no sample 'retail'. Choose one of: saas, manufacturing, services."),
    ],
)
def test_an_unknown_sample_is_a_usage_error(
    leadscore: Leadscore, tmp_path: Path, sample: str, code: int, words: str
) -> None:
    called = leadscore("init", tmp_path / "ws", "--sample", sample)
    assert (called.code, called.out, called.err) == (code, "", f"Error: {words}\n")
    assert not (tmp_path / "ws").exists()


def test_a_sample_never_lands_on_data_of_ones_own(leadscore: Leadscore, six: Path) -> None:
    before = (six / "data" / "CURRENT").read_text()
    called = leadscore("init", six, "--sample", "saas")
    assert called.code == 1
    assert called.err == f"Error: {six} already has data or a model. Name a new folder for the sample.\n"
    assert (six / "data" / "CURRENT").read_text() == before


def test_a_folder_with_other_things_is_left_alone(leadscore: Leadscore, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    called = leadscore("init", tmp_path)
    assert called.code == 1
    assert called.err == f"Error: {tmp_path} already holds other files. Name a new or empty folder for the workspace.\n"


def test_a_file_is_no_place_for_a_workspace(leadscore: Leadscore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    called = leadscore("init", tmp_path / "file")
    assert (called.code, called.err) == (1, f"Error: {tmp_path / 'file'} is a file. Name a folder for the workspace.\n")
