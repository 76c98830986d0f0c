"""The whole of an import as the child process does it: files in, canonical tables and a report out."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadscore.importing.limits import Limits
from leadscore.importing.mappings.mapping import Mapping
from leadscore.importing.mappings.mapping_file import read_mapping
from leadscore.importing.mappings.remembered import Remembering, names_of
from leadscore.importing.progress import Journey
from leadscore.importing.taking.adding import Before
from leadscore.importing.taking.plan import Pass, Plan, lay
from leadscore.importing.taking.settling import Counts, settle
from leadscore.importing.taking.staging import Staging


def work(mapping_file: Path, folder: Path, limits: Limits, before: Path | None = None) -> dict[str, Any]:
    """Import into the folder, added to the snapshot before where one is named.

    Returns the manifest, the refusal reasons and what is remembered of the files as plain values.  The folder then
    holds a Parquet file a table and rejected.csv.  Raises MappingError and ImportRefused.
    """
    mapping = read_mapping(mapping_file)
    plan = lay(mapping, limits)
    journey = Journey(folder, [each.file for each in plan.passes], len(mapping.tables))
    staging = Staging(folder, mapping.tables, plan.attributes, limits.memory)
    try:
        read = _read(staging, plan, journey)
        base = Before.at(before) if before is not None else None
        answer = settle(staging, mapping, plan, read.counts, (folder, journey, base))
        return answer | {"files": read.remembered(mapping)}
    finally:
        staging.close()


@dataclass(slots=True)
class _Reading:
    """What is known once files are read: counts, and what to remember of each file."""

    counts: Counts = field(default_factory=Counts)
    files: list[Remembering] = field(default_factory=list)

    def remembered(self, mapping: Mapping) -> list[dict[str, Any] | None]:
        names = names_of(mapping)
        return [each.read(names) for each in self.files]


def _read(staging: Staging, plan: Plan, journey: Journey) -> _Reading:
    done = _Reading()
    gc.disable()  # rows are plain tuples and texts: nothing circular to look for
    try:
        for each in plan.passes:
            journey.open(each.file)
            done.files.append(_read_pass(staging, each, done.counts, journey))
            journey.finish()
    finally:
        gc.enable()
    return done


def _read_pass(staging: Staging, each: Pass, counts: Counts, journey: Journey) -> Remembering:
    remembering = Remembering(each.reading, [extraction.source for extraction in each.extractions])
    for batch in each.reading.batches():
        remembering.note(batch)
        for number, extraction in zip(each.numbers, each.extractions, strict=True):
            extract = extraction.take(batch)
            staging.add(extraction.source.table, number, extract)
            counts.left_out[extraction.source.table] += extract.left_out
            counts.no_entry[extraction.source.table] += extract.no_entry
        journey.read(each.file, len(batch.lines) + len(batch.faults))
    recount = each.reading.recount()
    for extraction in each.extractions:
        counts.rows[extraction.source.table] += recount
    return remembering
