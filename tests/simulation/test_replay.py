"""The replay: when each lead first reaches a cut-off, on evidence before its hand-off."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest

from leadscore.errors import UsageError
from leadscore.simulation.replay import build_replay, reached_by, reaches, score_weeks
from leadscore.simulation.volume import cut_off_for, leads_at

from .town import Town, called, day, model, names, opened

MONDAY = timedelta(hours=15) - timedelta(microseconds=1)
"""From 9:00 to the end of the day."""


def first_reached(replayed, asked, cut_off) -> dict[str, datetime]:
    """When each lead reaches a cut-off, by name."""
    entries = reached_by(replayed, score_weeks(replayed, asked), Decimal(cut_off))
    pairs = zip(replayed.lead_id, entries, strict=True)
    return {name: replayed.at[entry].item() for name, entry in pairs if entry >= 0}


def test_a_lead_is_handed_over_on_the_first_monday_it_reaches_the_cut_off():
    town = opened().lead("Ada", created=1, did=[("webinar", 2), ("demo", 9)])
    replayed = town.replay(model())
    assert first_reached(replayed, model(), 20) == {"Ada": day(7) + MONDAY}
    assert first_reached(replayed, model(), 50) == {"Ada": day(14) + MONDAY}
    assert first_reached(replayed, model(webinar=60), 50) == {"Ada": day(7) + MONDAY}


def test_what_happens_at_the_end_of_monday_counts_that_monday():
    town = (
        opened().lead("Ada", created=1, did=[("webinar", 7 + 15 / 24 - 1e-9)]).lead("Ben", created=1, did=[("demo", 8)])
    )
    assert first_reached(town.replay(model()), model(), 20) == {"Ada": day(7) + MONDAY, "Ben": day(14) + MONDAY}


def test_a_lead_handed_over_within_its_first_week_is_seen_at_its_hand_off():
    town = opened().lead("Ben", created=1, did=[("webinar", 2)], mql=3)
    assert first_reached(town.replay(model()), model(), 20) == {"Ben": day(3)}


def test_what_follows_the_hand_off_or_an_exit_is_not_seen():
    town = opened().lead("Eve", created=1, mql=10, did=[("demo", 11)])
    town.lead("Dan", created=1, did=[("demo", 9)], rejected=8)
    assert first_reached(town.replay(model()), model(), 20) == {}


def test_a_window_that_closes_between_two_mondays_was_open_on_the_first():
    rule = {"id": "webinar", "points": 20, "when": {"activity": "webinar", "within_days": 10}}
    brief = model().model_copy(update={"rules": (type(model().rules[0]).model_validate(rule),)})
    town = opened().lead("Ada", created=1, did=[("webinar", 2)], mql=30)
    replayed = town.replay(brief)
    weekly = score_weeks(replayed, brief)
    (place,) = np.flatnonzero(replayed.lead_id == "Ada")
    assert (weekly.best[place], weekly.then[place]) == (200_000, 0)


def test_a_lead_from_before_the_record_is_not_handed_over_on_its_first_monday():
    """Nobody knows since when Old has had its points; Young got them later and is handed over."""
    town = opened().lead("Old", created=-400, did=[("demo", -300)]).lead("Young", created=-400, did=[("demo", 3)])
    replayed = town.replay(model())
    assert names(replayed, reaches(replayed, score_weeks(replayed, model()), Decimal(20))) == {"Young"}


def test_a_knock_out_hands_nobody_over():
    rules = [
        {"id": "demo", "points": 30, "when": {"activity": "demo"}},
        {"id": "student", "knock_out": True, "when": {"attribute": "title", "is": "student"}},
    ]
    strict = type(model()).model_validate({"name": "Strict", "rules": rules})
    town = opened().lead("Ada", did=[("demo", 1)]).lead("Sam", did=[("demo", 1)], title="Student")
    assert set(first_reached(town.replay(strict), strict, 0)) == {"Zoe", "Ada"}


def test_the_locked_period_is_not_looked_at():
    town = opened().lead("Ada", created=1, did=[("demo", 2)], mql=10).lead("Fay", created=1, did=[("demo", 2)], mql=40)
    town.lead("Gus", created=50, did=[("demo", 51)])
    replayed = town.replay(model(), before=day(40))
    assert names(replayed, replayed.handed) == {"Zoe", "Ada"}
    assert names(replayed, replayed.handed_later) == {"Fay"}
    assert "Gus" not in replayed.lead_id


def test_what_a_model_learned_from_can_be_left_out():
    """From day 20 on: Ann's hand-off was before it, Bob reached 20 before it and nobody knows since when, Cid after."""
    town = opened().lead("Ann", did=[("demo", 1)], mql=10).lead("Bob", did=[("demo", 1)])
    town.lead("Cid", created=21, did=[("demo", 22)], mql=30)
    with town.shelf() as shelf:
        replayed = build_replay(shelf, model(), before=day(60), since=day(20))
        nothing = build_replay(shelf, model(), before=day(60), since=day(60))
    assert replayed.weeks.start == day(20)
    assert names(replayed, replayed.handed) == {"Cid"}
    assert names(replayed, reaches(replayed, score_weeks(replayed, model()), Decimal(20))) == {"Cid"}
    assert nothing.reason == "no lead was created or handed over in this period"


