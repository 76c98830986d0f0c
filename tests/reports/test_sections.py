"""The review's numbers are the library's, they add up, and their rows are as many as they count."""

from __future__ import annotations

from datetime import date

import pytest

from leadscore.figures.closed_loop import closed_loop
from leadscore.outcomes import Commitments, Report
from leadscore.outcomes.contribution import PARTS
from leadscore.reports import KEYS, Circumstances, Month, Past, Review, section, wanted
from leadscore.reports.behind import behind
from leadscore.reports.origin import Origin
from leadscore.reports.section import Section
from leadscore.reports.service import in_words
from leadscore.reports.wording import Value


@pytest.fixture(scope="module")
def told(past: Past, month: Month) -> Report:
    """What `leadscore metrics --from --to` says of the month."""
    return closed_loop(past.shelf, past.model, past.lens, month.first, month.last, None, past.commitments, draws=0)


def values(found: Section, column: int = 1) -> dict[str, Value]:
    """The values of a column of all tables, by the text in the first."""
    rows = [row for table in found.tables for row in table.rows if isinstance(row[column], Value)]
    return {str(row[0]): row[column] for row in rows}  # type: ignore[misc]


def test_both_teams_are_told_the_librarys_figures(june: Review, told: Report) -> None:
    found = values(june.section("teams"))
    for what, name in {
        "Leads handed over": "leads",
        "Lead Quality Score": "lqs",
        "Accepted by sales in time": "acceptance",
        "Top-band leads delivered of those agreed": "sla_marketing",
        "Worked within 30 days": "worked_share",
        "Median time to the first touch": "speed_median",
        "Won of the deals closed": "win_rate",
        "Top-band leads taken up as agreed": "sla_sales",
        "Confirmed SQL of worked leads": "conversion_sql",
    }.items():
        assert found[what].estimate == told.figure(name), what


def test_both_teams_count_the_same_leads(june: Review, past: Past, month: Month) -> None:
    report = past.of(month)
    leads = int(report.figure("leads").value or 0)
    by_band = sum(int(each.estimate.value or 0) for each in report.figures if each.name == "leads" and each.group)
    assert by_band == leads == month.leads
    rate = report.figure("conversion_sql").n
    outside = [name for name in ("unworked", "immature", "before", "undated", "not_handed_over")]
    assert rate + sum(int(report.figure(f"conversion_sql_{name}").value or 0) for name in outside) == leads
    by_bands, by_standing, parts = june.section("teams").sentences
    assert by_bands.startswith(f"{leads} leads = ")
    assert f"{leads} leads = {rate} in the rate" in by_standing
    assert parts.startswith("Lead Quality Score")


def test_the_parts_of_quality_give_the_score(past: Past, month: Month) -> None:
    report = past.of(month)
    lqs, worked, among, others = (
        report.figure(name).value or 0.0 for name in ("lqs", "lqs_worked_share", "lqs_rate_worked", "lqs_rate_unworked")
    )
    assert worked * among + (1 - worked) * others == pytest.approx(lqs, abs=1e-12)


def test_contribution_adds_up_to_what_was_closed(june: Review, past: Past, month: Month) -> None:
    report = past.drawn(month)
    assert sum(report.figure(f"revenue_{part}").value or 0 for part in PARTS) == report.figure("revenue_won").value
    told = june.section("revenue").sentences
    assert told[0].startswith("Closed-won 4,193,360 = linked to a lead 3,251,820 + no lead 941,540")
    assert sum("exactly what was closed" in words for words in told) == 2
    assert any("also worked more" in words for words in told)


def test_a_month_of_the_waterfall_is_that_months_own_report(june: Review, told: Report) -> None:
    (table,) = june.section("cohorts").tables
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["Month of hand-off"] == "2026-06"
    for stage in ("sal", "sql", "opportunity", "won", "lost", "rejected"):
        cell = row[stage]
        assert isinstance(cell, Value)
        assert cell.estimate == told.figure(f"stage_{stage}")


