"""The population strip: how the leads of the data became the leads of the figures, and the wins likewise."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.evidence import Shelf
from leadscore.model import Model
from leadscore.model.words import in_words
from leadscore.outcomes import Report
from leadscore.outcomes.query import NO_DATA_DATE


@dataclass(frozen=True, slots=True)
class Step:
    """One number that is taken off, and why."""

    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A result that equals a total less its steps."""

    result: int
    what: str
    total: int
    of: str
    steps: tuple[Step, ...]

    def in_words(self) -> str:
        """`1,818 leads in the figures = 7,590 in the data - 79 test - ...`; steps of 0 are left out."""
        taken = "".join(f" - {step.count:,} ({step.why})" for step in self.steps if step.count)
        return f"{self.result:,} {self.what} = {self.total:,} {self.of}{taken}"


EVERY_EXCLUSION = "outside the model's population"
"""The label of the report's line that the strip splits by condition."""


def leads_sum(shelf: Shelf, model: Model, report: Report) -> Sum:
    """The leads of the figures, each exclusion of the population by its own words."""
    lines = report.header.population
    steps: list[Step] = []
    for line in lines[1:-1]:
        if line.label == EVERY_EXCLUSION and line.count:
            steps += _exclusions(shelf, model, line.count)
        else:
            steps.append(Step(line.count, line.label))
    return Sum(lines[-1].count, lines[-1].label, lines[0].count, lines[0].label, tuple(steps))


def wins_sum(report: Report) -> Sum | None:
    """The won deals that are linked to a lead; None where the data has no deals."""
    with_lead, won, without = (
        report.figure(name).value for name in ("deals_won_with_lead", "deals_won", "deals_won_without_lead")
    )
    if with_lead is None or won is None or without is None:
        return None
    return Sum(int(with_lead), "won deals with a lead", int(won), "won deals", (Step(int(without), "no lead"),))


def _exclusions(shelf: Shelf, model: Model, total: int) -> list[Step]:
    moment = shelf.database.manifest.data_date or NO_DATA_DATE
    conditions = model.population.exclude
    counts = shelf.excluded_by(model, moment)
    if sum(counts) != total:
        return [Step(total, EVERY_EXCLUSION)]
    return [Step(count, in_words(condition)) for count, condition in zip(counts, conditions, strict=True)]
