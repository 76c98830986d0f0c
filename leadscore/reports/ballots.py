"""Ballots on paper, for a room whose devices cannot reach each other: one page a person, the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from leadscore.model import Model
from leadscore.model.words import in_words
from leadscore.reports.page import head

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #0F172A; margin: 2rem auto; max-width: 46rem; }
h1 { font-size: 1.4rem; margin: 0 0 .3rem; }
p { margin: .2rem 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #64748B; padding: .55rem .3rem; text-align: left; vertical-align: top; }
th.size, td.size { text-align: center; width: 3.4rem; }
td.size { font-size: 1.5rem; line-height: 1; }
.what { font-size: .85rem; color: #334155; }
@media print { body { margin: 0; } }
"""


def ballots(title: str, model: Model, rules: Sequence[str], sizes: Mapping[str, int]) -> str:
    """One ballot as an HTML page to be printed once a person; neither today's points nor any evidence stand on it.

    `rules` are ids of the model, `sizes` the words with their points.
    """
    heads = "".join(f'<th class="size">{escape(size)}<br>{points}</th>' for size, points in sizes.items())
    boxes = '<td class="size">&#9744;</td>' * len(sizes)
    lines = "".join(f"<tr>{_asked(model, rule)}{boxes}</tr>" for rule in rules)
    return (
        f"{head(f'Ballot: {title}', _STYLE)}</head><body><h1>How much should each of these count?</h1>"
        f"<p>{escape(title)}. One cross a line. Fold it: nobody sees it before everything is revealed.</p>"
        "<p>Name ______________________________ &nbsp; Team &#9744; sales &#9744; marketing</p>"
        f"<table><thead><tr><th>What a lead is or does</th>{heads}</tr></thead><tbody>{lines}</tbody></table>"
        "</body></html>"
    )


def _asked(model: Model, rule_id: str) -> str:
    rule = model.rule(rule_id)
    return f'<td>{escape(rule.name)}<div class="what">{escape(in_words(rule.when))}</div></td>'
