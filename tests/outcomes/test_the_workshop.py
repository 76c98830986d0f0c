"""Ten named leads whose every figure can be checked in the head: the manual of the closed-loop figures."""

from __future__ import annotations

from datetime import date

import pytest

from leadscore.errors import DataError, UsageError
from leadscore.outcomes import ALL_FAMILIES, NAMES, Question, figures
from leadscore.store.database import Database
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import BANDS

from .story import LATER, Story, called, day, rate, value, workshop


def test_five_of_ten_became_sql_but_the_rate_is_among_the_eight_called():
    report = workshop().report()
    assert value(report, "stage_sql") == 5
    assert rate(report) == (4, 8)


def test_bands_part_the_rate():
    report = workshop().report()
    assert rate(report, "conversion_sql_by_band", "ready") == (3, 4)
    assert rate(report, "conversion_sql_by_band", "hand_over") == (1, 4)
    assert report.figure("conversion_sql_by_band", "nurture").reason == (
        "needs at least 1 mature lead in its denominator (leads handed over and worked within 30 days), has none"
    )
    assert value(report, "conversion_sql_unworked_by_band", "hand_over") == 1


def test_the_quality_score_is_the_sum_of_its_parts():
    report = workshop().report()
    score, worked = value(report, "lqs"), value(report, "lqs_worked_share")
    parts = worked * value(report, "lqs_rate_worked") + (1 - worked) * value(report, "lqs_rate_unworked")
    assert (score, worked) == (0.5, 0.8)
    assert score == pytest.approx(parts)


def test_three_are_open():
    """Gus, Ida and Joe: neither won, lost, rejected, recycled nor disqualified."""
    assert value(workshop().report(), "open") == 3


def test_groups_of_figures():
    report = workshop().report(by="source")
    assert [value(report, "leads", group) for group in ("Fair", "Web", "(unknown)")] == [4, 4, 2]
    assert rate(report, "conversion_sql", "Web") == (3, 3)


def test_the_horizon_of_won_is_the_companys_own_from_ten_wins_on():
    """Wins after 10, 20 ... 100 days: 80 % of them within 82 days, linear between the 80th and the 90th."""
    story = called(**{f"L{number}": {"won": 10 * number} for number in range(1, 11)})
    report = story.report()
    horizon = next(each for each in report.header.horizons if each.outcome == "won")
    assert (horizon.days, horizon.origin) == (82, "80th percentile from hand-off to won, over 10 wins")
    assert rate(report, "conversion_won") == (8, 10)


def test_a_stated_horizon_goes_before():
    horizons = workshop().report(horizon_days={"won": 365, "sql": 30}).header.horizons
    assert [(each.days, each.origin) for each in horizons] == [(30, "as asked"), (90, "default"), (365, "as asked")]


def test_without_cut_offs_there_are_no_bands():
    report = called(Ada={"sql": 20}, Ben={"band": "out"}).report()
    found = [each for each in report.figures if each.name == "conversion_sql_by_band"]
    assert [each.group for each in found] == [None]
    assert found[0].estimate.reason == "the model has no cut-offs, so its leads have no bands"


def test_without_dates_every_lead_counts_and_each_rate_says_so():
    story = Story(dated=False).lead("Ada", created=None, won=None).lead("Ben", created=None).stage("Ada", "won", None)
    report = story.report()
    assert rate(report, "conversion_won") == (1, 2)
    assert report.figure("conversion_won").reason == "no dates"
    assert report.header.horizons[2].origin == "no dates: the outcome at any time"


def test_a_report_has_every_name_in_order_and_plain_values():
    document = workshop().report(by="band", families=ALL_FAMILIES).to_json()
    assert list(dict.fromkeys(each["name"] for each in document["figures"])) == list(NAMES)
    assert list(document["figures"][0]) == ["name", "group", "value", "low", "high", "n", "reason"]
    assert document["header"]["data_date"] == LATER.isoformat()
    assert document["header"]["population"][-1] == {"label": "leads in the figures", "count": 10}


