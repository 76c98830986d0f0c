"""Workbooks: zip archives of XML, each part of which can lie, swell or be missing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random

import xlsxwriter

from tests.hostile.kinds import heavy_kind, kind, put

MB = 1024 * 1024
_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: int = 20) -> bytes:
    """An honest workbook of three columns."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("People")
        sheet.write_row(0, 0, ["id", "Name", "Size"])
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, [f"L{number}", f"Firm {number}", number * 10])
    return held.getvalue()


def changed(content: bytes, parts: dict[str, str | bytes | None]) -> bytes:
    """A workbook with some of its parts replaced, added, or (None) taken away."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return held.getvalue()


def sheet(rows: str, before: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def inline(place: str, text: str) -> str:
    """A cell with its text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


_ROWS = (
    f'<row r="1">{inline("A1", "id")}{inline("B1", "Name")}</row>'
    f'<row r="2">{inline("A2", "1")}{inline("B2", "x")}</row>'
)


@kind
def a_workbook_cut_short(folder: Path, chance: Random) -> Path:
    return put(folder, "cut.xlsx", workbook()[:-200])


@kind
def a_workbook_without_its_sheet(folder: Path, chance: Random) -> Path:
    return put(folder, "no-sheet.xlsx", changed(workbook(), {_SHEET: None}))


@kind
def a_workbook_without_its_list_of_sheets(folder: Path, chance: Random) -> Path:
    return put(folder, "no-list.xlsx", changed(workbook(), {"xl/workbook.xml": None}))


@kind
def a_workbook_with_an_empty_sheet(folder: Path, chance: Random) -> Path:
    return put(folder, "empty.xlsx", changed(workbook(), {_SHEET: sheet("")}))


@kind
def a_sheet_that_is_no_xml(folder: Path, chance: Random) -> Path:
    return put(folder, "no-xml.xlsx", changed(workbook(), {_SHEET: chance.randbytes(5000)}))


@kind
def a_sheet_cut_in_a_tag(folder: Path, chance: Random) -> Path:
    return put(folder, "tag.xlsx", changed(workbook(), {_SHEET: sheet(_ROWS)[:-40]}))


@kind
def entities_that_grow(folder: Path, chance: Random) -> Path:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{entities}]>'
    return put(folder, "laughs.xlsx", changed(workbook(), {_SHEET: _with(declared, "&l11;")}))


@kind
def entities_that_read_files(folder: Path, chance: Random) -> Path:
    declared = '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return put(folder, "outside.xlsx", changed(workbook(), {_SHEET: _with(declared, "&secret;")}))


def _with(declared: str, text: str) -> str:
    row = f'<row r="3">{inline("A3", "2")}{inline("B3", text)}</row>'
    return sheet(_ROWS + row).replace(_HEAD, _HEAD + declared)


@kind
def a_cell_far_away(folder: Path, chance: Random) -> Path:
    far = f'<row r="1048576">{inline("XFD1048576", "far")}</row>'
    return put(folder, "far.xlsx", changed(workbook(), {_SHEET: sheet(_ROWS + far)}))


@kind
def a_size_that_lies(folder: Path, chance: Random) -> Path:
    lie = '<dimension ref="A1:XFD1048576"/>'
    return put(folder, "dimension.xlsx", changed(workbook(), {_SHEET: sheet(_ROWS, lie)}))


@kind
def places_that_are_none(folder: Path, chance: Random) -> Path:
    odd = (("0", "A0"), ("-1", "A-1"), ("99999999999", "ZZZZZZ99999999999"), ("x", "1A"), ("3", ""))
    rows = "".join(f'<row r="{row}">{inline(place, "x")}</row>' for row, place in odd)
    return put(folder, "places.xlsx", changed(workbook(), {_SHEET: sheet(_ROWS + rows)}))


@kind
def texts_that_are_not_shared(folder: Path, chance: Random) -> Path:
    cells = '<c r="A3" t="s"><v>4294967295</v></c><c r="B3" t="s"><v>-1</v></c>'
    return put(folder, "shared.xlsx", changed(workbook(), {_SHEET: sheet(f'{_ROWS}<row r="3">{cells}</row>')}))


