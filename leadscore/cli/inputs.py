"""What several commands take: the workspace, the model, the lens, and the choice of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer

from leadscore.cli.terminal import say
from leadscore.errors import ModelError, StoreError
from leadscore.evidence import Lens, Shelf, lens_of
from leadscore.figures.words import instant_in_words
from leadscore.model import Model, load
from leadscore.simulation.lock import lock_of
from leadscore.store.database import open_current
from leadscore.store.workspace import Workspace, find
from leadscore.workshop.active import Active, active

WorkspaceArgument = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The folder that `leadscore init` made.")]
ModelOption = Annotated[
    Path | None, typer.Option("--model", metavar="M.yaml", help="A model file; without it the active model.")
]
LensOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="LENS", help="handoff, arrival or a date; without it the model's own lens."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace's data in use with a model and a lens."""

    shelf: Shelf
    model: Model
    lens: Lens


def opened(workspace: Path, model: Path | None, as_of: str | None) -> Opened:
    """Open the data in use, the model (named or the active one) and the lens (named or the model's own)."""
    shelf = Shelf(open_current(workspace))
    chosen = model_of(workspace, model)
    return Opened(shelf, chosen, lens_of(as_of, chosen.evaluation, shelf.database.manifest.zone))


def model_of(workspace: Path, model: Path | None) -> Model:
    """The named model file, else the active model; ModelError where there is neither.

    Where a version is signed it is said which, since the workspace's model file then plays no part.
    """
    if model is not None:
        return load(model)
    place = find(workspace)
    held = active(place)
    chosen = taken(held, place, "name a model file with --model")
    if held.signed:
        say(held.words)
    return chosen


def tell_of_lock(asked: Opened, model: Path | None) -> None:
    """Say where figures of a named model file count the locked period, which no draft is to be tuned on."""
    lock = None if model is None else lock_of(asked.shelf)
    if lock is not None and lock.starts is not None:
        since = instant_in_words(lock.starts, asked.shelf.database.manifest.zone)
        say(
            f"These figures count the locked period, too: hand-offs from {since} on. Whoever sets points by them has "
            "seen it. Tune, signals and suggest keep it out."
        )


def taken(held: Active, place: Workspace, otherwise: str) -> Model:
    """The active model; ModelError where there is none, which says to write one or do otherwise."""
    model = held.taken()
    if model is None:
        raise ModelError(f"The workspace has no model yet: write {place.model}, or {otherwise}.")
    return model


@contextmanager
def reading(workspace: Path) -> Iterator[None]:
    """Where the engine fails on the data, say so without its words, which may quote cells of the data.

    Raises StoreError; LEADSCORE_TRACE in the environment lets the engine's own error through.
    """
    try:
        yield
    except (duckdb.Error, UnicodeDecodeError) as error:
        if os.environ.get("LEADSCORE_TRACE"):
            raise
        folder = find(workspace).folder
        raise StoreError(
            f"The data of {folder} could not be read to the end. See whether its files are whole: "
            f"leadscore check {folder}"
        ) from error


def now() -> datetime:
    """This moment, naive UTC: the command line is where the clock is read, the library takes time as an argument."""
    return datetime.now(UTC).replace(tzinfo=None)


def print_json(document: Any) -> None:
    """A document on stdout, numbers exact."""
    sys.stdout.write(json.dumps(document, indent=2, default=_plain, ensure_ascii=False) + "\n")


def number(value: Decimal) -> int | float:
    """An exact number as a JSON number: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