def test_excluded_leads_are_neither_counted_nor_credited():
    """Tess is a test record: handed over first, but not in the population, so Ada takes the deal."""
    story = called(Ada={"handed": 2, "worked": 3}, Ben={}).lead("Tess", handed=0, won=9, scored=False)
    story.deal("D1", ["Tess", "Ada"], closed=50)
    story.leads = [lead | {"kept": None if lead["lead_id"] == "Tess" else "yes"} for lead in story.leads]
    cursor = story.connect()
    cursor.execute("CREATE TEMP VIEW kept_leads AS SELECT lead_id FROM leads WHERE kept = 'yes'")
    story.connect = lambda: cursor
    report = story.report(horizon_days={"won": 90}, population="kept_leads")
    assert rate(report, "conversion_won") == (1, 2)
    assert [line.count for line in report.header.population] == [3, 1, 0, 0, 0, 2]


def test_an_unknown_figure_is_a_key_error():
    with pytest.raises(KeyError):
        workshop().report().figure("conversion_sql", "Mars")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"lens": "handof"}, "Figures know no lens 'handof'. Did you mean 'handoff'?"),
        ({"lens": "replay"}, "Choose one of: handoff, arrival, date."),
        ({"outcome": "mql"}, "Figures know no outcome 'mql'"),
        ({"horizon_days": {"sql": 1.5}}, "The horizon of 'sql' is 1.5. Give whole days"),
        ({"horizon_days": {"lost": 30}}, "Figures know no outcome 'lost'"),
        ({"zone": "Mars/Olympus"}, "There is no time zone 'Mars/Olympus'"),
        ({"from_": date(2026, 2, 1), "to": date(2026, 1, 1)}, "The period ends (2026-01-01) before it begins"),
    ],
)
def test_what_cannot_be_asked(asked, words):
    with pytest.raises(UsageError) as caught:
        Question(**asked)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("by", "error", "words"),
    [
        ("sorce", UsageError, "There is no 'sorce' to group by. Did you mean 'source'?"),
        (
            "campaign",
            DataError,
            "no 'campaign' to group by. Map a column to it, or use: month, band, source",
        ),
    ],
)
def test_what_cannot_be_grouped_by(by, error, words):
    with pytest.raises(error) as caught:
        workshop().report(by=by)
    assert words in str(caught.value)


def test_too_many_groups_are_refused():
    story = called(**{f"L{number}": {"email": f"{number}@example.org"} for number in range(501)})
    with pytest.raises(UsageError, match="'email' has 501 values"):
        story.report(by="email")


def test_a_column_may_be_called_like_anything():
    story = called(Ada={'$by"; DROP TABLE leads; --': "x"}, Ben={})
    assert value(story.report(by='$by"; DROP TABLE leads; --'), "leads", "x") == 1


def test_numbers_group_as_people_write_them():
    story = called(Ada={"company_size": 200.0}, Ben={"company_size": 1.5}, Cleo={"company_size": None})
    report = story.report(by="company_size")
    assert {each.group for each in report.figures} >= {"200", "1.5", "(unknown)"}


def test_dates_need_a_data_date_and_no_dates_allow_no_period():
    with pytest.raises(DataError, match="no data date"):
        workshop().report(data_date=None)
    story = Story(dated=False).lead("Ada", created=None)
    with pytest.raises(UsageError, match="Leave out --from and --to"):
        story.report(from_=date(2026, 1, 1))


def test_the_locked_down_database_serves(tmp_path):
    """The real database allows no writing and no settings; the figures need neither."""
    database = Database(tmp_path, Manifest("empty", {}, ()))
    cursor = database.cursor()
    cursor.execute("CREATE TEMP TABLE scores (lead_id VARCHAR, as_of TIMESTAMP, score BIGINT, band VARCHAR)")
    report = figures(cursor, database.manifest, "scores", Question(data_date=day(0)))
    assert value(report, "leads") == 0
    assert all(each.estimate.value in (None, 0) for each in report.figures)
    assert all(each.estimate.reason for each in report.figures if each.estimate.value is None)


def test_a_period_without_leads_does_not_deny_the_cut_offs():
    report = workshop().report(from_=date(2027, 1, 1))
    assert report.figure("leads").value == 0
    assert value(report, "conversion_sql_unworked_by_band", "ready") == 0
    assert report.figure("conversion_sql_by_band", "ready").reason.startswith("needs at least 1 mature lead")
    nobody = Story(stages=[("Ada", "mql", day(0), None, None, None)]).report()
    assert {each.group for each in nobody.figures if each.name == "worked_share_by_band"} == set(BANDS)


def test_an_empty_band_is_not_taken_for_a_young_one():
    report = workshop().report()
    assert value(report, "worked_share_by_band", "ready") == 1
    assert report.figure("worked_share_by_band", "out").reason == (
        "no hand-off in this band is 30 days old by the data date"
    )
