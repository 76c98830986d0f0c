"""`metrics`: the closed-loop figures of the history."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from leadscore.cli.inputs import (
    JsonOption,
    LensOption,
    ModelOption,
    WorkspaceArgument,
    opened,
    print_json,
    reading,
    tell_of_lock,
)
from leadscore.cli.promises import (
    AcceptWithinOption,
    AttemptDaysOption,
    AttemptsOption,
    LeadsAMonthOption,
    TouchWithinOption,
    as_named,
)
from leadscore.cli.terminal import answer, shown
from leadscore.errors import UsageError
from leadscore.figures.closed_loop import closed_loop
from leadscore.figures.words import figure_in_words
from leadscore.importing.reading.instants import EARLIEST, LATEST
from leadscore.outcomes import Calendar, Commitments, Report
from leadscore.reports import Agreed


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
    leads_a_month: LeadsAMonthOption = None,
    touch_within: TouchWithinOption = None,
    attempts: AttemptsOption = None,
    attempt_days: AttemptDaysOption = None,
    accept_within: AcceptWithinOption = None,
    json: JsonOption = False,
) -> None:
    """Count what became of the leads, with n and interval beside every rate.

    Promises are those that the options name; what is kept in the workspace judges only `review`.
    """
    with reading(workspace):
        asked = opened(workspace, model, as_of)
        tell_of_lock(asked, model)
        nothing = Agreed(Commitments(calendar=Calendar(asked.shelf.database.manifest.zone)), {})
        agreed = as_named(
            nothing,
            leads_a_month,
            touch_within_minutes=touch_within,
            attempts=attempts,
            attempt_days=attempt_days,
            accept_within_days=accept_within,
        )
        report = closed_loop(asked.shelf, asked.model, asked.lens, day_of(from_), day_of(to), by, agreed.commitments)
    if json:
        print_json(report.to_json())
    else:
        answer(_text(report))


def day_of(text: str | None) -> date | None:
    """The calendar day that an option names; UsageError where it is none, or lies outside all data."""
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
