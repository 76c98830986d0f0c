"""An agreement as one HTML file: opens offline, runs nothing, and is made to be printed and signed off."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from leadscore.reports.agreement import QUESTION, SHORT, heading, sections
from leadscore.reports.agreement_names import Names
from leadscore.reports.html import STYLE, table_html
from leadscore.reports.page import head
from leadscore.reports.section import Section
from leadscore.workshop.agreement import Agreement

_STYLE = """
.state { border: 2px solid #005a9c; padding: .6rem 1rem; font-weight: 600; }
.draft .state { border-style: dashed; border-color: #b45309; }
.said { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid #94a3b8; }
#signatures td { height: 2.6rem; } #signatures table, #fingerprints table { break-inside: avoid; }
#fingerprints td:nth-child(n+2) { font-family: ui-monospace, monospace; font-size: .75rem; word-break: break-all; }
@media (prefers-color-scheme: dark) { .state { border-color: #7cc0f5; } .draft .state { border-color: #fbbf24; } }
@media print { html, body { font-size: 11.5px; } h1 { margin-top: 0; } h2 { margin-top: 1.6rem; }
  #signatures { break-before: page; } .wide { overflow: visible; } .state { border-color: #000; } }
"""


def html(agreement: Agreement, names: Names, kept: bool = False) -> str:
    """The whole document as the text of one file; `kept`: as the state keeps it, not only as it would be now."""
    return "".join(_parts(agreement, names, kept))


def _parts(agreement: Agreement, names: Names, kept: bool) -> Iterator[str]:
    first, *others = heading(agreement, kept)
    state = "signed" if agreement.is_signed else "draft"
    yield head(_title(agreement), f"{STYLE}{_STYLE}{_footer(agreement)}")
    yield f"</head><body class='{state}'><main>\n<p class='state'>{escape(first)}</p>\n<h1>{escape(QUESTION)}</h1>\n"
    yield "".join(f"<p>{escape(words)}</p>\n" for words in others)
    for section in sections(agreement, names, kept):
        yield from _section(section)
    yield "</main></body></html>\n"


def _title(agreement: Agreement) -> str:
    return f"{'Agreement' if agreement.is_signed else 'DRAFT of an agreement'}: {agreement.model_name}"


def _section(section: Section) -> Iterator[str]:
    yield f"<section id='{section.key}'><h2>{escape(section.question)}</h2>\n"
    yield "".join(f"<p>{escape(words)}</p>\n" for words in section.sentences)
    yield "".join(table_html(each) for each in section.tables)
    yield "".join(f"<p class='said'>{escape(words)}</p>\n" for words in section.notes)
    yield "".join(f"<p class='small'>{escape(words)}</p>\n" for words in section.footnotes)
    yield "</section>\n"


def _footer(agreement: Agreement) -> str:
    """What stands on every printed page: hashes only, so that no text of anybody becomes style."""
    entries, _, hashed = agreement.head.partition(":")
    shown = [_digits(each) for each in (agreement.model_hash, hashed)]
    state = "Agreement" if agreement.is_signed else "DRAFT, not agreed"
    words = f"{state}. Model {shown[0]}, audit {int(entries or 0)}:{shown[1]}"
    return (
        f'@page {{ margin: 16mm 14mm 18mm; @bottom-left {{ content: "{words}"; font: 9px sans-serif; }} '
        '@bottom-right { content: counter(page) " / " counter(pages); font: 9px sans-serif; } }\n'
    )


def _digits(hashed: str) -> str:
    return "".join(each for each in hashed[:SHORT] if each in "0123456789abcdef")
