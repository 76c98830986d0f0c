"""`lint` and `sql`: a model looked at by itself and on the data, and spelled as SQL."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from leadscore.cli.inputs import JsonOption, ModelOption, WorkspaceArgument, model_of, print_json, reading
from leadscore.cli.leaking import fields_document, fields_in_words, told_of_fields
from leadscore.cli.terminal import answer
from leadscore.evidence import Facts, Shelf, lens_of
from leadscore.evidence import check as check_fit
from leadscore.evidence.data_lint import lint_on_data
from leadscore.exporting.sql import DIALECTS, model_sql
from leadscore.learning.leaks.lint import lint_with_outcomes
from leadscore.model import load
from leadscore.simulation import lock_of
from leadscore.store.database import open_current
from leadscore.store.snapshots import has_data


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(lint)
    application.command()(sql)


FieldsOption = Annotated[
    bool, typer.Option("--fields", help="Beside the findings every field of the data, and the AUC without leaks.")
]


def lint(
    workspace: WorkspaceArgument, model: ModelOption = None, fields: FieldsOption = False, json: JsonOption = False
) -> None:
    """List what looks wrong in a model: by itself, on the workspace's data, and against what became of the leads."""
    chosen = model_of(workspace, model)
    with reading(workspace):
        shelf = Shelf(open_current(workspace)) if has_data(workspace) else None
        before = lock_of(shelf).starts if shelf is not None else None
        findings = lint_on_data(chosen, None) if shelf is None else lint_with_outcomes(shelf, chosen, before=before)
        told = told_of_fields(shelf, chosen, before) if fields and shelf is not None else None
    if json:
        more = {} if told is None else fields_document(*told)
        print_json({"findings": [asdict(finding) for finding in findings], **more})
        return
    for finding in findings:
        answer(f"{finding.level}: {finding.message}")
    typer.echo(f"{len(findings)} findings, {sum(each.level == 'error' for each in findings)} of them errors.")
    for line in () if told is None else fields_in_words(*told):
        answer(line)


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
