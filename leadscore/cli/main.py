"""The commands under one name, and the one place where a failure becomes a message and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from collections.abc import Callable
from typing import Annotated

import duckdb
import typer

import leadscore
from leadscore.cli import (
    agreements,
    data,
    figures,
    health,
    keeping,
    learning,
    models,
    piloting,
    reviewing,
    scores,
    serve,
    settling,
    suggesting,
    writing_back,
)
from leadscore.cli.interruption import Interrupted
from leadscore.cli.terminal import say
from leadscore.errors import LeadscoreError, UsageError

application = typer.Typer(
    name="leadscore",
    help="Agree on how leads are scored, and see what it would have done to real past leads.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _room in (
    data,
    scores,
    figures,
    reviewing,
    agreements,
    piloting,
    models,
    learning,
    suggesting,
    settling,
    writing_back,
    health,
    keeping,
    serve,
):
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
    code = _code_of(_run)
    sys.exit(_code_of(_flush) or code)


def _run() -> None:
    for argument in sys.argv[1:]:
        _check(argument)
    application(prog_name="leadscore")


def _code_of(act: Callable[[], None]) -> int:
    """The exit code of an act; what went wrong is said in a sentence."""
    try:
        act()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except Interrupted as stopped:
        say("Interrupted.")
        return stopped.code
    except LeadscoreError as error:
        say(f"Error: {error}")
        return 2 if isinstance(error, UsageError) else 1
    except duckdb.Error:
        if os.environ.get("LEADSCORE_TRACE"):
            raise
        say("Error: The database engine stopped. Run it again with LEADSCORE_TRACE=1 in the environment to see why.")
        return 1
    except OSError as error:
        if os.environ.get("LEADSCORE_TRACE"):
            raise
        _say_failure(error)
        return 1
    return 0


def _say_failure(error: OSError) -> None:
    if error.filename is not None:
        say(
            f"Error: '{error.filename}' cannot be used: {error.strerror}. Check the path, its permissions and its disk."
        )
        return
    say(f"Error: The output could not be written: {error.strerror}. Make room, or write it to another place.")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):  # a stream without a file has nothing left to write at the end
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _flush() -> None:
    """A full disk may show itself only when the last of the output is written."""
    sys.stdout.flush()


def _check(argument: str) -> None:
    """Refuse what no message and no file of ours could repeat."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"'{argument}' is not UTF-8 text. Write it in UTF-8, or rename the file.") from error
    if sys.argv[1] != "explain" and any(unicodedata.category(letter) == "Cc" for letter in argument):
        raise UsageError(f"'{argument}' has a control character. Write it without, or rename the file.")
