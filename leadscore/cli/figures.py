"""`metrics`: the closed-loop figures of the history."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from leadscore.cli.inputs import JsonOption, LensOption, ModelOption, WorkspaceArgument, opened, print_json, reading
from leadscore.cli.terminal import answer, shown
from leadscore.errors import UsageError
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.words import figure_in_words
from leadscore.importing.instants import EARLIEST, LATEST
from leadscore.outcomes import Calendar, Commitments, Report
from leadscore.outcomes.commitments import ACCEPT_WITHIN_DAYS


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(metrics)


def metrics(
    workspace: WorkspaceArgument,
    model: ModelOption = None,
    as_of: LensOption = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day of T, as 2026-01-31.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day of T.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="month|band|COLUMN", help="Group by.")] = None,
    leads_a_month: Annotated[int | None, typer.Option(help="Agreed: top-band leads a month from marketing.")] = None,
    touch_within: Annotated[int | None, typer.Option(help="Agreed: business minutes to the first touch.")] = None,
    attempts: Annotated[int, typer.Option(help="Agreed: attempts unless reached before.")] = 1,
    attempt_days: Annotated[int, typer.Option(help="Agreed: days for these attempts.")] = 0,
    accept_within: Annotated[int, typer.Option(help="Agreed: days to accept a hand-off.")] = ACCEPT_WITHIN_DAYS,
    json: JsonOption = False,
) -> None:
    """Count what became of the leads, with n and interval beside every rate."""
    with reading(workspace):
        asked = opened(workspace, model, as_of)
        calendar = Calendar(asked.shelf.database.manifest.zone)
        agreed = Commitments(leads_a_month, touch_within, attempts, attempt_days, accept_within, calendar=calendar)
        report = closed_loop(asked.shelf, asked.model, asked.lens, _day(from_), _day(to), by, agreed)
    if json:
        print_json(report.to_json())
    else:
        answer(_text(report))


def _day(text: str | None) -> date | None:
    try:
        day = None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is no calendar day. Write it as 2026-01-31.") from error
    if day is not None and not EARLIEST.date() <= day <= LATEST.date():
        raise UsageError(f"{day} lies outside {EARLIEST.year} to {LATEST.year}, where all data lie.")
    return day


def _text(report: Report) -> str:
    head = report.header
    lines = [f"Data until {head.data_date or 'unknown (no dates)'} UTC; lens {head.lens}; {head.denominator}"]
    lines += [f"{line.count:>10,}  {line.label}" for line in head.population]
    lines += [f"Note: {badge}" for badge in head.badges] + [f"Warning: {warning}" for warning in head.warnings]
    for figure in report.figures:
        group = f" [{shown(str(figure.group))}]" if figure.group is not None else ""
        lines.append(f"{figure.name}{group}: {figure_in_words(figure)}")
    return "\n".join(lines)
