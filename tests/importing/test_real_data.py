"""The facts of the real data sets, through the product's own import."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from real_data_sets import mapping_of

from leadscore.importing import ImportReport, run
from leadscore.store import snapshots, workspace
from leadscore.store.database import Database
from leadscore.store.manifest import Manifest

pytestmark = pytest.mark.real_data

Imported = tuple[ImportReport, Manifest, duckdb.DuckDBPyConnection]


def imported(folder: Path, mapping: str) -> Imported:
    report = run(workspace.create(folder), mapping_of(mapping, folder.parent))
    database = Database(*snapshots.current(folder))
    return report, database.manifest, database.cursor()


@pytest.fixture(scope="module")
def x_education(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return imported(tmp_path_factory.mktemp("x_education"), "x_education")


@pytest.fixture(scope="module")
def bpi2012(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return imported(tmp_path_factory.mktemp("bpi2012"), "bpi2012_loan")


def one(found: Imported, sql: str) -> object:
    return found[2].execute(sql).fetchall()[0][0]


def test_x_education_counts(x_education: Imported) -> None:
    report, manifest, _ = x_education
    assert report.tables["leads"] == {"read": 9240, "accepted": 9240, "rejected": 0, "duplicates": 0, "left_out": 0}
    assert manifest.rows("stages") == 3561
    assert one(x_education, "SELECT round(100.0 * count(*) / 9240, 3) FROM stages WHERE stage = 'won'") == 38.539
    assert not manifest.dated and manifest.data_date is None


def test_x_education_attributes(x_education: Imported) -> None:
    _, manifest, _ = x_education
    assert len(manifest.attributes) == 36
    assert manifest.attribute("Tags") and manifest.attribute("Lead Quality") and not manifest.attribute("column 38")
    assert manifest.attribute("TotalVisits").type == "number"  # type: ignore[union-attr]
    assert one(x_education, "SELECT count(*) FROM leads WHERE \"Specialization\" = 'Select'") == 0
    assert one(x_education, 'SELECT count(DISTINCT "Lead Number") FROM leads') == 9240


@pytest.mark.parametrize(
    ("source", "leads", "percent"),
    [("Google", 2868, 39.99), ("google", 5, None), ("Olark Chat", None, 25.53), ("Reference", None, 91.76)],
)  # fmt: skip
def test_x_education_sources(x_education: Imported, source: str, leads: int | None, percent: float | None) -> None:
    count, rate = x_education[2].execute(
        'SELECT count(*), round(100.0 * count(stage) / count(*), 2) FROM leads '
        'LEFT JOIN stages USING (lead_id) WHERE "Lead Source" = ?',
        [source],
    ).fetchall()[0]  # fmt: skip
    assert leads in (None, count) and percent in (None, rate)


def test_bpi2012_counts(bpi2012: Imported) -> None:
    report, manifest, _ = bpi2012
    assert manifest.rows("leads") == 13_087 and report.tables["leads"]["rejected"] == 0
    words = dict(bpi2012[2].execute("SELECT stage, count(*) FROM stages GROUP BY 1").fetchall())
    assert (words["won"], words["lost"], words["disqualified"]) == (2246, 7635, 2807)
    ended = "SELECT count(DISTINCT lead_id) FROM stages WHERE stage IN ('won', 'lost', 'disqualified')"
    assert 13_087 - int(str(one(bpi2012, ended))) == 399
    assert all(table["read"] + table["left_out"] in (13_087, 262_200, 786_600) for table in report.tables.values())


def test_bpi2012_keeps_the_meaning_of_the_offsets(bpi2012: Imported, real_data: Path) -> None:
    truth = str(real_data / "bpi2012_loan" / "cases.parquet")
    rows = duckdb.connect()
    rows.execute("SET TimeZone = 'UTC'")
    created = bpi2012[2].execute("SELECT lead_id, created_at FROM leads ORDER BY 1").fetchall()
    stated = rows.execute(
        "SELECT case_id, CAST(reg_date_utc AS TIMESTAMP) FROM read_parquet(?) ORDER BY 1", [truth]
    ).fetchall()
    assert created == stated


def test_bpi2012_calls_are_the_banks_own(bpi2012: Imported) -> None:
    assert one(bpi2012, "SELECT count(*) FROM activities WHERE kind = 'call'") == 22_976 + 11_407
    assert (
        one(bpi2012, "SELECT count(*) FROM activities WHERE kind = 'call' AND (actor IS NULL OR actor = 'lead')") == 0
    )
    assert (
        one(bpi2012, "SELECT count(*) FROM activities WHERE kind = 'call' AND actor = 'bank'") == 22_976 - 19_766 + 973
    )
