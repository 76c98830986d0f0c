"""The population strip: how the leads of the data became the leads of the figures, and the wins likewise."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.evidence import Shelf
from leadscore.model import Model
from leadscore.model.conditions import AttributeCondition
from leadscore.model.words import in_words, spoken
from leadscore.outcomes import Line, Report
from leadscore.outcomes.header import OUTSIDE_POPULATION
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


DUPLICATES = "duplicate_of"
"""The attribute that names, of a repeated lead, the one that stays."""


def leads_sum(report: Report) -> Sum:
    """The leads of the figures, from all leads of the data."""
    first, *taken, last = report.header.population
    steps = tuple(Step(line.count, line.label) for line in taken)
    return Sum(last.count, last.label, first.count, first.label, steps)


def wins_sum(report: Report) -> Sum | None:
    """The won deals that are linked to a lead; None where the data has no deals."""
    with_lead, won, without = (
        report.figure(name).value for name in ("deals_won_with_lead", "deals_won", "deals_won_without_lead")
    )
    if with_lead is None or won is None or without is None:
        return None
    return Sum(int(with_lead), "won deals with a lead", int(won), "won deals", (Step(int(without), "no lead"),))


def by_exclusion(shelf: Shelf, model: Model, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The population's lines with each exclusion in its own words, where those add up."""
    moment = shelf.database.manifest.data_date or NO_DATA_DATE
    conditions = model.population.exclude
    total = next((line.count for line in lines if line.label == OUTSIDE_POPULATION), 0)
    counts = shelf.excluded_by(model, moment) if total else ()
    if not total or sum(counts) != total:
        return lines
    parts = [Line(_why(condition), count) for condition, count in zip(conditions, counts, strict=True)]
    return tuple(part for line in lines for part in (parts if line.label == OUTSIDE_POPULATION else [line]))


def _why(condition: object) -> str:
    """What an exclusion takes out, in words for a person."""
    if isinstance(condition, AttributeCondition) and condition.known:
        return "duplicates" if condition.attribute == DUPLICATES else f"{spoken(condition.attribute)} filled in"
    return in_words(condition)
