"""What treatments would change: rows, leads, hand-offs and conversion, of the data as imported and as treated."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from leadscore.errors import LeadscoreError
from leadscore.estimate import Estimate, proportion
from leadscore.evidence import Shelf
from leadscore.learning.leaks.leak_leads import leak_leads
from leadscore.model.model import Model
from leadscore.outcomes.following import share_of
from leadscore.store.database import Database
from leadscore.store.manifest import Manifest
from leadscore.store.snapshots import Snapshot
from leadscore.store.treatments.treated import done_to, write
from leadscore.store.treatments.treatment import Done, Treatment


@dataclass(frozen=True, slots=True)
class Picture:
    """One state of the data: rows by table, leads of the population, hand-offs, and conversion to the outcome and to
    won, each over the leads whose outcome is known, with n and an interval over accounts.  `handed_over` is None where
    these data know no hand-offs."""

    rows: dict[str, int]
    leads: int
    handed_over: int | None
    outcome: str
    conversion: Estimate
    won: Estimate

    def to_json(self) -> dict[str, Any]:
        """The picture as plain values."""
        return {
            "rows": self.rows,
            "leads": self.leads,
            "handed_over": self.handed_over,
            "outcome": self.outcome,
            "conversion": _plain(self.conversion),
            "won": _plain(self.won),
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """The data as imported and as treated, and what each treatment takes out or changes."""

    before: Picture
    after: Picture
    done: tuple[Done, ...]

    def to_json(self) -> dict[str, Any]:
        """The effect as plain values."""
        done = [each.to_plain() for each in self.done]
        return {"before": self.before.to_json(), "after": self.after.to_json(), "done": done}


def picture(shelf: Shelf, model: Model) -> Picture:
    """The picture of opened data; unknown rates carry their reason."""
    manifest, outcome = shelf.database.manifest, model.evaluation.outcome
    leads, handed, conversion = _rate(shelf, model, outcome)
    won = conversion if outcome == "won" else _rate(shelf, model, "won")[2]
    return Picture({table: manifest.rows(table) for table in manifest.tables}, leads, handed, outcome, conversion, won)


def effect(base: Snapshot, treatments: Sequence[Treatment], model: Model, before: Picture) -> Effect:
    """What treatments would change in an untreated snapshot, whose picture is `before`; nothing is kept.

    Raises DataError for what cannot be applied.
    """
    with tempfile.TemporaryDirectory(prefix="leadscore-") as name:
        folder = Path(name)
        manifest = write(base, tuple(treatments), folder)
        return Effect(before, picture_of(folder, manifest, model), done_to(manifest))


def picture_of(folder: Path, manifest: Manifest, model: Model) -> Picture:
    """The picture of the tables in a folder."""
    database = Database(folder, manifest)
    try:
        return picture(Shelf(database), model)
    finally:
        database.close()


def _rate(shelf: Shelf, model: Model, outcome: str) -> tuple[int, int | None, Estimate]:
    """Leads, hand-offs, and the share that reached the outcome."""
    manifest = shelf.database.manifest
    try:
        found = leak_leads(shelf, model, outcome)
    except LeadscoreError as error:
        return manifest.rows("leads"), None, Estimate.unknown(str(error))
    handed = int(np.sum(found.handed)) if found.has_hand_offs else None
    sums = share_of(found.account[found.counted], found.hit[found.counted])
    return found.n, handed, proportion(sums, found.caveat, nothing="no lead whose outcome is known")


def _plain(estimate: Estimate) -> dict[str, Any]:
    return {name: getattr(estimate, name) for name in ("value", "low", "high", "n", "reason")}
