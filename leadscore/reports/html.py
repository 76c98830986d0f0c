"""The review as one HTML file: opens offline, charts stay interactive, prints on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from plotly.offline import get_plotlyjs

from leadscore.figures.chart import Chart
from leadscore.figures.drawing import drawn
from leadscore.reports.page import head
from leadscore.reports.review import QUESTION, Review
from leadscore.reports.section import Section, Table

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
       color: #0f172a; background: #fff; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
nav a { margin-right: 1rem; display: inline-block; max-width: 100%; } a { color: #005a9c; }
table { border-collapse: collapse; font-size: .88rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #cbd5e1; }
.wide { overflow-x: auto; } .small { font-size: .85rem; color: #475569; } .chart { min-height: 380px; }
@media (prefers-color-scheme: dark) {
  body { color: #f1f5f9; background: #000; } a { color: #7cc0f5; } th, td { border-color: #475569; }
  .small { color: #b6c2d1; } }
@media print { body { max-width: none; margin: 0; color: #000; background: #fff; } nav { display: none; }
  section { break-inside: auto; } h2, h3 { break-after: avoid; } tr, .chart { break-inside: avoid; } }
"""

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
"""Nothing is fetched from anywhere, whatever a text of the data may say."""


def html(review: Review) -> str:
    """The whole review as the text of one file; the chart library is in it once."""
    return "".join(_parts(review))


def _parts(review: Review) -> Iterator[str]:
    title = f"Review of {review.month.name}: {review.model_name}"
    yield head(title, STYLE, _POLICY)
    yield f"<script>{get_plotlyjs()}</script></head><body>\n<h1>{escape(QUESTION)}</h1>\n"
    yield f"<p>{escape(review.month.in_words(review.outcome))}. Model: {escape(review.model_name)} "
    yield f"({review.model_hash[:12]}); data revision {escape(review.revision[:12])}.</p>\n"
    yield "".join(f"<p class='small'>{escape(words)}</p>\n" for words in review.read_under)
    links = (f"<a href='#{each.key}'>{escape(each.question)}</a>" for each in review.sections)
    yield f"<nav aria-label='Questions'>{' '.join(links)}</nav>\n"
    for section in review.sections:
        yield from _section(section)
    yield "</body></html>\n"


def _section(section: Section) -> Iterator[str]:
    yield f"<section id='{section.key}'><h2>{escape(section.question)}</h2>\n"
    yield "".join(f"<p>{escape(words)}</p>\n" for words in section.sentences)
    for place, chart in enumerate(each for each in section.charts if each.known()):
        yield _chart(chart, f"{section.key}-{place}")
    for table in section.tables:
        yield table_html(table)
    yield "".join(f"<p class='small'>{escape(words)}</p>\n" for words in (*section.footnotes, *section.notes))
    yield "</section>\n"


def _chart(chart: Chart, name: str) -> str:
    figure = drawn(chart, titled=False).update_layout(width=None, autosize=True)
    told = json.loads(figure.to_json())
    data, layout = (_inline(told[part]) for part in ("data", "layout"))
    label = escape(chart.question, quote=True)
    draw = f"Plotly.newPlot('{name}', {data}, {layout}, {{responsive: true, displaylogo: false}})"
    box = f"<div class='chart' id='{name}' role='img' aria-label=\"{label}\"></div>"
    return f"<h3>{label}</h3>{box}<script>{draw}</script>\n"


def _inline(told: object) -> str:
    """JSON inside a script: no text of the data can end it."""
    return json.dumps(told).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def table_html(table: Table) -> str:
    """A table of a report; every text in it is shown as a text."""
    head = "".join(f"<th scope='col'>{escape(column)}</th>" for column in table.columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.words())
    return (
        f"<h3>{escape(table.title)}</h3><div class='wide'><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>\n"
    )
