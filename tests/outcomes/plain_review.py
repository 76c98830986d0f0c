"""The figures of the monthly review once more, in plain Python loops over a story's rows, from the definitions."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scipy import stats
from sklearn.metrics import roc_auc_score

from .plain import Recount, clustered

FAR = datetime.fromisoformat("2199-12-31")
DAY = timedelta(days=1)
ABOVE = ("ready", "hand_over")


def aalen_johansen(cases, ways):
    """[(time, {way: share})] of (waited, way) cases, way 0 censored: one step a distinct time."""
    still, shares, curve = 1.0, dict.fromkeys(range(1, ways + 1), 0.0), []
    for time in sorted({waited for waited, _ in cases}):
        at_risk = sum(waited >= time for waited, _ in cases)
        here = Counter(way for waited, way in cases if waited == time)
        for way in shares:
            shares[way] += still * here[way] / at_risk
        still *= 1 - sum(here[way] for way in shares) / at_risk
        curve.append((time, dict(shares)))
    return curve


def share_at(cases, ways, time, way=1):
    """The share ended in that way by a time; None where nobody was followed so long and some are still open."""
    if not cases or (any(each == 0 for _, each in cases) and max(waited for waited, _ in cases) < time):
        return None
    return max((shares[way] for at, shares in aalen_johansen(cases, ways) if at <= time), default=0.0)


def first_reaching(cases, ways, share, way=1):
    """The first time by which the share had ended in that way."""
    return next((at for at, shares in aalen_johansen(cases, ways) if shares[way] >= share - 1e-12), None)


def quantile(values, part):
    """Linear between neighbours."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def business_minutes(calendar, start, end):
    """Begun business minutes between two naive UTC instants: every local workday's overlap, one by one."""
    zone, total = ZoneInfo(calendar.zone), timedelta()
    day = start.date() - 2 * DAY
    while day <= end.date() + 2 * DAY:
        hours = calendar.hours[day.weekday()]
        if hours and day not in calendar.holidays:
            opens, closes = (
                datetime.combine(day, at).replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for at in hours
            )
            total += max(timedelta(), min(end, closes) - max(start, opens))
        day += DAY
    return math.ceil(total / timedelta(minutes=1) - 1e-9), total


def date_only(instant):
    return instant is not None and f"{instant:%S.%f}" == "59.999999"


