"""`score` and `explain`: what each lead gets, and why."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, LensOption, ModelOption, WorkspaceArgument, opened, print_json, reading
from leadscore.cli.interruption import interruptible
from leadscore.cli.terminal import answer, say, shown
from leadscore.errors import UsageError
from leadscore.exporting.score_files import write_scores
from leadscore.scoring import Explainer, Explanation, Line
from leadscore.scoring import score as score_leads
from leadscore.store.workspace import find


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(score)
    application.command()(explain)


def score(
    workspace: WorkspaceArgument,
    out: Annotated[Path, typer.Option("--out", metavar="F.csv|F.parquet", help="Where the scores go.")],
    model: ModelOption = None,
    as_of: LensOption = None,
    json: JsonOption = False,
) -> None:
    """Score every lead and write a file, highest score first."""
    if find(workspace).keeps(out):
        raise UsageError(f"'{out}' belongs to the workspace, which would lose it. Choose another place for --out.")
    with reading(workspace):
        asked = opened(workspace, model, as_of)
        scores = score_leads(asked.shelf, asked.model, asked.lens)
        with interruptible():
            count = write_scores(scores, out)
    left_out = scores.left_out
    if not asked.shelf.facts.dated:
        say("Warning: this data has no dates, so rules on activities are unknown and T is empty for every lead.")
    say(
        f"{count:,} leads scored = {left_out.leads:,} - {left_out.without_landmark:,} without a landmark under "
        f"'{asked.lens.name}' - {left_out.excluded:,} excluded by the population."
    )
    if left_out.without_landmark and not count:
        say(
            "No lead has a moment at which it is scored. Name one with --as-of arrival or --as-of and a date such as "
            "2026-10-31, or import the hand-offs: map a stage to mql."
        )
    if json:
        print_json({"out": str(out), "lens": asked.lens.name, **asdict(left_out)})


def explain(
    workspace: WorkspaceArgument,
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID")],
    model: ModelOption = None,
    as_of: LensOption = None,
    json: JsonOption = False,
) -> None:
    """Explain one lead's score in lines that sum to it exactly."""
    with reading(workspace):
        asked = opened(workspace, model, as_of)
        explanation = Explainer(asked.shelf, asked.model, asked.lens).explain(lead_id)
    if json:
        print_json(_document(explanation))
    else:
        answer(_table(explanation))


def _document(explanation: Explanation) -> dict[str, Any]:
    document = asdict(explanation)
    document["lines"] = [_line(line) for line in explanation.lines]
    return document


def _line(line: Line) -> dict[str, Any]:
    document = asdict(line)
    return {key: value for key, value in document.items() if key != "units" or value is not None}


def _table(explanation: Explanation) -> str:
    moment = f"{explanation.as_of:%Y-%m-%d %H:%M} UTC" if explanation.as_of else "no date"
    band = f", {explanation.band}" if explanation.band else ""
    rows = [f"{shown(explanation.lead_id)}: {explanation.score} points as of {moment}{band}"]
    rows += [_row(line) for line in explanation.lines]
    return "\n".join([*rows, f"{explanation.score!s:>10}  score"])


def _row(line: Line) -> str:
    latest = f" (latest {line.activities[0].occurred_at:%Y-%m-%d})" if line.activities else ""
    unknown = f" [unknown: {shown(', '.join(line.unknown))}]" if line.unknown else ""
    fired = " [out]" if line.kind == "knock_out" and line.units else ""
    return f"{line.contribution!s:>10}  {shown(line.label)}{latest}{unknown}{fired}"
