"""What others published, as context and never as a target: each with its source and how its definition differs."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.reports.section import Section, Table


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One published number: what it counts, what was found, who says so, and why it is not the figure here."""

    what: str
    found: str
    source: str
    differs: str


PUBLISHED = (
    Benchmark(
        "Companies by their time to answer a web lead",
        "37 % within an hour, 16 % within a day, 24 % later, 23 % never; 42 hours on average among those who answered "
        "within 30 days",
        "Oldroyd, McElheran and Elkington, The Short Life of Online Sales Leads, Harvard Business Review, March 2011: "
        "2,241 US companies, one test lead each",
        "clock hours, not business hours; an average over answered leads only; companies, not leads",
    ),
    Benchmark(
        "Leads that become opportunities, and opportunities that become deals",
        "13 % in 84 days on average, then 6 % in 18 days on average",
        "Implisit's analysis of the pipelines of hundreds of companies, as quoted by trade press; the study itself was "
        "not seen",
        "all leads, worked or not; plain means over those that converted, so biased early; own stage definitions",
    ),
)


def section() -> Section:
    """The published numbers; off unless someone asks."""
    rows = tuple((each.what, each.found, each.source, each.differs) for each in PUBLISHED)
    return Section(
        key="benchmarks",
        question="What have others published?",
        sentences=(
            "Context, not a target, and not verified here: none of these counts what this page counts, so a "
            "difference to your own figures is no finding.",
        ),
        tables=(Table("Published elsewhere", ("What", "Found", "Source", "Why it differs from here"), rows),),
    )
