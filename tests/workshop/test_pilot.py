"""The pilot: its days on the calendar, its tasks as actions, and the closes that can be expected by each week."""

from __future__ import annotations

import math
import random
from datetime import date, datetime, timedelta
from hashlib import sha256

import numpy as np
import pytest

from leadscore.errors import UsageError
from leadscore.estimate import Estimate
from leadscore.outcomes.cycle_cases import DAY, Cycle
from leadscore.outcomes.figure import Horizon
from leadscore.outcomes.following import Followed
from leadscore.store.state import Action, Author, Decided, Step
from leadscore.vocabulary import TEAMS
from leadscore.workshop.pilot import Plan, plan
from leadscore.workshop.pilot_closes import counts_between, expected, in_words, means_by_week
from leadscore.workshop.pilot_groups import is_in
from leadscore.workshop.pilot_tasks import SOURCE, overdue, to_keep

NOON = datetime.fromisoformat("2026-11-22T12:00")
ADA = Author("Ada", "marketing")


def test_phases_over_the_end_of_a_leap_february():
    planned = plan(date(2028, 2, 23))  # a Wednesday
    assert [(each.weeks, each.starts, each.ends) for each in planned.phases] == [
        ("weeks 1-2", date(2028, 2, 23), date(2028, 3, 7)),  # 29 February lies in it
        ("weeks 3-4", date(2028, 3, 8), date(2028, 3, 21)),
        ("weeks 5-6", date(2028, 3, 22), date(2028, 4, 4)),
        ("weeks 7-8", date(2028, 4, 5), date(2028, 4, 18)),
        ("weeks 9-10", date(2028, 4, 19), date(2028, 5, 2)),
        ("weeks 11-12", date(2028, 5, 3), date(2028, 5, 16)),
    ]
    assert planned.ends == date(2028, 5, 16)
    assert plan(date(2027, 2, 23)).phases[0].ends == date(2027, 3, 8)  # no leap year: a day later in the calendar


def test_phases_over_the_end_of_a_year_and_an_odd_number_of_weeks():
    planned = plan(date(2026, 12, 31), 9)
    assert [each.weeks for each in planned.phases] == ["weeks 1-2", "weeks 3-4", "weeks 5-6", "weeks 7-8", "week 9"]
    assert (planned.phases[-1].starts, planned.phases[-1].ends) == (date(2027, 2, 25), date(2027, 3, 3))
    assert [each.weeks for each in plan(date(2026, 12, 31), 6).phases] == ["weeks 1-2", "weeks 3-4", "weeks 5-6"]


@pytest.mark.parametrize("weeks", [5, 53, 0, -1])
def test_a_pilot_has_6_to_52_weeks(weeks):
    with pytest.raises(UsageError, match="Choose 6 to 52 weeks"):
        plan(date(2026, 11, 23), weeks)


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("weeks", [6, 7, 12])
def test_whatever_the_weekday_phases_join_and_tasks_are_due_on_working_days_inside_their_phase(weekday, weeks):
    planned = plan(date(2026, 11, 23) + timedelta(days=weekday), weeks)
    assert planned.phases[0].starts == planned.starts
    for before, after in zip(planned.phases, planned.phases[1:], strict=False):
        assert after.starts == before.ends + timedelta(days=1)
    assert planned.phases[-1].ends == planned.ends == planned.end_of_week(weeks)
    for phase in planned.phases:
        for task in phase.tasks:
            assert phase.starts <= task.due <= phase.ends
            assert task.due.weekday() < 5
            assert task.team in TEAMS
    assert planned.tasks[-1].what.startswith("Decide together")


def test_where_are_we():
    planned = plan(date(2026, 11, 23))
    assert planned.on(date(2026, 11, 22)).words == "Starts on Mon 23 Nov 2026, in 1 day."
    first, sunday, monday = (planned.on(date(2026, 11, day)) for day in (23, 29, 30))
    assert (first.week, sunday.week, monday.week) == (1, 1, 2)
    assert first.days_left == 84
    assert planned.on(date(2026, 12, 21)).phase == planned.phases[2]
    last = planned.on(planned.ends)
    assert (last.week, last.days_left) == (12, 1)
    assert planned.on(planned.ends + timedelta(days=1)).state == "over"
    assert "week 1 is Mon 23 Nov 2026 to Sun 29 Nov 2026" in planned.alignment


