"""Staged rows as the canonical tables: types fixed, joins resolved, every row once, sorted."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path

from leadscore.importing.mappings.mapping import ID_ATTRIBUTES, Field, Mapping
from leadscore.importing.reading.decimals import BOTH_WAYS, NOT_FINITE, PLAIN, WITH_COMMA
from leadscore.importing.taking import filling, joins
from leadscore.importing.taking.joins import cells
from leadscore.importing.taking.listed_exports import Export, exports_of, rank
from leadscore.importing.taking.staging import SEQ, Staging
from leadscore.store.database import quoted, text_literal
from leadscore.store.manifest import COLUMNS, Attribute
from leadscore.vocabulary import NUMBER_ATTRIBUTES

ROW_GROUP = 100_000
RANK = '"\x1fexport"'
_DUPLICATE = "duplicate"
_SORTED_BY = {
    "leads": ["lead_id"],
    "stages": ["lead_id", "entered_at"],
    "changes": ["lead_id", "changed_at"],
    "exports": ["lead_id"],
    "filled": ["lead_id"],
}
_WORDS_NOT_FINITE = ", ".join(text_literal(word) for word in NOT_FINITE)


@dataclass(frozen=True, slots=True)
class FixedLeads:
    """The attributes of the leads, those whose guessed numbers have points in doubt, and the exports they came in.

    `filling` are sources whose rows fill attributes of leads that others list, by position.
    """

    attributes: tuple[Attribute, ...]
    points_in_doubt: tuple[str, ...]
    exports: tuple[Export, ...]
    filling: tuple[tuple[int, Field], ...]


def fix_leads(staging: Staging, mapping: Mapping, stated: Map[str, str], unnamed: frozenset[str]) -> FixedLeads:
    """Build a table of leads for each export from the staged rows and return what is known of their attributes.

    Types are fixed first; then a later row of a lead that its export knows is a duplicate where it is equal, else a
    repeated id.  Sources that only fill attributes wait until all leads are there.
    """
    types = _types(staging, stated, unnamed)
    guessed = (name for name, kind in types.items() if kind == "number" and name not in stated)
    in_doubt = tuple(name for name in guessed if _points_in_doubt(staging, name))
    columns = ", ".join(["lead_id", "created_at", *(_typed(name, kind) for name, kind in types.items())])
    staging.execute(f"CREATE TABLE typed_leads AS SELECT {SEQ}, {columns} FROM rows_leads")
    staging.execute("DROP TABLE rows_leads")
    fillings = filling.set_apart(staging, mapping)
    exports = exports_of(mapping, [position for position, _ in fillings])
    place_of = rank(exports)
    staging.execute(
        f"CREATE TABLE firsts AS SELECT lead_id AS id, {place_of} AS export, min({SEQ}) AS first FROM typed_leads "
        "GROUP BY ALL"
    )
    names = ["lead_id", "created_at", *types]
    differs = " OR ".join(f"later.{quoted(name)} IS DISTINCT FROM known.{quoted(name)}" for name in names)
    staging.execute(
        "INSERT INTO refused "
        f"SELECT later.{SEQ}, 'leads', CASE WHEN {differs} THEN 'repeated id' ELSE '{_DUPLICATE}' END, "
        f"{cells('later', names)} "
        f"FROM (SELECT *, {place_of} AS {RANK} FROM typed_leads) AS later JOIN firsts "
        f"ON later.lead_id = firsts.id AND later.{RANK} = firsts.export AND later.{SEQ} <> firsts.first "
        f"JOIN typed_leads AS known ON known.{SEQ} = firsts.first"
    )
    for place, export in enumerate(exports):
        staging.execute(
            f"CREATE TABLE {export.table} AS SELECT {', '.join(map(quoted, names))} FROM typed_leads "
            f"WHERE {SEQ} IN (SELECT first FROM firsts WHERE export = {place})"
        )
    staging.execute("DROP TABLE typed_leads")
    attributes = tuple(Attribute(name, kind) for name, kind in types.items())  # type: ignore[arg-type]
    return FixedLeads(attributes, in_doubt, exports, tuple(fillings))


def fix_table(staging: Staging, table: str, mapping: Mapping, attributes: tuple[Attribute, ...]) -> int:
    """Build another table from its staged rows: leads looked up where `matches` says so, then every row once.

    Returns how many rows of files stand in it: fewer than its rows where a row is given to several leads.
    """
    for position, source in enumerate(mapping.sources):
        field = source.field("lead_id")
        if source.table == table and field is not None and field.matches:
            joins.look_up(staging, f"rows_{table}", table, position, field, attributes)
    names = list(staging.columns(table))
    listed = ", ".join(map(quoted, names))
    staging.execute(
        f"CREATE TABLE distinct_rows AS SELECT min({SEQ}) AS {SEQ}, {listed} FROM rows_{table} GROUP BY {listed}"
    )
    staging.execute(
        f"INSERT INTO refused SELECT again.{SEQ}, '{table}', '{_DUPLICATE}', min({cells('again', names)}) "
        f"FROM rows_{table} AS again ANTI JOIN distinct_rows USING ({SEQ}) GROUP BY 1"
    )
    staging.execute(f"DROP TABLE rows_{table}")
    spread = any(source.table == table and field.each for source in mapping.sources for _, field in source.fields)
    accepted = int(staging.one(f"SELECT count({'DISTINCT ' if spread else ''}{SEQ}) FROM distinct_rows"))
    number = f", {_number_of_change(mapping, attributes)} AS number" if table == "changes" else ""
    staging.execute(f"CREATE TABLE {table} AS SELECT {listed}{number} FROM distinct_rows")
    staging.execute("DROP TABLE distinct_rows")
    return accepted


def write(staging: Staging, table: str, names: list[str], folder: Path) -> Path:
    """Write a table sorted by its ids and instants, then by all else, so that equal content is an equal file."""
    first = _SORTED_BY.get(table, [])
    order = first if table == "leads" else list(dict.fromkeys([*first, *names]))
    listed = ", ".join(map(quoted, names))
    ordered = ", ".join(f"{quoted(name)} NULLS LAST" for name in order)
    file = folder / f"{table}.parquet"
    staging.execute(
        f"COPY (SELECT {listed} FROM {table} ORDER BY {ordered}) TO {text_literal(str(file))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    return file


def columns_of(table: str, attributes: tuple[Attribute, ...]) -> list[str]:
    """The columns of a canonical table, in order."""
    return [*COLUMNS[table], *(each.name for each in attributes if table == "leads")]


def _types(staging: Staging, stated: Map[str, str], unnamed: frozenset[str]) -> dict[str, str]:
    """Each attribute's type; a column that has neither a name nor a value is dropped.

    Words such as NaN leave the columns of numbers: they are missing.
    """
    types: dict[str, str] = {}
    for name in staging.attributes:
        column = quoted(name)
        plain = f"regexp_full_match(trim({column}), {text_literal(PLAIN)})"
        endless = f"lower(trim({column})) IN ({_WORDS_NOT_FINITE})"
        row = staging.execute(
            f"SELECT count({column}), bool_and({plain} OR {endless}), bool_or({plain}), bool_or({endless}) "
            "FROM rows_leads"
        ).fetchone()
        values, all_numbers, any_number, any_endless = row if row else (0, False, False, False)
        if values == 0 and name in unnamed:
            continue
        types[name] = stated.get(name) or _guessed(name, values, bool(all_numbers and any_number))
        if types[name] == "number" and any_endless:
            staging.execute(f"UPDATE rows_leads SET {column} = NULL WHERE {endless}")
    return types


def _guessed(name: str, values: int, numbers: bool) -> str:
    if name in ID_ATTRIBUTES:
        return "text"
    return "number" if numbers or (values == 0 and name in NUMBER_ATTRIBUTES) else "text"


def _points_in_doubt(staging: Staging, name: str) -> bool:
    """Whether each point in a column of numbers could group thousands, as in 5.000; there is one at least."""
    bare = f"trim({quoted(name)})"
    both_ways = f"regexp_full_match({bare}, {text_literal(BOTH_WAYS)})"
    return bool(staging.one(f"SELECT bool_and({both_ways}) FROM rows_leads WHERE contains({bare}, '.')"))


def _typed(name: str, kind: str) -> str:
    """The column in its type: an expression this simple stays small where there are thousands of them."""
    column = quoted(name)
    return column if kind == "text" else f"CAST(trim({column}) AS DOUBLE) AS {column}"


def _number_of_change(mapping: Mapping, attributes: tuple[Attribute, ...]) -> str:
    """The change's value as a number where its field is a number attribute, with the decimal mark of that attribute."""
    numeric = [each.name for each in attributes if each.type == "number"]
    leads = [field for source in mapping.sources if source.table == "leads" for field in source.fields]
    with_comma = [name for name, field in leads if field.decimal == "," and name in numeric]
    bare = "trim(value)"
    with_point = f"replace(replace({bare}, '.', ''), ',', '.')"
    cases = [(with_comma, WITH_COMMA, with_point), (numeric, PLAIN, bare)]
    whens = [
        f"WHEN field IN ({', '.join(map(text_literal, names))}) AND regexp_full_match({bare}, {text_literal(pattern)}) "
        f"THEN CAST({text} AS DOUBLE)"
        for names, pattern, text in cases
        if names
    ]
    return f"CASE {' '.join(whens)} END" if whens else "CAST(NULL AS DOUBLE)"
