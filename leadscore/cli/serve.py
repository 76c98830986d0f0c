"""`serve`: the dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leadscore import serving
from leadscore.cli.inputs import now
from leadscore.cli.interruption import interruptible
from leadscore.cli.terminal import say
from leadscore.store.workspace import find


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(serve)


def serve(
    workspace: Annotated[Path | None, typer.Argument(metavar="WORKSPACE")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535)] = None,
    room: Annotated[bool, typer.Option("--room", help="Let devices of the same network join the workshop.")] = False,
    room_address: Annotated[
        str | None, typer.Option("--room-address", help="This machine's address in that network.")
    ] = None,
) -> None:
    """Start the dashboard on a workspace; without one, on synthetic sample data."""
    with interruptible():
        chosen = find(workspace) if workspace else serving.default_workspace(now())
        host = serving.room_host(room_address) if room or room_address else None
    arguments: tuple[str, ...] = ("--server.port", str(port)) if port else ()
    if host:
        arguments += serving.room_arguments(host)
        say(
            f"You work at http://127.0.0.1:{port or 8501}; other devices reach only the room, at "
            f"http://{host}:{port or 8501}/room. Open it on the page Workshop, which shows address, code and QR code."
        )
    raise typer.Exit(serving.serve(chosen, arguments))
