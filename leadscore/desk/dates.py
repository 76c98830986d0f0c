"""When each rule last had something to count: the dates behind the reasons of many leads at once."""

from __future__ import annotations

from sqlglot import exp

from leadscore.evidence import Lens, Shelf, Stage, assemble, compile_evidence, spelled
from leadscore.evidence import portable as p
from leadscore.evidence.counts import window_starts
from leadscore.model import Model
from leadscore.scoring.counted import counting_rules


def date_column(place: int) -> str:
    """The generated name of the latest date of the rule at that place of the model."""
    return f"d{place}"


def dated_places(shelf: Shelf, model: Model) -> tuple[int, ...]:
    """The places of the rules that count activities of this data."""
    counting = counting_rules(model, shelf.facts)
    return tuple(place for place, rule in enumerate(model.rules) if rule.id in counting)


def latest_dates(shelf: Shelf, model: Model, lens: Lens) -> str | None:
    """The SQL of (lead_id, d0, d3, ...): when the latest activity was that each counting rule counts; None of none."""
    counting = counting_rules(model, shelf.facts)
    if not counting:
        return None
    stages = compile_evidence(model, shelf.facts, lens).stages
    until = next(place for place, stage in enumerate(stages) if stage.name == "landmarks") + 1
    keys = [p.column("landmarks", name) for name in ("lead_id", "as_of")]
    starts = exp.select(*keys, *window_starts(counting.values())).from_("landmarks")
    windows = Stage("windows", "the start of every window that rules look back to, once a lead", starts)
    occurred_at, lead_id = p.column("activities", "occurred_at"), p.column("activities", "lead_id")
    latest = [
        exp.Max(this=p.choose([(counting[rule.id], occurred_at)], exp.null())).as_(date_column(place))
        for place, rule in enumerate(model.rules)
        if rule.id in counting
    ]
    mine = exp.EQ(this=lead_id, expression=p.column("windows", "lead_id"))
    by_then = exp.LTE(this=occurred_at.copy(), expression=p.column("windows", "as_of"))
    select = (
        exp.select(lead_id.copy(), *latest)
        .from_("windows")
        .join("activities", on=p.every([mine, by_then]))
        .group_by(lead_id.copy())
    )
    return spelled(assemble((*stages[:until], windows), select), "duckdb")
