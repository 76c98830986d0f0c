"""How files are really written: encodings, line ends, quotes, ragged rows, and the other formats."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

import gzip
import json
from datetime import date, datetime

import duckdb
import pytest
import xlsxwriter

from leadscore.errors import ImportRefused, MappingError

from .desk import LEADS, Desk, cells

BARE = "leads:\n  - {file: leads.csv, lead_id: id, keep: all}\n"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("id,City\n1,Köln\n".encode("utf-8-sig"), "delimiter comma and encoding utf-8"),
        ("id;City\n1;Köln\n".encode("utf-16"), "delimiter semicolon and encoding utf-16"),
        ("id\tCity\n1\tKöln\n".encode("cp1252"), "leads.csv is not UTF-8; it was read as cp1252"),
        (gzip.compress("id|City\n1|Köln\n".encode(), mtime=0), "delimiter bar and encoding utf-8"),
        ("id,City\r1,Köln\r".encode(), "delimiter comma and encoding utf-8"),
        ("id,City\r\n\r\n1,Köln".encode(), "delimiter comma and encoding utf-8"),
    ],
)
def test_what_the_mapping_does_not_state_is_found_and_said(desk: Desk, content: bytes, note: str) -> None:
    report = desk.bring(BARE, content)
    assert desk.rows("SELECT lead_id, City FROM leads") == [("1", "Köln")]
    assert note in " ".join(report.warnings)


def test_a_stated_encoding_is_kept_to(desk: Desk) -> None:
    content = "id,City\n1,東京\n".encode("shift_jis")
    desk.bring(LEADS.replace("utf-8", "shift_jis"), content)
    assert desk.rows("SELECT City FROM leads") == [("東京",)]
    with pytest.raises(ImportRefused, match=r"not text in the encoding utf-8 \(first fault at byte 10\)"):
        desk.bring(LEADS, content)


def test_ragged_rows_are_refused_with_line_and_reason(desk: Desk) -> None:
    report = desk.bring(leads='id,A,B\n1,"two\nlines",x\n2,x\n3,x,y,,\n4,x,y,z\n,,\n5,x,y\n')
    assert [(row[2], row[3]) for row in cells(report)] == [
        ("4", "2 cells where the header has 3"),
        ("6", "4 cells where the header has 3"),
        ("7", "blank row"),
    ]
    assert [row[0] for row in desk.rows("FROM leads")] == ["1", "3", "5"]


def test_header_cells_are_trimmed_named_and_told_apart(desk: Desk) -> None:
    report = desk.bring(leads=" id ,Name,name,,Name 2,\n1,a,b,c,d,\n")
    names = [attribute.name for attribute in desk.manifest().attributes]
    assert names == ["Name", "name 3", "column 4", "Name 2"]
    assert "leads.csv: repeated column names were told apart as name 3" in report.warnings
    report = desk.bring(LEADS, "id,ada@ahorn.example,ada@ahorn.example\na,1,2\n")
    assert "leads.csv: repeated column names were told apart (1 of them)" in report.warnings


def test_the_header_may_stand_lower_or_be_absent(desk: Desk) -> None:
    desk.bring(LEADS.replace("utf-8", "utf-8, header_row: 3"), 'A "note\nanother\nid,A\n1,x\n')
    assert desk.rows("FROM leads") == [("1", None, "x")]
    mapping = LEADS.replace("utf-8", "utf-8, header_row: 0").replace("lead_id: id", "lead_id: column 1")
    desk.bring(mapping, "1,x\n2,y\n")
    assert desk.rows("SELECT * FROM leads") == [("1", None, "x"), ("2", None, "y")]


def test_a_quotation_mark_that_never_closes_is_told(desk: Desk) -> None:
    report = desk.bring(leads='id,A\n1,x\n2,"open\n3,y\n4,z\n')
    assert [row[2:4] for row in cells(report)] == [["3", "a quotation mark opens and is never closed"]]
    assert "leads.csv: the quotation mark that opens in line 3 is never closed" in " ".join(report.warnings)
    desk.bring(LEADS.replace("utf-8", "utf-8, quote: ''"))
    assert [row[0] for row in desk.rows("FROM leads")] == ["1", "2", "3", "4"]


def test_a_sheet_of_a_workbook(desk: Desk) -> None:
    with xlsxwriter.Workbook(str(desk.folder / "leads.xlsx")) as book:
        day, time = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        book.add_worksheet("About").write(0, 0, "nothing")
        sheet = book.add_worksheet("People")
        sheet.write_row(2, 1, ["id", "Code", "Since", "Seen", "Sum", "Ok"])
        for row, code, seen in ((3, "007", datetime(2026, 1, 5)), (5, "8", datetime(2026, 1, 5, 13, 30))):
            sheet.write_number(row, 1, row)
            sheet.write_string(row, 2, code)
            sheet.write_datetime(row, 3, date(2026, 1, 5), day)
            sheet.write_datetime(row, 4, seen, time)
            sheet.write_number(row, 5, 1e-7)
            sheet.write_boolean(row, 6, True)
    mapping = (
        "leads:\n  - {file: leads.xlsx, sheet: People, dialect: {header_row: 3},\n"
        "     lead_id: id, created_at: Seen, keep: all}\n"
        "zone: UTC\n"
    )
    report = desk.bring(mapping)
    assert report.tables["leads"]["accepted"] == 2
    assert desk.rows("FROM leads") == [
        ("3", datetime(2026, 1, 5), "007", "2026-01-05", 1e-7, "true"),
        ("5", datetime(2026, 1, 5, 13, 30), "8", "2026-01-05", 1e-7, "true"),
    ]
    with pytest.raises(MappingError, match="leads.xlsx has no sheet 'Peple'. Did you mean 'People'"):
        desk.bring(mapping.replace("People", "Peple"))
    with pytest.raises(ImportRefused, match="has nothing in row 2"):
        desk.bring(mapping.replace("header_row: 3", "header_row: 2"))


def test_json_lines_keep_the_spelling_of_numbers(desk: Desk) -> None:
    lines = [{"id": 1, "a": 1.50, "ok": True, "tags": ["x"]}, {"id": "2", "b": None}, ["no"], {"id": 10**20, "a": 2}]
    desk.write("leads.jsonl", "\n\n".join(json.dumps(line) for line in lines) + "\n{broken\n")
    report = desk.bring(BARE.replace("leads.csv", "leads.jsonl"))
    assert desk.rows("SELECT lead_id, a, ok, tags FROM leads") == [
        ("1", 1.5, "true", '["x"]'), ("100000000000000000000", 2.0, None, None), ("2", None, None, None),
    ]  # fmt: skip
    assert [(row[2], row[3]) for row in cells(report)] == [("5", "no JSON object"), ("8", "no JSON object")]


def test_parquet_with_its_own_types(desk: Desk) -> None:
    duckdb.sql(
        "SELECT 7.0::DOUBLE AS id, 1e-7::DOUBLE AS small, DATE '2026-01-05' AS day, "
        "TIMESTAMPTZ '2026-01-05 10:00:00+02' AS seen, 12.50::DECIMAL(9,2) AS sum, NULL::INTEGER AS no"
    ).write_parquet(str(desk.folder / "leads.parquet"))
    desk.bring(BARE.replace("leads.csv", "leads.parquet").replace("lead_id: id", "lead_id: id, created_at: seen"))
    assert desk.rows("FROM leads") == [("7", datetime(2026, 1, 5, 8), 1e-7, "2026-01-05", 12.5, None)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("leads.csv", b"", "is empty (0 bytes)"),
        ("leads.csv", b"\n\n\n", "is empty from its header row on"),
        ("leads.csv", b"%PDF-1.7", "is a PDF, which is not read"),
        ("leads.csv", b"PK\x03\x04....", "is a zip archive, which is not read"),
        ("leads.xlsx", b"id\n1\n", "is not what its name says"),
        ("leads.xlsx", b"PK\x03\x04 broken", "is no workbook that can be read"),
        ("leads.parquet", b"PAR1 broken PAR1", "is a damaged Parquet file"),
        ("leads.parquet", b"PAR1\x15\x00\x00\x00\x00\x04\x00\x00\x00PAR1", "is a damaged Parquet file"),
        (
            "leads.csv",
            gzip.compress(b"id\n1\n" * 999, mtime=0)[:40],
            "could not be read to its end; the file is damaged",
        ),
        ("leads.json", b"[{}]", "is one JSON list. Write an object a line"),
        ("leads.jsonl", b"[1]\n", "has no JSON object on any line"),
        ("leads.csv", b"id," * 3000, "columns; at most 2000 are read"),
    ],
)
def test_what_is_refused_says_why(desk: Desk, name: str, content: bytes, said: str) -> None:
    desk.write(name, content)
    with pytest.raises(ImportRefused) as refusal:
        desk.bring(BARE.replace("leads.csv", name))
    assert said in str(refusal.value)
    assert not desk.left_behind()