def kept(planned: Plan, actions: tuple[Action, ...] = ()) -> tuple[Action, ...]:
    """The actions once everything that is to be kept was kept."""
    todo = to_keep(planned, actions)
    carried = dict(todo.carry)
    old = tuple(step(each, "carried", carried[each.id]) if each.id in carried else each for each in actions)
    return (*old, *(action(len(actions) + place, each) for place, each in enumerate(todo.decide)))


def action(number: int, decided: Decided, steps: tuple[Step, ...] = ()) -> Action:
    return Action(number, NOON, ADA, decided.what, decided.owner, decided.due, decided.source, steps)


def step(of: Action, kind: str, due: date | None = None) -> Action:
    decided = Decided(of.what or "", of.owner or "", of.first_due, of.source)
    return action(of.id, decided, (*of.steps, Step(kind, NOON, ADA, due, "")))


def test_tasks_become_actions_once():
    planned = plan(date(2026, 11, 23))
    actions = kept(planned)
    assert [(each.what, each.due) for each in actions] == [(each.what, each.due) for each in planned.tasks]
    assert {each.source for each in actions} == {SOURCE}
    assert {each.owner for each in actions} == {"Sales", "Marketing"}
    assert not to_keep(planned, actions)
    assert not to_keep(planned, tuple(step(each, "done") for each in actions))
    assert not to_keep(planned, tuple(step(each, "carried", date(2027, 5, 5)) for each in actions))


def test_begun_again_later_open_tasks_are_carried_and_done_ones_are_asked_again():
    first, again = plan(date(2026, 11, 23)), plan(date(2027, 1, 11))
    actions = kept(first)
    actions = (step(actions[0], "done"), *actions[1:])
    todo = to_keep(again, actions)
    assert [each.what for each in todo.decide] == [actions[0].what]
    assert len(todo.carry) == len(actions) - 1
    assert not to_keep(again, kept(again, actions))
    assert len(kept(again, actions)) == len(actions) + 1


def test_other_peoples_actions_of_the_same_words_are_no_tasks_of_the_pilot():
    planned = plan(date(2026, 11, 23))
    others = tuple(
        action(place, Decided(each.what, "Ada", each.due, "Review of 2026-10"))
        for place, each in enumerate(planned.tasks)
    )
    assert len(to_keep(planned, others).decide) == len(planned.tasks)


def test_overdue_is_open_after_its_day():
    planned = plan(date(2026, 11, 23))
    actions = kept(planned)
    due = actions[0].due
    assert overdue(actions, due) == ()
    assert [each.what for each in overdue(actions, due + timedelta(days=1))] == [actions[0].what]
    assert overdue((step(actions[0], "done"), *actions[1:]), due + timedelta(days=1)) == ()


def followed(waited: list[float], way: list[int], account: list[int] | None = None) -> Followed:
    """Cases by their days."""
    n = len(way)
    none = np.full(n, -1)
    return Followed(
        5, none if account is None else np.array(account), np.array(waited) * DAY, np.array(way), none, none, none
    )


def cycle(cases: Followed, reason: str | None = None) -> Cycle:
    return Cycle("hand_off", cases, Horizon("won", 90, "as asked"), reason, None)


def of(cases: Followed, a_week: float, weeks: int = 12, draws: int = 400):
    return expected(cycle(cases), cases, Estimate.count(a_week), weeks, draws)


def aalen_johansen(waited: list[float], way: list[int], until: float) -> float:
    """In plain words: of those still there at each moment, how many are won, times the share still there before."""
    still, won = 1.0, 0.0
    for moment in sorted({each for each in waited if each <= until}):
        at_risk = sum(each >= moment for each in waited)
        ends = [way[place] for place, each in enumerate(waited) if each == moment]
        won += still * ends.count(1) / at_risk
        still *= 1 - sum(each != 0 for each in ends) / at_risk
    return won


