"""The rep card as one printable A4 page: opens offline, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from leadscore.model.values import shortest
from leadscore.reports.page import head
from leadscore.scoring import Explanation
from leadscore.vocabulary import BAND_WORDS
from leadscore.workshop.rep_card import RepCard, Signal, more_in_words

LONGEST = 84
"""Letters of what a rule looks for; the lead's page has all of them."""

LONGEST_SCORES, LONGEST_PLAY = 100, 200
"""Letters of what a band needs, and of its play: the Agreement has all of them."""

SHORT = 5
"""Letters of points that need no wide column."""

_STYLE = """
@page { size: A4; margin: 11mm 13mm; }
body { font: 10pt/1.3 system-ui, sans-serif; color: #0f172a; background: #fff; max-width: 184mm; margin: 0 auto; }
h1 { font-size: 16pt; line-height: 1.15; margin: 0 0 1mm; }
h2 { font-size: 11pt; margin: 3.4mm 0 .8mm; color: #005a9c; }
p { margin: 0 0 1mm; } .small, small { font-size: 8.4pt; color: #334155; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
td { padding: .6mm 2mm .6mm 0; border-bottom: .2mm solid #cbd5e1; vertical-align: top; overflow-wrap: anywhere; }
.lines td { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
td.points { text-align: right; font-weight: 600; width: 11mm; padding-right: 3mm; }
.wide td.points { width: 30mm; } td.band { font-weight: 600; width: 21mm; } td.scores { width: 52mm; }
tr.sum td { font-weight: 600; border-bottom: 0; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 7mm; }
.signals { grid-template-columns: minmax(0, 1.45fr) minmax(0, 1fr); }
.plays { font-size: 9.3pt; }
.draft { border: .6mm solid #b45309; padding: 1mm 2mm; margin: 0 0 1.5mm; font-weight: 600; }
@media screen { body { padding: 8mm; } }
@media screen and (max-width: 40rem) { .two { display: block; } .lines td { white-space: normal; } }
"""

IS = (
    "A number from 0 to 100 for how well a lead fits, and how much it wants to talk, by the rules that sales and "
    "marketing agreed on. It is as of a moment: what a lead does tomorrow changes it."
)
IS_NOT = (
    "No forecast for one person, no mark for your work, no order to skip what you hear on the phone. Two leads a few "
    "points apart are the same to it."
)
DISPUTE = (
    "Open the lead, read why, press “Dispute the score”, pick the reason and name the rule. Marketing answers; both "
    "teams judge it, and what is disputed often is on the table at the next review. Nobody changes a score by hand."
)


def html(card: RepCard) -> str:
    """The card as the text of one file."""
    return "".join(_parts(card))


def _parts(card: RepCard) -> Iterator[str]:
    yield head(f"Rep card: {card.model}", _STYLE) + "</head><body>\n"
    yield f"<h1>What the score of a lead tells me</h1>\n<p class='small'>{escape(_clipped(card.model, LONGEST))}. "
    yield f"{escape(card.version)}; {card.hash[:12]}. {escape(card.signed)}</p>\n"
    if not card.is_signed:
        yield "<p class='draft'>Not signed by both teams: a draft to look at, nothing to work by yet.</p>\n"
    yield f"<div class='two'><div><h2>It is</h2><p>{IS}</p></div><div><h2>It is not</h2><p>{IS_NOT}</p></div></div>\n"
    yield "<div class='two signals'><div><h2>What weighs most</h2>"
    yield f"{_signals(card.gains)}<p class='small'>{escape(more_in_words(card.more))}</p>\n"
    yield from _against(card.losses, "What loses points")
    yield "</div><div>"
    yield from _example(card.example)
    yield from _against(card.knock_outs, "What takes a lead out")
    yield "</div></div>\n"
    yield from _bands(card)
    yield f"<h2>If the score looks wrong</h2><p>{DISPUTE}</p>\n</body></html>\n"


def _against(signals: Sequence[Signal], heading: str) -> Iterator[str]:
    if signals:
        yield f"<h2>{heading}</h2>{_signals(signals)}\n"


def _signals(signals: Sequence[Signal]) -> str:
    return _table((each.points, f"{escape(_clipped(each.name, LONGEST))}{_when(each)}") for each in signals)


def _table(rows: Iterable[tuple[str, str]], end: str = "") -> str:
    """Points beside words, each in one line; the words are markup already."""
    listed = list(rows)
    lines = (f"<tr><td class='points'>{escape(points)}</td><td>{words}</td></tr>" for points, words in listed)
    wide = "" if all(len(points) <= SHORT for points, _ in listed) else " wide"
    return f"<table class='lines{wide}'><tbody>{''.join(lines)}{end}</tbody></table>"


def _when(signal: Signal) -> str:
    """What it looks for, where the name does not say it already and the line has room."""
    room = LONGEST - len(signal.name)
    if signal.when.lower() == signal.name.lower() or room < LONGEST // 4:
        return ""
    return f" <small>{escape(_clipped(signal.when, room))}</small>"


def _bands(card: RepCard) -> Iterator[str]:
    yield "<h2>What I do with it</h2>"
    if not card.bands:
        yield "<p>This model has no cut-offs yet, so no bands.</p>\n"
        return
    yield "<table class='plays'><tbody>"
    for each in card.bands:
        scores, play = escape(_clipped(each.scores, LONGEST_SCORES)), escape(_clipped(each.play, LONGEST_PLAY))
        yield f"<tr><td class='band'>{escape(each.name)}</td><td class='scores'>{scores}</td><td>{play}</td></tr>"
    yield "</tbody></table>\n"


def _example(example: Explanation | None) -> Iterator[str]:
    if example is None:
        return
    given = sorted((each for each in example.lines if each.kind == "rule"), key=lambda each: -each.contribution)
    bounds = [each for each in example.lines if each.kind not in ("rule", "knock_out")]
    rows = (
        (_signed(shortest(each.contribution)), escape(_clipped(each.label, LONGEST)))
        for each in (*given, *bounds)
        if each.contribution
    )
    band = f": {BAND_WORDS[example.band]}" if example.band else ""
    total = f"<tr class='sum'><td class='points'>{shortest(example.score)}</td><td>its score{escape(band)}</td></tr>"
    yield f"<h2>An example: a made-up lead</h2>{_table(rows, total)}\n"


def _signed(points: str) -> str:
    return f"−{points[1:]}" if points.startswith("-") else f"+{points}"


def _clipped(words: str, most: int) -> str:
    found = " ".join(words.split())
    return found if len(found) <= most else f"{found[: most - 1].rstrip()}…"
