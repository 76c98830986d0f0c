"""Landmarks: the instant T as of which each lead is looked at, one lens after another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlglot import exp

from leadscore.errors import UsageError
from leadscore.evidence import portable as p
from leadscore.evidence.staging import Stage
from leadscore.model.model import Evaluation
from leadscore.vocabulary import EXITS, FIRST_YEAR, HAND_OFF, LAST_YEAR

UTC = ZoneInfo("UTC")
LONGEST_ECHO = 80
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Handoff:
    """T is the first hand-off; leads never handed over have none."""

    name = "handoff"


@dataclass(frozen=True, slots=True)
class Arrival:
    """T is the hand-off or `days` after creation, whichever comes first."""

    days: int
    name = "arrival"


@dataclass(frozen=True, slots=True)
class AsOf:
    """T is one instant for all leads that were created by then (naive UTC)."""

    moment: datetime
    name = "date"


@dataclass(frozen=True, slots=True)
class Replay:
    """One T a week, at the end of each Monday from creation to the first hand-off or exit (naive UTC instants)."""

    mondays: tuple[datetime, ...]
    name = "replay"


@dataclass(frozen=True, slots=True)
class Everyone:
    """T is the first hand-off or, for leads never handed over, one instant (naive UTC): nobody is left out."""

    moment: datetime
    name = "everyone"


Lens = Handoff | Arrival | AsOf | Replay | Everyone


def lens_of(word: str | None, evaluation: Evaluation, zone: str = "UTC") -> Lens:
    """The lens that a person names: handoff, arrival or a date as 2026-10-31; without a word the model's own."""
    chosen = word or evaluation.lens
    if chosen == "handoff":
        return Handoff()
    if chosen == "arrival":
        return Arrival(evaluation.arrival_days)
    try:
        day = date.fromisoformat(chosen)
    except ValueError as error:
        what = "calendar day" if _DATE.fullmatch(chosen) else "lens"
        raise UsageError(
            f"'{chosen[:LONGEST_ECHO]}' is no {what}. Write handoff, arrival, or a date such as 2026-10-31."
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f"{chosen} lies outside {FIRST_YEAR} to {LAST_YEAR}. Write a day of your data's time.")
    return AsOf(end_of_day(day, zone))


def end_of_day(day: date, zone: str = "UTC") -> datetime:
    """The last microsecond of a day in a time zone, as naive UTC."""
    try:
        local = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    except ZoneInfoNotFoundError as error:
        raise UsageError(f"'{zone}' is no time zone. Write one such as Europe/Berlin.") from error
    return local.astimezone(UTC).replace(tzinfo=None) - timedelta(microseconds=1)


def mondays_between(first: datetime, last: datetime, zone: str = "UTC") -> tuple[datetime, ...]:
    """The ends of all Mondays from one instant to another (naive UTC), by the calendar of a zone."""
    day = first.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=-day.weekday() % 7)
    ends: list[datetime] = []
    while (end := end_of_day(day, zone)) <= last:
        ends.append(end)
        day += timedelta(days=7)
    return tuple(ends)


def stages(lens: Lens, dated: bool, lead: exp.Expr | None = None) -> tuple[Stage, ...]:
    """Named stages up to `landmarks(lead_id, created_at, as_of)`, of all leads or the one whose id is given.

    An undated data set has an empty T under any lens.
    """
    *before, last = _stages(lens, dated)
    if lead is None:
        return (*before, last)
    only = exp.EQ(this=_lead("lead_id"), expression=lead)
    return (*before, Stage(last.name, last.why, last.select.where(only)))


def _stages(lens: Lens, dated: bool) -> tuple[Stage, ...]:
    if not dated:
        return (Stage("landmarks", "nothing is dated: every lead once, with an empty landmark", _undated()),)
    if isinstance(lens, AsOf):
        return (Stage("landmarks", "leads that existed at the date, all with the same landmark", _by_date(lens)),)
    hand_offs = Stage("hand_offs", "the first entry of each lead to the hand-off stage", _first_entries((HAND_OFF,)))
    if isinstance(lens, Handoff):
        return (hand_offs, Stage("landmarks", "leads that were handed over, at that moment", _by_hand_off()))
    if isinstance(lens, Everyone):
        return (hand_offs, Stage("landmarks", "leads at their hand-off, or at the given moment", _by_any(lens)))
    if isinstance(lens, Arrival):
        return (
            hand_offs,
            Stage("landmarks", "leads some days after arrival, or at an earlier hand-off", _by_arrival(lens)),
        )
    ends = Stage("episode_ends", "the first hand-off or exit of each lead", _first_entries((HAND_OFF, *EXITS)))
    mondays = Stage("mondays", "the ends of the Mondays that are looked at", _moments(lens.mondays))
    return (ends, mondays, Stage("landmarks", "each lead on each Monday until its hand-off or exit", _by_monday()))


