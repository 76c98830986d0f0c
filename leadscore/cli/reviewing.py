"""`review`: one month's review on the terminal, as JSON, or as a file to take away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leadscore.cli.inputs import (
    JsonOption,
    ModelOption,
    WorkspaceArgument,
    now,
    opened,
    print_json,
    reading,
    tell_of_lock,
)
from leadscore.cli.promises import (
    AcceptWithinOption,
    AttemptDaysOption,
    AttemptsOption,
    LeadsAMonthOption,
    TouchWithinOption,
    as_named,
)
from leadscore.cli.terminal import answer, say
from leadscore.errors import UsageError
from leadscore.reports import Agreed, Circumstances, Month, Past, Review, default_month, review
from leadscore.store.state import State
from leadscore.store.workspace import find

ENDINGS = (".html", ".pptx")


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command("review")(review_month)


def review_month(
    workspace: WorkspaceArgument,
    month: Annotated[
        str | None, typer.Option("--month", metavar="2026-10", help="The month of the hand-offs; else the last mature.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="F", help="Write a .html or .pptx file.")] = None,
    model: ModelOption = None,
    leads_a_month: LeadsAMonthOption = None,
    touch_within: TouchWithinOption = None,
    attempts: AttemptsOption = None,
    attempt_days: AttemptDaysOption = None,
    accept_within: AcceptWithinOption = None,
    owners: Annotated[bool, typer.Option("--owners", help="Tables by owner as well.")] = False,
    benchmarks: Annotated[bool, typer.Option("--benchmarks", help="Published numbers as context as well.")] = False,
    json: JsonOption = False,
) -> None:
    """Review one month: what changed, whether high scores became customers, and what was decided.

    What both sides promised is what the workspace keeps of it, unless an option says otherwise.
    """
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise UsageError(f"'{out}' is neither a .html nor a .pptx file. Name one of the two.")
    with reading(workspace):
        asked = opened(workspace, model, None)
        tell_of_lock(asked, model)
        past = Past(asked.shelf, asked.model)
        chosen, around = _month(past, month), _around(workspace, past, owners, benchmarks)
        agreed = as_named(
            Agreed.of(around.promises, chosen, past.manifest.zone),
            leads_a_month,
            touch_within_minutes=touch_within,
            attempts=attempts,
            attempt_days=attempt_days,
            accept_within_days=accept_within,
        )
        found = review(past.under(agreed.commitments, agreed.since), chosen, around, _progress if out else None)
    if out is not None:
        out.write_bytes(_written(found, out.suffix.lower()))
        say(f"Wrote {out}")
    if json:
        print_json(found.to_json())
    elif out is None:
        answer(text(found))


def _month(past: Past, name: str | None) -> Month:
    if not past.months:
        raise UsageError("No lead of these data has a hand-off or an arrival by the data date: there is no month.")
    return past.month(name) if name else default_month(past.months, past.outcome)


def _around(workspace: Path, past: Past, owners: bool, benchmarks: bool) -> Circumstances:
    """What people decided and said, where this workspace has a state already; looking makes none."""
    today = now().date()
    if not find(workspace).state.exists():
        return Circumstances(owners=owners, benchmarks=benchmarks, today=today)
    with State.open(workspace) as state:
        return Circumstances.of(state, past.model, today, owners, benchmarks)


def _progress(done: int, of: int, key: str) -> None:
    say(f"{done + 1} of {of}: {key}")


def _written(found: Review, ending: str) -> bytes:
    """The file's bytes; what draws and writes is loaded only where it is asked for."""
    if ending == ".html":
        from leadscore.reports.html import html

        return html(found).encode("utf-8")
    try:
        from leadscore.reports.slides import slides
    except ModuleNotFoundError as error:
        if error.name != "pptx":
            raise
        raise UsageError("PowerPoint files need python-pptx: pip install 'leadscore[reports]'") from error
    return slides(found)


def text(found: Review) -> str:
    """The review as lines of text: every sentence and every table."""
    lines = [*found.read_under]
    for section in found.sections:
        lines += ["", section.question, *(f"  {words}" for words in (*section.sentences, *section.notes))]
        for table in section.tables:
            lines += [f"  {table.title}", *(f"    {': '.join((row[0], '; '.join(row[1:])))}" for row in table.words())]
    return "\n".join(lines)
