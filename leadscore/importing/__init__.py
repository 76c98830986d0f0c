"""Bringing files in: a mapping says what the columns mean, a child process reads, a snapshot is the result.

report = run(workspace, "map.yaml", now=now)      # or dry_run=True: everything but the snapshot
inspection = inspect(["leads.csv"])               # what the files hold, and a mapping to start from
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from leadscore.importing.formats import preflight
from leadscore.importing.inspection import Inspection
from leadscore.importing.isolation import in_child
from leadscore.importing.ledger import REJECTED
from leadscore.importing.limits import Limits
from leadscore.importing.mapping_file import read_mapping
from leadscore.importing.report import ImportReport
from leadscore.store import snapshots
from leadscore.store.manifest import Manifest
from leadscore.store.workspace import Workspace, find

__all__ = ["ImportReport", "Inspection", "Limits", "inspect", "run"]

_NOT_CONTENT = ("revision", "ledger", "warnings", "untreated", "grown_from")
_ONLY_WHERE_SAID = ("treatments", "total_today")
"""Left out where they say nothing, so that content from before they were known keeps its name."""


def run(
    workspace: Workspace | Path | str,
    mapping_file: Path | str,
    dry_run: bool = False,
    now: datetime | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Import what the mapping names and make it the data in use, wholly or not at all.

    `now` only tells others since when this import runs.  Raises MappingError, ImportRefused (the files), StoreError
    (the workspace is missing, busy or full); after any of them the old data are in use as before.
    """
    place, bounds = find(workspace), limits or Limits()
    files = read_mapping(mapping_file).files
    for file in files:
        preflight(file, bounds)
    job = {"task": "import", "mapping": str(Path(mapping_file).absolute()), "files": [str(file) for file in files]}
    with snapshots.writing(place, now) as staging:
        answer = in_child(job, staging, bounds)
        manifest = Manifest.from_json(answer["manifest"])
        manifest = replace(manifest, revision=_revision(manifest))
        folder = None if dry_run else snapshots.publish(place, staging, manifest)
        return _report(manifest, answer["reasons"], folder, new=folder is not None and not staging.exists())


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


def _report(manifest: Manifest, reasons: dict[str, dict[str, int]], folder: Path | None, new: bool) -> ImportReport:
    return ImportReport(
        tables=manifest.ledger,
        rejected_file=folder / REJECTED if folder and reasons else None,
        revision=manifest.revision,
        warnings=manifest.warnings,
        reasons=reasons,
        changed=new,
    )


def _revision(manifest: Manifest) -> str:
    """A name for the content: the same tables, read the same way, are the same revision."""
    said = {key: value for key, value in _said(json.loads(manifest.to_json())).items() if key not in _NOT_CONTENT}
    said["attributes"] = [_said(attribute) for attribute in said["attributes"]]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _said(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value or key not in _ONLY_WHERE_SAID}
