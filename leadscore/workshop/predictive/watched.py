"""What is watched by month: bands, volume, the share above the cut-off, what is known, and conversion by band."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from leadscore.estimate import AccountSums
from leadscore.evidence import Arrival, Handoff, Lens, Shelf, rests_on_today, sleeping, units_column, unknown_column
from leadscore.model import Model
from leadscore.outcomes import Cohort, Question
from leadscore.outcomes.consistency import no_rate
from leadscore.outcomes.drift import bands_by_month
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.inflation import arrived
from leadscore.outcomes.pasts import kept_cohort
from leadscore.outcomes.rates import AT_OR_ABOVE, NO_CUT_OFFS, Split, shares
from leadscore.outcomes.standing import NO_DATES, TARGETS, standing
from leadscore.store.database import quoted
from leadscore.store.queries import Stage
from leadscore.vocabulary import WORKED_WITHIN_DAYS

ByMonth = dict[str, AccountSums]


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest month that is whole by the data date: of hand-offs, of arrivals, and mature; None: there is none."""

    over: str | None = None
    arrived: str | None = None
    mature: str | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """Counts by month (2026-10), all under one frozen model.

    bands: hand-offs in each band; above: arrivals and those of them at or above the cut-off, by month of creation;
    unknown: by rule, arrivals and those of whom a fact it needs was unknown then; converted: by band, worked and mature
    leads and those with the outcome.  `reason` says why nothing can be watched, `no_bands` and `no_rate` why bands or
    conversion cannot.
    """

    latest: Latest = field(default_factory=Latest)
    bands: dict[str, list[int]] = field(default_factory=dict)
    above: ByMonth = field(default_factory=dict)
    unknown: dict[str, ByMonth] = field(default_factory=dict)
    converted: dict[str, ByMonth] = field(default_factory=dict)
    outcome: str = ""
    reason: str | None = None
    no_bands: str | None = None
    no_rate: str | None = None


def watched(shelf: Shelf, model: Model) -> Watched:
    """Count what is watched; rules that sleep or rest on today's values stay out."""
    manifest = shelf.database.manifest
    if not manifest.dated or manifest.data_date is None:
        return Watched(reason=NO_DATES)
    honest = model.without_rules(rests_on_today(model, shelf.facts))
    arrival = Arrival(model.evaluation.arrival_days)
    with shelf.database.cursor() as cursor, shelf.database.cursor() as other:
        handed = kept_cohort(shelf, cursor, honest, Handoff(), _question(shelf, model, Handoff()))
        found = _handed(handed, model)
        came = kept_cohort(shelf, other, honest, arrival, _question(shelf, model, arrival))
        above, unknown = _came(came, shelf, honest, arrival)
    days = {"over": 0, "arrived": model.evaluation.arrival_days}
    whole = {name: _latest_whole(manifest.data_date, manifest.zone, past) for name, past in days.items()}
    return Watched(
        Latest(**whole, mature=found.latest.mature),
        found.bands,
        above,
        unknown,
        found.converted,
        found.outcome,
        no_bands=found.no_bands,
        no_rate=found.no_rate,
    )


def _question(shelf: Shelf, model: Model, lens: Lens) -> Question:
    return Question.of(shelf.database.manifest, model.evaluation, lens.name)


def _handed(cohort: Cohort, model: Model) -> Watched:
    """What hand-offs say: their bands, and what became of them."""
    target = next(each for each in TARGETS if each.name == model.evaluation.outcome)
    within = horizon(cohort, target.name)
    reason = no_rate(cohort, target, within)
    bands = bands_by_month(cohort) if cohort.bands and cohort.facts.hand_offs else {}
    no_bands = None if bands else NO_CUT_OFFS if not cohort.bands else "nobody was handed over"
    if reason or cohort.question.data_date is None:
        return Watched(bands=bands, outcome=target.name, no_bands=no_bands, no_rate=reason)
    stages = (standing(target, cohort.facts), _BANDED)
    split = shares(cohort, {"hit": "hit"}, "standing = 'counted'", stages, "banded", days=within.days or 0)["hit"]
    days = max(within.days or 0, WORKED_WITHIN_DAYS)
    mature = Latest(mature=_latest_whole(cohort.question.data_date, cohort.question.zone, days))
    return Watched(mature, bands, converted=_converted(split), outcome=target.name, no_bands=no_bands)


_BANDED = Stage(
    "banded",
    "by month of T and band",
    "SELECT * REPLACE (local_month || ' ' || band AS by_group) FROM standings WHERE band IS NOT NULL",
)


def _converted(split: Split[AccountSums]) -> dict[str, ByMonth]:
    found: dict[str, ByMonth] = {}
    for (kind, label), sums in split.cells.items():
        if kind == "group" and label is not None:
            month, _, band = label.partition(" ")
            found.setdefault(band, {})[month] = sums
    return found


def _came(cohort: Cohort, shelf: Shelf, model: Model, lens: Lens) -> tuple[ByMonth, dict[str, ByMonth]]:
    """By month of creation: who stood at or above the cut-off on arrival, and of whom a rule's fact was unknown."""
    asleep = sleeping(model, shelf.facts)
    asked = {rule.id: place for place, rule in enumerate(model.rules) if rule.id not in asleep}
    evidence = Stage(
        "known_on_arrival",
        "what each rule knew of a lead on arrival",
        f"SELECT arrived.*, {', '.join(_flags(asked.values())) or 'NULL AS nothing'} "
        f"FROM arrived JOIN {quoted(shelf.evidence(model, lens).table)} AS evidence USING (lead_id)",
    )
    hits = {"": f"COALESCE({AT_OR_ABOVE}, FALSE)", **{rule: f"unknown_{place}" for rule, place in asked.items()}}
    split = shares(cohort, hits, "TRUE", (arrived(cohort, "cohort"), evidence), "known_on_arrival")
    by_month = {name: _months(each) for name, each in split.items()}
    return by_month.pop(""), by_month


def _flags(places: Iterable[int]) -> list[str]:
    return [
        f"(evidence.{unknown_column(place)} = 1 AND evidence.{units_column(place)} = 0) AS unknown_{place}"
        for place in places
    ]


def _months(split: Split[AccountSums]) -> ByMonth:
    return {label: sums for (kind, label), sums in sorted(split.cells.items(), key=str) if kind == "group" and label}


def _latest_whole(data_date: datetime, zone: str, days: int) -> str:
    """The latest month of which so many days had passed after its end by the data date."""
    until = (data_date - timedelta(days=days) + timedelta(microseconds=1)).replace(tzinfo=UTC)
    first: date = until.astimezone(ZoneInfo(zone)).date().replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"