def _undated() -> exp.Select:
    empty = exp.cast(exp.null(), "timestamp").as_("as_of")
    return exp.select(_lead("lead_id"), _lead("created_at"), empty).from_("leads")


def _lead(name: str) -> exp.Expr:
    return p.column("leads", name)


def _first_entries(entered: tuple[str, ...]) -> exp.Select:
    stage, entered_at = p.column("stages", "stage"), p.column("stages", "entered_at")
    return (
        exp.select(p.column("stages", "lead_id"), exp.Min(this=entered_at.copy()).as_("entered_at"))
        .from_("stages")
        .where(p.is_among(stage, entered), exp.not_(p.is_missing(entered_at)))
        .group_by(p.column("stages", "lead_id"))
    )


def _by_date(lens: AsOf) -> exp.Select:
    moment = p.instant(lens.moment)
    return (
        exp.select(_lead("lead_id"), _lead("created_at"), moment.as_("as_of"))
        .from_("leads")
        .where(exp.LTE(this=_lead("created_at"), expression=moment.copy()))
    )


def _by_hand_off() -> exp.Select:
    return (
        exp.select(_lead("lead_id"), _lead("created_at"), p.column("hand_offs", "entered_at").as_("as_of"))
        .from_("leads")
        .join("hand_offs", on=_same_lead("hand_offs"))
    )


def _by_any(lens: Everyone) -> exp.Select:
    handed_over = p.column("hand_offs", "entered_at")
    as_of = exp.Coalesce(this=handed_over, expressions=[p.instant(lens.moment)])
    return (
        exp.select(_lead("lead_id"), _lead("created_at"), as_of.as_("as_of"))
        .from_("leads")
        .join("hand_offs", on=_same_lead("hand_offs"), join_type="left")
    )


def _by_arrival(lens: Arrival) -> exp.Select:
    handed_over = p.column("hand_offs", "entered_at")
    settled = p.days_after(_lead("created_at"), lens.days)
    earlier = exp.LT(this=handed_over, expression=settled.copy())
    return (
        exp.select(_lead("lead_id"), _lead("created_at"), p.choose([(earlier, handed_over)], settled).as_("as_of"))
        .from_("leads")
        .join("hand_offs", on=_same_lead("hand_offs"), join_type="left")
        .where(exp.not_(p.is_missing(_lead("created_at"))))
    )


def _by_monday() -> exp.Select:
    monday, ended = p.column("mondays", "as_of"), p.column("episode_ends", "entered_at")
    after_creation = exp.LTE(this=_lead("created_at"), expression=monday)
    before_end = exp.LTE(this=monday.copy(), expression=ended)
    return (
        exp.select(_lead("lead_id"), _lead("created_at"), monday.copy())
        .from_("leads")
        .join("mondays", on=after_creation)
        .join("episode_ends", on=_same_lead("episode_ends"), join_type="left")
        .where(p.some([p.is_missing(ended), before_end]))
    )


def _moments(moments: tuple[datetime, ...]) -> exp.Expr:
    rows = [exp.select(p.instant(moment).as_("as_of")) for moment in moments]
    if not rows:
        return exp.select(exp.cast(exp.null(), "timestamp").as_("as_of")).where(p.FALSE.copy())
    return rows[0] if len(rows) == 1 else exp.union(*rows, distinct=False)


def _same_lead(table: str) -> exp.Expr:
    return exp.EQ(this=p.column(table, "lead_id"), expression=_lead("lead_id"))


def landmark() -> list[exp.Expr]:
    """The columns that name a row from the landmarks on: the lead and its T."""
    return [p.column("landmarks", "lead_id"), p.column("landmarks", "as_of")]


def same_lead(table: str) -> exp.Expr:
    """Whether a row of a stage or table is about the lead of the landmark."""
    return exp.EQ(this=p.column(table, "lead_id"), expression=p.column("landmarks", "lead_id"))


def same_moment(table: str) -> exp.Expr:
    """Whether a row of a stage is about that very landmark."""
    return p.every([same_lead(table), exp.EQ(this=p.column(table, "as_of"), expression=p.column("landmarks", "as_of"))])
