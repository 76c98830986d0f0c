"""`pilot`: the plan of a pilot and the closes to expect; `card`: the rep card as a file to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from leadscore.cli.figures import day_of
from leadscore.cli.inputs import JsonOption, WorkspaceArgument, now, print_json, reading, taken
from leadscore.cli.terminal import answer, say
from leadscore.errors import UsageError
from leadscore.evidence import Shelf
from leadscore.figures.pilot import expected_in_words
from leadscore.model import Model
from leadscore.reports import Past
from leadscore.reports.pilot import Members, Outlook, outlook, outlook_in_words, seen_in_words, to_json
from leadscore.reports.rep_card import html
from leadscore.simulation import lock_of
from leadscore.simulation.replay import build_replay
from leadscore.store.database import open_current
from leadscore.store.state import Pilot, State
from leadscore.store.workspace import find
from leadscore.workshop.active import Active, active
from leadscore.workshop.agreement_drawing import TOPIC, Said, plays_of
from leadscore.workshop.pilot import DEFAULT_WEEKS, Plan, plan
from leadscore.workshop.pilot_groups import members_of
from leadscore.workshop.plays import Play, plays
from leadscore.workshop.rep_card import rep_card, version_in_words


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(pilot)
    application.command()(card)


def pilot(
    workspace: WorkspaceArgument,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DAY", help="First day; else that of the pilot begun, or today.")
    ] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", metavar="N", help="6 to 52 weeks.")] = None,
    json: JsonOption = False,
) -> None:
    """Plan a pilot under the active model: phases and tasks by date, and the closes to expect by each week.

    Nothing is kept: a pilot begins on the Pilot page.
    """
    model = _model(_active(workspace), workspace)
    begun, members = _begun(workspace)
    first = day_of(start) or (begun.starts_on if begun else now().date())
    usual = begun.weeks if begun else DEFAULT_WEEKS
    planned = plan(first, usual if weeks is None else weeks)
    is_begun = begun is not None and (begun.starts_on, begun.weeks) == (planned.starts, planned.weeks)
    with reading(workspace):
        shelf = Shelf(open_current(workspace))
        replayed = build_replay(shelf, model, before=lock_of(shelf).starts)
        found = outlook(Past(shelf, model), replayed, planned, members if is_begun else None)
    if json:
        print_json({**to_json(planned, found), "standing": planned.on(now().date()).words})
    else:
        answer(_text(planned, found, now().date()))


def card(
    workspace: WorkspaceArgument,
    out: Annotated[Path, typer.Option("--out", metavar="F.html", help="The file to write; one A4 page when printed.")],
) -> None:
    """Write the rep card of the active model: what the score says, what weighs most, what to do with each band."""
    if out.suffix.lower() != ".html":
        raise UsageError(f"'{out}' is no .html file. Name one, for example card.html.")
    held = _active(workspace)
    model = _model(held, workspace)
    made = rep_card(model, version_in_words(held.version), held.words, held.signed, _plays(workspace))
    out.write_text(html(made), encoding="utf-8")
    say(f"Wrote {out}")


def _active(workspace: Path) -> Active:
    return active(find(workspace))


def _model(held: Active, workspace: Path) -> Model:
    return taken(held, find(workspace), "start from a preset")


def _begun(workspace: Path) -> tuple[Pilot | None, Members | None]:
    """The pilot that was begun last and who is in it, where this workspace has a state already; looking makes none."""
    if not find(workspace).state.exists():
        return None, None
    with State.open(workspace) as state:
        latest = state.pilots.latest()
        return latest, None if latest is None else members_of(latest, state.answers.of(TOPIC))


def _plays(workspace: Path) -> tuple[Play, ...]:
    if not find(workspace).state.exists():
        return plays({}, None)
    with State.open(workspace) as state:
        return plays_of(Said.of(state, ()), now().date())


def _text(planned: Plan, found: Outlook, today: date) -> str:
    lines = [planned.on(today).words, planned.alignment]
    for phase in planned.phases:
        lines += ["", f"{phase.name}, {phase.weeks}, {phase.starts} to {phase.ends}: {phase.aim}"]
        lines += [f"  {task.due}  {task.team}: {task.what}" for task in phase.tasks]
    seen_so_far = seen_in_words(found)
    lines += ["", *([seen_so_far] if seen_so_far else []), *outlook_in_words(planned, found), ""]
    for week, closes in enumerate(found.all.weeks, 1):
        seen = found.seen[week - 1]
        lines.append(f"  week {week:>2}: {expected_in_words(closes)}{'' if seen is None else f', seen {seen}'}")
    return "\n".join(lines)
