"""Traps of time: what the data date, T, the horizon and the zone must cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from .story import Story, called, day, rate, value

DAY_10_ENDS = datetime.fromisoformat("2026-01-11T23:59:59.999999")
"""A date without a time, as the import stores it."""


def test_an_outcome_after_the_data_date_does_not_count():
    story = called(Ada={"sql": 20}, Ben={"sql": 70}, Cleo={})
    report = story.report(data_date=day(60), horizon_days={"sql": 60})
    assert rate(report) == (1, 3)
    assert value(report, "stage_sql") == 1


def test_a_touch_after_the_data_date_works_nobody():
    """Ben is called late; on day 60 nobody has been called yet, so nobody is unworked either."""
    story = called(Ada={"sql": 5, "worked": None}, Ben={"worked": 70})
    report = story.report(data_date=day(60))
    assert rate(report) == (1, 2)
    assert report.figure("conversion_sql_unworked").reason == "who was called is unknown"


def test_nobody_is_unworked_before_the_30_days_are_over():
    """On day 20 a horizon of 10 days has passed; to count Ada would choose who was called early, Ben may yet be."""
    story = called(Ada={"sql": 5}, Ben={"worked": 25}, Cleo={"handed": -20, "worked": -19})
    report = story.report(data_date=day(20), horizon_days={"sql": 10})
    assert rate(report) == (0, 1)
    assert (value(report, "conversion_sql_mature"), value(report, "conversion_sql_immature")) == (1, 2)
    assert value(report, "conversion_sql_unworked") == 0
    assert rate(report, "lqs") == (0, 1)
    assert rate(story.report(data_date=day(30), horizon_days={"sql": 10})) == (1, 3)


def test_a_hand_off_after_t_starts_the_30_days_anew():
    """T is day 14, the hand-off day 40: on day 60 the horizon of 30 days has passed, the days to work Ada have not."""
    story = Story().lead("Ada", at=14, handed=40, worked=41, sql=30).lead("Ben", at=0, handed=0, worked=1)
    report = story.report(lens="arrival", data_date=day(60), horizon_days={"sql": 30})
    assert (rate(report), value(report, "conversion_sql_immature")) == ((0, 1), 1)
    assert rate(story.report(lens="arrival", data_date=day(70), horizon_days={"sql": 30})) == (1, 2)


def test_without_touches_the_horizon_alone_makes_mature():
    story = called(Ada={"sql": 5, "worked": None}, Ben={"worked": None})
    assert rate(story.report(data_date=day(10), horizon_days={"sql": 10})) == (1, 2)


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


def test_what_comes_after_the_data_date_is_not_said_to_be_missing():
    """All is in the data, but one stale table sets the data date to day 60."""
    story = called(Ada={"worked": 70, "sql": 65, "won": 100}, Ben={"worked": None})
    report = story.report(data_date=day(60))
    later = "needs at least 1 sql lead by the data date; this data has some only after it"
    assert report.figure("conversion_sql").reason == report.figure("stage_sql").reason == later
    assert report.figure("conversion_opportunity").reason == "needs at least 1 opportunity lead; this data has none"
    assert report.figure("open").reason.startswith("this data does not say how any lead ended by the data date")
    assert report.header.denominator.endswith("since this data has no touches by sales by the data date")
    deal = called(Ada={}).deal("D1", ["Ada"], closed=100).report(data_date=day(60))
    for name in ("conversion_won", "stage_won", "revenue_won"):
        assert deal.figure(name).reason.endswith("by the data date; this data has some only after it"), name


def test_hand_offs_after_the_data_date_are_said_to_be_later():
    story = Story().lead("Ada", at=14, sql=20, handed=90)
    report = story.report(lens="arrival", data_date=day(80))
    assert report.header.denominator == "all scored leads, since this data has no hand-offs by the data date"
    assert report.figure("lqs").reason == "this data has no hand-offs by the data date"


def test_a_stale_table_that_sets_the_data_date_is_named():
    story = called(Ada={"sql": 20})
    ends = {"leads": day(-9), "changes": day(70), "stages": day(200), "activities": day(190)}
    told = story.manifest()
    story.manifest = lambda: replace(told, complete_until=ends, data_date=day(70))
    (warning,) = story.report(data_date=day(70)).header.warnings
    assert warning == (
        "the data date 2026-03-12 is set by changes, which end there; activities run to 2026-07-10, stages run to "
        "2026-07-20. What comes after the data date does not count. If changes are complete for longer, say so in the "
        "mapping: `complete_until: {changes: 2026-07-20}`, or state the `data_date:` itself"
    )
    assert not story.report(data_date=day(90)).header.warnings
    ends["changes"] = ends["activities"] = day(193)
    assert not story.report(data_date=day(193)).header.warnings
