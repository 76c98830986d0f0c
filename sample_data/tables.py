"""Tables: the rows of every file, as the CRM of that company would export them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sample_data.clock import with_offset
from sample_data.company import Company
from sample_data.deals import Deal
from sample_data.fields import CHOICES, Change
from sample_data.handover import contact_type
from sample_data.prospects import Prospect
from sample_data.records import Extra
from sample_data.traces import Activity
from sample_data.world import Life, data_end

Row = tuple[str, ...]
FORMATS = {"saas": "%Y-%m-%d %H:%M", "manufacturing": "%m/%d/%Y %H:%M", "services": "%d/%m/%Y %H:%M"}
DAYS = {"saas": "%Y-%m-%d", "manufacturing": "%m/%d/%Y", "services": "%d/%m/%Y"}
STAGES = {
    "saas": ("MQL", "SAL", "SQL", "Opportunity", "Closed Won", "Closed Lost", "Rejected", "Recycled"),
    "manufacturing": (
        "Handed to sales",
        "Accepted",
        "Qualified",
        "Quotation",
        "Order won",
        "Order lost",
        "Returned",
        "Back to marketing",
    ),
    "services": (
        "Marketing qualified",
        "Accepted by sales",
        "Sales qualified",
        "Proposal",
        "Signed",
        "Lost",
        "Rejected",
        "Recycled",
    ),
}
CANONICAL = ("mql", "sal", "sql", "opportunity", "won", "lost", "rejected", "recycled")
FILLED = ("title", *CHOICES, "lead_quality")
LEADS = (
    "lead_id",
    "created_at",
    "name",
    "email",
    "company",
    "account_id",
    "title",
    "company_size",
    "annual_revenue",
    "industry",
    "country",
    "sites",
    "source",
    "campaign",
    "contact_type",
    "existing_customer",
    "duplicate_of",
    "owner",
    "budget",
    "timeline",
    "authority",
    "lead_quality",
    "exploration",
)
ACTIVITIES = ("lead_id", "occurred_at", "kind", "detail", "value", "actor")
STAGE_ROWS = ("lead_id", "stage", "entered_at", "amount", "reason", "score")
DEALS = ("deal_id", "account_id", "opened_at", "closed_on", "outcome", "amount", "currency", "type")
CHANGES = ("lead_id", "field", "value", "changed_at")


@dataclass(frozen=True, slots=True)
class Writing:
    """How one company writes instants and stages."""

    company: Company

    def stamp(self, moment: datetime) -> str:
        return moment.strftime(FORMATS[self.company.name])

    def exact(self, moment: datetime) -> str:
        """Activities and stages: with the offset where the company's CRM exports it."""
        if self.company.instant == "offset":
            return with_offset(moment.replace(microsecond=0), ZoneInfo(self.company.zone))
        return self.stamp(moment)

    def stage(self, name: str) -> str:
        return STAGES[self.company.name][CANONICAL.index(name)]


def lead_columns(company: Company) -> tuple[str, ...]:
    """The columns of leads.csv: those that this company fills."""
    absent = {"sites"} if not company.has("multi_site") else set()
    absent |= {"exploration"} if not company.explored else set()
    absent |= {"contact_type"} if not company.has("student") else set()
    return tuple(column for column in LEADS if column not in absent)


def lead_rows(company: Company, lives: list[Life], extras: list[Extra], changes: list[Change]) -> Iterator[Row]:
    """One row a record, in order of creation, with today's values."""
    today: dict[tuple[str, str], str] = {
        (c.lead_id, c.field): c.value for c in sorted(changes, key=lambda c: c.changed_at)
    }
    records = [
        (life.lead, company.firm.reps[life.hand.rep], "", "no", "yes" if explored(company, life) else "")
        for life in lives
        if life.lead.created < data_end(company)
    ]
    records += [(extra.lead, "", extra.original, "yes" if extra.kind == "customer" else "no", "") for extra in extras]
    columns = lead_columns(company)
    for lead, owner, original, customer, exploration in sorted(
        records, key=lambda one: (one[0].created, one[0].number)
    ):
        values = about(company, lead) | {field: today.get((lead.lead_id, field), "") for field in FILLED}
        values |= {"owner": owner, "duplicate_of": original, "existing_customer": customer, "exploration": exploration}
        yield tuple(values[column] for column in columns)


