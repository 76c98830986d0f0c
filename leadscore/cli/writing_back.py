"""`write-back`, `model-sheet` and `read-criteria`: what goes back into the CRM, and a sheet that people edited."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from leadscore.cli.inputs import JsonOption, LensOption, ModelOption, model_of, print_json, reading, taken
from leadscore.cli.interruption import interruptible
from leadscore.cli.terminal import say, shown
from leadscore.desk.queue import queue_lens
from leadscore.errors import StoreError, UsageError, did_you_mean
from leadscore.evidence import Facts, Shelf, check, lens_of
from leadscore.exporting.criteria import write_criteria
from leadscore.exporting.criteria_reading import read_criteria
from leadscore.exporting.crm.crm_shapes import SHAPES, shape_of
from leadscore.exporting.crm.model_sheets import write_sheet
from leadscore.exporting.crm.shapes import Shape, advice
from leadscore.exporting.crm.vendors import VENDORS
from leadscore.exporting.crm.write_back import DRAFT, NOT_SIGNED, Origin, WriteBack, Written, told
from leadscore.exporting.crm.write_back_files import write_parts
from leadscore.exporting.sql import model_sql
from leadscore.model import Model, load, model_hash, presets, to_yaml
from leadscore.store.database import open_current
from leadscore.store.workspace import find
from leadscore.vocabulary import counted
from leadscore.workshop.active import active

FOR = (*VENDORS, "sql", "criteria")
OutOption = Annotated[Path, typer.Option("--out", metavar="F.csv|F.xlsx", help="Where the file goes.")]


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command("write-back")(write_back)
    application.command("model-sheet")(model_sheet)
    application.command("read-criteria")(read_criteria_sheet)


def write_back(
    workspace: Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The folder that `leadscore init` made.")],
    crm: Annotated[str, typer.Option("--crm", metavar="|".join(SHAPES), help="Whose import takes the file.")],
    out: OutOption,
    model: ModelOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Write the scores of a model that nobody agreed to.")] = False,
    as_of: LensOption = None,
    json: JsonOption = False,
) -> None:
    """Write every lead's score, band, reasons and the model behind them, for a CRM to take in."""
    shape = shape_of(crm)
    if find(workspace).keeps(out):
        raise UsageError(f"'{out}' belongs to the workspace, which would lose it. Choose another place for --out.")
    origin = _origin(workspace, model, draft)
    with reading(workspace):
        shelf = Shelf(open_current(workspace))
        zone = shelf.database.manifest.zone
        lens = lens_of(as_of, origin.model.evaluation, zone) if as_of else queue_lens(shelf)[0]
        back = WriteBack(shelf, origin, lens, shape)
        with interruptible():
            parts = write_parts(back, out)
        written = back.counted()
    for part in parts:
        say(f"{part.file}: {counted(part.rows, 'row')} for {shape.title}.")
    _tell(written, origin, shape)
    if json:
        files = [{"file": str(part.file), "kind": part.kind, "rows": part.rows} for part in parts]
        print_json({"crm": crm, "files": files, **asdict(written), **origin.words})


def _origin(workspace: Path, model: Path | None, draft: bool) -> Origin:
    """The active model, or a named one that says of itself that it is a draft."""
    place = find(workspace)
    held = active(place)
    if model is None:
        if draft:
            raise UsageError("--draft goes with --model: without it the active model is written.")
        return Origin(
            taken(held, place, "name a model file with --model and --draft"), _version(held.name, held.signed)
        )
    named = load(model)
    if held.model is not None and model_hash(named) == model_hash(held.model):
        return Origin(named, _version(held.name, held.signed))
    if not draft:
        raise UsageError(
            f"'{model.name}' is not the active model, and a CRM would take its scores for agreed ones. Add --draft: "
            "then every row says so."
        )
    return Origin(named, DRAFT)


def _version(name: str, signed: bool) -> str:
    return name if signed else NOT_SIGNED


def _tell(written: Written, origin: Origin, shape: Shape) -> None:
    """What the file holds and whom it will miss, then what to do in the CRM."""
    for line in (*told(written, shape), f"Model: {shown(origin.model.name)}, {shown(origin.version)}.", *advice(shape)):
        say(line)


def model_sheet(
    target: Annotated[str, typer.Option("--for", metavar="|".join(FOR), help="Where it is to be set up.")],
    out: Annotated[Path, typer.Option("--out", metavar="F.csv|F.xlsx|F.sql", help="Where the file goes.")],
    workspace: Annotated[
        Path | None, typer.Argument(metavar="[WORKSPACE]", help="Whose active model, without --model or --preset.")
    ] = None,
    model: ModelOption = None,
    preset: Annotated[str | None, typer.Option("--preset", metavar="NAME", help="A model that comes with it.")] = None,
) -> None:
    """Write a model as settings for HubSpot, Salesforce or Marketo, as SQL, or as the criteria template."""
    if target not in FOR:
        raise UsageError(f"There is no sheet for '{target}'. {did_you_mean(target, FOR)}")
    chosen = _chosen(workspace, model, preset)
    if workspace is not None and find(workspace).keeps(out):
        raise UsageError(f"'{out}' belongs to the workspace, which would lose it. Choose another place for --out.")
    try:
        count = _written(chosen, target, out, workspace)
    except OSError as error:
        raise StoreError(f"'{out}' cannot be written: {error.strerror}. Choose another place for --out.") from error
    say(f"{out}: {counted(count, 'line')}, model {model_hash(chosen)}.")


def _chosen(workspace: Path | None, model: Path | None, preset: str | None) -> Model:
    if model is not None and preset is not None:
        raise UsageError("Name --model or --preset, not both.")
    if preset is not None:
        return presets.preset(preset)
    if model is not None:
        return load(model)
    if workspace is None:
        raise UsageError("Name a workspace, --model M.yaml, or --preset NAME.")
    return model_of(workspace, None)


def _written(model: Model, target: str, out: Path, workspace: Path | None) -> int:
    if target == "criteria":
        return write_criteria(model, out)
    if target != "sql":
        return write_sheet(model, VENDORS[target], out)
    text = f"{_sql(model, workspace)}\n"
    out.write_text(text, encoding="utf-8")
    return text.count("\n")


def _sql(model: Model, workspace: Path | None) -> str:
    if workspace is None:
        return model_sql(model, lens_of(None, model.evaluation), "duckdb")
    with reading(workspace):
        manifest = open_current(workspace).manifest
    facts = Facts.of(manifest)
    check(model, facts)
    return model_sql(model, lens_of(None, model.evaluation, manifest.zone), "duckdb", facts)


def read_criteria_sheet(
    sheet: Annotated[Path, typer.Argument(metavar="F.csv|F.xlsx", help="A criteria template that people edited.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="M.yaml", help="Where the model file goes.")] = None,
) -> None:
    """Read a criteria template back into a model file; every mistake is said with its row."""
    read = read_criteria(sheet)
    for note in read.notes:
        say(f"Note: {note}")
    text = to_yaml(read.model)
    if out is None:
        typer.echo(text, nl=False)
        return
    if out.exists():
        raise UsageError(f"'{out}' is there already. Choose another name for --out, or move it away.")
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"'{out}' cannot be written: {error.strerror}. Choose another place for --out.") from error
    rules = counted(len(read.model.rules), "rule")
    say(f"{out}: '{read.model.name}', {rules}, model {model_hash(read.model)}.")
