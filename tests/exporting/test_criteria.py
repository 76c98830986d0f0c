"""The criteria template: what goes out comes back as the same model, and what people change in it is read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from leadscore.errors import ImportRefused, ModelError, UsageError
from leadscore.exporting.criteria import COLUMNS, write_criteria
from leadscore.exporting.criteria_reading import criteria_of, read_criteria
from leadscore.model import Model, model_hash, parse, presets

ODD = r"""
name: "=cmd|'/C calc'!A0"
population: {exclude: [{attribute: email, contains: '@ourselves.'}, {open_deal: true}]}
groups: {empty: {}, bounded: {floor: -10, cap: 12.5, side: neither}}
rules:
  - {id: plain, points: 10, when: {activity: webinar_attended}}
  - {id: minus, label: "-5 of \"them\", they said; 'quoted'", group: bounded, points: -2.25, range: [-7.5, 0],
     when: {all: [{attribute: title, is: "=1+1"}, {not: {attribute: country, in: [NO, "07", "1,5"]}}]}}
  - {id: out, label: "'=already marked", knock_out: true, when: {attribute: size, at_least: 1000000.000001}}
  - {id: two lines, label: "first\nsecond", points: 0, when: {known_share: [title, "odd, name"]}}
  - {id: graded, points: 1000, group: bounded,
     when: {attribute: size, shares: [{below: 50, share: 0.2}, {otherwise: 1}]}}
  - {id: rate, points: 3, when: {rate: {of: [click, tap], per: sent, at_least: 0.125, minimum: 5}}}