def explored(company: Company, life: Life) -> bool:
    return life.hand.explored and life.lead.landmark < data_end(company)


def about(company: Company, lead: Prospect) -> dict[str, str]:
    account = lead.account
    return {
        "lead_id": lead.lead_id,
        "created_at": Writing(company).stamp(lead.created),
        "name": lead.name,
        "email": lead.email,
        "company": account.firm.name,
        "account_id": account.id,
        "company_size": str(account.size),
        "annual_revenue": "" if account.revenue is None else str(account.revenue),
        "industry": account.industry,
        "country": account.country,
        "sites": str(account.sites),
        "source": lead.source,
        "campaign": lead.campaign,
        "contact_type": contact_type(lead),
    }


def activity_rows(company: Company, activities: list[Activity]) -> Iterator[Row]:
    """One row an activity, sorted by lead and time."""
    write = Writing(company)
    for row in sorted(activities):
        yield row.lead_id, write.exact(row.occurred_at), row.kind, row.detail, row.value, row.actor


def stage_rows(company: Company, lives: list[Life], extras: list[Extra], deals: list[Deal]) -> Iterator[Row]:
    """One row a stage entered by the data date, sorted by lead and time."""
    found = [row for life in lives for row in life_stages(life)]
    found += [(extra.lead.lead_id, extra.handed, "mql", "", "", "") for extra in extras if extra.handed]
    found += [
        (mate, deal.closed, "won", f"{deal.amount:.0f}", "", "")
        for deal in deals
        for mate in deal.synced
        if deal.closed
    ]
    write, end = Writing(company), data_end(company)
    order = {name: place for place, name in enumerate(CANONICAL)}
    for lead, moment, stage, amount, reason, score in sorted(found, key=lambda row: (row[0], row[1], order[row[2]])):
        if moment < end:
            yield lead, write.stage(stage), write.exact(moment), amount, reason, score


def life_stages(life: Life) -> Iterator[tuple[str, datetime, str, str, str, str]]:
    lead, done = life.lead.lead_id, life.outcome
    if life.hand.handed:
        reason = "random exploration" if life.hand.explored else ""
        yield lead, life.lead.landmark, "mql", "", reason, str(life.hand.score)
    amount = f"{done.amount:.0f}"
    closed = done.closed if done.result in ("won", "lost") else None
    steps = (
        (done.accepted, "sal", "", ""),
        (done.rejected, "rejected", "", done.reason),
        (done.recycled, "recycled", "", ""),
        (done.handed_again, "mql", "", ""),
        (done.sql, "sql", "", ""),
        (done.opportunity, "opportunity", amount, ""),
        (closed, done.result, amount, ""),
    )
    for moment, stage, value, reason in steps:
        if moment is not None:
            yield lead, moment, stage, value, reason, ""


def deal_rows(company: Company, deals: list[Deal]) -> Iterator[Row]:
    write = Writing(company)
    words = {"won": write.stage("won"), "lost": write.stage("lost"), "open": "Open"}
    for deal in deals:
        closed = deal.closed.strftime(DAYS[company.name]) if deal.closed else ""
        yield (
            deal.id,
            deal.account,
            write.stamp(deal.opened),
            closed,
            words[deal.outcome],
            f"{deal.amount:.0f}",
            company.money.currency,
            deal.kind,
        )


def change_rows(company: Company, changes: list[Change]) -> Iterator[Row]:
    write = Writing(company)
    for one in sorted(changes, key=lambda c: (c.lead_id, c.changed_at, c.field)):
        yield one.lead_id, one.field, one.value, write.stamp(one.changed_at)