def test_expected_closes_in_the_head():
    """All are won after exactly 10.5 days and 7 leads a week come: one a day, so by day 14 those of 3 days, about."""
    cases = followed([10.5] * 20 + [30.0] * 0, [1] * 20)
    found = of(cases, 7.0, 6)
    # F is 0 to day 10 and 1 from day 11 on: the trapezoid between them makes the area 3.5 by day 14, 10.5 by day 21.
    assert [each.value for each in found.weeks] == pytest.approx([0, 3.5, 10.5, 17.5, 24.5, 31.5])
    assert found.telling == 3
    assert (found.cases, found.wins) == (20, 20)


@pytest.mark.parametrize("seed", range(4))
def test_expected_closes_equal_plain_python(seed):
    draw = random.Random(seed)
    waited = [round(draw.uniform(0.2, 130), 2) for _ in range(150)]
    way = [draw.choice([0, 0, 1, 1, 2, 3]) for _ in waited]
    found = of(followed(waited, way), 5.5, draws=10)
    for week in range(1, 13):
        days = range(7 * week + 1)
        shares = [aalen_johansen(waited, way, day) for day in days]
        area = sum((shares[day] + shares[day + 1]) / 2 for day in range(7 * week))
        assert found.by(week).value == pytest.approx(5.5 / 7 * area)
        assert found.by(week).low <= found.by(week).value <= found.by(week).high


@pytest.mark.parametrize("mean", [0.02, 0.7, 3.0, 25.0])
def test_without_doubt_about_the_cycle_the_range_is_that_of_a_poisson_count(mean):
    low, high = counts_between(np.full(50, mean))
    pmf = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(high + 30)]
    assert sum(pmf[: low + 1]) >= 0.025 > sum(pmf[:low])
    assert sum(pmf[: high + 1]) >= 0.975 > sum(pmf[:high])


def test_doubt_about_the_cycle_widens_the_range():
    narrow, wide = counts_between(np.full(200, 10.0)), counts_between(np.linspace(4, 16, 200))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def company(draw: np.random.Generator, leads: int) -> tuple[list[float], list[int]]:
    """Hand-offs of a company of which 20 % are won after 50 days or so, 40 % end otherwise; all seen up to a day."""
    way = draw.choice([1, 2, 0], p=[0.2, 0.4, 0.4], size=leads)
    ends = np.where(way == 1, draw.gamma(5, 10, leads), draw.exponential(40, leads))
    seen = draw.uniform(20, 400, leads)
    open_ = (way == 0) | (ends > seen)
    return list(np.where(open_, seen, ends)), list(np.where(open_, 0, way))


def test_a_simulated_pilot_lies_in_the_range_about_as_often_as_it_says():
    """Each time another past and another pilot of the same company: 95 % or a little more, since counts are whole."""
    draw, inside, trials, a_week, week = np.random.default_rng(7), 0, 300, 12.0, 10
    means = []
    for _ in range(trials):
        found = of(followed(*company(draw, 300)), a_week, week, draws=60).by(week)
        means.append(found.value)
        leads = draw.poisson(a_week * week)
        days_left = draw.uniform(0, 7 * week, leads)  # handed over evenly, each with so many days until the end
        won = (draw.random(leads) < 0.2) & (draw.gamma(5, 10, leads) <= days_left)
        inside += found.low <= won.sum() <= found.high
    assert 0.93 <= inside / trials <= 0.995
    many = draw.uniform(0, 7 * week, 200_000)
    truth = a_week * week * np.mean((draw.random(200_000) < 0.2) & (draw.gamma(5, 10, 200_000) <= many))
    assert np.mean(means) == pytest.approx(truth, rel=0.05)


def test_before_the_first_win_of_the_past_the_range_is_not_certain():
    found = of(followed([60.0] * 10 + [100.0] * 90, [1] * 10 + [0] * 90), 30.0)
    assert found.by(4).value == 0
    assert (found.by(4).low, found.by(4).high) == (0, 9)  # 30 x 4 leads at 3.7 %, the upper end of 0 in 100


