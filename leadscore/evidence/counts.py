"""What is counted of a lead's activities up to T: one column for each distinct way of counting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from sqlglot import exp

from leadscore.evidence import portable as p
from leadscore.evidence.comparisons import holds
from leadscore.model.conditions import ActivityCondition, Decay
from leadscore.vocabulary import LEAD_ACTOR, SELLER_KINDS

_SINCE = "since_"

OLDEST_DAYS = 110_000
"""No two instants that the importer accepts (1900 to 2199) are further apart."""


class Counts:
    """Collects the columns that rules need; equal ways of counting share a column."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[str, exp.Expr]] = {}

    def number(self, condition: ActivityCondition) -> exp.Expr:
        """How many activities the condition counts."""
        return self._column(p.how_many(counted(condition)))

    def worth(self, condition: ActivityCondition) -> exp.Expr:
        """The sum of hundredths that the counted activities are worth after decay."""
        assert condition.decay is not None
        worth = p.choose([(counted(condition), aged_worth(condition.decay, condition.within_days))], p.whole(0))
        return self._column(p.total(worth))

    @property
    def columns(self) -> Sequence[exp.Expr]:
        """The aggregates, each under its generated name."""
        return [aggregate.as_(name) for name, aggregate in self._columns.values()]

    @property
    def names(self) -> Sequence[str]:
        """The generated names."""
        return [name for name, _ in self._columns.values()]

    def _column(self, aggregate: exp.Expr) -> exp.Expr:
        name, _ = self._columns.setdefault(aggregate.sql(), (f"n{len(self._columns)}", aggregate))
        return p.column("facts", name)


def counted(condition: ActivityCondition) -> exp.Expr:
    """Whether an activity up to T is one that the condition counts."""
    tests = [p.is_among(p.column("activities", "kind"), condition.activity)]
    if condition.detail is not None:
        tests.append(holds(p.column("activities", "detail"), condition.detail))
    if condition.value is not None:
        tests.append(holds(p.column("activities", "value"), condition.value))
    if condition.within_days is not None:
        tests.append(younger_than(condition.within_days))
    return p.every(tests)


def younger_than(days: int) -> exp.Expr:
    """Whether an activity happened less than that many days before T."""
    return exp.GT(this=p.column("activities", "occurred_at"), expression=p.column("windows", f"{_SINCE}{days}"))


def window_starts(tests: Iterable[exp.Expr], as_of: exp.Expr | None = None) -> list[exp.Expr]:
    """The starts of all windows that tests look back to from T, each under the name by which the tests call it.

    T is the landmark's unless it is given.
    """
    names = {column.name for test in tests for column in test.find_all(exp.Column) if column.table == "windows"}
    days = sorted(int(name.removeprefix(_SINCE)) for name in names if name.startswith(_SINCE))
    moment = as_of or p.column("landmarks", "as_of")
    return [p.days_before(moment, each).as_(f"{_SINCE}{each}") for each in days]


def own_doing() -> exp.Expr:
    """Whether the lead itself did it: its actor says so or, without an actor, its kind does."""
    actor = p.column("activities", "actor")
    by_kind = exp.not_(p.is_among(p.column("activities", "kind"), SELLER_KINDS))
    return p.some([p.equals_text(actor, LEAD_ACTOR), p.every([p.is_missing(actor), by_kind])])


def aged_worth(decay: Decay, within_days: int | None) -> exp.Expr:
    """The hundredths that one activity is worth by its age, as a ladder of whole periods."""
    steps = ladder(decay, within_days)
    branches = [(younger_than(days), p.whole(worth)) for days, worth in steps[:-1]]
    return p.choose(branches, p.whole(steps[-1][1]))


def ladder(decay: Decay, within_days: int | None = None) -> list[tuple[int, int]]:
    """Rungs (younger than so many days, hundredths worth), equal neighbours merged; the last has no bound."""
    horizon = min(within_days or OLDEST_DAYS, OLDEST_DAYS)
    rungs: list[tuple[int, int]] = []
    with localcontext() as exact:
        exact.prec = 400
        kept = Decimal(100)
        for period in range(1, -(-horizon // decay.every_days) + 1):
            worth = int(kept.quantize(Decimal(1), rounding=ROUND_HALF_UP))
            if rungs and rungs[-1][1] == worth:
                rungs[-1] = (period * decay.every_days, worth)
            else:
                rungs.append((period * decay.every_days, worth))
            if worth == 0 or decay.keep == 1:
                break
            kept *= decay.keep
    return rungs
