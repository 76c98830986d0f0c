"""The locked period: the latest quarter of mature hand-offs, the same for every model, in no board."""

from __future__ import annotations

from outcomes.story import Story, day

from leadscore.model import parse
from leadscore.simulation import Lock, build_board, lock_of

from .history import model, shelf_of

UNTIL = day(400)


def company(leads: int, every: int = 2, **more) -> Story:
    """A hand-off a day from day 0, called the day after; every second becomes sql after ten days."""
    story = Story(captured=("source",))
    for number in range(leads):
        stages = {"sql": number + 10} if number % every == 0 else {}
        story.lead(f"L{number:03}", handed=number, worked=number + 1, source="web", **stages, **more)
    return story


def test_the_latest_quarter_is_locked() -> None:
    with shelf_of(company(240), UNTIL) as shelf:
        lock = lock_of(shelf)
    assert lock.reason == "too few outcomes to lock: the latest quarter has 30, needs 60"
    with shelf_of(company(240, every=1), UNTIL) as shelf:
        lock = lock_of(shelf)
    assert (lock.starts, lock.ends) == (day(180), day(239))
    assert (lock.leads, lock.outcomes, lock.reason) == (60, 60, None)


def test_fifty_nine_outcomes_lock_nothing() -> None:
    with shelf_of(company(236, every=1), UNTIL) as shelf:
        lock = lock_of(shelf)
        assert lock.starts is None
        assert build_board(shelf, model()).leads == 236


def test_only_mature_hand_offs_have_quarters() -> None:
    with shelf_of(company(340, every=1), UNTIL) as shelf:
        lock = lock_of(shelf)
    assert (lock.starts, lock.ends) == (day(255), day(339))
    with shelf_of(company(400, every=1), UNTIL) as shelf:
        assert lock_of(shelf).ends == day(340)


def test_leads_at_the_same_border_instant_are_all_locked() -> None:
    story = company(240, every=1)
    story.lead("Twin", handed=180, worked=181, sql=190, source="web")
    with shelf_of(story, UNTIL) as shelf:
        lock = lock_of(shelf)
    assert (lock.starts, lock.leads) == (day(180), 61)


def test_locked_leads_are_in_no_board_and_later_ones_show_no_outcome() -> None:
    with shelf_of(company(400, every=1), UNTIL) as shelf:
        lock = lock_of(shelf)
        board = build_board(shelf, model())
        look = board.look(model())
        whole = build_board(shelf, model(), lock=Lock.off()).look(model())
    assert board.lock == lock
    assert board.locked == lock.leads
    assert board.leads == 400 - lock.leads
    assert look.all.classes == {
        "converted": 341 - lock.leads,
        "not_converted": 0,
        "unworked": 0,
        "immature": 59,
        "left_out": 0,
    }
    assert whole.all.classes["converted"] == 341


def test_a_shorter_horizon_of_the_model_shows_nothing_newer_than_the_locked_period() -> None:
    asked = model()
    shorter = asked.evaluation.model_copy(
        update={"horizon_days": asked.evaluation.horizon_days.model_copy(update={"sql": 10})}
    )
    with shelf_of(company(400, every=1), UNTIL) as shelf:
        look = build_board(shelf, asked.model_copy(update={"evaluation": shorter})).look(asked)
    assert look.all.classes["immature"] == 59


def test_the_lock_is_the_same_for_every_model() -> None:
    other = parse(
        "name: B\nrules: [{id: a, points: 1, when: {attribute: source, is: fair}}]\nevaluation: {outcome: won}"
    )
    with shelf_of(company(240, every=1), UNTIL) as shelf:
        assert build_board(shelf, other).lock == build_board(shelf, model()).lock


def test_data_without_dates_hand_offs_or_outcomes_lock_nothing() -> None:
    undated = Story(dated=False).lead("Ada", handed=0)
    undated.leads[0]["created_at"] = None
    undated.stages = [("Ada", "mql", None, None, None, None)]
    with shelf_of(undated, UNTIL) as shelf:
        assert lock_of(shelf).reason == "no dates"
    with shelf_of(Story().lead("Ada"), UNTIL) as shelf:
        assert lock_of(shelf).reason == "this data has no hand-offs"
    with shelf_of(Story().lead("Ada", handed=0, worked=1), UNTIL) as shelf:
        assert lock_of(shelf).reason == "too few outcomes to lock: this data knows no outcome"
    with shelf_of(Story().lead("Ada", handed=0, worked=1, sql=5), UNTIL) as shelf:
        assert lock_of(shelf).reason == "too few outcomes to lock: 1 mature hand-offs"
