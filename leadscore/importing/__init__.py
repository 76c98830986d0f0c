"""Bringing files in: a mapping says what the columns mean, a child process reads, a snapshot is the result.

report = run(workspace, "map.yaml", now=now)      # or dry_run=True: everything but the snapshot
report = run(workspace, "november.yaml", add=True)   # to the data in use: new leads come, known ones are brought up
inspection = inspect(["leads.csv"])               # what the files hold, and a mapping to start from
again = saved.recognised(workspace, inspection)   # the mapping of an earlier import of such files, or None
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from leadscore.errors import ImportStopped
from leadscore.importing import landing
from leadscore.importing.isolation import STOPPED, in_child
from leadscore.importing.limits import Limits
from leadscore.importing.mappings import saved
from leadscore.importing.mappings.mapping_file import read_mapping
from leadscore.importing.mappings.saved import recognised
from leadscore.importing.progress import Progress, Watch
from leadscore.importing.proposing.inspection import Inspection
from leadscore.importing.reading.formats import preflight
from leadscore.importing.report import ImportReport
from leadscore.importing.revision import revision_of
from leadscore.store import snapshots
from leadscore.store.manifest import Manifest
from leadscore.store.workspace import Workspace, find

__all__ = ["ImportReport", "Inspection", "Limits", "Progress", "inspect", "recognised", "run", "saved"]


def run(
    workspace: Workspace | Path | str,
    mapping_file: Path | str,
    dry_run: bool = False,
    now: datetime | None = None,
    limits: Limits | None = None,
    *,
    add: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> ImportReport:
    """Import what the mapping names and make it the data in use, wholly or not at all.

    With `add` it is added to the data in use: to those before their treatments, where they were treated.  `now` tells
    others since when this import runs and dates the mapping that is kept.  `on_progress` is called about ten times a
    second at most, `stop` as often: where it says yes, ImportStopped is raised.  Raises MappingError, ImportRefused
    (the files), StoreError (the workspace is missing, busy or full); after any of them the old data are in use.
    """
    place, bounds, watch = find(workspace), limits or Limits(), Watch(on_progress, stop)
    files = read_mapping(mapping_file).files
    for file in files:
        preflight(file, bounds)
    job = {"task": "import", "mapping": str(Path(mapping_file).absolute()), "files": [str(file) for file in files]}
    with snapshots.writing(place, now) as staging:
        before = landing.to_grow_from(place) if add else None
        answer = in_child(job | {"before": str(before.folder) if before else None}, staging, bounds, watch)
        manifest = Manifest.from_json(answer["manifest"])
        manifest = replace(
            manifest, revision=revision_of(manifest), grown_from=before.number if before is not None else None
        )
        if watch.stopped:
            raise ImportStopped(STOPPED)
        landing.take_mapping(Path(mapping_file), staging)
        landed = landing.land(place, staging, manifest, before, dry_run)
    kept = () if dry_run else landing.remembered(place, Path(mapping_file), answer["files"], now)
    return landing.report(manifest, answer["reasons"], landed, kept)


def inspect(files: Sequence[Path | str], limits: Limits | None = None) -> Inspection:
    """What the files hold and a mapping to start from, with everything that is in doubt; nothing is imported.

    Paths in the proposed mapping are relative to the first file's folder.  Raises ImportRefused.
    """
    bounds = limits or Limits()
    paths = [Path(file).absolute() for file in files]
    for file in paths:
        preflight(file, bounds)
    with tempfile.TemporaryDirectory(prefix="leadscore-") as folder:
        job = {"task": "inspect", "files": [str(file) for file in paths]}
        return Inspection.from_answer(in_child(job, Path(folder), bounds))
