"""Sizes become points, points become medians: each figure can be checked in the head."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.errors import UsageError
from leadscore.model import Model, presets
from leadscore.vocabulary import BALLOT_SIZES
from leadscore.workshop.votes import counts_down, latest, points_of, reach, tally

from .ballots import cast, points, voted

RULES = [
    {"id": "webinar", "group": "behaviour", "points": 20, "when": {"activity": "webinar"}},
    {"id": "opens", "group": "behaviour", "points": 5, "range": [0, 15], "when": {"activity": "email_open"}},
    {"id": "silent", "group": "negative", "points": -10, "when": {"inactive_days": 60}},
    {"id": "free_mail", "group": "negative", "points": 0, "when": {"attribute": "email", "contains": "@gmail."}},
    {"id": "student", "knock_out": True, "when": {"attribute": "title", "is": "Student"}},
]


def model(*more: dict, **changed: dict) -> Model:
    rules = [rule | changed.get(rule["id"], {}) for rule in RULES] + list(more)
    groups = {"negative": {"floor": -30, "side": "neither"}}
    return Model.model_validate({"name": "Votes", "groups": groups, "rules": rules})


def test_a_size_is_worth_the_same_for_every_rule_that_adds():
    assert [points_of(model(), "webinar", size).points for size in BALLOT_SIZES] == [0, 5, 10, 20, 30]


@pytest.mark.parametrize("rule", ["silent", "free_mail"])
def test_a_rule_that_takes_away_counts_sizes_negative(rule: str):
    """One has negative points; the other has none yet, in a group that only takes away."""
    assert [points_of(model(), rule, size).points for size in BALLOT_SIZES] == [0, -5, -10, -20, -30]
    assert reach(model(), rule_of("free_mail")) == (-30, 0)


def rule_of(rule: str):
    return model().rule(rule)


def test_a_rule_without_points_adds_where_its_group_has_one_that_adds():
    adds = {"id": "reward", "group": "negative", "points": 5, "when": {"activity": "demo"}}
    asked = model(adds)
    assert not counts_down(asked, asked.rule("free_mail"))
    assert points_of(asked, "free_mail", "XL").points == 30


def test_a_range_that_ends_at_zero_counts_down_and_one_that_begins_there_counts_up():
    down = model(free_mail={"range": [-20, 0]}, silent={"points": 0, "range": [0, 10]})
    assert points_of(down, "free_mail", "M").points == -10
    assert points_of(down, "silent", "M").points == 10


def test_beyond_its_range_a_size_counts_what_the_range_allows_and_says_so():
    sized = points_of(model(), "opens", "XL")
    assert sized.points == 15
    assert sized.words == "XL counts 15 instead of 30: the range of 'opens' is 0 to 15"
    assert points_of(model(), "opens", "M").words is None
    (found,) = voted(model(), opens=("XL", "M"))
    assert found.notes == (
        "L counts 15 instead of 20: the range of 'opens' is 0 to 15",
        "XL counts 15 instead of 30: the range of 'opens' is 0 to 15",
    )


MISTAKES = {
    "a knock-out": ("student", "S", "'student' is a knock-out: it has no points to vote on. Choose other rules."),
    "no rule": ("webinars", "S", "The model has no rule 'webinars' to vote on. Did you mean 'webinar'?"),
    "no size": ("webinar", "XXL", "'XXL' is no size of this ballot. Did you mean 'XL'?"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_cannot_be_voted_on_says_why(name: str):
    rule, size, words = MISTAKES[name]
    with pytest.raises(UsageError) as told:
        points_of(model(), rule, size)
    assert str(told.value).startswith(words)


def test_medians_range_and_shares_of_each_team():
    """Sales 0, 5, 10 and 30: between 5 and 10 is 7.5.  Marketing 20, 20, 30: 20."""
    (found,) = voted(model(), webinar=("S M XL 0", "XL L L"))
    sales, marketing = found.of("sales"), found.of("marketing")
    assert (sales.n, sales.median, sales.low, sales.high) == (4, Decimal("7.5"), 0, 30)
    assert sales.votes == points(0, 5, 10, 30)
    assert (marketing.n, marketing.median, marketing.low, marketing.high) == (3, 20, 20, 30)
    assert (sales.share("S"), marketing.share("L"), marketing.share("S")) == (0.25, 2 / 3, 0)
    assert list(sales.sizes.values()) == [1, 1, 1, 0, 1]
    assert (found.today, found.apart) == (20, Decimal("12.5"))


MIDDLES = [(("S", "S"), 5), (("S", "M"), 8), (("0", "S"), 3), (("M", "XL"), 20), (("S", "L"), 13)]


@pytest.mark.parametrize(("votes", "middle"), MIDDLES)
def test_the_middle_is_halfway_in_whole_points_halves_away_from_zero(votes: tuple[str, str], middle: int):
    up, down = voted(model(), webinar=votes, silent=votes)
    assert (up.middle, down.middle) == (middle, -middle)


def test_a_team_of_nine_counts_as_much_as_a_team_of_one():
    (found,) = voted(model(), webinar=("0 0 0 0 0 0 0 0 0", "XL"))
    assert found.middle == 15


def test_a_team_without_votes_has_no_median_and_there_is_no_middle():
    (found,) = voted(model(), webinar=("S M", ""))
    silent = found.of("marketing")
    assert (silent.n, silent.median, silent.low, silent.share("S")) == (0, None, None, None)
    assert silent.reason == "nobody of marketing voted"
    assert (found.middle, found.apart, found.agreed) == (None, None, False)
    assert found.reason == "no middle of the two teams: nobody of marketing voted"


def test_rules_stand_in_the_order_of_the_ballot_and_votes_on_others_are_not_counted():
    votes = [*cast("webinar", "S", "S"), *cast("silent", "M", "M")]
    found = tally(model(), votes, ["silent", "opens"])
    assert [(each.rule_id, each.of("sales").n) for each in found] == [("silent", 1), ("opens", 0)]


def test_of_several_rounds_the_latest_one_of_a_rule_counts():
    first, second = voted(model(), webinar=("0", "XL"), opens=("S", "S")), voted(model(), webinar=("M", "M"))
    assert [(each.rule_id, each.middle) for each in latest([first, second])] == [("webinar", 10), ("opens", 5)]


def test_sizes_of_the_round_are_those_of_its_time():
    (found,) = tally(model(), cast("webinar", "S", "S"), ["webinar"], {"S": 3, "M": 7})
    assert found.middle == 3


@pytest.mark.parametrize("name", presets.names())
def test_every_rule_of_every_preset_can_be_voted_on_within_its_range(name: str):
    asked = presets.preset(name)
    for rule in asked.rules:
        if not rule.knock_out:
            low, high = reach(asked, rule)
            found = [points_of(asked, rule.id, size).points for size in BALLOT_SIZES]
            assert low <= min(found) and max(found) <= high
            assert asked.with_points({rule.id: found[-1]}).rule(rule.id).worth == found[-1]
