"""A file that would take the machine down takes only its own process down."""

from __future__ import annotations

import gzip
import resource
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from leadscore.errors import ImportRefused
from leadscore.importing import Limits
from leadscore.importing.isolation import ANSWER, in_child
from leadscore.importing.limits import MB
from leadscore.importing.reading import texts
from leadscore.store import snapshots

from .desk import LEADS, Desk


def refused(desk: Desk, limits: Limits, mapping: str = LEADS) -> str:
    before = snapshots.current(desk.place)[0]
    with pytest.raises(ImportRefused) as refusal:
        desk.bring(mapping, limits=limits)
    assert snapshots.current(desk.place)[0] == before and desk.left_behind() == []
    return str(refusal.value)


@pytest.fixture(autouse=True)
def _old_data(desk: Desk) -> None:
    desk.bring(leads="id\nanna\n")


def test_too_much_memory(desk: Desk) -> None:
    desk.write("leads.csv", "id,x\n" + "".join(f'{n},"{"x" * 900_000}"\n' for n in range(300)))
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = refused(desk, Limits(memory=500 * MB))
    assert "memory" in said and "Nothing was imported" in said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - mine < 100 * 1024


def test_too_long(desk: Desk) -> None:
    desk.write("leads.csv", "id\n" + "".join(f"{n}\n" for n in range(400_000)))
    said = refused(desk, Limits(wall_seconds=0.6))
    assert said.startswith("Reading took longer than 0.6 seconds and was stopped. Nothing was imported.")


def test_too_much_processor_time(desk: Desk) -> None:
    desk.write("leads.csv", "id,a,b\n" + "".join(f"{n},{n}x,{n}y\n" for n in range(1_500_000)))
    assert "processor time" in refused(desk, Limits(cpu_seconds=1))


def test_too_large_as_it_is_or_unpacked(desk: Desk) -> None:
    desk.write("leads.csv", "id\n" + "1234567\n" * 1000)
    assert "leads.csv has 0 MB; at most 0 MB are read" in refused(desk, Limits(file_bytes=5000))
    desk.write("leads.csv", gzip.compress(b"id\n" + b"1234567\n" * 1_000_000))
    assert "larger than 1,000,000 bytes when unpacked" in refused(desk, Limits(file_bytes=1_000_000))


def test_too_much_written(desk: Desk) -> None:
    desk.write("leads.csv", "id,x\n" + "".join(f"{n},{hash(str(n))}\n" for n in range(60_000)))
    said = refused(desk, Limits(written_bytes=200_000))
    assert said.startswith("Reading wrote a file of more than 0 MB, which is the most it may. Nothing was imported.")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("file", ["work.duckdb.wal", "leads.parquet", "rejected.csv", ANSWER])
def test_a_full_disk(desk: Desk, tmp_path: Path, file: str) -> None:
    folder = tmp_path / "full" / "staging"
    folder.mkdir(parents=True)
    (folder / file).symlink_to("/dev/full")
    leads = desk.write("leads.csv", "id,x\n" + "".join(f"{n},{'y' * 100}{n}\n" for n in range(20_000)))
    job = {"task": "import", "mapping": str(desk.write("map.yaml", LEADS)), "files": [str(leads)]}
    with pytest.raises(ImportRefused) as refusal:
        in_child(job, folder, Limits())
    wanted = 3 * leads.stat().st_size / MB
    assert str(refusal.value) == (
        f"The disk of {folder.parent}, or your share of it, is full: reading these files takes up to about "
        f"{wanted:,.1f} MB there, more where they are packed. Nothing was imported. Make room there, or move the "
        "workspace to a larger disk, then import again."
    )


def test_too_wide_a_cell(desk: Desk) -> None:
    desk.write("leads.csv", "id,x\n1," + "y" * 2000 + "\n")
    assert "field larger than field limit" in refused(desk, Limits(cell_characters=1000))


def test_no_personal_value_is_in_an_error(desk: Desk) -> None:
    desk.write("leads.csv", "id,Email\n1,secret@person.example\n1,other@person.example\n")
    with pytest.raises(ImportRefused) as refusal:
        desk.bring(LEADS + "    size: {column: Email, type: number}\n")
    assert "person.example" not in str(refusal.value)


def test_a_workbook_that_claims_to_be_enormous(desk: Desk) -> None:
    with xlsxwriter.Workbook(str(desk.folder / "leads.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "x"])
        sheet.write(1_048_575, 16_383, "far away")
    assert "Nothing was imported" in refused(desk, Limits(), LEADS.replace("leads.csv", "leads.xlsx"))


def test_a_packed_file_that_unpacks_to_far_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_BOMB", 1 << 20)
    same, various = tmp_path / "same.csv.gz", tmp_path / "various.csv.gz"
    same.write_bytes(gzip.compress(b"1,2\n" * 1_000_000, mtime=0))
    various.write_bytes(gzip.compress(b"".join(b"%d,%d\n" % (n, n * n) for n in range(200_000)), mtime=0))
    with pytest.raises(ImportRefused, match="unpacks to more than 200 times its size"):
        texts.settle(same, None, 1 << 32)
    assert texts.settle(various, None, 1 << 32).encoding == "utf-8"


def test_a_parquet_file_with_more_rows_than_its_size_can_hold(desk: Desk) -> None:
    duckdb.sql("SELECT 1 AS id FROM range(3_000_000)").write_parquet(str(desk.folder / "leads.parquet"))
    with pytest.raises(ImportRefused, match="says that it holds 3,000,000 rows, which its size cannot"):
        desk.bring("leads:\n  - {file: leads.parquet, lead_id: id}\n")
