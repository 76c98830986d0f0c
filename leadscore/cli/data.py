"""`init`, `inspect` and `import`: a workspace and the data in it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore import importing, serving
from leadscore.cli.importing_again import as_last_time, told_no_more, told_on_a_terminal
from leadscore.cli.inputs import JsonOption, WorkspaceArgument, now, print_json
from leadscore.cli.interruption import Interrupted, interruptible
from leadscore.cli.terminal import answer, say, shown
from leadscore.importing import ImportReport
from leadscore.store.workspace import Workspace, find
from leadscore.vocabulary import TABLES

FilesArgument = Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]", hidden=True)]
"""What follows the first file of --files."""


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(init)
    application.command()(inspect)
    application.command("import")(import_)


def init(
    workspace: Annotated[Path, typer.Argument(metavar="WORKSPACE", help="A new or empty folder.")],
    sample: Annotated[str | None, typer.Option("--sample", metavar="|".join(serving.SAMPLES))] = None,
    json: JsonOption = False,
) -> None:
    """Make a workspace, empty or with a synthetic sample company."""
    with interruptible():
        made, report = serving.init(workspace, sample, now())
    say(f"Made {made.folder}" + (f" with the synthetic sample '{sample}'." if sample else "."))
    if json:
        print_json({"workspace": str(made.folder), "sample": sample, **(report.to_json() if report else {})})
    elif report:
        _say_ledger(report)


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports of your CRM.")],
    json: JsonOption = False,
) -> None:
    """Show what files hold, and print a proposed mapping for them; `> map.yaml` keeps it."""
    inspection = importing.inspect(files)
    if json:
        print_json(inspection.to_json())
        return
    for file in inspection.files:
        columns = ", ".join(f"{shown(column.name)} ({column.type})" for column in file.columns)
        say(f"{shown(Path(file.file).name)}: {file.format}, {len(file.columns)} columns: {columns}")
    typer.echo(inspection.mapping, nl=False)


def import_(
    workspace: WorkspaceArgument,
    files: FilesArgument = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="MAP.yaml", help="What the columns mean.")
    ] = None,
    known: Annotated[
        list[Path] | None,
        typer.Option("--files", metavar="FILE...", help="Files like those of an earlier import, mapped as then."),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Add to the data in use instead of taking their place.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, change nothing.")] = False,
    json: JsonOption = False,
) -> None:
    """Bring files in, wholly or not at all."""
    named = [*(known or ()), *(files or ())]
    if (mapping is None) == (not named):
        raise typer.BadParameter(
            "Name either --mapping MAP.yaml, or with --files the files of an export that was mapped before."
        )
    place = find(workspace)
    before = _in_use(place)
    try:
        with interruptible(), _mapping(place, mapping, named) as chosen:
            report = importing.run(place, chosen, dry_run=dry_run, now=now(), add=add, on_progress=told_on_a_terminal())
    except Interrupted as stopped:
        told_no_more()
        done = "the import was finished" if _in_use(place) != before else "nothing was imported"
        say(f"Interrupted; {done}.")
        raise typer.Exit(stopped.code) from stopped
    told_no_more()
    if json:
        print_json(report.to_json())
    else:
        _say_ledger(report)
    for warning in report.warnings:
        say(f"Warning: {warning}")


def _mapping(place: Workspace, mapping: Path | None, files: list[Path]) -> AbstractContextManager[Path]:
    """The mapping that is named, or that of an earlier import of such files."""
    return nullcontext(mapping) if mapping is not None else as_last_time(place, files)


def _in_use(place: Workspace) -> bytes | None:
    """What names the snapshot in use, to see whether it changed."""
    return place.current.read_bytes() if place.current.is_file() else None


def _say_ledger(report: ImportReport) -> None:
    for table in TABLES:
        if table in report.tables:
            answer(_ledger_line(table, report.tables[table]))
    if report.rejected_file is not None:
        answer(f"Rejected rows and why: {report.rejected_file}")
    answer(f"Revision {report.revision}" + ("" if report.changed else " (the data in use is unchanged)"))


def _ledger_line(table: str, counts: dict[str, Any]) -> str:
    read, accepted, rejected = counts["read"], counts["accepted"], counts["rejected"]
    beside = {
        "earlier": "replaced by a later export",
        "derived": "differences between exports",
        "kept": "kept from before",
    }
    told = "".join(f"; {counts[word]:,} {said}" for word, said in beside.items() if word in counts)
    return (
        f"{table}: {read:,} read = {accepted:,} accepted + {rejected:,} rejected ({counts['duplicates']:,} duplicates)"
        f"{told}"
    )
