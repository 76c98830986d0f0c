"""`agreement`: what both teams promised each other, on the terminal, as JSON, or as a file to print."""

from __future__ import annotations

import json as json_text
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, WorkspaceArgument, now, print_json, reading, taken
from leadscore.cli.terminal import answer, say
from leadscore.errors import UsageError
from leadscore.evidence import Shelf
from leadscore.model import model_hash
from leadscore.reports.agreement import QUESTION, heading, sections
from leadscore.reports.agreement_evidence import evidence_of
from leadscore.reports.agreement_names import Names
from leadscore.store.database import open_current
from leadscore.store.state import Agreement as KeptAgreement
from leadscore.store.state import State
from leadscore.store.workspace import find
from leadscore.workshop.active import Active, from_file, has_state, signed_in
from leadscore.workshop.agreement import Agreement, from_json
from leadscore.workshop.agreement_drawing import Said, draw_up

ENDING = ".html"


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command("agreement")(agreement)


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement with whose names and words it is; `kept` None: a draft of this moment."""

    agreement: Agreement
    names: Names
    kept: KeptAgreement | None
    notice: str | None = None


def agreement(
    workspace: WorkspaceArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="F.html", help="Write it as a file to print.")] = None,
    json: JsonOption = False,
) -> None:
    """Show the agreement that was kept last; where none was, a draft of the model in use."""
    if out is not None and out.suffix.lower() != ENDING:
        raise UsageError(f"'{out}' is no {ENDING} file. Name one, for example agreement{ENDING}.")
    with reading(workspace):
        paper = _paper(workspace)
    if paper.notice:
        say(f"Note: {paper.notice}")
    if out is not None:
        out.write_bytes(_written(paper))
        say(f"Wrote {out}")
    if json:
        print_json(_plain(paper))
    elif out is None:
        answer(_text(paper))


def _paper(workspace: Path) -> Paper:
    """The kept agreement or a draft; looking makes no state."""
    place = find(workspace)
    if not has_state(place):
        return _draft(workspace, from_file(place), None)
    with State.open(place) as state:
        active, kept = signed_in(state) or from_file(place), state.agreements.latest()
        if kept is None:
            return _draft(workspace, active, state)
        found = from_json(kept.document)
        return Paper(found, Names.of(state, found), kept, _overtaken(kept, active))


def _draft(workspace: Path, active: Active, state: State | None) -> Paper:
    model = taken(active, find(workspace), "sign a version")
    with closing(open_current(workspace)) as database:
        evidence = evidence_of(Shelf(database), model)
    said = Said() if state is None else Said.of(state, active.signatures)
    found = draw_up(model, active.version, evidence, said, now())
    return Paper(found, Names() if state is None else Names.of(state, found), None)


def _overtaken(kept: KeptAgreement, active: Active) -> str | None:
    """Where the model in use is another one than the agreement's."""
    if active.model is None or model_hash(active.model) == kept.model_hash:
        return None
    return "the model in use is another one than that of this agreement. Draw up a new one on the page Agreement."


def _plain(paper: Paper) -> dict[str, Any]:
    kept = paper.kept
    return {
        "draft": not paper.agreement.is_signed,
        "first_line": paper.agreement.first_line,
        "kept": None if kept is None else {"id": kept.id, "at": kept.at, "head": str(kept.head)},
        "document_hash": None if kept is None else kept.document_hash,
        "agreement": json_text.loads(paper.agreement.to_json()),
    }


def _written(paper: Paper) -> bytes:
    """The file's bytes; what writes it is loaded only where it is asked for."""
    from leadscore.reports.agreement_html import html

    return html(paper.agreement, paper.names, paper.kept is not None).encode("utf-8")


def _text(paper: Paper) -> str:
    """The agreement as lines of text: every sentence and every table."""
    kept = paper.kept is not None
    first, *others = heading(paper.agreement, kept)
    lines = [first, QUESTION, *others]
    for section in sections(paper.agreement, paper.names, kept):
        said = (*section.sentences, *section.notes, *section.footnotes)
        lines += ["", section.question, *(f"  {words}" for words in said)]
        for table in section.tables:
            rows = (f"    {': '.join((row[0], '; '.join(each for each in row[1:] if each)))}" for row in table.words())
            lines += [f"  {table.title}", *rows]
    return "\n".join(lines)
