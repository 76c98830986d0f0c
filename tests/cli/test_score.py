"""`leadscore score`: one file, one row a scored lead, exact values, the highest score first."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from .company import LEADS, MODEL, write_company
from .conftest import Leadscore

HANDED_OVER = """\
lead_id,as_of,score,fit,deeds,minus,band,grade,temperature
ada,2026-03-01T12:00:00,41,20,21,0,ready,A,hot
cleo,2026-03-01T12:00:00,30,10,20,0,hand_over,B,warm
ben,2026-03-01T12:00:00,15,15,0,0,out,,
eve,2026-03-01T12:00:00,12,0,12,0,nurture,D,cold
'=dan(),2026-03-01T12:00:00,5,15,0,-10,nurture,D,cold
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tmp_path / "other.yaml"


def read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def test_the_file_to_the_last_character(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("score", six, "--out", six / "scores.csv")
    assert called.code == 0
    assert (six / "scores.csv").read_text(encoding="utf-8") == HANDED_OVER


def test_every_lead_is_scored_or_accounted_for(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("score", six, "--out", six / "scores.csv", "--json")
    assert called.json == {
        "out": str(six / "scores.csv"),
        "lens": "handoff",
        "leads": 6,
        "without_landmark": 1,
        "excluded": 0,
        "scored": 5,
    }
    assert called.err == ("5 leads scored = 6 - 1 without a landmark under 'handoff' - 0 excluded by the population.\n")


def test_parquet_holds_the_same_rows(leadscore: Leadscore, six: Path) -> None:
    leadscore("score", six, "--out", six / "s.csv")
    leadscore("score", six, "--out", six / "s.parquet")
    relation = duckdb.read_parquet(str(six / "s.parquet"))
    head, *rows = read(six / "s.csv")
    assert relation.columns == head
    found = [
        [row[0], row[1].isoformat(), *map(Decimal, row[2:6]), *(word or "" for word in row[6:])]
        for row in relation.fetchall()
    ]
    expected = [[row[0].removeprefix("'"), row[1], *map(Decimal, row[2:6]), *row[6:]] for row in rows]
    assert found == expected
    assert [str(kind) for kind in relation.types[1:4]] == ["TIMESTAMP", "DECIMAL(10,4)", "DECIMAL(10,4)"]


def test_as_of_a_day_means_its_end_and_every_lead_of_then(leadscore: Leadscore, six: Path) -> None:
    leadscore("score", six, "--as-of", "2026-01-08", "--out", six / "s.csv")
    rows = read(six / "s.csv")[1:]
    assert [row[0] for row in rows] == ["ada", "'=dan()", "ben", "cleo"]
    assert {row[1] for row in rows} == {"2026-01-08T23:59:59.999999"}


def test_as_of_a_day_ends_where_the_mapping_lives(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    mapping = write_company(tmp_path / "export")
    mapping.write_text(mapping.read_text().replace("zone: UTC", "zone: America/New_York"))
    leadscore("import", empty, "--mapping", mapping)
    leadscore(
        "score",
        empty,
        "--model",
        tmp_path / "export" / "model.yaml",
        "--as-of",
        "2026-03-05",
        "--out",
        tmp_path / "s.csv",
    )
    assert {row[1] for row in read(tmp_path / "s.csv")[1:]} == {"2026-03-06T04:59:59.999999"}


def test_arrival_is_a_fortnight_after_creation_or_the_hand_off(leadscore: Leadscore, six: Path) -> None:
    leadscore("score", six, "--as-of", "arrival", "--out", six / "s.csv")
    as_of = {row[0]: row[1] for row in read(six / "s.csv")[1:]}
    assert as_of["ada"] == "2026-01-19T09:00:00"
    assert as_of["finn"] == "2026-02-15T09:00:00"


def test_the_models_own_lens_is_the_default(leadscore: Leadscore, six: Path, model: Path) -> None:
    model.write_text(MODEL + "evaluation: {lens: arrival, arrival_days: 60}\n")
    called = leadscore("score", six, "--model", model, "--out", six / "s.csv", "--json")
    assert called.json["lens"] == "arrival"
    as_of = {row[0]: row[1] for row in read(six / "s.csv")[1:]}
    assert as_of["ada"] == "2026-03-01T12:00:00"
    assert as_of["finn"] == "2026-04-02T09:00:00"


def test_fractions_are_exact(leadscore: Leadscore, six: Path, model: Path) -> None:
    model.write_text(MODEL.replace("points: 12", "points: 0.35").replace("keep: 0.5", "keep: 0.25"))
    leadscore("score", six, "--model", model, "--out", six / "s.csv")
    scores = {row[0]: row[2] for row in read(six / "s.csv")[1:]}
    assert scores["ada"] == "35.0875"
    assert scores["eve"] == "0.35"


def test_equal_scores_go_by_the_latest_deed_then_by_id(leadscore: Leadscore, six: Path, model: Path) -> None:
    model.write_text("name: All alike\nrules: [{id: someone, points: 1, when: {attribute: title, known: true}}]\n")
    leadscore("score", six, "--model", model, "--as-of", "2026-03-05", "--out", six / "s.csv")
    assert [row[0] for row in read(six / "s.csv")[1:]] == ["eve", "ada", "'=dan()", "cleo", "ben", "finn"]


def test_without_cut_offs_only_a_knock_out_is_said(leadscore: Leadscore, six: Path, model: Path) -> None:
    model.write_text(MODEL.split("cut_offs")[0])
    leadscore("score", six, "--model", model, "--out", six / "s.csv")
    assert {row[0]: row[-3:] for row in read(six / "s.csv")[1:]} == {
        "ada": ["", "", ""],
        "cleo": ["", "", ""],
        "ben": ["out", "", ""],
        "eve": ["", "", ""],
        "'=dan()": ["", "", ""],
    }


def test_the_gate_keeps_a_high_score_from_ready(leadscore: Leadscore, six: Path, model: Path) -> None:
    model.write_text(MODEL.replace("any_of: [demo]", "any_of: [visits]"))
    leadscore("score", six, "--model", model, "--out", six / "s.csv")
    assert read(six / "s.csv")[1] == ["ada", "2026-03-01T12:00:00", "41", "20", "21", "0", "hand_over", "B", "warm"]


def test_whom_the_population_excludes_is_counted(leadscore: Leadscore, six: Path, model: Path) -> None:
    model.write_text(MODEL + "population: {exclude: [{attribute: company_size, above: 100}]}\n")
    called = leadscore("score", six, "--model", model, "--out", six / "s.csv", "--json")
    assert (called.json["scored"], called.json["excluded"]) == (2, 3)
    assert {row[0] for row in read(six / "s.csv")[1:]} == {"eve", "'=dan()"}


def test_data_without_dates_is_scored_with_an_empty_t(leadscore: Leadscore, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "map.yaml").write_text(
        "leads:\n  - {file: leads.csv, lead_id: Lead, title: Title, company_size: Employees, company: Company}\n"
    )
    (tmp_path / "model.yaml").write_text(MODEL)
    leadscore("import", empty, "--mapping", tmp_path / "map.yaml")
    called = leadscore("score", empty, "--model", tmp_path / "model.yaml", "--out", tmp_path / "s.csv")
    assert "Warning: this data has no dates" in called.err
    assert {row[0]: row[1:3] for row in read(tmp_path / "s.csv")[1:]} == {
        "ada": ["", "20"],
        "finn": ["", "20"],
        "'=dan()": ["", "15"],
        "ben": ["", "15"],
        "cleo": ["", "10"],
        "eve": ["", "0"],
    }


def test_a_file_that_is_there_is_replaced_whole(leadscore: Leadscore, six: Path) -> None:
    (six / "s.csv").write_text("old\n" * 1000)
    leadscore("score", six, "--out", six / "s.csv")
    assert (six / "s.csv").read_text() == HANDED_OVER
    assert not [each for each in six.iterdir() if each.name.startswith(".")]


@pytest.mark.parametrize("sample", ["saas"])
def test_scores_of_a_sample_company_are_in_order(
    leadscore: Leadscore, sample_workspace: Path, tmp_path: Path, sample: str
) -> None:
    counts = leadscore("score", sample_workspace, "--out", tmp_path / "s.csv", "--json").json
    head, *rows = read(tmp_path / "s.csv")
    assert len(rows) == counts["scored"] == counts["leads"] - counts["without_landmark"] - counts["excluded"]
    scores = [Decimal(row[head.index("score")]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert len({row[0] for row in rows}) == len(rows)
