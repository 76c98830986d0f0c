"""What changed from one agreement to the next, a line for each change, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadscore.estimate import Estimate
from leadscore.model.differences import NONE, Difference, points_in_words
from leadscore.model.values import shortest
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS, TEAMS, counted
from leadscore.workshop.agreement import SECTIONS, Agreement, Argument, Commitment, Gates
from leadscore.workshop.hand_over import STEPS, Mapped
from leadscore.workshop.plays import Play

Change = tuple[str, str, str]

TERMS = {
    "leads_a_month": "top-band leads a month",
    "touch_within_minutes": "business minutes to the first touch",
    "attempts": "attempts",
    "attempt_days": "days for these attempts",
    "accept_within_days": "days to accept or send back",
}
"""The terms of a promise as a side commits to them."""


def differences(before: Agreement, after: Agreement) -> tuple[Difference, ...]:
    """Every change from one agreement to the next; none where nothing but the moment of drawing differs."""
    changed = [
        *_model(before, after),
        *_gates(before.gates, after.gates),
        *_arguments(before, after),
        *_evidence(before, after),
        *_process(before, after),
        *_plays(before, after),
        *_commitments(before, after),
        *_rest(before, after),
    ]
    return tuple(Difference(what, was, now) for what, was, now in changed if was != now)


def _model(before: Agreement, after: Agreement) -> Iterator[Change]:
    yield "model", before.model_name, after.model_name
    yield "model hash", before.model_hash[:12], after.model_hash[:12]
    yield "version", _version(before), _version(after)
    yield "signed by", _signed(before), _signed(after)
    yield "not scored", "; ".join(before.excluded) or NONE, "; ".join(after.excluded) or NONE
    was, now = ({each.group: each for each in one.bounds} for one in (before, after))
    for group in dict.fromkeys([*now, *was]):
        yield (
            f"group {group}, cap",
            points_in_words(was[group].cap if group in was else None),
            points_in_words(now[group].cap if group in now else None),
        )
        yield (
            f"group {group}, floor",
            points_in_words(was[group].floor if group in was else None),
            points_in_words(now[group].floor if group in now else None),
        )


def _gates(was: Gates, now: Gates) -> Iterator[Change]:
    yield "MQL cut-off", points_in_words(was.mql), points_in_words(now.mql)
    yield "SQL cut-off", points_in_words(was.sql), points_in_words(now.sql)
    yield "SQL needs one of", ", ".join(was.any_of) or NONE, ", ".join(now.any_of) or NONE
    yield "SQL needs points of", _least(was), _least(now)


def _arguments(before: Agreement, after: Agreement) -> Iterator[Change]:
    was, now = ({each.id: each for each in one.arguments} for one in (before, after))
    for rule in dict.fromkeys([*now, *was]):
        name = (now.get(rule) or was[rule]).name
        yield name, _worth(was.get(rule)), _worth(now.get(rule))
        if rule in was and rule in now:
            yield f"{name}, when", was[rule].when, now[rule].when
            yield f"{name}, group", was[rule].group, now[rule].group


def _evidence(before: Agreement, after: Agreement) -> Iterator[Change]:
    was, now = before.evidence, after.evidence
    yield "data revision", was.revision[:12], now.revision[:12]
    yield "data until", _day(before), _day(after)
    yield "outcome", OUTCOME_WORDS[was.outcome], OUTCOME_WORDS[now.outcome]
    rates = {each.band: each.rate for each in was.bands}
    for band in now.bands:
        what = f"{BAND_WORDS[band.band]}, {OUTCOME_WORDS[now.outcome]}"
        yield what, _rate(rates.get(band.band)), _rate(band.rate)


def _process(before: Agreement, after: Agreement) -> Iterator[Change]:
    was, now = ({each.step: each for each in one.process} for one in (before, after))
    for step, words in STEPS.items():
        yield f"hand-over, {words[:1].lower()}{words[1:]}", _why(was.get(step)), _why(now.get(step))


def _plays(before: Agreement, after: Agreement) -> Iterator[Change]:
    was = {each.band: each for each in before.plays}
    for play in after.plays:
        earlier = _parts(was.get(play.band, Play(play.band)))
        for what, words in _parts(play).items():
            yield f"play of {play.name}, {what}", earlier[what], words


def _parts(play: Play) -> Mapping[str, str]:
    return {
        "first touch": play.touch_in_words(),
        "attempts": play.attempts_in_words(),
        "by": play.channels_in_words(),
        "stop when": play.stops_in_words(),
        "then": play.then_in_words(),
    }


def _commitments(before: Agreement, after: Agreement) -> Iterator[Change]:
    for side in TEAMS:
        was, now = (_latest(one, side) for one in (before, after))
        for term, words in TERMS.items():
            yield f"{side} promises, {words}", _term(was, term), _term(now, term)


def _latest(agreement: Agreement, side: str) -> Commitment | None:
    mine = [each for each in agreement.commitments if each.side == side]
    return max(mine, key=lambda each: (each.since, each.promise), default=None)


def _rest(before: Agreement, after: Agreement) -> Iterator[Change]:
    was, now = (one.rhythm.in_words() if one.rhythm else NONE for one in (before, after))
    yield "review", was, now
    for section, title in SECTIONS.items():
        earlier, later = ({each.answer for each in one.texts_of(section)} for one in (before, after))
        if earlier != later:
            told = f"{counted(len(later), 'text')}, {len(later - earlier)} of them new"
            yield f"what was said on “{title}”", counted(len(earlier), "text"), told
    weighed, weighs = ({each.weight for each in one.arguments} - {None} for one in (before, after))
    if weighed != weighs:
        told = f"{counted(len(weighs), 'rule')}, {len(weighs - weighed)} of them anew"
        yield "rules with a reason kept", counted(len(weighed), "rule"), told


def _version(agreement: Agreement) -> str:
    version = agreement.version
    return NONE if version is None else f"{version.number} of '{version.line}'"


def _signed(agreement: Agreement) -> str:
    return ", ".join(f"{each.team} ({each.at:%Y-%m-%d %H:%M} UTC)" for each in agreement.signatures) or "nobody"


def _least(gates: Gates) -> str:
    return ", ".join(f"{shortest(least)} of {group}" for group, least in gates.at_least) or NONE


def _worth(argument: Argument | None) -> str:
    if argument is None:
        return NONE
    return "knock-out" if argument.points is None else f"{shortest(argument.points)} points"


def _day(agreement: Agreement) -> str:
    instant = agreement.evidence.data_date
    return "no dates" if instant is None else f"{instant:%Y-%m-%d %H:%M} UTC"


def _rate(rate: Estimate | None) -> str:
    if rate is None or rate.value is None:
        return "unknown"
    return f"{100 * rate.value:.1f} %, n = {rate.n:,}"


def _term(commitment: Commitment | None, term: str) -> str:
    value: int | None = getattr(commitment, term) if commitment is not None else None
    return NONE if value is None else f"{value:,}"


def _why(mapped: Mapped | None) -> str:
    return NONE if mapped is None else mapped.why
