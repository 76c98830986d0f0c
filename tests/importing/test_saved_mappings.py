"""A mapping is kept after an import, and the same export is recognised next month by its columns."""

from __future__ import annotations

from pathlib import Path

from leadscore.importing import inspect
from leadscore.importing.mappings import saved

from .desk import LEADS, NOW, Desk

MAPPING = (
    "# what our columns mean\n"
    + LEADS
    + """activities:
  - {file: activities.csv, dialect: {delimiter: ",", encoding: utf-8}, lead_id: lead, occurred_at: at, kind: what}
zone: UTC
data_date: 2026-10-31
"""
)
ACTIVITIES = "lead,at,what\nanna,2026-10-01,visit\nbo,2026-10-02,call\n"


def imported(desk: Desk) -> None:
    desk.write("activities.csv", ACTIVITIES)
    desk.bring(MAPPING, "id,Size,City\nanna,50,Ghent\n")


def november(desk: Desk, leads: str = "id,Size,City\nbo,7,Rome\n", activities: str = ACTIVITIES) -> list[Path]:
    folder = desk.folder / "november"
    folder.mkdir(exist_ok=True)
    files = [folder / "what they did (2).csv", folder / "leads 2026-11.csv"]
    for file, content in zip(files, (activities, leads), strict=True):
        file.write_text(content, encoding="utf-8")
    return files


def test_files_of_the_same_columns_are_recognised_whatever_their_names(desk: Desk) -> None:
    imported(desk)
    found = saved.recognised(desk.place, inspect(november(desk)))
    assert found is not None and found.at == NOW
    assert "file: leads 2026-11.csv" in found.mapping and "file: what they did (2).csv" in found.mapping
    assert "# what our columns mean" in found.mapping and "keep: all" in found.mapping


def test_the_mapping_of_last_time_imports_the_new_files(desk: Desk) -> None:
    imported(desk)
    files = november(desk)
    found = saved.recognised(desk.place, inspect(files))
    assert found is not None
    desk.folder = files[0].parent
    desk.bring(found.mapping)
    assert desk.rows("SELECT lead_id, City FROM leads") == [("bo", "Rome")]
    assert len(saved.kept(desk.place)) == 1


def test_what_was_said_of_one_moment_is_left_out_and_told(desk: Desk) -> None:
    imported(desk)
    found = saved.recognised(desk.place, inspect(november(desk)))
    assert found is not None and "data_date" not in found.mapping and found.as_last_time
    assert found.added == ("last time's mapping stated `data_date`, which was left out: it spoke of then",)


def test_another_order_of_columns_and_another_delimiter_do_not_matter(desk: Desk) -> None:
    imported(desk)
    found = saved.recognised(desk.place, inspect(november(desk, "City;Size;id\nRome;7;bo\n")))
    assert found is not None and "delimiter: ;" in found.mapping.replace("'", "").replace('"', "")


def test_new_columns_are_said_and_stand_in_nobodys_way(desk: Desk) -> None:
    imported(desk)
    found = saved.recognised(desk.place, inspect(november(desk, "id,Size,City,Zip\nbo,7,Rome,01\n")))
    assert found is not None and "leads 2026-11.csv: 'Zip' is new" in found.added


def test_a_column_that_the_mapping_needs_and_a_word_without_a_meaning_are_looked_at_first(desk: Desk) -> None:
    desk.write("activities.csv", ACTIVITIES)
    desk.bring(MAPPING, "id,Size,City\nanna,50,Ghent\n")
    as_ever = saved.recognised(desk.place, inspect(november(desk)))
    assert as_ever is not None and as_ever.as_last_time
    files = november(desk, activities="lead,when,what\nbo,2026-11-02,webinar\nbo,2026-11-03,call\n")
    found = saved.recognised(desk.place, inspect(files))
    assert found is not None and not found.as_last_time
    assert found.changed == (
        "what they did (2).csv: the column 'at' is gone, and the mapping needs it",
        "what they did (2).csv: 'what' has words that were not there last time: 'webinar'",
    )


def test_other_files_are_not_recognised(desk: Desk) -> None:
    imported(desk)
    file = desk.write("deals.csv", "Deal,Stage,Amount\nd1,won,5\n")
    assert saved.recognised(desk.place, inspect([file])) is None


TICKETS = "Ticket,Text\nt1,help\n"


def test_a_file_that_nothing_reads_stands_in_nobodys_way(desk: Desk) -> None:
    imported(desk)
    found = saved.recognised(desk.place, inspect([*november(desk), desk.write("tickets.csv", TICKETS)]))
    assert found is not None and found.as_last_time
    assert "tickets.csv: the mapping of last time reads no such file" in found.added


def test_a_file_that_could_be_read_and_was_not_is_looked_at_first(desk: Desk) -> None:
    imported(desk)
    calls = desk.write("calls.csv", "Lead Id,Activity Type,Activity Date\nanna,Call,2026-11-02\n")
    found = saved.recognised(desk.place, inspect([*november(desk), calls]))
    assert found is not None and found.changed == ("calls.csv: the mapping of last time reads no such file",)


def test_a_few_files_are_found_among_many_that_nothing_reads(desk: Desk) -> None:
    imported(desk)
    others = [desk.write(f"{letter}.csv", TICKETS.replace("Ticket", letter)) for letter in "abcdef"]
    found = saved.recognised(desk.place, inspect([*others, *november(desk)]))
    assert found is not None and found.as_last_time
    assert "november/leads 2026-11.csv" in found.mapping and "november/what they did (2).csv" in found.mapping


def test_of_two_kept_mappings_the_nearer_one_is_taken(desk: Desk) -> None:
    desk.bring(leads="id,Size,City\nanna,50,Ghent\n")
    desk.bring(LEADS.replace("lead_id: id", "lead_id: Nr"), "Nr,Size,Town,Street\nanna,50,Ghent,A\n")
    file = desk.write("next.csv", "Nr,Size,Town,Street\nbo,7,Rome,B\n")
    found = saved.recognised(desk.place, inspect([file]))
    assert found is not None and "lead_id: Nr" in found.mapping
    assert len(saved.kept(desk.place)) == 2


def test_a_dry_run_keeps_no_mapping(desk: Desk) -> None:
    desk.bring(leads="id\nanna\n", dry_run=True)
    assert saved.kept(desk.place) == ()


def test_a_header_that_is_data_of_people_is_not_kept(desk: Desk) -> None:
    mapping = LEADS.replace("lead_id: id", "lead_id: a@b.nl")
    desk.bring(mapping, "a@b.nl,Size\nbo@b.nl,7\n")
    assert saved.kept(desk.place) == ()


def test_words_of_a_column_are_kept_only_where_they_have_a_meaning(desk: Desk) -> None:
    imported(desk)
    (kept,) = saved.kept(desk.place)
    assert {name: words for each in kept.files for name, words in each.words.items()} == {"what": ("call", "visit")}


def test_a_damaged_file_of_a_mapping_is_passed_over(desk: Desk) -> None:
    imported(desk)
    next(desk.place.mappings.glob("*.json")).write_text("{", encoding="utf-8")
    assert saved.kept(desk.place) == ()
