"""The whole of an import as the child process does it: files in, canonical tables and a report out."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadscore.errors import ImportRefused
from leadscore.importing import canonical, completeness, findings, ledger
from leadscore.importing.limits import Limits
from leadscore.importing.mapping import Mapping
from leadscore.importing.mapping_file import read_mapping
from leadscore.importing.plan import Pass, Plan, lay, notes_of
from leadscore.importing.staging import Staging
from leadscore.store.manifest import Attribute, Manifest, Table
from leadscore.store.snapshots import checksum

MOST_WORDS = 5_000
"""Kinds of activity, and changed attributes, that one data set may have."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of each table: found by the second count, and not meant by their sources."""

    rows: Counter[str]
    left_out: Counter[str]
    no_entry: Counter[str]


def work(mapping_file: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """Import into the folder; returns the manifest and the refusal reasons as plain values.

    The folder then holds a Parquet file a table and rejected.csv.  Raises MappingError and ImportRefused.
    """
    mapping = read_mapping(mapping_file)
    plan = lay(mapping, limits)
    staging = Staging(folder, mapping.tables, plan.attributes, limits.memory)
    try:
        counts = _read(staging, plan)
        return _settle(staging, mapping, plan, counts, folder)
    finally:
        staging.close()


def _read(staging: Staging, plan: Plan) -> Counts:
    counts = Counts(Counter(), Counter(), Counter())
    gc.disable()  # rows are plain tuples and texts: nothing circular to look for
    try:
        for each in plan.passes:
            _read_pass(staging, each, counts)
    finally:
        gc.enable()
    return counts


def _read_pass(staging: Staging, each: Pass, counts: Counts) -> None:
    read = 0
    for batch in each.reading.batches():
        read += len(batch.lines) + len(batch.faults)
        for number, extraction in zip(each.numbers, each.extractions, strict=True):
            extract = extraction.take(batch)
            staging.add(extraction.source.table, number, extract)
            counts.left_out[extraction.source.table] += extract.left_out
            counts.no_entry[extraction.source.table] += extract.no_entry
    recount = each.reading.recount()
    for extraction in each.extractions:
        counts.rows[extraction.source.table] += recount


def _settle(staging: Staging, mapping: Mapping, plan: Plan, counts: Counts, folder: Path) -> dict[str, Any]:
    leads = canonical.fix_leads(staging, mapping, plan.stated_types, plan.unnamed)
    attributes = tuple(_stated(each, mapping) for each in leads.attributes)
    accepted = {"leads": staging.count("leads") + leads.filling}
    accepted |= {table: canonical.fix_table(staging, table, mapping, attributes) for table in mapping.tables[1:]}
    entries = {
        table: ledger.entry(staging, table, counts.rows[table], counts.left_out[table], accepted[table]).to_json()
        for table in mapping.tables
    }
    if not entries["leads"]["accepted"]:
        raise ImportRefused("No lead could be read: " + _most_common(ledger.reasons(staging).get("leads", {})))
    ledger.write_rejected(staging, mapping, folder)
    warnings = [*_warnings(staging, mapping, plan, counts, attributes), *findings.guessed_points(leads.points_in_doubt)]
    manifest = _manifest(staging, mapping, attributes, entries, warnings, folder)
    return {"manifest": manifest.to_json(), "reasons": ledger.reasons(staging)}


def _stated(attribute: Attribute, mapping: Mapping) -> Attribute:
    """The attribute with what a person states of its time."""
    name = attribute.name
    return Attribute(name, attribute.type, name in mapping.captured_at_form, name in mapping.totals_today)


def _manifest(
    staging: Staging,
    mapping: Mapping,
    attributes: tuple[Attribute, ...],
    entries: dict[str, dict[str, int]],
    warnings: Iterable[str],
    folder: Path,
) -> Manifest:
    tables = {}
    for table in mapping.tables:
        file = canonical.write(staging, table, canonical.columns_of(table, attributes), folder)
        tables[table] = Table(staging.count(table), checksum(file))
    dates = completeness.completeness(staging, mapping, mapping.tables)
    zone = mapping.zone or "UTC"
    stale = completeness.held_back(dates.complete_until, dates.data_date, zone)
    return Manifest(
        revision="",
        tables=tables,
        attributes=attributes,
        kinds=_kinds(staging, mapping),
        changed_fields=_changed_fields(staging, mapping),
        dated=dates.dated,
        zone=zone,
        data_date=dates.data_date,
        complete_until=dates.complete_until,
        ledger=entries,
        warnings=tuple(dict.fromkeys([*warnings, *([stale] if stale else [])])),
    )


def _warnings(
    staging: Staging, mapping: Mapping, plan: Plan, counts: Counts, attributes: tuple[Attribute, ...]
) -> Iterable[str]:
    yield from notes_of(plan)
    for table, rows in counts.no_entry.items():
        if rows:
            what = "their stage and were read as no entry to it" if table == "stages" else "it and were read as none"
            yield f"{table}: {rows:,} rows have no date in the column of {what}"
    extractions = [extraction for each in plan.passes for extraction in each.extractions]
    yield from findings.warnings(staging, mapping, attributes, extractions)


def _kinds(staging: Staging, mapping: Mapping) -> dict[str, int]:
    if "activities" not in mapping.tables:
        return {}
    _check_few(staging, "activities", "kind", "Map the kind of activity, and keep what it was about under `detail`.")
    rows = staging.execute("SELECT lower(trim(kind, ' ')), count(*) FROM activities GROUP BY 1 ORDER BY 1")
    return dict(rows.fetchall())


def _changed_fields(staging: Staging, mapping: Mapping) -> tuple[str, ...]:
    if "changes" not in mapping.tables:
        return ()
    _check_few(staging, "changes", "field", "Map the column that names the changed attribute.")
    return tuple(field for (field,) in staging.execute("SELECT DISTINCT field FROM changes ORDER BY 1").fetchall())


def _check_few(staging: Staging, table: str, column: str, remedy: str) -> None:
    """Words of the manifest are few; a column of free text in their place is a wrong mapping."""
    words = staging.one(f"SELECT count(DISTINCT {column}) FROM {table}")
    if words > MOST_WORDS:
        raise ImportRefused(f"{table}: '{column}' has {words:,} different words, more than {MOST_WORDS:,}. {remedy}")


def _most_common(reasons: dict[str, int]) -> str:
    listed = "; ".join(f"{count:,} x {reason}" for reason, count in list(reasons.items())[:5])
    return f"{listed or 'the file has no rows'}. Mend the mapping or the file. Nothing was imported."
