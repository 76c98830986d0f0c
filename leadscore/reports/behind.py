"""The rows behind any figure, the same that it counts, and the SQL as it ran."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

import duckdb

from leadscore.outcomes import Cohort, Commitments
from leadscore.outcomes.cases import FALSE_ALARM, MISSED
from leadscore.outcomes.contribution import PARTS
from leadscore.outcomes.cycle import DAYS
from leadscore.outcomes.query import NO_DATA_DATE, run
from leadscore.reports import lists
from leadscore.reports.lists import Rows
from leadscore.reports.month import Month
from leadscore.reports.origin import Origin
from leadscore.reports.past import Asked, Past
from leadscore.store.queries import assemble
from leadscore.vocabulary import BAND_WORDS, OUTCOMES, STAGES, WORKED_WITHIN_DAYS

MOST_ROWS = 5_000

Shown = str | float | int | bool | datetime | None
_List = Callable[[Cohort, Commitments], Rows]


@dataclass(frozen=True, slots=True)
class Spec:
    """How a figure reads its list: who is in it, who of them counts, and what is added up; in SQL over the list."""

    of: _List
    inside: str = "TRUE"
    counts: str | None = None
    adds: str | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows of a figure: the first column is the lead's id, the last, where not all rows count, who counts.

    total: of how many rows these are the first; counted: how many of all count, None where all do; added: the sum of
    amounts, None where none is asked for; reason: why there can be none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    total: int
    counted: int | None
    added: float | None
    sql: str
    reason: str | None = None

    @property
    def leads(self) -> tuple[str, ...]:
        """The lead_id of each row; empty where a deal has no lead."""
        return tuple(str(row[0] or "") for row in self.rows)


_MATURE = "standing IN ('counted', 'unworked')"
_WORKED = "standing = 'counted'"
_ABOVE = "band IN ('ready', 'hand_over')"
_WORKABLE = f"hand_off + INTERVAL {WORKED_WITHIN_DAYS} DAY <= $data_date"
_OLD = "handed_at + to_days($within) <= $data_date"
_CLOSED = "outcome IN ('won', 'lost')"
_OF_LEADS = f"{_CLOSED} AND scored AND in_period"
_CLOSE_MONTH = "STRFTIME((closed_at AT TIME ZONE 'UTC') AT TIME ZONE $zone, '%Y-%m') = $group"
_WHOLE = "LIST_CONTAINS($whole_months, STRFTIME((handed_at AT TIME ZONE 'UTC') AT TIME ZONE $zone, '%Y-%m'))"
_WON_IN_TIME = "CASE WHEN hit THEN COALESCE(won_amount, 0) ELSE 0 END"


def _specs(outcome: str) -> dict[str, Spec]:
    """Every figure by name without its grouping; `outcome` is the one that the model is evaluated by."""
    towards = {name: lists.towards(name) for name in (*OUTCOMES, "quality")}
    quality, target, won, arrival = towards["quality"], towards[outcome], towards["won"], lists.on_arrival(outcome)
    by_part = {part: f"outcome = 'won' AND ({condition})" for part, condition in PARTS.items()}
    by_part["scored"] = "outcome = 'won' AND scored"
    alone = {stage: "NOT same_deal" if stage in ("won", "lost") else "TRUE" for stage in STAGES}
    return {
        "leads": Spec(lists.leads),
        **{f"stage_{stage}": Spec(lists.leads, f"{stage}_reached") for stage in STAGES},
        **{f"stage_{each}_share": Spec(lists.leads, alone[each], f"{each}_reached") for each in STAGES},
        **{f"conversion_{name}": Spec(towards[name], _WORKED, "hit") for name in OUTCOMES},
        **{f"conversion_{name}_unworked": Spec(towards[name], "standing = 'unworked'") for name in OUTCOMES},
        "lqs": Spec(quality, _MATURE, "hit"),
        "lqs_worked_share": Spec(quality, _MATURE, "worked"),
        "lqs_rate_worked": Spec(quality, _WORKED, "hit"),
        "lqs_rate_unworked": Spec(quality, "standing = 'unworked'", "hit"),
        "worked_share": Spec(lists.leads, _WORKABLE, "worked"),
        "acceptance": Spec(lists.decisions, _OLD, "decision = 'accepted'"),
        "acceptance_rejected": Spec(lists.decisions, _OLD, "decision = 'rejected'"),
        "acceptance_expired": Spec(lists.decisions, _OLD, "decision = 'expired'"),
        "rejections_by_reason": Spec(
            lists.rejections, "TRUE", "LOWER(COALESCE(reason, '(no reason)')) = LOWER($group)"
        ),
        "meetings_booked": Spec(lists.met, "TRUE", "booked"),
        "meetings_held": Spec(lists.met, "TRUE", "held"),
        "speed_median": Spec(lists.waits),
        "speed_p90": Spec(lists.waits),
        "speed_kept": Spec(lists.waits, "age >= $touch_within", "way = 1 AND waited <= $touch_within"),
        "speed_untouched": Spec(lists.waits, "way = 0"),
        "speed_ended_before_touch": Spec(lists.waits, "way = 2"),
        "sla_marketing": Spec(lists.top_hand_offs, f"LIST_CONTAINS($bands, band) AND {_WHOLE}"),
        "sla_sales": Spec(lists.taken_up, "verdict <> 'not due'", "verdict = 'kept'"),
        **{
            f"sla_sales_{kind.replace(' ', '_')}": Spec(lists.taken_up, f"verdict = '{kind}'")
            for kind in ("not due", "untouched", "late", "too few attempts")
        },
        "win_rate": Spec(lists.deals, _OF_LEADS, "outcome = 'won'"),
        "win_rate_by_close_month": Spec(lists.deals, f"{_OF_LEADS} AND {_CLOSE_MONTH}", "outcome = 'won'"),
        **{
            f"deals_{ended}_scored": Spec(lists.deals, f"outcome = '{ended}' AND scored AND in_period")
            for ended in ("won", "lost")
        },
        "ranking_pairs": Spec(target, _WORKED, "hit"),
        "deals_won": Spec(lists.deals, "outcome = 'won'"),
        "revenue_won": Spec(lists.deals, "outcome = 'won'", adds="amount"),
        **{f"won_{part}": Spec(lists.deals, condition) for part, condition in by_part.items()},
        **{f"revenue_{part}": Spec(lists.deals, condition, adds="amount") for part, condition in by_part.items()},
        "revenue_per_lead_at_or_above": Spec(won, f"{_MATURE} AND {_ABOVE}", adds=_WON_IN_TIME),
        "revenue_per_lead_below": Spec(won, f"{_MATURE} AND band IS NOT NULL AND NOT {_ABOVE}", adds=_WON_IN_TIME),
        "revenue_per_lead_ratio": Spec(won, f"{_MATURE} AND band IS NOT NULL", adds=_WON_IN_TIME),
        "revenue_per_lead_ratio_without_largest": Spec(won, f"{_MATURE} AND band IS NOT NULL", adds=_WON_IN_TIME),
        "revenue_per_lead_worked_at_or_above": Spec(won, f"{_MATURE} AND {_ABOVE}", "worked"),
        "revenue_per_lead_worked_below": Spec(won, f"{_MATURE} AND band IS NOT NULL AND NOT {_ABOVE}", "worked"),
        "missed_wins": Spec(won, MISSED),
        "false_alarms": Spec(target, FALSE_ALARM),
        "slipping_leads": Spec(lists.leads, f"band = 'ready' AND NOT same_deal AND NOT worked AND {_WORKABLE}"),
        "slipping_revenue": Spec(lists.leads, f"band = 'ready' AND NOT same_deal AND NOT worked AND {_WORKABLE}"),
        "cycle_leads": Spec(lists.cycles),
        "cycle_open": Spec(lists.cycles, "way = 0"),
        "cycle_mean": Spec(lists.cycles, "way = 1"),
        **{
            f"cycle_{part}": Spec(lists.cycles, "way = 1 AND age >= $mature AND waited <= $mature")
            for part in ("median", "p25", "p75")
        },
        **{f"cycle_won_{days}": Spec(lists.cycles) for days in DAYS},
        "cycle_stale": Spec(lists.cycles, "way = 0 AND waited > $stale"),
        "cycle_win_rate_stale_lost": Spec(lists.cycles, "way IN (1, 2) OR way = 0 AND waited > $stale", "way = 1"),
        "drift_psi": Spec(lists.leads, "band IS NOT NULL"),
        "inflation_share": Spec(arrival, "band IS NOT NULL", _ABOVE),
        "inflation_conversion": Spec(arrival, f"{_WORKED} AND {_ABOVE}", "hit"),
    }


_IN_ITSELF = ("rejections_by_reason", "win_rate_by_close_month")
_GROUPED = re.compile(r"_by_(band|month)$")


def behind(past: Past, month: Month, origin: Origin, limit: int = MOST_ROWS) -> Behind:
    """The rows of a figure; KeyError for a name that no section of the review has."""
    name = origin.name if origin.name in _IN_ITSELF else _GROUPED.sub("", origin.name)
    spec = _specs(past.outcome)[name]
    with past.cohort(_asked(past, month, origin)) as cohort:
        ran = _Ran(cohort.cursor)
        rows = spec.of(replace(cohort, cursor=cast(duckdb.DuckDBPyConnection, ran)), past.commitments)
        if rows.reason:
            return Behind((), (), 0, None, None, "", rows.reason)
        return _read(past, cohort, origin, spec, rows, ran, limit)


def _asked(past: Past, month: Month, origin: Origin) -> Asked:
    """The months that the figure was asked of; a group of anything but bands is a group of the question."""
    by = None if origin.by == "band" else origin.by
    first = {
        "month": month.first,
        "before": month.before,
        "marketing": past.since.get("marketing"),
        "sales": past.since.get("sales"),
    }.get(origin.months)
    last = None if origin.months == "arrival" else month.last
    if origin.months == "before":
        last = next((each.last for each in past.months if each.first == month.before), None)
    return Asked(first, last, by if month.first else None, arrival=origin.months == "arrival")


def _read(past: Past, cohort: Cohort, origin: Origin, spec: Spec, rows: Rows, ran: _Ran, limit: int) -> Behind:
    inside = f"({spec.inside}){_group(origin)}"
    bound = {**rows.bound, "group": origin.group}
    titles, columns = zip(*rows.columns, strict=True)
    if spec.counts is not None:
        titles, columns = (*titles, "Counts"), (*columns, f"COALESCE({spec.counts}, FALSE)")
    select = f"SELECT {', '.join(columns)}\nFROM {rows.relation}\nWHERE {inside}\nORDER BY {rows.order}"
    sums = f"""SELECT COUNT(*), COUNT(*) FILTER (WHERE {spec.counts or "FALSE"}), SUM({spec.adds or "NULL::DOUBLE"})
