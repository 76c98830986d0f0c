"""What is in these files?  Guesses, doubts, and a proposed mapping that loads as it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlsxwriter

from leadscore.errors import ImportRefused
from leadscore.importing import Inspection, Limits, inspect, run
from leadscore.importing.proposing import inspection
from leadscore.store.workspace import create

from .desk import Desk


def column(found: Inspection, name: str) -> tuple[str, str | None, str | None]:
    held = next(each for each in found.files[0].columns if each.name == name)
    return held.type, held.format, held.decimal


def test_dialect_and_columns_are_guessed(desk: Desk) -> None:
    content = (
        "Nur intern\n\nID;Datum;Umsatz;Preis;PLZ;Leer;\n"
        'A1;13.02.2026;1.234,50;"$22,700.00";01234;;\nA2;01.03.2026;7,25;$5.00;50667;;\n'
    )
    file = desk.write("leads.csv", content.encode("cp1252"))
    found = inspect([file])
    assert (found.files[0].delimiter, found.files[0].encoding, found.files[0].header_row) == (";", "utf-8", 3)
    assert column(found, "Datum") == ("date", "%d.%m.%Y", None)
    assert column(found, "Umsatz") == ("number", None, ",")
    assert column(found, "Preis") == ("number", None, None)
    assert column(found, "PLZ") == ("text", None, None)
    assert column(found, "Leer") == ("blank", None, None)
    assert any("column names were taken from row 3" in doubt for doubt in found.doubts)


def test_dates_that_read_both_ways_are_a_doubt(desk: Desk) -> None:
    found = inspect([desk.write("leads.csv", "id,created\n1,01/02/2026\n2,03/04/2026\n")])
    assert (
        "leads.csv: column 'created': day and month cannot be told apart: every value reads both ways; check `format`"
        in found.doubts
    )
    found = inspect([desk.write("leads.csv", "id,created\n1,01/02/2026\n2,03/14/2026\n")])
    assert column(found, "created") == ("date", "%m/%d/%Y", None) and not found.doubts


@pytest.mark.parametrize(("delimiter", "mark", "number"), [(";", ",", 5000.0), (",", ".", 5.0)])
def test_numbers_that_read_both_ways_are_a_doubt(desk: Desk, delimiter: str, mark: str, number: float) -> None:
    rows = "Lead ID,Employees,Volume\n1,5.000,1.250\n2,12,\n".replace(",", delimiter)
    found = inspect([desk.write("leads.csv", rows)])
    assert column(found, "Volume") == ("number", None, mark)
    doubt = (
        "every point and comma could be the decimal mark or group thousands, so 5.000 is 5 or 5,000: "
        f"'{mark}' was taken for the decimal mark; check `decimal`"
    )
    assert found.doubts == tuple(f"leads.csv: column '{name}': {doubt}" for name in ("Employees", "Volume"))
    assert f'company_size: {{column: Employees, type: number, decimal: "{mark}"}}' in found.mapping
    report = desk.bring(found.mapping)
    assert not any("decimal" in warning for warning in report.warnings)
    assert desk.rows('SELECT company_size, "Volume" FROM leads') == [(number, number / 4), (12.0, None)]


@pytest.mark.parametrize("other", ["5.5", "0.512", "1234.567", "1,234.5"])
def test_one_number_that_reads_one_way_settles_its_column(desk: Desk, other: str) -> None:
    found = inspect([desk.write("leads.csv", f'Lead ID,Volume\n1,5.000\n2,"{other}"\n')])
    assert column(found, "Volume") == ("number", None, None) and not found.doubts


def test_a_padded_title_is_no_header_and_values_are_no_names(desk: Desk) -> None:
    found = inspect([desk.write("leads.csv", "Export,,\n,,\nid,City,Size\n1,Ghent,5\n2,Bruges,\n")])
    assert found.files[0].header_row == 3
    found = inspect([desk.write("leads.csv", "1,Ghent,2026-01-01\n2,Bruges,2026-01-02\n")])
    assert "leads.csv: the first row is data, so its columns are numbered; check `header_row`" in found.doubts
    assert found.files[0].header_row == 0 and found.files[0].columns[0].name == "column 1"
    found = inspect([desk.write("leads.csv", "Name,2025,2026-01-01\nAnna,5,7\nBen,6,8\n")])
    assert found.files[0].header_row == 1


def test_the_fullest_sheet_and_its_header_row_are_found(desk: Desk) -> None:
    with xlsxwriter.Workbook(str(desk.folder / "leads.xlsx")) as book:
        book.add_worksheet("About").write(0, 0, "Export")
        sheet = book.add_worksheet("People")
        sheet.write(0, 0, "Our leads")
        sheet.write_row(2, 1, ["Lead ID", "Country"])
        for row in range(3, 9):
            sheet.write_row(row, 1, [f"L{row}", "NL"])
    found = inspect([desk.folder / "leads.xlsx"])
    assert (found.files[0].sheet, found.files[0].header_row, found.files[0].sampled) == ("People", 3, 6)
    assert desk.bring(found.mapping).tables["leads"]["accepted"] == 6


def test_of_very_many_sheets_the_first_are_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fullest sheet of all is the last one; it is not among those that are looked at."""
    monkeypatch.setattr(inspection, "MOST_SHEETS", 3)
    book = xlsxwriter.Workbook(desk.folder / "many.xlsx")
    for name, rows in (("a", 1), ("b", 4), ("c", 2), ("d", 9)):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate((("id", "Name"), *((f"L{row}", "x") for row in range(rows)))):
            sheet.write_row(row, 0, cells)
    book.close()
    found = inspection.inspect_file(desk.folder / "many.xlsx", Limits())
    assert found.sheet == "b" and len(found.sheets) == 4
    assert any("has 4 sheets; of the first 3 the one with the most rows was taken" in each for each in found.doubts)


