"""How to get dated events out of a CRM: for each one, which export brings what, and what it cannot bring.

Menus and limits change. Each line says what it rests on: the maker's own documentation as it was read when this was
written, what others who use the product report, or nothing that could be checked.
"""

from __future__ import annotations

from leadscore.learning.settle_needs import Topic
from leadscore.workshop.export_ways import TOPIC_WORDS, Crm, Way

HUBSPOT = Crm(
    "HubSpot",
    (
        Way(
            ("stage dates", "deals"),
            "Export contacts (and deals) with the columns 'Date entered ...' of each stage: every stage has its own.",
            "They are filled for the past, too. A contact that entered a stage twice shows one date.",
            "maker",
        ),
        Way(
            ("field history",),
            "Settings, Properties: pick the object, then export the history of a property: each value with its time.",
            "The latest 45 values of a contact's property are kept, 20 of other objects. One property a file.",
            "maker",
        ),
        Way(
            ("e-mails",),
            "Open a sent marketing e-mail, its recipients, and export: sent, delivered, opened, clicked by contact.",
            "One file an e-mail. Opens and clicks in the list of contacts are totals, or first and last dates.",
            "others",
        ),
        Way(
            ("forms",),
            "Open a form's submissions and export them: one row a submission with its time.",
            "One file a form. 'First conversion date' and 'Recent conversion date' of a contact know only two of them.",
            "unchecked",
        ),
        Way(
            ("sales", "activities"),
            "Export calls, meetings, tasks and logged e-mails from their own lists, with date, owner and contact.",
            "Keep the owner: without it a sequence looks like a person. Associated contacts come as ids or names.",
            "unchecked",
        ),
    ),
    "Single page views do not come with a contact export: 'Number of page views' and 'sessions' are totals of today. "
    "Views with dates come through the interface for programs or a warehouse share.",
)

SALESFORCE = Crm(
    "Salesforce",
    (
        Way(
            ("stage dates", "field history"),
            "Switch on field history for Lead Status (and what your rules ask) in the Object Manager, then export the "
            "report on lead history, or the object LeadHistory with Data Loader.",
            "It begins on the day it is switched on, for about 20 fields an object; 18 months stay in reports, 24 "
            "through the interface for programs. What was before is gone: switch it on today.",
            "maker",
        ),
        Way(
            ("deals",),
            "A report of the type Opportunity History: each change of stage, amount and close date with its time.",
            "Kept without switching anything on. Export contact roles beside it, to know which leads are on a deal.",
            "others",
        ),
        Way(
            ("sales", "activities"),
            "A report on tasks and events with their leads, or Task and Event with Data Loader.",
            "What is over a year old is archived and missing from reports and plain exports: use 'Export All' of Data "
            "Loader. Due dates have no time of day; take the time of completion or creation where it is there.",
            "maker",
        ),
        Way(
            ("forms", "events"),
            "A report on campaign members with member status and the date of the first response.",
            "Only the first response has a date; the status is today's.",
            "unchecked",
        ),
        Way(
            ("e-mails", "web", "forms"),
            "Opens, clicks, visits and forms live in the marketing tool beside it (Account Engagement, Marketo, "
            "HubSpot): export them there and join by e-mail.",
            "Account Engagement has an export for programs that writes CSV files.",
            "maker",
        ),
    ),
    "Field values from before their history was switched on, and the stage dates of leads whose history was off. "
    "Converted leads take their history with them: export leads with 'IsConverted' and the converted ids.",
)

ZOHO = Crm(
    "Zoho",
    (
        Way(
            ("stage dates", "field history"),
            "Setup, Modules and Fields: switch on history tracking for Lead Status. Each change then stands in a list "
            "beside the lead, with its time; report on that list.",
            "One pick list a module, from the day it is switched on. The stage of deals is tracked from the start.",
            "maker",
        ),
        Way(
            ("field history", "stage dates"),
            "Setup, Security Control, Audit Log: export what was changed, by whom and when, as CSV.",
            "Three years are kept; administrators only. Filter by module, and by half a year where there is much.",
            "maker",
        ),
        Way(
            ("fields", "deals", "sales", "activities"),
            "Setup, Data Administration, Export: leads, contacts, deals, calls, events and tasks, one file a module.",
            "Calls and events carry who did them and when. Keep the ids: names do not join.",
            "others",
        ),
        Way(
            ("e-mails", "forms", "web", "surveys"),
            "Zoho Campaigns, Forms, SalesIQ and Survey each have an export of their own: join by e-mail.",
            "What the CRM itself shows of them are totals and last dates.",
            "unchecked",
        ),
    ),
    "Stage dates of leads from before tracking was on, except from the audit log.",
)

