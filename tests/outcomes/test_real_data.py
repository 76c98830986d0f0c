"""The facts of the real data sets, through import and figures."""

from __future__ import annotations

import pytest
from real_data_sets import mapping_of

from leadscore.importing import run
from leadscore.outcomes import Question, figures
from leadscore.store import snapshots, workspace
from leadscore.store.database import Database

from .story import rate, value

pytestmark = pytest.mark.real_data


def report(folder, mapping, landmark, **asked):
    """All figures of an imported data set, each lead scored 0 at the landmark."""
    if not (folder / "data").is_dir():
        run(workspace.create(folder), mapping_of(mapping, folder.parent))
    database = Database(*snapshots.current(folder))
    cursor, manifest = database.cursor(), database.manifest
    cursor.execute(
        f"CREATE TEMP TABLE scores AS SELECT lead_id, {landmark} AS as_of, 0 AS score, 'out' AS band FROM leads"
    )
    return figures(cursor, manifest, "scores", Question(data_date=manifest.data_date, zone=manifest.zone, **asked))


@pytest.fixture(scope="module")
def schools(real_data, tmp_path_factory):
    """x_education by source: no dates at all."""
    return report(tmp_path_factory.mktemp("schools") / "w", "x_education", "NULL::TIMESTAMP", by="Lead Source")


@pytest.fixture(scope="module")
def bank_folder(real_data, tmp_path_factory):
    """Where the bank's data are imported to."""
    return tmp_path_factory.mktemp("bank") / "w"


@pytest.fixture(scope="module")
def bank(bank_folder):
    """bpi2012_loan at the hand-off."""
    handed = "(SELECT MIN(entered_at) FROM stages WHERE stage = 'mql' AND stages.lead_id = leads.lead_id)"
    return report(bank_folder, "bpi2012_loan", handed)


@pytest.fixture(scope="module")
def all_cases(bank_folder):
    """bpi2012_loan from the day of the application, by month."""
    return report(bank_folder, "bpi2012_loan", "created_at", lens="arrival", arrival_days=0, by="month")


def test_x_education_converts_38_539_percent_of_9240(schools):
    assert (value(schools, "leads"), value(schools, "stage_won")) == (9240, 3561)
    found = schools.figure("conversion_won")
    assert round(100 * found.value, 3) == 38.539
    assert (found.n, found.reason) == (9240, "no dates")
    assert found.low < found.value < found.high
    assert "no dates" in schools.header.badges


def test_x_education_folds_google(schools):
    assert value(schools, "leads", "Google") == 2868 + 5
    assert rate(schools, "conversion_won", "Google") == (1147, 2873)
    assert round(100 * value(schools, "conversion_won", "Olark Chat"), 2) == 25.53
    assert round(100 * value(schools, "conversion_won", "Reference"), 2) == 91.76


def test_x_education_says_what_it_cannot_know(schools):
    for name in ("conversion_won_immature", "conversion_won_before", "lqs", "worked_share", "won_after_recycling"):
        assert schools.figure(name).reason == "no dates", name
    assert schools.figure("conversion_sql").reason == "needs at least 1 sql lead; this data has none"


def test_the_banks_cases_end_as_they_did(all_cases):
    assert value(all_cases, "leads") == 13087 == 2246 + 7635 + 2807 + 399
    assert [value(all_cases, f"stage_{stage}") for stage in ("won", "lost", "disqualified")] == [2246, 7635, 2807]
    assert value(all_cases, "open") == 399


def test_the_banks_months_are_those_of_amsterdam(all_cases, bank_folder):
    sql = """SELECT STRFTIME(created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Amsterdam', '%Y-%m'), COUNT(*),
        COUNT(*) - COUNT(*) FILTER (WHERE STRFTIME(created_at, '%Y-%m') = STRFTIME(
            created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Amsterdam', '%Y-%m'))
        FROM leads GROUP BY 1"""
    months = Database(*snapshots.current(bank_folder)).cursor().execute(sql).fetchall()
    assert sum(moved for _, _, moved in months) > 0
    for month, leads, _ in months:
        assert value(all_cases, "leads", month) == leads


def test_calling_is_not_shown_as_the_cause_of_what_came_before_it(bank):
    """An offer comes first and is called about afterwards: 'of the called, 100 % had an offer' is no effect."""
    assert value(bank, "conversion_sql_touched_after") > 0.9
    for name in ("conversion_sql", "conversion_opportunity", "lqs_rate_worked", "lqs_rate_unworked"):
        assert "the outcome decides who is worked" in bank.figure(name).reason, name
    assert 0 < value(bank, "lqs") < 1
    assert any("before the first touch" in warning for warning in bank.header.warnings)


def test_the_banks_cases_add_up(bank):
    lines = {line.label: line.count for line in bank.header.population}
    assert lines["leads in the data"] - lines["no hand-off with a date"] == lines["leads in the figures"] == 7367
    places = ("undated", "before", "not_handed_over", "immature", "unworked")
    outside = sum(value(bank, f"conversion_won_{place}") for place in places)
    assert bank.figure("conversion_won").n + outside == 7367
