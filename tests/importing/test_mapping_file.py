"""Every mistake in a mapping says what is wrong, where, and how to mend it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from leadscore.errors import MappingError
from leadscore.importing.mappings.mapping_file import read_mapping

from .desk import LEADS, Desk


def mistake(desk: Desk, mapping: str) -> str:
    desk.write("leads.csv", "id,Country,Created\n1,NL,2026-01-01\n")
    with pytest.raises(MappingError) as error:
        desk.bring(mapping)
    assert not desk.left_behind()
    return str(error.value)


def test_an_unknown_key_gets_a_suggestion(desk: Desk) -> None:
    assert "Unknown key 'leeds'. Did you mean 'leads'?" in mistake(desk, "leeds: []\n")
    assert "leads[1]: no file leads.cvs" in mistake(desk, LEADS.replace("leads.csv", "leads.cvs"))
    assert "Did you mean 'leads.csv'?" in mistake(desk, LEADS.replace("leads.csv", "leads.cvs"))
    assert "unknown key 'delimeter'. Did you mean 'delimiter'?" in mistake(
        desk, LEADS.replace("delimiter", "delimeter")
    )


def test_an_unknown_column_names_the_nearest(desk: Desk) -> None:
    said = mistake(desk, LEADS + "    country: Contry\n")
    assert said == "map.yaml: leads[1].country: leads.csv has no column 'Contry'. Did you mean 'Country'? Choose one of: id, Country, Created."  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    "first", ["17,Ada Ahorn,NL", "a1,Ada Ahorn,ada@ahorn.example", "a1,Ada Ahorn,05.01.2026", "Ada,Ada,+49 170 123456"]
)
def test_a_first_row_of_data_is_not_repeated_in_an_error(desk: Desk, first: str) -> None:
    desk.write("leads.csv", f"{first}\n")
    with pytest.raises(MappingError) as error:
        desk.bring(LEADS + "    country: Contry\ncaptured_at_form: [Ada Ahor]\n")
    assert "leads.csv has no column 'Contry'. The first row looks like data, so it is not repeated here" in str(
        error.value
    )
    assert "`dialect: {header_row: 0}` and write `column 1`" in str(error.value)
    assert not any(cell in str(error.value).replace("'Ada Ahor'", "") for cell in first.split(","))


def test_all_mistakes_are_listed_at_once(desk: Desk) -> None:
    said = mistake(desk, LEADS + "    created_at: {column: Created, formt: x}\nzone: Europe/Berln\ndata_date: soon\n")
    assert "map.yaml has 3 mistakes:" in said
    assert "leads[1].created_at: unknown key 'formt'. Did you mean 'format'?" in said
    assert "zone: 'Europe/Berln' is no time zone. Did you mean 'Europe/Berlin'?" in said
    assert "data_date: 'soon' is no date" in said


def test_leads_need_an_id(desk: Desk) -> None:
    assert "leads[1]: no `lead_id`. Say which column holds it" in mistake(desk, LEADS.replace("    lead_id: id\n", ""))
    assert "No `leads:`." in mistake(desk, "activities:\n  - {file: leads.csv, lead_id: id, occurred_at: x, kind: y}\n")


def test_other_tables_have_a_closed_list_of_fields(desk: Desk) -> None:
    said = mistake(desk, LEADS + "stages:\n  - {file: leads.csv, lead_id: id, stage: Country, entered: Created}\n")
    assert "stages[1]: unknown field 'entered'. Did you mean 'entered_at'?" in said


def test_where_knows_the_models_operators(desk: Desk) -> None:
    assert "unknown operator 'equals'" in mistake(desk, LEADS + "    where: {column: Country, equals: NL}\n")
    assert "`in` needs a list, like in: [A, B]." in mistake(desk, LEADS + "    where: {column: Country, in: NL}\n")
    assert "`above` needs a number." in mistake(desk, LEADS + "    where: {column: Country, above: much}\n")
    assert "leads.csv has no column 'Land'" in mistake(desk, LEADS + "    where: {column: Land, is: NL}\n")


def test_a_field_is_a_column_or_a_value(desk: Desk) -> None:
    assert "give either `column:` or `value:`." in mistake(desk, LEADS + "    source: {column: Country, value: web}\n")
    assert "give either `column:` or `value:`." in mistake(desk, LEADS + "    source: {type: text}\n")


def test_two_columns_cannot_be_one_attribute(desk: Desk) -> None:
    said = mistake(desk, LEADS + "    country: Country\n    rename: {Created: country}\n")
    assert "'country' is already read from another column than 'Created'" in said


def test_attributes_that_the_mapping_speaks_of_must_exist(desk: Desk) -> None:
    said = mistake(desk, LEADS + "captured_at_form: [country]\n")
    assert "captured_at_form: the leads have no 'country'. Did you mean 'Country'?" in said
    said = mistake(
        desk, LEADS + "stages:\n  - {file: leads.csv, lead_id: {column: id, matches: email}, stage: Country}\n"
    )
    assert "stages[1].lead_id: the leads have no 'email'." in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("leads: [", "is not YAML at line"),
        ("", "is empty or no mapping"),
        ("- leads\n", "is empty or no mapping"),
        ("leads: &a [1]\nstages: *a\n", "uses an alias"),
        ("zone: UTC\nzone: UTC\n", "is not YAML"),
        ("leads: !!python/object/apply:os.system ['true']\n", "is not YAML"),
    ],
)
def test_what_is_no_mapping_at_all(desk: Desk, text: str, said: str) -> None:
    assert said in mistake(desk, text)


def test_a_mapping_that_is_no_text(desk: Desk) -> None:
    file = desk.write("map.yaml", b"\xff\xfe\x00")
    with pytest.raises(MappingError, match="is not UTF-8 text"):
        read_mapping(file)
    with pytest.raises(MappingError, match="could not be read"):
        read_mapping(desk.folder / "none.yaml")


def test_dates_and_numbers_stay_the_text_they_were(desk: Desk, tmp_path: Path) -> None:
    desk.write("leads.csv", "id,2026\n1,x\n")
    mapping = read_mapping(desk.write("m.yaml", LEADS + "    year: 2026\ndata_date: 2026-10-31\nmissing: [0, no]\n"))
    assert mapping.missing == ("0", "no")
    assert str(mapping.data_date) == "2026-10-31 23:59:59.999999"
    field = mapping.sources[0].field("year")
    assert field is not None and field.column == "2026"


def test_a_small_file_of_many_brackets_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("zone: " + "[" * 30_000 + "]" * 30_000)
    started = time.monotonic()
    with pytest.raises(MappingError, match="nests more than 40 levels at line 1"):
        read_mapping(file)
    assert time.monotonic() - started < 10
