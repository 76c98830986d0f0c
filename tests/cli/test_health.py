"""`leadscore health` and `leadscore treat`: what is wrong, what a treatment would change, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore import importing
from leadscore.store import snapshots, workspace

from .conftest import Leadscore

LEADS = """id,created,name,email,company
1,2026-01-05,Ada Kroll,ada@works.example,Works
2,2026-01-06,A. Kroll,ADA@works.example,Works
3,2026-01-07,Ben Dorn,ben@other.example,Other
4,2026-01-08,Cleo Ek,cleo@more.example,More
5,2026-01-09,Dan Fall,dan@near.example,Near
6,2026-01-10,Test Test,t@trial.example,Trial
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A workspace of six leads: Ada is there twice, and one is a trial."""
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "stages.csv").write_text("id,stage,at\n1,mql,2026-02-01\n2,mql,2026-02-02\n3,mql,2026-02-03\n")
    (tmp_path / "map.yaml").write_text(
        "zone: UTC\nleads: [{file: leads.csv, lead_id: id, created_at: created, keep: all}]\n"
        "stages: [{file: stages.csv, lead_id: id, stage: stage, entered_at: at}]\n"
    )
    made = workspace.create(tmp_path / "ws")
    importing.run(made, tmp_path / "map.yaml")
    return made.folder


def test_health_says_what_was_found_and_the_command_that_mends_it(leadscore: Leadscore, room: Path) -> None:
    called = leadscore("health", room)
    lines = called.out.splitlines()
    assert called.code == 0
    assert lines[0].startswith("3 things found that may mislead, 2 of them can be treated; ")
    assert "Test records, and leads of your own people: 1 of 6 leads (16.7 %). name of a trial: 1" in lines
    assert f"  leadscore treat {room} merge_people:by=email" in lines
    assert "Dates without a time of day: 9 of 9 stamps (100.0 %)." in called.out
    assert "nobody is left out" in called.err  # there is no model


def test_json_has_every_check_with_its_number_or_its_reason(leadscore: Leadscore, room: Path) -> None:
    found = leadscore("health", room, "--own-domain", "near.example", "--json").json
    by_name = {each["name"]: each for each in found["checks"]}
    tests = by_name["test_records"]
    assert (tests["n"], tests["of"], tests["treatment"]) == (2, 6, "leave_out_tests:own_domains=near.example")
    assert [each["why"] for each in tests["examples"]] == ["name of a trial", "own domain"]
    assert all((each["n"] is None) == bool(each["reason"]) for each in found["checks"])
    assert by_name["same_account"]["n"] is None and found["treated"] == []


def test_treatments_add_up_and_are_taken_back_one_by_one(leadscore: Leadscore, room: Path) -> None:
    imported = snapshots.current(room)[1]
    tried = leadscore("treat", room, "leave_out_tests", "--dry-run")
    assert "Rows of leads: 6 -> 5" in tried.out and "Nothing was changed." in tried.err
    assert snapshots.current(room)[1] == imported
    leadscore("treat", room, "leave_out_tests")
    made = leadscore("treat", room, "merge_people:by=email", "--json").json
    assert [each["name"] for each in made["done"]] == ["leave_out_tests", "merge_people"]
    assert [made[when]["rows"]["leads"] for when in ("before", "after")] == [6, 4]
    assert [made[when]["handed_over"] for when in ("before", "after")] == [3, 2]
    assert leadscore("health", room, "--json").json["treated"] == ["leave_out_tests", "merge_people:by=email"]
    leadscore("treat", room, "--undo", "leave_out_tests")
    assert [each["name"] for each in snapshots.current(room)[1].treatments] == ["merge_people"]
    leadscore("treat", room, "--undo")
    assert snapshots.current(room)[1] == imported


def test_what_is_asked_wrongly_is_said(leadscore: Leadscore, room: Path) -> None:
    assert leadscore("treat", room).code == 2
    strange = leadscore("treat", room, "leave_out_test")
    assert strange.code == 1 and "Did you mean 'leave_out_tests'" in strange.err
    never = leadscore("treat", room, "--undo", "merge_people")
    assert never.code == 2 and "is not among the treatments" in never.err
