"""What was settled becomes a model, and the table beside it says where each number came from."""

from __future__ import annotations

from decimal import Decimal

from leadscore.store.state import Opening, Settled, State
from leadscore.workshop.adoption import adoption
from leadscore.workshop.disagreement import disagreement

from .ballots import voted
from .signed import ada, agreed, ben, with_rule

STUDENT = {"id": "student", "label": "Student", "knock_out": True, "when": {"attribute": "title", "is": "Student"}}
OPENS = {"id": "opens", "label": "Opens", "points": 5, "range": [0, 15], "when": {"activity": "email_open"}}


def settled(state: State, **points: float | str):
    room = state.rooms.current() or state.rooms.open(Opening("Room", "Agreed model", "name: x", "hash"), ada())
    for rule, asked in points.items():
        kept = Settled(room.id, rule, Decimal(str(asked)), rationale="They book", dissent="Too much, says Ben")
        state.weights.settle(kept, ben())
    return state.weights.of(room.id)


def with_more():
    return with_rule(OPENS, STUDENT)


def test_settled_points_are_the_models_and_the_rest_stays(state: State):
    model = with_more()
    votes = voted(model, webinar=("S S M", "XL"), opens=("S", "M"))
    found = adoption(model, settled(state, webinar=12), votes, disagreement(model, votes, None))
    (row,) = found.rows
    assert (row.name, row.before, row.sales, row.marketing, row.middle, row.chosen) == ("Webinar", 20, 5, 30, 18, 12)
    assert (row.rationale, row.dissent, row.words) == ("They book", "Too much, says Ben", None)
    assert row.effect is not None and row.effect.reason == "there is no data yet"
    assert found.unchanged == ("Demo", "Opens")
    assert [each.in_words() for each in found.differences] == ["Webinar: 12 points, was 20 points"]
    assert found.model == model.with_points({"webinar": Decimal(12)})
    assert model.rule("webinar").worth == 20


def test_what_was_settled_twice_counts_once_as_settled_last(state: State):
    settled(state, webinar=5)
    (row,) = adoption(agreed(), settled(state, webinar=8)).rows
    assert (row.chosen, row.sales, row.effect) == (8, None, None)


def test_points_outside_the_range_are_never_taken_in_silence(state: State):
    found = adoption(with_more(), settled(state, opens=25, webinar="7.125"))
    webinar, opens = found.rows
    assert (opens.chosen, opens.words) == (15, "25 was settled, but the range of 'Opens' is 0 to 15, so 15 is taken")
    assert (webinar.chosen, webinar.words) == (
        Decimal("7.13"),
        "7.125 was settled; points have two decimals at most, so 7.13 is taken",
    )


def test_what_has_no_place_in_the_model_is_said(state: State):
    found = adoption(with_more(), settled(state, student=5, gone=10))
    assert set(found.left_out) == {
        "'gone' was settled at 10 points, but the model has no such rule",
        "'Student' was settled at 5 points, but it is a knock-out and has none",
    }
    assert (found.rows, found.differences, found.model) == ((), (), with_more())


def test_nothing_settled_changes_nothing():
    found = adoption(agreed(), ())
    assert (found.model, found.rows, found.unchanged) == (agreed(), (), ("Webinar", "Demo"))
