"""Data that lack dates, touches, lost deals or the end of a month: the review says so, and claims nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.model import load
from leadscore.model.conditions import AttributeCondition
from leadscore.model.model import Population
from leadscore.reports import Past, Review, review
from leadscore.reports.changes import change, changes
from leadscore.reports.wording import Value
from leadscore.store import workspace
from leadscore.store.database import open_current
from tests.dashboard.companies import DIALECT, MODEL, NOW, written

from .test_changes import share
from .test_sections import values

FILES = {
    "leads": ["id,created,title"],
    "deeds": ["id,when,what,who"],
    "steps": ["id,step,since"],
    "deals": ["deal,lead,opened,closed,ended,amount"],
}
FIELDS = {
    "leads": ("leads", "lead_id: id", "created_at: created", "title: title"),
    "activities": ("deeds", "lead_id: id", "occurred_at: when", "kind: what", "actor: who"),
    "stages": ("steps", "lead_id: id", "stage: step", "entered_at: since"),
    "deals": ("deals", "deal_id: deal", "opened_at: opened", "closed_at: closed", "outcome: ended", "amount: amount"),
    "deal_leads": ("deals", "deal_id: deal", "lead_id: lead"),
}
MONTHS = {"2026-01": 12, "2026-02": 12, "2026-09": 12, "2026-10": 6}


def company(folder: Path, without: Iterable[str] = (), until: str = "2026-10-15") -> Past:
    """Leads of a few months, each handed over and called; every third gets far, and every sixth is won."""
    gone = set(without)
    files = {name: list(lines) for name, lines in FILES.items()}
    for month, leads in MONTHS.items():
        for place in range(leads):
            lead, day = f"{month}-{place}", f"{month}-{place + 1:02}"
            files["leads"].append(f"{lead},{day} 08:00,{'VP Sales' if place % 2 else 'Clerk'}")
            files["steps"] += [] if "hand-offs" in gone else [f"{lead},mql,{day} 10:00"]
            if "touches" not in gone:
                files["deeds"].append(f"{lead},{day} 12:00,call,Rep")
            if place % 3:
                continue
            files["steps"].append(f"{lead},sql,{day} 15:00")
            ended, amount = "lost" if place % 6 else "won", "" if "amounts" in gone else "1000"
            if ended != "lost" or "lost" not in gone:
                files["deals"].append(f"D-{lead},{lead},{day} 16:00,{day} 20:00,{ended},{amount}")
    source = folder / "files"
    source.mkdir(parents=True)
    for name, lines in files.items():
        written(source / f"{name}.csv", "\n".join(lines) + "\n")
    mapping = ["zone: UTC", "captured_at_form: [title]"] + ([] if "dates" in gone else [f"data_date: '{until}'"])
    for table, (file, *fields) in FIELDS.items():
        if "dates" in gone and table in ("activities", "deals", "deal_leads"):
            continue
        undated = [each for each in fields if "dates" not in gone or not each.startswith(("created_at", "entered_at"))]
        mapping += [f"{table}:", f"  - file: {file}.csv", f"    {DIALECT}", *(f"    {each}" for each in undated)]
    made = workspace.create(folder / "room")
    importing.run(made, written(source / "mapping.yaml", "\n".join(mapping) + "\n"), now=NOW)
    written(made.model, MODEL + "evaluation: {horizon_days: {won: 60}}\n")
    return Past(Shelf(open_current(made.folder)), load(made.model))


def told(past: Past, month: str) -> Review:
    """The whole review of a month."""
    return review(past, past.month(month))


def words(found: Review) -> str:
    """Everything that a review says, titles and cells of its tables included."""
    said = [*found.read_under]
    for each in found.sections:
        said += [*each.sentences, *each.footnotes]
        for table in each.tables:
            said += [table.title, *table.columns]
            said += [cell.words if isinstance(cell, Value) else str(cell) for row in table.rows for cell in row]
    return "\n".join(said)


def test_a_month_that_is_not_over_has_no_fewer_leads_than_the_one_before(tmp_path: Path) -> None:
    past = company(tmp_path)
    found = changes(past, past.month("2026-10"), past.months)
    assert not any(each.now.unit == "count" for each in found.found)
    assert any(each.now.unit == "count" for each in changes(past, past.month("2026-02"), past.months).found)
    said = told(past, "2026-10").section("changed").sentences
    assert "No difference of the two months can be judged." in said
    assert "October 2026 is not over when the data end: its counts are not compared." in said


@pytest.mark.parametrize(("leads", "judged"), [(2, False), (3, False), (4, True)])
def test_all_of_two_leads_after_none_of_two_is_no_news(leads: int, judged: bool) -> None:
    flip = change("worked", share(leads, leads), share(0, leads))
    assert flip.beyond is judged
    assert ("too few leads" in flip.in_words("May 2026")) is not judged


def test_wins_are_counted_where_no_deal_was_lost(tmp_path: Path) -> None:
    past = company(tmp_path, without=["lost"])
    closes = told(past, "2026-09").section("closes")
    won, rate = values(closes)["All"].estimate, values(closes, 2)["All"].estimate
    assert won.value == 6
    assert rate.reason == "needs at least 1 lost deal; this data has none"


def test_without_amounts_it_is_still_known_who_was_worked(tmp_path: Path) -> None:
    per_lead = values(told(company(tmp_path, without=["amounts"]), "2026-02").section("revenue"))
    assert (
        per_lead["Revenue per lead at or above the cut-off"].estimate.reason == "none of the 7 won deals has an amount"
    )
    assert per_lead["Share worked at or above the cut-off"].estimate.value == 1


def test_without_touches_no_rate_is_one_of_worked_leads(tmp_path: Path) -> None:
    found = told(company(tmp_path, without=["touches"]), "2026-02")
    said = words(found)
    assert "who was called is unknown" in said
    assert "of worked" not in said
    assert "two worked leads" not in said
    assert values(found.section("teams"))["Confirmed SQL of leads handed over"].estimate.n == 12


def test_without_hand_offs_the_month_is_that_of_the_arrival(tmp_path: Path) -> None:
    found = told(company(tmp_path, without=["hand-offs"]), "2026-02")
    assert found.section("cohorts").tables[0].columns[0] == "Month of arrival"
    assert found.section("closes").tables[0].title == "Closed deals by band at arrival"
    assert found.section("closes").charts[0].x == "score at arrival, in steps of ten"
    titles = [table.title for table in found.section("revenue").tables]
    assert titles[1:] == ["By cut-off at arrival", "Revenue per lead whose time since arrival is over"]
    told_of = " ".join(found.section("cohorts").sentences + found.section("teams").sentences)
    assert "before the hand-off" not in told_of
    assert "month of the hand-off" not in told_of
    assert {row[0] for row in found.section("teams").tables[0].rows} >= {"Leads"}


def test_with_touches_it_is(tmp_path: Path) -> None:
    found = told(company(tmp_path), "2026-02")
    assert values(found.section("teams"))["Confirmed SQL of worked leads"].estimate.n == 12


def test_without_dates_nobody_was_handed_over_or_worked(tmp_path: Path) -> None:
    found = told(company(tmp_path, without=["dates"]), "all")
    assert found.read_under[1].startswith("No clock, since this data has no dates")
    teams = values(found.section("teams"))
    assert (teams["Leads"].estimate.value, teams["Confirmed SQL of all leads"].estimate.n) == (42, 42)
    assert "Leads handed over" not in teams
    assert "handed over" not in " ".join(found.section("closes").sentences)


def test_without_dates_it_is_said_why_a_lead_is_not_among_the_figures(tmp_path: Path) -> None:
    past = company(tmp_path, without=["dates"])
    clerks = AttributeCondition.model_validate({"attribute": "title", "is": "Clerk"})
    model = past.model.model_copy(update={"population": Population(exclude=(clerks,))})
    found = told(Past(past.shelf, model), "all")
    assert found.read_under[2] == "Population: 21 leads in the figures = 42 leads in the data - 21 (title is 'Clerk')."


def test_inflation_of_a_months_last_days_waits_for_no_hand_off(past: Past) -> None:
    """A later review looks further: what it says of an earlier month of creation stays as it was."""
    june, october = (
        {row[0]: row[1] for row in review(past, past.month(name)).section("drift").tables[1].rows}
        for name in ("2026-06", "2026-10")
    )
    assert isinstance(june["2026-06"], Value)
    assert june["2026-06"].estimate.n == 308
    assert {name: june[name] for name in june if name in october} == {
        name: october[name] for name in october if name in june
    }
    assert max(june) == "2026-06"


def test_a_month_too_young_to_be_judged_shows_no_zero(past: Past) -> None:
    """October's hand-offs end on the data date: nobody is 30 days unworked, and no deal's time is over."""
    october = told(past, "2026-10")
    slipping, alarms, speed, sales = (
        values(october.section(key)) for key in ("slipping", "surprises", "speed", "teams")
    )
    (untouched,) = (found.estimate for what, found in speed.items() if what.startswith("Not touched"))
    assert untouched.value == past.of(past.month("2026-10")).figure("speed_untouched").value > 0
    for what, found in (*slipping.items(), *((what, found) for what, found in alarms.items() if "alarms" in what)):
        assert found.estimate.value is None, what
    assert "so far, and some still have time" in speed["Nine in ten are touched within"].words
    assert "not yet mature" in sales["Won of the deals closed"].words
    assert "not yet mature" not in values(told(past, "2026-06").section("teams"))["Won of the deals closed"].words


def test_what_has_no_interval_says_why(june: Review) -> None:
    """Two wins below the cut-off: most resamples have none to divide by."""
    ratio = values(june.section("revenue"))["The first over the second"]
    assert ratio.estimate.low is None
    assert "too few outcomes for an interval" in ratio.words
    assert "also worked more" in ratio.words
