"""`leadscore import`: the ledger, revisions, a dry run, and what is rejected and why."""

from __future__ import annotations

import csv
from pathlib import Path

from .company import ACTIVITIES, LEADS, MAPPING, write_company
from .conftest import Leadscore

LEDGER = {"read", "accepted", "rejected", "duplicates"}


def test_the_report_counts_every_table(leadscore: Leadscore, empty: Path, export: Path) -> None:
    called = leadscore("import", empty, "--mapping", export / "map.yaml", "--json")
    assert called.code == 0
    report = called.json
    assert {"tables", "rejected_file", "revision", "warnings"} <= set(report)
    assert all(set(counts) >= LEDGER for counts in report["tables"].values())
    assert {table: counts["read"] for table, counts in report["tables"].items()} == {
        "leads": 6,
        "activities": 14,
        "stages": 8,
    }
    assert all(counts["read"] == counts["accepted"] + counts["rejected"] for counts in report["tables"].values())
    assert report["rejected_file"] is None


def test_defaults_that_acted_are_warnings(leadscore: Leadscore, empty: Path, export: Path) -> None:
    called = leadscore("import", empty, "--mapping", export / "map.yaml", "--json")
    words = "leads.csv: the mapping states no dialect; read with delimiter comma and encoding utf-8"
    assert words in called.json["warnings"]
    assert f"Warning: {words}\n" in called.err


def test_people_read_the_same_ledger(leadscore: Leadscore, empty: Path, export: Path) -> None:
    called = leadscore("import", empty, "--mapping", export / "map.yaml")
    assert "leads: 6 read = 6 accepted + 0 rejected (0 duplicates)\n" in called.out
    assert called.out.splitlines()[-1].startswith("Revision ")


def test_importing_twice_changes_nothing(leadscore: Leadscore, empty: Path, export: Path) -> None:
    first = leadscore("import", empty, "--mapping", export / "map.yaml", "--json").json
    before = sorted(each.name for each in (empty / "data").iterdir())
    again = leadscore("import", empty, "--mapping", export / "map.yaml", "--json").json
    assert again["revision"] == first["revision"]
    assert (first["changed"], again["changed"]) == (True, False)
    assert sorted(each.name for each in (empty / "data").iterdir()) == before


def test_a_second_import_replaces_the_first(leadscore: Leadscore, six: Path, export: Path) -> None:
    (export / "leads.csv").write_text(LEADS.replace("finn,2026-02-01 09:00,Fir,VP,200,DE,fair\n", ""))
    report = leadscore("import", six, "--mapping", export / "map.yaml", "--json").json
    assert (report["changed"], report["tables"]["leads"]["accepted"]) == (True, 5)
    assert leadscore("score", six, "--as-of", "2026-03-05", "--out", six / "s.csv", "--json").json["leads"] == 5


def test_a_dry_run_reports_and_changes_nothing(leadscore: Leadscore, empty: Path, export: Path) -> None:
    called = leadscore("import", empty, "--mapping", export / "map.yaml", "--dry-run", "--json")
    assert (called.code, called.json["tables"]["leads"]["accepted"]) == (0, 6)
    assert not (empty / "data" / "CURRENT").exists()
    assert not list((empty / "data").glob("1-*"))


def test_rejected_rows_are_listed_with_line_and_reason(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    rows = "ada,2026-01-10 10:00,webinar,\n,2026-01-10 10:00,visit,\nada,yesterday,visit,\nada,2026-02-27 10:00,,\n"
    mapping = write_company(tmp_path / "bad", {"activities.csv": ACTIVITIES + rows})
    called = leadscore("import", empty, "--mapping", mapping, "--json")
    counts = called.json["tables"]["activities"]
    assert (called.code, counts["read"], counts["rejected"], counts["duplicates"]) == (0, 18, 4, 1)
    with Path(called.json["rejected_file"]).open(encoding="utf-8", newline="") as file:
        listed = {(row["line"], row["reason"]) for row in csv.DictReader(file)}
    assert {("16", "duplicate"), ("17", "no lead_id"), ("19", "no kind")} <= listed
    assert any(line == "18" and "'occurred_at' (column 'When') is no date or time" in why for line, why in listed)


def test_activities_of_nobody_are_kept_and_warned_of(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    mapping = write_company(tmp_path / "bad", {"activities.csv": ACTIVITIES + "gus,2026-01-10 10:00,visit,\n"})
    called = leadscore("import", empty, "--mapping", mapping, "--json")
    assert called.json["tables"]["activities"]["accepted"] == 15
    assert any("activities: 1 activities belong to leads" in warning for warning in called.json["warnings"])


def test_paths_are_relative_to_the_mapping(leadscore: Leadscore, empty: Path, export: Path) -> None:
    (export / "sub").mkdir()
    (export / "sub" / "map.yaml").write_text(MAPPING.replace("file: ", "file: ../"))
    assert leadscore("import", empty, "--mapping", export / "sub" / "map.yaml").code == 0


def test_the_same_export_next_month_is_added_as_last_time(leadscore: Leadscore, empty: Path, export: Path) -> None:
    leadscore("import", empty, "--mapping", export / "map.yaml")
    files = [export / f"{name}.csv" for name in ("leads", "activities", "stages")]
    called = leadscore("import", empty, "--add", "--files", *files, "--json")
    assert (called.code, called.json["changed"]) == (0, False)
    assert called.json["tables"]["leads"]["kept"] == 0
    assert "%" not in called.err  # progress is for terminals


def test_files_that_are_not_as_last_time_are_named_and_nothing_is_imported(
    leadscore: Leadscore, empty: Path, export: Path
) -> None:
    file = export / "leads.csv"
    called = leadscore("import", empty, "--files", file)
    assert called.code == 1 and "No mapping of an earlier import fits these files" in called.err
    leadscore("import", empty, "--mapping", export / "map.yaml")
    before = (empty / "data" / "CURRENT").read_text(encoding="ascii")
    header, *rows = (export / "activities.csv").read_text(encoding="utf-8").splitlines()
    (export / "activities.csv").write_text("\n".join([header.replace(header.split(",")[0], "Who"), *rows]), "utf-8")
    files = [export / f"{name}.csv" for name in ("leads", "activities", "stages")]
    called = leadscore("import", empty, "--files", *files)
    assert called.code == 1
    assert f"activities.csv: the column '{header.split(',')[0]}' is gone, and the mapping needs it" in called.err
    assert (empty / "data" / "CURRENT").read_text(encoding="ascii") == before


def test_either_a_mapping_or_known_files_are_named(leadscore: Leadscore, empty: Path, export: Path) -> None:
    for wrong in ([], ["--mapping", export / "map.yaml", "--files", export / "leads.csv"]):
        called = leadscore("import", empty, *wrong)
        assert called.code == 2 and "Name either --mapping MAP.yaml" in called.err
