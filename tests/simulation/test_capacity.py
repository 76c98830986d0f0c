"""Capacity: 6 reps x 40 touches x 5 days / 6 attempts are 200 new leads a week, not 1,200."""

from __future__ import annotations

import pytest

from leadscore.errors import UsageError
from leadscore.simulation.capacity import NO_TIME_LEFT, Team, capacity

from .town import Town, called, model, opened


def test_the_worked_example():
    assert Team(reps=6, touches_a_day=40, attempts_per_lead=6).leads_a_week == 200


def test_open_deals_take_their_time():
    busy = Team(reps=6, touches_a_day=40, attempts_per_lead=6, open_deals=100, touches_per_open_deal=3)
    assert busy.leads_a_week == 150
    assert Team(1, 10, 6, open_deals=100, touches_per_open_deal=3).leads_a_week == 0


@pytest.mark.parametrize("wrong", [(-1, 40, 6), (6, -1, 6), (6, 40, 0)])
def test_a_team_that_cannot_be_is_refused(wrong):
    with pytest.raises(UsageError, match="for example 6 reps"):
        Team(*wrong)


def stream() -> Town:
    """Forty demos with twenty confirmed and forty webinars with eight, over a little more than fifteen months."""
    return called(called(opened(), "demo", 40, 20, "demo"), "web", 40, 8, "webinar")


def test_the_cut_off_delivers_what_the_team_can_work():
    replayed = stream().replay(model())
    wanted = 40 / replayed.months * 7 / (365.2425 / 12)
    found = capacity(replayed, model(), Team(1, 1, 5 / wanted))
    assert (found.cut_off.points, found.cut_off.leads) == (30, 40)
    assert found.a_month.value == pytest.approx(40 / replayed.months)
    assert found.rate.value == 0.5
    assert found.outcomes.value == pytest.approx(20 / replayed.months)
    assert found.outcomes.low < found.outcomes.value < found.outcomes.high


def test_more_capacity_than_leads_says_so():
    found = capacity(stream().replay(model()), model(), Team(6, 40, 6))
    assert (found.cut_off.points, found.idle, len(found.caveats)) == (0, True, 1)


def test_a_cut_off_that_misses_the_wanted_volume_says_so():
    replayed = stream().replay(model())
    wanted = 50 / replayed.months * 7 / (365.2425 / 12)
    found = capacity(replayed, model(), Team(1, 1, 5 / wanted))
    assert not found.idle
    assert found.caveats[1] == "no cut-off hands over 50 leads: 30 gives 40, 20 gives 80."


@pytest.mark.parametrize(
    ("town", "team", "reason"),
    [
        (Town(leads=[{"lead_id": "Ada", "created_at": None}]), Team(6, 40, 6), "no dates"),
        (Town(until=20).lead("Ada", mql=3), Team(6, 40, 6), "needs a period of 28 days to speak of a month"),
        (opened(), Team(0, 40, 6), NO_TIME_LEFT),
    ],
)
def test_what_cannot_be_known_has_a_reason(town, team, reason):
    found = capacity(town.replay(model()), model(), team)
    assert (found.reason, found.outcomes.value, found.cut_off) == (reason, None, None)


def test_without_hand_offs_there_is_a_cut_off_and_no_expectation():
    town = Town()
    for place in range(20):
        town.lead(f"L{place}", did=[("demo", 10 + place)])
    found = capacity(town.replay(model()), model(), Team(1, 1, 5))
    assert found.cut_off.points == 30
    assert found.outcomes.reason == "this data has no hand-offs"
