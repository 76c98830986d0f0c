"""Do they trust it?  Middle answers and shares that can be checked in the head; nobody is shown alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from scipy.stats import binomtest

from leadscore.errors import UsageError
from leadscore.workshop.pulse import Felt, changes, latest, months, readings

NINE = datetime.fromisoformat("2026-11-03T09:00")


def felt(person: str, trust: int, when: str = "before", team: str = "sales", agree: int = 3, days: float = 0) -> Felt:
    return Felt(person, team, when, NINE + timedelta(days=days), trust, agree)


def crowd(*trust: int, when: str = "before", team: str = "sales") -> list[Felt]:
    return [felt(f"{team} {place}", value, when, team) for place, value in enumerate(trust)]


def of(found, question="trust", team=None):
    return next(each for each in found if (each.question, each.team) == (question, team))


def test_the_middle_and_the_share_of_four_and_five() -> None:
    """2, 3, 4, 5: middle 3.5, and two of four say 4 or 5, with Wilson's interval."""
    all_ = of(readings(crowd(2, 3, 4, 5), "before"))
    assert (all_.n, all_.middle.value, all_.high.value) == (4, 3.5, 0.5)
    wilson = binomtest(2, 4).proportion_ci(method="wilson")
    assert (all_.high.low, all_.high.high) == pytest.approx((wilson.low, wilson.high))


def test_two_people_are_not_shown() -> None:
    few = of(readings(crowd(5, 5), "before"))
    assert (few.n, few.middle.value, few.high.value) == (2, None, None)
    assert few.middle.reason == "too few: needs 3 answers, has 2"
    assert of(readings([], "before")).middle.reason == "nobody has answered yet"


def test_a_team_of_two_cannot_be_read_off_the_rest() -> None:
    """Five answers, two of them marketing's: all together, and neither team, since the rest would tell."""
    found = readings([*crowd(4, 4, 5), *crowd(1, 2, team="marketing")], "before")
    assert {each.team for each in found} == {None}
    assert of(found).n == 5


def test_teams_of_three_stand_apart() -> None:
    found = readings([*crowd(4, 4, 5), *crowd(1, 2, 2, team="marketing")], "before")
    assert of(found, team="sales").high.value == 1
    assert of(found, team="marketing").middle.value == 2


def test_the_last_answer_of_a_person_counts() -> None:
    answers = [felt("Ada", 1), felt("Ada", 5, days=0.1)]
    assert [each.trust for each in latest(answers)] == [5]


def test_the_change_is_of_the_same_people() -> None:
    """Ada 2 to 4, Ben 3 to 3, Cy 4 to 3; Dee only before, Eve only after: +2, 0, -1, so the middle is 0."""
    before = [felt("Ada", 2), felt("Ben", 3), felt("Cy", 4), felt("Dee", 1)]
    after = [felt(name, trust, "after", days=0.2) for name, trust in (("Ada", 4), ("Ben", 3), ("Cy", 3), ("Eve", 5))]
    change = of(changes([*before, *after]))
    assert (change.n, change.middle.value) == (3, 0)
    assert (change.up, change.down, change.same) == (1, 1, 1)


def test_two_pairs_are_too_few() -> None:
    change = of(changes([felt("Ada", 2), felt("Ada", 5, "after"), felt("Ben", 2), felt("Ben", 5, "after")]))
    assert (change.n, change.middle.value, change.up) == (2, None, None)


def test_the_same_name_in_both_teams_is_two_people() -> None:
    change = of(changes([felt("Kim", 2), felt("Kim", 5, "after", "marketing")]))
    assert change.n == 0


def test_the_months_are_a_trend_of_the_last_answers_of_each_month() -> None:
    november = [felt(name, 2, "monthly") for name in ("Ada", "Ben", "Cy")]
    again = [felt("Ada", 4, "monthly", days=1)]
    december = [felt(name, 5, "monthly", days=30) for name in ("Ada", "Ben")]
    found = months([*december, *november, *again, *crowd(1, 1, 1)])
    assert [each.month for each in found] == ["2026-11", "2026-12"]
    assert of(found[0].readings).high.value == pytest.approx(1 / 3)
    assert of(found[1].readings).middle.value is None


@pytest.mark.parametrize(("told", "words"), [({"trust": 6}, "'trust' is 6"), ({"when": "often"}, "A pulse is taken")])
def test_what_is_no_answer(told, words) -> None:
    with pytest.raises(UsageError, match=words):
        Felt(**{"person": "Ada", "team": "sales", "when": "before", "at": NINE, "trust": 3, "agree": 3} | told)
