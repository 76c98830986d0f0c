"""The queries behind explanations: rows of evidence with their score and facts, and the activities that rules count."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from leadscore.evidence import Stage, assemble, spelled, units_column
from leadscore.evidence import portable as p
from leadscore.evidence.compiler import Compiled
from leadscore.evidence.counts import window_starts
from leadscore.model.model import Model
from leadscore.scoring.in_sql import scoring_stages


def _carried(model: Model) -> tuple[str, ...]:
    return ("lead_id", "as_of", "own_at", *(units_column(i) for i in range(len(model.rules))))


def row_query(compiled: Compiled, model: Model) -> str:
    """The scored row and the facts of the lead that the evidence was compiled for."""
    return spelled(_rows(compiled, model), "duckdb")


def shadowed_row_query(compiled: Compiled, model: Model, own: Sequence[Stage]) -> str:
    """The same with stages before all others that stand in the way of the tables they are called after."""
    return spelled(_rows(compiled, model, own), "duckdb")


def all_rows_query(compiled: Compiled, model: Model) -> str:
    """The scored rows and the facts of all leads, in the order of lead_id."""
    return spelled(_rows(compiled, model).order_by(p.by_code_point(p.column("banded", "lead_id"))), "duckdb")


def _rows(compiled: Compiled, model: Model, own: Sequence[Stage] = ()) -> exp.Select:
    carried = _carried(model)
    stages = (*own, *compiled.stages, *scoring_stages(model, "evidence", carried))
    facts = [p.column("facts", name) for name in ("created_at", *compiled.attributes.values())]
    same_lead = exp.EQ(this=p.column("facts", "lead_id"), expression=p.column("banded", "lead_id"))
    select = exp.select("banded.*", *facts).from_("banded").join("facts", on=same_lead)
    return assemble(stages, select)


def kept_row_query(table: str, compiled: Compiled, model: Model) -> str:
    """A lead's row of built evidence with its attributes as they stand, not scored yet; parameters: lead_id, twice.

    Scoring one row in SQL costs more to plan than all the rest.
    """
    mine = exp.EQ(this=p.column(table, "lead_id"), expression=exp.Placeholder())
    facts = [p.column("leads", "created_at")]
    facts += [p.column("leads", attribute).as_(name) for attribute, name in compiled.attributes.items()]
    same_lead = exp.EQ(this=p.column("leads", "lead_id"), expression=exp.Placeholder())
    select = exp.select(*(p.column(table, name) for name in _carried(model)), *facts).from_(table)
    return spelled(select.join("leads", on=same_lead).where(mine), "duckdb")


def activity_query(tests: Sequence[exp.Expr]) -> str:
    """Activities of one lead up to T that any rule counts; parameters: T, lead_id."""
    activity = [p.column("activities", name) for name in ("occurred_at", "kind")]
    as_of = exp.cast(exp.Placeholder(), "timestamp").as_("as_of")
    moment = Stage("landmarks", "the landmark of this lead", exp.select(as_of))
    starts = [p.column("landmarks", "as_of"), *window_starts(tests)]
    windows = Stage(
        "windows", "the start of every window that rules look back to", exp.select(*starts).from_("landmarks")
    )
    flags = [p.surely(test).as_(f"counted_{place}") for place, test in enumerate(tests)]
    mine = exp.EQ(this=p.column("activities", "lead_id"), expression=exp.Placeholder())
    by_then = exp.LTE(this=activity[0].copy(), expression=p.column("windows", "as_of"))
    done = exp.select(*activity, *flags).from_("activities").join("windows", join_type="cross").where(mine, by_then)
    by_rule = Stage("by_rule", "each activity of this lead up to T, and which rules count it", done)
    counted = p.some(p.column("by_rule", f"counted_{place}") for place in range(len(tests)))
    latest = exp.Ordered(this=p.column("by_rule", "occurred_at"), desc=True, nulls_first=False)
    select = exp.select("*").from_("by_rule").where(counted).order_by(latest, p.column("by_rule", "kind"))
    return spelled(assemble((moment, windows, by_rule), select), "duckdb")


def all_activities_query(compiled: Compiled, tests: Sequence[exp.Expr]) -> str:
    """The same for all leads up to their landmarks, lead by lead."""
    until = next(place for place, stage in enumerate(compiled.stages) if stage.name == "landmarks") + 1
    keys = [p.column("landmarks", name) for name in ("lead_id", "as_of")]
    starts = exp.select(*keys, *window_starts(tests)).from_("landmarks")
    windows = Stage("windows", "the start of every window that rules look back to, once a lead", starts)
    activity = [p.column("activities", name) for name in ("occurred_at", "kind")]
    flags = [p.surely(test).as_(f"counted_{place}") for place, test in enumerate(tests)]
    mine = exp.EQ(this=p.column("activities", "lead_id"), expression=p.column("windows", "lead_id"))
    by_then = exp.LTE(this=activity[0].copy(), expression=p.column("windows", "as_of"))
    select = (
        exp.select(p.column("activities", "lead_id"), *activity, *flags)
        .from_("windows")
        .join("activities", on=p.every([mine, by_then]))
        .where(p.some(tests))
        .order_by(
            p.column("activities", "lead_id"),
            exp.Ordered(this=activity[0].copy(), desc=True, nulls_first=False),
            activity[1].copy(),
        )
    )
    return spelled(assemble((*compiled.stages[:until], windows), select), "duckdb")
