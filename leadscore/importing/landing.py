"""What becomes of an import once it is read: a new snapshot, or none where nothing is new; a mapping to keep."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from leadscore.errors import StoreError
from leadscore.importing.mappings import saved
from leadscore.importing.mappings.saved import Read, Saved
from leadscore.importing.report import ImportReport
from leadscore.importing.taking.ledger import REJECTED
from leadscore.store import snapshots
from leadscore.store.manifest import Manifest
from leadscore.store.rewriting import MAPPING
from leadscore.store.snapshots import Snapshot
from leadscore.store.treatments.treated import Treated, reapply, treatments_of, untreated
from leadscore.store.treatments.treatment import Treatment
from leadscore.store.workspace import Workspace
from leadscore.vocabulary import counted


@dataclass(frozen=True, slots=True)
class Landed:
    """The snapshot that an import became (None: none), whether it is new, the revision in use, and what is to know."""

    folder: Path | None
    new: bool
    revision: str
    told: tuple[str, ...] = ()


def to_grow_from(place: Workspace) -> Snapshot | None:
    """The snapshot that an import is added to: the one in use, or what it was before treatments; None without data.

    Raises StoreError where that one is damaged or gone.
    """
    if not snapshots.has_data(place):
        return None
    base = untreated(place)
    damaged = snapshots.findings(base)
    if damaged:
        raise StoreError(f"Nothing can be added to damaged data. {damaged[0]}")
    return base


def land(place: Workspace, staging: Path, manifest: Manifest, before: Snapshot | None, dry_run: bool) -> Landed:
    """Make the staged tables the data in use; what adds nothing leaves them as they are, treated or not."""
    if dry_run:
        return Landed(None, False, manifest.revision)
    if before is not None and before.manifest.revision == manifest.revision:
        return Landed(None, False, snapshots.current(place)[1].revision)
    treatments = treatments_of(snapshots.current(place)[1]) if before is not None else ()
    folder = snapshots.publish(place, staging, manifest)
    new = not staging.exists()
    if not treatments:
        return Landed(folder, new, manifest.revision)
    treated = reapply(place, treatments)
    return Landed(folder, new, treated.revision, _told(treatments, treated))


def _told(treatments: Sequence[Treatment], treated: Treated) -> tuple[str, ...]:
    """What became of the treatments of before."""
    again = [each.treatment for each in treated.done]
    left = ", ".join(each.name for each in treatments if each not in again)
    said = [f"{counted(len(again), 'treatment')} of before {'was' if len(again) == 1 else 'were'} applied again"]
    return (*said, *([f"not applied again, since these data cannot take them: {left}"] if left else []))


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
        revision=landed.revision,
        warnings=(*manifest.warnings, *landed.told, *kept),
        reasons=reasons,
        changed=landed.new,
    )
