"""The mapping card on the Data page: what waits for an answer, what a click changes, and what a room may not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.store import snapshots, workspace

from . import companies
from .room import Visit, visit
from .test_bringing_data import EDUCATION, titles, upload

BOTH_WAYS = "Lead ID,Email,Created,Status\n1,ada@one.example,01/02/2026,Customer\n2,ben@two.example,03/04/2026,Fresh\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """The Data page of an empty workspace."""
    return visit(companies.emptied(tmp_path / "room"), monkeypatch, "data")


def buttons(desk: Visit) -> list[str]:
    return [each.label for each in desk.app.button]


def choose(desk: Visit, label: str, value: str) -> None:
    boxes = [*desk.app.get("segmented_control"), *desk.app.selectbox]
    next(each for each in boxes if each.label.startswith(label)).set_value(value)
    desk.run()


def columns_of(desk: Visit) -> list[str]:
    return list(desk.table(0).columns)


def test_nothing_is_read_before_what_nobody_can_guess_is_said(desk: Visit, tmp_path: Path) -> None:
    upload(desk, "Leads.csv", BOTH_WAYS)
    assert "Check it" not in buttons(desk) and "Only you can say" in desk.words()
    assert [each.proto.title for each in desk.app.info] == ["1 question to answer before anything is read"]
    choose(desk, "Does the day or the month", "%m/%d/%Y")
    assert "%m/%d/%Y" in desk.app.text_area[0].value
    desk.press("Check it").press("Import")
    assert snapshots.current(tmp_path / "room")[1].rows("leads") == 2


def test_a_word_is_given_its_stage_by_a_click(desk: Visit) -> None:
    upload(desk, "Leads.csv", BOTH_WAYS)
    assert "Fresh: mql" not in desk.app.text_area[0].value
    choose(desk, "Fresh (1 row)", "mql")
    assert "Fresh: mql" in desk.app.text_area[0].value


def test_what_is_answered_after_a_check_is_checked_again(desk: Visit) -> None:
    upload(desk, "Leads.csv", EDUCATION)
    desk.press("Check it")
    assert "Import" in buttons(desk) and "Check it" not in buttons(desk)
    choose(desk, "What does '1' in 'Converted' mean", "sql")
    assert "Check it" in buttons(desk) and "Import" not in buttons(desk)


def test_a_room_sees_no_cells_of_people(desk: Visit) -> None:
    upload(desk, "Leads.csv", EDUCATION)
    assert "A few of its cells" in columns_of(desk)
    next(each for each in desk.app.toggle if each.label == "Projector mode").set_value(True)
    desk.run()
    assert "A few of its cells" not in columns_of(desk) and "Becomes" in columns_of(desk)


def test_text_changed_by_hand_is_what_is_imported_and_said(desk: Visit, tmp_path: Path) -> None:
    upload(desk, "Leads.csv", EDUCATION)
    text = desk.app.text_area[0].value
    desk.app.text_area[0].set_value(text.replace("keep: all", "keep: [City, TotalVisits]"))
    desk.run()
    assert any("changed by hand" in each.value for each in desk.app.warning)
    desk.press("Check it").press("Import")
    names = [each.name for each in snapshots.current(tmp_path / "room")[1].attributes]
    assert "City" in names and "Lead Origin" not in names


def test_after_an_import_one_click_starts_a_model_and_opens_tune(desk: Visit, tmp_path: Path) -> None:
    upload(desk, "Leads.csv", EDUCATION)
    desk.press("Check it").press("Import")
    start = next(each for each in buttons(desk) if each.endswith("and tune it"))
    desk.press(start)
    assert workspace.find(tmp_path / "room").model.is_file()
    assert [each.value for each in desk.app.title] == ["What would these points have done to real past leads?"]


def test_the_same_export_next_month_needs_no_answers(desk: Visit) -> None:
    upload(desk, "Leads.csv", BOTH_WAYS)
    choose(desk, "Does the day or the month", "%m/%d/%Y")
    desk.press("Check it").press("Import").turn_to("Bring data")
    upload(desk, "Leads-march.csv", BOTH_WAYS + "3,cem@three.example,05/06/2026,Customer\n")
    assert any(each.proto.title.startswith("Such files were imported on") for each in desk.app.info)
    assert "Leads-march.csv" in desk.app.text_area[0].value and "%m/%d/%Y" in desk.app.text_area[0].value
    desk.press("Check it").press("Import")
    assert "Imported" in titles(desk)


def test_a_folder_is_named_instead_and_its_links_are_not_followed(desk: Visit, tmp_path: Path) -> None:
    folder, secret = tmp_path / "exports", tmp_path / "secret.csv"
    folder.mkdir()
    (folder / "Leads.csv").write_text(EDUCATION, encoding="utf-8")
    (folder / "notes.pdf").write_text("no table", encoding="utf-8")
    secret.write_text(EDUCATION, encoding="utf-8")
    (folder / "link.csv").symlink_to(secret)
    next(each for each in desk.app.text_input if each.label == "Folder").set_value(str(folder))
    desk.run()
    listed = desk.table(0).set_index("File")
    assert list(listed["Taken"]) == ["yes", "no", "no"]
    assert listed.loc["link.csv", "Why not"] == "a link, which is not followed"
    desk.press("Take 1 file").press("Check it").press("Import")
    assert snapshots.current(tmp_path / "room")[1].rows("leads") == 3
    assert (folder / "Leads.csv").read_text(encoding="utf-8") == EDUCATION
    assert sorted(each.name for each in folder.iterdir()) == ["Leads.csv", "link.csv", "notes.pdf"]


@pytest.mark.parametrize("named", ["exports", "/no/such/folder", "\0"])
def test_a_folder_that_is_none_is_refused_in_words(desk: Visit, named: str) -> None:
    next(each for each in desk.app.text_input if each.label == "Folder").set_value(named)
    desk.run()
    assert len(desk.app.error) == 1 and desk.app.error[0].value
