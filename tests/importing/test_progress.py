"""Whoever waits for an import is told how far it is, and may stop it: nothing of it stays."""

from __future__ import annotations

import time

import pytest

from leadscore.errors import ImportStopped
from leadscore.importing import Progress
from leadscore.importing.progress import Journey, read_progress

from .desk import LEADS, Desk

MANY = "id,Size\n" + "".join(f"lead {number},{number}\n" for number in range(60_000))
"""Read in two batches: the second is a moment's work."""

VERY_MANY = MANY + "".join(f"lead {number},{number}\n" for number in range(60_000, 250_000))
"""Read in five batches: whoever looks now and then sees some of them, however busy the machine is."""


def test_shares_rise_and_rows_are_told_while_a_file_is_read(desk: Desk) -> None:
    told: list[Progress] = []
    desk.bring(leads=VERY_MANY, on_progress=told.append)
    shares = [each.share for each in told]
    assert shares == sorted(shares) and all(0 <= share <= 1 for share in shares)
    assert any(each.step == "reading" and each.name == "leads.csv" and each.rows > 0 for each in told)


def test_the_share_of_each_file_is_its_part_of_all_bytes(desk: Desk) -> None:
    big, small = desk.write("big.csv", "a\n" * 300), desk.write("small.csv", "a\n" * 100)
    journey = Journey(desk.folder, [big, small], tables=1)
    shares = []
    for file, rows in ((big, 150), (small, 50)):
        journey.open(file)
        journey.read(file, rows)
        shares.append(read_progress(desk.folder))
        journey.finish()
    assert [(each.name, each.rows, each.share) for each in shares if each] == [
        ("big.csv", 150, 0.3),
        ("small.csv", 50, 0.7),
    ]


def test_a_stop_ends_it_at_once_and_leaves_nothing(desk: Desk) -> None:
    before = desk.bring(leads="id\nanna\n").revision
    told: list[Progress] = []
    started = time.monotonic()
    with pytest.raises(ImportStopped, match="stopped. Nothing was imported"):
        desk.bring(leads=VERY_MANY, on_progress=told.append, stop=lambda: any(each.rows for each in told))
    assert time.monotonic() - started < 60
    assert desk.manifest().revision == before
    assert desk.left_behind() == []


def test_a_stop_after_the_last_row_still_counts(desk: Desk) -> None:
    asked: list[bool] = []

    def late() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(ImportStopped):
        desk.bring(LEADS, MANY, stop=late)
    assert not desk.place.current.exists()


def test_no_trace_of_the_telling_stays_in_a_snapshot(desk: Desk) -> None:
    desk.bring(leads=MANY, on_progress=lambda _: None)
    names = {file.name for folder in desk.place.data.glob("1-*") for file in folder.iterdir()}
    assert names == {"leads.parquet", "manifest.json", "mapping.yaml", "rejected.csv"}
