"""Every figure once more in plain Python loops over a story's rows, written from the definitions, not from the SQL."""

from __future__ import annotations

import math
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
from scipy import stats

from .plain_world import World

BANDS = ("ready", "hand_over", "nurture", "out")
STAGES = ("inquiry", "mql", "sal", "sql", "opportunity", "won", "lost", "rejected", "recycled", "disqualified")
ENDS = ("won", "lost", "rejected", "recycled", "disqualified")


def clustered(rows):
    """Value and interval of (account, hit) rows: Wilson at x/deff, n/deff by scipy's numbers."""
    n, x = len(rows), sum(hit for _, hit in rows)
    if n == 0:
        return (None, None, None, 0)
    sizes, hits = Counter(account for account, _ in rows), Counter()
    for account, hit in rows:
        hits[account] += hit
    p = x / n
    if p in (0, 1):
        deff = n / len(sizes)
    else:
        deff = sum((hits[a] - p * sizes[a]) ** 2 for a in sizes) / n**2 / (p * (1 - p) / n)
    low, high = score_interval(p, n / max(1, deff))
    return (p, low, high, n)


def score_interval(p, n):
    """Both p0 where (p - p0)^2 = z^2 p0 (1 - p0) / n."""
    z2 = stats.norm.ppf(0.975) ** 2
    low, high = sorted(np.roots([1 + z2 / n, -(2 * p + z2 / n), p * p]).real)
    return (0.0 if p == 0 else low, 1.0 if p == 1 else high)


