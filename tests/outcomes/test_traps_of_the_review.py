"""Traps of the monthly review: averages over censored times, ends taken for open, episodes, and clocks."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from leadscore.outcomes import Commitments
from leadscore.outcomes.calendar import Calendar

from .story import Story, called, day, rate, value

AGREED = Commitments(touch_within_minutes=480, leads_a_month=2)


def review(story, *families, commitments=AGREED, **asked):
    asked.setdefault("horizon_days", {"sql": 60, "won": 90})
    return story.report(families=families, commitments=commitments, **asked)


def test_a_mean_over_won_deals_is_biased_early_and_says_so():
    """Ada was won after 10 days; Ben, Cleo and Dan are open since day 0: of four leads a quarter is won, not all."""
    story = called(Ada={"sql": 2, "won": 12}, Ben={"sql": 2}, Cleo={"sql": 2}, Dan={"sql": 2})
    report = review(story, "cycle", data_date=day(100))
    mean = report.figure("cycle_mean")
    assert mean.value == 10
    assert mean.reason.startswith("biased early")
    assert value(report, "cycle_won_90") == 0.25


def test_rejected_and_recycled_compete_and_are_not_censored():
    """Taken for 'not yet known', the three that sales sent back would leave Dan's win to stand for all: 100 %."""
    story = called(
        Ada={"sql": 2, "rejected": 3}, Ben={"sql": 2, "recycled": 4}, Cleo={"sql": 2, "disqualified": 5}
    ).lead("Dan", handed=0, worked=1, sql=2, won=20)
    assert value(review(story, "cycle", data_date=day(200)), "cycle_won_30") == 0.25


def test_an_open_lead_is_followed_to_the_data_date_and_not_dropped():
    story = called(Ada={"sql": 2, "won": 12}, Ben={"sql": 2}, Cleo={"sql": 11})
    report = review(story, "cycle", data_date=day(40))
    assert (value(report, "cycle_open"), value(report, "cycle_leads")) == (2, 3)
    assert value(report, "cycle_won_30") == pytest.approx(1 / 3)


def test_nobody_is_followed_longer_than_the_data_go():
    report = review(called(Ada={"sql": 2, "won": 12}, Ben={"sql": 2}), "cycle", data_date=day(40))
    assert report.figure("cycle_won_60").reason == "nobody was followed for 60 days yet"


def test_an_end_before_the_clock_starts_belongs_to_another_episode():
    story = called(Ada={"rejected": 1, "sql": 20, "won": 30}, Ben={"sql": 20})
    assert value(review(story, "cycle", data_date=day(100)), "cycle_won_30") == 0.5


def test_an_export_of_closed_deals_only_gives_no_curve():
    """Everybody ended although Cleo began yesterday: the slow ones were left out of the export."""
    story = called(Ada={"sql": 2, "won": 12}, Ben={"sql": 5, "lost": 30}, Cleo={"sql": 39, "won": 39.5})
    report = review(story, "cycle", data_date=day(40))
    assert report.figure("cycle_won_30").reason.startswith("only closed cases, none open")
    assert value(report, "cycle_mean") is not None


def test_immature_wins_stay_out_of_the_median():
    story = called(Ada={"sql": 1, "won": 41}).lead("Ben", handed=60, worked=61, sql=80, won=81)
    report = review(story, "cycle", data_date=day(120))
    assert (value(report, "cycle_median"), report.figure("cycle_median").n) == (40, 1)


def test_a_deal_with_two_leads_is_closed_once():
    story = called(Ada={"sql": 2}, Ben={"sql": 3}, Cleo={"sql": 3})
    story.deal("D1", ["Ada", "Ben"], closed=20).deal("D2", ["Cleo"], "lost", closed=30)
    report = review(story, "win_rate")
    assert rate(report, "win_rate") == (1, 2)
    assert [value(report, "win_rate_by_close_month", month) for month in ("2026-01",)] == [0.5]


def test_a_deal_closed_after_the_data_date_is_in_no_win_rate():
    story = called(Ada={"sql": 2}, Ben={"sql": 3}, Cleo={"sql": 3})
    story.deal("D1", ["Ada"], closed=20).deal("D2", ["Ben"], "lost", closed=21).deal("D3", ["Cleo"], "lost", closed=90)
    assert rate(review(story, "win_rate", data_date=day(60)), "win_rate") == (1, 2)


def test_data_without_lost_deals_have_no_win_rate():
    story = called(Ada={"sql": 2}).deal("D1", ["Ada"], closed=20)
    assert review(story, "win_rate").figure("win_rate").reason.startswith("needs at least 1 lost deal")


