"""An import that is added to data in use: new leads come, known ones take the newest values, the rest stays.

Every table is put together in the staging database, from its new rows and those of the snapshot before:
rows of the table = accepted + kept, where kept are rows of before that nothing new stands for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leadscore.importing.taking.staging import Staging
from leadscore.store.database import quoted, text_literal
from leadscore.store.manifest import COLUMNS, Attribute, Manifest
from leadscore.store.snapshots import MANIFEST

SAME_ROW: dict[str, tuple[str, ...]] = {
    "activities": tuple(COLUMNS["activities"]),
    "stages": ("lead_id", "stage", "entered_at"),
    "deals": ("deal_id",),
    "deal_leads": tuple(COLUMNS["deal_leads"]),
    "changes": ("lead_id", "field", "changed_at"),
}
"""What makes a new row stand for one of before: an entry to a stage or a deal takes its newest amount and reason."""


@dataclass(frozen=True, slots=True)
class Before:
    """The snapshot that an import is added to."""

    folder: Path
    manifest: Manifest

    @classmethod
    def at(cls, folder: Path) -> Before:
        """Read what the snapshot says of itself."""
        return cls(folder, Manifest.from_json((folder / MANIFEST).read_text(encoding="utf-8")))

    def rows_of(self, table: str) -> str:
        """A table of the snapshot as SQL can read it."""
        return f"read_parquet({text_literal(str(self.folder / f'{table}.parquet'))})"


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of a table that stay from before, and how many of the new rows were not there before."""

    kept: int
    new: int

    def to_json(self) -> dict[str, int]:
        """As the ledger says it."""
        return {"kept": self.kept, "new": self.new}


def texts_before(staging: Staging, before: Before) -> dict[str, str]:
    """The attributes that held a text before: what looks like numbers in the new files alone is a text, too."""
    texts = [each.name for each in before.manifest.attributes if each.type == "text"]
    if not texts:
        return {}
    counts = ", ".join(f"count({quoted(name)})" for name in texts)
    filled = staging.execute(f"SELECT {counts} FROM {before.rows_of('leads')}").fetchone() or ()
    return {name: "text" for name, count in zip(texts, filled, strict=True) if count}


def merge(staging: Staging, known: Sequence[Attribute], arriving: Sequence[Attribute]) -> tuple[Attribute, ...]:
    """Make `leads` of `known_leads` and `arriving_leads`, and let go of both; returns all attributes, in order.

    A known lead takes every value of the newer export, a blank one too, and keeps what that has no column for.
    """
    by_name = {each.name: each for each in known}
    newer = {each.name: each for each in arriving}
    names = list(dict.fromkeys([*by_name, *newer]))
    attributes = tuple(_common(staging, by_name.get(name), newer.get(name)) for name in names)
    columns = ["coalesce(n.lead_id, k.lead_id) AS lead_id", "coalesce(n.created_at, k.created_at) AS created_at"]
    columns += [_newest(each, by_name, newer) for each in attributes]
    staging.execute(
        f"CREATE TABLE leads AS SELECT {', '.join(columns)} FROM known_leads AS k "
        "FULL JOIN arriving_leads AS n ON k.lead_id = n.lead_id"
    )
    staging.execute("DROP TABLE known_leads")
    staging.execute("DROP TABLE arriving_leads")
    return attributes


def join_table(staging: Staging, before: Before, table: str) -> Kept:
    """Add the rows of before to a table of the staging database; the table need not be there."""
    listed = ", ".join(COLUMNS[table])
    if table not in before.manifest.tables:
        return Kept(0, staging.count(table))
    staging.execute(f"CREATE TABLE known_rows AS SELECT {listed} FROM {before.rows_of(table)}")
    if not _is_there(staging, table):
        staging.execute(f"ALTER TABLE known_rows RENAME TO {table}")
        return Kept(staging.count(table), 0)
    same = " AND ".join(f"k.{name} IS NOT DISTINCT FROM n.{name}" for name in SAME_ROW[table])
    new = staging.count(f"(SELECT n.* FROM {table} AS n ANTI JOIN known_rows AS k ON {same})")
    staging.execute(f"CREATE TABLE kept_rows AS SELECT k.* FROM known_rows AS k ANTI JOIN {table} AS n ON {same}")
    staging.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM kept_rows")
    kept = staging.count("kept_rows")
    staging.execute("DROP TABLE kept_rows")
    staging.execute("DROP TABLE known_rows")
    return Kept(kept, new)


def _common(staging: Staging, known: Attribute | None, newer: Attribute | None) -> Attribute:
    """One attribute of both: a number where both are, unless one has no value at all; said by the newer."""
    if known is None or newer is None:
        return newer or known  # type: ignore[return-value]
    flags = replace(
        newer, captured_at_form=newer.captured_at_form or (known.captured_at_form and not newer.total_today)
    )
    if known.type == newer.type:
        return flags
    column = quoted(known.name)
    if not staging.one(f"SELECT count({column}) FROM arriving_leads"):
        return replace(flags, type=known.type)
    if not staging.one(f"SELECT count({column}) FROM known_leads"):
        return flags
    return replace(flags, type="text")


def _newest(attribute: Attribute, known: Mapping[str, Attribute], newer: Mapping[str, Attribute]) -> str:
    name = quoted(attribute.name)
    before, now = (_as(alias, attribute, held) for alias, held in (("k", known), ("n", newer)))
    if before is None or now is None:
        return f"{before or now} AS {name}"
    return f"CASE WHEN n.lead_id IS NULL THEN {before} ELSE {now} END AS {name}"


def _as(alias: str, wanted: Attribute, held: Mapping[str, Attribute]) -> str | None:
    """A column of one side in the type that the attribute has in the end."""
    have = held.get(wanted.name)
    if have is None:
        return None
    column = f"{alias}.{quoted(have.name)}"
    if have.type == wanted.type:
        return column
    return written(column) if wanted.type == "text" else f"CAST({column} AS DOUBLE)"


def written(number: str) -> str:
    """SQL: a number as a text, whole ones without a decimal point, as files write them."""
    whole = f"CAST(CAST({number} AS HUGEINT) AS VARCHAR)"
    return (
        f"CASE WHEN {number} = floor({number}) AND abs({number}) < 1e15 THEN {whole} ELSE CAST({number} AS VARCHAR) END"
    )


def _is_there(staging: Staging, table: str) -> bool:
    return bool(staging.one(f"SELECT count(*) FROM duckdb_tables() WHERE table_name = {text_literal(table)}"))
