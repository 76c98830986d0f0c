"""Alarms: what has changed since the model was agreed, beyond what chance does from month to month.

Each alarm holds the latest whole month against the twelve before it (conversion: the latest three mature months).  A
month that did not change sets off the alarm of bands in at most 5 % of cases and each of the others in about 1 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from leadscore.estimate import Estimate
from leadscore.model import Model
from leadscore.outcomes.chance import FALSE_ALARMS, FEWEST_MONTHS, Apart, apart, expected, together
from leadscore.outcomes.drift import ALARM, MONTHS_BEFORE, drift_of, months_back
from leadscore.vocabulary import BAND_WORDS, BANDS, OUTCOME_WORDS, counted
from leadscore.workshop.predictive.watched import ByMonth, Watched

Sounds = Literal["on", "off", "cannot_tell"]

SOUND_WORDS: dict[Sounds, str] = {"on": "Alarm", "off": "Silent", "cannot_tell": "Cannot tell"}

MUCH = 0.10
"""A share of unknown facts that moves by less than ten percentage points moves few scores."""

JUDGED_MONTHS = 3
"""Conversion is looked at over so many months: one has too few outcomes in a band."""

FEWEST_LEADS = 10
"""A band with fewer worked leads on either side is passed over."""

ONE_IN = 12
"""Of so many simulated months that did not change, one set off one of the five alarms (5 to 10 in 100, by volume)."""

RATES = f"{100 * FALSE_ALARMS:.0f} % of months that did not change"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: the month it looks at, what was found, from where on it sounds, and what to do then, and where.

    `also`: earlier months of the last twelve in which it would have sounded.
    """

    key: str
    name: str
    month: str | None
    sounds: Sounds
    found: str
    threshold: str
    advice: str
    page: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    sounds: Sounds
    found: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of alarm: which month is its latest, and how a month is judged."""

    key: str
    name: str
    latest: Callable[[Watched], str | None]
    seen: Callable[[Watched, Model, str], _Seen]
    threshold: str
    advice: str
    page: str


def watch(found: Watched, model: Model) -> tuple[Alarm, ...]:
    """Every alarm at its latest month, and when it would have sounded in the eleven months before."""
    return tuple(_alarm(kind, found, model) for kind in _KINDS)


def _alarm(kind: _Kind, found: Watched, model: Model) -> Alarm:
    month = kind.latest(found)
    if found.reason is not None or month is None:
        why = found.reason or (found.no_rate if kind.key == "conversion" else None) or "no month is whole yet"
        seen = _unknown(why)
        return Alarm(kind.key, kind.name, month, seen.sounds, seen.found, kind.threshold, kind.advice, kind.page)
    seen = kind.seen(found, model, month)
    earlier = (months_back(month, back) for back in range(1, MONTHS_BEFORE))
    also = tuple(each for each in earlier if kind.seen(found, model, each).sounds == "on")
    return Alarm(kind.key, kind.name, month, seen.sounds, seen.found, kind.threshold, kind.advice, kind.page, also)


def _bands(found: Watched, model: Model, month: str) -> _Seen:
    drift = drift_of(found.bands, month) if month in found.bands else None
    if drift is None:
        return _unknown(found.no_bands or f"nobody was handed over in {month}, or in the months before it")
    told = f"PSI {drift.psi:.2f}, chance alone reaches {drift.chance:.2f}, n = {drift.n:,} against {drift.before:,}"
    return _Seen(_on(drift.alarm), told)


def _volume(found: Watched, model: Model, month: str) -> _Seen:
    count, range_ = volume_of({each: sums.n for each, sums in found.above.items()}, month)
    if range_.value is None or range_.low is None or range_.high is None:
        return _unknown(str(range_.reason))
    told = f"{counted(count, 'lead')}, expected {range_.value:,.0f} ({range_.low:,.0f} to {range_.high:,.0f})"
    return _Seen(_on(not range_.low <= count <= range_.high), told)


def volume_of(by_month: Mapping[str, int], month: str) -> tuple[int, Estimate]:
    """The count of a month, and what the months before it let expect; a month without any between others is a 0."""
    known = [each for each in _before(month) if by_month and min(by_month) <= each]
    return by_month.get(month, 0), expected([by_month.get(each, 0) for each in known])


def _above(found: Watched, model: Model, month: str) -> _Seen:
    if model.cut_offs is None:
        return _unknown("the model has no cut-offs")
    gap = _against(found.above, month)
    if isinstance(gap, str):
        return _unknown(gap)
    if not gap.now.value and not gap.before.value:
        return _unknown("nobody reached the cut-off on arrival in any of these months")
    return _Seen(_on(gap.chance < FALSE_ALARMS and (gap.difference.value or 0) > 0), _shares(gap))


def _known(found: Watched, model: Model, month: str) -> _Seen:
    """The rule whose facts went missing, or came, most surely; as many are looked at, the surest must be surer."""
    gaps = {rule: _against(months, month) for rule, months in found.unknown.items()}
    told = {rule: gap for rule, gap in gaps.items() if not isinstance(gap, str)}
    if not told:
        return _unknown(next((gap for gap in gaps.values() if isinstance(gap, str)), "no rule can be asked as of then"))
    much = {rule: gap for rule, gap in told.items() if abs(gap.difference.value or 0) >= MUCH}
    sure = [rule for rule, gap in much.items() if gap.chance < FALSE_ALARMS / len(told)]
    if not sure:
        widest = max(told, key=lambda rule: abs(told[rule].difference.value or 0))
        return _Seen("off", f"most in '{model.rule(widest).name}': unknown {_shares(told[widest])}")
    each = (f"'{model.rule(rule).name}': unknown {_shares(told[rule])}" for rule in sure)
    return _Seen("on", "; ".join(each))


def _conversion(found: Watched, model: Model, month: str) -> _Seen:
    if found.no_rate is not None:
        return _unknown(found.no_rate)
    gaps = dict(_by_band(found, month))
    if not gaps:
        return _unknown(f"no band has {FEWEST_LEADS} worked and mature leads both then and before")
    sure = [band for band, gap in gaps.items() if gap.chance < FALSE_ALARMS / len(gaps)]
    told = sure or [min(gaps, key=lambda band: gaps[band].chance)]
    became = OUTCOME_WORDS[found.outcome]
    words = "; ".join(f"{BAND_WORDS[band]} became {became} {_shares(gaps[band])}" for band in told)
    return _Seen(_on(bool(sure)), words if sure else f"most in {words}")


def _by_band(found: Watched, month: str) -> Iterator[tuple[str, Apart]]:
    first = months_back(month, JUDGED_MONTHS - 1)
    start = months_back(first)
    for band in BANDS:
        months = found.converted.get(band, {})
        now = together(sums for each, sums in months.items() if first <= each <= month)
        before = together(sums for each, sums in months.items() if start <= each < first)
        gap = apart(now, before) if min(now.n, before.n) >= FEWEST_LEADS else None
        if gap is not None:
            yield band, gap


def _against(months: ByMonth, month: str) -> Apart | str:
    """A month against those before it; else why not."""
    before = [each for each in _before(month) if each in months]
    if month not in months or len(before) < FEWEST_MONTHS:
        return f"needs leads in {month} and in {FEWEST_MONTHS} months before it, has {len(before)}"
    return apart(months[month], together(months[each] for each in before)) or "no leads"


def _before(month: str) -> tuple[str, ...]:
    return tuple(months_back(month, back) for back in range(1, MONTHS_BEFORE + 1))


def _shares(gap: Apart) -> str:
    now, before = gap.now, gap.before
    low, high = 100 * (gap.difference.low or 0), 100 * (gap.difference.high or 0)
    return (
        f"{100 * (now.value or 0):.1f} % (n = {now.n:,}) against {100 * (before.value or 0):.1f} % before "
        f"(n = {before.n:,}): {100 * (gap.difference.value or 0):+.1f} points ({low:+.1f} to {high:+.1f})"
    )


def _on(sounds: bool) -> Sounds:
    return "on" if sounds else "off"


def _unknown(why: str) -> _Seen:
    return _Seen("cannot_tell", f"unknown: {why}")


_KINDS = (
    _Kind(
        "bands",
        "Leads fall into other bands",
        lambda found: found.latest.over,
        _bands,
        f"PSI above {ALARM:.2f} and beyond chance (5 % of months that did not change)",
        "Look whom marketing reaches now; where that is meant, take a new vote on the points.",
        "review",
    ),
    _Kind(
        "volume",
        "More or fewer leads come",
        lambda found: found.latest.arrived,
        _volume,
        f"outside the range of the months before ({RATES})",
        "Recompute the cut-offs below: the agreed ones hand over more or fewer than sales was promised.",
        "cutoffs",
    ),
    _Kind(
        "inflation",
        "More of them pass the cut-off on arrival",
        lambda found: found.latest.arrived,
        _above,
        f"a larger share than in the months before, beyond chance ({RATES})",
        "Hold it against conversion in the review: where that fell, points became cheaper.",
        "review",
    ),
    _Kind(
        "known",
        "A rule no longer knows its facts",
        lambda found: found.latest.arrived,
        _known,
        f"{100 * MUCH:.0f} percentage points more or fewer unknown, beyond chance over all rules ({RATES})",
        "Look whether a form, a field or an import changed; until it is mended the rule gives nothing.",
        "data",
    ),
    _Kind(
        "conversion",
        "A band converts otherwise",
        lambda found: found.latest.mature,
        _conversion,
        f"the last {JUDGED_MONTHS} mature months beyond chance over all bands ({RATES})",
        "Hold a new vote on the rules that make up this band, and look who worked it.",
        "tune",
    ),
)
