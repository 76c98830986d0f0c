"""What the data date knows of each lead of a story, in plain Python: entries, touches, deals, episode ends."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

FAR = datetime.fromisoformat("2199-12-31")


class Known:
    """What the data date knows of one lead."""

    def __init__(self, name):
        self.name = name
        self.entries = defaultdict(list)
        self.undated = set()
        self.same_deal = False
        self.touched = []
        self.deals = {"won": [], "lost": []}
        self.on_deal = False

    @property
    def worked(self):
        return bool(self.touched)

    def first(self, stage):
        return min(self.entries[stage], default=None)

    def reached(self, stage):
        return bool(self.entries[stage]) or stage in self.undated


class World:
    """All leads of a story as known at the data date."""

    def __init__(self, story, question):
        self.story, self.question = story, question
        self.until = question.data_date or FAR
        self.known = {lead["lead_id"]: Known(lead["lead_id"]) for lead in story.leads}
        self._enter_stages()
        self.touches = self._touch()
        self.hand_offs = story.dated and any(each.first("mql") for each in self.known.values())
        if story.deals is not None:
            self._close_deals()

    def _enter_stages(self):
        for lead, stage, at, *_ in self.story.stages:
            if at is None:
                self.known[lead].undated.add(stage)
            elif at <= self.until:
                self.known[lead].entries[stage].append(at)

    def _touch(self):
        found = False
        for lead, at, kind, _, _, actor in self.story.activities:
            if kind.strip().lower() in ("call", "meeting", "email_sent") and actor != "lead" and at <= self.until:
                found = True
                handed = self.known[lead].first("mql")
                if handed and handed < at <= handed + timedelta(days=30):
                    self.known[lead].touched.append(at)
        return found and self.story.dated

    def _close_deals(self):
        created = {lead["lead_id"]: lead["created_at"] for lead in self.story.leads}
        credited = set()
        for deal, _, opened, closed, outcome, *_ in self.story.deals:
            if opened and opened > self.until and not (closed and closed <= self.until):
                continue
            on = sorted({lead for each, lead in self.story.deal_leads if each == deal})
            if not on:
                continue
            first = min(on, key=lambda lead: (self.known[lead].first("mql") or FAR, created[lead] or FAR, lead))
            credited.add(first)
            for lead in on:
                self.known[lead].on_deal = True
            if outcome in ("won", "lost") and (closed is None or closed <= self.until):
                self.known[first].deals[outcome].append(closed)
        for each in self.known.values():
            each.same_deal = each.on_deal and each.name not in credited
            self._replace_stages(each)

    def _replace_stages(self, lead):
        """Deals say who won; they say who lost wherever the lead is on one."""
        for stage in ("won", "lost") if lead.on_deal else ("won",):
            lead.entries[stage] = [at for at in lead.deals[stage] if at]
            lead.undated.discard(stage)
            lead.undated |= {stage} if None in lead.deals[stage] else set()

    def episode_end(self, lead):
        """First exit of the first episode."""
        handed = lead.first("mql")
        exits = ["rejected", "recycled", "disqualified"] + (["lost"] if self.story.deals is None else [])
        dated = self.stage_dates(lead, exits)
        return min((at for at in dated if handed and at >= handed), default=None)

    def stage_dates(self, lead, stages):
        return [
            at
            for who, stage, at, *_ in self.story.stages
            if who == lead.name and stage in stages and at and at <= self.until
        ]
