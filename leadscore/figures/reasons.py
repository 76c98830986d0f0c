"""An explanation as people read it: its lines as rows that sum to the score, and its strongest reasons as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from leadscore.figures.words import day_in_words
from leadscore.scoring import Explanation, Line
from leadscore.vocabulary import counted

MOST_REASONS = 3


def reasons(explanation: Explanation, most: int = MOST_REASONS, zone: str = "UTC") -> tuple[str, ...]:
    """A knock-out that fired, then the strongest reasons: sentences with points and, of activities, the latest date."""
    return tuple(sentence(line, zone) for line in strongest(explanation.lines, most))


def strongest(lines: Sequence[Line], most: int = MOST_REASONS) -> tuple[Line, ...]:
    """The lines behind these reasons: knock-outs that fired, then rules by what they gave or took."""
    fired = [line for line in lines if _fired(line)]
    gave = [line for line in lines if line.kind == "rule" and line.contribution != 0]
    return tuple([*fired, *sorted(gave, key=lambda line: (-abs(line.contribution), line.label))][:most])


def rows(explanation: Explanation) -> list[dict[str, object]]:
    """The lines that gave or took something, then the score: they sum to it exactly."""
    told = [line for line in explanation.lines if line.contribution != 0 or line.unknown or _fired(line)]
    listed = [_row(line) for line in told]
    return [*listed, {"why": "Score", "points": float(explanation.score), "latest": None, "note": ""}]


def signed(points: Decimal) -> str:
    """Points with their sign."""
    return f"{points:+f}" if points else "0"


def sentence(line: Line, zone: str = "UTC", brief: bool = False) -> str:
    """A rule's line as a reason: its points, or that it is out; of activities also the day of the latest in a zone."""
    on = ", " if brief else ", last on "
    latest = f"{on}{day_in_words(line.activities[0].occurred_at, zone)}" if line.activities else ""
    if line.kind == "knock_out":
        when = f" ({latest.removeprefix(', ')})" if latest else ""
        return f"Out: {line.label}{when}"
    return f"{line.label} ({signed(line.contribution)}{latest})"


def _row(line: Line) -> dict[str, object]:
    latest = line.activities[0].occurred_at if line.activities else None
    return {"why": line.label, "points": float(line.contribution), "latest": latest, "note": _note(line)}


def _note(line: Line) -> str:
    if line.unknown:
        return f"unknown: {', '.join(line.unknown)}"
    if _fired(line):
        return "knock-out: the band is out, the score stays"
    return counted(len(line.activities), "activity", "activities") if line.activities else ""


def _fired(line: Line) -> bool:
    return line.kind == "knock_out" and bool(line.units)
