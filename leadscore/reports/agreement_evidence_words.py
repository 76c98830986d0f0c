"""The first sections of an agreement: what MQL and SQL mean, on which evidence, and what earns points."""

from __future__ import annotations

from decimal import Decimal

from leadscore.figures.strip import Step, Sum
from leadscore.figures.words import instant_in_words, sentence
from leadscore.model.values import shortest
from leadscore.reports.agreement_names import Names
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Value, begin
from leadscore.vocabulary import BAND_WORDS, OUTCOME_WORDS, STAGES
from leadscore.workshop.agreed_evidence import Evidence
from leadscore.workshop.agreement import SECTIONS, Agreement, Argument, Bounds, Gates

CUT_OFF_WORDS = {"mql": "MQL: handed over from", "sql": "SQL: ready from"}


def sections(agreement: Agreement, names: Names) -> tuple[Section, ...]:
    """Definitions with their evidence, and every rule with its reason."""
    return _definitions(agreement), _rules(agreement, names)


def _definitions(agreement: Agreement) -> Section:
    found = agreement.evidence
    tables = [_cut_offs(found), _bands(found)] if found.cut_offs else []
    return Section(
        "definitions",
        SECTIONS["definitions"],
        (*_gates(agreement.gates), *_excluded(agreement), *read_under(found), *_points_alone(agreement)),
        (*tables, _stages(found)),
        footnotes=tuple(sentence(each) for each in (*found.badges, *found.warnings)),
    )


def _gates(gates: Gates) -> tuple[str, ...]:
    if gates.mql is None or gates.sql is None:
        return ("The model has no cut-offs, so no lead is handed over or ready by its score.",)
    needs = [f"one of: {', '.join(gates.any_of)}"] if gates.any_of else []
    needs += [f"at least {shortest(least)} points of {group}" for group, least in gates.at_least]
    besides = (
        f"and only with {'; and '.join(needs)}. Points alone are never enough."
        if needs
        else "and nothing else is asked of it: points alone make it ready."
    )
    return (
        f"MQL: marketing hands a lead over from {shortest(gates.mql)} points on (band {BAND_WORDS['hand_over']}).",
        f"SQL: a lead is ready now from {shortest(gates.sql)} points on (band {BAND_WORDS['ready']}), {besides}",
        f"Below {shortest(gates.mql)} points it is nurtured. A knock-out takes it out, whatever its points.",
    )


def _excluded(agreement: Agreement) -> tuple[str, ...]:
    if not agreement.excluded:
        return ()
    return (f"Not scored at all, where: {'; or '.join(agreement.excluded)}.",)


def _points_alone(agreement: Agreement) -> tuple[str, ...]:
    """What is counted at the SQL cut-off, where points are not all that it asks: more than the band Ready."""
    gates = agreement.gates
    if not agreement.evidence.cut_offs or not (gates.any_of or gates.at_least):
        return ()
    return ("What the SQL cut-off gives counts all leads with its points, also those that lack what else it asks.",)


def read_under(found: Evidence) -> tuple[str, ...]:
    """Data, clock, population and denominator under which every figure of the document is to be read."""
    until = (
        "without dates"
        if found.data_date is None
        else f"complete until {instant_in_words(found.data_date, found.zone)}"
    )
    first, *taken, last = found.population
    steps = tuple(Step(each.count, each.label) for each in taken)
    words = {"handoff": "the hand-off", "arrival": f"arrival ({found.arrival_days} days)"}.get(found.lens, found.lens)
    clock = "" if found.data_date is None else f", counted from {words}"
    within = "at any time" if found.horizon_days is None else f"within {found.horizon_days} days"
    told = [
        f"Evidence: data revision {found.revision[:12]}, {until}. "
        f"{begin(OUTCOME_WORDS[found.outcome])} {within} ({found.horizon_origin}){clock}.",
        f"Population: {Sum(last.count, last.label, first.count, first.label, steps).in_words()}.",
        f"In the rates: {found.denominator}. All bands together: {Value(found.rate).words}.",
    ]
    if found.since and found.until:
        since, to = (instant_in_words(each, found.zone).partition(" ")[0] for each in (found.since, found.until))
        locked = " (the locked period after them stays out)" if found.locked else ""
        told.append(
            f"What a cut-off gives is of the weeks from {since} to {to}{locked}; leads a month count each lead once, "
            "handed over or not. What became of each band is of all leads in the figures."
        )
    return tuple(told)


def _cut_offs(found: Evidence) -> Table:
    rows = tuple(
        (
            CUT_OFF_WORDS[each.stage],
            f"{shortest(each.points)} points",
            Value(each.a_month, "count"),
            Value(each.precision),
        )
        for each in found.cut_offs
    )
    rate = f"{begin(OUTCOME_WORDS[found.outcome])}, worked leads at or above it"
    return Table("Why these cut-offs", ("Cut-off", "At", "Leads a month that reach it", rate), rows)


def _bands(found: Evidence) -> Table:
    rows = tuple(
        (BAND_WORDS[each.band], Value(each.leads, "count"), Value(each.rate), Value(each.unworked, "count"))
        for each in found.bands
    )
    columns = ("Band", "Leads", begin(OUTCOME_WORDS[found.outcome]), "Of them nobody called, so unknown")
    return Table("What became of each band", columns, rows)


def _stages(found: Evidence) -> Table:
    order = {stage: place for place, stage in enumerate(STAGES)}
    listed = sorted(found.stages, key=lambda each: order.get(each.stage, len(order)))
    rows = tuple((each.stage, each.meaning, f"{each.leads:,}") for each in listed)
    return Table("What the stages mean in these data", ("Stage", "Meaning", "Leads by the data date"), rows)


def _rules(agreement: Agreement, names: Names) -> Section:
    told = [_row(each, names) for each in agreement.arguments]
    columns = ("Rule", "A lead gets it when", "Group", "Points", "Why", "Who sees it otherwise")
    wanted = [place for place in range(len(columns)) if place < 4 or any(row[place] for row in told)]
    table = Table(
        "Every rule",
        tuple(columns[place] for place in wanted),
        tuple(tuple(row[each] for each in wanted) for row in told),
    )
    settled = any(each.weight is not None for each in agreement.arguments)
    reasons = () if settled else ("No reason was kept beside these points: they were not settled in a workshop.",)
    return Section("rules", SECTIONS["rules"], (*_bounds(agreement.bounds), *reasons), (table,))


def _row(each: Argument, names: Names) -> tuple[str, ...]:
    return (
        each.name,
        each.when,
        each.group,
        worth(each.points),
        names.reason(each.weight),
        names.dissent(each.weight),
    )


def worth(points: Decimal | None) -> str:
    """`+15`; a knock-out by its name."""
    if points is None:
        return "knock-out"
    return f"+{shortest(points)}" if points > 0 else shortest(points)


def _bounds(bounds: tuple[Bounds, ...]) -> tuple[str, ...]:
    told = []
    for each in bounds:
        ends = [f"at most {shortest(each.cap)}"] if each.cap is not None else []
        ends += [f"no less than {shortest(each.floor)}"] if each.floor is not None else []
        told.append(f"{each.group} {' and '.join(ends)}")
    return (f"Points of a group together: {'; '.join(told)}. The score lies between 0 and 100.",) if told else ()