def test_revenue_by_score_reconciles_and_two_leads_on_a_deal_do_not_double_it():
    story = called(Ada={"band": "ready"}, Ben={"band": "ready"}, Cleo={"band": "nurture"})
    story.lead("Dan", scored=False)
    story.deal("D1", ["Ada", "Ben"], closed=20, amount=100.0).deal("D2", ["Cleo"], closed=20, amount=30.0)
    story.deal("D3", ["Dan"], closed=20, amount=7.0).deal("D4", [], closed=20, amount=5.0)
    report = review(story, "contribution", "revenue")
    parts = [value(report, f"revenue_{part}") for part in ("at_or_above", "below", "never_scored", "no_lead")]
    assert parts == [100, 30, 7, 5]
    assert sum(parts) == value(report, "revenue_won") == 142
    assert value(report, "revenue_scored") == 130


def test_a_score_given_after_the_win_did_not_find_it():
    story = called(Ada={"band": "ready"}).lead("Ben", handed=30, worked=31, band="ready")
    story.deal("D1", ["Ada"], closed=20, amount=100.0).deal("D2", ["Ben"], closed=20, amount=30.0)
    report = review(story, "contribution")
    assert (value(report, "revenue_scored"), value(report, "revenue_never_scored")) == (100, 30)


def test_one_deal_does_not_make_the_ratio():
    story = called(Ada={"band": "ready"}, Ben={"band": "ready"}, Cleo={"band": "nurture"}, Dan={"band": "nurture"})
    story.deal("D1", ["Ada"], closed=20, amount=900.0).deal("D2", ["Ben"], closed=20, amount=100.0)
    story.deal("D3", ["Cleo"], closed=20, amount=100.0)
    report = review(story, "contribution")
    assert value(report, "revenue_per_lead_ratio") == 10
    assert value(report, "revenue_per_lead_ratio_without_largest") == 1
    assert "also worked more" in report.figure("revenue_per_lead_ratio").reason


def test_amounts_in_two_currencies_are_never_added():
    story = called(Ada={"band": "ready"}, Ben={"band": "nurture"})
    story.deal("D1", ["Ada"], closed=20).deal("D2", ["Ben"], closed=20, currency="USD")
    report = review(story, "contribution")
    assert report.figure("revenue_scored").reason == "the won deals are in 2 currencies, which cannot be added up"
    assert value(report, "won_scored") == 2


def test_leads_that_nobody_touches_slow_the_median_down():
    """Of four hand-offs two are touched: after an hour, and after two. 'Median 1.5 hours' would leave two out."""
    story = Story()
    for name, worked in (("Ada", 1 / 24), ("Ben", 2 / 24), ("Cleo", None), ("Dan", None)):
        story.lead(name, handed=0, worked=worked)
    report = review(story, "speed")
    assert value(report, "speed_median") == 120
    assert report.figure("speed_p90").reason == "fewer than 90% of these are touched within 30 days: 50%"
    assert rate(report, "speed_kept") == (2, 4)


def test_a_lead_rejected_untouched_competes_with_the_touch():
    """Ada was rejected before the call: she was not called in an hour, and nobody is still waiting for her."""
    story = Story().lead("Ada", handed=0, rejected=0.5, worked=0.6).lead("Ben", handed=0, worked=1 / 24)
    report = review(story, "speed")
    assert value(report, "speed_ended_before_touch") == 1
    assert value(report, "speed_median") == 60
    assert report.figure("speed_p90").reason.endswith("50%")


def test_nights_and_weekends_are_no_business_time():
    """Handed over on Friday at 16:00, called on Monday at 10:00: two hours."""
    story = Story().lead("Ada", handed=1 + 7 / 24, worked=4 + 1 / 24)
    assert value(review(story, "speed"), "speed_median") == 120


def test_holidays_are_no_business_time():
    story = Story().lead("Ada", handed=0, worked=1)
    agreed = Commitments(calendar=Calendar(holidays=frozenset({date.fromisoformat("2026-01-01")})))
    assert value(review(story, "speed"), "speed_median") == 480
    assert value(review(story, "speed", commitments=agreed), "speed_median") == 0


