"""The pilot after the workshop: its phases and tasks from a start date, and where it stands on a day.

Weeks have seven days and begin on the weekday on which the pilot starts, whichever that is.  A task that would be due
on a Saturday or Sunday is due on the Friday before, on the Monday after where its phase begins on that weekend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from leadscore.errors import UsageError
from leadscore.vocabulary import TEAMS, counted

FEWEST_WEEKS, DEFAULT_WEEKS, MOST_WEEKS = 6, 12, 52
WEEK = timedelta(weeks=1)
SATURDAY = 5

State = Literal["before", "running", "over"]


@dataclass(frozen=True, slots=True)
class Task:
    """What a team does, and by when."""

    what: str
    team: str
    due: date


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of weeks (counted from 1, both inclusive) with its days, its aim and its tasks."""

    name: str
    first_week: int
    last_week: int
    starts: date
    ends: date
    aim: str
    tasks: tuple[Task, ...]

    @property
    def weeks(self) -> str:
        """`weeks 1-2`, or `week 9`."""
        if self.first_week == self.last_week:
            return f"week {self.first_week}"
        return f"weeks {self.first_week}-{self.last_week}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pilot stands on a day: its week and phase while it runs, else None; days_left counts that day too."""

    state: State
    week: int | None
    phase: Phase | None
    days_left: int
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A pilot from its first day, over so many weeks; `ends` is its last day."""

    starts: date
    weeks: int
    phases: tuple[Phase, ...]

    @property
    def ends(self) -> date:
        """The last day."""
        return self.starts + self.weeks * WEEK - timedelta(days=1)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of all phases, in their order."""
        return tuple(task for phase in self.phases for task in phase.tasks)

    @property
    def alignment(self) -> str:
        """How weeks lie on the calendar, in words."""
        first = self.starts + WEEK - timedelta(days=1)
        return (
            f"Weeks begin on the weekday of the start: week 1 is {_day(self.starts)} to {_day(first)}. Tasks that fall "
            "on a weekend are due on the working day beside it."
        )

    def week_of(self, day: date) -> int | None:
        """The week of the pilot that a day lies in, from 1; None before and after it."""
        return (day - self.starts).days // 7 + 1 if self.starts <= day <= self.ends else None

    def end_of_week(self, week: int) -> date:
        """The last day of a week."""
        return self.starts + week * WEEK - timedelta(days=1)

    def on(self, day: date) -> Standing:
        """Where the pilot stands on a day."""
        week = self.week_of(day)
        if week is None:
            return _outside(self, day)
        phase = next(each for each in self.phases if each.first_week <= week <= each.last_week)
        left = (self.ends - day).days + 1
        words = f"Week {week} of {self.weeks}: {phase.name.lower()}. {counted(left, 'day')} to go."
        return Standing("running", week, phase, left, words)


def plan(starts: date, weeks: int = DEFAULT_WEEKS) -> Plan:
    """The pilot from a start date, over `weeks` (6 to 52); UsageError for another number, or a date too late."""
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise UsageError(
            f"A pilot of {counted(weeks, 'week')} cannot be planned. Choose {FEWEST_WEEKS} to {MOST_WEEKS} weeks: "
            "before week 5 nobody looks at closes."
        )
    if starts.year >= date.max.year - 1:
        raise UsageError(f"A pilot cannot start on {starts}: choose a day before {date.max.year - 1}.")
    phases = (_phase(starts, each, weeks) for each in (*_FIRST, *_checks(weeks)))
    return Plan(starts, weeks, tuple(phases))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A phase before it has dates; each task has its words, its team, and after how many days of the phase it is due
    (0: at its end)."""

    name: str
    first_week: int
    last_week: int
    aim: str
    tasks: tuple[tuple[str, str, int], ...]


_SALES, _MARKETING = TEAMS

_FIRST = (
    _Kind(
        "Roll-out and training",
        1,
        2,
        "Everyone who calls leads knows what the score says, what it does not, and what each band asks of them.",
        (
            ("Give every rep the rep card and go through it together", _MARKETING, 3),
            ("See on five new leads that score, band and reasons reach the reps", _MARKETING, 5),
            ("Work by the bands: what is promised for each is on the card", _SALES, 7),
            ("Each rep opens one lead of every band, reads why, and rates it", _SALES, 0),
        ),
    ),
    _Kind(
        "Qualitative feedback",
        3,
        4,
        "Hear which scores look wrong, and why, while nobody can know yet from closes.",
        (
            ("Each rep rates at least five leads that were handed over", _SALES, 7),
            ("Answer every rating that calls the score wrong", _MARKETING, 12),
            ("Half an hour with both teams on the disputes: which rule, and is it one case or many?", _SALES, 0),
        ),
    ),
    _Kind(
        "First closes against initial scores",
        5,
        6,
        "Set the first deals that closed beside the score of their lead at the hand-off, knowing how few they are.",
        (
            ("Import the data up to week 6", _MARKETING, 12),
            (
                "Read the closes beside the scores at the hand-off on Review, with the number expected",
                _SALES,
                0,
            ),
            ("Name what the score missed in each close and each loss", _SALES, 0),
        ),
    ),
)


def _checks(weeks: int) -> Iterator[_Kind]:
    """Every two weeks from week 7 until the end; the last may be one week, and ends with a decision."""
    for first in range(7, weeks + 1, 2):
        last = min(first + 1, weeks)
        tasks = [
            (f"Import new data and read the leading indicators of week {last}", _MARKETING, 0),
            (f"Judge the open disputes of week {last} together", _SALES, 0),
        ]
        yield _Kind("Check every two weeks", first, last, "Is the score trusted and worked as agreed?", (*tasks,))


_DECISION = ("Decide together: keep the score, change it in a workshop, or stop, and write down why", _SALES, 0)


def _phase(starts: date, kind: _Kind, weeks: int) -> Phase:
    first = starts + (kind.first_week - 1) * WEEK
    last = starts + kind.last_week * WEEK - timedelta(days=1)
    decision = (_DECISION,) if kind.last_week == weeks else ()
    tasks = tuple(Task(what, team, _due(first, last, days)) for what, team, days in (*kind.tasks, *decision))
    return Phase(kind.name, kind.first_week, kind.last_week, first, last, kind.aim, tasks)


def _due(first: date, last: date, days: int) -> date:
    """The day, or the Friday before its weekend, or the Monday after it where that Friday is before the phase."""
    due = first + timedelta(days=days - 1) if days else last
    friday = due - timedelta(days=max(0, due.weekday() - SATURDAY + 1))
    return friday if friday >= first else due + timedelta(days=7 - due.weekday())


def _outside(planned: Plan, day: date) -> Standing:
    if day < planned.starts:
        days = (planned.starts - day).days
        words = f"Starts on {_day(planned.starts)}, in {counted(days, 'day')}."
        return Standing("before", None, None, planned.weeks * 7, words)
    return Standing("over", None, None, 0, f"Over since {_day(planned.ends)}: time to decide what stays.")


def _day(day: date) -> str:
    return f"{day:%a %d %b %Y}"
