"""The cut-off that each month would have asked for is the one that plain Python finds, lead by lead."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from leadscore.errors import UsageError
from leadscore.model import CutOffs, parse
from leadscore.simulation.monthly import (
    NO_CUT_OFFS,
    NO_MONTH,
    NO_POINTS,
    NONE_REACHED,
    NONE_WANTED,
    cut_offs_by_month,
)
from leadscore.simulation.replay import build_replay

from .plain_replay import Seen
from .test_replay_equals_plain_python import replayed_world
from .town import Town

MODEL = parse(
    """
name: Demos
rules:
  - {id: demo, points: 50, when: {activity: demo}}
  - {id: visit, points: 20, when: {activity: visit}}
cut_offs: {mql: 50, sql: 60}
""",
    "demos.yaml",
)


def month_of(at: datetime, zone: str) -> str:
    return f"{at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m}"


def reached_in(plain: dict[str, Seen], points: Fraction, zone: str) -> Counter[str]:
    """Leads by the month in which they first reach a cut-off."""
    reached = (seen.reached(points) for seen in plain.values())
    return Counter(month_of(at, zone) for at in reached if at is not None)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("wanted", [1, 3, 8], ids=lambda each: f"{each} wanted")
def test_the_months_of_random_worlds(seed: int, wanted: int) -> None:
    world, active, replayed, plain = replayed_world(seed)
    model = active.model_copy(update={"cut_offs": CutOffs(mql=Decimal("12.5"), sql=Decimal(60))})
    found = cut_offs_by_month(replayed, model, world.facts.zone, wanted)
    if replayed.weeks is None:
        assert (found.months, found.reason) == ((), replayed.reason)
        return
    if not any(score for seen in plain.values() for _, score in seen.weeks):
        assert (found.months, found.reason) == ((), NO_POINTS)
        return
    by_points = {points: reached_in(plain, Fraction(points), world.facts.zone) for points in range(101)}
    own = reached_in(plain, Fraction("12.5"), world.facts.zone)
    assert found.months
    for each in found.months:
        leads = {points: by_points[points][each.month] for points in range(101)}
        assert each.at_model == own[each.month]
        if leads[0] < 0.98 * wanted:
            assert (each.cut_off, each.leads) == (None, leads[0])
            continue
        nearest = min(abs(count - wanted) for count in leads.values())
        assert each.cut_off == max(points for points, count in leads.items() if abs(count - wanted) == nearest)
        assert each.leads == leads[int(each.cut_off)]
        near = [
            points for points, count in leads.items() if abs(count - wanted) <= 1.959963984540054 * math.sqrt(wanted)
        ]
        assert each.within == (min(near), max(near))
        assert each.more == each.at_model - each.leads


def test_only_whole_months_are_shown_and_no_more_than_twelve() -> None:
    """Zoe opens the record on 6 November 2025; the data end on 8 February 2027."""
    town = Town(until=399).lead("Zoe", created=-60, mql=-60)
    for number in range(20):
        town.lead(f"Lead {number}", created=20 * number, did=[("demo", 20 * number + 1)])
    found = cut_offs_by_month(town.replay(MODEL), MODEL, "UTC", 1)
    assert [each.month for each in found.months] == [f"2026-{month:02}" for month in range(2, 13)] + ["2027-01"]
    assert {each.cut_off for each in found.months if each.at_model == 1} == {Decimal(50)}
    assert sum(each.at_model for each in found.months) == pytest.approx(18, abs=1)


def test_by_default_what_the_model_hands_over_is_wanted() -> None:
    town = Town(until=399).lead("Zoe", created=-60, mql=-60)
    for number in range(36):
        town.lead(f"Lead {number}", created=10 * number, did=[("demo", 10 * number + 1)])
    found = cut_offs_by_month(town.replay(MODEL), MODEL, "UTC")
    assert found.wanted == pytest.approx(sum(each.at_model for each in found.months) / 12)


def test_where_nothing_can_be_computed_it_is_said_why() -> None:
    short = Town(until=20).lead("Zoe", created=1, mql=2)
    assert cut_offs_by_month(short.replay(MODEL), MODEL, "UTC").reason == NO_MONTH
    without = MODEL.model_copy(update={"cut_offs": None})
    assert cut_offs_by_month(short.replay(without), without, "UTC").reason == NO_CUT_OFFS
    undated = Town().lead("Ada", created=None)
    with undated.shelf() as shelf:
        found = cut_offs_by_month(build_replay(shelf, MODEL), MODEL, "UTC")
    assert found.months == () and found.reason
    with pytest.raises(UsageError, match="Give 0 or more"):
        cut_offs_by_month(short.replay(MODEL), MODEL, "UTC", -1)


def test_no_cut_off_is_computed_for_nobody() -> None:
    town = Town(until=100).lead("Zoe", created=-60, mql=-60).lead("Ada", created=30, did=[("visit", 31)])
    replayed = town.replay(MODEL)
    assert cut_offs_by_month(replayed, MODEL, "UTC").reason == NONE_REACHED
    assert cut_offs_by_month(replayed, MODEL, "UTC", 0).reason == NONE_WANTED
    nothing = parse(
        "{name: Nothing, rules: [{id: demo, points: 0, when: {activity: demo}}], cut_offs: {mql: 50, sql: 60}}", "n"
    )
    assert cut_offs_by_month(town.replay(nothing), nothing, "UTC", 5).reason == NO_POINTS


def test_more_time_than_leads_sets_no_cut_off() -> None:
    town = Town(until=100).lead("Zoe", created=-60, mql=-60).lead("Ada", created=30, did=[("demo", 31)])
    found = cut_offs_by_month(town.replay(MODEL), MODEL, "UTC", 5)
    assert {each.cut_off for each in found.months} == {None}
