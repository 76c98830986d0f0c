"""Checks of coverage: attributes, kinds of activity and tables that are there for a part of the time only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadscore.learning.health.check import MOST_EXAMPLES, Check, Examples, Subject, examples, numbers
from leadscore.store.database import quoted
from leadscore.store.treatments.held import Held

FEWEST = 30
"""Leads that a month must have before anything is said of it."""
NEARLY_NONE, MOSTLY = 0.02, 0.30
"""An attribute came or went that is known of so few of one month's leads at most, and of so many of another's."""
USUAL_ROWS = 10
"""A table with fewer rows in its middle week may well have a week without."""
EDGE = 0.2
"""A kind of activity that begins later than this part of the history, or ends so long before, was not always kept."""


_USUAL = "QUANTILE_DISC({column}, 0.01) AS first, QUANTILE_DISC({column}, 0.99) AS last"
"""The time in which nearly all rows lie: a few old ones do not make the history longer."""


@dataclass(frozen=True, slots=True)
class KnownByMonth:
    """Of the leads created in each month (oldest first, months with few left out): how many, and the share of them of
    whom each attribute is known."""

    months: tuple[str, ...]
    leads: tuple[int, ...]
    shares: dict[str, tuple[float, ...]]


def known_by_month(held: Held) -> KnownByMonth:
    """The shares of every attribute; no months where leads have no creation date."""
    names = [each.name for each in held.manifest.attributes]
    counts = "".join(f", COUNT({quoted(name)}) / COUNT(*)" for name in names)
    sql = f"""SELECT STRFTIME(created_at, '%Y-%m'), COUNT(*){counts} FROM leads WHERE created_at IS NOT NULL
GROUP BY 1 HAVING COUNT(*) >= {FEWEST} ORDER BY 1"""
    rows = held.cursor.execute(sql).fetchall()
    shares = {name: tuple(float(row[place]) for row in rows) for place, name in enumerate(names, 2)}
    return KnownByMonth(tuple(row[0] for row in rows), tuple(row[1] for row in rows), shares)


def attributes(subject: Subject) -> Iterator[Check]:
    """Attributes that are hardly known in some months and well known in others."""
    known = known_by_month(subject.held)
    rows = tuple(_row(known, name) for name, shares in known.shares.items() if _came_or_went(shares))
    enough = len(known.months) > 1
    yield Check(
        "attributes_over_time",
        "Attributes that came or went over the months",
        "attributes",
        len(rows) if enough else None,
        len(known.shares),
        "A rule on one tells old leads from new ones, not good from bad; the lift it shows is that of a month.",
        words=f"Known of {100 * NEARLY_NONE:.0f} % of the leads and fewer in one month, of {100 * MOSTLY:.0f} % and "
        f"more in another; months with {FEWEST} leads and more.",
        examples=Examples(("attribute", "least", "in", "most", "in the month"), rows[:MOST_EXAMPLES]),
        instead="What was not asked then cannot be known now. Look at the rule in the months since it was.",
        reason=None if enough else f"needs two months with {FEWEST} leads and a creation date",
    )


def _came_or_went(shares: tuple[float, ...]) -> bool:
    return bool(shares) and min(shares) <= NEARLY_NONE and max(shares) >= MOSTLY


def _row(known: KnownByMonth, name: str) -> tuple[str, ...]:
    shares = known.shares[name]
    least, most = shares.index(min(shares)), shares.index(max(shares))
    share = [f"{100 * shares[place]:.0f} %" for place in (least, most)]
    return name, share[0], known.months[least], share[1], known.months[most]


def gaps(subject: Subject) -> Iterator[Check]:
    """Weeks in which a table that is never silent has no row."""
    held = subject.held
    tables = [(table, column) for table, column in _WEEKLY if held.has(table)]
    parts = " UNION ALL ".join(_weeks_without(table, column) for table, column in tables)
    spans = [
        numbers(held, f"SELECT DATE_DIFF('week', MIN({column}), MAX({column})) FROM {table}")
        for table, column in tables
    ]
    of = sum(weeks for (weeks,) in spans)
    n = held.count(f"({parts})") if of else 0
    yield Check(
        "weeks_without_rows",
        "Weeks without a single row",
        "weeks",
        n if of else None,
        of,
        "Evidence of that time is missing: leads look silent who were not; the volume of those weeks is wrong.",
        words="Of tables that have rows in every usual week.",
        examples=examples(held, f"{parts} ORDER BY 1, 2") if of else Examples(),
        instead="Export the time that is missing, and import both together.",
        reason=None if of else "nothing is dated over more than a week",
    )


_WEEKLY = (("leads", "created_at"), ("activities", "occurred_at"), ("stages", "entered_at"), ("changes", "changed_at"))


def _weeks_without(table: str, column: str) -> str:
    """Weeks between the first and the last row that have none, where the middle week has enough."""
    return f"""SELECT '{table}' AS "table", week FROM (
    WITH span AS (SELECT {_USUAL.format(column=column)} FROM {table}),
    weekly AS (SELECT DATE_TRUNC('week', {column}) AS week, COUNT(*) AS rows FROM {table}, span
        WHERE {column} BETWEEN first AND last GROUP BY 1),
    every AS (SELECT UNNEST(GENERATE_SERIES(MIN(week), MAX(week), INTERVAL 7 DAY)) AS week FROM weekly
        HAVING MEDIAN(rows) >= {USUAL_ROWS})
    SELECT CAST(week AS DATE) AS week FROM every ANTI JOIN weekly USING (week))"""


def kinds(subject: Subject) -> Iterator[Check]:
    """Kinds of activity that begin late or end early within the history."""
    held = subject.held
    late = f"""WITH span AS (SELECT {_USUAL.format(column="occurred_at")} FROM activities),
