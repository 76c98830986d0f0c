"""Traps of the unknown: missing is never 0, and today is no history."""

from __future__ import annotations

from .story import called, day, rate, value


def test_an_outcome_that_the_data_lacks_is_unknown_not_0():
    report = called(Ada={"sql": 20}, Ben={}).report(horizon_days={"won": 90})
    assert report.figure("conversion_won").reason == "needs at least 1 won lead; this data has none"
    assert report.figure("stage_won").value is None
    assert report.figure("open").reason == "this data does not say how any lead ended, so none can be called open"


def test_an_outcome_without_a_date_is_no_missing_outcome():
    told = {f"L{number}": {"sql": 20} for number in range(20)}
    story = called(**told, Ada={}, Ben={}).stage("Ada", "sql", None)
    report = story.report()
    assert rate(report) == (20, 21)
    assert value(report, "conversion_sql_undated") == 1


def test_many_outcomes_without_a_date_hide_the_rates_and_no_count():
    told = {f"L{number}": {"sql": 20, "band": "ready"} for number in range(13)}
    story = called(**told, Ada={"band": "ready"}, Ben={"band": "out"}, Cleo={"worked": None, "band": "ready"})
    report = story.stage("Ada", "sql", None).report()
    rates = ("conversion_sql", "conversion_sql_day_0", "conversion_sql_touched_after", "lqs", "lqs_rate_worked")
    for name in rates:
        words = "sql or opportunity" if name.startswith("lqs") else "sql"
        assert report.figure(name).reason == f"1 of 14 {words} leads have no date of it", name
    assert not report.figure("conversion_sql_by_band", "ready").known()
    counts = {"undated": 1, "mature": 15, "unworked": 1, "before": 0, "immature": 0, "later_episode": 0}
    assert {name: value(report, f"conversion_sql_{name}") for name in counts} == counts
    assert value(report, "conversion_sql_unworked_by_band", "ready") == 1


def test_a_missing_group_is_a_group():
    story = called(Ada={"sql": 20, "source": "Web"}, Ben={"source": " "}, Cleo={"source": None})
    report = story.report(by="source")
    assert rate(report, group="(unknown)") == (0, 2)


def test_groups_fold_case_and_show_the_commonest_spelling():
    story = called(
        Ada={"source": "google"}, Ben={"source": "Google"}, Cleo={"source": " Google "}, Dan={"source": "Fair"}
    )
    report = story.report(by="source")
    assert [each.group for each in report.figures if each.name == "leads"] == [None, "Google", "Fair"]
    assert value(report, "leads", "Google") == 3


def test_groups_use_the_value_at_t_where_changes_are_dated():
    story = called(Ada={"sql": 20, "owner": "Zoe"}, Ben={"owner": "Zoe"}, Cleo={"owner": "Zoe"})
    story.changes = [("Ada", "owner", "Yan", None, day(-1)), ("Ada", "owner", "Zoe", None, day(30))]
    story.changes += [("Ben", "owner", "Yan", None, day(-2)), ("Ben", "owner", None, None, day(-1))]
    report = story.report(by="owner")
    assert rate(report, group="Yan") == (1, 1)
    assert rate(report, group="(unknown)") == (0, 2)
    assert not any("today's value" in badge for badge in report.header.badges)


def test_groups_by_todays_value_say_so():
    story = called(Ada={"owner": "Zoe"})
    assert "grouped by today's value of owner" in story.report(by="owner").header.badges
    story.captured = ("owner",)
    assert "grouped by today's value of owner" not in story.report(by="owner").header.badges