class Review(Recount):
    """The review's figures of one question as {(name, group): (value, low, high, n)}; None for unknown."""

    def __init__(self, story, question, agreed, days):
        super().__init__(story, question)
        self.agreed, self.days = agreed, days
        self.by_name = {row[0].name: row for row in self.rows}
        self.score = {name: score for name, _, score, _ in story.scores}
        self.deals = self._deals()

    def local_month(self, instant):
        return f"{instant.replace(tzinfo=UTC).astimezone(ZoneInfo(self.question.zone)):%Y-%m}"

    def put(self, name, group, value, n=None):
        self.figures[name, group] = (value, None, None, n)

    def groups_of(self, rows, of):
        """(group, those of it) for all and each group; `of` gives the row of a lead."""
        return [(None, rows)] + [(g, [each for each in rows if self.group(of(each)) == g]) for g in self.groups]

    # deals --------------------------------------------------------------------------------------------------------

    def _deals(self):
        """(deal, credited row or None, linked, outcome, opened, closed, amount) as the data date knows them."""
        until, found = self.world.until, []
        if self.story.deals is None:
            for lead in self.world.known.values():
                outcome = "won" if lead.reached("won") else "lost" if lead.reached("lost") else "open"
                if outcome != "open" or lead.reached("opportunity"):
                    closed = lead.first(outcome) if outcome != "open" else None
                    row = self.by_name.get(lead.name)
                    found.append((lead.name, row, True, outcome, lead.first("opportunity"), closed, None))
            return found
        created = {lead["lead_id"]: lead["created_at"] for lead in self.story.leads}
        for deal, _, opened, closed, outcome, amount, *_ in self.story.deals:
            if opened and opened > until and not (closed and closed <= until):
                continue
            ended = outcome in ("won", "lost") and (closed is None or closed <= until)
            on = sorted({lead for each, lead in self.story.deal_leads if each == deal})
            best = min(
                on, key=lambda lead: (self.world.known[lead].first("mql") or FAR, created[lead], lead), default=""
            )
            found.append((deal, self.by_name.get(best), bool(on), outcome if ended else "open", opened, closed, amount))
        return found

    def scored_deals(self):
        return [deal for deal in self.deals if deal[1] and (deal[5] is None or deal[1][1] <= deal[5])]

    def win_rate(self):
        closed = [deal for deal in self.scored_deals() if deal[3] in ("won", "lost")]
        for group, deals in self.groups_of(closed, lambda deal: deal[1]):
            self.figures["win_rate", group] = clustered([(self.account(d[1]), d[3] == "won") for d in deals])
        for band in self.bands:
            listed = [(self.account(d[1]), d[3] == "won") for d in closed if d[1][2] == band]
            self.figures["win_rate_by_band", band] = clustered(listed)
        months = {self.local_month(d[5]) for d in closed if d[5]}
        for month in months:
            listed = [(self.account(d[1]), d[3] == "won") for d in closed if d[5] and self.local_month(d[5]) == month]
            self.figures["win_rate_by_close_month", month] = clustered(listed)

    def opened(self):
        cases, rows = [], []
        for _, row, _, outcome, opened, closed, _ in self.scored_deals():
            if opened is None or opened > self.world.until or (outcome != "open" and (not closed or closed < opened)):
                continue
            way = {"won": 1, "lost": 2, "open": 0}[outcome]
            cases.append((((closed if way else self.world.until) - opened) / DAY, way))
            rows.append((row, (self.world.until - opened) / DAY))
        if closed_only(cases, [age for _, age in rows]):
            self.put("win_rate_of_opened", None, None, len(cases))
            return
        both = list(zip(rows, cases, strict=True))
        for group, some in self.groups_of(both, lambda each: each[0][0]):
            listed = [case for _, case in some]
            self.put("win_rate_of_opened", group, share_at(listed, 2, self.days["won"]), len(listed))

    def contribution(self):
        if self.story.deals is None:
            return
        sums, counts, known = defaultdict(float), Counter(), Counter()
        scored = {deal[0] for deal in self.scored_deals()}
        for deal, row, linked, outcome, _, _, amount in self.deals:
            if outcome == "won":
                part = "no_lead" if not linked else "never_scored" if deal not in scored else "scored"
                parts = [part] + ([("at_or_above" if row[2] in ABOVE else "below")] if part == "scored" else [])
                for each in parts:
                    counts[each] += 1
                    sums[each] += amount or 0.0
                    known[each] += amount is not None
        for part in ("scored", "never_scored", "no_lead", *(("at_or_above", "below") if self.bands else ())):
            self.put(f"won_{part}", None, counts[part], sum(counts[p] for p in ("scored", "never_scored", "no_lead")))
            if any(d[3] == "won" and d[6] is not None for d in self.deals):
                self.put(f"revenue_{part}", None, sums[part] if known[part] or not counts[part] else None, counts[part])

    def per_lead(self):
        if self.story.deals is None or not self.bands:
            return
        sides = {True: [0, 0.0], False: [0, 0.0]}
        amounts = defaultdict(float)
        for _, row, _, outcome, _, _, amount in self.deals:
            if row and outcome == "won":
                amounts[row[0].name] += amount or 0.0
        largest = 0.0
        for row in self.rows:
            place, hit, *_ = self.standing(row, ("won",), self.days["won"])
            if place in ("counted", "unworked"):
                side, won = sides[row[2] in ABOVE], amounts[row[0].name] if hit else 0.0
                side[0] += 1
                side[1] += won
                largest = max(largest, won)
        means = {above: total / n if n else None for above, (n, total) in sides.items()}
        self.put("revenue_per_lead_at_or_above", None, means[True], sides[True][0])
        self.put("revenue_per_lead_below", None, means[False], sides[False][0])
        ratio = means[True] / means[False] if means[False] and means[True] is not None else None
        self.put("revenue_per_lead_ratio", None, ratio, sides[True][0] + sides[False][0])

    # cycle --------------------------------------------------------------------------------------------------------

    def cycle_case(self, lead):
        """(days, way, age in days) from sql or opportunity, or None."""
        start = min((at for at in (lead.first("sql"), lead.first("opportunity")) if at), default=None)
        won, lost = lead.first("won"), lead.first("lost")
        undated = any(lead.reached(stage) and lead.first(stage) is None for stage in ("won", "lost"))
        if start is None or lead.same_deal or (won and won < start) or undated:
            return None
        names = ["rejected", "recycled", "disqualified"]
        ends = {name: [at for at in self.world.stage_dates(lead, [name]) if at >= start] for name in names}
        if self.story.deals is None:
            ends |= {
                name: [at for at in self.world.stage_dates(lead, [name]) if at >= start] for name in ("won", "lost")
            }
        else:
            ends |= {"won": [won] if won else [], "lost": [lost] if lost and lost >= start else []}
        order = ["won", "lost", *names]
        first = min(((min(at), order.index(name)) for name, at in ends.items() if at), default=None)
        end = first[0] if first else self.world.until
        return ((end - start) / DAY, first[1] + 1 if first else 0, (self.world.until - start) / DAY)

    def cycle(self):
        found = [(row, self.cycle_case(row[0])) for row in self.rows]
        found = [(row, case) for row, case in found if case]
        refused = closed_only([case[:2] for _, case in found], [case[2] for _, case in found])
        cells = self.groups_of(found, lambda each: each[0])
        for group, some in cells:
            cases = [case for _, case in some]
            waits = [waited for waited, way, _ in cases if way == 1]
            mature = [w for w, way, age in cases if way == 1 and w <= self.days["won"] and age >= self.days["won"]]
            self.put("cycle_leads", group, len(cases), len(cases))
            self.put("cycle_open", group, sum(way == 0 for _, way, _ in cases), len(cases))
            self.put("cycle_mean", group, sum(waits) / len(waits) if waits else None, len(waits))
            for name, part in (("median", 0.5), ("p25", 0.25), ("p75", 0.75)):
                self.put(f"cycle_{name}", group, quantile(mature, part) if mature else None, len(mature))
            for days in (30, 60, 90, 180):
                share = None if refused else share_at([case[:2] for case in cases], 5, days)
                self.put(f"cycle_won_{days}", group, share, len(cases))
        for band in self.bands:
            cases = [case[:2] for row, case in found if row[2] == band]
            self.put("cycle_won_60_by_band", band, None if refused else share_at(cases, 5, 60), len(cases))
        self._stale([case for _, case in found], found)

    def _stale(self, cases, found):
        waits = [waited for waited, way, _ in cases if way == 1]
        if len(waits) < 10:
            return
        limit = quantile(waits, 0.95)
        stale = sum(way == 0 and waited > limit for waited, way, _ in cases)
        self.put("cycle_p95", None, limit, len(waits))
        self.put("cycle_stale", None, stale, sum(way == 0 for _, way, _ in cases))
        listed = [
            (self.account(row), way == 1)
            for row, (waited, way, _) in found
            if way in (1, 2) or (way == 0 and waited > limit)
        ]
        self.figures["cycle_win_rate_stale_lost", None] = clustered(listed)

    # speed, service levels, acceptance ----------------------------------------------------------------------------

    def speed(self):
        within, found, until = self.agreed.touch_within_minutes, [], self.world.until
        for row in self.rows:
            lead, handed = row[0], row[0].first("mql")
            touch = min(lead.touched, default=None)
            if handed is None or date_only(handed) or date_only(touch):
                continue
            stages = ("sql", "opportunity", "won", "lost")
            ends = [lead.first(stage) for stage in stages if lead.first(stage) and lead.first(stage) >= handed]
            ends += [self.world.episode_end(lead)] if self.world.episode_end(lead) else []
            seen = min(handed + 30 * DAY, until)
            end = min(ends, default=None)
            way = 1 if touch and (end is None or touch <= end) else 2 if end and end <= seen else 0
            stop = touch if way == 1 else end if way == 2 else seen
            waited = business_minutes(self.agreed.calendar, handed, stop)[0]
            age = business_minutes(self.agreed.calendar, handed, until)[1] // timedelta(minutes=1)
            found.append((row, waited, way, age))
        for group, some in self.groups_of(found, lambda each: each[0]):
            cases = [(waited, way) for _, waited, way, _ in some]
            self.put("speed_median", group, first_reaching(cases, 2, 0.5), len(cases))
            self.put("speed_p90", group, first_reaching(cases, 2, 0.9), len(cases))
            if within is not None and found:
                due = [(self.account(row), way == 1 and w <= within) for row, w, way, age in some if age >= within]
                self.figures["speed_kept", group] = clustered(due)
        handed = sum(row[0].first("mql") is not None for row in self.rows)
        if found:
            self.put("speed_untouched", None, sum(way == 0 for *_, way, _ in found), handed)
            self.put("speed_ended_before_touch", None, sum(way == 2 for *_, way, _ in found), handed)
            self.put("speed_no_time_of_day", None, handed - len(found), handed)

    def episodes(self):
        """(row, handed, ended, ended by, accepted) of every episode of a scored lead, told event by event."""
        found = []
        for row in self.scored:
            lead = row[0]
            events = [
                (at, stage) for stage in ("mql", "rejected", "recycled", "disqualified") for at in lead.entries[stage]
            ]
            events += [(lead.first(stage), stage) for stage in ("won", "lost") if lead.first(stage)]
            first = lead.first("mql")
            if first is None:
                continue
            events = sorted((at, (stage == "mql") != (at == first), stage) for at, stage in events if at >= first)
            spans = []
            for at, _, stage in events:
                if stage == "mql" and (not spans or spans[-1][1] is not None):
                    spans.append([at, None, None])
                elif stage != "mql" and spans[-1][1] is None:
                    spans[-1][1:] = [at, stage]
            for handed, ended, by in spans:
                signs = [at for stage in ("sal", "sql", "opportunity") for at in lead.entries[stage]]
                signs += [lead.first("won")] if lead.first("won") else []
                accepted = min((at for at in signs if handed <= at and (not ended or at <= ended)), default=None)
                found.append((row, handed, ended, by, accepted))
        return found

    def acceptance(self):
        within, listed, reasons = timedelta(days=self.agreed.accept_within_days), [], Counter()
        for row, handed, ended, by, accepted in self.episodes():
            if by == "rejected":
                given = [
                    (reason or "").strip(" ")
                    for who, stage, at, _, reason, _ in self.story.stages
                    if (who, stage, at) == (row[0].name, "rejected", ended)
                ]
                reasons[min((each for each in given if each), default="").lower()] += 1
            if handed + within > self.world.until:
                continue
            decision = "expired"
            if accepted and accepted <= handed + within:
                decision = "accepted"
            elif ended and ended <= handed + within:
                decision = "rejected"
            group = self.local_month(handed) if self.question.by == "month" else self.group(row)
            listed.append((self.account(row), decision, group, row[2]))
        for name, decision in (("", "accepted"), ("_rejected", "rejected"), ("_expired", "expired")):
            for group in [None, *self.groups]:
                cell = [(a, d == decision) for a, d, g, _ in listed if group in (None, g)]
                self.figures[f"acceptance{name}", group] = clustered(cell)
        total = sum(reasons.values())
        self.reasons = sorted((count / total, total) for count in reasons.values()) if total else []

    def sla(self):
        agreed, until = self.agreed, self.world.until
        if agreed.touch_within_minutes is None or not self.bands:
            return
        verdicts, told, top = Counter(), [], 0
        by_lead = defaultdict(list)
        for episode in self.episodes():
            by_lead[episode[0][0].name].append(episode)
        for name, episodes in by_lead.items():
            for place, (row, handed, ended, _, _) in enumerate(episodes):
                if row[2] not in agreed.bands:
                    continue
                after = episodes[place + 1][1] if place + 1 < len(episodes) else None
                verdict = self.verdict(name, handed, ended, after, until)
                top += 1
                if verdict is None:
                    continue
                verdicts[verdict] += 1
                told.append((row, verdict))
        for group in [None, *self.groups] if self.question.by != "month" else [None]:
            cell = [
                (self.account(r), v == "kept") for r, v in told if v != "not due" and group in (None, self.group(r))
            ]
            self.figures["sla_sales", group] = clustered(cell)
        for verdict in ("not due", "untouched", "late", "too few attempts"):
            self.put(f"sla_sales_{verdict.replace(' ', '_')}", None, verdicts[verdict], len(told))
        self.put("sla_sales_no_time_of_day", None, top - len(told), top)

    def verdict(self, name, handed, ended, after, until):
        agreed = self.agreed
        tries = [
            (at, kind.strip().lower(), (detail or "").lower())
            for who, at, kind, detail, _, actor in self.story.activities
            if who == name
            and actor != "lead"
            and kind.strip().lower() in ("call", "meeting", "email_sent")
            and handed < at <= until
            and (after is None or at <= after)
        ]
        last = handed + timedelta(days=agreed.attempt_days)
        early = [each for each in tries if each[0] <= last]
        reached = any(
            (kind == "meeting" and detail in ("", "reached", "held"))
            or (kind == "call" and detail in ("reached", "held"))
            for _, kind, detail in early
        )
        first = min((at for at, _, _ in tries), default=None)
        if date_only(handed) or date_only(first):
            return None
        touched = first is not None and (ended is None or first <= ended)
        stop = min(each for each in (first or until, ended or first or until))
        waited = business_minutes(agreed.calendar, handed, stop)[0]
        in_time = waited <= agreed.touch_within_minutes
        if touched and in_time:
            if agreed.attempts == 1 or reached or len(early) >= agreed.attempts or (ended and ended <= last):
                return "kept"
            return "not due" if last > until else "too few attempts"
        if ended and not touched and in_time:
            return "not due"
        if touched:
            return "late"
        return "not due" if waited < agreed.touch_within_minutes else "untouched"

    # ranking, drift, pipeline -------------------------------------------------------------------------------------

    def ranking(self):
        listed = []
        for row in self.rows:
            place, hit, *_ = self.standing(row, (self.question.outcome,), self.days[self.question.outcome])
            if place == "counted":
                listed.append((self.local_month(row[1]), self.score[row[0].name], hit, row))
        hits = [each for each in listed if each[2]]
        for name, among, hit in (
            ("precision", [each for each in listed if each[3][2] in ABOVE], lambda each: each[2]),
            ("recall", hits, lambda each: each[3][2] in ABOVE),
        ):
            if self.bands:
                self.figures[name, None] = clustered([(self.account(each[3]), hit(each)) for each in among])
        if not hits or len(hits) == len(listed):
            return
        won, pairs = 0.0, 0
        for month in {each[0] for each in listed}:
            here = [(score, hit) for m, score, hit, _ in listed if m == month]
            n = sum(hit for _, hit in here)
            if 0 < n < len(here):
                area = roc_auc_score([hit for _, hit in here], [score for score, _ in here])
                won, pairs = won + area * n * (len(here) - n), pairs + n * (len(here) - n)
        self.put("ranking_pairs", None, won / pairs if pairs else None, len(listed))
        for top in (0.1, 0.2):
            left, gained = top * len(listed), 0.0
            for score in sorted({each[1] for each in listed}, reverse=True):
                here = [hit for _, s, hit, _ in listed if s == score]
                part = min(1.0, left / len(here))
                gained += part * sum(here)
                left -= part * len(here)
            self.put(f"gain_{100 * top:.0f}", None, gained / len(hits), len(listed))
            self.put(f"lift_{100 * top:.0f}", None, gained / len(hits) / top, len(listed))

    def drift(self):
        if not self.bands:
            return
        months = defaultdict(Counter)
        for row in self.scored:
            months[self.local_month(row[1])][row[2]] += 1
        for month, now in months.items():
            start = 12 * int(month[:4]) + int(month[5:]) - 12
            before = Counter()
            for each, counted in months.items():
                if start <= 12 * int(each[:4]) + int(each[5:]) and each < month:
                    before += counted
            bins = [band for band in self.bands if now[band] or before[band]]
            if not before:
                self.put("drift_psi_by_month", month, None, sum(now.values()))
                continue
            p, q = ([side[band] or 0.5 for band in bins] for side in (now, before))
            p, q = ([value / sum(side) for value in side] for side in (p, q))
            psi = sum((a - b) * math.log(a / b) for a, b in zip(p, q, strict=True))
            self.put("drift_psi_by_month", month, psi, sum(now.values()))

    def inflation(self):
        if self.question.lens != "arrival" or not self.bands:
            return
        months = defaultdict(list)
        for row in self.rows:
            if row[3]["created_at"] + timedelta(days=self.question.arrival_days) <= self.world.until:
                months[self.local_month(row[3]["created_at"])].append((self.account(row), row[2] in ABOVE))
        for month, listed in months.items():
            self.figures["inflation_share_by_month", month] = clustered(listed)

    def snapshot(self):
        entries = defaultdict(Counter)
        for row in self.rows:
            for stage in ("mql", "sql", "opportunity", "won"):
                if row[0].first(stage):
                    entries[stage][self.local_month(row[0].first(stage))] += 1
        for before, stage in (("mql", "sql"), ("sql", "opportunity"), ("opportunity", "won")):
            if self.has(before) and self.has(stage):
                for month, n in entries[before].items():
                    self.put(f"snapshot_{before}_{stage}_by_month", month, entries[stage][month] / n, n)

    def velocity(self):
        if self.story.deals is None:
            return
        until = self.world.until

        def at(end):
            start = end - 90 * DAY
            opened = sum(bool(d[4]) and start < d[4] <= end for d in self.deals)
            closed = [d for d in self.deals if d[3] in ("won", "lost") and d[5] and start < d[5] <= end]
            won = [d for d in closed if d[3] == "won"]
            amounts = [d[6] for d in won if d[6] is not None]
            waits = [(d[5] - d[4]) / DAY for d in won if d[4] and d[5] >= d[4]]
            if not closed or not amounts or not waits or not quantile(waits, 0.5):
                return None
            return opened * len(won) / len(closed) * sum(amounts) / len(amounts) / quantile(waits, 0.5)

        now, before = at(until), at(until - 90 * DAY)
        self.put("velocity", None, now)
        self.put("velocity_before", None, before)
        self.put("velocity_change", None, now / before - 1 if now is not None and before else None)

    def cases(self):
        missed = alarms = judged = 0
        for row in self.rows:
            place, hit, *_ = self.standing(row, ("won",), self.days["won"])
            missed += place in ("counted", "unworked") and hit and row[2] not in ABOVE
            place, hit, *_ = self.standing(row, (self.question.outcome,), self.days[self.question.outcome])
            judged += place == "counted" and row[2] == "ready"
            alarms += place == "counted" and not hit and row[2] == "ready"
        self.put("missed_wins", None, missed)
        self.put("false_alarms", None, alarms if judged else None)


def closed_only(cases, ages):
    """None is open, though one began so lately that one in twenty would have taken longer."""
    if not cases or any(way == 0 for _, way in cases):
        return False
    return min(ages) < quantile([waited for waited, _ in cases], 0.95)


CHI2_95 = tuple(stats.chi2.ppf(0.95, freedom) for freedom in (1, 2, 3, 4))