@pytest.mark.parametrize(("zone", "minutes"), [("UTC", 480), ("Europe/Berlin", 540), ("America/New_York", 480)])
def test_business_hours_are_those_of_the_companys_zone_and_its_summer_time(zone, minutes):
    """From Friday 15:00 UTC to Monday 15:00 UTC, over the night in which Berlin's clocks go forward.

    UTC: 2 hours and 6; Berlin: 16:00 to 17:00, then all day in summer time; New York: 11:00 to 17:00, 9:00 to 11:00.
    """
    story = Story().lead("Ada", handed=datetime.fromisoformat("2026-03-27T15:00"))
    story.touch("Ada", datetime.fromisoformat("2026-03-30T15:00"))
    assert value(review(story, "speed", commitments=Commitments(calendar=Calendar(zone))), "speed_median") == minutes


def test_summer_time_moves_the_hours():
    test_business_hours_are_those_of_the_companys_zone_and_its_summer_time("Europe/Berlin", 540)


def test_dates_without_a_time_have_no_minutes():
    midnight = datetime.fromisoformat("2026-01-05T23:59:59.999999")
    story = Story().lead("Ada", handed=midnight, worked=10).lead("Ben", handed=0, worked=1 / 24)
    report = review(story, "speed")
    assert (value(report, "speed_no_time_of_day"), report.figure("speed_median").n) == (1, 1)


def test_a_date_without_a_time_breaks_no_promise():
    """Ada was handed over some time on Monday and called on that Monday at ten: nobody knows whether in time."""
    some_time = datetime.fromisoformat("2026-01-05T23:59:59.999999")
    story = Story().lead("Ada", handed=some_time, band="ready").touch("Ada", datetime.fromisoformat("2026-01-05T10:00"))
    story.lead("Ben", handed=0, worked=1 / 24, band="ready")
    story.lead("Cleo", handed=0, band="ready").touch("Cleo", some_time)
    report = review(story, "sla")
    assert rate(report, "sla_sales") == (1, 1)
    assert (value(report, "sla_sales_untouched"), value(report, "sla_sales_late")) == (0, 0)
    left_out = report.figure("sla_sales_no_time_of_day")
    assert (left_out.value, left_out.n) == (2, 3)


def test_a_begun_minute_counts_so_half_a_minute_late_is_late():
    story = Story().lead("Ada", handed=0, worked=(60 + 0.5) / 1440, band="ready")
    story.lead("Ben", handed=0, worked=60 / 1440, band="ready")
    report = review(story, "sla", "speed", commitments=Commitments(touch_within_minutes=60))
    assert rate(report, "speed_kept") == (1, 2)
    assert (rate(report, "sla_sales"), value(report, "sla_sales_late")) == ((1, 2), 1)


def test_a_second_hand_off_without_an_end_is_the_same_episode():
    story = Story().lead("Ada", handed=0, worked=1, sal=2, band="ready").stage("Ada", "mql", 5)
    story.lead("Ben", handed=0, worked=1, recycled=20, band="ready").stage("Ben", "mql", 40).stage("Ben", "mql", 41)
    report = review(story, "acceptance")
    assert rate(report, "acceptance") == (1, 3)
    assert value(report, "acceptance_expired") == pytest.approx(2 / 3)


def test_an_acceptance_after_the_agreed_days_comes_too_late():
    story = called(Ada={"sal": 3}, Ben={"sal": 30}, Cleo={"rejected": 2}, Dan={})
    report = review(story, "acceptance")
    assert rate(report, "acceptance") == (1, 4)
    assert rate(report, "acceptance_rejected") == (1, 4)


def test_a_young_hand_off_has_not_expired():
    story = called(Ada={"sal": 3}).lead("Ben", handed=95)
    assert rate(review(story, "acceptance", data_date=day(100)), "acceptance") == (1, 1)


def test_rejections_by_reason_fold_case():
    story = called(Ada={}, Ben={}, Cleo={})
    for name, reason in (("Ada", "No fit"), ("Ben", "no fit "), ("Cleo", None)):
        story.stages.append((name, "rejected", day(3), None, reason, None))
    report = review(story, "acceptance")
    shares = {each.group: each.estimate.value for each in report.figures if each.name == "rejections_by_reason"}
    assert sorted(shares.values()) == pytest.approx([1 / 3, 2 / 3])
    assert "(no reason)" in shares


def test_a_breach_needs_the_time_to_have_passed():
    story = Story().lead("Ada", handed=0, band="ready").lead("Ben", handed=99.9, band="ready")
    story.lead("Cleo", handed=0, worked=2, band="nurture")
    report = review(story, "sla", data_date=day(100))
    assert (rate(report, "sla_sales"), value(report, "sla_sales_not_due")) == ((0, 1), 1)
    assert value(report, "sla_sales_untouched") == 1


