"""`settle`: of each rule, whether these data can judge it, and what to bring next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer

from leadscore.cli.inputs import JsonOption, ModelOption, WorkspaceArgument, opened, print_json, reading
from leadscore.cli.learning import OutcomeOption, outcome_of
from leadscore.cli.terminal import answer, shown
from leadscore.errors import UsageError
from leadscore.learning.settle import SettleCard, settle_card
from leadscore.learning.settle_needs import Need
from leadscore.learning.settle_rules import STATE_WORDS
from leadscore.simulation.lock import lock_of

SizeOption = Annotated[
    float | None,
    typer.Option("--points", metavar="N", help="The difference in percentage points to settle; else one that matters."),
]
WIDEST = 44


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module."""
    application.command()(settle)


def settle(
    workspace: WorkspaceArgument,
    model: ModelOption = None,
    outcome: OutcomeOption = None,
    points: SizeOption = None,
    json: JsonOption = False,
) -> None:
    """Tell of each rule whether these data can judge it, and what to bring next, the most valuable first."""
    if points is not None and not 0 < points < 100:
        raise UsageError(f"--points {points:g} is no difference of percentages. Give one above 0 and below 100.")
    wanted = outcome_of(outcome)
    with reading(workspace):
        asked = opened(workspace, model, None)
        size = None if points is None else points / 100
        card = settle_card(asked.shelf, asked.model, wanted, lock_of(asked.shelf).starts, size)
    if json:
        print_json(_document(card))
    else:
        answer("\n".join(_lines(card)))


def _lines(card: SettleCard) -> Iterator[str]:
    settled = card.settled
    width = min(WIDEST, max(len(shown(rule.name)) for rule in settled.rules))
    state_width = max(len(words) for words in STATE_WORDS.values())
    yield f"Over {settled.denominator}: {settled.reach.n:,}"
    for rule in settled.rules:
        name = shown(rule.name)
        cut = name if len(name) <= width else f"{name[: width - 3]}..."
        yield f"{cut:{width}}  {STATE_WORDS[rule.state]:{state_width}}  {shown(rule.why)}"
    for place, need in enumerate(card.needs, start=1):
        yield f"Bring {place}: {shown(need.what)}: {_opens(need)}. {shown(need.why)}"
    yield settled.reach.sentence


def _opens(need: Need) -> str:
    if need.everything:
        return "every rule rests on it"
    if not need.opens:
        return f"asked by {len(need.waiting)}, opens none by itself"
    return f"for {len(need.opens)} rule{'s' if len(need.opens) != 1 else ''} of {need.points:f} points"


def _document(card: SettleCard) -> dict[str, Any]:
    settled, reach = card.settled, card.settled.reach
    return {
        "outcome": settled.outcome,
        "denominator": settled.denominator,
        "n": reach.n,
        "size": reach.size,
        "settled": reach.settled,
        "sentence": reach.sentence,
        "rules": [asdict(rule) for rule in settled.rules],
        "needs": [{**asdict(need), "points": str(need.points)} for need in card.needs],
    }
