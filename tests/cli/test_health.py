"""`leadscore health` and `leadscore treat`: what is wrong, what a treatment would change, and the way back."""

from __future__ import annotations

from pathlib import Path

from leadscore.store import snapshots

from .conftest import Leadscore


def test_health_says_what_was_found_and_the_command_that_mends_it(
    leadscore: Leadscore, own_sample_workspace: Path
) -> None:
    called = leadscore("health", own_sample_workspace)
    assert called.code == 0
    lines = called.out.splitlines()
    assert lines[0].startswith("7 things found that may mislead, 6 of them can be treated")
    assert any(
        line.startswith("Test records, and leads of your own people: 36 of 7,590 leads (0.5 %).") for line in lines
    )
    assert f"  leadscore treat {own_sample_workspace} merge_people:by=email" in lines


def test_json_has_every_check(leadscore: Leadscore, own_sample_workspace: Path) -> None:
    found = leadscore("health", own_sample_workspace, "--json").json
    by_name = {each["name"]: each for each in found["checks"]}
    assert len(by_name) == 22 and found["treated"] == []
    tests = by_name["test_records"]
    assert (tests["n"], tests["of"], tests["treatment"]) == (36, 7590, "leave_out_tests")
    assert len(tests["examples"]) == 5
    assert all(each["n"] is not None or each["reason"] for each in found["checks"])


def test_treatments_add_up_and_are_taken_back_one_by_one(leadscore: Leadscore, own_sample_workspace: Path) -> None:
    imported = snapshots.current(own_sample_workspace)[1]
    tried = leadscore("treat", own_sample_workspace, "leave_out_tests", "--dry-run")
    assert "Rows of leads: 7,590 -> 7,554" in tried.out and "Nothing was changed." in tried.err
    assert snapshots.current(own_sample_workspace)[1] == imported
    leadscore("treat", own_sample_workspace, "leave_out_tests")
    made = leadscore("treat", own_sample_workspace, "leave_out_scanners:seconds=5", "--json").json
    assert [each["name"] for each in made["done"]] == ["leave_out_tests", "leave_out_scanners"]
    assert made["before"]["rows"]["leads"] - made["after"]["rows"]["leads"] == 36
    assert made["after"]["conversion"]["low"] < made["after"]["conversion"]["value"]
    leadscore("treat", own_sample_workspace, "--undo", "leave_out_tests")
    assert [each["name"] for each in snapshots.current(own_sample_workspace)[1].treatments] == ["leave_out_scanners"]
    leadscore("treat", own_sample_workspace, "--undo")
    assert snapshots.current(own_sample_workspace)[1] == imported


def test_what_is_asked_wrongly_is_said(leadscore: Leadscore, six: Path) -> None:
    assert leadscore("treat", six).code == 2
    strange = leadscore("treat", six, "leave_out_test")
    assert strange.code == 1 and "Did you mean 'leave_out_tests'" in strange.err
    never = leadscore("treat", six, "--undo", "merge_people")
    assert never.code == 2 and "is not among the treatments" in never.err
