"""When did it happen?  Texts of dates and times as naive UTC."""

# ruff: noqa: DTZ001 - instants are stored as naive UTC
from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from leadscore.importing.reading.instants import NotAnInstant, reader, zone_named

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-01 12:00", "2026-07-01 10:00"),
        ("2026-01-15T12:00:30", "2026-01-15 11:00:30"),
        ("2026-07-01T12:00:00Z", "2026-07-01 12:00"),
        ("2026-07-01 12:00:00+05:30", "2026-07-01 06:30"),
        ("2024-06-23T08:41:04.000+0000", "2024-06-23 08:41:04"),
        ("2011-09-30 22:38:44.546+00", "2011-09-30 22:38:44.546"),
        ("2026-07-01 12:00:00 -03:30", "2026-07-01 15:30"),
        ("2026-07-01 12:00:00.123456789Z", "2026-07-01 12:00:00.123456"),
    ],
)
def test_a_time_keeps_its_offset_or_takes_the_zone(text: str, instant: str) -> None:
    assert reader(None, BERLIN)(text) == datetime.fromisoformat(instant)


def test_a_date_means_the_end_of_that_local_day() -> None:
    assert reader(None, BERLIN)("2026-07-01") == datetime(2026, 7, 1, 21, 59, 59, 999999)
    assert reader("%d/%m/%Y", BERLIN)("01/07/2026") == datetime(2026, 7, 1, 21, 59, 59, 999999)


def test_without_a_zone_a_date_ends_at_midnight_utc() -> None:
    assert reader(None, None)("2026-07-01") == datetime(2026, 7, 1, 23, 59, 59, 999999)


def test_without_a_zone_a_naive_time_is_refused_with_the_remedy() -> None:
    with pytest.raises(NotAnInstant, match="add `zone: Europe/Berlin`"):
        reader(None, None)("2026-07-01 12:00")


def test_the_hour_that_spring_skips_is_read_with_the_offset_before_the_jump() -> None:
    assert reader(None, BERLIN)("2026-03-29 02:30") == datetime(2026, 3, 29, 1, 30)  # 03:30 on the wall


def test_the_hour_that_autumn_repeats_is_its_first_pass() -> None:
    assert reader(None, BERLIN)("2026-10-25 02:30") == datetime(2026, 10, 25, 0, 30)


def test_a_day_whose_last_hour_comes_twice_ends_with_the_second() -> None:
    azores = ZoneInfo("Atlantic/Azores")  # 26 October 2025, 01:00 goes back to 00:00
    assert reader(None, azores)("2025-10-25") == datetime(2025, 10, 25, 23, 59, 59, 999999)
    sao_paulo = ZoneInfo("America/Sao_Paulo")  # 18 February 2018, 00:00 went back to 23:00 of the 17th
    assert reader(None, sao_paulo)("2018-02-17") == datetime(2018, 2, 18, 2, 59, 59, 999999)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "2026-02-30 10:00", "01/02/2026", "20260701", "2026-W10-1", "2026-07-01T25:00",
     "infinity", "epoch", "2026-07-01 12:00 CET", "\uff12\uff10\uff12\uff16-07-01", "1899-12-31", "2200-01-01",
     "0001-01-01 00:00:00", "9999-12-31"],
)  # fmt: skip
def test_what_is_no_instant_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(NotAnInstant) as refusal:
        reader(None, BERLIN)(text)
    assert not text or text not in str(refusal.value)


def test_formats_and_counted_seconds() -> None:
    assert reader("%d %b, %Y %H:%M:%S", BERLIN)("15 Apr, 2021 00:03:00") == datetime(2021, 4, 14, 22, 3)
    assert reader("%Y-%m-%d %H:%M %z", None)("2026-07-01 12:00 +0200") == datetime(2026, 7, 1, 10)
    assert reader("unix", None)("0") == datetime(1970, 1, 1)
    assert reader("unix_ms", None)("1700000000123") == datetime(2023, 11, 14, 22, 13, 20, 123000)
    with pytest.raises(NotAnInstant, match="does not have the format %d/%m/%Y"):
        reader("%d/%m/%Y", BERLIN)("2026-07-01")


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ValueError, match="'Europe/Berln' is no time zone"):
        zone_named("Europe/Berln")