class Recount:
    """The figures of one question as {(name, group): (value, low, high, n)}; None for unknown."""

    def __init__(self, story, question):
        self.world, self.question, self.story = World(story, question), question, story
        attributes = {lead["lead_id"]: lead for lead in story.leads}
        self.rows, self.figures, self.scored = [], {}, []
        for name, at, _, band in story.scores:
            if story.dated and (at is None or at > self.world.until):
                continue
            self.scored.append((self.world.known[name], at, band, attributes[name]))
            if not story.dated or self.asked(at):
                self.rows.append(self.scored[-1])
        self.spelling = self._spellings()
        self.groups = sorted({self.group(row) for row in self.rows}) if question.by else []
        self.bands = BANDS if not story.scores or any(band in BANDS[:3] for *_, band in story.scores) else ()

    def asked(self, at):
        local = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.question.zone)).date()
        after = self.question.from_ is None or local >= self.question.from_
        return after and (self.question.to is None or local <= self.question.to)

    def raw(self, row):
        _, at, band, attributes = row
        if self.question.by == "month":
            local = at and at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.question.zone))
            return f"{local:%Y-%m}" if at else ""
        value = band if self.question.by == "band" else attributes.get(self.question.by)
        return (value or "").strip(" ")

    def _spellings(self):
        tally = Counter(self.raw(row) for row in self.scored)
        best = {}
        for spelling in sorted(tally, key=lambda each: (-tally[each], each)):
            best.setdefault(spelling.lower(), spelling)
        return best

    def group(self, row):
        return self.spelling[self.raw(row).lower()] or "(unknown)"

    def account(self, row):
        account = (row[3].get("account_id") or "").strip()
        return ("account", account) if account else ("lead", row[0].name)

    def cells(self, bands=False):
        """(group, rows) for all, then each group, or each band."""
        if bands:
            return [(band, [row for row in self.rows if row[2] == band]) for band in self.bands]
        return [(None, self.rows)] + [(g, [row for row in self.rows if self.group(row) == g]) for g in self.groups]

    def share(self, name, inside, hit, bands=False):
        for group, rows in self.cells(bands):
            listed = [(self.account(row), bool(hit(row))) for row in rows if inside(row)]
            self.figures[(name, group)] = clustered(listed)

    def count(self, name, test, bands=False):
        for group, rows in self.cells(bands):
            self.figures[(name, group)] = (sum(bool(test(row)) for row in rows), None, None, len(rows))

    def standing(self, row, outcome, days):
        """(place, hit, later hit, day 0) of a lead towards an outcome; `outcome` is a tuple of stages."""
        lead, at = row[0], row[1]
        reached = any(lead.reached(stage) for stage in outcome)
        first = min((lead.first(stage) for stage in outcome if lead.first(stage)), default=None)
        if "won" in outcome and lead.same_deal:
            return ("same_deal", False, False, False)
        if not self.story.dated:
            return ("counted", reached, False, False)
        end = self.world.episode_end(lead)
        within = first is not None and at <= first <= at + timedelta(days=days)
        in_first = end is None or (first is not None and first <= end)
        return (self.place(row, reached, first, days), within and in_first, within and not in_first, first == at)

    def place(self, row, reached, first, days):
        lead, at = row[0], row[1]
        if reached and first is None:
            return "undated"
        if first is not None and first < at:
            return "before"
        if self.world.hand_offs and lead.first("mql") is None:
            return "not_handed_over"
        if at + timedelta(days=days) > self.world.until:
            return "immature"
        if self.world.hand_offs and self.world.touches:
            if lead.first("mql") + timedelta(days=30) > self.world.until:
                return "immature"
            return "counted" if lead.worked else "unworked"
        return "counted"

    def conversion(self, outcome, days):
        """Figures of one outcome, all known."""
        name, stages = f"conversion_{outcome}", (outcome,)

        def stands(row):
            return self.standing(row, stages, days)

        for bands in (False, True):
            suffix = "_by_band" if bands else ""
            self.share(name + suffix, lambda row: stands(row)[0] == "counted", lambda row: stands(row)[1], bands)
            if self.story.dated and self.world.hand_offs and self.world.touches:
                self.count(f"{name}_unworked{suffix}", lambda row: stands(row)[0] == "unworked", bands)
        if outcome == "won" and self.story.deals is not None:
            self.count(f"{name}_same_deal", lambda row: stands(row)[0] == "same_deal")
        if not self.story.dated:
            return
        for place in ("undated", "before", "immature"):
            self.count(f"{name}_{place}", lambda row, place=place: stands(row)[0] == place)
        if self.world.hand_offs:
            self.count(f"{name}_not_handed_over", lambda row: stands(row)[0] == "not_handed_over")
        self.count(f"{name}_mature", lambda row: stands(row)[0] in ("counted", "unworked"))
        self.count(f"{name}_later_episode", lambda row: stands(row)[0] == "counted" and stands(row)[2])
        self._of_hits(name, outcome, stands)

    def _of_hits(self, name, outcome, stands):
        """Day-0 outcomes and first touches after the outcome, among the hits; the rate is unknown if most are such."""

        def hits(row):
            return stands(row)[0] == "counted" and stands(row)[1]

        self.share(f"{name}_day_0", hits, lambda row: stands(row)[3])
        if self.world.hand_offs and self.world.touches:
            touched_after = [row for row in self.rows if hits(row) and self.touched_after(row, outcome)]
            self.share(f"{name}_touched_after", hits, lambda row: self.touched_after(row, outcome))
            if len(touched_after) >= 10 and len(touched_after) > 0.5 * sum(map(hits, self.rows)):
                self.forget(name, f"{name}_by_band")
        reached = [row for row in self.rows if row[0].reached(outcome)]
        if sum(row[0].first(outcome) is None for row in reached) > 0.05 * len(reached):
            self.forget(name, f"{name}_by_band", f"{name}_day_0", f"{name}_touched_after")

    def forget(self, *names):
        """These figures are unknown; what was looked at is not."""
        for key in [key for key in self.figures if key[0] in names]:
            self.figures[key] = (None, None, None, self.figures[key][3])

    def touched_after(self, row, outcome):
        touched, reached = min(row[0].touched, default=None), row[0].first(outcome)
        return bool(touched and reached and touched > reached)

    def quality(self, days):
        """Lead Quality Score and its parts."""
        outcome = ("sql", "opportunity")

        def stands(row):
            return self.standing(row, outcome, days)

        mature = ("counted", "unworked")
        self.share("lqs", lambda row: stands(row)[0] in mature, lambda row: stands(row)[1])
        if self.world.touches:
            self.share("lqs_worked_share", lambda row: stands(row)[0] in mature, lambda row: row[0].worked)
            self.share("lqs_rate_worked", lambda row: stands(row)[0] == "counted", lambda row: stands(row)[1])
            self.share("lqs_rate_unworked", lambda row: stands(row)[0] == "unworked", lambda row: stands(row)[1])

    def worked(self):
        """Worked shares of hand-offs that are 30 days old."""
        for bands in (False, True):
            self.share(
                "worked_share_by_band" if bands else "worked_share",
                lambda row: row[0].first("mql") and row[0].first("mql") + timedelta(days=30) <= self.world.until,
                lambda row: row[0].worked,
                bands,
            )

    def waterfall(self):
        """Counts by stage, shares, open, won after recycling."""
        self.count("leads", lambda row: True)
        for stage in STAGES:
            if self.has(stage):
                self.count(f"stage_{stage}", lambda row, stage=stage: row[0].reached(stage))
                alone = stage in ("won", "lost")
                self.share(
                    f"stage_{stage}_share",
                    lambda row, alone=alone: not (alone and row[0].same_deal),
                    lambda row, stage=stage: row[0].reached(stage),
                )
        if any(self.has(stage) for stage in ENDS):
            self.count("open", lambda row: not row[0].same_deal and not any(row[0].reached(stage) for stage in ENDS))

    def alone(self):
        """Figures without groups: left out, automation, wins without hand-off or after recycling."""
        figures, world, story = self.figures, self.world, self.story
        instants = [at for _, at, *_ in story.scores]
        figures["left_out_no_landmark", None] = len(story.leads) - sum(
            at is not None or not story.dated for at in instants
        )
        figures["left_out_after_data_date", None] = sum(at is not None and at > world.until for at in instants)
        self.figures["sql_by_automation", None] = self._automation()
        if self.has("won") and world.hand_offs:
            won = [lead for lead in world.known.values() if lead.reached("won")]
            figures["won_without_hand_off", None] = sum(not lead.reached("mql") for lead in won)
        if story.dated and self.has("won") and self.has("recycled"):
            self.count("won_after_recycling", self._won_after_recycling)

    def has(self, stage):
        """Whether any lead of the data reached the stage."""
        return any(lead.reached(stage) for lead in self.world.known.values())

    def _automation(self):
        """Sql within 5 minutes of the hand-off, two dates without a time apart, whatever the period."""
        listed = []
        for row in self.scored:
            sql, handed = row[0].first("sql"), row[0].first("mql")
            if sql is None or (handed and {f"{at:%S.%f}" for at in (sql, handed)} == {"59.999999"}):
                continue
            listed.append((self.account(row), bool(handed) and abs(sql - handed) <= timedelta(minutes=5)))
        return clustered(listed)

    def _won_after_recycling(self, row):
        won, handed = row[0].first("won"), row[0].first("mql")
        recycled = [at for at in row[0].entries["recycled"] if handed and at >= handed]
        return bool(won and recycled and won > min(recycled))

    def won_horizon(self):
        """Whole days: the 80th percentile of hand-off to won (from T without hand-offs); None under 10 wins."""
        waits = []
        for name, at, _, _ in self.story.scores:
            if at is None or at > self.world.until:
                continue
            lead = self.world.known[name]
            start = lead.first("mql") if self.world.hand_offs else at
            end, won = self.world.episode_end(lead), lead.first("won")
            if won and start and won >= start and not lead.same_deal and (end is None or won <= end):
                waits.append((won - start) / timedelta(days=1))
        return None if len(waits) < 10 else max(1, math.ceil(np.percentile(waits, 80) - 1e-9))

    def revenue(self):
        """Won deals and their money, with and without a lead."""
        deals, revenue, linked = [0, 0], [0.0, 0.0], {deal for deal, _ in self.story.deal_leads}
        for deal, _, _, closed, outcome, amount, *_ in self.story.deals:
            if outcome == "won" and (closed is None or closed <= self.world.until):
                deals[deal in linked] += 1
                revenue[deal in linked] += amount
        for name, (alone, with_lead) in (("deals_won", deals), ("revenue", revenue)):
            self.figures[f"{name}_with_lead", None] = with_lead
            self.figures[f"{name}_without_lead", None] = alone
        self.figures["deals_won", None], self.figures["revenue_won", None] = sum(deals), sum(revenue)
