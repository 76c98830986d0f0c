"""Which months there are, and which are old enough to be judged."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from leadscore.errors import UsageError
from leadscore.reports.month import Month, default_month, month_named, months_from

DATA_DATE = datetime.fromisoformat("2026-10-31T22:59:59.999999")
COUNTS = {"2026-10": 3, "2026-08": 2, "2026-05": 1}
HORIZONS = {"sql": 60, "opportunity": 90, "won": None}
MONTHS = months_from(COUNTS, HORIZONS, DATA_DATE, "Europe/Berlin")


def test_months_stand_in_order_with_their_days() -> None:
    assert [each.name for each in MONTHS] == ["2026-05", "2026-08", "2026-10"]
    assert (MONTHS[1].first, MONTHS[1].last, MONTHS[1].before) == (
        date(2026, 8, 1),
        date(2026, 8, 31),
        date(2026, 7, 1),
    )


def test_a_month_is_mature_once_the_horizon_of_its_last_day_is_over() -> None:
    assert [each.mature for each in MONTHS] == [("sql", "opportunity"), ("sql",), ()]
    a_day_early = months_from(COUNTS, {"sql": 62}, DATA_DATE, "Europe/Berlin")
    assert [each.mature for each in a_day_early] == [("sql",), (), ()]


def test_nobody_is_judged_before_the_30_days_to_be_worked_are_over() -> None:
    (month,) = months_from({"2026-10": 1}, {"sql": 0}, DATA_DATE, "Europe/Berlin")
    assert month.mature == ()


def test_a_month_ends_in_the_companys_zone() -> None:
    (there, here) = (months_from({"2026-10": 1}, {}, DATA_DATE, zone)[0].over for zone in ("UTC", "Europe/Berlin"))
    assert (there, here) == (False, True)


def test_the_latest_mature_month_comes_first_into_sight() -> None:
    assert default_month(MONTHS, "sql").name == "2026-08"
    assert default_month(MONTHS, "opportunity").name == "2026-05"
    assert default_month(MONTHS, "won").name == "2026-10"


@pytest.mark.parametrize(("text", "words"), [("june", "no month"), ("2026-13", "no month"), ("2026-07", "2026-10")])
def test_a_month_that_is_none(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        month_named(text, MONTHS)


def test_data_without_dates_are_one_month() -> None:
    everything = Month(None, 12)
    assert (everything.name, everything.last, everything.before) == ("all", None, None)
    assert "no dates" in everything.in_words("sql")
