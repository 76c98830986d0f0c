"""`lint` and `sql`: a model looked at by itself and on the data, and spelled as SQL."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from leadscore.cli.inputs import JsonOption, ModelOption, WorkspaceArgument, model_of, print_json, reading
from leadscore.cli.terminal import answer
from leadscore.evidence import Facts, Shelf, lens_of
from leadscore.evidence import check as check_fit
from leadscore.evidence.data_lint import lint_on_data
from leadscore.exporting.sql import DIALECTS, model_sql
from leadscore.model import load
from leadscore.store.database import open_current
from leadscore.store.snapshots import has_data


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(lint)
    application.command()(sql)


def lint(workspace: WorkspaceArgument, model: ModelOption = None, json: JsonOption = False) -> None:
    """List what looks wrong in a model, by itself and on the workspace's data."""
    chosen = model_of(workspace, model)
    with reading(workspace):
        facts = Facts.of(Shelf(open_current(workspace)).database.manifest) if has_data(workspace) else None
        findings = lint_on_data(chosen, facts)
    if json:
        print_json({"findings": [asdict(finding) for finding in findings]})
        return
    for finding in findings:
        answer(f"{finding.level}: {finding.message}")
    typer.echo(f"{len(findings)} findings, {sum(each.level == 'error' for each in findings)} of them errors.")


def sql(
    model: Annotated[Path, typer.Option("--model", metavar="M.yaml", help="The model file.")],
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="WORKSPACE", help="Write it for exactly this data.")
    ] = None,
    dialect: Annotated[str, typer.Option("--dialect", metavar="|".join(DIALECTS))] = "duckdb",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="LENS")] = None,
) -> None:
    """Print the model as one SQL query over the canonical tables, for your own warehouse."""
    chosen = load(model)
    if workspace is None:
        typer.echo(model_sql(chosen, lens_of(as_of, chosen.evaluation), dialect))
        return
    with reading(workspace):
        manifest = open_current(workspace).manifest
    facts = Facts.of(manifest)
    check_fit(chosen, facts)
    typer.echo(model_sql(chosen, lens_of(as_of, chosen.evaluation, manifest.zone), dialect, facts))
