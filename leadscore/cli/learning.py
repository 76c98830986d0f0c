"""`signals`: everything that leads had at their hand-off, held against what became of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, ModelOption, WorkspaceArgument, opened, print_json, reading
from leadscore.cli.terminal import answer, shown
from leadscore.errors import UsageError, did_you_mean
from leadscore.figures import signal_words as words
from leadscore.learning.signals.signals import Signal, Signals
from leadscore.learning.signals.signals import signals as signals_of
from leadscore.learning.signals.stability import Part
from leadscore.simulation.lock import lock_of
from leadscore.vocabulary import OUTCOMES

OutcomeOption = Annotated[
    str | None,
    typer.Option("--outcome", metavar="|".join(OUTCOMES), help="What counts; without it the model's own outcome."),
]

WIDEST = 44

FEWEST_LINES = 12
"""What history cannot tell is printed up to here, the surest first."""


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(signals)


def signals(
    workspace: WorkspaceArgument, model: ModelOption = None, outcome: OutcomeOption = None, json: JsonOption = False
) -> None:
    """Tell which attribute values and activities go with the outcome, and which do not.

    Among leads whose outcome is known, at equal rules of the model and equal other signals, with the share of false
    calls held down over all of them; the locked period stays out.
    """
    wanted = outcome_of(outcome)
    with reading(workspace):
        asked = opened(workspace, model, None)
        found = signals_of(asked.shelf, asked.model, wanted, lock_of(asked.shelf).starts)
    if json:
        print_json(_document(found))
    else:
        answer(_text(found))


def outcome_of(word: str | None) -> str | None:
    """The outcome that an option names; UsageError where it names none."""
    if word is not None and word not in OUTCOMES:
        raise UsageError(f"There is no outcome '{word}'. {did_you_mean(word, OUTCOMES)}")
    return word


def _text(found: Signals) -> str:
    if found.reason is not None:
        return "\n".join([found.sentence, *_left_out(found)])
    printed = found.signals[: max(FEWEST_LINES, len(found.called))]
    width = min(WIDEST, max([len("Signal"), *(len(shown(each.candidate.rule.name)) for each in printed)]))
    more = len(found.signals) - len(printed)
    titles = f"{'Signal':{width}}  Outcome      % points (95 %)             With it       Without       q"
    return "\n".join(
        [
            words.head(found),
            words.method(found),
            f"{titles}      Over time",
            *(_line(each, width) for each in printed),
            *([f"... and {more:,} of which history can tell less: --json has them all"] if more else []),
            *_left_out(found),
            found.sentence,
        ]
    )


def _line(signal: Signal, width: int) -> str:
    name, gap = shown(signal.candidate.rule.name), signal.difference
    cut = name if len(name) <= width else f"{name[: width - 3]}..."
    told = f"{cut:{width}}  {words.WORDS[signal.word]:11}"
    if gap.value is None or gap.low is None or gap.high is None or signal.rate is None:
        return f"{told}  {gap.reason}"
    points = f"{100 * gap.value:+6.1f} ({100 * gap.low:+.1f} to {100 * gap.high:+.1f})"
    counts = f"{words.counts(signal.held):12}  {words.counts(signal.not_held):12}"
    return f"{told}  {points:26}  {counts}  {signal.rate:.3f}  {signal.stability.word}"


def _left_out(found: Signals) -> list[str]:
    return [f"Not asked: {shown(each.name)}: {each.reason}" for each in found.left_out]


def _document(found: Signals) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "horizon_days": found.horizon.days,
        "denominator": found.denominator,
        "n": found.n,
        "hits": found.hits,
        "accounts": found.accounts,
        "tests": found.tests,
        "held_equal": found.beside,
        "false_share": found.false_share,
        "reason": found.reason,
        "sentence": found.sentence,
        "signals": [_signal(each) for each in found.signals],
        "left_out": [{"name": each.name, "reason": each.reason} for each in found.left_out],
    }


def _signal(signal: Signal) -> dict[str, Any]:
    candidate, unknown = signal.candidate, signal.unknown
    return {
        "id": candidate.rule.id,
        "label": candidate.rule.name,
        "about": candidate.about,
        "name": candidate.name,
        "form": candidate.form,
        "when": candidate.rule.when.model_dump(by_alias=True, exclude_none=True),
        "word": signal.word,
        "difference": asdict(signal.difference),
        "odds_ratio": asdict(signal.odds_ratio),
        "false_discovery_rate": signal.rate,
        "with": {"n": signal.held.n, "hits": signal.held.hits},
        "without": {"n": signal.not_held.n, "hits": signal.not_held.hits},
        "unknown": None if unknown is None else {"n": unknown.n, "hits": unknown.hits},
        "unknown_share": signal.unknown_share,
        "over_time": {
            "word": signal.stability.word,
            "reason": signal.stability.reason,
            "false_discovery_rate": signal.stability.rate,
            "parts": [_part(part) for part in signal.stability.parts],
        },
        "overlap": [{"name": each.name, "share": each.share, "without": each.without} for each in signal.overlap],
        "in_model": signal.in_model,
        "held_equal_for_others": signal.main,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "from": part.since,
        "until": part.until,
        "with": {"n": part.held.n, "hits": part.held.hits},
        "without": {"n": part.not_held.n, "hits": part.not_held.hits},
        "difference": asdict(part.difference),
    }
