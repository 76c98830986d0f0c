"""The day before the workshop: what is ready, what is missing, and what nobody can tell yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from leadscore.learning import Reach
from leadscore.model import Model, presets, scoring_hash
from leadscore.model.hashes import condition_hash
from leadscore.model.words import in_words
from leadscore.outcomes.calendar import local_day
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import counted

State = Literal["ok", "missing", "cannot_tell"]

STATE_WORDS: dict[State, str] = {"ok": "Ready", "missing": "Missing", "cannot_tell": "Cannot tell"}

NETWORK_DAYS = 7
"""How long a tick for the network holds: the next room, or next month's guest network, is another one."""

STILL_COUNTING = "it is being counted"

NETWORK = "network"
"""The item of the tick for the network; the others are bound to what was ticked."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What a person ticked (or took back): the item it is bound to, when (naive UTC), and who."""

    item: str
    on: bool
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known on the day before; each None is something that nobody knows, or that is not there.

    models: the active model and others that were saved; excluded: who is out of the population, with counts, in words;
    starts: the scoring hashes of what the product offers to start from, None while they are being read;
    reach: what history can settle, None while `why_no_reach` holds; visitors: devices that reached a room.
    """

    today: date
    manifest: Manifest | None = None
    model: Model | None = None
    models: tuple[Model, ...] = ()
    excluded: str | None = None
    starts: frozenset[str] | None = None
    reach: Reach | None = None
    why_no_reach: str = STILL_COUNTING
    visitors: int | None = None
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the list: how it stands and why, the page that mends it, and the item of its tick where it has one.

    `ticked` is the tick that holds now.
    """

    key: str
    title: str
    state: State
    why: str
    page: str
    tick: str | None = None
    ticked: Tick | None = None


def prepared(known: Known) -> tuple[Checked, ...]:
    """Every line of the list, in the order in which a company gets ready."""
    checks = (_data, _numbers, _population, _rules, _network, _outcomes)
    return tuple(check(known) for check in checks)


def unprepared(checked: Iterable[Checked]) -> tuple[str, ...]:
    """A sentence for each line that is not ready, to be read before a room is opened all the same."""
    return tuple(f"{each.title}: {each.why}" for each in checked if each.state != "ok")


def numbers_item(revision: str) -> str:
    """The tick that the numbers match the CRM, bound to these data: other data, and it is gone."""
    return f"numbers {revision}"


def population_item(model: Model) -> str:
    """The tick that the population is agreed, bound to whom the model leaves out."""
    return f"population {condition_hash(model.population.exclude)[:16]}"


def latest_tick(ticks: Sequence[Tick], item: str) -> Tick | None:
    """The tick that holds for an item: the newest word on it, unless that took it back."""
    said = [each for each in reversed(ticks) if each.item == item]
    newest = max(said, key=lambda each: each.at, default=None)
    return newest if newest is not None and newest.on else None


def _data(known: Known) -> Checked:
    found = known.manifest
    if found is None or not found.rows("leads"):
        return Checked("data", "Data are loaded", "missing", "There is no lead yet: bring a CRM export.", "data")
    leads = counted(found.rows("leads"), "lead")
    why = f"{leads}, revision {found.revision[:12]}, {_until(found, known.today)}."
    return Checked("data", "Data are loaded", "ok", why, "data")


def _until(found: Manifest, today: date) -> str:
    if found.data_date is None:
        return "without dates"
    last = local_day(found.data_date, found.zone)
    return f"until {last:%d %b %Y}, {_ago(today - last)}"


def _ago(time: timedelta) -> str:
    return "today" if time.days <= 0 else f"{counted(time.days, 'day')} ago"


def _numbers(known: Known) -> Checked:
    """The sums must hold by themselves, and somebody must know them from the CRM."""
    title, found = "The numbers match the CRM", known.manifest
    if found is None:
        return Checked("numbers", title, "missing", "There are no data to hold against the CRM.", "data")
    told, wrong = ledger(found)
    if wrong or not told:
        why = wrong or "The data came without a ledger, so nobody can say what was left out: import them again."
        return Checked("numbers", title, "missing" if wrong else "cannot_tell", why, "data")
    item = numbers_item(found.revision)
    tick = latest_tick(known.ticks, item)
    if tick is None:
        why = f"{told} Hold the counts against the CRM and tick; the tick falls off when the data change."
        return Checked("numbers", title, "missing", why, "data", item)
    return Checked("numbers", title, "ok", f"{told} {_said(tick)}", "data", item, tick)


