"""Traps of time: what the data date, T, the horizon and the zone must cut off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from .story import called, day, rate, value

DAY_10_ENDS = datetime.fromisoformat("2026-01-11T23:59:59.999999")
"""A date without a time, as the import stores it."""


def test_an_outcome_after_the_data_date_does_not_count():
    story = called(Ada={"sql": 20}, Ben={"sql": 70}, Cleo={})
    report = story.report(data_date=day(60), horizon_days={"sql": 60})
    assert rate(report) == (1, 3)
    assert value(report, "stage_sql") == 1


def test_a_touch_after_the_data_date_works_nobody():
    story = called(Ada={"sql": 5}, Ben={"worked": 20})
    report = story.report(data_date=day(15), horizon_days={"sql": 10})
    assert rate(report) == (1, 1)
    assert value(report, "conversion_sql_unworked") == 1


def test_a_hand_off_after_the_data_date_is_left_out_and_counted():
    story = called(Ada={"sql": 20}, Ben={"handed": 200, "sql": 210})
    report = story.report(data_date=day(100))
    assert value(report, "leads") == 1
    assert value(report, "left_out_after_data_date") == 1


def test_immature_leads_enter_no_rate_even_if_they_converted():
    story = called(
        Ada={"sql": 20}, Ben={}, Cleo={"handed": 50, "worked": 51, "sql": 52}, Dan={"handed": 40, "worked": 41}
    )
    report = story.report(data_date=day(100))
    assert rate(report) == (1, 3)
    assert (value(report, "conversion_sql_mature"), value(report, "conversion_sql_immature")) == (3, 1)


def test_a_lead_is_mature_on_the_very_instant():
    story = called(Ada={"sql": 60}, Ben={"sql": 60.001})
    assert rate(story.report(data_date=day(60))) == (1, 2)
    assert not story.report(data_date=day(59.999)).figure("conversion_sql").known()


def test_an_outcome_before_t_takes_the_lead_out():
    report = called(Ada={"sql": 20}, Ben={"handed": 10, "worked": 11, "sql": 9}, Cleo={}).report()
    assert rate(report) == (1, 2)
    assert value(report, "conversion_sql_before") == 1


def test_a_second_outcome_after_t_does_not_bring_it_back():
    story = called(Ada={"sql": 20}, Ben={"handed": 10, "worked": 11, "sql": 9}).stage("Ben", "sql", 30)
    assert rate(story.report()) == (1, 1)


def test_an_outcome_at_t_counts_and_many_of_them_are_warned_of():
    report = called(Ada={"opportunity": 0}, Ben={"opportunity": 20}, Cleo={}).report()
    assert rate(report, "conversion_opportunity") == (2, 3)
    assert value(report, "conversion_opportunity_day_0") == 0.5
    assert report.header.warnings == (
        "50% of 2 opportunity lie at T itself: the hand-off was probably stamped afterwards",
    )


def test_dates_without_a_time_on_the_same_day_are_day_0_and_no_proof_of_automation():
    story = called(Ada={"handed": DAY_10_ENDS, "worked": 12, "sql": DAY_10_ENDS}, Ben={"sql": 20}, Cleo={})
    report = story.report()
    assert rate(report) == (2, 3)
    assert value(report, "conversion_sql_day_0") == 0.5
    assert value(report, "sql_by_automation") == 0
    assert rate(report, "lqs") == (2, 3)


def test_an_sql_within_5_minutes_of_the_hand_off_was_set_by_automation():
    minutes = timedelta(minutes=5)
    story = called(Ada={"sql": day(0) + minutes}, Ben={"sql": 20}, Cleo={"sql": 30}, Dan={"sql": 9}, Eve={"sql": 8})
    assert value(story.report(), "sql_by_automation") == 0.2
    assert story.report().figure("lqs").known()
    story.lead("Fay", handed=0, sql=day(0) + minutes)
    report = story.report()
    assert report.figure("lqs").reason.startswith("sql was set by automation: 33% of 6 sql stamps")
    assert report.figure("conversion_sql").known()


def test_months_are_those_of_the_companys_zone():
    late = datetime.fromisoformat("2026-01-31T23:30")
    story = called(Ada={"handed": late, "worked": 32}, Ben={"sql": 9})
    assert value(story.report(by="month"), "leads", "2026-01") == 2
    report = story.report(by="month", zone="Europe/Amsterdam")
    assert (value(report, "leads", "2026-01"), value(report, "leads", "2026-02")) == (1, 1)


def test_a_period_is_of_the_companys_days_both_included():
    late = datetime.fromisoformat("2026-01-31T23:30")
    story = called(Ada={"handed": late, "worked": 32}, Ben={"sql": 9})
    february = {"from_": date.fromisoformat("2026-02-01"), "to": date.fromisoformat("2026-02-01")}
    assert value(story.report(**february), "leads") == 0
    report = story.report(**february, zone="Europe/Amsterdam")
    assert (value(report, "leads"), value(report, "left_out_outside_period")) == (1, 1)


def test_leads_without_t_are_left_out_and_counted():
    story = called(Ada={"sql": 20}).lead("Ben")
    report = story.report()
    assert (value(report, "leads"), value(report, "left_out_no_landmark")) == (1, 1)


def test_the_quality_score_belongs_to_the_hand_off():
    report = called(Ada={"sql": 20}).report(lens="arrival")
    assert "ask with the lens handoff" in report.figure("lqs").reason
