"""Going back to earlier data: a kept snapshot is put in use again under a new number, which can be undone as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadscore.errors import StoreError
from leadscore.store import snapshots
from leadscore.store.manifest import Manifest
from leadscore.store.rewriting import MAPPING
from leadscore.store.snapshots import MANIFEST, Snapshot
from leadscore.store.treatments.working_copy import same_file
from leadscore.store.workspace import Workspace, find
from leadscore.vocabulary import TABLES


@dataclass(frozen=True, slots=True)
class Difference:
    """What two snapshots do not share: rows by table in the one and in the other, and names that only one has."""

    rows: Mapping[str, tuple[int, int]]
    only_in_first: tuple[str, ...]
    only_in_second: tuple[str, ...]
    same_content: bool


def return_to(workspace: Workspace | Path | str, number: int, now: datetime | None = None) -> Snapshot:
    """Put a kept snapshot in use again, as a new one of the same content; nothing is taken away.

    `now` only tells others since when this runs.  Raises StoreError where there is no such snapshot, it is damaged, it
    is in use already, or the workspace is busy.
    """
    place = find(workspace)
    with snapshots.writing(place, now) as staging:
        chosen = _kept(place, number)
        if chosen.in_use:
            raise StoreError(f"Snapshot {number} is in use already. Choose another.")
        damaged = snapshots.findings(chosen)
        if damaged:
            raise StoreError(f"Snapshot {number} is damaged and cannot be used. {damaged[0]}")
        for file in chosen.folder.iterdir():
            if file.name != MANIFEST and file.is_file():
                same_file(file, staging / file.name)
        folder = snapshots.publish(place, staging, chosen.manifest)
    return next(each for each in snapshots.history(place) if each.folder == folder)


def mapping_of(snapshot: Snapshot) -> str | None:
    """The mapping that made a snapshot, as text; None where it was not kept."""
    try:
        return (snapshot.folder / MAPPING).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def difference(first: Snapshot, second: Snapshot) -> Difference:
    """What two snapshots do not share, told from what they say of themselves: no value of a lead is looked at."""
    one, other = first.manifest, second.manifest
    tables = [table for table in TABLES if table in one.tables or table in other.tables]
    here, there = set(_names(one)), set(_names(other))
    return Difference(
        rows={table: (one.rows(table), other.rows(table)) for table in tables},
        only_in_first=tuple(name for name in _names(one) if name not in there),
        only_in_second=tuple(name for name in _names(other) if name not in here),
        same_content=one.revision == other.revision,
    )


def how_made(snapshot: Snapshot) -> str:
    """How a snapshot came about, in a few words."""
    manifest = snapshot.manifest
    if manifest.untreated is not None:
        return f"treated, from {manifest.untreated}"
    if manifest.grown_from is not None:
        return f"added to {manifest.grown_from}"
    return "imported"


def _kept(place: Workspace, number: int) -> Snapshot:
    kept = snapshots.history(place)
    found = next((each for each in kept if each.number == number), None)
    if found is None:
        numbers = ", ".join(str(each.number) for each in kept)
        raise StoreError(f"There is no snapshot {number}. Kept are: {numbers or 'none'}.")
    return found


def _names(manifest: Manifest) -> list[str]:
    """Attributes and kinds of activity, in words."""
    return [f"attribute '{each.name}'" for each in manifest.attributes] + [
        f"activity '{kind}'" for kind, rows in manifest.kinds.items() if rows
    ]
