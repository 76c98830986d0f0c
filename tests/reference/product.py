"""The product's own scores in the form in which they are compared with the reference."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from leadscore.evidence import Arrival, AsOf, Handoff, Replay, Shelf, lens_of, units_column, unknown_column
from leadscore.evidence import Lens as ProductLens
from leadscore.model import Model
from leadscore.scoring import Explainer, score
from leadscore.store.database import Database

from .dataset import Facts, Tables
from .landmarks import Lens
from .outcome import Found, Lines, Outcome, Row
from .snapshot import write_snapshot

Key = tuple[str, datetime | None]


def score_with_product(
    model: dict[str, Any], tables: Tables, facts: Facts, lens: Lens, explained: int | None = None
) -> Outcome:
    """Write the tables as a snapshot, score them with leadscore, and read all of it exactly.

    Every lead is explained, or as many as `explained` says, evenly from the first to the last.
    """
    agreed, asked = Model.model_validate(model), product_lens(model, facts, lens)
    with opened(tables, facts) as (database, shelf):
        found = _found(database, shelf, agreed, asked)
        scores = score(shelf, agreed, asked)
        rows = list(scores.rows())
        lines = _lines(shelf, agreed, asked, _evenly([row.lead_id for row in rows], explained))
        compared = tuple(
            Row(
                lead_id=each.lead_id,
                as_of=each.as_of,
                found=found[each.lead_id, each.as_of],
                groups={name: Fraction(points) for name, points in each.groups.items() if points},
                score=Fraction(each.score),
                band=each.band,
                grade=each.grade,
                temperature=each.temperature,
                lines=lines.get(each.lead_id),
            )
            for each in rows
        )
    return Outcome(compared, scores.left_out.without_landmark, scores.left_out.excluded)


def _evenly(lead_ids: list[str], most: int | None) -> list[str]:
    """As many of the leads, evenly from the first to the last; all of them where `most` is None."""
    return lead_ids if most is None else lead_ids[:: max(1, len(lead_ids) // most)] if most else []


def _lines(shelf: Shelf, model: Model, lens: ProductLens, lead_ids: list[str]) -> dict[str, Lines]:
    """The lines of each lead's explanation."""
    if not lead_ids:
        return {}
    explainer = Explainer(shelf, model, lens)
    return {
        lead_id: tuple(
            (line.kind, line.rule or line.group or "", Fraction(line.contribution))
            for line in explainer.explain(lead_id).lines
        )
        for lead_id in lead_ids
    }


def replayed_with_product(
    model: dict[str, Any], tables: Tables, facts: Facts, mondays: tuple[datetime, ...]
) -> dict[Key, Found]:
    """Units of every rule for each lead and landmark of the replay."""
    with opened(tables, facts) as (database, shelf):
        return _found(database, shelf, Model.model_validate(model), Replay(mondays))


@contextmanager
def opened(tables: Tables, facts: Facts) -> Iterator[tuple[Database, Shelf]]:
    """A database over a snapshot of the tables, for as long as the block runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(folder, write_snapshot(folder, tables, facts), threads=1)
        try:
            yield database, Shelf(database)
        finally:
            database.close()


def product_lens(model: dict[str, Any], facts: Facts, lens: Lens) -> ProductLens:
    """The product's lens of the same meaning; pairs of lead and T have none."""
    agreed = Model.model_validate(model)
    if isinstance(lens, datetime):
        return AsOf(lens)
    if isinstance(lens, date):
        return lens_of(lens.isoformat(), agreed.evaluation, facts.zone)
    if lens == "handoff":
        return Handoff()
    assert lens == "arrival"
    return Arrival(agreed.evaluation.arrival_days)


def _found(database: Database, shelf: Shelf, model: Model, lens: ProductLens) -> dict[Key, Found]:
    """Units and unknown flags by lead and landmark, read from the evidence itself."""
    ids = [rule.id for rule in model.rules]
    cursor = database.cursor().execute(f"SELECT * FROM {shelf.evidence(model, lens).table}")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {
        (row["lead_id"], row["as_of"]): Found(
            {id_: int(row[units_column(place)]) for place, id_ in enumerate(ids)},
            frozenset(id_ for place, id_ in enumerate(ids) if row[unknown_column(place)]),
        )
        for row in rows
    }
