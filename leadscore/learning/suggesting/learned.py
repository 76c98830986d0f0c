"""What a suggestion is learned from: leads, columns, folds, and the way from effects to points and scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadscore.learning.known_leads import KnownLeads
from leadscore.learning.suggesting.folds import Fold, folds_of
from leadscore.learning.suggesting.integer_points import Terms, whole_points
from leadscore.learning.suggesting.judging import Leads
from leadscore.learning.suggesting.sign_constrained import Limits, Line, fit
from leadscore.learning.suggesting.suggested_rules import Columns, columns_of
from leadscore.model.model import Model
from leadscore.outcomes.resampling import blocks
from leadscore.scoring.arithmetic import UNIT
from leadscore.scoring.in_arrays import Units, distinct_rows, rescore

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Column = NDArray[Any]

FEWEST = 30
"""So many leads must have reached the outcome, and so many not, before points are suggested."""

NO_FOLD = "too few: in the order of time there is nothing to learn from that is followed by something to judge on"


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Known leads that no knock-out takes out, as the regression and the points see them."""

    known: KnownLeads
    model: Model
    places: Column
    """Of the known leads, those that are learned from."""
    columns: Columns
    terms: Terms
    leads: Leads
    folds: tuple[Fold, ...]

    @classmethod
    def of(cls, known: KnownLeads, model: Model) -> Learned:
        """Known leads under the model that they were read with."""
        outs = [place for place, rule in enumerate(known.rules) if rule.knock_out]
        places = np.flatnonzero(~(known.units[:, outs] > 0).any(axis=1))
        columns = columns_of(known, model, places)
        account = np.unique(known.account[places], return_inverse=True)[1].astype(np.int64)
        as_of, hit = known.as_of[places].astype("datetime64[us]"), known.hit[places]
        leads = Leads(columns.design, hit, account, _month(as_of), _limits(columns))
        folds = folds_of(account, as_of, hit, known.settled_days) if len(places) else ()
        return cls(known, model, places, columns, Terms.of(model, columns.asked), leads, folds)

    @property
    def dated(self) -> bool:
        """Whether the leads have an order in time."""
        return not np.isnat(self.known.as_of.astype("datetime64[us]")).any()

    def lacks(self) -> str | None:
        """Why nothing can be suggested, if so."""
        hits = int(self.leads.hit.sum())
        if self.known.reason is not None:
            return self.known.reason
        if min(hits, len(self.places) - hits) < FEWEST:
            needed = f"needs {FEWEST} leads that reached the outcome and {FEWEST} that did not"
            return f"too few: {needed}, has {hits} and {len(self.places) - hits}"
        if not self.columns.asked:
            return "no rule can be learned from: each is left out or too rare"
        return None if self.folds else NO_FOLD

    def effects(self, line: Line) -> Floats:
        """The slopes of the rules, without those of unknown facts."""
        return line.slopes[: len(self.columns.asked)]

    def points(self, line: Line, balanced: bool = True) -> Wholes:
        """Whole points of the rules that are asked about."""
        return whole_points(self.effects(line), self.terms, balanced)

    def with_points(self, points: Wholes) -> Model:
        """The model with these points; every other rule keeps its own."""
        given = {each.rule.id: Decimal(int(one)) for each, one in zip(self.columns.asked, points, strict=True)}
        return self.model.with_points(given)

    def scored(self, line: Line, places: Column) -> tuple[Floats, Floats]:
        """Scores of some of these leads under the points of a line, with the balance and without."""
        leads = self.places[places]
        models = [self.with_points(self.points(line, balanced)) for balanced in (True, False)]
        return self.scores(models[0], leads), self.scores(models[1], leads)

    def scores(self, model: Model, leads: Column) -> Floats:
        """Scores of known leads under the points of a model, counting the rules that the data can answer."""
        rows = self.known.units[leads]
        units = Units([rows[:, place] for place in range(rows.shape[1])], len(rows))
        answered = model.model_copy(update={"rules": tuple(model.rule(rule.id) for rule in self.known.rules)})
        return np.asarray(rescore(answered.with_cut_offs(None), units).score / UNIT)

    def whole(self, penalty: float) -> Line:
        """The line of all leads."""
        hits = self.leads.hit.astype(np.float64)
        return fit(self.leads.design, np.ones(len(hits)), hits, self.leads.limits, penalty)

    def resampled(self, line: Line, penalty: float, draws: int) -> Iterator[Line]:
        """The lines of resampled accounts; each begins where the line of all leads ended."""
        design = self.leads.design
        numbered = [np.unique(column, return_inverse=True)[1] for column in design.T]
        first, pattern = distinct_rows(numbered, len(design))
        cell = 2 * pattern + self.leads.hit
        for block in blocks(self.leads.account, cell, 2 * len(first), draws):
            for drawn in block.astype(np.float64):
                n, hits = drawn[::2] + drawn[1::2], drawn[1::2]
                if 0 < hits.sum() < n.sum():
                    yield fit(design[first], n, hits, self.leads.limits, penalty, line)


def _limits(columns: Columns) -> Limits:
    """A rule's slope keeps its sign; that of an unknown fact is free."""
    signs = np.array([each.sign for each in columns.asked] + [0] * columns.unknown.shape[1])
    return Limits(np.where(signs > 0, 0.0, -np.inf), np.where(signs < 0, 0.0, np.inf))


def _month(as_of: Column) -> Column:
    """The month of T (UTC), numbered from the first; 0 without dates."""
    if not len(as_of) or np.isnat(as_of).any():
        return np.zeros(len(as_of), dtype=np.int64)
    months: Column = as_of.astype("datetime64[M]").astype(np.int64)
    return np.asarray(months - months.min())