FROM {rows.relation} WHERE {inside}"""
    found = run(cohort.cursor, cohort.question, rows.stages, f"{select}\nLIMIT {int(limit)}", **bound)
    total, counted, added = run(cohort.cursor, cohort.question, rows.stages, sums, **bound)[0]
    statements = (
        past.sql(_asked_again(cohort)),
        *_statements(cohort, ran.created),
        f"{assemble(rows.stages, select)};",
    )
    sql = _with_values("\n\n".join(statements), {**_of_question(cohort), **ran.bound, **bound})
    bands = {place for place, title in enumerate(titles) if title.startswith("Band")}
    said = tuple(tuple(_band(cell) if place in bands else cell for place, cell in enumerate(row)) for row in found)
    return Behind(titles, said, total, counted if spec.counts else None, added if spec.adds else None, sql)


def _band(cell: Shown) -> Shown:
    return BAND_WORDS.get(str(cell), cell)


def _group(origin: Origin) -> str:
    """Which group is meant; what groups itself says so in its own condition."""
    if origin.group is None or origin.name in _IN_ITSELF:
        return ""
    by_band = origin.by == "band" or origin.name.endswith("_by_band")
    return " AND band = $group" if by_band else " AND by_group = $group"


def _statements(cohort: Cohort, created: list[str]) -> list[str]:
    """What was created, where a table that cohorts share was merely called by its name: how it was filled."""
    calls = {f"CREATE OR REPLACE TEMP VIEW {name} AS": name for name in cohort.scored.filled}
    filled = {start: f"CREATE TABLE {name} AS\n{cohort.scored.filled[name]};" for start, name in calls.items()}
    own = [each for each in created if not each.startswith("CREATE TABLE ")]
    told = [next((sql for start, sql in filled.items() if each.startswith(f"{start}\n")), each) for each in own]
    return list(dict.fromkeys(told))


def _asked_again(cohort: Cohort) -> Asked:
    question = cohort.question
    return Asked(question.from_, question.to, question.by, arrival=question.lens == "arrival")


def _of_question(cohort: Cohort) -> dict[str, Any]:
    question = cohort.question
    return {
        "data_date": question.data_date or NO_DATA_DATE,
        "zone": question.zone,
        "by": question.by,
    }


def _with_values(sql: str, values: dict[str, Any]) -> str:
    """Statements below the values that are bound in them by name."""
    named = set(re.findall(r"\$(\w+)", sql))
    lines = [f"-- ${name} = {' '.join(str(value).split())}" for name, value in values.items() if name in named]
    return "\n".join([*lines, "", sql])


class _Ran:
    """A cursor that remembers the tables which were filled through it, so that the SQL shown is the SQL that ran."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.created: list[str] = []
        self.bound: dict[str, Any] = {}

    def execute(self, sql: str, values: Any = None) -> duckdb.DuckDBPyConnection:
        """Run one statement."""
        if sql.startswith("CREATE"):
            self.created.append(f"{sql};")
            self.bound |= values or {}
        return self._cursor.execute(sql) if values is None else self._cursor.execute(sql, values)
