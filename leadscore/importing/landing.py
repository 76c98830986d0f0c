"""What becomes of an import once it is read: a new snapshot, or none where nothing is new; a mapping to keep."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from leadscore.errors import StoreError
from leadscore.importing import saved
from leadscore.importing.ledger import REJECTED
from leadscore.importing.report import ImportReport
from leadscore.importing.saved import Read, Saved
from leadscore.store import snapshots
from leadscore.store.manifest import Manifest
from leadscore.store.snapshots import Snapshot
from leadscore.store.workspace import Workspace

MAPPING = "mapping.yaml"
"""The mapping of an import, kept in its snapshot."""


@dataclass(frozen=True, slots=True)
class Landed:
    """The snapshot that an import became (None: a dry run), and whether it is a new one."""

    folder: Path | None
    new: bool


def to_grow_from(place: Workspace) -> Snapshot | None:
    """The snapshot that an import is added to: the one in use, or what it was before treatments; None without data.

    Raises StoreError where that one is damaged or gone.
    """
    kept = snapshots.history(place) if snapshots.has_data(place) else ()
    in_use = next((each for each in kept if each.in_use), None)
    if in_use is None:
        return None
    number = in_use.manifest.untreated or in_use.number
    base = next((each for each in kept if each.number == number), None)
    if base is None:
        raise StoreError(
            f"The data in use were treated, and the snapshot {number} that they were before is gone. Import all files "
            "together instead of adding some."
        )
    damaged = snapshots.findings(base)
    if damaged:
        raise StoreError(f"Nothing can be added to damaged data. {damaged[0]}")
    return base


def land(place: Workspace, staging: Path, manifest: Manifest, before: Snapshot | None, dry_run: bool) -> Landed:
    """Make the staged tables the data in use; what adds nothing leaves them as they are, treated or not."""
    if dry_run:
        return Landed(None, False)
    if before is not None and before.manifest.revision == manifest.revision:
        return Landed(before.folder, False)
    folder = snapshots.publish(place, staging, manifest)
    return Landed(folder, not staging.exists())


def remembered(
    place: Workspace, mapping: Path, files: Sequence[dict[str, Any] | None], now: datetime | None
) -> tuple[str, ...]:
    """Keep the mapping for the next export of its kind; a warning where that could not be done."""
    reads = [Read(**{**each, "words": {c: tuple(w) for c, w in each["words"].items()}}) for each in files if each]
    if not reads or len(reads) < len(files):
        return ()
    whole = tuple(Read(r.name, tuple(r.columns), tuple(r.needed), r.words, r.sheet) for r in reads)
    try:
        saved.keep(place, Saved(mapping.read_text(encoding="utf-8-sig"), whole, now))
    except (StoreError, OSError) as error:
        return (str(error),)
    return ()


def take_mapping(mapping: Path, staging: Path) -> None:
    """Put the mapping beside the tables that it made."""
    shutil.copyfile(mapping, staging / MAPPING)


def report(
    manifest: Manifest, reasons: dict[str, dict[str, int]], landed: Landed, kept: tuple[str, ...]
) -> ImportReport:
    """What the import did, as a person is told it."""
    rejected = landed.folder / REJECTED if landed.folder and reasons else None
    return ImportReport(
        tables=manifest.ledger,
        rejected_file=rejected if rejected is not None and rejected.is_file() else None,
        revision=manifest.revision,
        warnings=(*manifest.warnings, *kept),
        reasons=reasons,
        changed=landed.new,
    )
