"""What the past says under a model: kept for all sessions as long as data and model stay."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from leadscore.evidence import Shelf, lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.strip import Sum, leads_sum, wins_sum
from leadscore.model import Model
from leadscore.outcomes import Report
from leadscore.vocabulary import OUTCOMES
from pages._session import workspace

FAMILIES = ("waterfall", "conversion", "quality", "revenue")
"""Those that the room shows; the monthly review asks for the others."""


@dataclass(frozen=True, slots=True)
class Told:
    """The closed-loop figures of a model under its own lens, and the sums of the strip."""

    report: Report
    sums: tuple[Sum, ...]


def told(model: Model) -> Told:
    """What the past says under a model."""
    shelf = workspace.shelf()
    return _told(shelf, model, workspace.key_of(model))


def outcome_of(model: Model) -> str:
    """The model's own outcome, or the first other one that this data knows."""
    own, known = model.evaluation.outcome, known_outcomes(model)
    return own if own in known else next(iter(known), own)


def known_outcomes(model: Model) -> tuple[str, ...]:
    """The outcomes that some lead of this data is known to have reached."""
    report = told(model).report
    return tuple(each for each in OUTCOMES if report.figure(f"stage_{each}").value)


@st.cache_resource(max_entries=8, show_spinner="Asking the past …")
def _told(_shelf: Shelf, _model: Model, key: str) -> Told:
    report = closed_loop(
        _shelf, _model, lens_of(None, _model.evaluation, _shelf.database.manifest.zone), families=FAMILIES
    )
    sums = (leads_sum(report), wins_sum(report))
    return Told(report, tuple(each for each in sums if each is not None))
