"""Rows that name a lead by something else than its id: an e-mail address, a domain, an account, a company.

`matches` finds the one lead that has the value; `matches_each` gives the row to every lead that has it, as a signal or
a fact about a company concerns everybody there.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadscore.errors import ImportRefused
from leadscore.importing.mappings.mapping import Field, Source
from leadscore.importing.proposing.synonyms import key
from leadscore.importing.taking.domains import FREE_MAIL, domain_sql
from leadscore.importing.taking.staging import SEQ, Staging
from leadscore.store.database import quoted, text_literal
from leadscore.store.manifest import Attribute

EMAIL_DOMAIN = "email_domain"
"""What may be matched besides attributes: the part of the leads' e-mail address that names their company."""

HOLDING_DOMAINS = ("companydomain", "companydomainname", "domain", "domainname", "website", "websiteurl",
                   "companywebsite", "associatedcompanydomain", "url")  # fmt: skip
"""Attributes whose values are compared as domains: with or without https:// and www."""

MOST_ROWS = 50_000_000
"""Rows that a table may grow to by giving rows to every lead of an account."""

_FREE = "a free mail domain belongs to no company"


def attribute_behind(name: str) -> str:
    """The attribute whose values are compared: the e-mail address for its domain."""
    return "email" if name == EMAIL_DOMAIN else name


def fills(source: Source) -> bool:
    """Whether a source of leads lists no leads of its own but fills attributes of leads that others list."""
    field = source.field("lead_id")
    return source.table == "leads" and field is not None and bool(field.matches)


def look_up(staging: Staging, rows: str, table: str, source: int, field: Field, leads: Sequence[Attribute]) -> None:
    """Put ids in place of what the rows of one source name their leads by; refuse the rows that no lead matches."""
    _list_keys(staging, rows, source, field, leads)
    _refuse(staging, rows, table, source, field)
    mine = _mine(rows, source)
    names = [name for name in columns_of(staging, rows) if name != "lead_id"]
    listed = ", ".join(map(quoted, names))
    _check_size(staging, rows)
    staging.execute(
        f"CREATE TABLE found_rows AS SELECT {SEQ}, found.id AS lead_id, {listed} "
        f"FROM (SELECT DISTINCT {SEQ}, id FROM row_keys JOIN lead_keys USING (k) ANTI JOIN unmatched USING ({SEQ})) "
        f"AS found JOIN {rows} USING ({SEQ})"
    )
    staging.execute(f"DELETE FROM {rows} WHERE {mine}")
    staging.execute(f"INSERT INTO {rows} ({SEQ}, lead_id, {listed}) SELECT {SEQ}, lead_id, {listed} FROM found_rows")
    for made in ("found_rows", "row_keys", "lead_keys", "unmatched"):
        staging.execute(f"DROP TABLE {made}")


def _list_keys(staging: Staging, rows: str, source: int, field: Field, leads: Sequence[Attribute]) -> None:
    """Tables of what leads and rows are compared by: lead_keys(k, id), row_keys(seq, k)."""
    of_leads = " UNION ".join(select for name in field.matches for select in _keys_of_leads(name, field.each, leads))
    staging.execute(f"CREATE TABLE lead_keys AS SELECT k, id FROM ({of_leads}) WHERE k <> ''")
    forms = dict.fromkeys(_key_of_row(name, field.each) for name in field.matches)
    mine = _mine(rows, source)
    of_rows = " UNION ".join(f"SELECT {SEQ}, {form} AS k FROM {rows} WHERE {mine}" for form in forms)
    staging.execute(f"CREATE TABLE row_keys AS SELECT {SEQ}, k FROM ({of_rows}) WHERE k <> ''")
    free = ", ".join(map(text_literal, sorted(FREE_MAIL)))
    if any(_by_domain(name, field.each) for name in field.matches):
        staging.execute(f"UPDATE row_keys SET k = '' WHERE k IN ({free})")


