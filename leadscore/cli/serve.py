"""`serve`: the dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leadscore import serving
from leadscore.cli.inputs import now
from leadscore.cli.interruption import interruptible
from leadscore.store.workspace import find


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(serve)


def serve(
    workspace: Annotated[Path | None, typer.Argument(metavar="WORKSPACE")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535)] = None,
) -> None:
    """Start the dashboard on a workspace; without one, on synthetic sample data."""
    with interruptible():
        chosen = find(workspace) if workspace else serving.default_workspace(now())
    arguments = ("--server.port", str(port)) if port else ()
    raise typer.Exit(serving.serve(chosen, arguments))