cut_offs: {mql: 20.5, sql: 99.99, sql_needs: {any_of: [rate, plain], at_least: {bounded: 3}}}
balance: {behavioural: 37.5, demographic: 62.5}
evaluation: {lens: arrival, arrival_days: 3, outcome: won, horizon_days: {sql: 7, won: 400}}
"""


def odd() -> Model:
    return parse(ODD)


MODELS: dict[str, Callable[[], Model]] = {
    **{name: (lambda name=name: presets.preset(name)) for name in presets.names()},  # type: ignore[misc]
    "odd": odd,
}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_template_read_back_is_the_same_model(name: str, ending: str, tmp_path: Path) -> None:
    model, file = MODELS[name](), tmp_path / f"criteria{ending}"
    write_criteria(model, file)
    read = read_criteria(file)
    assert model_hash(read.model) == model_hash(model)
    assert read.model == model and read.model.group_names == model.group_names and read.notes == ()


def test_the_template_of_the_workshop_shows_its_83_points(tmp_path: Path) -> None:
    file = tmp_path / "criteria.csv"
    write_criteria(presets.preset("criteria_template"), file)
    rules = [row for row in rows_of(file) if row["Part"] == "rule"]
    assert {row["Name"]: row["Points"] for row in rules} == {
        "company_size": "10",
        "industry": "5",
        "title": "8",
        "webinar": "20",
        "trial": "25",
        "repeat_visits": "15",
    }
    assert sum(int(row["Points"]) for row in rules) == 83
    assert rules[0]["Criterion in words"] == "company size is 50 to 1,000"


def test_nothing_in_the_files_is_a_formula(tmp_path: Path) -> None:
    write_criteria(odd(), tmp_path / "c.csv")
    write_criteria(odd(), tmp_path / "c.xlsx")
    cells = [cell for row in rows_of(tmp_path / "c.csv") for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
    assert "'=cmd|'/C calc'!A0" in cells
    sheet = CalamineWorkbook.from_path(str(tmp_path / "c.xlsx")).get_sheet_by_index(0)
    assert sheet.to_python()[1][1] == "=cmd|'/C calc'!A0"


LETTERS = {
    "ends of lines": "a\r\nb\rc\nd",
    "what looks escaped": "_x000D_ and _x0041_",
    "blanks around": "  in the middle  ",
    "letters of every kind": "Größe 😀 \u202e \u00a0 ﬁ",
    "a bell": "ring \x07 once",
    "a number": "007",
    "a date": "2026-10-31",
    "true": "TRUE",
}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", sorted(LETTERS))
def test_labels_come_back_to_the_letter(name: str, ending: str, tmp_path: Path) -> None:
    model = presets.preset("criteria_template")
    rule = model.rules[0].model_copy(update={"label": LETTERS[name]})
    model = model.model_copy(update={"rules": (rule, *model.rules[1:])})
    write_criteria(model, tmp_path / f"c{ending}")
    assert read_criteria(tmp_path / f"c{ending}").model.rules[0].label == LETTERS[name]


def test_what_a_cell_cannot_hold_is_refused_not_dropped(tmp_path: Path) -> None:
    model = parse(f"name: N\nrules: [{{id: a, points: 1, when: {{attribute: title, is: '{'x' * 40_000}'}}}}]")
    with pytest.raises(UsageError, match=r"40,\d{3} characters; a workbook holds 32,767"):
        write_criteria(model, tmp_path / "c.xlsx")
    assert list(tmp_path.iterdir()) == []
    write_criteria(model, tmp_path / "c.csv")
    assert read_criteria(tmp_path / "c.csv").model == model


def test_points_changed_in_the_sheet_are_read(tmp_path: Path) -> None:
    def change(row: dict[str, str]) -> None:
        if row["Name"] == "trial":
            row["Points"] = " +20.5 "

    model = presets.preset("criteria_template")
    read = read_criteria(changed(model, tmp_path, change)).model
    assert read == model.with_points({"trial": read.rule("trial").worth})
    assert str(read.rule("trial").worth) == "20.5"


def test_a_sheet_saved_by_a_german_spreadsheet_is_read(tmp_path: Path) -> None:
    model = parse("name: Größe\nrules: [{id: a, label: 'Über 50', points: 5, when: {activity: demo}}]")
    file = tmp_path / "c.csv"
    write_criteria(model, file)
    held = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    file.write_bytes("\r\n".join(";".join(row) for row in held).encode("cp1252"))
    assert read_criteria(file).model == model


def test_every_mistake_is_said_with_its_row(tmp_path: Path) -> None:
    wrong = {"company_size": "ten", "industry": "5,5", "title": "", "webinar": "20"}

    def change(row: dict[str, str]) -> None:
        row["Points"] = wrong.get(row["Name"], row["Points"])
        if row["Name"] == "webinar":
            row["Criterion"] = "{activity: webinar"
        if row["Name"] == "trial":
            row["Part"] = "rul"

    with pytest.raises(ModelError) as refused:
        read_criteria(changed(presets.preset("criteria_template"), tmp_path, change))
    said = refused.value.problems
    assert said[0] == (
        "row 5 (company_size): 'ten' under 'Points' is no number; write a number such as 20 or -5, or 'knock-out'."
    )
    assert said[1].startswith("row 6 (industry): '5,5'") and "12.5" in said[1]
    assert said[2].startswith("row 8 (webinar): its criterion is not YAML")
    assert said[3].startswith("row 9 (trial): 'rul' is no part. Did you mean 'rule'?")
    assert len(said) == 4


def test_a_rule_without_points_is_said_by_its_name(tmp_path: Path) -> None:
    def change(row: dict[str, str]) -> None:
        row["Points"] = "" if row["Name"] == "title" else row["Points"]

    with pytest.raises(ModelError, match="rule 'title': needs 'points'"):
        read_criteria(changed(presets.preset("criteria_template"), tmp_path, change))


def test_changed_words_do_not_count_and_that_is_said(tmp_path: Path) -> None:
    def change(row: dict[str, str]) -> None:
        if row["Name"] == "company_size":
            row["Criterion in words"] = "company size is 10 to 50"

    read = read_criteria(changed(presets.preset("criteria_template"), tmp_path, change))
    assert read.model == presets.preset("criteria_template")
    assert read.notes == (
        "row 5 (company_size): the criterion in words differs from the criterion, which alone counts and asks: "
        "company size is 50 to 1,000.",
    )


def test_another_table_is_no_template() -> None:
    with pytest.raises(ModelError, match="no criteria template: its first row has no column Part, Points, Criterion"):
        criteria_of((("Name", "Mail"), ("Ada", "ada@example.com")), "people.csv")


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "c.xlsx"
    file.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(ImportRefused, match="no workbook that can be read"):
        read_criteria(file)


def test_a_sheet_that_a_person_typed_is_read(tmp_path: Path) -> None:
    file = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("Sheet1")
        for place, row in enumerate(
            [("part", "name", "points", "criterion"), ("model", "Ours"), ("rule", "demo", 15.0, "{activity: demo}")]
        ):
            sheet.write_row(place, 0, row)
    expected = parse("name: Ours\nrules: [{id: demo, points: 15, when: {activity: demo}}]")
    assert read_criteria(file).model == expected


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def changed(model: Model, folder: Path, change: Callable[[dict[str, str]], None]) -> Path:
    """The template of a model after a person changed some cells."""
    file = folder / "changed.csv"
    write_criteria(model, file)
    rows = rows_of(file)
    for row in rows:
        change(row)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return file
