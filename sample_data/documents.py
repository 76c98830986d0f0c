"""Documents beside the tables: the mapping, and the model that the company uses today with its old points."""

from __future__ import annotations

import json
import re
from typing import Any

from sample_data.clock import DAY
from sample_data.company import Company
from sample_data.files import DELIMITERS
from sample_data.handover import BOUNDS
from sample_data.records import TEST_DOMAIN
from sample_data.tables import CANONICAL, DAYS, FORMATS, STAGES, lead_columns
from sample_data.world import data_end

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ \-]*")
YAML_WORDS = {"yes", "no", "true", "false", "null", "on", "off", "y", "n"}
AT_THE_FORM = (
    "name",
    "email",
    "company",
    "account_id",
    "company_size",
    "annual_revenue",
    "industry",
    "country",
    "sites",
    "source",
    "source_kind",
    "campaign",
    "contact_type",
    "existing_customer",
    "exploration",
)
SIDES = {"demographic": "demographic", "behaviour": "behavioural", "intent": "behavioural", "negative": "neither"}
GATES = {
    "saas": ("demo", "pricing", "trial_active"),
    "manufacturing": ("quote_request", "vendor_selection", "sample_ordered"),
    "services": ("consultation", "contract_ending", "referral"),
}
KINDS = {  # of source: what is not among them is of none of the four
    "website": "automation",
    "paid search": "automation",
    "marketing automation": "automation",
    "webinar series": "automation",
    "social media": "social",
    "target list": "target_list",
    "trade fair list": "target_list",
    "second-party intent": "second_party_intent",
}
NOTE = "# Synthetic data made by `python -m sample_data.generate`; every person and firm is invented.\n"


def flow(value: Any) -> str:
    """A value in YAML's one-line style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return (
            value
            if PLAIN.fullmatch(value) and value.lower() not in YAML_WORDS
            else json.dumps(value, ensure_ascii=False)
        )
    return str(value)


def mapping_text(company: Company) -> str:
    """The mapping of the company's files to the canonical tables."""
    columns = lead_columns(company)
    lines = [
        NOTE + f"zone: {company.zone}",
        f'data_date: "{(data_end(company) - DAY).date().isoformat()}"',
        "captured_at_form: " + flow([one for one in AT_THE_FORM if one in (*columns, "source_kind")]),
    ]
    for table, sources in tables_of(company).items():
        lines += [f"{table}:", *(source_text(company, file, fields) for file, fields in sources)]
    return "\n".join(lines) + "\n"


def tables_of(company: Company) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Every canonical table with its files and their fields."""
    stamp = {"zone": company.zone, "format": FORMATS[company.name]}
    lead, day = {"lead_id": "lead_id"}, {"zone": company.zone, "format": DAYS[company.name]}
    created = {"column": "created_at", **stamp}
    changed = {"changed_at": {"column": "changed_at", **stamp}}
    words = STAGES[company.name]
    outcome = {"column": "outcome", "values": {words[4]: "won", words[5]: "lost", "Open": "open"}}
    deal = {
        "opened_at": {"column": "opened_at", **stamp},
        "closed_at": {"column": "closed_on", **day},
        "outcome": outcome,
        **same("amount", "currency", "type"),
    }
    return {
        "leads": [
            (
                "leads.csv",
                lead | {"created_at": created, "source_kind": {"column": "source", "values": KINDS}, "keep": "all"},
            )
        ],
        "activities": [("activities.csv.gz", activity_fields(company, stamp))],
        "stages": [
            ("leads.csv", lead | {"stage": {"value": "inquiry"}, "entered_at": created}),
            ("stages.csv", stage_fields(company, stamp)),
        ],
        "deals": [("deals.csv", same("deal_id", "account_id") | deal)],
        "deal_leads": [("deal_leads.csv", same("deal_id", "lead_id"))],
        "changes": [("changes.csv", same("lead_id", "field", "value") | changed)],
    }


def same(*names: str) -> dict[str, str]:
    """Fields whose columns are called like them."""
    return {name: name for name in names}


def exact(company: Company, column: str, stamp: dict[str, str]) -> dict[str, str]:
    """An instant column of activities and stages: with its offset in the text, or in the company's zone."""
    return {"column": column} if company.instant == "offset" else {"column": column, **stamp}


def activity_fields(company: Company, stamp: dict[str, str]) -> dict[str, Any]:
    occurred = {"occurred_at": exact(company, "occurred_at", stamp)}
    return same("lead_id") | occurred | same("kind", "detail", "value", "actor")


def stage_fields(company: Company, stamp: dict[str, str]) -> dict[str, Any]:
    stages = dict(zip(STAGES[company.name], CANONICAL, strict=True))
    entered = {"entered_at": exact(company, "entered_at", stamp)}
    stage = {"stage": {"column": "stage", "values": stages}}
    return same("lead_id") | stage | entered | same("amount", "reason", "score")


def source_text(company: Company, file: str, fields: dict[str, Any]) -> str:
    dialect = {"delimiter": DELIMITERS[company.name], "quote": '"', "encoding": "utf-8"}
    lines = [f"  - file: {file}", f"    dialect: {flow(dialect)}"]
    return "\n".join(lines + [f"    {name}: {flow(value)}" for name, value in fields.items()])


def model_text(company: Company) -> str:
    """The company's current rules with their old points, as a model file."""
    groups = [
        f"  {name}: {flow({'cap': high, 'side': SIDES[name]} if low == 0 else {'floor': low, 'side': SIDES[name]})}"
        for name, (low, high) in BOUNDS.items()
    ]
    solved = company.solved
    lines = [
        NOTE
        + f"# Points are those that {company.name} used when its leads were handed over; rules at 0 were never scored.",
        f"name: {flow(company.title.split(' (')[0] + ' - current rules')}",
        "population: " + flow({"exclude": population(company)}),
        "groups:",
        *groups,
        "rules:",
        *(rule_line(company, one) for one in company.signals if one.points is not None),
        "  - "
        + flow(
            {
                "id": "competitor",
                "label": "Works for a competitor",
                "knock_out": True,
                "when": {"attribute": "company", "in": competitors(company)},
            }
        ),
        "cut_offs: "
        + flow(
            {
                "mql": round(solved.hand_off_at),
                "sql": round(solved.top_at),
                "sql_needs": {"any_of": list(GATES[company.name]), "at_least": {"behaviour": 5}},
            }
        ),
        "balance: {behavioural: 60, demographic: 40}",
        "evaluation: {lens: handoff, arrival_days: 14, outcome: sql, horizon_days: {sql: 60, opportunity: 90}}",
    ]
    return "\n".join(lines) + "\n"


def rule_line(company: Company, signal: Any) -> str:
    rule = {"id": signal.id, "label": signal.label, "group": signal.group, "points": signal.points, "when": signal.when}
    if signal.group == "negative" and not signal.points:
        rule["range"] = [-20, 0]
    return "  - " + flow(rule)


def population(company: Company) -> list[dict[str, Any]]:
    """Who is no lead: our own test records, duplicates, customers who wrote again."""
    return [
        {"attribute": "email", "contains": f"@{TEST_DOMAIN}"},
        {"attribute": "duplicate_of", "known": True},
        {"attribute": "existing_customer", "is": "yes"},
    ]


def competitors(company: Company) -> list[str]:
    return list(company.firm.competitors)