@kind
def cells_of_errors_and_odd_numbers(folder: Path, chance: Random) -> Path:
    values = [("e", "#REF!"), ("e", "#N/A"), ("n", "1e999"), ("n", "NaN"), ("b", "7"), ("d", "0000-00-00"), ("n", "")]
    rows = "".join(
        f'<row r="{n}">{inline(f"A{n}", f"L{n}")}<c r="B{n}" t="{t}"><v>{v}</v></c></row>'
        for n, (t, v) in enumerate(values, 3)
    )
    return put(folder, "errors.xlsx", changed(workbook(), {_SHEET: sheet(_ROWS + rows)}))


@kind
def days_beyond_the_calendar(folder: Path, chance: Random) -> Path:
    held = folder / "days.xlsx"
    with xlsxwriter.Workbook(str(held)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet()
        page.write_row(0, 0, ["id", "Created"])
        for row, serial in enumerate((-1, 0, 0.5, 59, 60, 61, 2958466, 1e9, 1e300, -1e300), 1):
            page.write(row, 0, f"L{row}")
            page.write_number(row, 1, serial, day)
    return held


@kind
def formulas_and_macros(folder: Path, chance: Random) -> Path:
    held = folder / "macros.xlsm"
    with xlsxwriter.Workbook(str(folder / "macros.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["id", "Name"])
        page.write(1, 0, "1")
        page.write_formula(1, 1, '=WEBSERVICE("http://127.0.0.1/")', None, "=1+1")
    return put(
        folder, held.name, changed((folder / "macros.xlsx").read_bytes(), {"xl/vbaProject.bin": b"\xd0\xcf" * 99})
    )


@kind
def paths_that_climb_out(folder: Path, chance: Random) -> Path:
    return put(folder, "climb.xlsx", changed(workbook(), {"../../../../tmp/leadscore-climbed": "out", "/etc/x": "out"}))


@kind
def ten_thousand_sheets(folder: Path, chance: Random) -> Path:
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 10_001))
    book = (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<sheets>{listed}</sheets></workbook>"
    )
    return put(folder, "sheets.xlsx", changed(workbook(), {"xl/workbook.xml": book}))


@heavy_kind
def a_zip_bomb_of_rows(folder: Path, chance: Random) -> Path:
    """Three gigabytes of empty rows in three megabytes."""
    return put(folder, "bomb.xlsx", _swollen(_SHEET, sheet(_ROWS + "\n" * 9).encode(), b"\n", b' <row r="3"/>'))


@heavy_kind
def a_zip_bomb_of_shared_texts(folder: Path, chance: Random) -> Path:
    start = f'{_HEAD}<sst xmlns="{_MAIN}"><si><t>id</t></si></sst>'.encode()
    return put(folder, "texts.xlsx", _swollen("xl/sharedStrings.xml", start, b"<si><t>id", b"<si><t>xxxxxxxx</t></si>"))


def _swollen(part: str, start: bytes, at: bytes, block: bytes) -> bytes:
    """A workbook of which one part holds three gigabytes of the same block before a place in it."""
    held = io.BytesIO(changed(workbook(), {part: None}))
    cut = start.index(at)
    piece = block * (8 * MB // len(block))
    with (
        zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as book,
        book.open(part, "w", force_zip64=True) as written,
    ):
        written.write(start[:cut])
        for _ in range(3 * 1024 // 8):
            written.write(piece)
        written.write(start[cut:])
    return held.getvalue()


def open_document(rows: str) -> bytes:
    """An OpenDocument sheet with these rows of XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"{_HEAD}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", f"{_HEAD}<manifest/>")
    return held.getvalue()


def ods_row(*cells: str, repeated: str = "") -> str:
    """A row of an OpenDocument sheet."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row{repeated}>{inside}</table:table-row>"


@kind
def an_open_document(folder: Path, chance: Random) -> Path:
    return put(folder, "sheet.ods", open_document(ods_row("id", "Name") + ods_row("1", "Köln") + ods_row("2", "Gent")))


@heavy_kind
def an_open_document_that_repeats_itself(folder: Path, chance: Random) -> Path:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell>"
    )
    many = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return put(folder, "repeats.ods", open_document(ods_row("id", "Name") + ods_row("1", "x") + many))


@kind
def an_old_workbook_of_rubbish(folder: Path, chance: Random) -> Path:
    return put(folder, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(8000))


@kind
def an_old_workbook_that_points_at_itself(folder: Path, chance: Random) -> Path:
    """A compound file whose table of sectors is a circle."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(10)
    head += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little")
    head += (
        (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + (0).to_bytes(4, "little") + (0).to_bytes(4, "little")
    )
    return put(folder, "circle.xls", head.ljust(512, b"\x00") + bytes(512) * 8)
