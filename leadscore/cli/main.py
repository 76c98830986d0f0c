"""The commands under one name, and the one place where a failure becomes a message and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import duckdb
import typer

import leadscore
from leadscore.cli import data, figures, models, scores, serve
from leadscore.errors import LeadscoreError, UsageError

application = typer.Typer(
    name="leadscore",
    help="Agree on how leads are scored, and see what it would have done to real past leads.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _room in (data, scores, figures, models, serve):
    _room.add_to(application)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"leadscore {leadscore.__version__}")
        raise typer.Exit


@application.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """Options before the command."""


def main() -> None:
    """Run the command line of this process."""
    try:
        application(prog_name="leadscore")
    except UsageError as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(2)
    except LeadscoreError as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(1)
    except duckdb.Error as error:
        if os.environ.get("LEADSCORE_TRACE"):
            raise
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)
        sys.stderr.write(f"Error: {first}\nSee whether the data are whole: leadscore check WORKSPACE\n")
        sys.exit(1)
