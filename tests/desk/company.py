"""A company of a few named leads, told as files; every number in the stories can be added up in the head.

The data end on Saturday 31 October 2026; the last Monday is the 26th.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.model import Model, parse
from leadscore.store import workspace
from leadscore.store.database import open_current

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
END = datetime.fromisoformat("2026-10-31T23:59:59.999999")

MODEL = parse("""
name: Desk
population: {exclude: [{attribute: source, is: test}]}
groups: {demographic: {cap: 40}, behaviour: {cap: 45}, intent: {cap: 40}, negative: {floor: -30}}
rules:
  - {id: decides, label: Decides, group: demographic, points: 20, when: {attribute: title, has_word: vp}}
  - {id: demo, label: Asked for a demo, group: intent, points: 30, when: {activity: demo_requested}}
  - {id: webinar, label: Attended a webinar, group: behaviour, points: 20,
     when: {activity: webinar_attended, at_most: 2, decay: {every_days: 30, keep: 0.5}}}
  - {id: pricing, label: Pricing twice in 30 days, group: behaviour, points: 15,
     when: {activity: page_visit, detail: {contains: pricing}, within_days: 30, at_least: 2}}
  - {id: left, label: Unsubscribed, group: negative, points: -10, when: {activity: unsubscribed}}
  - {id: rival, label: Works for a rival, knock_out: true, when: {attribute: company, is: Rival}}
cut_offs: {mql: 30, sql: 60, sql_needs: {any_of: [demo]}}
""")

MAPPING = """
zone: UTC
data_date: "2026-10-31"
captured_at_form: [name, company, title, source, owner, expected_value, account_id]
leads: [{file: leads.csv, lead_id: id, created_at: created, keep: all, rename: {}}]
activities: [{file: deeds.csv, lead_id: id, occurred_at: at, kind: kind, detail: detail, actor: actor}]
stages: [{file: steps.csv, lead_id: id, stage: stage, entered_at: at, score: score}]
deals: [{file: deals.csv, deal_id: deal, account_id: account, opened_at: opened, outcome: outcome, amount: amount}]
deal_leads: [{file: links.csv, deal_id: deal, lead_id: id}]
"""

LEADS = """id,created,name,company,title,source,owner,expected_value,account_id
ada,2026-09-01,Ada,Acme,VP Sales,fair,Rosa,10000,A1
ben,2026-09-02,Ben,Acme,Clerk,web,Rosa,90000,A1
cleo,2026-09-03,Cleo,Bolt,VP IT,web,Sam,,
dan,2026-09-04,Dan,Coil,Clerk,web,Sam,5000,
eve,2026-09-05,Eve,Rival,VP,web,Sam,,
fay,2026-09-06,Fay,Dyne,,web,Rosa,,
gus,2026-09-07,Gus,Test,VP,test,Rosa,,
"""
DEEDS = """id,at,kind,detail,actor
ada,2026-10-20 10:00,demo_requested,,lead
ada,2026-10-21 10:00,webinar_attended,tour,lead
ada,2026-10-22 09:00,call,,Rosa
ben,2026-10-25 10:00,demo_requested,,lead
cleo,2026-09-10 10:00,webinar_attended,tour,lead
cleo,2026-09-26 10:00,webinar_attended,start,lead
dan,2026-09-28 10:00,page_visit,pricing,lead
dan,2026-10-06 10:00,page_visit,pricing,lead
dan,2026-10-13 10:00,webinar_attended,tour,lead
fay,2026-10-30 10:00,page_visit,pricing,lead
"""
STEPS = """id,stage,at,score
ada,mql,2026-10-21 12:00,55
ben,mql,2026-10-30 12:00,33
cleo,mql,2026-10-01 00:00,
cleo,rejected,2026-10-05 00:00,
"""
DEALS = """deal,account,opened,outcome,amount
D1,A1,2026-10-23,open,5000
"""
LINKS = """deal,id
D1,ada
D1,ben
"""
FILES = {"leads": LEADS, "deeds": DEEDS, "steps": STEPS, "deals": DEALS, "links": LINKS}


def company(folder: Path, **files: str) -> Shelf:
    """The company's data in use, with other files where they are given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (FILES | files).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    mapping = folder / "mapping.yaml"
    mapping.write_text(MAPPING.replace(", rename: {}", ""), encoding="utf-8")
    made = workspace.create(folder / "room")
    importing.run(made, mapping, now=NOW)
    return Shelf(open_current(made.folder))


def with_points(model: Model, points: Sequence[tuple[str, int]]) -> Model:
    """The model with other points."""
    from decimal import Decimal

    return model.with_points({rule: Decimal(worth) for rule, worth in points})
