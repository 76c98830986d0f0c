"""`leadscore inspect`: what files hold, and a mapping that can be kept and used."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Leadscore

PEOPLE = """\
Contact ID,Created on,Company,Job title,Employees,Country
ada,05.01.2026,Ahorn,VP Sales,120,NO
ben,16.01.2026,Acme,Engineer,300,DE
cleo,27.01.2026,Cedar,"VP, Marketing",5000,FR
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path / "people.csv"


def test_the_proposed_mapping_is_what_is_printed_and_can_be_imported(
    leadscore: Leadscore, people: Path, empty: Path
) -> None:
    called = leadscore("inspect", people)
    assert called.code == 0
    (people.parent / "map.yaml").write_text(called.out)
    report = leadscore("import", empty, "--mapping", people.parent / "map.yaml", "--json").json
    assert report["tables"]["leads"] == {"read": 3, "accepted": 3, "rejected": 0, "duplicates": 0, "left_out": 0}


def test_columns_are_described_on_stderr(leadscore: Leadscore, people: Path) -> None:
    err = leadscore("inspect", people).err
    assert err.startswith("people.csv: text, 6 columns: Contact ID (text), Created on (date), ")
    assert "Employees (number)" in err


def test_json_has_columns_with_types_and_the_same_mapping(leadscore: Leadscore, people: Path) -> None:
    called = leadscore("inspect", people, "--json")
    document = called.json
    assert called.code == 0
    assert {"files", "crm", "mapping", "doubts"} <= set(document)
    (file,) = document["files"]
    assert {column["name"]: column["type"] for column in file["columns"]} == {
        "Contact ID": "text",
        "Created on": "date",
        "Company": "text",
        "Job title": "text",
        "Employees": "number",
        "Country": "text",
    }
    assert document["mapping"] == leadscore("inspect", people).out


def test_a_file_that_is_not_there(leadscore: Leadscore, tmp_path: Path) -> None:
    called = leadscore("inspect", tmp_path / "no.csv")
    assert (called.code, called.out) == (1, "")
    assert called.err.startswith("Error: no.csv could not be read (No such file or directory).")


def test_no_file_at_all_is_a_usage_error(leadscore: Leadscore) -> None:
    assert leadscore("inspect").code == 2
