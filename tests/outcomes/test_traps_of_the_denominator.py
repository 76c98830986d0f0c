"""Traps of the denominator: who was handed over, who was worked, and who counts once."""

from __future__ import annotations

import pytest

from leadscore.errors import DataError

from .story import Story, called, rate, value


def test_a_lead_nobody_called_is_no_loss():
    story = called(Ada={"sql": 20}, Ben={}, Cleo={"worked": None}, Dan={"worked": None})
    report = story.report()
    assert rate(report) == (1, 2)
    assert value(report, "conversion_sql_unworked") == 2


def test_stages_and_the_leads_own_calls_work_nobody():
    story = called(Ada={}, Ben={"worked": None, "sal": 2, "opportunity": 3}, Cleo={"worked": None})
    story.touch("Cleo", 1, actor="lead").touch("Cleo", 1, kind="email_delivered", actor="seller")
    assert value(story.report(), "worked_share") == pytest.approx(1 / 3)


@pytest.mark.parametrize(("when", "worked"), [(-1, 0), (0, 0), (0.001, 1), (30, 1), (30.001, 0)])
def test_a_lead_is_worked_after_the_hand_off_and_within_30_days(when, worked):
    assert value(called(Ada={"worked": when}).report(), "worked_share") == worked


def test_a_kind_or_actor_in_other_letters_is_the_same():
    story = called(Ada={"worked": None}, Ben={"worked": None})
    story.touch("Ada", 1, kind=" Email_Sent", actor="Sales").touch("Ben", 1, kind="CALL", actor=" Lead ")
    assert value(story.report(), "worked_share") == 0.5


def test_without_any_touch_nobody_says_who_was_called():
    report = called(Ada={"worked": None, "sql": 20}, Ben={"worked": None}).report()
    assert rate(report) == (1, 2)
    assert report.figure("conversion_sql_unworked").reason == "who was called is unknown"
    assert report.figure("lqs_rate_worked").reason == "who was called is unknown"
    assert "who was called is unknown" in report.header.badges


def test_without_hand_offs_the_rate_is_over_all_leads_and_says_so():
    story = Story().lead("Ada", at=14, sql=30).lead("Ben", at=14).touch("Ada", 20)
    report = story.report(lens="arrival")
    assert rate(report) == (1, 2)
    assert "no hand-offs: all leads" in report.header.badges
    assert report.figure("lqs").reason == "this data has no hand-offs"


def test_a_lead_handed_over_twice_counts_once():
    story = called(Ada={"sql": 20}, Ben={"recycled": 10}).stage("Ben", "mql", 40).stage("Ada", "mql", 90)
    assert rate(story.report()) == (1, 2)


def test_what_follows_recycling_belongs_to_a_later_episode_and_has_its_own_line():
    story = called(Ada={"sql": 20, "won": 50}, Ben={"recycled": 10, "sql": 45, "won": 55}).stage("Ben", "mql", 40)
    report = story.report(horizon_days={"won": 90})
    assert rate(report) == rate(report, "conversion_won") == (1, 2)
    assert value(report, "conversion_sql_later_episode") == 1
    assert value(report, "won_after_recycling") == 1


@pytest.mark.parametrize("end", ["rejected", "recycled", "disqualified", "lost"])
def test_a_lead_that_ended_otherwise_stays_in_the_denominator(end):
    assert rate(called(Ada={"sql": 20}, Ben={end: 10}).report()) == (1, 2)


def test_colleagues_widen_the_interval():
    told = {f"L{number}": {"sql": 20 if number < 4 else None, "account_id": f"A{number // 4}"} for number in range(8)}
    alone = called(**{name: {**lead, "account_id": None} for name, lead in told.items()}).report()
    together = called(**told).report()
    assert rate(together) == rate(alone) == (4, 8)
    assert together.figure("conversion_sql").low < alone.figure("conversion_sql").low - 0.1


def test_a_lead_scored_twice_is_refused():
    story = called(Ada={"sql": 20})
    story.scores *= 2
    with pytest.raises(DataError, match="2 rows for 1 leads"):
        story.report()


def test_a_win_without_hand_off_has_its_own_line():
    story = called(Ada={"won": 50}).lead("Ben", won=60, scored=False).lead("Cleo", won=60, scored=False)
    report = story.report()
    assert (value(report, "won_without_hand_off"), report.figure("won_without_hand_off").n) == (2, 3)
    assert value(report, "stage_won") == 1


def test_a_call_that_follows_the_outcome_by_rule_is_no_cause_of_it():
    """Twelve leads are called about an offer they have, twelve without an offer are not: 100 % and 0 % mean nothing."""
    story = called(**{f"L{number}": {"sql": 5, "worked": 6} for number in range(12)})
    for number in range(12):
        story.lead(f"M{number}", handed=0)
    report = story.report()
    assert not report.figure("conversion_sql").known()
    assert report.figure("conversion_sql").reason.startswith("12 of 12 sql leads were first touched after it")
    assert not report.figure("lqs_rate_worked").known()
    assert rate(report, "lqs") == (12, 24)
    assert report.header.warnings == ("100% of 12 sql came before the first touch by sales",)
