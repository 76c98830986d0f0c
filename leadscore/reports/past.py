"""The past as a review asks it: reports of a period, built once each, and cohorts to look further into."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from leadscore.estimate import Estimate
from leadscore.evidence import Arrival, Handoff, Lens, Shelf, rests_on_today
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import Model
from leadscore.outcomes import ALL_FAMILIES, DRAWS, Calendar, Cohort, Commitments, Question, Report
from leadscore.outcomes.cohort import cohort_sql
from leadscore.outcomes.facts import Facts
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.pasts import kept_cohort
from leadscore.reports.month import Month, month_named, months_from
from leadscore.scoring import score
from leadscore.vocabulary import OUTCOMES

EVERY_FAMILY = tuple(each for each in ALL_FAMILIES if each != "inflation")
"""Inflation is looked at on arrival, the others at the hand-off."""

RATES = ("waterfall", "conversion", "quality")
"""Families for tables by campaign, source or owner."""

RESAMPLED = ("revenue", "win_rate", "cycle", "contribution", "ranking")
"""Families with intervals from drawing the accounts anew: they take longest, so they are asked once a month."""

JUDGED_BY = {"sla_marketing": "marketing", "sla_sales": "sales", "speed_kept": "sales"}
"""Figures that judge a promise, and whose it is."""

OF_PROMISES = ("speed", "sla", "acceptance")
"""Families that judge what was promised."""

OF_BANDS = ("conversion", "quality", "win_rate")
"""Families of the quality of leads and of what became of each band."""

OF_CASES = ("cases",)
"""The family of what the score missed and of what nobody called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one report is asked: a period of T (local days, both inclusive), a grouping, families and resamples."""

    from_: date | None = None
    to: date | None = None
    by: str | None = None
    families: tuple[str, ...] = EVERY_FAMILY
    draws: int = 0
    arrival: bool = False


class Past:
    """Closed-loop figures of one model on one data set; safe to share between threads, each report is built once.

    Rules that rest on today's values stay out.  The lens is the hand-off; arrival where nobody was ever handed over.
    """

    def __init__(
        self,
        shelf: Shelf,
        model: Model,
        commitments: Commitments | None = None,
        since: Mapping[str, date] | None = None,
    ) -> None:
        """`since` says by side from which day on its commitments hold; without one they judge all months."""
        self.shelf = shelf
        self.model = model
        self.manifest = shelf.database.manifest
        self.since = dict(since or {})
        self.commitments = commitments or Commitments(calendar=Calendar(self.manifest.zone))
        self._reports: dict[Asked, Report] = {}
        self._lock = threading.RLock()

    def under(self, commitments: Commitments, since: Mapping[str, date]) -> Past:
        """The same history under other promises; its months are not asked again."""
        other = Past(self.shelf, self.model, commitments, since)
        other._overview = self._overview
        return other

    @cached_property
    def honest(self) -> Model:
        """The model without the rules that rest on today's values."""
        return self.model.without_rules(rests_on_today(self.model, self.shelf.facts))

    @cached_property
    def lens(self) -> Lens:
        """The hand-off; arrival where the data have dates but no hand-off."""
        handed_over = score(self.shelf, self.honest, Handoff()).left_out.scored
        if handed_over or not self.manifest.dated:
            return Handoff()
        return Arrival(self.model.evaluation.arrival_days)

    @property
    def outcome(self) -> str:
        """The outcome that the model is evaluated by."""
        return self.model.evaluation.outcome

    @property
    def months(self) -> tuple[Month, ...]:
        """Months with at least one T, the earliest first; one that stands for all where the data have no dates."""
        return self._overview[0]

    @property
    def handed_over(self) -> bool:
        """Whether T is a hand-off: the data have dates, and someone was handed over."""
        facts = self._overview[1]
        return facts.dated and facts.hand_offs

    @property
    def moment(self) -> str:
        """What T is called: hand-off; arrival where nobody was handed over, import where nothing is dated."""
        return "hand-off" if self.handed_over else "arrival" if self.manifest.dated else "import"

    @property
    def named_leads(self) -> str:
        """What a lead with a T is called."""
        return "Leads handed over" if self.handed_over else "Leads"

    @property
    def rated(self) -> str:
        """Of whom the rates are: worked leads, or whoever the data know instead."""
        if not self.handed_over:
            return "all leads"
        return "worked leads" if self._overview[1].touches else "leads handed over"

    @cached_property
    def _overview(self) -> tuple[tuple[Month, ...], Facts]:
        asked = Asked(by="month") if self.manifest.dated else Asked()
        with self._lock, self.cohort(asked) as cohort:
            counts = {name: leads for name, leads in cohort.leads_of.items() if name is not None}
            horizons = {outcome: horizon(cohort, outcome).days for outcome in OUTCOMES}
            facts = cohort.facts
        if self.manifest.data_date is None:
            return (Month(None, facts.leads),), facts
        return months_from(counts, horizons, self.manifest.data_date, self.manifest.zone), facts

    def month(self, name: str) -> Month:
        """The month of that name; UsageError where there is none."""
        return month_named(name, self.months)

    def report(self, asked: Asked) -> Report:
        """The asked figures of one period and grouping."""
        with self._lock:
            if asked not in self._reports:
                self._reports[asked] = closed_loop(
                    self.shelf,
                    self.model,
                    self._lens(asked),
                    asked.from_,
                    asked.to,
                    asked.by,
                    self.commitments,
                    asked.families,
                    asked.draws,
                )
            return self._reports[asked]

    def of(self, month: Month) -> Report:
        """Every figure of one month's leads, also by band; without resampled intervals."""
        return self.report(Asked(month.first, month.last, "band"))

    def until(self, month: Month, families: tuple[str, ...] = EVERY_FAMILY) -> Report:
        """Figures of all leads up to the end of a month, also by month; without resampled intervals.

        Most leads of the data are in it, so it is asked for no more than is shown.
        """
        return self.report(Asked(None, month.last, "month" if month.first else None, families))

    def promised(self, month: Month, side: str) -> Report:
        """The figures of OF_PROMISES since a side's promise holds: earlier months broke none."""
        since = self.since.get(side)
        if since is None or month.first is None:
            return self.until(month, OF_PROMISES)
        return self.report(Asked(since, month.last, "month", OF_PROMISES))

    def judges(self, name: str, month: Month) -> bool:
        """Whether a figure can judge a month: a promise judges no month before it holds."""
        since = self.since.get(JUDGED_BY.get(name, ""))
        return since is None or month.first is None or since <= month.first

    def before(self, month: Month) -> Month | None:
        """The month before one; None where it has no leads or the data no dates."""
        return next((each for each in self.months if month.before is not None and each.first == month.before), None)

    def drawn(self, month: Month, families: tuple[str, ...] = RESAMPLED) -> Report:
        """Figures of RESAMPLED, or of some of them, with their intervals, of all leads up to the end of a month."""
        return self.report(Asked(None, month.last, None, families, DRAWS))

    def by(self, month: Month, attribute: str) -> tuple[Report, Report]:
        """The figures of RATES by an attribute: of the month's leads, and of all up to its end."""
        return (
            self.report(Asked(month.first, month.last, attribute, RATES)),
            self.report(Asked(None, month.last, attribute, RATES)),
        )

    def inflation(self) -> Report:
        """Share above the cut-off by month of creation on arrival, and what became of those.

        Not bounded by T: leads created late in a month have their T in the next one unless sales got them quickly, and
        the quick ones do not speak for all.
        """
        return self.report(Asked(None, None, None, ("inflation",), arrival=True))

    @contextmanager
    def cohort(self, asked: Asked) -> Iterator[Cohort]:
        """A cohort on a cursor of its own, to be asked further."""
        with self.shelf.database.cursor() as cursor:
            yield kept_cohort(self.shelf, cursor, self.honest, self._lens(asked), self.question(asked))

    def question(self, asked: Asked) -> Question:
        """The question behind a report."""
        lens, period = self._lens(asked), (asked.from_, asked.to)
        return Question.of(self.manifest, self.model.evaluation, lens.name, period=period, by=asked.by)

    def sql(self, asked: Asked) -> str:
        """What became of each scored lead, a row each, as it runs; $names are bound."""
        members = "SELECT lead_id FROM population UNION SELECT lead_id FROM scores"
        tables = cohort_sql(self.manifest, "scores", self.question(asked), members)
        return "\n\n".join(f"-- {name}\n{sql};" for name, sql in tables)

    def _lens(self, asked: Asked) -> Lens:
        return Arrival(self.model.evaluation.arrival_days) if asked.arrival else self.lens


def estimate_of(report: Report, name: str, group: str | None = None) -> Estimate:
    """The estimate of that name and group; unknown where no lead of the report is in that group."""
    found = (each.estimate for each in report.figures if (each.name, each.group) == (name, group))
    return next(found, Estimate.unknown("no such lead"))


def groups_of(report: Report, name: str = "leads") -> tuple[str, ...]:
    """The groups for which a report has that figure, in its order."""
    return tuple(each.group for each in report.figures if each.name == name and each.group is not None)