def test_a_wide_export_is_proposed_column_by_column(desk: Desk) -> None:
    file = desk.write(
        "leads.csv",
        "Lead ID,Created,MQL Date,Closed Won Date\na,2026-01-01,2026-01-05,\nb,2026-01-02,2026-01-06,2026-02-01\n",
    )
    found = inspect([file])
    report = desk.bring(found.mapping)
    assert report.tables["stages"]["accepted"] == 3
    assert [row[1] for row in desk.rows("FROM stages ORDER BY entered_at")] == ["mql", "mql", "won"]


def test_no_value_of_a_person_is_in_the_printed_inspection(desk: Desk) -> None:
    found = inspect([desk.write("leads.csv", "id,Email,Status\n1,secret@person.example,New\n")])
    assert "secret@person" not in str(found.to_json())


def test_a_file_that_cannot_be_read_is_refused(desk: Desk) -> None:
    with pytest.raises(ImportRefused, match="is empty"):
        inspect([desk.write("leads.csv", "")])


def proposed(desk: Desk, folder: Path, names: str = "*.csv") -> Inspection:
    files = sorted(Path(shutil.copy(file, desk.folder)) for file in folder.glob(names))
    return inspect(files)


@pytest.mark.real_data
def test_the_proposal_for_x_education_loads(desk: Desk, real_data: Path) -> None:
    found = proposed(desk, real_data / "x_education")
    report = desk.bring(found.mapping)
    assert report.tables["leads"]["accepted"] == 9240 and report.tables["stages"]["accepted"] == 3561
    assert desk.rows("SELECT count(*) FROM leads WHERE source = 'Google'") == [(2868,)]


@pytest.mark.real_data
def test_the_proposal_for_zoho_loads(desk: Desk, real_data: Path) -> None:
    found = proposed(desk, real_data / "zoho_crm")
    report = desk.bring(found.mapping)
    assert found.crm == "Zoho"
    assert desk.rows("SELECT count(*) FROM leads") == [(3900,)] and report.tables["deals"]["accepted"] == 3632
    assert desk.rows("SELECT round(100.0 * count(*) / 3900, 3) FROM stages") == [(93.128,)]
    assert "deals: 1,819 are older than their lead" in report.warnings
    assert desk.rows("SELECT max(amount) > 1000 FROM deals") == [(True,)]


