"""Checks of stages that nobody set: by a rule of the CRM, minutes after the hand-off; and leads created in bulk."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.learning.health.check import Check, Subject, examples, numbers
from leadscore.outcomes.quality import AUTOMATION_MINUTES, MOST_AUTOMATED
from leadscore.outcomes.query import date_only
from leadscore.store.treatments.orders import FIRST_ENTRIES, first_entries
from leadscore.vocabulary import HAND_OFF

BULK = 25
"""So many leads created within one minute were loaded, not won."""

_BOTH = f"""SELECT lead_id, handed.first AS handed_over, sql.first AS sql FROM {FIRST_ENTRIES} AS handed
JOIN {FIRST_ENTRIES} AS sql USING (lead_id) WHERE handed.stage = '{HAND_OFF}' AND sql.stage = 'sql'
AND NOT ({date_only("handed.first")} AND {date_only("sql.first")})"""
_CLOSE = f"ABS(EPOCH_US(sql) - EPOCH_US(handed_over)) <= {AUTOMATION_MINUTES * 60_000_000}"


def by_automation(subject: Subject) -> Iterator[Check]:
    """SQL within minutes of the hand-off, in more cases than people can do."""
    held = subject.held
    first_entries(held)
    n, of = numbers(held, f"SELECT COUNT(*) FILTER ({_CLOSE}), COUNT(*) FROM ({_BOTH})")
    few = n <= MOST_AUTOMATED * of
    yield Check(
        "sql_by_automation",
        f"Confirmed within {AUTOMATION_MINUTES} minutes of the hand-off",
        "SQLs",
        n if of else None,
        of,
        f"Above {100 * MOST_AUTOMATED:.0f} % a rule of the CRM set the stage, and nobody in sales: there is no lead "
        "quality score, and conversion to SQL says nothing.",
        words="So few may be people who confirm at once." if n and few else "",
        examples=examples(held, f"SELECT * FROM ({_BOTH}) WHERE {_CLOSE} ORDER BY lead_id"),
        instead="What sales thought cannot be told from such a stamp. Map a stage that a person sets, or a field like "
        "'accepted by', as SQL.",
        normal=few,
        reason=None if of else "no lead has both stages with a time of day",
    )


def in_bulk(subject: Subject) -> Iterator[Check]:
    """Leads created many at once: lists, and migrations between systems."""
    held = subject.held
    minutes = f"""SELECT DATE_TRUNC('minute', created_at) AS minute, COUNT(*) AS leads FROM leads
WHERE created_at IS NOT NULL AND NOT {date_only("created_at")} GROUP BY 1 HAVING COUNT(*) >= {BULK}"""
    n, times = numbers(held, f"SELECT SUM(leads), COUNT(*) FROM ({minutes})")
    (of,) = numbers(held, f"SELECT COUNT(created_at) FROM leads WHERE NOT {date_only('created_at')}")
    yield Check(
        "created_in_bulk",
        f"Created {BULK} and more within one minute",
        "leads",
        n if of else None,
        of,
        "Their creation date is that of a list or a migration: volume by month, arrival figures and speed.",
        words=f"{times:,} times." if times else "",
        examples=examples(held, f"{minutes} ORDER BY leads DESC, minute"),
        instead="Which of them came when is not in the data. Map the column of the original date, if there is one, or "
        "leave lists out of the population by their source.",
        reason=None if of else "no lead has a creation date with a time of day",
    )
