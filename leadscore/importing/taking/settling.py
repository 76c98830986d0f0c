"""Staged rows settled: joined with what was there before, written as tables, described and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadscore.errors import ImportRefused
from leadscore.importing.mappings.mapping import Mapping
from leadscore.importing.progress import Journey
from leadscore.importing.taking import (
    adding,
    canonical,
    completeness,
    filled,
    filling,
    findings,
    ledger,
    repeated,
    told,
)
from leadscore.importing.taking.adding import Before
from leadscore.importing.taking.filled import FILLED
from leadscore.importing.taking.ledger import Found
from leadscore.importing.taking.plan import Plan, notes_of
from leadscore.importing.taking.repeated import EXPORTS, Folded, Folding
from leadscore.importing.taking.staging import Staging
from leadscore.store.manifest import COLUMNS, Attribute, Manifest, Table
from leadscore.store.snapshots import checksum

MOST_WORDS = 5_000
LONGEST_WORD = 500
"""Kinds of activity, and changed attributes, that one data set may have."""

_NOTHING_READ = {"read": 0, "accepted": 0, "rejected": 0, "duplicates": 0, "left_out": 0}


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of each table: found by the second count, and not meant by their sources."""

    rows: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    no_entry: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Joined:
    """All tables, their attributes and the ledger; `beside` are tables that no file is mapped to."""

    attributes: tuple[Attribute, ...]
    entries: dict[str, dict[str, int]]
    points_in_doubt: tuple[str, ...]
    beside: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables in the order of the canonical ones."""
        return tuple(table for table in COLUMNS if table in self.entries or table in self.beside)


def settle(
    staging: Staging, mapping: Mapping, plan: Plan, counts: Counts, at: tuple[Path, Journey, Before | None]
) -> dict[str, Any]:
    """Make the tables of staged rows and write them; returns the manifest and the refusal reasons as plain values."""
    folder, journey, before = at
    joined = _joined(staging, mapping, plan, counts, (journey, before))
    ledger.write_rejected(staging, mapping, folder)
    warnings = [
        *_warnings(staging, mapping, plan, counts, joined.attributes),
        *findings.guessed_points(joined.points_in_doubt),
        *joined.notes,
    ]
    tables = _written(staging, joined, folder, journey)
    manifest = _manifest(staging, mapping, joined, tables, (warnings, before))
    return {"manifest": manifest.to_json(), "reasons": ledger.reasons(staging)}


def _joined(
    staging: Staging, mapping: Mapping, plan: Plan, counts: Counts, at: tuple[Journey, Before | None]
) -> Joined:
    journey, before = at
    journey.settle("joining", "leads")
    texts = adding.texts_before(staging, before) if before is not None else {}
    leads = canonical.fix_leads(staging, mapping, texts | plan.stated_types, plan.unnamed)
    folded = _folded(staging, mapping, plan, leads, before)
    stated = [_stated(each, mapping) for each in leads.attributes]
    filled.start(staging)
    attributes, given = filling.fill_leads(staging, leads.filling, folded.attributes, stated, plan.listed)
    filled.put_back(staging, before, attributes)
    attributes = told.widened(staging, mapping, plan, attributes)
    found = Found(counts.rows["leads"], counts.left_out["leads"], folded.taken + given, folded.taken)
    entries = {"leads": ledger.entry(staging, "leads", found).to_json() | folded.to_json()}
    if not folded.taken:
        raise ImportRefused("No lead could be read: " + _most_common(ledger.reasons(staging).get("leads", {})))
    for table in mapping.tables[1:]:
        journey.settle("joining", table)
        accepted = canonical.fix_table(staging, table, mapping, attributes)
        found = Found(counts.rows[table], counts.left_out[table], accepted, staging.count(table))
        entries[table] = ledger.entry(staging, table, found).to_json()
    told.tell(staging, mapping, plan, attributes, before)
    derived = repeated.join_changes(staging, "changes" in entries)
    if derived:
        entries["changes"] = entries.get("changes", _NOTHING_READ) | {"derived": derived}
    entries |= _with_kept(staging, entries, before) if before is not None else {}
    beside = tuple(table for table in (EXPORTS, FILLED) if staging.count(table))
    return Joined(attributes, entries, leads.points_in_doubt, beside, folded.notes)


def _folded(
    staging: Staging, mapping: Mapping, plan: Plan, leads: canonical.FixedLeads, before: Before | None
) -> Folded:
    """All leads as one table, the exports taken in their order, each with the attributes that it has a column for."""
    fields = {
        number: each.fields.keys() for p in plan.passes for number, each in zip(p.numbers, p.extractions, strict=True)
    }
    stated = [_stated(each, mapping) for each in leads.attributes]
    columns = {export: {name for number in export.sources for name in fields[number]} for export in leads.exports}
    exports = [(export, tuple(each for each in stated if each.name in columns[export])) for export in leads.exports]
    return Folding(staging, before).fold(exports)


def _with_kept(staging: Staging, entries: dict[str, dict[str, int]], before: Before) -> dict[str, dict[str, int]]:
    """The ledger of all tables but the leads, with the rows of before that stay."""
    tables = [table for table in adding.SAME_ROW if table in entries or table in before.manifest.tables]
    kept = {table: adding.join_table(staging, before, table).to_json() for table in tables}
    return {table: entries.get(table, _NOTHING_READ) | kept[table] for table in tables}


def _written(staging: Staging, joined: Joined, folder: Path, journey: Journey) -> dict[str, Table]:
    tables = {}
    for table in joined.tables:
        journey.settle("writing", table)
        file = canonical.write(staging, table, canonical.columns_of(table, joined.attributes), folder)
        tables[table] = Table(staging.count(table), checksum(file))
    return tables


def _stated(attribute: Attribute, mapping: Mapping) -> Attribute:
    """The attribute with what a person states of its time."""
    name = attribute.name
    return Attribute(name, attribute.type, name in mapping.captured_at_form, name in mapping.totals_today)


def _manifest(
    staging: Staging,
    mapping: Mapping,
    joined: Joined,
    tables: dict[str, Table],
    said: tuple[list[str], Before | None],
) -> Manifest:
    warnings, before = said
    dates = completeness.completeness(staging, mapping, joined.tables, before.manifest if before else None)
    zone = mapping.zone or (before.manifest.zone if before else "UTC")
    stale = completeness.held_back(dates.complete_until, dates.data_date, zone)
    return Manifest(
        revision="",
        tables=tables,
        attributes=joined.attributes,
        kinds=_kinds(staging, joined.tables),
        changed_fields=_changed_fields(staging, joined.tables),
        dated=dates.dated,
        zone=zone,
        data_date=dates.data_date,
        complete_until=dates.complete_until,
        ledger=joined.entries,
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


def _kinds(staging: Staging, tables: tuple[str, ...]) -> dict[str, int]:
    if "activities" not in tables:
        return {}
    _check_few(staging, "activities", "kind", "Map the kind of activity, and keep what it was about under `detail`.")
    rows = staging.execute("SELECT lower(trim(kind, ' ')), count(*) FROM activities GROUP BY 1 ORDER BY 1")
    return dict(rows.fetchall())


def _changed_fields(staging: Staging, tables: tuple[str, ...]) -> tuple[str, ...]:
    if "changes" not in tables:
        return ()
    _check_few(staging, "changes", "field", "Map the column that names the changed attribute.")
    return tuple(field for (field,) in staging.execute("SELECT DISTINCT field FROM changes ORDER BY 1").fetchall())


def _check_few(staging: Staging, table: str, column: str, remedy: str) -> None:
    """Words of the manifest are few; a column of free text in their place is a wrong mapping."""
    words = staging.one(f"SELECT count(DISTINCT {column}) FROM {table}")
    if words > MOST_WORDS:
        raise ImportRefused(f"{table}: '{column}' has {words:,} different words, more than {MOST_WORDS:,}. {remedy}")
    longest = staging.one(f"SELECT max(length({column})) FROM {table}") or 0
    if longest > LONGEST_WORD:
        raise ImportRefused(
            f"{table}: '{column}' has a word of {longest:,} characters; at most {LONGEST_WORD}. {remedy}"
        )


def _most_common(reasons: dict[str, int]) -> str:
    listed = "; ".join(f"{count:,} x {reason}" for reason, count in list(reasons.items())[:5])
    return f"{listed or 'the file has no rows'}. Mend the mapping or the file. Nothing was imported."
