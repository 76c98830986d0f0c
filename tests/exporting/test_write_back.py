"""Scores in the shape each CRM takes in: they add up, find their records, stay within limits, and run nothing."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from leadscore.desk.queue import queue_lens
from leadscore.errors import UsageError
from leadscore.evidence import Shelf
from leadscore.exporting.crm.crm_shapes import SHAPES, shape_of
from leadscore.exporting.crm.shapes import DAY, Shape, advice, whole_salesforce_id
from leadscore.exporting.crm.write_back import DRAFT, NOT_SIGNED, Origin, WriteBack, shortened, told
from leadscore.exporting.crm.write_back_files import as_download, write_parts
from leadscore.figures.reasons import reasons
from leadscore.model import Model, model_hash, parse
from leadscore.scoring import Explainer

from .conftest import LEADS, MAPPING, MODEL

Company = Callable[..., Shelf]


def back(shelf: Shelf, crm: str | Shape = "csv", model: Model | None = None, version: str = NOT_SIGNED) -> WriteBack:
    shape = crm if isinstance(crm, Shape) else shape_of(crm)
    return WriteBack(shelf, Origin(model or parse(MODEL), version), queue_lens(shelf)[0], shape)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def written(shelf: Shelf, folder: Path, crm: str | Shape = "csv") -> list[dict[str, str]]:
    (part,) = write_parts(back(shelf, crm), folder / "out.csv")
    return rows_of(part.file)


def test_a_row_says_the_score_the_band_and_three_dated_reasons(five: Shelf, tmp_path: Path) -> None:
    ada, ben, *_ = written(five, tmp_path)
    assert (ada["lead_id"], ada["score"], ada["band"], ada["grade"]) == ("101", "40.5", "Ready", "A")
    assert ada["reason_1"] == "Asked for a demo (+25, last on 01 Feb 2026)"
    assert ada["reason_2"] == "Came back (+12, last on 05 Feb 2026)"
    assert ada["reason_3"] == "Decides (+10.5)"
    assert Decimal(ada["other_points"]) == Decimal(-7)  # Came +1, the cap of 30 takes 8
    assert (ben["reason_1"], ben["reason_2"], ben["reason_3"]) == (
        "Came back (+4, last on 06 Feb 2026)",
        "Came (+1, last on 06 Feb 2026)",
        "",
    )
    assert ada["model"] == "Ours" and ada["version"] == NOT_SIGNED
    assert ada["model_hash"] == model_hash(parse(MODEL))


def test_a_knock_out_stands_first_and_gives_no_points(five: Shelf, tmp_path: Path) -> None:
    dan = written(five, tmp_path)[3]
    assert (dan["band"], dan["grade"], dan["reason_1"]) == ("Out", "", "Out: A rival")
    assert points_of(dan) == Decimal(dan["score"]) == Decimal("35.5")


@pytest.mark.parametrize("crm", sorted(SHAPES))
def test_reasons_and_other_points_sum_to_the_score_in_every_shape(five: Shelf, tmp_path: Path, crm: str) -> None:
    shape = shape_of(crm)
    plain = {column: key for key, column in shape.columns.items()}
    rows = [{plain.get(name, name): cell for name, cell in row.items()} for row in written(five, tmp_path, crm)]
    explainer = Explainer(five, parse(MODEL), queue_lens(five)[0])
    assert len(rows) == 5
    for row in rows:
        assert points_of(row) == Decimal(row["score"]) == explainer.explain(row[shape.id_column]).score


def test_reasons_are_those_of_the_explanation(five: Shelf, tmp_path: Path) -> None:
    explainer = Explainer(five, parse(MODEL), queue_lens(five)[0])
    for row in written(five, tmp_path):
        said = [row[f"reason_{place}"] for place in (1, 2, 3) if row[f"reason_{place}"]]
        assert said == list(reasons(explainer.explain(row["lead_id"]), zone="Europe/Berlin"))


def points_of(row: dict[str, str]) -> Decimal:
    """The points that the reasons name, and the others."""
    named = [re.search(r"\(([+-]?[\d.]+)[,)]", row[f"reason_{place}"]) for place in (1, 2, 3)]
    return sum((Decimal(found[1]) for found in named if found), Decimal(row["other_points"]))


def test_each_crm_finds_its_records_by_its_own_columns(five: Shelf) -> None:
    heads = {crm: back(five, crm).columns[:4] for crm in SHAPES}
    assert heads == {
        "hubspot": ("Record ID", "Email", "leadscore_score", "leadscore_band"),
        "salesforce": ("Id", "Email", "Leadscore_score__c", "Leadscore_band__c"),
        "zoho": ("Record Id", "Email", "Leadscore score", "Leadscore band"),
        "pipedrive": (
            "Pipedrive System ID - Person",
            "Person - Email",
            "Person - Name",
            "Person - Leadscore score",
        ),
        "marketo": ("id", "email", "leadscoreScore", "leadscoreBand"),
        "csv": ("lead_id", "email", "score", "band"),
    }


def test_days_are_of_the_companys_calendar_and_instants_are_utc(five: Shelf) -> None:
    moments = {crm: str(back(five, crm).first(1)[0][-5]) for crm in SHAPES}
    assert moments["hubspot"] == moments["zoho"] == moments["pipedrive"] == "2026-03-31"
    assert moments["salesforce"] == "2026-03-31T21:59:59.000Z"  # the end of that day in Berlin
    assert moments["marketo"] == "2026-03-31T21:59:59+00:00"
    assert shape_of("zoho").instant_text(datetime.fromisoformat("2026-03-31T22:30:00"), "Europe/Berlin") == "2026-04-01"
    assert shape_of("zoho").instant == DAY and shape_of("zoho").instant_text(None, "UTC") == ""


def test_who_will_not_be_found_is_counted(five: Shelf) -> None:
    counted = back(five, "marketo").counted()
    assert (counted.leads, counted.rows, counted.strange_ids) == (5, 5, 0)
    assert (counted.without_email, counted.shared_emails) == (1, 1)
    assert told(counted, shape_of("marketo"))[1:] == (
        "1 of 5 have no e-mail address to be found by.",
        "1 share an e-mail address with another lead: found by it, the last stays.",
    )
    assert back(five, "salesforce").counted().strange_ids == 5


def test_ids_that_are_addresses_stand_under_e_mail(company: Company, tmp_path: Path) -> None:
    leads = "id,created\nada@example.com,2026-01-02\nben@example.com,2026-01-03\n"
    mapping = MAPPING.replace("captured_at_form: [name, email, company, title]\n", "")
    model = parse("name: N\nrules: [{id: demo, points: 5, when: {activity: demo}}]")
    rows = [row for _, row in back(company(leads, mapping), "hubspot", model).rows()]
    assert [row[:3] for row in rows] == [("", "ada@example.com", 0), ("", "ben@example.com", 0)]


SHORT = ("00QNq00000BXU9A", "00QNq00000BXU9B", "003000000000ABC")


def test_leads_and_contacts_of_salesforce_are_apart_with_ids_of_eighteen(company: Company, tmp_path: Path) -> None:
    leads = "id,created\n" + "".join(f"{lead},2026-01-02\n" for lead in (*SHORT, "W1"))
    mapping = MAPPING.replace("captured_at_form: [name, email, company, title]\n", "")
    model = parse("name: N\nrules: [{id: demo, points: 5, when: {activity: demo}}]")
    parts = write_parts(back(company(leads, mapping), "salesforce", model), tmp_path / "sf.csv")
    held = {part.file.name: [row["Id"] for row in rows_of(part.file)] for part in parts}
    assert held == {
        "sf-contacts.csv": ["003000000000ABCAA2"],
        "sf-leads.csv": ["00QNq00000BXU9AMAX", "00QNq00000BXU9BMAX"],
        "sf-other.csv": ["W1"],
    }


def test_an_id_of_eighteen_stays_and_so_does_what_is_none() -> None:
    assert whole_salesforce_id("00QNq00000BXU9AMAX") == "00QNq00000BXU9AMAX"
    assert whole_salesforce_id("001Nq00000BXU9A") == "001Nq00000BXU9A"


def test_parts_stay_within_rows_and_bytes_and_lose_nobody(five: Shelf, tmp_path: Path) -> None:
    by_rows = write_parts(back(five, replace(shape_of("zoho"), most_rows=2)), tmp_path / "rows.csv")
    assert [(part.file.name, part.rows) for part in by_rows] == [
        ("rows-1.csv", 2),
        ("rows-2.csv", 2),
        ("rows-3.csv", 1),
    ]
    by_bytes = write_parts(back(five, replace(shape_of("marketo"), most_bytes=1000)), tmp_path / "bytes.csv")
    assert len(by_bytes) > 1 and all(part.file.stat().st_size <= 1000 for part in by_bytes)
    for parts, column in ((by_rows, "Record Id"), (by_bytes, "id")):
        found = [row[column] for part in parts for row in rows_of(part.file)]
        assert found == ["101", "102", "103", "104", "105"]


def test_parts_of_a_workbook_too(five: Shelf, tmp_path: Path) -> None:
    parts = write_parts(back(five, replace(shape_of("zoho"), most_rows_xlsx=5)), tmp_path / "five.xlsx")
    assert [(part.file.name, part.rows) for part in parts] == [("five.xlsx", 5)]
    parts = write_parts(back(five, replace(shape_of("zoho"), most_rows_xlsx=3)), tmp_path / "w.xlsx")
    assert [(part.file.name, part.rows) for part in parts] == [("w-1.xlsx", 3), ("w-2.xlsx", 2)]


def test_parts_of_an_earlier_run_are_not_taken_for_new_ones(five: Shelf, tmp_path: Path) -> None:
    write_parts(back(five, replace(shape_of("zoho"), most_rows=1)), tmp_path / "z.csv")
    with pytest.raises(UsageError, match=r"parts of an earlier run .*: z-1\.csv, z-2\.csv"):
        write_parts(back(five, "zoho"), tmp_path / "z.csv")
    assert not (tmp_path / "z.csv").exists() and not list(tmp_path.glob(".write-back-*"))


def test_a_download_of_several_parts_is_one_archive(five: Shelf) -> None:
    name, data = as_download(back(five, "hubspot"), "leadscore-hubspot", ".csv")
    assert name == "leadscore-hubspot.csv" and data.startswith(b"Record ID,Email,")
    name, data = as_download(back(five, replace(shape_of("zoho"), most_rows=3)), "leadscore-zoho", ".csv")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["leadscore-zoho-1.csv", "leadscore-zoho-2.csv"]
    assert name == "leadscore-zoho.zip"


def test_no_cell_runs_and_names_come_back(five: Shelf, tmp_path: Path) -> None:
    cyd = written(five, tmp_path, "pipedrive")[2]
    assert cyd["Person - Name"] == "'=cmd|'/C calc'!A0"
    (part,) = write_parts(back(five, "pipedrive"), tmp_path / "p.xlsx")
    sheet = CalamineWorkbook.from_path(str(part.file)).get_sheet_by_index(0).to_python()
    assert sheet[3][2] == "=cmd|'/C calc'!A0" and sheet[3][3] == 35.5
    with zipfile.ZipFile(part.file) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_letters_that_a_crm_refuses_become_blanks_and_long_texts_are_cut(five: Shelf) -> None:
    model = parse(MODEL.replace("label: Asked for a demo", f"label: 'Size > 50 | \"{'x' * 300}\"'"))
    row = next(row for _, row in back(five, "zoho", model).rows())
    reason = str(row[5])
    assert reason.startswith("Size 50 xxx") and reason.endswith("…  (+25, last on 01 Feb 2026)".replace("  ", " "))
    assert len(reason) == 255


@pytest.mark.parametrize("most", [10, 20, 40, 300])
def test_a_shortened_reason_keeps_its_points_where_there_is_room(most: int) -> None:
    text = shortened("A very long label of a rule that somebody wrote (+25)", most)
    assert len(text) <= most and (most < 20 or text.endswith(" (+25)"))


def test_a_draft_says_so_in_every_row(five: Shelf) -> None:
    rows = [row for _, row in back(five, "csv", version=DRAFT).rows()]
    assert {row[-3] for row in rows} == {"DRAFT, not agreed"}


def test_data_without_dates_has_no_moment(company: Company) -> None:
    mapping = """
leads: [{file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, keep: [title]}]
"""
    model = parse("name: N\nrules: [{id: vp, label: Decides, points: 5, when: {attribute: title, has_word: vp}}]")
    asked = back(company(LEADS, mapping), "csv", model)
    first = dict(zip(asked.columns, asked.first(1)[0], strict=True))
    assert first["as_of"] == "" and first["reason_1"] == "Decides (+5)" and first["band"] == ""


def test_the_first_rows_are_the_highest_scores_and_equal_the_file(five: Shelf) -> None:
    asked = back(five, "csv")
    by_id = {row[0]: row for _, row in asked.rows()}
    assert [row[0] for row in asked.first(3)] == ["101", "104", "103"]
    assert all(by_id[row[0]] == row for row in asked.first(5))


def test_advice_names_the_fields_to_make_and_what_was_not_verified() -> None:
    said = " ".join(advice(shape_of("salesforce")))
    assert "Leadscore_score__c" in said and "Data Loader" in said
    for shape in SHAPES.values():
        assert all("{" not in line for line in advice(shape))
    assert any(line.startswith("Not verified:") for line in advice(shape_of("zoho")))
