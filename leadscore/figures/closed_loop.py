"""The one road from data, model and lens to the closed-loop figures: command line and pages both take it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from leadscore import outcomes
from leadscore.evidence import Lens, Shelf, rests_on_today
from leadscore.figures.strip import by_exclusion
from leadscore.model import Model
from leadscore.outcomes import Commitments, Question, Report
from leadscore.outcomes.header import out_of
from leadscore.outcomes.pasts import kept_cohort


def closed_loop(
    shelf: Shelf,
    model: Model,
    lens: Lens,
    from_: date | None = None,
    to: date | None = None,
    by: str | None = None,
    commitments: Commitments | None = None,
    families: Collection[str] = outcomes.ALL_FAMILIES,
    draws: int = outcomes.DRAWS,
) -> Report:
    """The figures of some families for one model, lens, period of T and grouping; `draws` 0: no resampled intervals.

    Rules that rest on today's values stay out.
    """
    todays = rests_on_today(model, shelf.facts)
    honest = model.without_rules(todays)
    manifest = shelf.database.manifest
    question = Question.of(manifest, model.evaluation, lens.name, period=(from_, to), by=by)
    outcomes.check_period(manifest, question)
    with shelf.database.cursor() as cursor:
        cohort = kept_cohort(shelf, cursor, honest, lens, question)
        report = outcomes.report(cohort, manifest, commitments, draws, families)
    parts = by_exclusion(shelf, honest, report.header.population)
    report = replace(report, header=replace(report.header, population=parts))
    return _with_badge(report, todays) if todays else report


def _with_badge(report: Report, todays: dict[str, tuple[str, ...]]) -> Report:
    words = f"{out_of(todays, 'these figures')}."
    return replace(report, header=replace(report.header, badges=(*report.header.badges, words)))
