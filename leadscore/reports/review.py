"""The review of one month: every section, in the order of the meeting, from one past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from leadscore.figures.words import instant_in_words
from leadscore.model import model_hash
from leadscore.reports import (
    benchmarks,
    changes,
    closes,
    cohorts,
    cycle,
    drift,
    groups,
    quality,
    revenue,
    service,
    shadow,
    teams,
    versions,
    voices,
)
from leadscore.reports.circumstances import Circumstances
from leadscore.reports.month import Month
from leadscore.reports.past import Past
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Unit, Value
from leadscore.store.state import Action
from leadscore.vocabulary import counted

QUESTION = "Did high scores become customers, and what do we change?"
MOST_CHANGES = 8

Progress = Callable[[int, int, str], None]
_Builder = Callable[[Past, Month, Circumstances], Section]

_BUILDERS: dict[str, _Builder] = {
    "changed": lambda past, month, around: _changed(past, month, around),
    "teams": lambda past, month, _: teams.section(past, month),
    "cohorts": lambda past, month, _: cohorts.section(past, month),
    "selection": lambda past, month, _: quality.selection(past, month),
    "quality": lambda past, month, _: quality.section(past, month),
    "closes": lambda past, month, _: closes.section(past, month),
    "surprises": lambda past, month, _: closes.surprises(past, month),
    "revenue": lambda past, month, _: revenue.section(past, month),
    "slipping": lambda past, month, _: revenue.slipping(past, month),
    "cycle": lambda past, month, _: cycle.section(past, month),
    "service": lambda past, month, _: service.section(past, month),
    "speed": lambda past, month, _: service.speed(past, month),
    "drift": lambda past, month, _: drift.section(past, month),
    "shadow": lambda past, _, around: shadow.section(past, around),
    "voices": lambda past, month, around: voices.section(past, month, around),
    "campaigns": lambda past, month, _: groups.campaigns(past, month),
    "owners": lambda past, month, _: groups.owners(past, month),
    "benchmarks": lambda past, month, _: benchmarks.section(),
    "decisions": lambda past, month, around: _decisions(month, around),
}
KEYS = tuple(_BUILDERS)
"""Every section there is, in the order of the meeting."""


@dataclass(frozen=True, slots=True)
class Review:
    """One month's review: under what it is to be read, and its sections."""

    month: Month
    outcome: str
    model_name: str
    model_hash: str
    revision: str
    read_under: tuple[str, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of that key; KeyError where the review does not have it."""
        for each in self.sections:
            if each.key == key:
                return each
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        """The whole review as plain values."""
        return {
            "question": QUESTION,
            "month": self.month.name,
            "mature": list(self.month.mature),
            "model": {"name": self.model_name, "hash": self.model_hash},
            "revision": self.revision,
            "read_under": list(self.read_under),
            "sections": [each.to_json() for each in self.sections],
        }


def section(past: Past, month: Month, key: str, around: Circumstances | None = None) -> Section:
    """One section; KeyError for a key that is not one of KEYS."""
    return _BUILDERS[key](past, month, around or Circumstances())


def review(past: Past, month: Month, around: Circumstances | None = None, progress: Progress | None = None) -> Review:
    """Every section of a month; `progress` is told the number done, of how many, and which comes next."""
    held = around or Circumstances()
    keys = wanted(held)
    found = []
    for place, key in enumerate(keys):
        if progress is not None:
            progress(place, len(keys), key)
        found.append(section(past, month, key, held))
    return assembled(past, month, tuple(found), held)


def assembled(past: Past, month: Month, sections: tuple[Section, ...], around: Circumstances) -> Review:
    """The review that these sections make, with the notes of its month."""
    return Review(
        month,
        past.outcome,
        past.model.name,
        model_hash(past.model),
        past.manifest.revision,
        read_under(past, month),
        tuple(noted(each, month, around) for each in sections),
    )


def noted(found: Section, month: Month, around: Circumstances) -> Section:
    """A section with the month's notes on its figures."""
    labels = set(found.figures)
    mine = [each for each in around.notes if each.month == month.name and each.about in labels and each.text]
    told = tuple(f"Note on “{each.about}” ({each.author.team}, {each.at:%Y-%m-%d}): {each.text}" for each in mine)
    return replace(found, notes=(*found.notes, *told)) if told else found


def wanted(around: Circumstances) -> tuple[str, ...]:
    """The sections that are shown: owners and benchmarks only where someone asks."""
    off = {"owners": not around.owners, "benchmarks": not around.benchmarks}
    return tuple(key for key in KEYS if not off.get(key, False))


def read_under(past: Past, month: Month) -> tuple[str, ...]:
    """Clock, population, denominator and stage definitions that stand with every rate of the month."""
    header = past.of(month).header
    first, *taken, last = header.population
    less = "".join(f" - {line.count:,} ({line.label})" for line in taken if line.count)
    lens = {"handoff": "the hand-off", "arrival": f"arrival ({header.arrival_days} days)"}.get(header.lens, header.lens)
    clock = f"Clock: from {lens}" if past.manifest.dated else "No clock, since this data has no dates"
    horizons = "; ".join(
        f"{each.outcome} {'at any time' if each.days is None else f'within {each.days} days'} ({each.origin})"
        for each in header.horizons
    )
    stages = "; ".join(f"{each.stage}: {each.meaning} ({each.leads:,})" for each in header.stages if each.leads)
    return (
        f"{month.in_words(past.outcome)}. Data until {instant_in_words(header.data_date, header.zone)}.",
        f"{clock}. Outcomes count {horizons}.",
        f"Population: {last.count:,} {last.label} = {first.count:,} {first.label}{less}.",
        f"Rates over {header.denominator}; intervals at 95 %, the account as unit where it is known.",
        f"Stages: {stages}." if stages else "No stage was reached in these data.",
        *(each for each in (*header.badges, *header.warnings)),
    )


def _changed(past: Past, month: Month, around: Circumstances) -> Section:
    """The largest changes since the month before in sentences, all of them in a table, and since the last version."""
    found = changes.changes(past, month, past.months)
    sentences: list[str] = []
    tables: tuple[Table, ...] = ()
    if found.reason:
        sentences.append(f"Nothing to compare with: {found.reason}.")
    else:
        then = f"{month.before:%B %Y}" if month.before else ""
        sentences += [each.in_words(then) for each in found.found[:MOST_CHANGES]]
        sentences.append(found.caution)
        if found.not_over is not None:
            sentences.append(
                f"{found.not_over.first:%B %Y} is not over when the data end: its counts are not compared."
            )
        if found.unknown:
            sentences.append(f"Unknown in at least one of the two months: {', '.join(found.unknown)}.")
        rows = tuple((each.what, each.now, each.before, Value(each.apart, _apart(each))) for each in found.found)
        tables = (Table("Every comparison", ("Figure", "This month", "Month before", "Difference"), rows),)
    return Section(
        key="changed",
        question="What changed since last month, and since the last version?",
        sentences=(*sentences, *versions.sentences(past, month, around)),
        tables=tables,
    )


def _apart(change: changes.Change) -> Unit:
    return "times" if change.now.unit == "count" else "points"


def _decisions(month: Month, around: Circumstances) -> Section:
    """What was decided, who does it, by when; what is open is carried into this review."""
    ordered = sorted(around.actions, key=lambda each: (each.done_at is not None, each.due, each.id))
    rows = tuple(
        (
            each.what or "(erased)",
            each.owner or "(erased)",
            f"{each.due:%Y-%m-%d}",
            _stands(each, around),
            f"{each.carried:,}",
            each.source,
        )
        for each in ordered
    )
    undone = sum(each.done_at is None for each in around.actions)
    told = (
        f"{counted(undone, 'action')} open of {len(around.actions):,}; what is open stands here again next month."
        if around.actions
        else "Nothing was decided yet. A review that changes nothing was a report: note who does what by when."
    )
    columns = ("Action", "Owner", "Due", "Stands", "Carried", "Decided in")
    return Section(
        key="decisions",
        question="What do we change, who does it, and by when?",
        sentences=(told,),
        tables=(Table("Actions", columns, rows),) if rows else (),
    )


def _stands(action: Action, around: Circumstances) -> str:
    done: datetime | None = action.done_at
    if done is not None:
        return f"done {done:%Y-%m-%d}"
    return "overdue" if around.today is not None and action.is_overdue(around.today) else "open"