def test_one_call_nobody_answered_is_no_three_attempts():
    agreed = Commitments(touch_within_minutes=480, attempts=3, attempt_days=10)
    story = Story().lead("Ada", handed=0, worked=0.1, band="ready").lead("Ben", handed=0, band="ready")
    story.activities.append(("Ben", day(0.1), "call", "reached", None, None))
    report = review(story, "sla", commitments=agreed)
    assert (rate(report, "sla_sales"), value(report, "sla_sales_too_few_attempts")) == ((1, 2), 1)


def test_a_month_that_is_not_over_was_not_missed():
    story = Story().lead("Ada", handed=0, band="ready").lead("Ben", handed=2, band="ready").lead("Cleo", handed=32)
    report = review(story, "sla", data_date=day(40))
    assert value(report, "sla_marketing") == 1
    assert [each.group for each in report.figures if each.name == "sla_marketing_by_month"] == ["2026-01"]


def test_without_commitments_nothing_is_kept_or_broken():
    report = review(called(Ada={"band": "ready"}), "sla", "speed", commitments=Commitments())
    assert report.figure("sla_sales").reason == "no time to the first touch is agreed"
    assert report.figure("sla_marketing").reason == "no number of leads a month is agreed"


def test_unworked_leads_are_in_no_ranking():
    """Ben and Cleo were never called: with them the score would look better than the coin it is."""
    story = called(Ada={"band": "ready", "sql": 5}, Dan={"band": "ready"}).lead("Ben", handed=0, band="nurture")
    story.scores = [(name, at, 900_000 if band == "ready" else 1, band) for name, at, _, band in story.scores]
    report = review(story, "ranking", data_date=day(100))
    assert (value(report, "ranking_pairs"), report.figure("ranking_pairs").n) == (0.5, 2)
    assert "of leads that this score chose" in report.figure("ranking_pairs").reason


def test_pairs_are_of_one_month():
    """A score that grows with the months and nothing else ranks nothing within any."""
    story = Story()
    for month, score in ((0, 100_000), (32, 900_000)):
        for name, sql in ((f"hit {month}", month + 5), (f"miss {month}", None)):
            story.lead(name, handed=month, worked=month + 1, sql=sql)
            story.scores[-1] = (name, day(month), score, None)
    story.lead("late hit", handed=33, worked=34, sql=40)
    story.scores[-1] = ("late hit", day(33), 900_000, None)
    assert value(review(story, "ranking"), "ranking_pairs") == 0.5


def test_a_large_psi_of_few_leads_is_no_alarm():
    few, many = Story(), Story()
    for story, times in ((few, 1), (many, 60)):
        for month, bands in ((0, ("ready", "ready", "nurture")), (31, ("ready", "nurture", "nurture"))):
            for number in range(times):
                for place, band in enumerate(bands):
                    story.lead(f"{month} {number} {place}", handed=month, band=band)
    low, high = (review(story, "drift").figure("drift_psi_by_month", "2026-02") for story in (few, many))
    assert low.value > 0.1
    assert (low.reason[:8], high.reason[:5]) == ("no alarm", "alarm")


def test_inflation_asks_for_the_arrival_lens_and_full_arrival_days():
    story = Story().lead("Ada", handed=1, band="ready", at=1).lead("Ben", at=14, band="nurture")
    story.lead("Cleo", created=95, handed=96, at=96, band="ready")
    assert "ask with the lens arrival" in review(story, "inflation").figure("inflation_share_by_month").reason
    report = review(story, "inflation", lens="arrival", data_date=day(100))
    shares = {each.group: each.estimate.n for each in report.figures if each.name == "inflation_share_by_month"}
    assert shares == {"2026-01": 2}


def test_what_slips_through_is_worth_what_worked_ones_bring():
    story = called(Ada={"band": "ready"}, Ben={"band": "ready"}).lead("Cleo", handed=0, band="ready")
    story.deal("D1", ["Ada"], closed=20, amount=1000.0)
    report = review(story, "cases")
    assert (value(report, "slipping_leads"), value(report, "slipping_revenue")) == (1, 500)
    found = report.figure("slipping_revenue")
    assert 0 < found.low < 500 < found.high


def test_a_snapshot_is_labelled():
    report = review(called(Ada={"sql": 5}, Ben={}), "pipeline")
    found = report.figure("snapshot_mql_sql_by_month", "2026-01")
    assert (found.value, found.reason[:8]) == (0.5, "snapshot")


def test_hours_that_end_before_they_begin_are_refused():
    with pytest.raises(Exception, match="Swap the two"):
        Calendar(hours=((time(17), time(9)), *[None] * 6))