def test_rules_on_todays_values_stay_out():
    town = opened().lead("Ada", title="VP", did=[("demo", 1)])
    town.captured = ()
    with_title = model(rules=[*[rule.model_dump(by_alias=True, exclude_none=True) for rule in model().rules], VP])
    replayed = town.replay(with_title)
    assert replayed.todays == {"vp": ("title",)}
    assert score_weeks(replayed, with_title).best.max() == 300_000


VP = {"id": "vp", "points": 50, "when": {"attribute": "title", "is": "VP"}}


def test_a_model_with_other_rules_is_refused():
    replayed = opened().replay(model())
    with pytest.raises(UsageError, match="other rules"):
        score_weeks(replayed, model().without_rules({"demo"}))


def test_the_nearest_volume_is_chosen_the_higher_of_two():
    town = called(called(opened(), "demo", 4, 0, "demo"), "web", 4, 0, "webinar")
    replayed = town.replay(model())
    weekly = score_weeks(replayed, model())
    assert leads_at(weekly, replayed, np.array([0, 200_000, 300_000])).tolist() == [9, 8, 4]
    assert [cut_off_for(replayed, weekly, wanted).points for wanted in (9, 8, 6, 5, 0)] == [0, 20, 30, 30, 30]
    missed = cut_off_for(replayed, weekly, 6)
    assert (missed.leads, missed.tied) == (4, 4)
    assert missed.words == "no cut-off hands over 6 leads: 30 gives 4, 20 gives 8"


def test_a_sample_is_the_same_every_time_and_counts_are_scaled():
    town = called(opened(), "lead", 99, 0, "demo")
    with town.shelf() as shelf:
        first, again = (build_replay(shelf, model(), most_leads=50) for _ in range(2))
    assert first.lead_id.tolist() == again.lead_id.tolist()
    assert 30 < len(first.lead_id) < 70
    assert first.scale == 100 / len(first.lead_id)
    month = first.a_month(int(first.handed.sum()))
    assert month.value * first.months == pytest.approx(100)
    assert month.reason == "scaled from a sample"
    assert "of 100 leads" in first.caveats[0]


def test_undated_data_cannot_be_replayed():
    town = Town(leads=[{"lead_id": "Ada", "created_at": None, "title": "VP", "account_id": None}])
    replayed = town.replay(model())
    assert replayed.reason == "no dates"
    assert len(score_weeks(replayed, model()).best) == 0
    assert cut_off_for(replayed, score_weeks(replayed, model()), 5) is None


def test_without_hand_offs_the_weeks_are_still_known():
    town = Town().lead("Ada", did=[("demo", 1)]).lead("Ben")
    replayed = town.replay(model())
    assert replayed.reason == "this data has no hand-offs"
    assert first_reached(replayed, model(), 20) == {"Ada": day(7) + MONDAY}


def test_less_than_a_month_is_no_month():
    town = Town(until=20).lead("Ada", did=[("demo", 1)], mql=3)
    assert town.replay(model()).a_month(1).reason == "needs a period of 28 days to speak of a month"
