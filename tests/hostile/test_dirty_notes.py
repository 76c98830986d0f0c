"""Every note on the public nasty files, answered: what is read of each file, or why it is refused."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from leadscore.errors import ImportRefused
from tests.hostile.looking import imported, looked

pytestmark = pytest.mark.real_data

Answer = Callable[[Path, Path], None]
ANSWERS: dict[str, Answer] = {}


def answers(file: str) -> Callable[[Answer], Answer]:
    """The function says what is read of this file."""

    def enter(answer: Answer) -> Answer:
        ANSWERS[file] = answer
        return answer

    return enter


def test_every_note_has_an_answer(real_data: Path) -> None:
    with (real_data / "dirty" / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        noted = {row["file"]: row["what_is_nasty"] for row in csv.DictReader(file)}
    assert len(noted) == 49 and all(noted.values())
    assert set(noted) == set(ANSWERS)


@answers("duck__encodings__utf16.csv")
def utf_16_with_a_mark_and_accented_names(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.encoding, found.header, len(found.rows)) == ("utf-16", ("name", "age"), 20)
    assert found.rows[:4] == [
        ("José Álvarez", "30"), ("Müller", "25"), ("François Dupont", "45"), ("Björn Andersson", "50"),
    ]  # fmt: skip


@answers("kit__test_utf16_little.csv")
def utf_16_of_two_rows(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, found.rows) == (("a", "b", "c"), [("1", "2", "3"), ("4", "5", "ʤ")])


@answers("duck__auto__utf8bom.csv")
def the_mark_is_no_part_of_the_first_name(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, found.rows) == (("id", "name"), [("1", "Mark"), ("2", "Hannes")])


@answers("duck__encodings__shift_jis.csv")
def japanese_is_taken_for_what_it_is_and_asked(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.encoding, found.header, len(found.rows)) == ("cp932", ("名前", "年齢"), 20)
    assert "neither UTF-8 nor Western; cp932 was taken for its encoding" in found.doubts()


@answers("fl__encoding-issue-274.csv")
def a_late_letter_is_read_as_utf_8(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.encoding, len(found.rows), found.faults) == ("utf-8", 507, [])
    assert found.found.columns[0].name == "id" and any("ā" in (name or "") for name in found.column("name"))


@answers("duck__test__invalid_utf_header.csv")
def bytes_that_are_no_utf_8_are_read_as_windows_and_asked(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, len(found.rows)) == (("valid", "invalid_ÿÿ_part", "valid 2"), 10)
    assert "is not UTF-8; it was read as cp1252 (Windows)" in found.doubts()


@answers("duck__nullbyte_header.csv")
def a_nul_in_a_name_becomes_a_gap(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.delimiter, found.header, found.rows) == ("|", ("col1", "col 2"), [("val1", "val2")])


@answers("duck__auto__duplicate_header_collision.csv")
def the_second_a_collides_with_nothing(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.header == ("a", "b", "a 2", "a_1")
    assert found.rows == [("123", "TEST2", "text1", "text1"), ("345", "TEST2", "text2", "text2")]
    assert "repeated column names were told apart as a 2" in found.doubts()


@answers("fl__capital-invalid.csv")
def of_ten_rows_eight_are_read_and_two_refused_with_their_lines(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, len(found.rows)) == (("id", "name", "name 2"), 8)
    assert found.rows[0] == ("1", "London", "Britain")
    assert found.faults == [(10, "2 cells where the header has 3"), (12, "4 cells where the header has 3")]


@answers("duck__auto__missing_header_col.csv")
def a_blank_name_is_numbered(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.header == ("a", "column 2", "c")
    assert found.rows == [("123", "TEST1", "text1"), ("345", "TEST1", "text2")]


@answers("duck__header_left_space.csv")
def padding_is_no_part_of_a_name(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, found.column("bla")) == (("bla",), ["1", "2", "3"])


@answers("kit__bad.csv")
def rows_too_long_and_too_short_are_refused(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.rows == [("0", "mixed types.... uh oh", "17")]
    assert found.faults == [(2, "4 cells where the header has 3"), (3, "2 cells where the header has 3")]


@answers("duck__nullpadding.csv")
def without_a_header_no_row_is_lost(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.header == ("column 1", "column 2", "column 3") and found.rows == [("10", "100", "1000")]
    assert [line for line, _ in found.faults] == [2, 3, 4, 5]
    assert "the first row is data, so its columns are numbered" in found.doubts()


@answers("duck__auto__multiple_skip_row.csv")
def notes_above_the_header_are_passed_over(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.header_row, found.header) == (3, ("number", "text", "date"))
    assert found.rows == [("345.0", "TEST4", "2000-12-13")]
    assert "the column names were taken from row 3" in found.doubts()


@answers("duck__comments__simple.csv")
def comments_are_no_header_and_no_rows(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.delimiter, found.found.header_row, found.header) == (";", 3, ("a", "b"))
    assert found.rows == [("1", "3"), ("6", "7")]
    assert found.faults == [(4, "1 cells where the header has 2"), (7, "1 cells where the header has 2")]


@answers("duck__unescaped_quotes__some_escaped_some_not.csv")
def quotation_marks_that_nobody_doubled_are_refused_not_dropped(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, found.rows) == (('Pedro "the" legend',), [('Pedro "the',)])
    assert found.faults == [(line, "a quotation mark inside a quoted cell is not doubled") for line in (2, 4)]


@answers("duck__multi_quote.csv")
def one_quote_is_a_quote_and_the_other_a_letter(file: Path, room: Path) -> None:
    cells = looked(file).column("textcol")
    assert cells == [*["text"] * 5, "text, with comma", "'text'"]


@answers("spec__quotes_and_newlines.csv")
def a_cell_may_hold_lines_and_doubled_quotes(file: Path, room: Path) -> None:
    assert looked(file).rows == [("1", 'ha \n"ha" \nha'), ("3", "4")]


@answers("spec__location_coordinates.csv")
def lost_letters_are_told_and_an_inch_mark_stays(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.column("Location Coordinates") == ["37\ufffd36'37.8\"N 121\ufffd2'17.9\"W"]
    assert "letters were lost before it was written" in found.doubts()


@answers("kit__mac_newlines.csv")
def old_line_ends_part_rows_but_not_inside_quotes(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, found.rows) == (("a", "b", "c"), [("1", "2", "3"), ("Once upon\ra time", "5", "6")])


@answers("duck__auto__time_date_timestamp_dd-mm-yyyy.csv")
def the_third_row_settles_the_order_of_day_and_month(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.seems("d") == ("date", "%d-%m-%Y", None)
    assert found.seems("ts") == ("time", "%d-%m-%Y %H:%M:%S", None) and not found.doubts()
    leads = imported(file, room, "a", created_at={"column": "ts", "format": "%d-%m-%Y %H:%M:%S"}).leads
    assert leads["created_at"] == [
        datetime(2000, 1, 1, 12, 12), datetime(2002, 2, 2, 14, 15), datetime(2004, 12, 13, 15, 16),
    ]  # fmt: skip


@answers("kit__test_numeric_date_format.csv")
def whole_numbers_that_are_days_are_asked_about(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.seems("a") == ("date", "%Y%m%d", None) and "a day written as a number" in found.doubts()
    leads = imported(file, room, "a", created_at={"column": "a", "format": "%Y%m%d"}).leads
    assert [instant.date().isoformat() for instant in leads["created_at"]] == ["2012-12-31", "2014-01-02"]


@answers("duck__timestamp_timezone.csv")
def seven_ways_to_write_an_offset_mean_what_they_say(file: Path, room: Path) -> None:
    leads = imported(file, room, "description", created_at="time").leads
    hours = {
        "midnight local": 0, "midnight in San Francisco": 8, "midnight UTC +00": 0, "midnight UTC Z": 0,
        "midnight in Taipei": -8, "Asia/Kolkata": -5.5, "Pacific/Chatham": -13.75, "Canada/Newfoundland": 3.5,
    }  # fmt: skip
    read = dict(zip(leads["lead_id"], leads["created_at"], strict=True))
    assert {name: (at - datetime(2020, 1, 1)).total_seconds() / 3600 for name, at in read.items()} == hours
    assert next(each.naive for each in looked(file).found.columns if each.name == "time")


@answers("duck__decimal_separators__decimal_separators.csv")
def a_comma_and_a_point_mean_the_same_numbers(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.seems("commas"), found.seems("periods")) == (("number", None, ","), ("number", None, None))
    leads = imported(
        file, room, "periods", left={"column": "commas", "type": "number", "decimal": ","},
        right={"column": "periods", "type": "number"},
    ).leads  # fmt: skip
    assert sorted(leads["left"]) == sorted(leads["right"]) == [-15300.0, 0.25, 1.1, 15300.0, 15300.0]


@answers("duck__thousands_separator__multi_column_quote.csv")
def thousands_are_grouped_by_commas(file: Path, room: Path) -> None:
    assert looked(file).seems("money") == ("number", None, None)
    leads = imported(file, room, "name", money={"column": "money", "type": "number"}).leads
    assert dict(zip(leads["lead_id"], leads["money"], strict=True)) == {
        "rick": 100_000.0, "lorenzo": 300_000.2, "lorry": 300_000_000.4, "helly": 50.0, "patrick": 9_999_999_999.2,
    }  # fmt: skip


@answers("kit__test_locale.csv")
def points_group_where_the_comma_is_decimal(file: Path, room: Path) -> None:
    assert looked(file).seems("a") == looked(file).seems("b") == ("number", None, ",")
    number = {"type": "number", "decimal": ","}
    leads = imported(file, room, "b", x={"column": "a", **number}, y={"column": "b", **number}).leads
    assert (leads["x"], leads["y"]) == ([1.7], [200_000_000.0])


@answers("fl__issue-1232.csv")
def leading_noughts_stay_and_days_come_first(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.found.delimiter == ";" and found.seems("data_entrata_in_carica") == ("date", "%d/%m/%Y", None)
    leads = imported(file, room, "comune").leads
    assert sorted(leads["lead_id"])[:2] == ["020040580", "030120530"]
    assert sorted(leads["codice_regione"]) == ["00", "02", "03", "03", "19"]


@answers("duck__phonenumbers.csv")
def telephone_numbers_stay_texts(file: Path, room: Path) -> None:
    assert looked(file).seems("phone") == ("text", None, None)
    assert sorted(imported(file, room, "phone").leads["lead_id"])[0] == "+12233445567"


@answers("fl__number__number-test.csv")
def nan_and_infinity_are_missing_numbers_and_unasked_texts(file: Path, room: Path) -> None:
    assert looked(file).column("enum")[:4] == ["NaN", "INF", "-INF", "-1"]
    asked = imported(file, room, "unique", enum={"column": "enum", "type": "number"})
    read = dict(zip(asked.leads["lead_id"], asked.leads["enum"], strict=True))
    assert read["NaN"] is read["INF"] is read["-INF"] is None
    assert (read["-99.99"], read["$4.00"], read["-2.00E-02"], read["4e4"]) == (-99.99, 4.0, -0.02, 40_000.0)
    assert (asked.ledger["read"], asked.ledger["accepted"]) == (13, 11)
    assert sorted(reason[:19] for reason in asked.reasons) == ["'enum' is no number", "repeated id"]


@answers("fl__empty.csv")
def an_empty_file_is_refused(file: Path, room: Path) -> None:
    with pytest.raises(ImportRefused, match=r"is empty \(0 bytes\). Export it again."):
        looked(file)


@answers("sur__locations-1998.csv")
def a_published_empty_file_is_refused(file: Path, room: Path) -> None:
    with pytest.raises(ImportRefused, match=r"locations-1998.csv is empty \(0 bytes\)"):
        looked(file)


@answers("fl__blank-rows-multiple.csv")
def a_tail_of_commas_is_refused_as_blank(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.rows == [("1101", "John", "30"), ("1102", "Julie", "26")]
    assert {reason for _, reason in found.faults} == {"blank row"} and len(found.faults) == 11


@answers("fl__compression__implicit-gz.csv")
def packed_content_is_unpacked_whatever_its_name(file: Path, room: Path) -> None:
    assert looked(file).rows == [("1", "english"), ("2", "中国人")]


@answers("kit__realdata__Datagov_FY10_EDU_recp_by_State.csv")
def a_blank_row_and_a_title_stand_above_the_header(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.header_row, found.header[0], found.header[-1]) == (3, "State Name", "TOTAL")
    assert len(found.rows) == 55 and found.rows[0][:3] == ("ALABAMA", "AL", "7738") and found.rows[0][-1] == "19,582"


@answers("fl__sheets.xlsx")
def of_three_sheets_one_is_read_and_said(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.sheet, found.header, found.rows) == ("Sheet1", ("id", "name"), [("1", "london")])
    assert len(found.found.sheets) == 3 and "has 3 sheets; the one with the most rows was taken" in found.doubts()


@answers("fl__multiline-headers.xlsx")
def a_header_over_several_rows_becomes_one(file: Path, room: Path) -> None:
    found = looked(file)
    above = "Cumulative impact of changes on cost of food basket"
    names = ("Region", "Caloric contribution (%)", f"{above} from previous quarter", f"{above} from baseline (%)")
    assert (found.found.header_row, found.header, found.rows) == (5, names, [("A", "B", "C", "D")])


@answers("kit__test.xls")
def an_old_workbook_is_read_with_its_types(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.header[:6] == ("text", "date", "integer", "boolean", "float", "datetime") and len(found.rows) == 5
    assert found.rows[0][:6] == ("Chicago Reader", "1971-01-01", "40", "true", "1", "1971-01-01 04:14:00")
    assert (found.seems("date")[0], found.seems("datetime")[0]) == ("date", "time")


POLLOCK = ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments")
FIRST = ("28/01/2018", "00:00", "2", "MG-8769", "$74.69", "Men's Waterproof Hiking Boots")


@answers("pol__file_field_delimiter_0x3B.csv")
def semicolons_part_the_same_table(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.delimiter, found.header, len(found.rows), found.faults) == (";", POLLOCK, 83, [])
    assert found.rows[0][:6] == FIRST


@answers("pol__file_preamble.csv")
def a_preamble_and_a_blank_row_are_passed_over(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.header_row, found.header, len(found.rows)) == (3, POLLOCK, 83) and found.rows[0][:6] == FIRST


@answers("pol__file_multitable_less.csv")
def of_two_tables_the_first_is_read_and_the_second_refused(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.header, len(found.rows), len(found.faults)) == (POLLOCK, 83, 83)
    assert found.faults[0] == (85, "8 cells where the header has 9")
    assert "83 of the first rows cannot be read" in found.doubts()


@answers("pol__file_no_header.csv")
def without_a_header_the_first_row_is_a_row(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.header_row, found.header[0], len(found.rows)) == (0, "column 1", 83)
    assert found.rows[0][:6] == FIRST and "the first row is data" in found.doubts()


@answers("sur__Wakefield_Council_Procurement_Card_Transactions_2018-19_Q2.csv")
def a_large_register_below_two_lines(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.header_row, found.header[:2]) == (3, ("Organisation Name", "Organisation Code"))
    assert (len(found.rows), len(found.faults)) == (4469, 133) and {why for _, why in found.faults} == {"blank row"}


@answers("sur__Kokad_pollen.csv")
def semicolons_and_decimals(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.delimiter, len(found.rows), found.rows[0][0]) == (";", 69, "19439.7")
    assert found.seems("Age")[0] == "number" and found.seems("Age")[2] is None


@answers("sur__epcs-dwp-cmg-spend-july-2017.csv")
def four_lines_above_and_pounds(file: Path, room: Path) -> None:
    found = looked(file)
    assert (found.found.header_row, found.header[:2]) == (6, ("Line Number", "Posting Date"))
    assert found.column("FIN.Transaction Amount")[0] == "£512.20"
    assert found.seems("FIN.Transaction Amount")[0] == "number" and len(found.rows) == 5


@answers("fz__unicode__naughty-unicode.txt")
def naughty_letters_stay_letter_for_letter(file: Path, room: Path) -> None:
    lines = [line for line in file.read_text("utf-8").split("\n") if line]
    found = looked(file)
    assert [found.header[0], *found.column(found.header[0])] == lines


@answers("fz__control-chars__terminal-escape-codes.txt")
def terminal_codes_stay_in_cells_and_leave_names(file: Path, room: Path) -> None:
    found = looked(file)
    assert found.rows == [(file.read_text("utf-8").split("\n")[2],)]
    assert not re.search(r"[\x00-\x1f]", "".join(found.header) + found.doubts())


@answers("fz__email__valid-email-addresses.txt")
def addresses_are_a_column_not_a_header(file: Path, room: Path) -> None:
    found = looked(file)
    lines = file.read_text("utf-8").split("\n")
    assert found.found.header_row == 0 and found.header == ("column 1",)
    refused = [lines[line - 1] for line, _ in found.faults]
    assert all(line.startswith('"') for line in refused)
    assert [*found.column("column 1")] == [line for line in lines if line and line not in refused]


@answers("mau__app__bundles__LeadBundle__DataFixtures__ORM__fakeleaddata.csv")
def demo_leads_with_quoted_commas_and_telephones(file: Path, room: Path) -> None:
    found = looked(file)
    assert (len(found.rows), found.faults, found.seems("phone")) == (54, [], ("text", None, None))
    with file.open(encoding="utf-8", newline="") as held:
        assert list(csv.DictReader(held)) == [dict(zip(found.header, row, strict=True)) for row in found.rows]
    assert "070 7086 0753" in imported(file, room, "email").leads["phone"]


@answers("handmade__csv_injection_leads.csv")
def payloads_are_texts_and_a_negative_number_survives(file: Path, room: Path) -> None:
    leads = imported(file, room, "Lead ID").leads
    assert leads["Company"][:2] == ['=HYPERLINK("http://127.0.0.1/","x")', "+1+1"]
    assert leads["Company"][4:] == ["\t=1+1", "<script>alert(1)</script>", "Robert'); DROP TABLE leads;--"]
    assert leads["Amount"] == [10.0, 20.0, -5.0, 30.0, 40.0, 50.0, 60.0]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_note(real_data: Path, tmp_path: Path, name: str) -> None:
    ANSWERS[name](real_data / "dirty" / name, tmp_path)
