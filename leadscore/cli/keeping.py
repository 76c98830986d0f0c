"""`check`, `backup`, `restore` and `forget`: what is kept stays whole, and what must go is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, WorkspaceArgument, now, print_json
from leadscore.cli.interruption import interruptible
from leadscore.cli.terminal import answer, say
from leadscore.errors import DataError
from leadscore.store import printed_head
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import Checkup
from leadscore.store.checkup import check as check_workspace
from leadscore.store.erasure import Erased
from leadscore.store.erasure import forget as forget_lead
from leadscore.store.printed_head import PrintedHead
from leadscore.store.restoring import restore as restore_backup
from leadscore.store.state import Head
from leadscore.store.workspace import Workspace, find
from leadscore.vocabulary import TABLES, counted


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (check, backup, restore, forget):
        application.command()(command)


def check(
    workspace: WorkspaceArgument,
    head: Annotated[
        str | None, typer.Option("--head", metavar="812:AB12..", help="Is this printed head of the audit still in it?")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Check the data against their checksums, and the state against its chain, its backups and a printed head."""
    printed = None if head is None else printed_head.read(head)
    found = check_workspace(workspace)
    if printed is not None:
        found = _against(found, find(workspace), printed)
    if json:
        print_json({"ok": found.ok, "findings": found.findings, "notices": found.notices, "state": _state(found)})
    for notice in found.notices:
        say(f"Note: {notice}")
    for finding in found.findings:
        say(f"Error: {finding}")
    if not found.ok:
        raise typer.Exit(1)
    say("All files are as they were written.")


def _against(found: Checkup, place: Workspace, printed: PrintedHead) -> Checkup:
    """What was found, and whether a whole state still passes through a printed head."""
    if not found.ok:
        return replace(found, notices=(*found.notices, f"The head {printed} was not looked for in what is damaged."))
    if printed_head.is_held(place, printed):
        held = f"The audit still contains {printed}: everything before it is as it was when that was printed."
        return replace(found, notices=(*found.notices, held))
    lost = (
        f"The audit does not contain {printed}: entries up to it were changed or cut off, or the paper is of another "
        "workspace. Compare the number and the hash with the paper, then look for a backup that contains it."
    )
    return replace(found, findings=(*found.findings, lost))


def backup(
    workspace: WorkspaceArgument,
    file: Annotated[Path, typer.Argument(metavar="F", help="A new file.")],
    json: JsonOption = False,
) -> None:
    """Write the whole workspace, data, models and state, to one file."""
    with interruptible():
        made = back_up(workspace, file, now())
    if json:
        print_json({"file": str(file.absolute()), "bytes": made.bytes, "files": _sums(made.files), **_head(made.head)})
        return
    answer(f"Backed up {counted(len(made.files), 'file')}, {made.bytes:,} bytes, to {file.absolute()}.")
    if made.head.entries:
        answer(f"The audit ends at {made.head}; written down elsewhere, it proves later that nothing was changed.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="F", help="A file that `leadscore backup` wrote.")],
    workspace: Annotated[Path, typer.Argument(metavar="WORKSPACE", help="A new or empty folder.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of a workspace that is there; it is kept beside.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Bring a backup back as a workspace, after a look at every checksum."""
    with interruptible():
        done = restore_backup(file, workspace, now(), replace)
    held, aside = done.contents, done.set_aside
    if json:
        print_json(
            {
                "workspace": str(done.workspace.folder),
                "made_at": held.made_at,
                "files": _sums(held.files),
                **_head(held.head),
                "set_aside": None if aside is None else str(aside),
            }
        )
        return
    answer(f"Restored {counted(len(held.files), 'file')}, {held.bytes:,} bytes, of {held.made_at:%Y-%m-%d %H:%M} UTC.")
    if aside is not None:
        answer(f"What was there before is kept in {aside}; delete it when it is not needed.")


def forget(
    workspace: WorkspaceArgument,
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="The lead's id.")],
    json: JsonOption = False,
) -> None:
    """Erase a lead for good: from all data kept, uploads, feedback and free texts."""
    with interruptible():
        erased = forget_lead(workspace, lead_id, now())
    if not erased.anything:
        raise DataError("Nothing about a lead of that id is kept here. Check the id: capitals count.")
    if json:
        print_json(_erased(erased))
        return
    rows = (f"{erased.data.rows[table]:,} of {table}" for table in TABLES if erased.data.rows.get(table))
    answer(f"Erased rows: {', '.join([*rows, f'{erased.state_rows:,} of the state'])}.")
    answer(
        f"Written anew: {counted(erased.data.snapshots, 'snapshot')}; "
        f"refused rows erased: {erased.data.refused_rows:,}; uploaded files removed: {erased.uploaded_files:,}."
    )
    for sentence in erased.remaining:
        say(f"Warning: {sentence}.")
    for each in erased.copies:
        answer(f"Destroy this copy, the lead may be in it: {each.file} ({each.at:%Y-%m-%d %H:%M} UTC)")
    say("Scores and exports that were written elsewhere, and the CRM itself, are yours to clear.")


def _erased(erased: Erased) -> dict[str, Any]:
    return {
        "rows": erased.data.rows,
        "snapshots": erased.data.snapshots,
        "refused_rows": erased.data.refused_rows,
        "uploaded_files": erased.uploaded_files,
        "state_rows": erased.state_rows,
        "remaining": erased.remaining,
        "copies": [{"file": each.file, "at": each.at} for each in erased.copies],
    }


def _state(found: Checkup) -> dict[str, Any] | None:
    return None if found.state is None else {"schema": found.state.schema, **_head(found.state.head)}


def _head(head: Head) -> dict[str, Any]:
    return {"entries": head.entries, "head": head.hash or None}


def _sums(files: dict[str, tuple[int, str]]) -> dict[str, str]:
    return {name: sha256 for name, (_, sha256) in sorted(files.items())}
