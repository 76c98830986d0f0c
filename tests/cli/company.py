"""A company of six leads whose every score can be worked out in the head.

At the hand-off (mql, 1 March 2026 at noon UTC for all who were handed over):

    lead       fit (cap 20)          deeds (no cap)             minus (floor -10)   score  band
    ada        15 size + 10 VP -> 20 15 demo + 12 webinar x 50 %                    41     ready
    cleo       10 VP                 20 (five visits at 5, four count)              30     hand_over
    =dan()     15 size               -                          -10 -> -10          5      nurture
    ben        15 size                                                              15     out (competitor)
    eve        -                     webinar this very moment 12                    12     nurture
    finn       was never handed over
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LEADS = """\
Lead,Created,Company,Title,Employees,Country,Source
ada,2026-01-05 09:00,Ahorn,VP Sales,120,NO,Webinar
ben,2026-01-06 09:00,Acme,Engineer,300,DE,fair
cleo,2026-01-07 09:00,Cedar,"VP, Marketing",5000,FR,webinar
=dan(),2026-01-08 09:00,Dogwood,Clerk,80,NO,webinar
eve,2026-01-09 09:00,Elm,Clerk,,DE,fair
finn,2026-02-01 09:00,Fir,VP,200,DE,fair
"""

ACTIVITIES = """\
Lead,When,What,Who
ada,2026-01-10 10:00,webinar,
ada,2026-02-27 10:00,demo,
ada,2026-03-02 10:00,call,rep
ben,2026-03-03 10:00,call,rep
cleo,2026-02-20 10:00,visit,
cleo,2026-02-21 10:00,visit,
cleo,2026-02-22 10:00,visit,
cleo,2026-02-23 10:00,visit,
cleo,2026-02-24 10:00,visit,
cleo,2026-03-04 10:00,call,rep
=dan(),2026-02-25 10:00,unsubscribed,
eve,2026-03-01 12:00,webinar,
eve,2026-03-01 12:01,demo,
eve,2026-03-04 10:00,call,rep
"""

STAGES = """\
Lead,Stage,Entered
ada,mql,2026-03-01 12:00
ben,mql,2026-03-01 12:00
cleo,mql,2026-03-01 12:00
=dan(),mql,2026-03-01 12:00
eve,mql,2026-03-01 12:00
ada,sql,2026-03-05 12:00
ada,won,2026-04-01 12:00
cleo,rejected,2026-03-06 12:00
"""

MAPPING = """\
zone: UTC
data_date: "2026-10-31"
captured_at_form: [company, title, company_size, country, source]
leads:
  - {file: leads.csv, lead_id: Lead, created_at: Created, company: Company, title: Title, company_size: Employees,
     country: Country, source: Source}
activities:
  - {file: activities.csv, lead_id: Lead, occurred_at: When, kind: What, actor: Who}
stages:
  - {file: stages.csv, lead_id: Lead, stage: Stage, entered_at: Entered}
"""

MODEL = """\
name: Six leads
groups:
  fit: {cap: 20, side: demographic}
  deeds: {side: behavioural}
  minus: {floor: -10}
rules:
  - {id: size, label: Mid-market, group: fit, points: 15, when: {attribute: company_size, between: [50, 1000]}}
  - {id: vp, label: Decides, group: fit, points: 10, when: {attribute: title, has_word: vp}}
  - {id: webinar, label: Attended a webinar, group: deeds, points: 12,
     when: {activity: webinar, decay: {every_days: 30, keep: 0.5}}}
  - {id: demo, label: Asked for a demo, group: deeds, points: 15, when: {activity: demo}}
  - {id: visits, label: Visits, group: deeds, points: 5, when: {activity: visit, at_most: 4}}
  - {id: unsubscribed, group: minus, points: -25, when: {activity: unsubscribed}}
  - {id: competitor, label: Works for a competitor, knock_out: true, when: {attribute: company, in: [Acme]}}
cut_offs: {mql: 25, sql: 40, sql_needs: {any_of: [demo], at_least: {fit: 20}}}
"""

FILES = {
    "leads.csv": LEADS,
    "activities.csv": ACTIVITIES,
    "stages.csv": STAGES,
    "map.yaml": MAPPING,
    "model.yaml": MODEL,
}


def write_company(folder: Path, instead: Mapping[str, str | None] | None = None) -> Path:
    """Write the company's files into a folder, some of them otherwise (None: not at all); returns the mapping."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (FILES | dict(instead or {})).items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder / "map.yaml"
