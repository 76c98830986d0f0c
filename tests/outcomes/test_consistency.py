"""Quarters above and below a cut-off: whole and mature ones only, and the cut-off at which both sides were called."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from simulation.town import Town, day

from leadscore.estimate import AccountSums, difference, proportion
from leadscore.model import Model, parse
from leadscore.outcomes.consistency import Consistency, consistency
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.standing import SQL
from leadscore.reports.past import Asked, Past

TEXT = """
name: Demos
groups: {{behaviour: {{cap: 100}}}}
rules:
  - {{id: demo, group: behaviour, points: 40, when: {{activity: demo}}}}
  - {{id: trial, group: behaviour, points: 40, when: {{activity: trial}}}}
{cut_offs}
"""
MODEL = parse(TEXT.format(cut_offs="cut_offs: {mql: 40, sql: 80}"), "demos.yaml")


def consistent(town: Town, model: Model = MODEL, last: int = 1) -> Consistency:
    with town.shelf() as shelf, Past(shelf, model).cohort(Asked()) as cohort:
        return consistency(cohort, SQL, horizon(cohort, "sql"), last)


def handed(town: Town, name: str, when: float, did: tuple[str, ...], confirmed: bool, worked: bool = True) -> None:
    """A lead handed over on a day, with what it had done by then, called a day later."""
    stages = {"mql": when, **({"sql": when + 5} if confirmed else {})}
    town.lead(
        name, created=when - 2, worked=when + 1 if worked else None, did=[(kind, when - 1) for kind in did], **stages
    )


def company(until: float = 150, below: int = 20) -> Town:
    """In the first quarter of 2026: 20 above the MQL cut-off, 5 of them ready, and some below; half as good."""
    town = Town(until=until)
    for place in range(20):
        did = ("demo", "trial") if place % 4 == 0 else ("demo",)
        handed(town, f"Above {place}", 10 + place, did, confirmed=place < 12)
    for place in range(below):
        handed(town, f"Below {place}", 10 + place, (), confirmed=place < 3)
    return town


def test_a_quarter_has_the_rates_above_and_below() -> None:
    found = consistent(company())
    (quarter,) = found.quarters
    assert (found.cut_off, quarter.name) == ("mql", "2026 Q1")
    above, below = proportion(AccountSums.alone(12, 20)), proportion(AccountSums.alone(3, 20))
    assert (quarter.above, quarter.below, quarter.difference) == (above, below, difference(above, below))


def test_where_nobody_below_was_called_the_ready_are_judged_against_the_others() -> None:
    town = company(below=2)
    for place in range(20):
        handed(town, f"Ready {place}", 40 + place, ("demo", "trial"), confirmed=place < 15)
    found = consistent(town)
    (quarter,) = found.quarters
    assert found.cut_off == "sql"
    assert (quarter.above.n, quarter.below.n) == (25, 17)


def test_who_was_not_called_is_on_no_side() -> None:
    town = company()
    for place in range(30):
        handed(town, f"Nobody called {place}", 20, (), confirmed=False, worked=False)
    assert consistent(town).quarters[0].below.n == 20


@pytest.mark.parametrize(("until", "quarters"), [(85.0 + 61, 1), (85.0 + 58, 0)], ids=["mature", "one day short"])
def test_a_quarter_counts_once_its_last_day_is_mature(until: float, quarters: int) -> None:
    """The horizon of a confirmed SQL is 60 days, counted from the last moment of 31 March."""
    assert day(until) - timedelta(days=60) > datetime.fromisoformat("2026-03-31") or not quarters
    assert len(consistent(company(until)).quarters) == quarters


def test_a_quarter_in_which_nobody_counts_is_not_passed_over() -> None:
    """Two good quarters long ago are not the last two."""
    first, *later = consistent(company(until=400)).quarters
    assert first.above.n == 20
    assert [each.name for each in later] == ["2026 Q2", "2026 Q3"]
    assert [(each.above.n, each.below.value, each.difference.value) for each in later] == [(0, None, None)] * 2


def test_what_the_data_or_the_model_lack_is_the_reason() -> None:
    without = parse(TEXT.format(cut_offs=""), "demos.yaml")
    assert "no cut-offs" in str(consistent(company(), without).reason)
    undated = Town().lead("Ada", created=None)
    assert consistent(undated).reason == "no dates"
    nobody = Town().lead("Ada", created=1, mql=2, worked=3)
    assert "needs at least 1 sql lead" in str(consistent(nobody).reason)