def test_the_mean_cycle_is_called_biased_and_curves_end_where_the_figures_do(june: Review, past: Past) -> None:
    cycle = june.section("cycle")
    assert "biased early" in values(cycle)["Plain mean over won deals (biased early)"].words
    (chart,) = cycle.charts
    curve = next(each for each in chart.series if each.name == "All")
    report = past.drawn(june.month)
    for days in (30, 60, 90, 180):
        assert curve.y[days] == pytest.approx(100 * (report.figure(f"cycle_won_{days}").value or 0))


def test_shares_resampled_have_intervals(june: Review) -> None:
    table = june.section("cycle").tables[0]
    assert all(cell.estimate.low is not None for cell in table.rows[0][1:] if isinstance(cell, Value))


def test_the_band_of_closed_deals_is_that_of_the_hand_off(june: Review, past: Past, month: Month) -> None:
    found = behind(past, month, Origin("win_rate", months="until"))
    report = past.drawn(month)
    place = {name: number for number, name in enumerate(found.columns)}
    ready = [row[place["Ended"]] for row in found.rows if row[place["Band at hand-off"]] == "Ready"]
    rate = report.figure("win_rate_by_band", "ready")
    assert (len(ready), ready.count("won")) == (rate.n, round((rate.value or 0) * rate.n))
    chart = june.section("closes").charts[0]
    assert sum(value or 0 for each in chart.series for value in each.y) == report.figure("win_rate").n


def test_breaches_by_name_are_as_many_as_the_figures_say(past: Past, month: Month) -> None:
    found, report = behind(past, month, Origin("sla_sales")), past.of(month)
    place = found.columns.index("Verdict")
    kinds = [row[place] for row in found.rows]
    for kind in ("untouched", "late", "too few attempts"):
        assert kinds.count(kind) == report.figure(f"sla_sales_{kind.replace(' ', '_')}").value


@pytest.mark.parametrize(("attempts", "said"), [(1, False), (3, True)])
def test_it_is_said_where_fewer_attempts_are_enough(attempts: int, said: bool) -> None:
    agreed = Commitments(touch_within_minutes=240, attempts=attempts, attempt_days=5)
    assert ("the hand-off ends within these 5 days" in " ".join(in_words(agreed, {}))) is said


def test_owners_and_benchmarks_are_off_unless_asked_for(june: Review) -> None:
    keys = {each.key for each in june.sections}
    assert keys == set(KEYS) - {"owners", "benchmarks"}
    assert set(wanted(Circumstances(owners=True, benchmarks=True))) == set(KEYS)


def test_published_numbers_name_their_source_and_why_they_differ(past: Past, month: Month) -> None:
    (table,) = section(past, month, "benchmarks").tables
    assert all(all(cell for cell in row) for row in table.rows)


def test_a_running_campaign_has_leads_this_month(june: Review, past: Past) -> None:
    campaigns = june.section("campaigns").tables[0]
    handed_over = [row[1] for row in campaigns.rows]
    assert all(isinstance(cell, Value) and (cell.estimate.value or 0) > 0 for cell in handed_over)
    assert sum(int(cell.estimate.value or 0) for cell in handed_over if isinstance(cell, Value)) == june.month.leads


def test_shadow_scoring_says_that_it_has_not_begun(june: Review) -> None:
    assert "has not begun" in june.section("shadow").sentences[0]


def test_clock_population_and_stages_stand_with_the_figures(june: Review) -> None:
    words = " ".join(june.read_under)
    for part in ("Clock: from the hand-off", "sql within 60 days", "Population: 69 leads", "Rates over", "mql: first"):
        assert part in words


def test_each_team_is_set_beside_its_month_before_where_a_promise_held_then(past: Past, month: Month) -> None:
    (marketing, sales) = section(past, month, "teams").tables
    assert marketing.columns == ("Figure", "This month", "May 2026")
    before = past.of(past.month("2026-05"))
    assert values(section(past, month, "teams"), 2)["Lead Quality Score"].estimate == before.figure("lqs")
    assert [row[2].words for row in sales.rows if row[0] == "Worked within 30 days" and isinstance(row[2], Value)] == [
        Value(before.figure("worked_share")).words
    ]
    held = past.under(past.commitments, {"sales": date(2026, 6, 1)})
    assert values(section(held, month, "teams"), 2)["Top-band leads taken up as agreed"].words == (
        "unknown: not promised yet"
    )