@pytest.mark.real_data
def test_the_proposal_for_hubspot_loads(desk: Desk, real_data: Path) -> None:
    found = proposed(desk, real_data / "hubspot_ui")
    report = desk.bring(found.mapping)
    assert found.crm == "HubSpot"
    assert report.tables["activities"]["accepted"] + report.tables["activities"]["rejected"] == 2000
    assert any(
        warning.startswith("activities: ") and "before their lead was created" in warning for warning in report.warnings
    )


@pytest.mark.real_data
def test_the_proposal_for_salesforce_loads(desk: Desk, real_data: Path) -> None:
    found = proposed(desk, real_data / "salesforce_export")
    report = desk.bring(found.mapping)
    assert found.crm == "Salesforce"
    assert report.tables["leads"]["accepted"] == 14 and report.tables["deals"]["accepted"] == 58


@pytest.mark.real_data
def test_header_lines_alone_are_proposed_for(desk: Desk, real_data: Path) -> None:
    found = proposed(desk, real_data / "vendor_headers", "pipedrive_*.csv")
    assert found.crm == "Pipedrive" and "leads:" in found.mapping
    assert "lead_id: Record ID" in proposed(desk, real_data / "vendor_headers", "hubspot_*.csv").mapping


def test_stages_among_activities_are_asked_for(tmp_path):
    """An event log: the proposal cannot know which event is the hand-off, and offers the lines to say it."""
    (tmp_path / "cases.csv").write_text("case_id,reg_date_utc,amount\nA1,2026-01-05T08:00:00Z,100\n", encoding="utf-8")
    events = "A1,A_OFFERED,2026-01-06T08:00:00+01:00\nA1,A_BOUGHT,2026-01-09T09:00:00+01:00\n"
    (tmp_path / "events.csv").write_text(f"case_id,activity,timestamp_raw\n{events}", encoding="utf-8")
    found = inspect([tmp_path / "cases.csv", tmp_path / "events.csv"])
    assert "created_at: reg_date_utc" in found.mapping
    assert "occurred_at: timestamp_raw" in found.mapping
    assert any("no outcome is known" in doubt for doubt in found.doubts)
    head, _, asked = found.mapping.partition("# stages:")
    filled = asked.replace("\n# ", "\n").replace("HANDED_OVER, CONFIRMED, WON, LOST", "A_OFFERED, A_BOUGHT")
    meant = ("{HANDED_OVER: mql, CONFIRMED: sql, WON: won, LOST: lost}", "{A_OFFERED: mql, A_BOUGHT: won}")
    filled = filled.replace(*meant)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(f"{head}stages:{filled}", encoding="utf-8")
    report = run(create(tmp_path / "room"), mapping, dry_run=True)
    assert report.tables["stages"]["accepted"] == 2


def test_a_history_of_the_status_tells_when_stages_were_entered(desk: Desk) -> None:
    """Ada was handed over and confirmed, Ben disqualified; who owned Ada, and her open status, are no stages."""
    desk.write("Lead.csv", "Id,Created Date,Status\nada,2026-01-05,Qualified\nben,2026-01-06,Unqualified\n")
    desk.write(
        "LeadHistory.csv",
        "LeadId,Field,OldValue,NewValue,CreatedDate\n"
        "ada,Owner,Rob,Sue,2026-01-06T08:00:00Z\n"
        "ada,Status,Open,MQL,2026-01-07T08:00:00Z\n"
        "ada,Status,MQL,Qualified,2026-01-09T08:00:00Z\n"
        "ben,Status,Open,Unqualified,2026-01-10T08:00:00Z\n",
    )
    found = inspect([desk.folder / "Lead.csv", desk.folder / "LeadHistory.csv"])
    desk.bring(found.mapping)
    dated = "SELECT lead_id, stage, CAST(entered_at AS VARCHAR) FROM stages WHERE entered_at IS NOT NULL ORDER BY 1, 3"
    assert desk.rows(dated) == [
        ("ada", "mql", "2026-01-07 08:00:00"),
        ("ada", "sql", "2026-01-09 08:00:00"),
        ("ben", "disqualified", "2026-01-10 08:00:00"),
    ]
    assert desk.rows("SELECT value FROM changes WHERE field = 'Owner'") == [("Sue",)]