PIPEDRIVE = Crm(
    "Pipedrive",
    (
        Way(
            ("fields", "deals"),
            "Open the list of leads, people or deals, show the columns you need, and export the filtered list.",
            "Deals have times of being added, won and lost, and of the last change of stage: today's stage only.",
            "unchecked",
        ),
        Way(
            ("sales", "activities"),
            "Export the list of activities with type, who it is assigned to, person, deal and the time marked as done.",
            "Filter to done ones: planned ones did not happen.",
            "others",
        ),
        Way(
            ("stage dates", "field history"),
            "Every change of a deal stands in its own history, which the interface for programs gives deal by deal.",
            "Times to the second. Connectors to a warehouse read it as the history of deals; no list exports it.",
            "others",
        ),
        Way(
            ("e-mails", "forms"),
            "Campaigns and web forms: export each where it was made, and join by e-mail.",
            "Opens of single e-mails that sales sent stay in the mailbox view.",
            "unchecked",
        ),
    ),
    "Visits to your site, unless another tool counts them. The dates of earlier stages do not come with a list.",
)

MARKETO = Crm(
    "Marketo",
    (
        Way(
            ("web", "e-mails", "forms", "field history", "activities"),
            "The bulk extract of activities, by type: visits, clicks, forms, e-mails delivered, opened and clicked, "
            "changed values. One CSV a job.",
            "A job spans at most 31 days: ask month by month. Visits, clicks on pages, changed values, and since "
            "August 2020 sent and delivered mails are kept 90 days, most others 25 months. Start collecting today.",
            "maker",
        ),
        Way(
            ("stage dates",),
            "The same extract with 'Change Revenue Stage', or date fields that a campaign stamps at each stage.",
            "Stages that only the score decides need a stamp: a field of type date, written once.",
            "maker",
        ),
        Way(
            ("fields",),
            "The bulk extract of leads as CSV, at most 31 days of creation a job.",
            "Values are today's. Keep the id: a person may have had two addresses.",
            "maker",
        ),
        Way(
            ("events",),
            "The bulk extract of program members: membership date and status by program.",
            "The status is the latest reached, with the date of joining.",
            "maker",
        ),
        Way(
            ("sales", "deals"),
            "What sales did and the deals live in the CRM beside it: export them there.",
            "Join by the CRM's lead and contact ids, which Marketo holds as fields.",
            "unchecked",
        ),
    ),
    "Anything older than what it keeps: 90 days of visits is too short for a year of outcomes.",
)

ELSEWHERE = Crm(
    "Other sources",
    (
        Way(
            ("product", "activities"),
            "Use of the product: a query of your warehouse or analytics tool: e-mail or account id, time, event.",
            "One row an event, not a total a user.",
            "unchecked",
        ),
        Way(
            ("intent",),
            "Intent providers deliver lists by week: domain, topic, surge, date. Join by domain: each lead of it gets "
            "the row.",
            "Keep the weekly files; the latest one alone is today's value.",
            "unchecked",
        ),
        Way(
            ("orders",),
            "Orders, quotes, samples and contract ends: the ERP or shop: customer number, date, value.",
            "A contract's end becomes an activity dated when you knew of it, not when it ends.",
            "unchecked",
        ),
        Way(
            ("surveys",),
            "Survey tool: e-mail, date of the answer, score.",
            "Answers given after winning say nothing of the lead; their dates keep them out.",
            "unchecked",
        ),
        Way(
            ("events",),
            "Webinar tool or badge scanner: e-mail, date, attended or not.",
            "Registered is not attended: map them as two kinds.",
            "unchecked",
        ),
        Way(
            ("field history",),
            "Export the same list every month and import the exports together: what differs is a dated change.",
            "A change is dated when it was first seen, so a month late at worst.",
            "unchecked",
        ),
    ),
    "What nobody wrote down when it happened.",
)

CRMS = (HUBSPOT, SALESFORCE, ZOHO, PIPEDRIVE, MARKETO, ELSEWHERE)

GOLDEN_RULES = (
    "One row an event, with its own time: a total counts up to the day of the export and says nothing of the day on "
    "which a lead was handed over.",
    "One id through all files, or the e-mail address. Names do not join.",
    "Times with their zone, or say the zone when you import. A date without a time counts as the end of that day.",
    "Unworked, lost and rejected leads, too: an export of customers alone can settle nothing.",
    "From as far back as the CRM keeps it, and twice the length of your sales cycle at least.",
)
"""What every export needs, whatever it comes from."""


def found_elsewhere(chosen: Crm, topics: frozenset[Topic]) -> str:
    """What of these topics a CRM has no export for, each with those that have one; "" where it has all."""
    brought = {topic for way in chosen.ways for topic in way.topics}
    missing = [topic for topic in TOPIC_WORDS if topic in topics - brought]
    return ", ".join(f"{TOPIC_WORDS[topic].lower()} ({_who_brings(topic)})" for topic in missing)


def _who_brings(topic: Topic) -> str:
    return ", ".join(each.name for each in CRMS if each.for_topics(frozenset({topic}))) or "no CRM"


def crm(name: str) -> Crm:
    """The CRM of that name; KeyError where there is none."""
    return next(each for each in CRMS if each.name == name)
