"""Qualify, nurture or out: every lead in exactly one place, with the one reason that put it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from leadscore.evidence import Lens, Shelf, units_column
from leadscore.model import CutOffs, Model
from leadscore.scoring.arithmetic import ten_thousandths
from leadscore.scoring.in_arrays import BANDS, Rescored, Units, rescore
from leadscore.simulation.swap_card import NO_CUT_OFFS

Column = NDArray[Any]

Place = Literal["qualify", "nurture", "out"]

READY = "reaches the SQL cut-off {points} and all it needs besides"
HANDED_OVER = "reaches the MQL cut-off {points}"
BELOW = "below the MQL cut-off {points}"
KNOCKED_OUT = "knock-out: {rule}"
INTENT_MISSING = "reaches the SQL cut-off, but gate missing: one of {rules}"
MINIMUM_MISSING = "reaches the SQL cut-off, but gate missing: at least {points} points of {group}"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The leads that one reason puts in one place; the first reason that fits is the lead's own."""

    place: Place
    reason: str
    leads: int


@dataclass(frozen=True, slots=True)
class Sorting:
    """All leads with evidence, each counted once; `reason` says why they cannot be sorted, if so."""

    leads: int
    sorted: tuple[Sorted, ...]
    reason: str | None = None

    def count(self, place: Place) -> int:
        """Leads in one place."""
        return sum(each.leads for each in self.sorted if each.place == place)


def sort_leads(shelf: Shelf, model: Model, lens: Lens) -> Sorting:
    """Sort every scored lead as of its landmark, by all rules of the model."""
    table = shelf.evidence(model, lens).table
    names = ", ".join(units_column(place) for place in range(len(model.rules)))
    sql = f"SELECT {names}, COUNT(*) AS leads FROM {table} GROUP BY {names}"
    found: dict[str, Any] = dict(shelf.database.cursor().execute(sql).fetchnumpy())
    weights = np.asarray(found["leads"], dtype=np.int64)
    columns = [np.asarray(found[units_column(place)], dtype=np.int32) for place in range(len(model.rules))]
    return sort_rows(model, columns, weights)


def sort_rows(model: Model, units: Sequence[Column], leads: Column) -> Sorting:
    """Sort distinct rows of units (a column a rule, in the model's order), each row standing for so many leads."""
    total = int(leads.sum())
    if model.cut_offs is None:
        return Sorting(total, (), NO_CUT_OFFS)
    left = np.ones(len(leads), dtype=bool)
    found = rescore(model, Units(units, len(leads)))
    parts = []
    for place, reason, fits in _reasons(model, model.cut_offs, units, found):
        mine = left & fits
        left &= ~mine
        parts.append(Sorted(place, reason, int(leads[mine].sum())))
    return Sorting(total, tuple(parts))


def _reasons(
    model: Model, cut_offs: CutOffs, units: Sequence[Column], found: Rescored
) -> Iterator[tuple[Place, str, Column]]:
    """Reasons in their order of rank; the last fits whoever is left."""
    for place, rule in enumerate(model.rules):
        if rule.knock_out:
            yield "out", KNOCKED_OUT.format(rule=rule.name), units[place] > 0
    yield "qualify", READY.format(points=cut_offs.sql), found.band == BANDS.index("ready")
    stricter = found.score >= ten_thousandths(cut_offs.sql)
    for reason, passes in _gates(model, cut_offs, units, found):
        yield "qualify", reason, stricter & ~passes
    yield "qualify", HANDED_OVER.format(points=cut_offs.mql), found.score >= ten_thousandths(cut_offs.mql)
    yield "nurture", BELOW.format(points=cut_offs.mql), np.ones(len(found.score), dtype=bool)


def _gates(model: Model, cut_offs: CutOffs, units: Sequence[Column], found: Rescored) -> Iterator[tuple[str, Column]]:
    """Each gate in words, and whom it lets through."""
    needs = cut_offs.sql_needs
    if needs.any_of:
        listed = ", ".join(model.rule(each).name for each in needs.any_of)
        fits = [units[place] > 0 for place, rule in enumerate(model.rules) if rule.id in needs.any_of]
        yield INTENT_MISSING.format(rules=listed), np.logical_or.reduce(fits)
    for group, points in sorted(needs.at_least.items()):
        has = found.groups.get(group, np.zeros(len(found.score), dtype=np.int64))
        yield MINIMUM_MISSING.format(points=points, group=group), has >= ten_thousandths(points)
