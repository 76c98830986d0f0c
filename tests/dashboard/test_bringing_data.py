"""Files brought on the Data page: looked at, checked, imported, refused; the ledger is the import's own."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pandas as pd
import pytest

from leadscore import importing, serving
from leadscore.store import snapshots, workspace

from . import companies
from .room import Visit, visit

EDUCATION = """Prospect ID,Lead Number,Lead Origin,Lead Source,Converted,TotalVisits,Country,City
7927b2df,660737,API,Olark Chat,0,0,,Select
2a272436,660728,API,Organic Search,0,5,India,Select
8cc8c611,660727,Landing Page Submission,Direct Traffic,1,2,India,Mumbai
,660719,Landing Page Submission,Direct Traffic,0,1,India,Mumbai
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """The Data page of an empty workspace."""
    return visit(companies.emptied(tmp_path / "room"), monkeypatch, "data")


def test_the_ledger_on_data_is_the_imports_own(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mapping = serving.served_folder() / "sample_data" / "services" / "mapping.yaml"
    counted = importing.run(own_sample_workspace, mapping, dry_run=True)
    data = visit(own_sample_workspace, monkeypatch, "data")
    data.turn_to("Bring data")
    next(each for each in data.app.get("segmented_control") if each.label == "Sample").set_value("services")
    data.run().press("Load the sample")
    ledger = data.table(0).set_index("Table")
    for table, counts in counted.tables.items():
        shown = ledger.loc[table.replace("_", " ")]
        assert {word: shown[word.replace("_", " ").capitalize()] for word in counts} == counts
        assert shown["Read"] == shown["Accepted"] + shown["Rejected"]
    assert counted.revision in data.words()
    assert snapshots.current(own_sample_workspace)[1].revision == counted.revision


def test_a_full_disk_is_said_where_files_are_chosen(
    desk: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        upload(desk, "Leads.csv", EDUCATION)
    assert desk.app.error and not desk.app.text_area
    assert "(No space left on device). Make room there" in desk.words()
    assert not list(workspace.find(tmp_path / "room").uploads.glob("*"))


def test_a_file_is_looked_at_checked_and_imported(desk: Visit, tmp_path: Path) -> None:
    upload(desk, "Leads.csv", EDUCATION)
    assert "Prospect ID" in list(desk.table(0)["Column"])
    assert "lead_id: Prospect ID" in desk.app.text_area[0].value
    desk.press("Check it")
    assert "This is what an import would do" in titles(desk)
    assert_ledger(desk.table(1), read=4, accepted=3, rejected=1)
    assert not snapshots.has_data(tmp_path / "room")
    desk.press("Import")
    assert "Imported" in titles(desk)
    assert_ledger(desk.table(0), read=4, accepted=3, rejected=1)
    assert snapshots.current(tmp_path / "room")[1].rows("leads") == 3
    assert not list(workspace.find(tmp_path / "room").uploads.glob("*"))


def test_the_same_file_again_changes_nothing(desk: Visit) -> None:
    for words in ("Imported", "The data in use already were the same"):
        upload(desk, "Leads.csv", EDUCATION)
        desk.press("Check it").press("Import")
        assert words in titles(desk)
        desk.turn_to("Bring data")


def test_a_mapping_with_a_mistake_is_refused_in_its_own_words(desk: Visit, tmp_path: Path) -> None:
    upload(desk, "Leads.csv", EDUCATION)
    mapping = desk.app.text_area[0].value
    desk.app.text_area[0].set_value(mapping.replace("lead_id: Prospect ID", "lead_id: Prospekt ID"))
    desk.press("Check it")
    assert "Prospekt ID" in desk.app.error[0].value
    assert not snapshots.has_data(tmp_path / "room")


@pytest.mark.parametrize("content", [b"", b"\x00\xff\x00\x01" * 50, b"PK\x03\x04 no zip"])
def test_a_file_that_is_no_table_is_refused(desk: Visit, content: bytes) -> None:
    upload(desk, "Leads.xlsx", content)
    assert desk.app.error[0].value


def upload(desk: Visit, name: str, content: str | bytes) -> None:
    desk.app.file_uploader[0].upload(name, content.encode() if isinstance(content, str) else content)
    desk.run()


def titles(desk: Visit) -> list[str]:
    return [each.proto.title for each in desk.app.success]


def assert_ledger(ledger: pd.DataFrame, **counts: int) -> None:
    leads = ledger.set_index("Table").loc["leads"]
    assert {word: leads[word.capitalize()] for word in counts} == counts
