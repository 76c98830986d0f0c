"""`suggest`: the points that the past suggests, as a table, as JSON, or as a model file to look at."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, ModelOption, WorkspaceArgument, opened, print_json, reading
from leadscore.cli.learning import OutcomeOption, outcome_of
from leadscore.cli.terminal import answer, say, shown
from leadscore.errors import DataError
from leadscore.figures.words import instant_in_words
from leadscore.learning.suggesting.suggested import SuggestedPoints, Suggestion
from leadscore.learning.suggesting.suggested_words import learned_from, of_balance
from leadscore.learning.suggesting.suggestion import suggest as suggested
from leadscore.model import to_yaml
from leadscore.simulation import Lock, lock_of

LONGEST_NAME = 40


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(suggest)


def suggest(
    workspace: WorkspaceArgument,
    model: ModelOption = None,
    outcome: OutcomeOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="M.yaml", help="Write the model with the suggested points.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Suggest whole points for each rule from leads whose outcome is known; nothing is changed by itself."""
    wanted = outcome_of(outcome)
    with reading(workspace):
        asked = opened(workspace, model, None)
        lock = lock_of(asked.shelf)
        found = suggested(asked.shelf, asked.model, wanted, before=lock.starts)
    if json:
        print_json(_document(found))
    else:
        answer(_text(found, lock, asked.shelf.database.manifest.zone))
    if out is not None:
        _write(found, out)


def _write(found: Suggestion, out: Path) -> None:
    if found.model is None:
        raise DataError(f"Nothing was written to {out}: history suggests no points. Ask again with more outcomes.")
    out.write_text(to_yaml(found.model), encoding="utf-8")
    say(f"Wrote {out}, and nothing else. Name it with --model to see what it would do.")


def _text(found: Suggestion, lock: Lock, zone: str) -> str:
    lines = [found.sentence, learned_from(found)]
    if lock.starts is not None:
        lines.append(f"Locked away and not looked at: hand-offs from {instant_in_words(lock.starts, zone)} on.")
    if found.model is not None:
        lines += ["", *_table(found.points), "", of_balance(found.balance)]
    return "\n".join([*lines, *(f"Note: {caveat}." for caveat in found.caveats)])


def _table(points: tuple[SuggestedPoints, ...]) -> list[str]:
    width = min(LONGEST_NAME, max(len(shown(each.name)) for each in points))
    head = f"{'rule':{width}}   now  suggested  interval"
    return [head, *(_row(each, width) for each in points)]


def _row(each: SuggestedPoints, width: int) -> str:
    name = f"{shown(each.name)[:width]:{width}} {each.now:>5f}"
    if each.suggested is None:
        return f"{name}         --  {each.sentence}"
    ends = "" if each.low is None else f"{each.low} to {each.high}"
    return f"{name} {each.suggested:>10}  {ends:10} {each.sentence if each.like else ''}".rstrip()


def _document(found: Suggestion) -> dict[str, Any]:
    """The suggestion without its model, which --out writes."""
    document = asdict(found)
    del document["model"]
    return {"signal": found.signal, **document, "balance_in_words": of_balance(found.balance)}
