"""An import on the Data page: it runs beside the page, adds or replaces, can be stopped; then the history of data."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadscore.importing import Progress
from leadscore.store import snapshots, workspace
from pages._parts import importing_parts
from pages._session import imports

from . import companies
from .room import APP, LONGEST, Visit, visit

OCTOBER = "Lead Id,Company Size,City\nanna,50,Ghent\nbo,7,Rome\n"
NOVEMBER = "Lead Id,Company Size,City\nbo,8,Rome\ncleo,3,Oslo\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """The Data page of an empty workspace."""
    return visit(companies.emptied(tmp_path / "room"), monkeypatch, "data")


def bring(desk: Visit, name: str, content: str) -> None:
    desk.turn_to("Bring data")
    desk.app.file_uploader[0].upload(name, content.encode())
    desk.run()


def imported(desk: Visit, name: str, content: str) -> None:
    bring(desk, name, content)
    desk.press("Check it").press("Import")


def choose(desk: Visit, label: str, option: str) -> None:
    """Click one of a few."""
    kinds = ("segmented_control", "pills", "button_group")
    found = [each for kind in kinds for each in desk.app.get(kind) if each.label == label]
    found[0].set_value(option)
    desk.run()


def leads(room: Path) -> int:
    return snapshots.current(room)[1].rows("leads")


def test_a_second_export_is_added_by_one_click(desk: Visit, tmp_path: Path) -> None:
    imported(desk, "leads 2026-10-01.csv", OCTOBER)
    bring(desk, "leads 2026-11-01.csv", NOVEMBER)
    choose(desk, "What becomes of the data in use", "Add to them")
    desk.press("Check it")
    assert list(desk.table(-1)["Kept"]) == [1] and list(desk.table(-1)["New"]) == [1]
    desk.press("Import")
    assert leads(tmp_path / "room") == 3
    assert not list(workspace.find(tmp_path / "room").uploads.glob("*"))


def test_the_day_of_an_export_is_confirmed_by_click_and_dates_what_differs(desk: Visit, tmp_path: Path) -> None:
    imported(desk, "leads 2026-10-01.csv", OCTOBER)
    bring(desk, "leads 2026-11-01.csv", NOVEMBER)
    choose(desk, "What becomes of the data in use", "Add to them")
    choose(desk, "leads 2026-11-01.csv was exported on", "2026-11-01")
    desk.press("Check it").press("Import")
    manifest = snapshots.current(tmp_path / "room")[1]
    assert manifest.changed_fields == ("company_size",)


def test_a_check_holds_only_for_what_was_checked(desk: Visit) -> None:
    imported(desk, "leads.csv", OCTOBER)
    bring(desk, "leads.csv", NOVEMBER)
    desk.press("Check it")
    assert any(each.label == "Import" for each in desk.app.button)
    choose(desk, "What becomes of the data in use", "Add to them")
    assert not any(each.label == "Import" for each in desk.app.button)


def test_files_are_still_there_after_a_look_at_another_tab(desk: Visit) -> None:
    bring(desk, "leads.csv", OCTOBER)
    desk.turn_to("History").turn_to("Bring data")
    assert "Still here: leads.csv" in desk.words()
    desk.press("Check it").press("Import")
    desk.turn_to("Bring data")
    assert "Still here" not in desk.words()


def test_a_stopped_import_says_so_and_leaves_nothing(
    desk: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(desk, "leads.csv", OCTOBER)
    begun = imports.begin

    def begin_and_stop(*asked: object, **options: object) -> None:
        begun(*asked, **options)  # type: ignore[arg-type]
        imports.stop()

    monkeypatch.setattr(imports, "begin", begin_and_stop)
    desk.press("Check it")
    assert "The import was stopped. Nothing was imported" in desk.words()
    assert [each.proto.title for each in desk.app.error] == ["Nothing was changed"]
    assert not list(workspace.find(tmp_path / "room").uploads.glob("import-*"))


def test_what_one_tab_asked_for_is_not_taken_by_another(
    desk: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, may_work, work = list[imports.Job](), threading.Event(), imports._work

    def held_up(job: imports.Job, *asked: object) -> None:
        jobs.append(job)
        may_work.wait(30)
        work(job, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "_work", held_up)
    monkeypatch.setattr(importing_parts, "follow", lambda _: None)
    bring(desk, "leads.csv", OCTOBER)
    other = Visit(AppTest.from_file(str(APP), default_timeout=LONGEST)).run().open("data")
    bring(other, "others.csv", NOVEMBER)
    for button, title in (("Check it", "This is what an import would do"), ("Import", "Imported")):
        may_work.clear()
        desk.press(button)
        may_work.set()
        assert jobs[-1].wait(30)
        other.run()
        assert title in [each.proto.title for each in desk.run().app.success]
    assert len(list(workspace.find(tmp_path / "room").uploads.glob("*/others.csv"))) == 1


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress("reading", "leads.csv", 50_000, 0.4), "Importing: reading leads.csv: 50,000 rows"),
        (Progress("joining", "deal_leads", 0, 0.9), "Importing: putting together deal leads"),
        (Progress(), "Importing: looking at the files"),
    ],
    ids=["reading", "joining", "opening"],
)
def test_how_far_it_is_is_said_in_words(progress: Progress, said: str) -> None:
    assert importing_parts.in_words(progress, dry_run=False) == said


def test_the_history_tells_how_each_snapshot_came_about_and_goes_back(desk: Visit, tmp_path: Path) -> None:
    imported(desk, "leads.csv", OCTOBER)
    imported(desk, "leads.csv", NOVEMBER + "dora,1,Bonn\n")
    desk.turn_to("History")
    assert list(desk.table(0)["How"]) == ["imported", "imported"]
    assert list(desk.table(0)["In use"]) == [True, False]
    next(each for each in desk.app.selectbox if each.label == "Look into snapshot").set_value(1)
    desk.run()
    assert desk.table(1).iloc[0].to_list() == ["leads", 3, 2, -1]
    assert "lead_id: Lead Id" in desk.app.code[0].value
    desk.press("Use snapshot 1 again")
    assert "It is in use again, as number 3" in desk.words()
    assert leads(tmp_path / "room") == 2
    assert [each.in_use for each in snapshots.history(tmp_path / "room")] == [False, False, True]


def test_files_of_a_tab_that_was_closed_do_not_stay_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = companies.emptied(tmp_path / "room") / "uploads"
    for name, days in (("forgotten", 3), ("of today", 0)):
        (uploads / name).mkdir(parents=True)
        (uploads / name / "leads.csv").write_text(OCTOBER, encoding="utf-8")
        os.utime(uploads / name, (time.time() - days * 86_400,) * 2)
    visit(tmp_path / "room", monkeypatch, "data").turn_to("Bring data")
    assert [each.name for each in uploads.iterdir()] == ["of today"]


def test_the_first_start_that_is_offered_is_none_of_which_most_rules_sleep(desk: Visit) -> None:
    """Half of the rules of a small preset are awake here; of those that ask most, most sleep."""
    ways = (("Software", "VP Sales", "US"), ("Pharma", "Clerk", "NO"))
    rows = [f"L{row},{row * 10},{','.join(ways[row % 2])},a{row}@acme.example" for row in range(60)]
    imported(desk, "leads.csv", "\n".join(["Lead Id,Company Size,Industry,Job Title,Country,Email", *rows]))
    (start,) = [each.label for each in desk.app.button if each.label.endswith("and tune it")]
    assert start == "Start from 'From this data, no points given yet' and tune it"


def test_a_model_that_these_data_hardly_answer_is_not_all_that_is_offered(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model of the sample asks for activities; a plain list of leads has none."""
    data = visit(own_sample_workspace, monkeypatch, "data")
    data.turn_to("Bring data")
    ways = (("Software", "VP Sales", "US"), ("Pharma", "Clerk", "NO"))
    rows = [f"L{row},{row * 10},{','.join(ways[row % 2])}" for row in range(60)]
    imported(data, "leads.csv", "\n".join(["Lead Id,Company Size,Industry,Job Title,Country", *rows]))
    assert [each.label for each in data.app.button if each.label.endswith("and tune it")]


def test_without_data_the_history_says_so(desk: Visit) -> None:
    assert "Nothing was imported yet." in desk.turn_to("History").words()