def _refuse(staging: Staging, rows: str, table: str, source: int, field: Field) -> None:
    """Refuse rows without a lead, and rows of several leads where one is meant; both are listed in `unmatched`."""
    said = "this " + " or ".join(f"'{name}'" for name in field.matches)
    several = 0 if field.each else 1
    staging.execute(
        f"CREATE TABLE unmatched AS SELECT {SEQ}, CASE WHEN n > 1 THEN ? WHEN free THEN ? ELSE ? END AS reason FROM ("
        f"SELECT {rows}.{SEQ}, count(DISTINCT id) AS n, coalesce(bool_or(k = ''), false) AS free FROM {rows} "
        f"LEFT JOIN row_keys USING ({SEQ}) LEFT JOIN lead_keys USING (k) WHERE {_mine(rows, source)} GROUP BY 1) "
        f"WHERE n = 0 OR (n > 1 AND {several} = 1)",
        (f"several leads have {said}", _FREE, f"no lead has {said}"),
    )
    staging.execute(
        f"INSERT INTO refused SELECT {SEQ}, '{table}', unmatched.reason, "
        f"{cells(rows, columns_of(staging, rows))} FROM {rows} JOIN unmatched USING ({SEQ})"
    )


def _check_size(staging: Staging, rows: str) -> None:
    found = staging.one("SELECT count(*) FROM row_keys JOIN lead_keys USING (k)")
    if found > MOST_ROWS:
        raise ImportRefused(
            f"Giving every row to each lead of its account makes {found:,} rows, more than {MOST_ROWS:,}. Leave rows "
            "out with `where:`, or match by something that fewer leads share. Nothing was imported."
        )


def _keys_of_leads(name: str, each: bool, leads: Sequence[Attribute]) -> list[str]:
    """SELECTs of (k, id): an attribute of addresses may hold several, parted by semicolons."""
    column = _as_written(attribute_behind(name), leads)
    from_leads = f"FROM leads WHERE {quoted(attribute_behind(name))} IS NOT NULL"
    address = f"trim(unnest(string_split(replace({_folded(column)}, ',', ';'), ';')))"
    if name == EMAIL_DOMAIN:
        return [f"SELECT {domain_sql('a')} AS k, id FROM (SELECT {address} AS a, lead_id AS id {from_leads})"]
    if key(name) in HOLDING_DOMAINS:
        return [f"SELECT {domain_sql(_folded(column))} AS k, lead_id AS id {from_leads}"]
    if not _holds_addresses(name):
        return [f"SELECT {_folded(column)} AS k, lead_id AS id {from_leads}"]
    addresses = f"SELECT {address} AS a, lead_id AS id {from_leads}"
    domains = [f"SELECT {domain_sql('a')} AS k, id FROM ({addresses})"] if each else []
    return [f"SELECT a AS k, id FROM ({addresses})", *domains]


def _key_of_row(name: str, each: bool) -> str:
    """SQL: what a row is compared by; an address where it is one, though the attribute would do for domains too."""
    cell = _folded("lead_id")
    if name == EMAIL_DOMAIN or key(name) in HOLDING_DOMAINS:
        return domain_sql(cell)
    if each and _holds_addresses(name):
        return f"CASE WHEN contains({cell}, '@') THEN {cell} ELSE {domain_sql(cell)} END"
    return cell


def _by_domain(name: str, each: bool) -> bool:
    return name == EMAIL_DOMAIN or key(name) in HOLDING_DOMAINS or (each and _holds_addresses(name))


def _holds_addresses(name: str) -> bool:
    return "email" in key(name)


def _folded(text: str) -> str:
    return f"lower(trim({text}, {text_literal(' ' + chr(9) + chr(10) + chr(13) + chr(160))}))"


def _as_written(attribute: str, attributes: Sequence[Attribute]) -> str:
    """The attribute as text: whole numbers without a decimal point, as files write them."""
    column = quoted(attribute)
    if any(each.name == attribute and each.type == "text" for each in attributes):
        return column
    whole = f"CAST(CAST({column} AS HUGEINT) AS VARCHAR)"
    return (
        f"CASE WHEN {column} = floor({column}) AND abs({column}) < 1e15 THEN {whole} ELSE CAST({column} AS VARCHAR) END"
    )


def _mine(rows: str, source: int) -> str:
    return f"{rows}.{SEQ} >= {source << 40} AND {rows}.{SEQ} < {(source + 1) << 40}"


def columns_of(staging: Staging, rows: str) -> list[str]:
    """The columns of a table of rows, without where they come from."""
    described = staging.execute(f"SELECT column_name FROM (DESCRIBE {rows})").fetchall()
    return [name for (name,) in described if quoted(name) != SEQ]


def cells(alias: str, names: Sequence[str]) -> str:
    """SQL: the columns of a row as one JSON text."""
    pairs = ", ".join(f"{quoted(name)} := {alias}.{quoted(name)}" for name in names)
    return f"CAST(to_json(struct_pack({pairs})) AS VARCHAR)"
