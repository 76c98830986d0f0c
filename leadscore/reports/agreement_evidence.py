"""The evidence of an agreement, asked of the data in use: the figures of `metrics`, the volumes of Cut-offs."""

from __future__ import annotations

from leadscore.evidence import Shelf, lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import Model
from leadscore.simulation import lock_of
from leadscore.simulation.cut_offs import at_cut_offs
from leadscore.simulation.replay import build_replay
from leadscore.workshop.agreed_evidence import FAMILIES, Evidence, evidence, of_cut_offs


def evidence_of(shelf: Shelf, model: Model) -> Evidence:
    """A snapshot of what the history says of a model, by band and by cut-off, under the model's own lens.

    Rules that rest on today's values stay out; volume a month is counted on the weeks before the locked period.
    """
    manifest = shelf.database.manifest
    lens = lens_of(None, model.evaluation, manifest.zone)
    report = closed_loop(shelf, model, lens, by="band", families=FAMILIES, draws=0)
    if model.cut_offs is None:
        return evidence(report, manifest.revision, ())
    lock = lock_of(shelf)
    replayed = build_replay(shelf, model, before=lock.starts)
    found = of_cut_offs(model, at_cut_offs(replayed, model, (model.cut_offs.mql, model.cut_offs.sql)))
    weeks = None if replayed.weeks is None else (replayed.weeks.start, replayed.weeks.end)
    return evidence(report, manifest.revision, found, weeks, lock.starts is not None)
