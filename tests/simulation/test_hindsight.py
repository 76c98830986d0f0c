"""The hindsight switch: three positions, and what each of them may look at."""

from __future__ import annotations

from decimal import Decimal

import pytest
from outcomes.story import Story, day

from leadscore.errors import UsageError
from leadscore.model import parse
from leadscore.simulation import HINDSIGHTS, Lock, build_board

from .history import shelf_of

MODEL = parse("""
name: Two rules
rules:
  - {id: opens, group: behaviour, points: 10, when: {activity: email_open}}
  - {id: web, group: demographic, points: 20, when: {attribute: source, is: web}}
cut_offs: {mql: 10, sql: 30}
""")


def story() -> Story:
    """Ada opened before the hand-off, Ben after it; nobody called Cleo."""
    told = Story()
    told.lead("Ada", handed=10, worked=11, sql=20, source="web").touch("Ada", 5, "email_open")
    told.lead("Ben", handed=10, worked=11, source="web").touch("Ben", 50, "email_open")
    told.lead("Cleo", handed=10, source="fair")
    return told


def shown(hindsight: str, told: Story | None = None):
    with shelf_of(told or story(), day(200)) as shelf:
        board = build_board(shelf, MODEL, hindsight, lock=Lock.off())
        look = board.look(MODEL)
    return board, look, {bin_: int(leads) for bin_, leads in enumerate(look.histogram.sum(axis=0)) if leads}


def test_as_known_then_neither_later_deeds_nor_todays_values_count() -> None:
    board, look, scores = shown("then_worked")
    assert scores == {0: 2, 10: 1}
    assert board.view.badges == ("1 rule rests on today's values, so out of the figures: web",)
    assert (look.all.conversion.value, look.all.conversion.n) == (0.5, 2)
    assert look.all.classes["unworked"] == 1


def test_then_pools_the_leads_that_nobody_worked() -> None:
    _, look, scores = shown("then")
    assert scores == {0: 2, 10: 1}
    assert (look.all.conversion.value, look.all.conversion.n) == (1 / 3, 3)
    assert look.all.classes["unworked"] == 0


def test_everything_known_now_counts_all_and_says_that_it_is_naive() -> None:
    board, look, scores = shown("now")
    assert scores == {0: 1, 30: 2}
    assert (look.all.conversion.value, look.all.conversion.n) == (1 / 3, 3)
    assert board.view.badges[0].startswith("naive")


def test_without_dates_there_is_one_position() -> None:
    told = Story(dated=False)
    for name, source in (("Ada", "web"), ("Ben", "fair")):
        told.leads.append({"lead_id": name, "created_at": None, "source": source})
    told.stages = [("Ada", "sql", None, None, None, None)]
    for hindsight in HINDSIGHTS:
        board, look, scores = shown(hindsight, told)
        assert (board.view.hindsight, board.view.badges) == ("now", ("no dates",))
        assert scores == {0: 1, 20: 1}
        assert (look.all.conversion.value, look.all.conversion.reason) == (0.5, "no dates")
        assert not look.all.volume.known()


def test_without_hand_offs_leads_are_looked_at_after_their_arrival() -> None:
    told = Story().lead("Ada", source="web", scored=False, sql=30).lead("Ben", source="web", scored=False)
    board, look, _ = shown("then_worked", told)
    assert board.view.lens.name == "arrival"
    assert (look.all.conversion.value, look.all.conversion.n) == (0.5, 2)


def test_a_hand_off_after_the_data_date_is_none_yet() -> None:
    told = Story().lead("Ada", handed=300, source="web", sql=30).lead("Ben", source="web", scored=False)
    board, look, _ = shown("then_worked", told)
    assert (board.view.lens.name, look.all.conversion.n) == ("arrival", 2)


def test_no_deals_no_touches_no_wins() -> None:
    told = Story().lead("Ada", handed=10, sql=20, source="web").lead("Ben", handed=10, source="web")
    _, look, _ = shown("then_worked", told)
    assert (look.all.conversion.value, look.all.conversion.n) == (0.5, 2)
    assert look.all.won.reason == "needs at least 1 won lead; this data has none"
    assert look.all.revenue.reason == "this data has no deals table"
    assert look.quality.worked_share.reason == "who was called is unknown"
    assert look.quality.lqs.value == 0.5


def test_an_unknown_position_is_refused() -> None:
    with pytest.raises(UsageError, match="There is no hindsight 'later'"):
        shown("later")


def test_a_board_takes_other_points_but_no_other_rules() -> None:
    with shelf_of(story(), day(200)) as shelf:
        board = build_board(shelf, MODEL, "now", lock=Lock.off())
    before = board.look(MODEL).histogram
    assert board.look(MODEL.with_points({"opens": Decimal("2.5")})).histogram[:, 22].sum() == 2
    assert (board.look(MODEL).histogram == before).all()
    with pytest.raises(UsageError, match="has other rules or another population than this board"):
        board.look(MODEL.without_rules(["web"]))
