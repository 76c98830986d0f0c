"""A model as one SQL query over the canonical tables, to be deployed in a warehouse."""

from __future__ import annotations

from sqlglot import Dialects, exp

from leadscore.errors import UsageError, did_you_mean
from leadscore.evidence import Facts, Lens, Stage, assemble, compile_evidence, spelled, unknown_column
from leadscore.evidence import portable as p
from leadscore.model.model import Model
from leadscore.scoring.arithmetic import UNIT
from leadscore.scoring.in_sql import group_column, scoring_stages
from leadscore.scoring.scores import CARRIED

PROVED = ("duckdb", "postgres", "spark")
"""Engines on which the same evidence was shown to come out."""

DIALECTS = (*PROVED, "bigquery", "snowflake", "redshift", "databricks")
"""Engines that the query can be spelled for."""

MOST_COLUMNS = {"postgres": 1600, "redshift": 1600}
"""Columns that one step of a query may have."""


def model_sql(model: Model, lens: Lens, dialect: str, facts: Facts | None = None) -> str:
    """The whole model as a query of named stages that returns lead_id, as_of, score, groups, band, grade, temperature.

    Without `facts` the data is assumed to have all that the model asks for.  Raises UsageError for another dialect,
    and for a model that the engine cannot hold.
    """
    if dialect not in DIALECTS or dialect not in {each.value for each in Dialects}:
        raise UsageError(f"SQL cannot be written for '{dialect}'. {did_you_mean(dialect, DIALECTS)}")
    compiled = compile_evidence(model, facts or Facts.assumed_by(model), lens)
    *before, evidence = compiled.stages
    stages = (*before, _units_only(evidence, model), *scoring_stages(model, "evidence", CARRIED))
    _refuse_too_wide(stages, dialect)
    head = [p.column("banded", name) for name in ("lead_id", "as_of")]
    words = [p.column("banded", name) for name in ("band", "grade", "temperature")]
    points = [_points("score").as_("score")]
    points += [_points(group_column(i)).as_(name, quoted=True) for i, name in enumerate(model.group_names)]
    latest = [exp.Ordered(this=p.column("banded", name), desc=True, nulls_first=False) for name in ("score", "own_at")]
    keys = (p.by_code_point(p.column("banded", "lead_id")), p.column("banded", "as_of"))
    ordered = [*latest, *(exp.Ordered(this=key, nulls_first=False) for key in keys)]
    select = exp.select(*head, *points, *words).from_("banded").order_by(*ordered)
    return f"{_heading(model, dialect, facts)}\n{spelled(assemble(stages, select), dialect)}"


def _units_only(evidence: Stage, model: Model) -> Stage:
    """The evidence without its flags of unknowns, which no score needs."""
    flags = {unknown_column(place) for place in range(len(model.rules))}
    select = evidence.select.copy()
    select.set("expressions", [column for column in select.expressions if column.alias_or_name not in flags])
    return Stage(evidence.name, "units of each rule, in hundredths, by its place", select)


def _refuse_too_wide(stages: tuple[Stage, ...], dialect: str) -> None:
    widest = max(len(stage.select.expressions) for stage in stages)
    if widest > MOST_COLUMNS.get(dialect, widest):
        raise UsageError(
            f"The model needs {widest:,} columns in one step and {dialect} holds {MOST_COLUMNS[dialect]:,}. "
            "Split it in two models, or write the SQL for another engine."
        )


def _points(name: str) -> exp.Expr:
    """Ten-thousandths as exact points."""
    exact = exp.DataType.build("decimal(18, 4)")
    return exp.cast(exp.Mul(this=exp.cast(p.column("banded", name), exact), expression=_ONE_UNIT.copy()), exact)


_ONE_UNIT = exp.Literal.number(f"{1 / UNIT:.4f}")


def _heading(model: Model, dialect: str, facts: Facts | None) -> str:
    name = _one_line(model.name)
    lines = [f"-- {name}: run in a UTC session over leads, activities, stages, deals, deal_leads and changes."]
    if facts is None:
        columns = ", ".join(_one_line(attribute) for attribute in Facts.assumed_by(model).attributes)
        expected = "all kinds of activity that it names and these columns of leads"
        lines.append(f"-- For data with {expected}: {columns or 'none'}.")
        lines.append("-- Tables that the data does not have must be there, empty.  Where columns or kinds are missing,")
        lines.append(
            "-- or a day was named in a zone other than UTC, write it for that data: leadscore sql --workspace"
        )
    if dialect not in PROVED:
        lines.append(f"-- Not proved on {dialect}: compare its scores with `leadscore score` first.")
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """A text of the model as part of a comment: no line break ends it, no variable is replaced in it."""
    return " ".join(text.split()).replace("${", "$ {")
