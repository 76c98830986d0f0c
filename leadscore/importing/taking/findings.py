"""What a person should know of an import beside its counts: defaults that acted, defects of the data.

A warning names columns, stages and numbers of rows, never a value that belongs to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadscore.errors import did_you_mean
from leadscore.importing.mappings.mapping import Mapping
from leadscore.importing.proposing.source_kinds import ATTRIBUTE as KIND_OF_SOURCE
from leadscore.importing.proposing.totals import named_total
from leadscore.importing.taking.extraction import Extraction
from leadscore.importing.taking.staging import Staging
from leadscore.store.manifest import Attribute
from leadscore.vocabulary import SOURCE_KINDS, STAGES

MOST_SHOWN, FEWEST_SHOWN = 12, 5
"""Words of a source that a warning repeats, and how many leads must share one."""

_POINTS = "has points with three digits behind each, which were read as decimal marks: 5.000 is five."
_UNKNOWN_LEADS = {
    "activities": "activities belong to leads that are not in the data; they are kept and never counted",
    "stages": "stage entries belong to leads that are not in the data; they are kept and never counted",
    "deal_leads": "links of deals name leads that are not in the data",
    "changes": "changes belong to leads that are not in the data; they are kept and never counted",
}


def warnings(
    staging: Staging, mapping: Mapping, attributes: tuple[Attribute, ...], extractions: list[Extraction]
) -> Iterator[str]:
    """Every warning about the tables, in the order of the tables."""
    tables = mapping.tables
    yield from _zones(mapping, extractions)
    yield from _commas(extractions)
    yield from _points(extractions)
    yield from _today(staging, attributes)
    yield from _totals(attributes)
    yield from _source_kinds(staging, attributes)
    yield from _first_and_last(mapping)
    for table in (table for table in _UNKNOWN_LEADS if table in tables):
        yield from _counted(
            staging,
            f"SELECT count(*) FROM {table} ANTI JOIN leads USING (lead_id)",
            f"{table}: {{n}} {_UNKNOWN_LEADS[table]}",
        )
    if "activities" in tables:
        yield from _activities(staging)
    if "stages" in tables:
        yield from _stages(staging)
    if "deals" in tables:
        yield from _deals(staging, "deal_leads" in tables)
    if "changes" in tables:
        yield from _changes(staging, attributes)


def _zones(mapping: Mapping, extractions: list[Extraction]) -> Iterator[str]:
    """Instants that were read without any zone: only texts with an offset and days can have passed."""
    if mapping.zone is not None:
        return
    bare = sorted({f"{e.source.table}.{name}" for e in extractions for name in e.instants_without_zone})
    if bare:
        yield (
            f"the mapping states no zone: days in {', '.join(bare)} end at midnight UTC, and times without an offset "
            "are rejected. Add `zone: Europe/Berlin` or the like at the top of the mapping."
        )


def _commas(extractions: list[Extraction]) -> Iterator[str]:
    """1,234 may be meant as one and a quarter; each column is named once, with no value of it."""
    named = {f"{each.source.table}: {label}": None for each in extractions for label in each.numbers_with_commas}
    for label in named:
        yield (
            f"{label} has commas, which were read as grouping thousands. State `decimal: '.'` if that is right, "
            "`decimal: ','` if the comma is the decimal mark."
        )


def _points(extractions: list[Extraction]) -> Iterator[str]:
    """5.000 may be meant as five thousand; each column is named once, with no value of it."""
    named = {f"{each.source.table}: {name}": None for each in extractions for name in each.numbers_with_points_in_doubt}
    for label in named:
        yield f"{label} {_POINTS} State `decimal: '.'` if that is right, `decimal: ','` if they group thousands."


def guessed_points(names: Iterable[str]) -> Iterator[str]:
    """The same of attributes whose type was guessed: stating the mark is stating the type."""
    for name in names:
        yield (
            f"leads: '{name}' {_POINTS} Add `{name}: {{column: ..., decimal: '.'}}` to the mapping if that is right, "
            "with `decimal: ','` if they group thousands."
        )


def _today(staging: Staging, attributes: tuple[Attribute, ...]) -> Iterator[str]:
    there = staging.one("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'changes'")
    dated = staging.execute("SELECT DISTINCT field FROM changes").fetchall() if there else []
    timed = {field for (field,) in dated} | {each.name for each in attributes if each.captured_at_form}
    today = [each.name for each in attributes if each.name not in timed and not each.total_today]
    if today:
        yield (
            f"leads: {len(today)} of {len(attributes)} attributes hold today's value and stay out of outcome figures; "
            "list those that were filled in by the form under `captured_at_form:`"
        )


def _totals(attributes: tuple[Attribute, ...]) -> Iterator[str]:
    """What is said to be a total of today, and what only reads like one."""
    said = [each.name for each in attributes if each.total_today]
    if said:
        yield (
            f"leads: {_listed(said)} hold totals of today: how much was done by the day of the export, not when. They "
            "stay out of outcome figures; bring the dated activities to judge them"
        )
    like = [each.name for each in attributes if each.type == "number" and named_total(each.name)]
    unsaid = [name for name in like if name not in said]
    if unsaid:
        yield (
            f"leads: {_listed(unsaid)} read like totals that a CRM keeps counting. Add them to `totals_today:`, or "
            "leave them where they are if they were filled in once and for all"
        )


def _first_and_last(mapping: Mapping) -> Iterator[str]:
    """Activities from a date beside each lead: the CRM keeps the first and the last of them only."""
    found: dict[str, list[str]] = {}
    for source in mapping.sources:
        kind, when = source.field("kind"), source.field("occurred_at")
        beside = source.table == "activities" and mapping.lists_leads(source)
        if beside and kind and kind.constant and when and when.column:
            found.setdefault(kind.constant, []).append(when.column)
    for word, columns in found.items():
        yield (
            f"activities: of '{word}' only what {_listed(columns)} keep is known, a date a column: what happened in "
            "between is not in the export, so counts of it are too low and a time window may miss it"
        )


def _source_kinds(staging: Staging, attributes: tuple[Attribute, ...]) -> Iterator[str]:
    """Words of a source that the mapping gives no kind, the commonest first; a word of few leads is not repeated."""
    names = {each.name: each.type for each in attributes}
    if KIND_OF_SOURCE not in names or names.get("source") != "text":
        return
    rows = staging.execute(
        f"SELECT min(trim(source)), count(*) FROM leads WHERE {KIND_OF_SOURCE} IS NULL AND source IS NOT NULL "
        "GROUP BY lower(trim(source)) ORDER BY 2 DESC, 1"
    ).fetchall()
    if rows:
        shown = ", ".join(f"'{word}' ({count:,})" for word, count in rows[:MOST_SHOWN] if count >= FEWEST_SHOWN)
        yield (
            f"leads: {sum(count for _, count in rows):,} have a source that none of the four kinds of source is stated "
            f"for{': ' + shown if shown else ''}. Put the words into the `values:` of {KIND_OF_SOURCE} where they are "
            f"one of {', '.join(SOURCE_KINDS)}; else their kind stays unknown"
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _activities(staging: Staging) -> Iterator[str]:
    yield from _counted(
        staging,
        "SELECT count(*) FROM activities JOIN leads USING (lead_id) WHERE occurred_at < created_at",
        "activities: {n} lie before their lead was created; they count",
    )


def _stages(staging: Staging) -> Iterator[str]:
    known = ", ".join(f"'{stage}'" for stage in STAGES)
    unknown = staging.execute(
        f"SELECT trim(stage), count(*) FROM stages WHERE stage NOT IN ({known}) GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    for word, count in unknown[:20]:
        near = did_you_mean(word, STAGES)
        yield f"stages: {count:,} rows have the unknown stage '{word}'. Put it into `values:`. {near}"
    yield from _counted(
        staging, "SELECT count(*) FROM stages WHERE entered_at IS NULL", "stages: {n} entries have no date"
    )
    yield from _counted(
        staging,
        "SELECT count(*) FROM (SELECT lead_id, min(entered_at) AS handed FROM stages WHERE stage = 'mql' GROUP BY 1) "
        "JOIN leads USING (lead_id) WHERE handed < created_at",
        "stages: {n} leads were handed over before they were created; they are scored at the hand-off",
    )


def _deals(staging: Staging, linked: bool) -> Iterator[str]:
    yield from _counted(
        staging,
        "SELECT count(*) - count(DISTINCT deal_id) FROM deals",
        "deals: {n} rows repeat a deal_id with other values; figures take one row a deal (won before lost before open, "
        "then the earliest close), without an amount where the rows of that outcome disagree on amount or currency",
    )
    yield from _counted(
        staging, "SELECT count(*) FROM deals WHERE closed_at < opened_at", "deals: {n} close before they open"
    )
    if not linked:
        yield "deals: no deal_leads table links them to leads"
        return
    yield from _counted(
        staging,
        "SELECT count(DISTINCT deal_id) FROM deals JOIN deal_leads USING (deal_id) JOIN leads USING (lead_id) "
        "WHERE opened_at < created_at",
        "deals: {n} are older than their lead",
    )
    yield from _counted(
        staging, "SELECT count(*) FROM deal_leads ANTI JOIN deals USING (deal_id)", "deal_leads: {n} name unknown deals"
    )


def _changes(staging: Staging, attributes: tuple[Attribute, ...]) -> Iterator[str]:
    names = [each.name for each in attributes]
    fields = staging.execute("SELECT DISTINCT field FROM changes ORDER BY 1").fetchall()
    for (field,) in fields:
        if field not in names:
            yield f"changes: the leads have no attribute '{field}'. Put it into `values:`. {did_you_mean(field, names)}"


def _counted(staging: Staging, sql: str, sentence: str) -> Iterator[str]:
    count = staging.one(sql)
    if count:
        yield sentence.format(n=f"{count:,}")