def ledger(found: Manifest) -> tuple[str, str]:
    """The sums in words, and what does not add up, if anything."""
    told = []
    for table, entry in found.ledger.items():
        read, accepted, rejected = (int(entry.get(part, -1)) for part in ("read", "accepted", "rejected"))
        if min(read, accepted, rejected) < 0 or read != accepted + rejected or found.rows(table) > accepted:
            return "", f"The rows of {table} do not add up: import the files again."
        told.append(f"{table} {read:,} = {accepted:,} + {rejected:,}")
    return (f"Read = accepted + rejected: {'; '.join(told)}." if told else ""), ""


def _population(known: Known) -> Checked:
    title = "The population is agreed"
    if known.model is None:
        return Checked("population", title, "missing", "There is no model that says who counts.", "home")
    item = population_item(known.model)
    who = known.excluded or _left_out(known.model)
    tick = latest_tick(known.ticks, item)
    if tick is None:
        why = (
            f"{who} Ask both teams, then tick; the tick falls off when somebody changes whom the model leaves out, "
            "which its text says under 'population'."
        )
        return Checked("population", title, "missing", why, "versions", item)
    return Checked("population", title, "ok", f"{who} {_said(tick)}", "versions", item, tick)


def _left_out(model: Model) -> str:
    """Whom the population leaves out, before anybody counted them."""
    if not model.population.exclude:
        return "Nobody is left out: neither customers nor tests nor duplicates."
    return f"Left out: {'; '.join(in_words(each) for each in model.population.exclude)}."


def _rules(known: Known) -> Checked:
    """A preset as it comes, or rules without points, is what to start from, not what the company does today."""
    title = "Today's rules are in it"
    if not known.models:
        return Checked("rules", title, "missing", "There is no model yet: choose what to start from.", "home")
    if known.starts is None:
        return Checked("rules", title, "cannot_tell", f"Unknown: {STILL_COUNTING}.", "tune")
    own = next((each for each in known.models if scoring_hash(each) not in known.starts and _has_points(each)), None)
    if own is not None:
        scored = sum(rule.worth != 0 for rule in own.rules)
        return Checked("rules", title, "ok", f"'{own.name}' gives points by {counted(scored, 'rule')}.", "tune")
    first = known.models[0]
    if scoring_hash(first) in known.starts:
        why = f"'{first.name}' is as it comes with the product: type in what your teams use today, and save it."
    else:
        why = f"'{first.name}' gives no points yet: type in what your teams use today, and save it."
    return Checked("rules", title, "missing", why, "tune")


@cache
def starts() -> frozenset[str]:
    """The scoring hashes of the presets as they come."""
    return frozenset(scoring_hash(presets.preset(name)) for name in presets.names())


def _has_points(model: Model) -> bool:
    return any(rule.worth != 0 for rule in model.rules)


def _network(known: Known) -> Checked:
    """Devices that were in a room prove it; without a room somebody's word does, for some days."""
    title = "The network was tried"
    if known.visitors:
        why = f"{counted(known.visitors, 'device')} reached the room that is open."
        return Checked("network", title, "ok", why, "workshop", NETWORK)
    tick = latest_tick(known.ticks, NETWORK)
    if tick is None:
        why = "Nobody tried it: open a room with a telephone in the network of the day, then tick."
        return Checked("network", title, "missing", why, "workshop", NETWORK)
    age = known.today - tick.at.date()
    if age.days > NETWORK_DAYS:
        why = f"It was tried {_ago(age)}, and a tick holds {NETWORK_DAYS} days: try it again."
        return Checked("network", title, "cannot_tell", why, "workshop", NETWORK)
    return Checked("network", title, "ok", _said(tick), "workshop", NETWORK, tick)


def _outcomes(known: Known) -> Checked:
    title = "There are outcomes enough to settle something"
    if known.reach is None:
        return Checked("outcomes", title, "cannot_tell", f"Unknown: {known.why_no_reach}.", "tune")
    state: State = "ok" if known.reach.settled else "missing" if known.reach.rate is not None else "cannot_tell"
    return Checked("outcomes", title, state, known.reach.sentence, "tune")


def _said(tick: Tick) -> str:
    return f"Ticked by {tick.who}, {tick.at:%d %b %Y}."