of_kind AS (SELECT LOWER(TRIM(kind, ' ')) AS kind, COUNT(*) AS rows, MIN(occurred_at) AS first, MAX(occurred_at) AS last
    FROM activities GROUP BY 1 HAVING COUNT(*) >= {FEWEST})
SELECT kind, rows, of_kind.first, of_kind.last FROM of_kind, span
WHERE EPOCH(of_kind.first - span.first) > {EDGE} * EPOCH(span.last - span.first)
    OR EPOCH(span.last - of_kind.last) > {EDGE} * EPOCH(span.last - span.first)"""
    (of,) = numbers(
        held,
        f"SELECT COUNT(*) FROM (SELECT LOWER(TRIM(kind, ' ')) FROM activities GROUP BY 1 HAVING COUNT(*) >= {FEWEST})",
    )
    yield Check(
        "kinds_over_time",
        "Kinds of activity that began late or ended early",
        "kinds",
        held.count(f"({late})") if of else None,
        of,
        "Leads of the other time could not do it: a rule on it tells times apart. Its points look stronger or weaker "
        "than they are.",
        words=f"Kinds with {FEWEST} rows and more that are missing for more than {100 * EDGE:.0f} % of the history at "
        "either end.",
        examples=examples(held, f"{late} ORDER BY rows DESC, kind"),
        instead="What was not recorded cannot be known. Judge the rule by leads of the time since.",
        reason=None if of else f"no kind of activity has {FEWEST} rows",
    )


def sources(subject: Subject) -> Iterator[Check]:
    """Leads of which nobody knows where they come from."""
    held = subject.held
    known = held.manifest.attribute("source") is not None
    n, of = numbers(held, f"SELECT COUNT(*) FILTER ({held.attribute('source')} IS NULL), COUNT(*) FROM leads")
    yield Check(
        "no_source",
        "Leads without a source",
        "leads",
        n if known else None,
        of,
        "Conversion by source, and every question of what marketing pays for.",
        examples=examples(
            held, f"SELECT lead_id, created_at FROM leads WHERE {held.attribute('source')} IS NULL ORDER BY lead_id"
        ),
        instead="Where a lead came from can only be read from the CRM: map its original source.",
        reason=None if known else "these data have no attribute 'source'",
    )