def test_where_nobody_was_followed_so_long_nothing_is_known():
    found = of(followed([10.0] * 6 + [40.0] * 30, [1] * 6 + [0] * 30), 10.0)
    assert found.by(5).known()
    assert found.by(6).reason == "no hand-off was followed for 42 days yet"
    assert (found.telling, found.known) == (None, 5)


def test_too_few_wins_and_no_volume_are_reasons():
    few = of(followed([10.0] * 4 + [40.0] * 30, [1] * 4 + [0] * 30), 10.0)
    assert few.by(1).reason == "needs 5 wins of such hand-offs to know the cycle, has 4"
    cases = followed([10.0] * 20, [1] * 20)
    nothing = expected(cycle(cases), cases, Estimate.unknown("no dates"), 6)
    assert {each.reason for each in nothing.weeks} == {"no dates"}
    no_hand_offs = expected(cycle(cases, "this data has no hand-offs"), cases, Estimate.count(3), 6)
    assert no_hand_offs.by(6).reason == "this data has no hand-offs"
    assert in_words(no_hand_offs, 6, 6) == (
        "How many closes to expect by week 6 is unknown: this data has no hand-offs."
    )


@pytest.mark.parametrize(
    ("a_week", "said"),
    [
        (0.5, "By week 6 about 1 (0 to 3) close can be expected: too few to judge."),
        (1.4, "By week 6 about 3 (0 to 6) closes can be expected: too few to judge."),
        (9.0, "By week 6 about 18 (10 to 27) closes can be expected: enough for a first comparison."),
    ],
)
def test_the_sentence_says_what_can_be_judged(a_week, said):
    cases = followed([0.5] * 200 + [100.0] * 400, [1] * 200 + [0] * 400)  # a third closes at once
    assert in_words(of(cases, a_week), 6, 12).startswith(said)


def test_the_sentence_says_when_a_comparison_can_settle_anything():
    cases = followed([0.5] * 200 + [900.0] * 400, [1] * 200 + [0] * 400)
    assert in_words(of(cases, 9.0), 6, 12).endswith("Fewer than 10 settle nothing; so many are expected by week 4.")
    later = in_words(of(cases, 1.5), 6, 12)
    assert later.endswith("so many are not expected within this pilot, but by week 21.")
    never = in_words(of(cases, 0.1), 6, 12)
    assert "hardly a close (0 to 1)" in never
    assert never.endswith("so many are not expected within two years.")
    short = followed([0.5] * 200 + [60.0] * 400, [1] * 200 + [0] * 400)
    assert in_words(of(short, 0.5), 6, 12).endswith("unknown, since hand-offs were followed for 8 weeks only.")


def test_means_are_those_of_whole_weeks_and_grow():
    cases = followed([3.0, 20.0, 20.0, 50.0, 90.0], [1, 1, 2, 0, 0])
    means = means_by_week(cases.incidence(), 7.0, 14)
    assert means[12] is None
    known = [each for each in means if each is not None]
    assert len(known) == 12
    assert known == sorted(known)


def test_a_random_group_can_be_recomputed_by_anybody():
    assert is_in("ada", 0.5, "k") == (int(sha256(b"k:ada").hexdigest()[:8], 16) < 2**31)
    ids = [f"L{number}" for number in range(20_000)]
    half = {lead for lead in ids if is_in(lead, 0.5, "one")}
    assert 0.49 < len(half) / len(ids) < 0.51
    assert {lead for lead in ids if is_in(lead, 0.2, "one")} < half  # a larger share only adds leads
    other = {lead for lead in ids if is_in(lead, 0.5, "two")}
    assert 0.23 < len(half & other) / len(ids) < 0.27  # another key draws anew
    assert all(is_in(lead, 1, "one") for lead in ids[:50])
    assert not any(is_in(lead, 0, "one") for lead in ids[:50])
    assert is_in("Jürgen 李", 1, "schlüssel")
    with pytest.raises(UsageError, match="from 0 to 1"):
        is_in("ada", 20, "k")