LACKING = {
    "no dates": Story(dated=False).lead("Ada", created=None, won=None).stage("Ada", "won", None),
    "no touches": Story().lead("Ada", handed=0, sql=5, band="ready"),
    "no hand-offs": Story().lead("Ada", at=0, sql=5),
    "no bands": called(Ada={"sql": 5}),
    "no lead": Story(),
    "no outcome": called(Ada={}),
    "no amounts": called(Ada={"sql": 2}).deal("D1", ["Ada"], closed=20, amount=None),
    "no lost": called(Ada={"sql": 2, "won": 9}),
    "unlinked deals": called(Ada={"sql": 2}).deal("D1", [], closed=20),
    "one month": called(Ada={"sql": 2, "won": 9, "band": "ready"}, Ben={"lost": 5, "band": "nurture"}),
}


@pytest.mark.parametrize("lacking", LACKING)
def test_what_the_data_lack_is_unknown_with_a_reason_and_no_exception(lacking):
    story = LACKING[lacking]
    for lens in ("handoff", "arrival"):
        report = review(story, *_ALL, lens=lens)
        assert report.figures
        for figure in report.figures:
            estimate = figure.estimate
            assert estimate.value is not None or estimate.reason, figure
            assert (
                estimate.value != 0
                or estimate.n > 0
                or figure.name in _COUNTS
                or figure.name.startswith("sla_marketing")
            ), figure


_ALL = ("win_rate", "cycle", "contribution", "speed", "sla", "acceptance", "pipeline", "drift", "ranking", "cases")
_ALL = (*_ALL, "inflation")
_COUNTS = {"cycle_leads", "cycle_open", "velocity_opportunities", "slipping_leads", "missed_wins", "false_alarms"}
_COUNTS |= {"sla_sales_not_due", "sla_sales_untouched", "sla_sales_late", "sla_sales_too_few_attempts"}
_COUNTS |= {"speed_untouched", "speed_ended_before_touch", "speed_no_time_of_day", "cycle_stale", "slipping_revenue"}
_COUNTS |= {f"{what}_{part}" for what in ("won", "revenue") for part in ("scored", "never_scored", "no_lead")}
_COUNTS |= {f"{what}_{part}" for what in ("won", "revenue") for part in ("at_or_above", "below")}


def test_colleagues_widen_what_is_said_of_reasons_and_of_the_pipeline():
    """Four accounts of ten: one word decides for all of them, so 40 rejections or deals say as much as four."""
    together, alone = Story(), Story()
    for story in (together, alone):
        for number in range(40):
            name, account = f"L{number}", f"A{number // 10}" if story is together else f"A{number}"
            story.lead(name, handed=0, account_id=account)
            story.stages.append((name, "rejected", day(5), None, "no budget" if number < 20 else "no need", None))
            outcome = "won" if number < 20 else "lost"
            story.deal(f"D{number}", [name], outcome=outcome, opened=300, closed=330)
    wide, narrow = (review(story, "acceptance", "pipeline") for story in (together, alone))
    for name, group in (("rejections_by_reason", "no budget"), ("velocity_win_rate", None)):
        assert rate(wide, name, group) == rate(narrow, name, group) == (20, 40)
        spread = [found.figure(name, group).high - found.figure(name, group).low for found in (wide, narrow)]
        assert spread[0] > 1.5 * spread[1]


def test_a_win_without_an_amount_is_said_where_it_counts_as_nothing():
    story = called(Ada={"band": "ready"}, Ben={"band": "ready"}, Cleo={"band": "nurture"}, Dan={"band": "nurture"})
    story.deal("D1", ["Ada"], closed=20, amount=1000.0).deal("D2", ["Ben"], closed=20, amount=None)
    story.deal("D3", ["Cleo"], closed=20, amount=500.0, opened=10)
    report = review(story, "contribution", "pipeline", data_date=day(95))
    assert value(report, "revenue_per_lead_at_or_above") == 500
    assert report.figure("revenue_per_lead_at_or_above").reason == "1 win without an amount counted as 0"
    assert report.figure("revenue_per_lead_below").reason is None
    assert report.figure("revenue_per_lead_ratio").reason.endswith(
        "no proof that the score found them; 1 win without an amount counted as 0"
    )
    assert (value(report, "velocity_average_deal"), report.figure("velocity_average_deal").n) == (750, 2)
    assert (value(report, "velocity_cycle_days"), report.figure("velocity_cycle_days").n) == (10, 1)
