"""`leadscore lint`, `sql` and `check`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from leadscore.exporting.sql import DIALECTS

from .company import MODEL
from .conftest import Leadscore


def test_a_sound_model_has_no_findings(leadscore: Leadscore, six: Path) -> None:
    assert leadscore("lint", six, "--json").json == {"findings": []}
    assert leadscore("lint", six).out == "0 findings, 0 of them errors.\n"


def test_findings_name_the_rule_and_the_mend(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        MODEL.replace("points: 15, when: {activity: demo}", "points: 0, when: {activity: demo}")
    )
    called = leadscore("lint", six, "--model", tmp_path / "m.yaml", "--json")
    finding = {
        "level": "warning",
        "check": "dead",
        "rule": "demo",
        "message": "Rule 'demo' has 0 points, so it changes no score. Give it points or take it out.",
    }
    assert called.code == 0
    assert finding in called.json["findings"]


def test_a_rule_sleeps_where_the_data_lacks_its_activity(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(MODEL.replace("{activity: visit, at_most: 4}", "{activity: trial_started}"))
    called = leadscore("lint", six, "--model", tmp_path / "m.yaml", "--json")
    (finding,) = called.json["findings"]
    assert (finding["level"], finding["check"], finding["rule"]) == ("warning", "sleeping", "visits")
    assert "this data has no activity 'trial_started'" in finding["message"]


def test_a_model_that_does_not_fit_the_data_is_an_error_of_lint_too(
    leadscore: Leadscore, six: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.yaml").write_text(MODEL.replace("attribute: title", "attribute: titel"))
    called = leadscore("lint", six, "--model", tmp_path / "m.yaml", "--json")
    finding = called.json["findings"][0]
    assert (called.code, finding["level"], finding["check"]) == (0, "error", "does not fit the data")
    assert "Did you mean 'title'?" in finding["message"]


def test_a_model_can_be_linted_before_there_is_data(leadscore: Leadscore, empty: Path, export: Path) -> None:
    assert leadscore("lint", empty, "--model", export / "model.yaml").code == 0


def test_a_leak_is_named_with_every_field_of_the_data(leadscore: Leadscore, sample_workspace: Path) -> None:
    called = leadscore("lint", sample_workspace, "--fields", "--json").json
    (leak,) = (each for each in called["findings"] if each["check"] == "written afterwards")
    assert leak["level"] == "note" and leak["message"].startswith("'lead_quality' must not be an input of a score")
    first, *others = called["fields"]
    assert (first["field"], first["verdict"]) == ("lead_quality", "leaks")
    assert {each["verdict"] for each in others} == {"dated", "no sign"}
    assert called["together"]["left_out"] == ["lead_quality"]


def test_a_rule_on_a_leak_is_an_error_and_the_command_still_succeeds(
    leadscore: Leadscore, sample_workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.yaml").write_text(
        "name: Leaky\ncut_offs: {mql: 5, sql: 10}\n"
        "rules: [{id: rated, points: 10, when: {attribute: lead_quality, is: A}}]"
    )
    called = leadscore("lint", sample_workspace, "--model", tmp_path / "m.yaml", "--fields")
    assert called.code == 0
    assert called.out.startswith("error: Rule 'rated' looks at 'lead_quality', which must not be an input")
    assert "lead_quality: leaks; AUC" in called.out
    assert "All fields together tell the outcomes apart" in called.out


@pytest.mark.parametrize("dialect", DIALECTS)
def test_sql_is_spelled_for_every_dialect(leadscore: Leadscore, export: Path, dialect: str) -> None:
    called = leadscore("sql", "--model", export / "model.yaml", "--dialect", dialect)
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("-- Six leads: run in a UTC session")


def test_the_printed_sql_gives_the_scores_of_the_file(leadscore: Leadscore, six: Path) -> None:
    leadscore("score", six, "--out", six / "s.parquet")
    query = leadscore("sql", "--model", six / "model.yaml", "--dialect", "duckdb", "--workspace", six).out
    snapshot = six / "data" / (six / "data" / "CURRENT").read_text()
    with duckdb.connect() as warehouse:
        warehouse.execute("SET TimeZone = 'UTC'")
        for table in ("leads", "activities", "stages"):
            warehouse.read_parquet(str(snapshot / f"{table}.parquet")).create(table)
        found = warehouse.sql(query)
        written = warehouse.read_parquet(str(six / "s.parquet"))
        assert found.columns == written.columns
        assert found.fetchall() == written.fetchall()


def test_an_unknown_dialect(leadscore: Leadscore, export: Path) -> None:
    called = leadscore("sql", "--model", export / "model.yaml", "--dialect", "postgress")
    assert (called.code, called.out) == (2, "")
    assert "SQL cannot be written for 'postgress'. Did you mean 'postgres'?" in called.err


def test_an_untouched_workspace_passes_its_check(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("check", six, "--json")
    assert (called.code, called.json) == (0, {"ok": True, "findings": [], "notices": [], "state": None})


@pytest.mark.parametrize("table", ["leads", "activities", "stages"])
def test_one_flipped_byte_is_found_and_its_file_named(leadscore: Leadscore, six: Path, table: str) -> None:
    file = six / "data" / (six / "data" / "CURRENT").read_text() / f"{table}.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    called = leadscore("check", six, "--json")
    assert (called.code, called.json["ok"]) == (1, False)
    (finding,) = called.json["findings"]
    assert str(file) in finding
    assert "Import the data again, or restore a backup." in called.err


def test_importing_again_mends_a_damaged_table(leadscore: Leadscore, six: Path, export: Path) -> None:
    damaged = six / "data" / (six / "data" / "CURRENT").read_text() / "leads.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-40])
    assert leadscore("import", six, "--mapping", export / "map.yaml").code == 0
    assert leadscore("check", six).code == 0


def test_a_missing_table_is_found(leadscore: Leadscore, six: Path) -> None:
    (six / "data" / (six / "data" / "CURRENT").read_text() / "stages.parquet").unlink()
    called = leadscore("check", six)
    assert called.code == 1
    assert "stages.parquet is missing" in called.err
