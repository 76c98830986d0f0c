"""A pilot in numbers on the sample: the days, closes and groups counted lead by lead beside the library's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from leadscore.estimate import difference
from leadscore.model import Model
from leadscore.outcomes.calendar import local_day
from leadscore.reports import Past, Table
from leadscore.reports.past import Asked
from leadscore.reports.pilot import Spans, closes_seen, groups, outlook, outlook_in_words, seen_in_words, spans
from leadscore.reports.pilot_indicators import indicators
from leadscore.reports.wording import Value
from leadscore.simulation import lock_of
from leadscore.simulation.replay import Replayed, build_replay
from leadscore.store.state import Author, Feedback
from leadscore.store.state.feedback import Stamp
from leadscore.workshop.pilot import plan
from leadscore.workshop.pilot_groups import drawn, is_in, owned
from leadscore.workshop.pilot_volume import NO_POINTS, leads_a_week

STARTS = date(2026, 6, 3)
BEN, ADA = Author("Ben", "sales"), Author("Ada", "marketing")


@pytest.fixture(scope="module")
def replayed(past: Past) -> Replayed:
    return build_replay(past.shelf, past.model, before=lock_of(past.shelf).starts)


def leads(past: Past, first: date | None, last: date) -> list[tuple]:
    with past.cohort(Asked(first, last)) as cohort:
        return cohort.rows((), "SELECT lead_id, as_of, band, won_at, same_deal, worked FROM cohort")


def estimates(table: Table, row: int) -> list:
    return [cell.estimate for cell in table.rows[row] if isinstance(cell, Value)]


def test_the_days_are_those_since_the_start_and_as_many_before(past: Past) -> None:
    assert spans(past, plan(STARTS)) == Spans(STARTS, date(2026, 8, 25))
    assert Spans(STARTS, date(2026, 8, 25)).before == (date(2026, 3, 11), date(2026, 6, 2))
    young = spans(past, plan(date(2026, 10, 25)))
    assert young == Spans(date(2026, 10, 25), date(2026, 10, 31))  # the data end in the night to 1 November
    assert young.before == (date(2026, 10, 18), date(2026, 10, 24))
    assert "these data end on 31 Oct 2026, before the pilot" in str(spans(past, plan(date(2026, 11, 1))))


def test_closes_seen_are_the_wins_of_leads_handed_over_since(past: Past) -> None:
    planned, zone = plan(STARTS), past.manifest.zone
    found = closes_seen(past, planned)
    rows = [row for row in leads(past, STARTS, planned.ends) if row[2] in ("ready", "hand_over") and not row[4]]
    won = [local_day(row[3], zone) for row in rows if row[3] is not None and row[3] >= row[1]]
    assert found == tuple(sum(day < STARTS + timedelta(weeks=week) for day in won) for week in range(1, 13))
    assert found[-1] > 0
    half = closes_seen(past, planned, lambda cohort: drawn(cohort, "k"))
    mine = [row for row in rows if is_in(row[0], 0.5, "k") and row[3] is not None]
    assert half[-1] == sum(local_day(row[3], zone) <= planned.ends for row in mine) < found[-1]


def test_a_week_that_the_data_do_not_cover_has_no_count(past: Past) -> None:
    found = closes_seen(past, plan(date(2026, 10, 12)))
    assert [each is None for each in found] == [False, False] + [True] * 10  # week 3 ends on 1 November


def test_the_pilots_own_leads_are_no_evidence_for_what_to_expect_of_it(past: Past, replayed: Replayed) -> None:
    early, late = (outlook(past, replayed, plan(day), draws=20) for day in (STARTS, date(2026, 10, 1)))
    assert early.all.cases < late.all.cases
    assert early.all.a_week == late.all.a_week
    low, high = early.all.by(12).low, early.all.by(12).high
    assert low is not None
    assert high is not None
    assert low <= early.seen[-1] <= high


def test_what_was_seen_is_said_beside_what_could_be_expected(past: Past, replayed: Replayed) -> None:
    found = outlook(past, replayed, plan(STARTS), draws=20)
    closes = found.all.by(12)
    between = f"{closes.value:.1f} ({closes.low:.0f} to {closes.high:.0f})"
    assert seen_in_words(found) == (
        f"By week 12 these data have {found.seen[-1]} closes, as could be expected: {between}."
    )
    many, none = (replace(found, seen=(*found.seen[:11], count)) for count in (99, 0))
    assert "99 closes, more than could be expected" in str(seen_in_words(many))
    assert "0 closes, fewer than could be expected" in str(seen_in_words(none))
    assert seen_in_words(outlook(past, replayed, plan(date(2026, 11, 9)), draws=5)) is None


def test_volume_is_that_of_the_cut_offs_page_and_a_group_has_its_part(past: Past, replayed: Replayed) -> None:
    from leadscore.simulation.cut_offs import at_cut_offs

    whole = outlook(past, replayed, plan(STARTS), draws=5)
    assert past.model.cut_offs is not None
    a_month = at_cut_offs(replayed, past.model, [past.model.cut_offs.mql])[0].a_month.value
    assert whole.all.a_week.value == pytest.approx(a_month / (365.2425 / 12 / 7))
    before = [row for row in leads(past, None, STARTS - timedelta(days=1)) if row[2] in ("ready", "hand_over")]
    span = max(row[1] for row in before) - min(row[1] for row in before)
    assert whole.handed_a_week.value == pytest.approx(len(before) / (span / timedelta(weeks=1)))
    assert f"Until now {whole.handed_a_week.value:.1f} a week" in outlook_in_words(plan(STARTS), whole)[1]
    half = outlook(past, replayed, plan(STARTS), lambda cohort: drawn(cohort, "k"), draws=5)
    part = half.all.a_week.value / whole.all.a_week.value
    assert 0.45 < part < 0.55
    assert half.all.by(12).value == pytest.approx(part * whole.all.by(12).value)


def test_without_cut_offs_there_is_no_top_band(past: Past) -> None:
    bandless = past.model.model_copy(update={"cut_offs": None})
    replayed = build_replay(past.shelf, bandless, before=lock_of(past.shelf).starts)
    found = outlook(Past(past.shelf, bandless), replayed, plan(STARTS), draws=5)
    assert found.all.by(12).known()
    assert {each.reason for each in found.top.weeks} == {"the model has no cut-offs, so its leads have no bands"}
    assert "with such a score" not in outlook_in_words(plan(STARTS), found)[1]


def test_where_no_rule_can_give_points_the_volume_is_unknown_and_not_none(past: Past) -> None:
    ghost = {"id": "ghost", "points": 40, "when": {"activity": "ghost"}}
    asked = Model.model_validate({"name": "Ghosts", "rules": [ghost], "cut_offs": {"mql": 20, "sql": 40}})
    replayed = build_replay(past.shelf, asked, before=lock_of(past.shelf).starts)
    found, _ = leads_a_week(replayed, asked)
    assert (found.value, found.reason) == (None, NO_POINTS)
    assert leads_a_week(build_replay(past.shelf, past.model), past.model)[0].known()


def said(lead: str, rating: str, at: str, number: int, answered: bool = False, author: Author = BEN) -> Feedback:
    moment = datetime.fromisoformat(at)
    stamps = (Stamp("answered", moment, ADA, "Thanks"),) if answered else ()
    reason = {"accept": None, "reject": "no_need", "dispute": "score_too_high"}[rating]
    return Feedback(
        number, moment, author, lead, rating, reason, (), "", None, "hash", Decimal(1), None, None, (), (), stamps
    )


def test_indicators_stand_beside_the_time_before_with_their_difference(past: Past) -> None:
    found = indicators(past, plan(STARTS), (), date(2026, 11, 22))
    assert found.columns[2] == "As long before"
    now = past.report(Asked(STARTS, date(2026, 8, 25), families=("quality", "acceptance", "speed", "conversion")))
    names = ("acceptance", "speed_kept", "worked_share", "meetings_held", "conversion_sql")
    for row, name in enumerate(names):
        since, before, change = estimates(found, row)
        assert since == now.figure(name)
        assert change == difference(since, before)
        assert since.known()
        assert before.known()


def test_feedback_is_counted_by_its_day_and_by_the_hand_offs_it_is_on(past: Past) -> None:
    pilots = [row[0] for row in leads(past, STARTS, date(2026, 8, 25))]
    given = (
        said(pilots[0], "accept", "2026-06-10T08:00", 1),
        said(pilots[0], "dispute", "2026-06-11T08:00", 2, answered=True),
        said(pilots[1], "dispute", "2026-06-12T08:00", 3),
        said(pilots[2], "reject", "2026-06-02T08:00", 4, answered=True),
        said(pilots[3], "reject", "2026-06-12T08:00", 5, author=ADA),  # marketing rates nothing
    )
    rated, answered, disputed = (
        estimates(indicators(past, plan(STARTS), given, date(2026, 7, 1)), row) for row in (5, 6, 7)
    )
    assert (rated[0].value, rated[0].n) == (pytest.approx(3 / len(pilots)), len(pilots))
    assert [(each.value, each.n) for each in answered[:2]] == [(pytest.approx(1 / 3), 3), (1, 1)]
    assert [(each.value, each.n) for each in disputed[:2]] == [(pytest.approx(2 / 3), 3), (0, 1)]


def test_an_answer_given_after_the_days_looked_at_counts_for_neither_side(past: Past) -> None:
    late = Stamp("answered", datetime.fromisoformat("2026-06-20T08:00"), ADA, "Late")
    given = (
        replace(said("a", "reject", "2026-05-20T08:00", 1), stamps=(late,)),
        said("a", "reject", "2026-05-21T08:00", 2, answered=True),
    )
    answered = estimates(indicators(past, plan(STARTS), given, date(2026, 7, 1)), 6)
    assert (answered[1].value, answered[1].n) == (pytest.approx(1 / 2), 2)


def test_before_its_data_come_a_pilot_shows_what_it_starts_from(past: Past) -> None:
    found = indicators(past, plan(date(2026, 11, 9)), (), date(2026, 11, 2))
    assert found.columns[2] == "The 12 weeks before"
    since, before, change = estimates(found, 0)
    assert (since.reason, change.reason) == ("no data of it yet", "no data of it yet")
    assert before.known()
    assert estimates(found, 6)[0].reason == "the pilot has not begun"


def test_both_groups_are_counted_and_too_few_says_so(past: Past) -> None:
    planned = plan(STARTS)
    found = groups(past, planned, lambda cohort: drawn(cohort, "k"))
    assert isinstance(found, Table)
    rows = leads(past, STARTS, planned.ends)
    for side, chosen in enumerate((True, False)):
        mine = [row[5] for row in rows if is_in(row[0], 0.5, "k") == chosen]
        worked = estimates(found, 1)[side]
        assert (worked.n, worked.value) == (len(mine), pytest.approx(sum(mine) / len(mine)))
    for row in range(3):
        inside, outside, apart = estimates(found, row)
        assert apart == difference(inside, outside)
    few = frozenset(sorted(row[0] for row in rows if row[5])[:4])
    told = groups(past, planned, lambda cohort: few)
    assert isinstance(told, Table)
    assert told.rows[2][-1] == "Too few to tell."
    assert "before the pilot" in str(groups(past, plan(date(2026, 11, 9)), lambda cohort: few))


def test_accepted_counts_the_hand_offs_of_the_indicator_beside_it(past: Past) -> None:
    """The data end 31 October: who was accepted within a few days of late October is too young, as on the indicator."""
    planned = plan(date(2026, 8, 31))
    found = groups(past, planned, lambda cohort: drawn(cohort, "k"))
    assert isinstance(found, Table)
    inside, outside, _ = estimates(found, 0)
    since, _, _ = estimates(indicators(past, planned, (), date(2026, 11, 22)), 0)
    assert inside.n + outside.n == since.n == 140
    assert inside.value * inside.n + outside.value * outside.n == pytest.approx(since.value * since.n)


def test_owners_are_one_whatever_their_spelling(past: Past) -> None:
    with past.cohort(Asked()) as cohort:
        sql = "SELECT cohort.lead_id, leads.owner FROM cohort JOIN leads USING (lead_id) WHERE leads.owner IS NOT NULL"
        of = dict(cohort.rows((), sql))
        name = sorted(of.values())[0]
        assert owned(cohort, [f" {name.upper()} "]) == {lead for lead, owner in of.items() if owner == name}
        assert owned(cohort, ["nobody"]) == frozenset()
        assert owned(cohort, ["' OR 1=1 --"]) == frozenset()
