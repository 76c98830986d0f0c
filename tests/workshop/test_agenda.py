"""Five steps in about three hours: each says what to do, and is done by what it left behind, not by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from leadscore import vocabulary
from leadscore.errors import UsageError
from leadscore.workshop.agenda import PLANNED_MINUTES, ROLES, STEPS, Stored, done, expected_end, times

NINE = datetime.fromisoformat("2026-11-03T09:00")


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_five_steps_take_about_three_hours() -> None:
    assert [step.id for step in STEPS] == ["objectives", "roles", "icp", "consensus", "next"]
    assert 180 <= PLANNED_MINUTES == 190 <= 210
    assert [step.id for step in STEPS] == list(getattr(vocabulary, "STEPS", [step.id for step in STEPS]))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_script_says_asks_and_stops_in_a_few_lines(step) -> None:
    assert 3 <= len(step.script) <= 6
    assert {line.split()[0] for line in step.script} >= {"Say:", "Ask", "Stop"}
    assert all(len(line) <= 120 for line in step.script)


def test_nothing_stored_is_nothing_done() -> None:
    assert [done(step.id, Stored()).done for step in STEPS] == [False] * 5


def test_objectives_need_both_teams_and_a_shared_goal() -> None:
    one_sided = done("objectives", Stored(objectives={"sales": 3}, goals=1))
    assert one_sided.missing == ("an objective of marketing",)
    assert one_sided.stored == ("3 objectives of sales", "1 shared goal")
    assert done("objectives", Stored(objectives={"sales": 1, "marketing": 1}, goals=1)).done


def test_every_duty_needs_a_name() -> None:
    named = frozenset(ROLES) - {"keeps_model"}
    assert done("roles", Stored(roles=named)).missing == ("who keeps the model and changes its file",)
    assert done("roles", Stored(roles=frozenset(ROLES))).done


def test_consensus_needs_points_for_every_rule_that_was_voted_on() -> None:
    voted = Stored(rounds_revealed=1, rules_voted=frozenset({"demo", "webinar"}), rules_settled=frozenset({"demo"}))
    assert done("consensus", voted).missing == ("settled points of 1 rule that the room voted on",)
    settled = Stored(rounds_revealed=1, rules_voted=frozenset({"demo"}), rules_settled=frozenset({"demo"}))
    assert done("consensus", settled).done
    assert not done("consensus", Stored(rounds_revealed=1)).done


def test_it_ends_in_actions() -> None:
    assert done("next", Stored()).missing == ("an action with an owner and a date",)
    assert done("next", Stored(actions=2)).stored == ("2 actions with owner and date",)


def test_time_is_counted_by_step_also_when_a_step_is_taken_up_again() -> None:
    """Objectives 9:00-9:35 and 9:55-10:00, roles 9:35-9:55: 40 of 30 minutes and 20 of 20."""
    spent = times(NINE, [("roles", after(35)), ("objectives", after(55)), ("icp", after(60))], after(70))
    by_step = {each.step: each for each in spent}
    assert by_step["objectives"].spent == timedelta(minutes=40)
    assert by_step["objectives"].over == timedelta(minutes=10)
    assert (by_step["roles"].over, by_step["roles"].left) == (timedelta(), timedelta())
    assert (by_step["icp"].spent, by_step["icp"].current) == (timedelta(minutes=10), True)
    assert by_step["next"].spent == timedelta()


def test_the_end_is_now_and_what_is_left_of_this_step_and_the_later_ones() -> None:
    """At 10:10, ten minutes into the ICP: 30 + 75 + 25 minutes are left."""
    spent = times(NINE, [("roles", after(30)), ("icp", after(60))], after(70))
    assert expected_end(spent, after(70)) == after(70 + 130)


def test_a_clock_set_back_spends_nothing() -> None:
    spent = times(NINE, [("roles", after(-5))], after(10))
    assert (spent[0].spent, spent[1].spent) == (timedelta(), timedelta(minutes=15))


def test_an_unknown_step_is_named() -> None:
    with pytest.raises(UsageError, match="no step 'lunch'"):
        done("lunch", Stored())
