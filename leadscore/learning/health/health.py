"""Every check of the data, worst first, what may be done about each, and what was done already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leadscore.evidence import Shelf
from leadscore.learning.health import coverage, dates, doubles, later_fields, mail, stages_set, stamps
from leadscore.learning.health.check import Check, Subject
from leadscore.model.model import Evaluation, Model
from leadscore.model.rules import Rule
from leadscore.store.treatments.held import Held
from leadscore.store.treatments.treatment import Treatment
from leadscore.vocabulary import OUTCOMES

CHECKS: tuple[Callable[[Subject], Iterator[Check]], ...] = (
    doubles.tests,
    doubles.same_people,
    doubles.same_accounts,
    doubles.synced_wins,
    mail.mail_scanners,
    dates.orders_of_stages,
    dates.deals,
    stages_set.by_automation,
    stages_set.in_bulk,
    stamps.to_come,
    stamps.missing,
    stamps.without_time,
    later_fields.filled_later,
    coverage.attributes,
    coverage.kinds,
    coverage.gaps,
    coverage.sources,
    dates.early_activities,
)
"""What is looked for, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that was looked for in one state of the data."""

    checks: tuple[Check, ...]

    @property
    def faults(self) -> tuple[Check, ...]:
        """What was found and is no normal thing."""
        return tuple(each for each in self.checks if each.found and not each.normal)

    @property
    def normal(self) -> tuple[Check, ...]:
        """What was found and only has to be known."""
        return tuple(each for each in self.checks if each.found and each.normal)

    @property
    def clean(self) -> tuple[Check, ...]:
        """What was looked for and not found."""
        return tuple(each for each in self.checks if each.n == 0)

    @property
    def unknown(self) -> tuple[Check, ...]:
        """What cannot be told from these data."""
        return tuple(each for each in self.checks if each.n is None)

    @property
    def treatments(self) -> tuple[Treatment, ...]:
        """What may be done about the faults, each treatment once."""
        offered = (each.treatment for each in self.faults if each.treatment is not None)
        return tuple(dict.fromkeys(offered))

    def check(self, name: str) -> Check:
        """The check of that name; KeyError where there is none."""
        return {each.name: each for each in self.checks}[name]

    def to_json(self) -> dict[str, Any]:
        """Every check as plain values."""
        return {"checks": [each.to_json() for each in self.checks]}


def examine(
    shelf: Shelf, model: Model | None = None, now: datetime | None = None, own_domains: tuple[str, ...] = ()
) -> Health:
    """Look for everything in opened data; a model lends its population and horizons, `now` (naive UTC) the present."""
    subject = Subject(Held.of(shelf.database), shelf, model or plain_model(shelf), now, own_domains)
    return Health(tuple(check for each in CHECKS for check in each(subject)))


def plain_model(shelf: Shelf) -> Model:
    """A model that leaves nobody out and asks nothing, for data without one; its outcome is one that the data have."""
    asks_nothing = Rule.model_validate({"id": "known", "points": 0, "when": {"attribute": "email", "known": True}})
    stages = shelf.database.cursor().execute("SELECT DISTINCT LOWER(TRIM(stage, ' ')) FROM stages").fetchall()
    outcome = next((each for each in OUTCOMES if (each,) in stages), "won")
    return Model(name="Data health", rules=(asks_nothing,), evaluation=Evaluation.model_validate({"outcome": outcome}))
